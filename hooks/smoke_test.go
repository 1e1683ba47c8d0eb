package hooks_test

import (
	"slices"
	"testing"
	"time"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// TestTheLineHolds goes once from a registration to its certificate: one seat, two people, two scans and a
// repeated nonce.
func TestTheLineHolds(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	a := testapp.Register(t, app, e, "Essai", "Alba")
	b := testapp.Register(t, app, e, "Essai", "Bruno")
	if a.State != "confirmed" || b.State != "waitlisted" {
		t.Fatal(a.State, b.State)
	}
	now := e.StartsAt.Time().Add(time.Minute)
	at := now.Format(time.RFC3339)
	place, err := door.Open(app, e.ID, "", "x")
	if err != nil {
		t.Fatal(err)
	}
	results, err := door.Sync(app, now, place, door.Batch{Device: "d", SentAt: at, Scans: []door.Scan{
		{Nonce: "n1", Code: a.Ticket, At: at}, {Nonce: "n2", Code: b.ShortCode, At: at}, {Nonce: "n1", Code: b.ShortCode, At: at}}})
	if err != nil {
		t.Fatal(err)
	}
	var outcomes []string
	for _, r := range results {
		outcomes = append(outcomes, r.Outcome)
	}
	if !slices.Equal(outcomes, []string{"accepted", "waitlisted", "accepted"}) {
		t.Fatal(outcomes)
	}
	if err := event.Close(app, now, "x", e.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := certificate.Seal(app, now, 10); n != 1 || err != nil {
		t.Fatal(n, "certificates sealed", err)
	}
	letters, err := records.DueLetters(app, records.At(now), 100)
	if err != nil || len(letters) != 3 { // a ticket, a place on the list, a certificate
		t.Fatal(len(letters), "letters", err)
	}
	facts, err := records.FactsOfEvents(app, nil)
	if err != nil || len(facts) != 2 {
		t.Fatal(facts, err)
	}
	for _, f := range facts {
		if want := map[bool]domain.Outcome{true: domain.Present, false: domain.Unserved}[f.ID == a.ID]; f.DomainOutcome() != want {
			t.Errorf("outcome %s, want %s", f.DomainOutcome().Code(), want.Code())
		}
	}
}
