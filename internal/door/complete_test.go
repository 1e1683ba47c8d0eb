package door_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// A namesake is asked about before anything is written; a hand's answer, or none to ask, is followed.
func TestANamesakeIsAskedAbout(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	a := testapp.Register(t, app, e, "Essai", "Alba") // CH Lens
	place := open(t, app, e)
	for i, x := range []struct {
		name string
		in   door.WalkIn
		want string // a.ID: let in as her; « new »; « asked »
	}{
		{"no structure", door.WalkIn{LastName: "ESSAI", FirstName: "alba"}, "asked"},
		{"another structure", door.WalkIn{LastName: "Essai", FirstName: "Alba", Structure: "Association fictive"}, "asked"},
		{"names exchanged", door.WalkIn{LastName: "Alba", FirstName: "Essai"}, "asked"},
		{"a slip, same structure", door.WalkIn{LastName: "Essay", FirstName: "Alba", Structure: "ch lens"}, "asked"},
		{"a slip, no structure", door.WalkIn{LastName: "Essay", FirstName: "Alba"}, "new"},
		{"one field", door.WalkIn{Name: "Alba ESSAI"}, "asked"},
		{"surname alone", door.WalkIn{Name: "ESSAI", Incomplete: true}, "new"},
		{"same structure", door.WalkIn{LastName: "Essai", FirstName: "Alba", Structure: "CH Lens"}, "her"},
		{"same mailbox", door.WalkIn{LastName: "Essai", FirstName: "Alba", Email: a.Email}, "her"},
		{"no, another", door.WalkIn{LastName: "Essai", FirstName: "Alba", Structure: "CH Lens", New: true}, "new"},
		{"kept without network", door.WalkIn{LastName: "Essai", FirstName: "Alba", Queued: true}, "new"},
	} {
		x.in.Nonce = fmt.Sprint("w", i)
		before, _ := records.Registrations(app, e.ID)
		out, err := door.Admit(app, morning, place, x.in)
		after, _ := records.Registrations(app, e.ID)
		got := "new"
		switch refusals := domain.Refusals(err); {
		case len(refusals) == 1 && refusals[0].Code == domain.ErrNamesake && refusals[0].Field == "duplicate":
			got = "asked"
			if c, err := door.Namesakes(app, e.ID, x.in.Whole(), ""); err != nil || len(c) == 0 || c[0].ID != a.ID || c[0].Structure != "CH Lens" {
				t.Errorf("%s: candidates %+v %v", x.name, c, err)
			}
		case err != nil:
			t.Fatal(x.name, err)
		case out.Registration == a.ID:
			got = "her"
		}
		if got != x.want || (len(after) > len(before)) != (x.want == "new") {
			t.Errorf("%s: %s, want %s (%d then %d registrations)", x.name, got, x.want, len(before), len(after))
		}
		if got == "new" { // the next ones must not look like this one
			rows, _ := records.Registrations(app, e.ID)
			last := rows[len(rows)-1]
			last.LastName, last.State = "Autre", string(domain.RegistrationStopped)
			last.CancelledAt = records.At(morning)
			if err := records.SaveRegistration(app, &last); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func clean(app core.App, now time.Time) error {
	report, err := check.Run(app, now)
	if err == nil && len(report.Violations) > 0 {
		err = fmt.Errorf("check: %v", report.Violations)
	}
	return err
}

// An arrival under a name alone counts once, is certified once completed, and gives its presence to the person's
// own registration where there is one.
func TestAnArrivalIsCompleted(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	a := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	at := func(nonce, name string) *records.Registration {
		out, err := door.Admit(app, morning, place, door.WalkIn{Nonce: nonce, Name: name, Incomplete: true, Slot: place.Slots[0].ID,
			At: morning.Format(time.RFC3339), SentAt: morning.Format(time.RFC3339)})
		if err != nil || out.Outcome != "accepted" {
			t.Fatal(out, err)
		}
		r, err := records.RegistrationOf(app, out.Registration)
		if err != nil || !r.Incomplete || r.Structure != "" {
			t.Fatalf("%+v %v", r, err)
		}
		return r
	}
	zoe, alba, later := at("n1", "Pinson"), at("n2", "ESSAI"), at("n3", "Loriot")
	complete := func(r *records.Registration, change func(*door.Completion)) (door.WalkInResult, error) {
		in := door.Completion{Arrival: r.ID, WalkIn: door.WalkIn{Nonce: "c" + r.ID, LastName: r.LastName, FirstName: "Zoé"}}
		change(&in)
		return door.Complete(app, morning, place, in)
	}
	nothing := func(*door.Completion) {}
	if _, err := complete(zoe, func(c *door.Completion) { c.FirstName = " " }); !domain.Is(err, domain.ErrRequired) {
		t.Fatal(err)
	}
	out, err := complete(zoe, func(c *door.Completion) { c.Structure = "CH Lens" })
	if err != nil || out.Registration != zoe.ID || out.Person != "Zoé Pinson" {
		t.Fatal(out, err)
	}
	if again, err := complete(zoe, nothing); err != nil || again.Registration != zoe.ID {
		t.Fatal("sent twice:", again, err)
	}
	if _, err := complete(zoe, func(c *door.Completion) { c.FirstName = "Autre" }); !domain.Is(err, domain.ErrState) {
		t.Fatal("completed as somebody else:", err)
	}
	alba2 := func(c *door.Completion) { c.FirstName = "Alba" }
	if _, err := complete(alba, alba2); !domain.Is(err, domain.ErrNamesake) {
		t.Fatal("a namesake is not asked about:", err)
	}
	for range 2 {
		out, err = complete(alba, func(c *door.Completion) { alba2(c); c.Same = a.ID })
		if err != nil || out.Registration != a.ID {
			t.Fatal(out, err)
		}
	}
	rows, err := records.Attendances(app, e.ID)
	if err != nil || len(rows) != 3 {
		t.Fatal("three people came:", rows, err)
	}
	own, err := records.AttendancesOf(app, a.ID)
	if err != nil || len(own) != 1 || !own[0].FirstAt.Time().Equal(morning) {
		t.Fatal("the hour of arrival is lost:", own, err)
	}
	if gone, err := records.RegistrationOf(app, alba.ID); err != nil || domain.State(gone.State).Live() || !strings.Contains(gone.CancelReason, "Doublon") {
		t.Fatal(gone, err)
	}
	closing := place.Slots[1].EndsAt.Time().Add(time.Hour)
	if err := event.Close(app, closing, "test", e.ID); err != nil {
		t.Fatal(err)
	}
	certified := func(id string) bool {
		_, err := records.LiveCertificate(app, id, certificate.Attendance)
		return err == nil
	}
	if !certified(zoe.ID) || !certified(a.ID) || certified(alba.ID) || certified(later.ID) {
		t.Fatal("certificates")
	}
	if err := clean(app, closing); err != nil {
		t.Fatal(err)
	}
	if place, err = door.Open(app, e.ID, "", "test"); err != nil {
		t.Fatal(err)
	}
	if _, err := complete(later, nothing); err != nil || !certified(later.ID) {
		t.Fatal("completed after closing:", err)
	}
	if err := clean(app, closing); err != nil {
		t.Fatal(err)
	}
}

// The same guess as at a registration: the right person, or the right registration.
func TestACompletedArrivalIsThePersonWhoIsKnown(t *testing.T) {
	app := testapp.New(t)
	before, e := testapp.Event(t, app, 9, nil), testapp.Event(t, app, 9, nil)
	known := testapp.Register(t, app, before, "Essai", "Alba")
	place := open(t, app, e)
	out, err := door.Admit(app, morning, place, door.WalkIn{Nonce: "n", Name: "Essai", Incomplete: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = door.Complete(app, morning, place, door.Completion{Arrival: out.Registration, WalkIn: door.WalkIn{Nonce: "c", LastName: "Essai", FirstName: "Alba", Structure: "CH Lens"}})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := records.RegistrationOf(app, out.Registration); err != nil || r.Person != known.Person || r.Incomplete {
		t.Fatal(r, err)
	}
	if _, err := door.Complete(app, morning, open(t, app, before), door.Completion{Arrival: out.Registration}); !domain.Is(err, domain.ErrNotFound) {
		t.Fatal("from another event's door:", err)
	}
}

// An arrival whose seat somebody took over ended as that: it is nobody's any more.
func TestWhoWasReplacedIsNotCompleted(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	a := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	gone, err := door.Admit(app, morning, place, door.WalkIn{Nonce: "n1", Name: "Tarin", Incomplete: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := door.Admit(app, morning, place, door.WalkIn{Nonce: "n2", LastName: "Grive", FirstName: "Ode", Replaces: gone.Registration, New: true}); err != nil {
		t.Fatal(err)
	}
	in := door.Completion{Arrival: gone.Registration, Same: a.ID, WalkIn: door.WalkIn{Nonce: "c", LastName: "Essai", FirstName: "Alba"}}
	if _, err := door.Complete(app, morning, place, in); !domain.Is(err, domain.ErrState) {
		t.Fatal("completed once somebody has its seat:", err)
	}
	if r, err := records.RegistrationOf(app, gone.Registration); err != nil || r.State != string(domain.Replaced) {
		t.Fatal(r.State, err)
	}
}
