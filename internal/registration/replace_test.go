package registration_test

import (
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func sound(t *testing.T, app core.App, now time.Time) {
	t.Helper()
	report, err := check.Run(app, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
}

func TestAColleagueCarriesTheSeat(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	old := testapp.Register(t, app, e, "Part", "Ada")
	waiting := testapp.Register(t, app, e, "Attend", "Bo")
	in := testapp.Request(e, "Vient", "Cleo")
	in.Intent = "nonce"
	for range 2 {
		a, err := registration.Replace(app, testapp.Now, old.ID, in, "participant")
		if err != nil {
			t.Fatal(err)
		}
		next := again(t, app, a.Registration)
		if next.State != "confirmed" || next.Replaces != old.ID || next.Origin != "online" || next.Ticket == old.Ticket || next.ConfirmedAt.IsZero() {
			t.Errorf("%+v", next)
		}
		if got := causes(t, app, next); got != "succession" {
			t.Errorf("letters: %s", got)
		}
	}
	if old = again(t, app, old); old.State != "replaced" {
		t.Errorf("the old one is %s", old.State)
	}
	if got := causes(t, app, old); got != "confirmation remplacement" {
		t.Errorf("letters: %s", got)
	}
	if w := again(t, app, waiting); w.State != "waitlisted" {
		t.Errorf("the list moved: %s", w.State)
	}
	if _, err := registration.Replace(app, testapp.Now, old.ID, testapp.Request(e, "Autre", "Dora"), "participant"); !domain.Is(err, domain.ErrState) {
		t.Errorf("replaced twice: %v", err)
	}
	sound(t, app, testapp.Now)
}

func TestWhoWaitsMayReceiveASeat(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, nil)
	old, sitting := testapp.Register(t, app, e, "Part", "Ada"), testapp.Register(t, app, e, "Assise", "Bo")
	first, waiting := testapp.Register(t, app, e, "Attend", "Cleo"), testapp.Register(t, app, e, "Attend", "Dora")
	if _, err := registration.Replace(app, testapp.Now, old.ID, testapp.Request(e, "Assise", "Bo"), "participant"); !domain.Is(err, domain.ErrAlreadyRegistered) || domain.Refusals(err)[0].Arg != sitting.ID {
		t.Errorf("who has a seat: %v", err)
	}
	if _, err := registration.Replace(app, testapp.Now, old.ID, testapp.Request(e, "PART", "ada"), "participant"); !domain.Is(err, domain.ErrSamePerson) {
		t.Errorf("the same person: %v", err)
	}
	a, err := registration.Replace(app, testapp.Now, old.ID, testapp.Request(e, "Attend", "Dora"), "participant")
	if err != nil || a.Registration.Person != waiting.Person {
		t.Fatal(a, err)
	}
	if w := again(t, app, waiting); w.State != "cancelled" || w.CancelledAt.IsZero() {
		t.Errorf("the waiting one is %s", w.State)
	}
	if w := again(t, app, first); w.State != "waitlisted" {
		t.Errorf("the list moved: %s", w.State)
	}
	sound(t, app, testapp.Now)
}

func quotas(t *testing.T, app core.App, e *records.Event, list ...domain.Quota) {
	t.Helper()
	e, err := records.EventOf(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	e.Quotas = list
	if err := records.SaveEvent(app, e); err != nil {
		t.Fatal(err)
	}
}

func TestAReplacementKeepsTheQuotas(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	quotas(t, app, e, domain.Quota{Kind: domain.PerStructure, Max: 1})
	lens := testapp.Register(t, app, e, "Lensoise", "Ada")
	in := testapp.Request(e, "Ailleurs", "Bo")
	in.Structure = "EPSM Val de Lys-Artois"
	if a, err := registration.Register(app, testapp.Now, in); err != nil || a.Registration.State != "confirmed" {
		t.Fatal(a, err)
	}
	waiting := testapp.Register(t, app, e, "Lensoise", "Cleo")
	if waiting.State != "waitlisted" {
		t.Fatal(waiting.State)
	}
	in = testapp.Request(e, "Vient", "Dora")
	in.Structure = "EPSM Val de Lys-Artois"
	if _, err := registration.Replace(app, testapp.Now, lens.ID, in, "participant"); !domain.Is(err, domain.ErrQuota) || domain.Refusals(err)[0].Field != "structure" {
		t.Errorf("over the quota: %v", err)
	}
	a, err := registration.Replace(app, testapp.Now, lens.ID, testapp.Request(e, "Vient", "Dora"), "participant")
	if err != nil {
		t.Fatal("a colleague of the same structure:", err)
	}
	// No seat is kept back where there is no limit but the quota: who leaves the structure lets in who waits.
	in = testapp.Request(e, "Libre", "Elia")
	in.NoStructure, in.Structure, in.Sector = true, "", ""
	if _, err := registration.Replace(app, testapp.Now, a.Registration.ID, in, "participant"); err != nil {
		t.Fatal(err)
	}
	if w := again(t, app, waiting); w.State != "confirmed" {
		t.Errorf("the quota is open again and %s", w.State)
	}
}

func TestASeatIsGivenUntilTheEnd(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	a, b, c := testapp.Register(t, app, e, "Part", "Ada"), testapp.Register(t, app, e, "Part", "Bo"), testapp.Register(t, app, e, "Part", "Cleo")
	end := e.EndsAt.Time()
	if _, err := registration.Replace(app, end.Add(-time.Minute), a.ID, testapp.Request(e, "Vient", "Ada"), "participant"); err != nil {
		t.Errorf("a minute before the end: %v", err)
	}
	if _, err := registration.Replace(app, end, b.ID, testapp.Request(e, "Vient", "Bo"), "participant"); !domain.Is(err, domain.ErrEventPast) {
		t.Errorf("at the end: %v", err)
	}
	in := registration.Request{LastName: "Vient", FirstName: "Bo", Origin: domain.FromDoor}
	next, err := registration.Replace(app, end, b.ID, in, "door:x")
	if err != nil || next.Registration.Structure != b.Structure || next.Registration.Origin != "online" {
		t.Errorf("at the door: %+v %v", next.Registration, err)
	}
	if err := event.Cancel(app, testapp.Now, "test", e.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := registration.Replace(app, testapp.Now, c.ID, testapp.Request(e, "Vient", "Cleo"), "participant"); !domain.Is(err, domain.ErrEventCancelled) {
		t.Errorf("called off: %v", err)
	}
}

func TestACorrectionIsOfTheSamePerson(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, func(d *event.Draft) {})
	r := testapp.Register(t, app, e, "Lefevre", "Zoe")
	other := testapp.Register(t, app, e, "Mésange", "Ana")
	waiting := testapp.Register(t, app, e, "Attend", "Bo")
	modify := func(now time.Time, change func(*registration.Request)) error {
		t.Helper()
		in, err := registration.RequestOf(app, again(t, app, r))
		if err != nil {
			t.Fatal(err)
		}
		change(&in)
		return registration.Modify(app, now, r.ID, in, "participant")
	}
	if err := modify(testapp.Now, func(*registration.Request) {}); err != nil || causes(t, app, r) != "confirmation" {
		t.Errorf("nothing changed: %v", err)
	}
	if err := modify(testapp.Now, func(in *registration.Request) { in.FirstName, in.LastName = "Ana", "Mésange" }); !domain.Is(err, domain.ErrOtherPerson) {
		t.Errorf("somebody else: %v", err)
	}
	if err := modify(testapp.Now, func(in *registration.Request) { in.LastName = "Lefèvre"; in.Structure = "EPSM Val de Lys-Artois" }); err != nil {
		t.Errorf("spelling and structure: %v", err)
	}
	got := again(t, app, r)
	if got.Structure == r.Structure || got.Structure == "" || got.LastName != "Lefèvre" || got.Person != r.Person {
		t.Errorf("%+v", got)
	}
	old := r.Email
	if err := modify(testapp.Now, func(in *registration.Request) { in.Email = "zoe@ailleurs.invalid" }); err != nil {
		t.Errorf("mailbox: %v", err)
	}
	to := map[string]string{}
	rows, _, _ := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 9})
	for _, l := range rows {
		to[l.Kind] = l.Recipient
	}
	if to["nouvelle-adresse"] != "zoe@ailleurs.invalid" || to["adresse-changee"] != old {
		t.Errorf("told: %v", to)
	}
	begun := e.StartsAt.Time()
	if err := modify(begun, func(in *registration.Request) { in.Structure = "CH Lens" }); !domain.Is(err, domain.ErrEventPast) {
		t.Errorf("a frozen column once it has begun: %v", err)
	}
	if err := modify(begun, func(in *registration.Request) { in.Needs = "Une place près de la porte" }); err != nil {
		t.Errorf("needs once it has begun: %v", err)
	}
	if err := modify(e.EndsAt.Time(), func(in *registration.Request) { in.Needs = "" }); !domain.Is(err, domain.ErrEventPast) {
		t.Errorf("once it is over: %v", err)
	}
	if w := again(t, app, waiting); w.State != "waitlisted" || again(t, app, other).State != "confirmed" {
		t.Error("somebody moved")
	}
	sound(t, app, testapp.Now)
}

func TestACorrectionKeepsSeatsAndQuotas(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	full, err := records.EventOf(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	full.Companions, full.Quotas = true, records.Quotas{{Kind: domain.PerStructure, Max: 1}}
	if err := records.SaveEvent(app, full); err != nil {
		t.Fatal(err)
	}
	r := testapp.Register(t, app, e, "Vient", "Ada")
	in := testapp.Request(e, "Ailleurs", "Bo")
	in.Structure = "EPSM Val de Lys-Artois"
	if _, err := registration.Register(app, testapp.Now, in); err != nil {
		t.Fatal(err)
	}
	try := func(change func(*registration.Request)) error {
		in, err := registration.RequestOf(app, again(t, app, r))
		if err != nil {
			t.Fatal(err)
		}
		change(&in)
		return registration.Modify(app, testapp.Now, r.ID, in, "participant")
	}
	if err := try(func(in *registration.Request) { in.Companions = 1 }); err != nil {
		t.Errorf("one more fits: %v", err)
	}
	if err := try(func(in *registration.Request) { in.Companions = 2 }); !domain.Is(err, domain.ErrCompanionsFull) {
		t.Errorf("two more do not: %v", err)
	}
	if err := try(func(in *registration.Request) { in.Structure = "EPSM Val de Lys-Artois" }); !domain.Is(err, domain.ErrQuota) {
		t.Errorf("to a structure that has its seat: %v", err)
	}
	if got := again(t, app, r); got.Companions != 1 || got.Structure != r.Structure {
		t.Errorf("%+v", got)
	}
}
