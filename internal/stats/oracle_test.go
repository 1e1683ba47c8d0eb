package stats_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// world is one small random season and what drew it.
type world struct {
	*testing.T
	app        core.App
	rnd        *rand.Rand
	ref        records.Reference
	people     []*records.Person
	structures []*records.Structure
	events     []*records.Event
}

func (w *world) some(items []records.Item) string {
	if w.rnd.Intn(4) == 0 {
		return ""
	}
	return items[w.rnd.Intn(min(3, len(items)))].ID
}

// draw writes events, people, structures with merges, registrations of every state, presences.
func (w *world) draw() {
	for i := range 4 {
		id := records.NewID()
		p := &records.Person{LastName: "Essai", FirstName: id, NameKey: fmt.Sprint("essai|", i%3)}
		must(w.T, records.AddPerson(w.app, p))
		s := &records.Structure{Name: "Structure " + id, Status: "validated"}
		must(w.T, records.AddStructure(w.app, s))
		w.people, w.structures = append(w.people, p), append(w.structures, s)
	}
	if w.rnd.Intn(2) == 0 {
		w.people[0].MergedInto = w.people[1].ID
		w.structures[0].MergedInto = w.structures[1].ID
		must(w.T, records.SaveStructure(w.app, w.structures[0]))
		_, err := w.app.DB().Update("people", dbx.Params{"merged_into": w.people[1].ID}, dbx.HashExp{"id": w.people[0].ID}).Execute()
		must(w.T, err)
	}
	for range 1 + w.rnd.Intn(4) {
		w.event()
	}
	must(w.T, records.RebuildFacts(w.app))
}

func (w *world) event() {
	e := &records.Event{Status: []string{domain.Published, domain.Held, domain.Held, domain.Cancelled}[w.rnd.Intn(4)],
		Programme: w.some(w.ref.Programmes), PTSMRole: domain.PTSMRoles[w.rnd.Intn(4)], Territory: w.some(w.ref.Territories)}
	if w.rnd.Intn(3) == 0 {
		e.Programme = w.programme("pssm-jeunes")
	}
	starts := time.Date(2026, 12, 31, 22+w.rnd.Intn(3), 30, 0, 0, time.UTC) // midnight in Paris is among them
	slots := addEvent(w.T, w.app, e, starts, 1+w.rnd.Intn(2))
	w.events = append(w.events, e)
	if w.rnd.Intn(3) == 0 {
		must(w.T, records.AddHeadcount(w.app, &records.Headcount{Event: e.ID, Category: "public", People: w.rnd.Intn(20), Nonce: e.ID}))
	}
	live := map[string]bool{}
	for range w.rnd.Intn(8) {
		person := w.people[w.rnd.Intn(len(w.people))].ID
		state := states[w.rnd.Intn(len(states))]
		if state.Live() && live[person] {
			state = domain.RegistrationStopped
		}
		live[person] = live[person] || state.Live()
		id := records.NewID()
		r := &records.Registration{Event: e.ID, Person: person, State: string(state), Ticket: id, ShortCode: id[:8], LastName: "Essai", FirstName: id,
			Origin: []string{domain.FromOnline, domain.FromDoor, domain.FromCoordinator}[w.rnd.Intn(3)], Excused: w.rnd.Intn(4) == 0,
			CancelledBy: []string{"", "person", "organiser"}[w.rnd.Intn(3)], Sector: w.some(w.ref.Sectors), Territory: w.some(w.ref.Territories), Profession: w.some(w.ref.Professions)}
		if w.rnd.Intn(4) > 0 {
			r.Structure = w.structures[w.rnd.Intn(len(w.structures))].ID
		}
		if w.rnd.Intn(3) == 0 {
			r.Companions = w.rnd.Intn(5)
		}
		if w.rnd.Intn(2) == 0 || state == domain.Confirmed {
			r.ConfirmedAt = records.At(testapp.Now)
		}
		must(w.T, records.AddRegistration(w.app, r))
		for _, s := range slots {
			if w.rnd.Intn(2) == 0 {
				must(w.T, records.PutAttendance(w.app, records.Attendance{Event: e.ID, Registration: r.ID, Slot: s.ID, Minutes: 10 * w.rnd.Intn(9), Proof: w.rnd.Intn(6)}, true))
			}
		}
	}
}

func (w *world) programme(code string) string {
	it, err := records.ItemByCode(w.app, records.Programmes, code)
	must(w.T, err)
	return it.ID
}

// raw is one registration as its own rows tell it, without facts.
type raw struct {
	event             *records.Event
	line              string // programme
	day, last         int    // years of the first and of the last half-day
	slots, heads      int
	outcome           domain.Outcome
	registered        bool
	door              bool
	minutes           int
	person, structure string
	attended          []string // half-days
}

// read reads every row once. An event without registrations has one line without a person.
func (w *world) read() (all []raw) {
	for _, e := range w.events {
		heads := 0
		counts, err := records.Headcounts(w.app, e.ID)
		must(w.T, err)
		for _, h := range counts {
			heads += h.People
		}
		slots, err := records.Slots(w.app, e.ID)
		must(w.T, err)
		rows, err := records.Registrations(w.app, e.ID)
		must(w.T, err)
		base := raw{event: e, line: records.Find(w.ref.Programmes, e.Programme).Code, day: parisYear(e.StartsAt), last: parisYear(slots[len(slots)-1].StartsAt), slots: len(slots), heads: heads}
		at := len(all)
		all = append(all, base)
		for _, r := range rows {
			one := base
			here, err := records.AttendancesOf(w.app, r.ID)
			must(w.T, err)
			for _, a := range here {
				one.minutes += a.Minutes
				one.attended = append(one.attended, a.Slot)
			}
			if len(here) > 0 { // who comes along is counted with the event's public, with nobody's name
				all[at].heads += r.Companions
			}
			one.person, one.structure = w.person(r.Person), w.structure(r.Structure)
			one.outcome = domain.OutcomeOf(domain.Fate{EventStatus: e.Status, State: domain.State(r.State), Present: len(here) > 0, Excused: r.Excused, ByOrganiser: r.ByOrganiser(), HeldBack: e.HeldBack})
			one.door = r.Origin == domain.FromDoor
			one.registered = !r.ConfirmedAt.IsZero() && !one.door
			all = append(all, one)
		}
	}
	return all
}

// parisYear is right in winter, where Paris is an hour ahead.
func parisYear(t records.Time) int { return t.Time().Add(time.Hour).Year() }

// recount counts the raw rows one by one, the obvious way: by line, "*" for the total.
func recount(all []raw, year int, code string) map[string]int {
	n, once, complete := map[string]int{}, map[string]bool{}, map[string]map[string]bool{}
	first := map[string]int{} // year of each person's first presence
	for _, r := range all {
		if y, seen := first[r.person]; len(r.attended) > 0 && (!seen || r.day < y) {
			first[r.person] = r.day
		}
	}
	for _, r := range all {
		for _, line := range []string{"*", r.line} {
			what, amount := "", 0 // counted once a line by what; empty: each time
			switch in := year == 0 || r.day == year; {
			case code == "pssm_trained":
				key := r.event.ID + r.person
				for _, s := range r.attended {
					if complete[key] == nil {
						complete[key] = map[string]bool{}
					}
					complete[key][s] = true
				}
				if r.event.Status == domain.Held && (year == 0 || r.last == year) && slices.Contains(stats.PSSM, r.line) && len(complete[key]) == r.slots {
					what, amount = r.person, 1
				}
			case !in:
			case r.person == "": // the event itself
				if code == "headcount_public" {
					amount = r.heads
				} else if code == "events_held" && r.event.Status == domain.Held {
					amount = 1
				}
			default:
				what, amount = r.amount(code, year == 0 || first[r.person] == year)
			}
			if what != "" && once[line+"|"+what] {
				continue
			}
			once[line+"|"+what] = true
			n[line] += amount
		}
	}
	return n
}

// amount is what a registration counts for, and what it is counted once for.
func (r raw) amount(code string, isNew bool) (once string, n int) {
	present := len(r.attended) > 0
	kept := r.registered && r.event.Status == domain.Held && (present || r.outcome == domain.Absent || r.outcome == domain.Excused)
	switch {
	case code == "registrations", code == r.outcome.Code(), code == "registered" && r.registered, code == "walk_ins" && r.door:
		return "", 1
	case code == "attendance_minutes":
		return "", r.minutes
	case code == "registered_kept" && kept, code == "present_registered" && kept && present:
		return "", 1
	case code == "distinct_people" && present, code == "new_people" && present && isNew, code == "returning_people" && present && !isNew:
		return r.person, 1
	case code == "structures" && present && r.structure != "":
		return r.structure, 1
	}
	return "", 0
}

func (w *world) person(id string) string {
	for _, p := range w.people {
		if p.ID == id && p.MergedInto != "" {
			return p.MergedInto
		}
	}
	return id
}

func (w *world) structure(id string) string {
	for _, s := range w.structures {
		if s.ID == id && s.MergedInto != "" {
			return s.MergedInto
		}
	}
	return id
}

// compare holds the report, and the list behind each figure, against the recount.
func (w *world) compare(all []raw, year int) {
	w.Helper()
	period := domain.Period{}
	if year != 0 {
		from := time.Date(year-1, 12, 31, 23, 0, 0, 0, time.UTC)
		period = domain.Period{From: from, To: from.AddDate(1, 0, 0)}
	}
	r, err := stats.Count(w.app, testapp.Now, stats.Query{Period: period})
	must(w.T, err)
	for f, i := range domain.Indicators {
		want := recount(all, year, i.Code)
		if got := r.Total.Counts[f]; got != want["*"] {
			w.Errorf("year %d, %s: %d, recounted %d", year, i.Code, got, want["*"])
		}
		seen := 0
		for _, row := range r.Tables[domain.ByProgramme] {
			if row.Counts[f] != want[row.Key] {
				w.Errorf("year %d, %s of %q: %d, recounted %d", year, i.Code, row.Key, row.Counts[f], want[row.Key])
			}
			if row.Counts[f] > 0 {
				seen++
			}
		}
		delete(want, "*")
		for _, n := range want {
			if n > 0 {
				seen--
			}
		}
		if seen != 0 {
			w.Errorf("year %d, %s: lines are missing: %v", year, i.Code, want)
		}
	}
}

func TestFiguresAreThoseOfTheRawRows(t *testing.T) {
	app := testapp.New(t)
	ref, err := records.LoadReference(app)
	must(t, err)
	for seed := range 200 {
		trial(t, app, func(app core.App) {
			w := &world{T: t, app: app, rnd: rand.New(rand.NewSource(int64(seed))), ref: ref}
			w.draw()
			all := w.read()
			for _, year := range []int{0, 2026, 2027} {
				w.compare(all, year)
			}
		})
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}
