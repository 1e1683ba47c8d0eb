package registration_test

import (
	"fmt"
	"strings"
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

// ruled is a published event, three weeks ahead, with rules of its own.
func ruled(t *testing.T, app core.App, capacity int, change func(*records.Event)) *records.Event {
	t.Helper()
	e := testapp.Event(t, app, capacity, func(d *event.Draft) {
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 0, 21), d.Slots[i].End.AddDate(0, 0, 21)
		}
	})
	change(e)
	if err := records.SaveEvent(app, e); err != nil {
		t.Fatal(err)
	}
	return e
}

// clean asks the auditor.
func clean(t *testing.T, app core.App, now time.Time) {
	t.Helper()
	report, err := check.Run(app, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
}

// ask registers somebody of a structure, and gives the state.
func ask(t *testing.T, app core.App, now time.Time, e *records.Event, name, structure string) *records.Registration {
	t.Helper()
	in := testapp.Request(e, name, "Ana")
	in.Email = strings.ReplaceAll(domain.Fold(name), " ", ".") + "@exemple.invalid"
	if structure != "" {
		in.Structure = structure
	}
	a, err := registration.Register(app, now, in)
	if err != nil {
		t.Fatal(err)
	}
	return a.Registration
}

func state(t *testing.T, app core.App, r *records.Registration, want domain.State) {
	t.Helper()
	if got := again(t, app, r); got.State != string(want) {
		t.Errorf("%s: %s, want %s", r.LastName, got.State, want)
	}
}

func TestAQuotaHoldsUntilItsDay(t *testing.T) {
	app := testapp.New(t)
	day := testapp.Now.Add(10 * 24 * time.Hour)
	e := ruled(t, app, 4, func(e *records.Event) {
		e.Quotas = records.Quotas{{Kind: domain.PerStructure, Max: 2, Until: day}}
	})
	var ours []*records.Registration
	for i := range 4 {
		ours = append(ours, ask(t, app, testapp.Now, e, fmt.Sprintf("Maison %c", 'A'+i), "Maison des ados"))
	}
	state(t, app, ours[1], domain.Confirmed)
	state(t, app, ours[2], domain.Waitlisted)
	other := ask(t, app, testapp.Now, e, "Ailleurs", "Collège fictif")
	state(t, app, other, domain.Confirmed) // passes those whom the quota holds back
	o, err := registration.OutlookOf(app, testapp.Now, e, ours[0].Structure, "")
	if err != nil || o.Limit.Max != 2 || o.Count != 2 || !o.Until.Equal(day) || !o.Waitlist {
		t.Errorf("%+v %v", o, err)
	}
	clean(t, app, testapp.Now)
	for range 2 { // the second time changes nothing
		if _, err := registration.Tick(app, day); err != nil {
			t.Fatal(err)
		}
		state(t, app, ours[2], domain.Confirmed)
		state(t, app, ours[3], domain.Waitlisted)
	}
	if got := causes(t, app, again(t, app, ours[2])); got != "liste-attente promotion" {
		t.Error(got)
	}
	clean(t, app, day)
	if n, err := registration.Tick(app, day.Add(time.Minute)); n != 0 || err != nil {
		t.Errorf("%d events looked at again, %v", n, err)
	}
}

// Somebody registers after the hour of a quota and before the clock was looked at: those who wait are first.
func TestWhoWaitedForTheDayOfAQuotaIsServedBeforeANewcomer(t *testing.T) {
	app := testapp.New(t)
	day := testapp.Now.Add(24 * time.Hour)
	e := ruled(t, app, 2, func(e *records.Event) {
		e.Quotas = records.Quotas{{Kind: domain.PerStructure, Max: 1, Until: day}}
	})
	ask(t, app, testapp.Now, e, "Première", "Maison des ados")
	waits := ask(t, app, testapp.Now, e, "Deuxième", "Maison des ados")
	late := ask(t, app, day.Add(time.Second), e, "Nouvelle", "Collège fictif")
	state(t, app, waits, domain.Confirmed)
	state(t, app, late, domain.Waitlisted)
	clean(t, app, day.Add(time.Second))
}

func TestAnOfferWaitsForItsAnswer(t *testing.T) {
	app := testapp.New(t)
	e := ruled(t, app, 1, func(e *records.Event) { e.Promotion, e.OfferHours = domain.PromoteByOffer, 24 })
	first, second, third := ask(t, app, testapp.Now, e, "Une", ""), ask(t, app, testapp.Now, e, "Deux", ""), ask(t, app, testapp.Now, e, "Trois", "")
	if err := registration.Cancel(app, testapp.Now, first.ID, registration.ByPerson, "participant", ""); err != nil {
		t.Fatal(err)
	}
	state(t, app, second, domain.Offered)
	state(t, app, third, domain.Waitlisted) // the offer holds the seat
	late := testapp.Now.Add(24 * time.Hour)
	if err := registration.Accept(app, late, second.ID, "participant"); !domain.Is(err, domain.ErrOfferPast) {
		t.Errorf("accepted at the deadline: %v", err)
	}
	if _, err := registration.Tick(app, late); err != nil {
		t.Fatal(err)
	}
	state(t, app, second, domain.Expired)
	state(t, app, third, domain.Offered)
	for range 2 {
		if err := registration.Accept(app, late.Add(time.Hour), third.ID, "participant"); err != nil {
			t.Fatal(err)
		}
		state(t, app, third, domain.Confirmed)
	}
	if got := causes(t, app, again(t, app, second)); len(strings.Fields(got)) != 3 || !strings.Contains(got, "offre-expiree") {
		t.Error(got)
	}
	clean(t, app, late.Add(time.Hour))
}

// A deadline is so many hours, whatever the clocks of Paris do, and never after the event begins.
func TestTheDeadlineOfAnOfferAcrossTheChangeOfHour(t *testing.T) {
	app := testapp.New(t)
	made := time.Date(2027, 3, 27, 12, 0, 0, 0, time.UTC) // the night before summer time
	for name, c := range map[string]struct {
		starts, want time.Time
	}{
		"far":  {made.Add(72 * time.Hour), made.Add(48 * time.Hour)},
		"near": {made.Add(30 * time.Hour), made.Add(30 * time.Hour)},
	} {
		e := ruled(t, app, 1, func(e *records.Event) {
			e.Promotion, e.StartsAt, e.EndsAt = domain.PromoteByOffer, records.At(c.starts), records.At(c.starts.Add(3*time.Hour))
		})
		first, second := ask(t, app, made, e, "Une "+name, ""), ask(t, app, made, e, "Deux "+name, "")
		if err := registration.Cancel(app, made, first.ID, registration.ByPerson, "participant", ""); err != nil {
			t.Fatal(err)
		}
		if got := again(t, app, second).OfferUntil.Time(); !got.Equal(c.want) {
			t.Errorf("%s: until %v, want %v", name, got, c.want)
		}
	}
}

func colleagues(e *records.Event, n int, structure string) registration.Group {
	in := registration.Group{Event: e.ID, LastName: "Référente", FirstName: "Rita", Email: "rita@exemple.invalid", Informed: true, Intent: "groupe-" + structure}
	for i := range n {
		q := testapp.Request(e, fmt.Sprintf("Collegue %c %s", 'A'+i, structure), "Ana")
		q.Structure, q.Email = structure, ""
		if i%2 == 0 {
			q.Email = fmt.Sprintf("c%d@exemple.invalid", i)
		}
		in.People = append(in.People, q)
	}
	return in
}

func TestAWholeGroupIsServedWholeAndLetsPassWhoFits(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 4, nil)
	a, b := ask(t, app, testapp.Now, e, "Une", ""), ask(t, app, testapp.Now, e, "Deux", "")
	in := colleagues(e, 3, "Maison")
	in.Whole = true
	group, err := registration.Book(app, testapp.Now, in)
	if err != nil {
		t.Fatal(err)
	}
	state(t, app, group.Rows[0].Registration, domain.Waitlisted)
	alone := ask(t, app, testapp.Now, e, "Seule", "")
	state(t, app, alone, domain.Confirmed)
	clean(t, app, testapp.Now)
	for _, gone := range []*records.Registration{a, b} {
		state(t, app, group.Rows[2].Registration, domain.Waitlisted)
		if err := registration.Cancel(app, testapp.Now, gone.ID, registration.ByPerson, "participant", ""); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range group.Rows {
		state(t, app, r.Registration, domain.Confirmed)
	}
	if again, err := registration.Book(app, testapp.Now, in); err != nil || !again.Replay || len(again.Rows) != 3 {
		t.Errorf("sent twice: %+v %v", again, err)
	}
	clean(t, app, testapp.Now)
	in = colleagues(e, 5, "Trop")
	in.Whole = true
	if _, err := registration.Book(app, testapp.Now, in); !domain.Is(err, domain.ErrGroupTooLarge) {
		t.Errorf("five for four seats: %v", err)
	}
}

func TestAGroupTakesAsManySeatsAsItCan(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, nil)
	known := ask(t, app, testapp.Now, e, "Connue", "Maison")
	in := colleagues(e, 3, "Maison")
	in.People[1].LastName, in.People[1].FirstName = "CONNUE", "Ana"
	if _, err := registration.Book(app, testapp.Now, in); !domain.Is(err, domain.ErrAlreadyRegistered) || domain.Refusals(err)[0].Field != "1:last_name" {
		t.Errorf("a colleague who is registered: %v", err)
	}
	if n := count(t, app, "registrations"); n != 1 {
		t.Errorf("%d registrations are left of a refusal", n)
	}
	in.SkipKnown = true
	group, err := registration.Book(app, testapp.Now, in)
	if err != nil || len(group.Rows) != 2 || len(group.Known) != 1 || group.Known[0].ID != known.ID {
		t.Fatalf("%+v %v", group, err)
	}
	state(t, app, group.Rows[0].Registration, domain.Confirmed)
	state(t, app, group.Rows[1].Registration, domain.Waitlisted)
	for name, change := range map[string]func(*registration.Group){
		"not informed":  func(g *registration.Group) { g.Informed = false },
		"written twice": func(g *registration.Group) { g.People[2] = g.People[0] },
		"a bad mailbox": func(g *registration.Group) { g.People[0].Email = "rien" },
		"nobody":        func(g *registration.Group) { g.People = nil },
	} {
		bad := colleagues(e, 3, "Autre")
		change(&bad)
		if _, err := registration.Book(app, testapp.Now, bad); domain.Refusals(err) == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	clean(t, app, testapp.Now)
}

func TestTheManagerThenTheCoordinatorDecide(t *testing.T) {
	app := testapp.New(t)
	e := ruled(t, app, 1, func(e *records.Event) {
		e.Manager, e.Approval = true, true
	})
	in := testapp.Request(e, "Demande", "Ana")
	if _, err := registration.Register(app, testapp.Now, in); !domain.Is(err, domain.ErrRequired) {
		t.Errorf("without a manager: %v", err)
	}
	in.ManagerEmail = "chefferie@exemple.invalid"
	a, err := registration.Register(app, testapp.Now, in)
	if err != nil {
		t.Fatal(err)
	}
	head := testapp.Request(e, "Cadre", "Bo")
	head.IsManager = true
	b, err := registration.Register(app, testapp.Now, head)
	if err != nil {
		t.Fatal(err)
	}
	state(t, app, a.Registration, domain.PendingManager)
	state(t, app, b.Registration, domain.Requested)
	for _, days := range []int{3, 3, 7, 8, 30} { // asked as often as one likes
		if _, err := registration.Remind(app, testapp.Now.Add(time.Duration(days)*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Words: "chefferie@", Limit: 10})
	if err != nil || len(rows) != 3 {
		t.Errorf("%d letters to the manager, want one and two reminders: %v", len(rows), err)
	}
	clean(t, app, testapp.Now)
	for range 2 {
		if err := registration.Agree(app, testapp.Now, []string{a.Registration.ID}, true, "Bien sûr"); err != nil {
			t.Fatal(err)
		}
	}
	state(t, app, a.Registration, domain.Requested)
	ids := []string{b.Registration.ID, a.Registration.ID}
	if n, err := registration.Decide(app, testapp.Now, "essai", e.ID, ids, registration.DecideAccept, ""); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	state(t, app, a.Registration, domain.Confirmed) // asked first
	state(t, app, b.Registration, domain.Waitlisted)
	if n, err := registration.Decide(app, testapp.Now, "essai", e.ID, ids, registration.DecideRefuse, ""); n != 0 || err != nil {
		t.Errorf("decided twice: %d %v", n, err)
	}
	clean(t, app, testapp.Now)
}

func TestSeatsAreKeptForASector(t *testing.T) {
	app := testapp.New(t)
	sector, err := records.ItemByCode(app, records.Sectors, "education")
	if err != nil {
		t.Fatal(err)
	}
	e := ruled(t, app, 2, func(e *records.Event) {
		e.Quotas = records.Quotas{{Kind: domain.ReservedSector, Of: sector.ID, Max: 1}}
	})
	first, second := ask(t, app, testapp.Now, e, "Une", ""), ask(t, app, testapp.Now, e, "Deux", "")
	in := testapp.Request(e, "Ecole", "Ana")
	in.Sector = "education"
	school, err := registration.Register(app, testapp.Now, in)
	if err != nil {
		t.Fatal(err)
	}
	state(t, app, first, domain.Confirmed)
	state(t, app, second, domain.Waitlisted)
	state(t, app, school.Registration, domain.Confirmed)
	clean(t, app, testapp.Now)
}
