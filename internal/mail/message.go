// Package mail writes the mails of the product, keeps them in the outbox and sends them by SMTP.
package mail

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// ErrAddress says that a message cannot be sent to anyone, or from anyone, because an address of it
// is not one. Sending it again changes nothing: Permanent answers true.
var ErrAddress = errors.New("invalid mail address")

// calendarName is the file name under which Message.Calendar is attached.
const calendarName = "invitation.ics"

// Attachment is a file that goes with a message. An empty ContentType is sent as
// application/octet-stream.
type Attachment struct {
	Name        string
	ContentType string
	Bytes       []byte
}

// Message is one mail to one person, complete: what is sent is what it says, so that sending it a
// second time gives the same mail.
type Message struct {
	// MessageID is chosen by the caller, with or without its angle brackets, so that a mail received
	// twice after a cut can be known as one.
	MessageID   string
	FromName    string
	FromAddress string
	ReplyTo     string // optional
	To          string
	ToName      string // optional
	Subject     string
	Text        string
	HTML        string // optional: an alternative of Text
	Attachments []Attachment
	// Calendar is the content of an .ics of method PUBLISH. It is a plain attachment and not an
	// alternative part, which some clients would show in place of the text.
	Calendar []byte
	// Date is the mail's date; the zero time leaves it to the moment of sending.
	Date time.Time
}

// build turns the message into go-mail's. The error wraps ErrAddress when an address is at fault.
func (m Message) build() (*gomail.Msg, error) {
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.addresses(out); err != nil {
		return nil, err
	}
	if id := strings.Trim(oneLine(m.MessageID), "<>"); id != "" {
		out.SetMessageIDWithValue(id)
	}
	if !m.Date.IsZero() {
		out.SetDateWithValue(m.Date)
	}
	out.Subject(oneLine(m.Subject))
	// Says to the answering machines of the world that nobody reads an answer to this mail.
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		out.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, a := range m.Attachments {
		attach(out, a)
	}
	if len(m.Calendar) > 0 {
		attach(out, Attachment{calendarName, "text/calendar; charset=utf-8; method=PUBLISH", m.Calendar})
	}
	return out, nil
}

func (m Message) addresses(out *gomail.Msg) error {
	for _, a := range []string{m.FromAddress, m.To} {
		if err := checkAddress(a); err != nil {
			return err
		}
	}
	if err := out.FromFormat(oneLine(m.FromName), m.FromAddress); err != nil {
		return fmt.Errorf("%w: from: %w", ErrAddress, err)
	}
	if err := out.AddToFormat(oneLine(m.ToName), m.To); err != nil {
		return fmt.Errorf("%w: to: %w", ErrAddress, err)
	}
	if m.ReplyTo == "" {
		return nil
	}
	if err := checkAddress(m.ReplyTo); err != nil {
		return err
	}
	if err := out.ReplyTo(m.ReplyTo); err != nil {
		return fmt.Errorf("%w: reply-to: %w", ErrAddress, err)
	}
	return nil
}

// checkAddress refuses all but a bare address: a display name or a second address hidden in the field
// would send the mail elsewhere than the outbox says.
func checkAddress(s string) error {
	a, err := netmail.ParseAddress(s)
	if err != nil || a.Address != s {
		return fmt.Errorf("%w: %q", ErrAddress, s)
	}
	return nil
}

func attach(out *gomail.Msg, a Attachment) {
	kind := a.ContentType
	if kind == "" {
		kind = string(gomail.TypeAppOctetStream)
	}
	out.AttachReadSeeker(oneLine(a.Name), bytes.NewReader(a.Bytes), gomail.WithFileContentType(gomail.ContentType(kind)))
}

// oneLine keeps a typed text from ending a header and starting another.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s))
}
