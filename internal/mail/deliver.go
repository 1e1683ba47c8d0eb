package mail

import (
	"context"
	"fmt"
	"net/url"
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

// Deliver sends the letters that are due, at most limit, over one connection. A refused recipient fails its
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
	defer mailer.Close()
	for i := range due {
		l := &due[i]
		m, err := message(app, l, draw)
		if err == nil {
			err = mailer.Send(ctx, m)
		}
		switch {
		case err != nil && ctx.Err() != nil: // the same
			return sent, nil
		case err == nil:
			sent++
			l.Status, l.SentAt, l.LastError = "sent", records.At(now()), ""
			l.Attempts++
			if err := records.MarkLetter(app, l); err != nil {
				return sent, err
			}
		case Permanent(err):
			l.Status, l.LastError = "failed", err.Error()
			l.Attempts++
			if err := records.MarkLetter(app, l); err != nil {
				return sent, err
			}
		default:
			postpone(app, now(), l, err)
		}
	}
	return sent, nil
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
