package check_test

import (
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Stories that a real day tells and that a tidy test forgets: the use cases alone, and an audit that finds
// nothing afterwards.

func unbroken(t *testing.T, app core.App, now time.Time) {
	t.Helper()
	report, err := check.Run(app, now)
	must(t, err)
	for _, v := range report.Violations {
		t.Error(v)
	}
}

func TestAScanAfterADerogationIsClean(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Essai", "Alba")
	waiting := testapp.Register(t, app, e, "Essai", "Bruno")
	at := e.StartsAt.Time().Add(time.Minute)
	place, err := door.Open(app, e.ID, "", "essai")
	must(t, err)
	results, err := door.Sync(app, at, place, door.Batch{SentAt: stamp(at), Scans: []door.Scan{
		{Nonce: "a", Code: waiting.Ticket, At: stamp(at), Force: true, Reason: "Une chaise de plus"},
		{Nonce: "b", Code: waiting.Ticket, At: stamp(at)}}})
	must(t, err)
	if results[0].Outcome != "forced" || results[1].Outcome != "already" {
		t.Fatal(results)
	}
	unbroken(t, app, at)
}

func TestSeatsAddedWhileClosedAreTakenAtTheReopening(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Essai", "Alba")
	waiting := testapp.Register(t, app, e, "Essai", "Bruno")
	during := e.StartsAt.Time().Add(time.Minute)
	must(t, event.Close(app, during, "essai", e.ID))
	e, err := records.EventOf(app, e.ID)
	must(t, err)
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	d := event.DraftOf(e, slots, nil)
	d.Capacity = 2
	_, err = event.Save(app, during, "essai", d)
	must(t, err)
	must(t, event.Reopen(app, during, "essai", e.ID, "Close par erreur"))
	if r, err := records.RegistrationOf(app, waiting.ID); err != nil || r.State != "confirmed" {
		t.Error(r.State, err)
	}
	unbroken(t, app, during)
}
