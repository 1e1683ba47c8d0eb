package hooks_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// season is two events with registrations of every fate, small enough to be counted by hand.
//
// The day in Arras (porté, 21 November 2026, closed): Alba came in the morning (210 minutes), Gina walked in
// in the afternoon (180), Bruno was absent, Chloé excused, David withdrew, the organiser cancelled Emma, and
// Farid stayed on the list. The PSSM course (soutenu, two half-days, the first at half past midnight in Paris
// on 1 January 2027, closed): Alba attended all of it (120 + 180), Bruno the first half-day (120), Hugo was
// refused and Inès replaced. Twelve people came to the course's open doors without a name, and
// four more along with Alba; Bruno had said that two would come along to the day, where he was absent.
type season struct {
	app         core.App
	day, course *records.Event
	people      map[string]*records.Registration
}

func newSeason(t *testing.T) season {
	t.Helper()
	app := testapp.New(t)
	s := season{app: app, people: map[string]*records.Registration{}}
	s.day = testapp.Event(t, app, 5, nil)
	for _, n := range []string{"Alba", "Bruno", "Chloé", "David", "Emma", "Farid"} {
		s.people[n] = testapp.Register(t, app, s.day, "Essai", n)
	}
	s.course = testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Title, d.PTSMRole, d.Programme, d.Rule = "Cours d’essai", "soutenu", itemID(t, app, records.Programmes, "pssm-standard"), domain.EverySlot
		d.Territory = itemID(t, app, records.Territories, "capso")
		night := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
		d.Slots = []event.SlotDraft{{Label: "1", Start: night, End: night.Add(2 * time.Hour)},
			{Label: "2", Start: night.Add(9 * time.Hour), End: night.Add(12 * time.Hour)}}
	})
	for _, n := range []string{"Alba", "Bruno", "Hugo", "Inès"} {
		s.people["cours "+n] = testapp.Register(t, app, s.course, "Essai", n)
	}
	s.fates(t)
	return s
}

// fates makes what became of each.
func (s season) fates(t *testing.T) {
	t.Helper()
	must(t, registration.Cancel(s.app, testapp.Now, s.people["Emma"].ID, registration.ByOrganiser, "x", "doublon"))
	farid, err := records.RegistrationOf(s.app, s.people["Farid"].ID)
	must(t, err)
	if farid.State != string(domain.Confirmed) {
		t.Fatalf("Farid is %s", farid.State)
	}
	set := func(who string, change func(*records.Registration)) {
		r, err := records.RegistrationOf(s.app, s.people[who].ID)
		must(t, err)
		change(r)
		must(t, records.SaveRegistration(s.app, r))
		must(t, records.RefreshFact(s.app, r.ID))
	}
	set("Farid", func(r *records.Registration) { r.State, r.ConfirmedAt = string(domain.Waitlisted), records.Time{} })
	set("Chloé", func(r *records.Registration) { r.Excused = true })
	set("David", func(r *records.Registration) { r.State, r.CancelledBy = string(domain.RegistrationStopped), "person" })
	set("cours Hugo", func(r *records.Registration) { r.State, r.ConfirmedAt = string(domain.Refused), records.Time{} })
	set("cours Inès", func(r *records.Registration) { r.State = string(domain.Replaced) })
	set("cours Alba", func(r *records.Registration) { r.Companions = 4 })
	set("Bruno", func(r *records.Registration) { r.Companions = 2 })
	s.arrive(t, s.day, s.people["Alba"], 0)
	s.walkIn(t, s.day, "Gina", 1)
	s.arrive(t, s.course, s.people["cours Alba"], 0)
	s.arrive(t, s.course, s.people["cours Alba"], 1)
	s.arrive(t, s.course, s.people["cours Bruno"], 0)
	must(t, records.AddHeadcount(s.app, &records.Headcount{Event: s.course.ID, Category: "public", People: 12, Nonce: "portes"}))
	for _, e := range []*records.Event{s.day, s.course} {
		must(t, event.Close(s.app, e.EndsAt.Time(), "x", e.ID))
	}
}

func (s season) arrive(t *testing.T, e *records.Event, r *records.Registration, slot int) {
	t.Helper()
	place, err := door.Open(s.app, e.ID, "", "x")
	must(t, err)
	at := place.Slots[slot].StartsAt.Time()
	results, err := door.Sync(s.app, at, place, door.Batch{SentAt: at.Format(time.RFC3339), Scans: []door.Scan{{
		Nonce: fmt.Sprint(r.ID, slot), Registration: r.ID, Slot: place.Slots[slot].ID, At: at.Format(time.RFC3339), Kind: domain.ScanIn}}})
	must(t, err)
	if results[0].Outcome != string(domain.Accepted) {
		t.Fatalf("%+v", results[0])
	}
}

func (s season) walkIn(t *testing.T, e *records.Event, first string, slot int) {
	t.Helper()
	place, err := door.Open(s.app, e.ID, "", "x")
	must(t, err)
	at := place.Slots[slot].StartsAt.Time()
	_, err = door.Admit(s.app, at, place, door.WalkIn{Nonce: "sur-place-" + first, SentAt: at.Format(time.RFC3339), At: at.Format(time.RFC3339),
		Slot: place.Slots[slot].ID, LastName: "Essai", FirstName: first})
	must(t, err)
}

func itemID(t *testing.T, app core.App, list, code string) string {
	t.Helper()
	it, err := records.ItemByCode(app, list, code)
	must(t, err)
	return it.ID
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// byHand is the count made with a pencil, of the season above: the year 2026, the year 2027, and all of it.
var byHand = map[string]map[string]int{
	"2026": {"events_held": 1, "registrations": 7, "registered": 5, "walk_ins": 1, "present": 2, "distinct_people": 2, "absent": 1, "excused": 1,
		"withdrawn": 1, "refused": 0, "unserved": 1, "cancelled_by_organiser": 1, "replaced": 0, "expected": 0, "attendance_minutes": 390,
		"structures": 1, "headcount_public": 0, "pssm_trained": 0,
		"new_people": 2, "returning_people": 0, "registered_kept": 3, "present_registered": 1, "seats": 5, "seats_taken": 3, "corrections": 0, "placements_done": 0, "placement_half_days": 0, "placement_institutions": 0, "placement_pairs": 0, "placement_reports": 0, "secondary_events": 0},
	"2027": {"events_held": 1, "registrations": 4, "registered": 3, "walk_ins": 0, "present": 2, "distinct_people": 2, "absent": 0, "excused": 0,
		"withdrawn": 0, "refused": 1, "unserved": 0, "cancelled_by_organiser": 0, "replaced": 1, "expected": 0, "attendance_minutes": 420,
		"structures": 1, "headcount_public": 16, "pssm_trained": 1,
		"new_people": 1, "returning_people": 1, "registered_kept": 2, "present_registered": 2, "seats": 0, "seats_taken": 0, "corrections": 0, "placements_done": 0, "placement_half_days": 0, "placement_institutions": 0, "placement_pairs": 0, "placement_reports": 0, "secondary_events": 0},
	"": {"events_held": 2, "registrations": 11, "registered": 8, "walk_ins": 1, "present": 4, "distinct_people": 3, "absent": 1, "excused": 1,
		"withdrawn": 1, "refused": 1, "unserved": 1, "cancelled_by_organiser": 1, "replaced": 1, "expected": 0, "attendance_minutes": 810,
		"structures": 1, "headcount_public": 16, "pssm_trained": 1,
		"new_people": 3, "returning_people": 0, "registered_kept": 5, "present_registered": 3, "seats": 5, "seats_taken": 3, "corrections": 0, "placements_done": 0, "placement_half_days": 0, "placement_institutions": 0, "placement_pairs": 0, "placement_reports": 0, "secondary_events": 0},
}

func TestFiguresAreThoseCountedByHand(t *testing.T) {
	s := newSeason(t)
	for year, want := range byHand {
		r, err := stats.Count(s.app, testapp.Now, stats.Query{Period: yearPeriod(t, year)})
		must(t, err)
		for f, i := range domain.Indicators {
			if n, ok := want[i.Code]; !ok || r.Total.Counts[f] != n {
				t.Errorf("%q: %s is %d, by hand %d", year, i.Code, r.Total.Counts[f], n)
			}
		}
	}
}

func yearPeriod(t *testing.T, year string) domain.Period {
	t.Helper()
	if year == "" {
		return domain.Period{}
	}
	from, err := time.Parse("2006", year)
	must(t, err)
	return domain.Period{From: from.Add(-time.Hour), To: from.AddDate(1, 0, 0).Add(-time.Hour)} // winter in Paris
}
