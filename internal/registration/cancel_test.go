package registration_test

import (
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func TestCancellingSeatsTheFirstOfTheListAtOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	a := testapp.Register(t, app, e, "Assise", "Ana")
	b := testapp.Register(t, app, e, "Premiere", "Bo")
	c := testapp.Register(t, app, e, "Seconde", "Cy")
	later := testapp.Now.Add(time.Hour)
	if err := registration.Cancel(app, later, a.ID, registration.ByPerson, "participant", " Un empêchement \u202e"); err != nil {
		t.Fatal(err)
	}
	a, b, c = again(t, app, a), again(t, app, b), again(t, app, c)
	if a.State != "cancelled" || a.CancelledBy != "person" || a.CancelReason != "Un empêchement" || !a.CancelledAt.Equal(records.At(later)) || a.ConfirmedAt.IsZero() {
		t.Errorf("%+v", a)
	}
	if b.State != "confirmed" || !b.ConfirmedAt.Equal(records.At(later)) || c.State != "waitlisted" {
		t.Errorf("first %s, second %s", b.State, c.State)
	}
	for r, want := range map[*records.Registration]string{a: "confirmation desistement", b: "liste-attente promotion", c: "liste-attente"} {
		if got := causes(t, app, r); got != want {
			t.Errorf("%s: letters %q, want %q", r.LastName, got, want)
		}
	}
	if rank, err := records.Rank(app, c); err != nil || rank != 1 {
		t.Errorf("rank %d %v", rank, err)
	}
}

func TestCancellingTwiceChangesNothing(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	a := testapp.Register(t, app, e, "Assise", "Ana")
	for i, name := range []string{"Un", "Deux"} {
		testapp.Register(t, app, e, name, "Bo")
		if err := registration.Cancel(app, testapp.Now.Add(time.Duration(i)*time.Minute), a.ID, registration.ByPerson, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	counts, err := records.StateCounts(app, e.ID)
	if err != nil || counts["confirmed"] != 1 || counts["waitlisted"] != 1 || counts["cancelled"] != 1 {
		t.Errorf("%v %v", counts, err)
	}
	if got := causes(t, app, again(t, app, a)); got != "confirmation desistement" {
		t.Errorf("letters: %s", got)
	}
}

func TestWhoWaitsLeavesWithoutFreeingASeat(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Assise", "Ana")
	b := testapp.Register(t, app, e, "Premiere", "Bo")
	c := testapp.Register(t, app, e, "Seconde", "Cy")
	if err := registration.Cancel(app, testapp.Now, b.ID, registration.ByOrganiser, "essai", "Erreur de saisie"); err != nil {
		t.Fatal(err)
	}
	if c = again(t, app, c); c.State != "waitlisted" {
		t.Errorf("second: %s", c.State)
	}
	if got := causes(t, app, again(t, app, b)); got != "liste-attente retrait" {
		t.Errorf("letters: %s", got)
	}
}

func TestWhenOneMayStillCancel(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	starts, ends := e.StartsAt.Time(), e.EndsAt.Time()
	for name, c := range map[string]struct {
		at   time.Time
		by   string
		want domain.Code
	}{
		"a person before the beginning":       {starts.Add(-time.Second), registration.ByPerson, ""},
		"a person once it begins":             {starts, registration.ByPerson, domain.ErrEventPast},
		"the organiser while it runs":         {starts.Add(time.Hour), registration.ByOrganiser, ""},
		"the organiser after, not yet closed": {ends.Add(time.Hour), registration.ByOrganiser, ""},
	} {
		r := testapp.Register(t, app, testapp.Event(t, app, 1, nil), "Hesite", "Ana")
		err := registration.Cancel(app, c.at, r.ID, c.by, "", "")
		if (err == nil) != (c.want == "") || (err != nil && !domain.Is(err, c.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := testapp.Register(t, app, e, "Restee", "Ana")
	if err := event.Close(app, ends, "essai", e.ID); err != nil {
		t.Fatal(err)
	}
	if err := registration.Cancel(app, ends, r.ID, registration.ByOrganiser, "", ""); !domain.Is(err, domain.ErrState) {
		t.Errorf("closed: %v", err)
	}
	off := testapp.Event(t, app, 1, nil)
	r = testapp.Register(t, app, off, "Restee", "Bo")
	if err := event.Cancel(app, testapp.Now, "essai", off.ID, ""); err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{registration.ByPerson, registration.ByOrganiser} {
		if err := registration.Cancel(app, testapp.Now, r.ID, by, "", ""); !domain.Is(err, domain.ErrEventCancelled) {
			t.Errorf("called off, %s: %v", by, err)
		}
	}
	if err := registration.Cancel(app, testapp.Now, "rien00000000000", registration.ByPerson, "", ""); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
}

// Nobody is called to an event that is over, even when the desk frees a seat afterwards.
func TestNobodyIsPromotedAfterTheEnd(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	a := testapp.Register(t, app, e, "Assise", "Ana")
	b := testapp.Register(t, app, e, "Attend", "Bo")
	if err := registration.Cancel(app, e.EndsAt.Time(), a.ID, registration.ByOrganiser, "", ""); err != nil {
		t.Fatal(err)
	}
	if b = again(t, app, b); b.State != "waitlisted" || causes(t, app, b) != "liste-attente" {
		t.Errorf("%s, letters %s", b.State, causes(t, app, b))
	}
}

func TestALinkAskedForTwiceInAMinuteGoesOnce(t *testing.T) {
	app := testapp.New(t)
	r := testapp.Register(t, app, testapp.Event(t, app, 1, nil), "Perdue", "Ana")
	for _, after := range []time.Duration{0, time.Second, 2 * time.Minute} {
		if err := registration.SendAgain(app, testapp.Now.Add(after), r.ID); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, app, "outbox WHERE kind = 'renvoi'"); n != 2 {
		t.Errorf("%d letters", n)
	}
}
