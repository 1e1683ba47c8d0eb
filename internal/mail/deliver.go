package mail

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

// Draw makes an attachment of a letter from its name, « billet:ID » say.
type Draw func(app core.App, name string) (Attachment, error)

// Connect opens a connection to send through; *Sender's Dial is one.
type Connect func(ctx context.Context) (Mailer, error)

// Mailer sends one message after another.
type Mailer interface {
	Send(ctx context.Context, m Message) error
	Close()
}

// retries are the waits after a temporary failure; after the last the letter is « failed », readable and
// sent again by hand.
var retries = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 24 * time.Hour}

// maxLines bounds the connections of one delivery; one more is opened for every lettersALine letters.
const (
	maxLines     = 4
	lettersALine = 40
)

// Deliver sends the letters that are due, at most limit, over a few connections. A refused recipient fails its
// letter only; a server that does not answer delays them all. Returns how many were sent.
//
// A server that cuts between the data and its answer may get the letter twice, with the same Message-ID:
// it cannot be told apart from a lost one.
func Deliver(ctx context.Context, app core.App, now func() time.Time, connect Connect, draw Draw, limit int) (sent int, err error) {
	due, err := records.DueLetters(app, records.At(now()), limit)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	mailer, err := connect(ctx)
	if err != nil && ctx.Err() != nil { // the platform stops: no fault of a letter, which waits for the next start
		return 0, nil
	}
	if err != nil {
		for i := range due {
			postpone(app, now(), &due[i], err)
		}
		return 0, err
	}
	d := &delivery{app: app, now: now, draw: draw, due: make(chan *records.Letter, len(due))}
	for i := range due {
		d.due <- &due[i]
	}
	close(d.due)
	var lines sync.WaitGroup
	for range min(maxLines, (len(due)-1)/lettersALine+1) - 1 {
		lines.Go(func() {
			if more, err := connect(ctx); err == nil { // refused: the others do its share
				d.run(ctx, more)
			}
		})
	}
	d.run(ctx, mailer)
	lines.Wait()
	return d.sent, d.err
}

// delivery is the letters that several connections share.
type delivery struct {
	app  core.App
	now  func() time.Time
	draw Draw
	due  chan *records.Letter

	mu   sync.Mutex
	sent int
	err  error
}

// run sends letter after letter over one connection, until none is left or one cannot be marked.
func (d *delivery) run(ctx context.Context, mailer Mailer) {
	defer mailer.Close()
	for l := range d.due {
		fate, err := d.send(ctx, mailer, l)
		d.mu.Lock()
		if fate == left {
			d.sent++
		}
		if err != nil {
			d.err = err
		}
		stop := d.err != nil || fate == lineLost || ctx.Err() != nil
		d.mu.Unlock()
		if stop {
			return
		}
	}
}

// fate is what became of a letter and of its connection.
type fate int

const (
	stayed fate = iota
	left
	lineLost // nothing answers: the letters behind it wait for the next delivery, none the later for it
)

// send tells what became of a letter. An error is one of marking: the letter's own is kept with it.
func (d *delivery) send(ctx context.Context, mailer Mailer, l *records.Letter) (fate, error) {
	dropped, err := drop(d.app, d.now(), l)
	if dropped || err != nil {
		return stayed, err
	}
	m, err := message(d.app, l, d.draw)
	if err == nil {
		err = mailer.Send(ctx, m)
	}
	switch {
	case err != nil && ctx.Err() != nil: // the platform stops: no fault of the letter
		return stayed, nil
	case err == nil:
		l.Status, l.SentAt, l.LastError = "sent", records.At(d.now()), ""
		l.Attempts++
		return left, records.MarkLetter(d.app, l)
	case Permanent(err):
		l.Status, l.LastError = "failed", err.Error()
		l.Attempts++
		return stayed, records.MarkLetter(d.app, l)
	}
	postpone(d.app, d.now(), l, err)
	if lost(err) {
		return lineLost, nil
	}
	return stayed, nil
}

func postpone(app core.App, now time.Time, l *records.Letter, cause error) {
	l.LastError = cause.Error()
	if l.Attempts >= len(retries) {
		l.Status = "failed"
	} else {
		l.DueAt = records.At(now.Add(retries[l.Attempts]))
	}
	l.Attempts++
	if err := records.MarkLetter(app, l); err != nil {
		app.Logger().Error("outbox: letter not marked", "letter", l.ID, "error", err)
	}
}

// message makes a letter ready to leave. A panic on what one letter holds is that letter's error: it stops
// neither the others nor the program.
func message(app core.App, l *records.Letter, draw Draw) (m Message, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("letter not made: %v", r)
		}
	}()
	s, err := records.LoadSettings(app)
	if err != nil {
		return Message{}, err
	}
	meta := app.Settings().Meta
	resolve := Resolver(app)
	m = Message{MessageID: l.MessageID, FromName: meta.SenderName, FromAddress: meta.SenderAddress, ReplyTo: s.ReplyTo,
		To: l.Recipient, ToName: l.RecipientName, Subject: l.Subject,
		Text: Plain(l.Text, resolve), HTML: HTML(l.Subject, l.Text, resolve)}
	for _, name := range l.Attachments {
		a, err := draw(app, name)
		if err != nil {
			return m, err
		}
		m.Attachments = append(m.Attachments, a)
	}
	return m, nil
}

func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
