package event_test

import (
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// draftOf gives the draft that would save an event as it is.
func draftOf(t *testing.T, app core.App, e *records.Event) event.Draft {
	t.Helper()
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	agenda, err := records.Agenda(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	d := event.DraftOf(e, slots, agenda)
	return d
}

// arrive lets a person in at a half-day.
func arrive(t *testing.T, app core.App, e *records.Event, r *records.Registration, slot string, at time.Time) {
	t.Helper()
	place, err := door.Open(app, e.ID, "", "test")
	if err != nil {
		t.Fatal(err)
	}
	results, err := door.Sync(app, at, place, door.Batch{Device: "d", SentAt: at.Format(time.RFC3339), Scans: []door.Scan{
		{Nonce: records.NewID(), Code: r.Ticket, Slot: slot, At: at.Format(time.RFC3339)}}})
	if err != nil || len(results) != 1 || results[0].Outcome != "accepted" {
		t.Fatal(results, err)
	}
}

func slotsOf(t *testing.T, app core.App, e *records.Event) []records.Slot {
	t.Helper()
	rows, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func lettersOf(t *testing.T, app core.App, e *records.Event, kind string) map[string]int {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Event: e.ID, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, l := range rows {
		if l.Kind == kind {
			n[l.Recipient]++
		}
	}
	return n
}

func reload[T any](t *testing.T, find func(core.App, string) (*T, error), app core.App, id string) *T {
	t.Helper()
	row, err := find(app, id)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// has tells whether err refuses this field with this code.
func has(err error, code domain.Code, field string) bool {
	for _, r := range domain.Refusals(err) {
		if r.Code == code && r.Field == field {
			return true
		}
	}
	return false
}

var now = testapp.Now

func TestATagIsDrawnAgainWhenAnotherEventHasIt(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	draws := []string{e.Tag, e.Tag, "ZZZZZZ"}
	got, err := event.FreeTag(app, func() (tag string) {
		tag, draws = draws[0], draws[1:]
		return tag
	})
	if err != nil || got != "ZZZZZZ" {
		t.Error(got, err)
	}
}
