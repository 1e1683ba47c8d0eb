package mail_test

import (
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"passerelle/internal/mail"
)

// Office is the real SMTP server of the tests, for those that need the whole platform.
type Office struct{ *server }

// OpenOffice starts one; each of its answers to a letter takes so long.
func OpenOffice(t *testing.T, slow time.Duration) Office {
	s := serve(t, false)
	s.refuseData = func(int) error { time.Sleep(slow); return nil }
	return Office{s}
}

// Config is how to reach it.
func (o Office) Config() mail.Config { return o.config(mail.TLSNone) }

// Refuse makes it refuse an address for good.
func (o Office) Refuse(address string) {
	o.refuse(address, &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"})
}

// CutAfterData makes it take the nth letter whole and cut the line before it answers.
func (o Office) CutAfterData(nth int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.keepCut = true
	o.cutWhen, o.cutNth, o.commands = "data", nth, 0
}

// Mails are the letters it took.
func (o Office) Mails() [][]byte { return o.received() }

// Lines is how many connections it had.
func (o Office) Lines() int { return o.connections() }
