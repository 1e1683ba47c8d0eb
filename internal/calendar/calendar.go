// Package calendar writes the .ics files of the product: the agenda, an event, a registration.
package calendar

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
)

const productID = "-//Passerelle//Agenda du PTSM//FR"

// Publish is the method of a calendar that is read and not answered.
const Publish = string(ics.MethodPublish)

// ErrEntry says that an entry cannot be written: it has no UID, no beginning or no stamp, or ends
// before it begins.
var ErrEntry = errors.New("invalid calendar entry")

// Entry is one line of an agenda: a slot of an event. Times are instants; they are written in UTC.
type Entry struct {
	UID         string // the same for ever, whatever changes in the entry
	Title       string
	Description string // optional; its lines are kept
	Place       string // optional
	URL         string // optional; left out when it is not an absolute address
	Start       time.Time
	End         time.Time
	Stamp       time.Time // when the entry last changed
	Sequence    int       // grows with each change, or clients keep the old one
	Cancelled   bool
}

// Write writes a calendar called name, in the order of the entries: the same entries give the same
// bytes. An empty method is PUBLISH. Errors: ErrEntry, or the writer's.
func Write(w io.Writer, name, method string, entries []Entry) error {
	c := &ics.Calendar{}
	c.SetVersion("2.0")
	c.SetProductId(productID)
	c.SetCalscale("GREGORIAN")
	if method == "" {
		method = Publish
	}
	c.SetMethod(ics.Method(method))
	c.SetXWRCalName(clean(name))
	c.SetXWRTimezone("Europe/Paris")
	for _, e := range entries {
		if err := e.check(); err != nil {
			return err
		}
		c.AddVEvent(e.event())
	}
	return c.SerializeTo(w, ics.WithNewLine("\r\n"))
}

func (e Entry) check() error {
	if e.UID == "" || e.Start.IsZero() || e.Stamp.IsZero() || e.End.Before(e.Start) {
		return fmt.Errorf("%w: %q", ErrEntry, e.UID)
	}
	return nil
}

func (e Entry) event() *ics.VEvent {
	out := ics.NewEvent(clean(e.UID))
	out.SetDtStampTime(e.Stamp)
	out.SetModifiedAt(e.Stamp)
	out.SetStartAt(e.Start)
	out.SetEndAt(e.End)
	out.SetSequence(e.Sequence)
	out.SetSummary(clean(e.Title))
	if s := clean(e.Description); s != "" {
		out.SetDescription(s)
	}
	if s := clean(e.Place); s != "" {
		out.SetLocation(s)
	}
	// An address is not escaped as a text is: a line break in it would begin a property of its own.
	if u, err := url.Parse(e.URL); err == nil && u.IsAbs() && u.Host != "" {
		out.SetURL(u.String())
	}
	out.SetStatus(ics.ObjectStatusConfirmed)
	if e.Cancelled {
		out.SetStatus(ics.ObjectStatusCancelled)
	}
	return out
}

// clean keeps line breaks, drops other control characters and replaces bytes that are no text, on which
// the library's folding counts wrong.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	runes := slices.DeleteFunc([]rune(s), func(r rune) bool { return unicode.IsControl(r) && r != '\n' })
	return strings.TrimSpace(string(runes))
}
