package stats_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

var states = []domain.State{domain.Requested, domain.PendingManager, domain.Waitlisted, domain.Offered, domain.Confirmed,
	domain.RegistrationStopped, domain.Refused, domain.Replaced, domain.Expired}

// errUndo rolls a test's transaction back.
var errUndo = errors.New("undo")

// trial runs a test in a transaction that is rolled back.
func trial(t *testing.T, app core.App, run func(app core.App)) {
	t.Helper()
	if err := app.RunInTransaction(func(app core.App) error {
		run(app)
		return errUndo
	}); err != errUndo {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func addEvent(t *testing.T, app core.App, e *records.Event, starts time.Time, slots int) []records.Slot {
	t.Helper()
	id := records.NewID()
	e.Slug, e.Tag, e.Title, e.StartsAt = id, id[:6], "Essai "+id, records.At(starts)
	e.EndsAt = records.At(starts.Add(time.Hour))
	must(t, records.AddEvent(app, e))
	var rows []records.Slot
	for i := range slots {
		s := records.Slot{Event: e.ID, StartsAt: records.At(starts.AddDate(0, 0, i)), EndsAt: records.At(starts.AddDate(0, 0, i).Add(time.Hour)), Position: i}
		must(t, records.PutSlot(app, &s))
		rows = append(rows, s)
	}
	return rows
}

// The SQL that keeps the facts says of every fate what the rule says.
func TestFactsSayWhatTheRuleSays(t *testing.T) {
	app := testapp.New(t)
	tried := 0
	trial(t, app, func(app core.App) {
		for _, e := range []*records.Event{{Status: domain.Draft}, {Status: domain.Published}, {Status: domain.Held}, {Status: domain.Held, HeldBack: true}, {Status: domain.Cancelled}} {
			status := e.Status
			slot := addEvent(t, app, e, testapp.Now, 1)[0]
			for _, state := range states {
				for bits := range 8 {
					byOrganiser, excused, present := bits&1 > 0, bits&2 > 0, bits&4 > 0
					r := newRegistration(t, app, e, string(state))
					r.Excused = excused
					if byOrganiser {
						r.CancelledBy = "organiser"
					}
					must(t, records.AddRegistration(app, r))
					must(t, records.PutAttendance(app, records.Attendance{Event: e.ID, Registration: r.ID, Slot: slot.ID, Minutes: 60, Proof: 4}, present))
					must(t, records.RefreshFact(app, r.ID))
					facts, err := records.FactsOfEvents(app, []int{e.Num})
					must(t, err)
					want := domain.OutcomeOf(domain.Fate{EventStatus: status, State: state, Present: present, Excused: excused, ByOrganiser: byOrganiser, HeldBack: e.HeldBack})
					for _, f := range facts {
						if f.ID == r.ID {
							tried++
							if f.DomainOutcome() != want {
								t.Errorf("%s %s by organiser %t, excused %t, present %t: fact %s, rule %s", status, state, byOrganiser, excused, present, f.DomainOutcome().Code(), want.Code())
							}
						}
					}
				}
			}
			before, err := records.FactsOfEvents(app, []int{e.Num})
			must(t, err)
			must(t, records.RebuildFacts(app))
			after, err := records.FactsOfEvents(app, []int{e.Num})
			must(t, err)
			if fmt.Sprint(before) != fmt.Sprint(after) {
				t.Errorf("%s: rebuilt facts differ", status)
			}
		}
	})
	if tried != 5*len(states)*8 {
		t.Errorf("%d fates tried", tried)
	}
}

func newRegistration(t *testing.T, app core.App, e *records.Event, state string) *records.Registration {
	t.Helper()
	id := records.NewID()
	p := &records.Person{LastName: "Essai", FirstName: id, NameKey: id}
	must(t, records.AddPerson(app, p))
	return &records.Registration{Event: e.ID, Person: p.ID, LastName: "Essai", FirstName: id, State: state, Origin: domain.FromOnline, Ticket: id, ShortCode: id[:8]}
}
