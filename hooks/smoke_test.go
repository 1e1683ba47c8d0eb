package hooks_test

import (
	"testing"

	"passerelle/internal/certificate"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"time"
)

func TestLine(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	a := testapp.Register(t, app, e, "Essai", "Alba")
	b := testapp.Register(t, app, e, "Essai", "Bruno")
	if a.State != "confirmed" || b.State != "waitlisted" {
		t.Fatal(a.State, b.State)
	}
	now := e.StartsAt.Time().Add(time.Minute)
	place, err := door.Open(app, e.ID, "", "x")
	if err != nil {
		t.Fatal(err)
	}
	r, err := door.Sync(app, now, place, door.Batch{Device: "d", SentAt: now.Format(time.RFC3339), Scans: []door.Scan{{Nonce: "n1", Code: a.Ticket, At: now.Format(time.RFC3339)}, {Nonce: "n2", Code: b.ShortCode, At: now.Format(time.RFC3339)}, {Nonce: "n1", Code: b.ShortCode}}})
	t.Log(r, err)
	if err := event.Close(app, now, "x", e.ID); err != nil {
		t.Fatal(err)
	}
	n, err := certificate.Seal(app, now, 10)
	t.Log(n, err)
	l, err := records.DueLetters(app, records.At(now), 100)
	for _, x := range l {
		t.Log(x.Kind, x.Recipient, x.Subject)
	}
	f, err := records.FactsOfEvents(app, nil)
	t.Logf("%+v %v", f, err)
	testapp.Handler(t, app)
}
