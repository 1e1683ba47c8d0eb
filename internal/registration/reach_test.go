package registration_test

import (
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// Who exchanged workshops and gave the seat away is not led to whoever has the other's seat.
func TestAnExchangeOfWorkshopsLeadsToNobodyElse(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	q := workshops(t, e)
	if err := records.PutQuestion(app, &q); err != nil {
		t.Fatal(err)
	}
	in := func(last, workshop string) registration.Request {
		in := testapp.Request(e, last, "Ada")
		in.Answers = records.Answers{q.ID: {workshop}}
		return in
	}
	var pair []*records.Registration
	for last, workshop := range map[string]string{"Mésange": "peinture", "Pinson": "musique"} {
		a, err := registration.Register(app, testapp.Now, in(last, workshop))
		if err != nil {
			t.Fatal(err)
		}
		pair = append(pair, a.Registration)
	}
	if err := registration.Swap(app, testapp.Now, pair[0].ID, pair[1].ID, "participant"); err != nil {
		t.Fatal(err)
	}
	for i, last := range []string{"Vient", "Arrive"} {
		if _, err := registration.Replace(app, testapp.Now, pair[i].ID, in(last, again(t, app, pair[i]).Answers[q.ID][0]), "participant"); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range pair {
		if own, err := registration.AfterSwap(app, r.ID); !domain.Is(err, domain.ErrNotFound) {
			t.Errorf("%s is led to %+v, %v", r.Name(), own, err)
		}
	}
}

// The link of a referent registers nobody once registration is closed.
func TestAReferentAddsNobodyAfterTheClosing(t *testing.T) {
	app := testapp.New(t)
	e := ruled(t, app, 0, func(e *records.Event) { e.RegistrationCloses = records.At(testapp.Now.AddDate(0, 0, 1)) })
	b, err := registration.Book(app, testapp.Now, colleagues(e, 1, "CH Lens"))
	if err != nil {
		t.Fatal(err)
	}
	for _, days := range []int{2, 60} {
		late := testapp.Request(e, "Tard", "Ida")
		late.Email = "ida@exemple.invalid"
		if out, err := registration.Join(app, testapp.Now.AddDate(0, 0, days), b.Booking.ID, late); domain.Refusals(err) == nil || out.Registration != nil {
			t.Errorf("%d days later: %+v, %v", days, out, err)
		}
	}
}

// A colleague without a mailbox corrects the rest; a reason is a few lines, not a megabyte.
func TestAColleagueWithoutAMailboxCorrects(t *testing.T) {
	app := testapp.New(t)
	e := ruled(t, app, 0, func(*records.Event) {})
	g := colleagues(e, 1, "CH Lens")
	g.People[0].Email = ""
	b, err := registration.Book(app, testapp.Now, g)
	if err != nil {
		t.Fatal(err)
	}
	r := b.Rows[0].Registration
	in, err := registration.RequestOf(app, r)
	if err != nil {
		t.Fatal(err)
	}
	in.Notify, in.Needs = "", "Une rampe" // the form does not say where letters go
	if err := registration.Modify(app, testapp.Now, r.ID, in, "participant"); err != nil || again(t, app, r).Needs != "Une rampe" || again(t, app, r).Notify == "" {
		t.Error(err, again(t, app, r))
	}
	if err := registration.Cancel(app, testapp.Now, r.ID, registration.ByPerson, "", strings.Repeat("a", registration.MaxWord+1)); !domain.Is(err, domain.ErrTooLong) {
		t.Error(err)
	}
	state(t, app, r, domain.Confirmed)
}

// Two structures made one under a quota: who has a seat keeps it, and the next one waits; made two again, they are served.
func TestAQuotaFollowsTheMergeOfStructures(t *testing.T) {
	app := testapp.New(t)
	e := ruled(t, app, 0, func(e *records.Event) {
		e.Waitlist, e.Quotas = true, records.Quotas{{Kind: domain.PerStructure, Max: 1}}
	})
	one, two := ask(t, app, testapp.Now, e, "Un", "CH Lens"), ask(t, app, testapp.Now, e, "Deux", "Maison d’essai")
	if err := merge.Structures(app, testapp.Now, "c", one.Structure, two.Structure); err != nil {
		t.Fatal(err)
	}
	clean(t, app, testapp.Now)
	if err := registration.Cancel(app, testapp.Now, two.ID, registration.ByPerson, "", ""); err != nil {
		t.Fatal(err)
	}
	waits := ask(t, app, testapp.Now, e, "Trois", "Maison d’essai")
	state(t, app, waits, domain.Waitlisted)
	if err := merge.UndoStructure(app, testapp.Now, "c", two.Structure); err != nil {
		t.Fatal(err)
	}
	state(t, app, one, domain.Confirmed)
	clean(t, app, testapp.Now)
}
