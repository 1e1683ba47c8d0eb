package mail

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

// Guest is somebody to whom a letter about an event goes before there is any registration.
type Guest struct{ Address, FirstName, Name string }

// ToGuest queues a letter about an event in the transaction of its cause; without an address there is none.
// Asking twice for one cause queues once.
func ToGuest(app core.App, now time.Time, kind, cause string, g Guest, e *records.Event, change func(*Words)) error {
	if g.Address == "" {
		return nil
	}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return err
	}
	w := ofEvent(e, slots)
	w.FirstName = g.FirstName
	if err := addOrganiser(app, &w); err != nil {
		return err
	}
	change(&w)
	subject, text, err := compose(app, kind, w)
	if err != nil {
		return err
	}
	l := &records.Letter{Cause: cause, Kind: kind, Recipient: g.Address, RecipientName: g.Name, Subject: subject, Text: text, Event: e.ID}
	if w.Certificate != "" {
		l.Attachments = records.List{"attestation:" + w.Certificate}
	}
	return add(app, now, l)
}
