package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	gosmtp "github.com/emersion/go-smtp"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/mail"
	"passerelle/internal/records"
)

const (
	mailsSent   = 500
	serverDelay = 20 * time.Millisecond // before each of the server's answers
)

// mail500 measures the sending of reminders, by the binary and its worker, through a server that takes its time.
func (b *bench) mail500() error {
	b.stop() // the binary reads where to send when it starts
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	office := &postOffice{}
	smtp := gosmtp.NewServer(office)
	smtp.Domain, smtp.AllowInsecureAuth = "localhost", true
	go smtp.Serve(l)
	defer smtp.Close()
	if err := b.letters(); err != nil {
		return err
	}
	b.smtp = fmt.Sprintf("smtp://%s?tls=none", l.Addr())
	defer func() { b.smtp = "" }()
	if err := b.serve(); err != nil {
		return err
	}
	defer b.stop()
	for office.count() < mailsSent {
		if time.Since(office.began()) > 2*time.Minute {
			return errors.New("not sent within two minutes")
		}
		time.Sleep(10 * time.Millisecond)
	}
	took := office.last.Sub(office.first).Seconds()
	b.add(measure{Name: "mail_500", Value: took, Unit: "s", Detail: fmt.Sprintf("rappels, serveur qui répond en %d ms, %d connexions", serverDelay.Milliseconds(), office.lines),
		Budget: "< 30 s, ≤ 4 connexions", Met: took < 30 && office.lines <= 4})
	return nil
}

// letters leaves reminders alone in the outbox: what other measures queued is held.
func (b *bench) letters() error {
	return b.folder.app.RunInTransaction(func(app core.App) error {
		if _, err := records.HoldQueuedLetters(app); err != nil {
			return err
		}
		rows, err := records.Registrations(app, b.folder.gate.ID)
		if err != nil {
			return err
		}
		now := time.Now().UTC()
		for i := range rows[:mailsSent] {
			r := &rows[i]
			r.Email = fmt.Sprintf("essai%d@exemple.invalid", i)
			if err := mail.ToRegistration(app, now, mail.Again, "bench:"+r.ID, r, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// postOffice takes every letter, each answer after a while.
type postOffice struct {
	mu          sync.Mutex
	taken       int
	lines       int
	first, last time.Time
}

func (o *postOffice) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.taken
}

// began is when the first line was opened; now, until then.
func (o *postOffice) began() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.first.IsZero() {
		o.first = time.Now()
	}
	return o.first
}

// NewSession is called once a connection.
func (o *postOffice) NewSession(*gosmtp.Conn) (gosmtp.Session, error) {
	o.began()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines++
	return counter{o}, nil
}

type counter struct{ office *postOffice }

func (counter) Mail(string, *gosmtp.MailOptions) error { time.Sleep(serverDelay); return nil }
func (counter) Rcpt(string, *gosmtp.RcptOptions) error { time.Sleep(serverDelay); return nil }
func (counter) Reset()                                 {}
func (counter) Logout() error                          { return nil }

// Data takes a letter.
func (c counter) Data(r io.Reader) error {
	time.Sleep(serverDelay) // for the answer to the command, which the library gives at once
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	time.Sleep(serverDelay)
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.office.taken++
	c.office.last = time.Now()
	return nil
}
