package door_test

import (
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func TestAColleagueComesInTheirPlace(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, nil)
	old, stays, waits := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno"), testapp.Register(t, app, e, "Essai", "Chloé")
	place := open(t, app, e)
	in := door.WalkIn{Nonce: "w1", Device: "d", At: morning.Format(time.RFC3339), SentAt: morning.Format(time.RFC3339), LastName: "Vient", FirstName: "Dora", Replaces: old.ID}
	first, err := door.Admit(app, morning, place, in)
	if err != nil || first.Outcome != "accepted" || first.Person != "Dora Vient" {
		t.Fatal(first, err)
	}
	if again, err := door.Admit(app, morning.Add(time.Minute), place, in); err != nil || again != first {
		t.Fatal(again, err)
	}
	next, err := records.RegistrationOf(app, first.Registration)
	if err != nil || next.Replaces != old.ID || next.Origin != domain.FromOnline || next.Structure != old.Structure || next.Sector != old.Sector {
		t.Fatalf("%+v %v", next, err)
	}
	seats, err := records.SeatsOf(app, e)
	if err != nil || seats.Taken != 2 || seats.Waiting != 1 {
		t.Fatal("a seat moved:", seats, err)
	}
	results, err := door.Sync(app, morning.Add(time.Hour), place, door.Batch{Scans: []door.Scan{{Nonce: "s1", Code: old.Ticket}, {Nonce: "s2", Code: next.Ticket}}})
	if err != nil || results[0].Outcome != "replaced" || results[1].Outcome != "already" {
		t.Fatal(results, err)
	}
	// Somebody who has a seat already comes in under it; what cannot change hands holds nobody back.
	for nonce, x := range map[string]struct {
		in   door.WalkIn
		want string
	}{
		"w2": {door.WalkIn{LastName: "Essai", FirstName: "Bruno", Structure: "CH Lens", Replaces: stays.ID}, stays.ID},
		"w3": {door.WalkIn{LastName: "Autre", FirstName: "Elia", Replaces: old.ID}, ""},
		"w4": {door.WalkIn{LastName: "Autre", FirstName: "Fanny", Replaces: "rien"}, ""},
		"w5": {door.WalkIn{LastName: "Autre", FirstName: "Gaël", Replaces: waits.ID}, ""},
	} {
		x.in.Nonce = nonce
		out, err := door.Admit(app, morning, place, x.in)
		if err != nil || (out.Outcome != "accepted" && out.Outcome != "forced") || x.want != "" && out.Registration != x.want {
			t.Errorf("%s: %+v %v", nonce, out, err)
		}
	}
	if _, err := door.Admit(app, morning, place, door.WalkIn{Nonce: "w6", LastName: " ", FirstName: "Hugo", Replaces: stays.ID}); !domain.Is(err, domain.ErrRequired) {
		t.Error("without a name:", err)
	}
	if r, _ := records.RegistrationOf(app, waits.ID); r.State != "waitlisted" {
		t.Error("the list moved:", r.State)
	}
}

// A phone without network sends the replacement after the event: the seat had changed hands at the door.
func TestAReplacementThatComesLate(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, nil)
	old := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	late := e.EndsAt.Time().Add(time.Hour)
	out, err := door.Admit(app, late, place, door.WalkIn{Nonce: "w1", At: morning.Format(time.RFC3339), SentAt: late.Format(time.RFC3339), LastName: "Vient", FirstName: "Dora", Replaces: old.ID})
	if err != nil || out.Outcome != "accepted" {
		t.Fatal(out, err)
	}
	if r, _ := records.RegistrationOf(app, old.ID); r.State != "replaced" {
		t.Error(r.State)
	}
	if err := registration.Cancel(app, late, out.Registration, registration.ByPerson, "", ""); !domain.Is(err, domain.ErrEventPast) {
		t.Error(err)
	}
}
