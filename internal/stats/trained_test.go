package stats_test

import (
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
	"passerelle/internal/training"
)

// First-aiders are different people present at every half-day of a closed PSSM course, whatever its own rule asks,
// half-days caught up included, at the date of its last half-day; by module, and once over both.
func TestFirstAiders(t *testing.T) {
	app := testapp.New(t)
	course := func(code string, days int, rule string) (*records.Event, []records.Slot) {
		it, err := records.ItemByCode(app, records.Programmes, code)
		must(t, err)
		e := testapp.Event(t, app, 0, func(d *event.Draft) {
			d.Programme, d.Rule = it.ID, rule
			for i := range d.Slots { // a half-day a month, from December on
				d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, i+1, days), d.Slots[i].End.AddDate(0, i+1, days)
			}
		})
		slots, err := records.Slots(app, e.ID)
		must(t, err)
		return e, slots
	}
	came := func(r *records.Registration, slots ...records.Slot) {
		t.Helper()
		place, err := door.Open(app, r.Event, "", "test")
		must(t, err)
		for _, s := range slots {
			_, err := door.Correct(app, s.StartsAt.Time(), place, door.Correction{Nonce: records.NewID(), Registration: r.ID, Slot: s.ID, Present: true, Reason: "vue"})
			must(t, err)
		}
	}
	standard, first := course("pssm-standard", 0, domain.AtLeastOneSlot)
	again, second := course("pssm-standard", 7, domain.EverySlot)
	young, third := course("pssm-jeunes", 14, domain.EverySlot)
	ana, bo, cleo := testapp.Register(t, app, standard, "Essai", "Ana"), testapp.Register(t, app, standard, "Essai", "Bo"), testapp.Register(t, app, standard, "Essai", "Cleo")
	came(ana, first...)
	came(bo, first[0]) // earns the attestation of this course, and is no first-aider
	came(cleo, first[0])
	came(testapp.Register(t, app, young, "Essai", "Ana"), third...) // the other module too
	dan := testapp.Register(t, app, again, "Essai", "Dan")
	came(dan, second...)
	eve := testapp.Register(t, app, again, "Essai", "Eve")
	came(eve, second[1])
	end := third[1].EndsAt.Time()
	expect := func(when string, total, module, youth, in2026 int) {
		t.Helper()
		for year, want := range map[int]int{0: total, 2026: in2026} {
			r, err := stats.Count(app, end.AddDate(1, 0, 0), stats.Query{Period: yearOf(year)})
			must(t, err)
			if n := r.Total.Counts[domain.FigPSSM]; n != want {
				t.Errorf("%s, year %d: %d, want %d", when, year, n, want)
			}
			for _, row := range r.Tables[domain.ByProgramme] {
				if n, want := row.Counts[domain.FigPSSM], map[string]int{"pssm-standard": module, "pssm-jeunes": youth}[row.Key]; year == 0 && n != want {
					t.Errorf("%s, %s: %d, want %d", when, row.Key, n, want)
				}
			}
		}
	}
	expect("before any closing", 0, 0, 0, 0)
	for _, e := range []*records.Event{standard, again, young} {
		must(t, event.Close(app, end, "test", e.ID))
	}
	expect("closed", 2, 2, 1, 0) // Ana once over both modules; all end in 2027

	before, err := records.FactsOfEvents(app, []int{again.Num})
	must(t, err)
	c, err := training.PlanCatchUp(app, end, "test", bo.ID, first[1].ID, second[0].ID, "")
	must(t, err)
	expect("planned", 2, 2, 1, 0)
	must(t, training.AttendCatchUp(app, end, "test", again.ID, "", c.ID))
	expect("caught up", 3, 3, 1, 0)
	after, err := records.FactsOfEvents(app, []int{again.Num})
	must(t, err)
	if len(before) != 2 || len(after) != 2 || before[0] != after[0] || before[1] != after[1] {
		t.Error("the other group counts more: ", before, after)
	}
	must(t, training.UndoCatchUp(app, end, "test", again.ID, "", c.ID, "Erreur"))
	expect("taken back", 2, 2, 1, 0)

	must(t, merge.People(app, end, "test", cleo.Person, eve.Person))
	expect("half a course and half of another are none", 2, 2, 1, 0)
	must(t, merge.People(app, end, "test", ana.Person, dan.Person)) // who turn out to be one
	expect("merged", 1, 1, 1, 0)
}

func yearOf(year int) domain.Period {
	if year == 0 {
		return domain.Period{}
	}
	from := time.Date(year-1, 12, 31, 23, 0, 0, 0, time.UTC)
	return domain.Period{From: from, To: from.AddDate(1, 0, 0)}
}
