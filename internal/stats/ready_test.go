package stats_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand"
	"path/filepath"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// season is a small one, written for good: what is kept ready is of what is committed.
type season struct {
	*testing.T
	app           core.App
	ref           records.Reference
	events        []*records.Event
	slots         map[string][]records.Slot
	registrations []*records.Registration
	structures    []*records.Structure
}

func newSeason(t *testing.T) *season {
	s := &season{T: t, app: testapp.New(t), slots: map[string][]records.Slot{}}
	var err error
	s.ref, err = records.LoadReference(s.app)
	must(t, err)
	must(t, s.app.RunInTransaction(func(app core.App) error {
		for i := range 4 {
			e := &records.Event{Status: []string{domain.Held, domain.Published}[i%2], Programme: s.ref.Programmes[i].ID, PTSMRole: domain.PTSMRoles[i%4], Capacity: 10 * i}
			if i < 2 {
				it, err := records.ItemByCode(app, records.Programmes, "pssm-jeunes")
				must(t, err)
				e.Programme = it.ID
			}
			s.slots[""] = addEvent(t, app, e, testapp.Now.AddDate(0, 4*i-4, 0), 2)
			s.slots[e.ID] = s.slots[""]
			s.events = append(s.events, e)
			structure := &records.Structure{Name: fmt.Sprint("Structure ", i), Status: "validated"}
			must(t, records.AddStructure(app, structure))
			s.structures = append(s.structures, structure)
		}
		for i := range 12 {
			s.register(app, s.events[i%4])
			s.present(app, s.registrations[i], i%2, i%3 > 0)
		}
		return nil
	}))
	return s
}

func (s *season) register(app core.App, e *records.Event) {
	r := newRegistration(s.T, app, e, string(domain.Confirmed))
	n := len(s.registrations)
	r.ConfirmedAt, r.Structure, r.Sector = records.At(testapp.Now), s.structures[n%4].ID, s.ref.Sectors[n%3].ID
	must(s.T, records.AddRegistration(app, r))
	must(s.T, records.RefreshFact(app, r.ID))
	s.registrations = append(s.registrations, r)
}

func (s *season) present(app core.App, r *records.Registration, slot int, here bool) {
	must(s.T, records.PutAttendance(app, records.Attendance{Event: r.Event, Registration: r.ID, Slot: s.slots[r.Event][slot].ID, Minutes: 90, Proof: 4}, here))
	must(s.T, records.RefreshPresence(app, r.ID))
}

func (s *season) set(table, id string, columns dbx.Params) {
	_, err := s.app.DB().Update(table, columns, dbx.HashExp{"id": id}).Execute()
	must(s.T, err)
}

func (s *season) run(statement string) {
	_, err := s.app.DB().NewQuery(statement).Execute()
	must(s.T, err)
}

// status closes, reopens or cancels an event.
func (s *season) status(e *records.Event, status string) {
	s.set("events", e.ID, dbx.Params{"status": status})
	must(s.T, records.RefreshEventFacts(s.app, e.ID))
}

// queries are what is asked after each write.
func (s *season) queries() []stats.Query {
	year := domain.Period{From: time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC), To: time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)}
	return []stats.Query{{}, {Period: year}, {Filter: domain.Filter{}.With(domain.BySector, s.ref.Sectors[1].Code)},
		{Period: year, Filter: domain.Filter{}.With(domain.ByRole, domain.PTSMRoles[0])}}
}

// told is what is kept ready, after it was held against what a count of everything anew says.
func (s *season) told(what string) string {
	s.Helper()
	all := ""
	for i, q := range s.queries() {
		ready, err := stats.Count(s.app, testapp.Now, q)
		must(s.T, err)
		list, err := stats.ListOf(s.app, q, "distinct_people", "", "")
		must(s.T, err)
		trial(s.T, s.app, func(app core.App) {
			anew, err := stats.Count(app, testapp.Now, q)
			must(s.T, err)
			if a, b := show(ready), show(anew); a != b {
				s.Errorf("%s, query %d: ready\n%s\nanew\n%s", what, i, a, b)
			}
			again, err := stats.ListOf(app, q, "distinct_people", "", "")
			must(s.T, err)
			if a, b := fmt.Sprint(list), fmt.Sprint(again); a != b {
				s.Errorf("%s, query %d: list\n%s\nanew\n%s", what, i, a, b)
			}
		})
		all += show(ready)
	}
	return all
}

// show writes a report down to its last declared number.
func show(r stats.Report) string {
	text, err := json.Marshal(r.Report)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// Whatever is written, by whatever hand, the next screen tells it.
func TestWhatIsWrittenIsCountedAtOnce(t *testing.T) {
	s := newSeason(t)
	before := s.told("at first")
	if again := s.told("again"); again != before {
		t.Error("nothing was written, and the figures changed")
	}
	r := s.registrations
	person := func(i int) string { return r[i].Person }
	var declared, apart string
	for _, w := range []struct {
		what    string
		silent  bool // the figures stay as they were
		writing func()
	}{
		{"somebody registers", false, func() { s.register(s.app, s.events[0]) }},
		{"somebody arrives", false, func() { s.present(s.app, r[3], 0, true) }},
		{"a course is completed", false, func() { s.present(s.app, r[4], 1, true) }},
		{"an arrival is undone", false, func() { s.present(s.app, r[4], 1, false) }},
		{"two people are one", false, func() { must(t, records.MergePerson(s.app, person(1), person(4))) }},
		{"and who was one is another", false, func() { must(t, records.MergePerson(s.app, person(4), person(5))) }},
		{"they are two again", false, func() {
			must(t, records.MergePerson(s.app, person(4), ""))
			must(t, records.MergePerson(s.app, person(1), ""))
		}},
		{"two structures are one", false, func() { must(t, records.MergeStructure(s.app, s.structures[1].ID, s.structures[2].ID)) }},
		{"they are two again", false, func() { must(t, records.MergeStructure(s.app, s.structures[1].ID, "")) }},
		{"somebody bears another's name", false, func() { s.set("people", person(1), dbx.Params{"name_key": r[4].FirstName}) }},
		{"they are kept apart", false, func() {
			must(t, records.AddNotDuplicate(s.app, records.NotDuplicate{Kind: records.OfPeople, First: person(1), Second: person(4)}))
			kept, err := records.NotDuplicates(s.app, records.OfPeople)
			must(t, err)
			apart = kept[0].ID
		}},
		{"or not", false, func() { must(t, records.RemoveNotDuplicate(s.app, apart)) }},
		{"an event is closed", false, func() { s.status(s.events[1], domain.Held) }},
		{"reopened", false, func() { s.status(s.events[1], domain.Published) }},
		{"cancelled", false, func() { s.status(s.events[1], domain.Cancelled) }},
		{"an event changes programme", false, func() { s.set("events", s.events[0].ID, dbx.Params{"programme": s.ref.Programmes[2].ID}) }},
		{"and back", false, func() { s.set("events", s.events[0].ID, dbx.Params{"programme": s.events[1].Programme}) }},
		{"an event moves to another year", false, func() {
			s.set("events", s.events[1].ID, dbx.Params{"starts_at": records.At(testapp.Now.AddDate(1, 0, 0)).String()})
		}},
		{"a course is completed again", false, func() { s.present(s.app, r[4], 1, true) }},
		{"a half-day is added", false, func() {
			must(t, records.PutSlot(s.app, &records.Slot{Event: s.events[0].ID, StartsAt: records.At(testapp.Now.AddDate(2, 0, 0)), EndsAt: records.At(testapp.Now.AddDate(2, 0, 0).Add(time.Hour)), Position: 9}))
		}},
		{"the public is counted", false, func() {
			must(t, records.AddHeadcount(s.app, &records.Headcount{Event: s.events[0].ID, Category: "public", People: 30, Nonce: "un"}))
		}},
		{"somebody comes with others", false, func() { s.set("registrations", r[5].ID, dbx.Params{"companions": 3}); s.present(s.app, r[5], 0, true) }},
		{"a list is renamed", false, func() { s.set("sectors", s.ref.Sectors[0].ID, dbx.Params{"name": "Autrement dit"}) }},
		{"history is added", false, func() {
			d := &records.Declared{Title: "Réunions", Occurrences: 4, Attendance: 80, TrainedAtLeast: -1}
			must(t, records.AddDeclared(s.app, d))
			declared = d.ID
		}},
		{"and taken back", false, func() { must(t, records.DropDeclared(s.app, declared)) }},
		{"a registration goes to another event", false, func() {
			s.run("DELETE FROM attendances WHERE registration = '" + r[4].ID + "'")
			s.set("registrations", r[4].ID, dbx.Params{"event": s.events[1].ID, "seq": 1000})
			must(t, records.RefreshFact(s.app, r[4].ID))
		}},
		{"a registration is removed", false, func() {
			s.run("DELETE FROM attendances WHERE registration = '" + r[8].ID + "'")
			s.run("DELETE FROM registrations WHERE id = '" + r[8].ID + "'")
			s.run("DELETE FROM facts WHERE id = '" + r[8].ID + "'")
		}},
		{"all facts are counted again", true, func() { must(t, records.RebuildFacts(s.app)) }},
		{"the log is lost", true, func() { s.run("DELETE FROM fact_changes") }},
		{"somebody arrives after that", false, func() {
			s.present(s.app, r[11], 0, !true)
			s.present(s.app, r[11], 1, false)
			s.present(s.app, r[6], 1, true)
		}},
		{"the file is written anew", true, func() { s.run("VACUUM") }},
		{"a fact is replaced by hand", false, func() {
			s.run("INSERT OR REPLACE INTO facts SELECT * FROM (SELECT * FROM facts ORDER BY person LIMIT 1)")
			s.run("UPDATE facts SET minutes = minutes + 1 WHERE id = '" + r[2].ID + "'")
		}},
		{"another program writes", false, func() {
			other, err := sql.Open("sqlite", filepath.Join(s.app.DataDir(), "data.db"))
			must(t, err)
			defer other.Close()
			_, err = other.Exec("UPDATE facts SET outcome = 2, minutes = 0 WHERE id = ?", r[2].ID)
			must(t, err)
		}},
		{"an event is the entry of a stage croisé", false, func() { s.set("events", s.events[2].ID, dbx.Params{"placement": "stage0000000001"}) }},
		{"somebody hosted it", false, func() { s.set("events", s.events[2].ID, dbx.Params{"host": s.structures[3].ID}) }},
		{"its two structures are of two sectors", false, func() {
			for i, structure := range s.structures {
				s.set("structures", structure.ID, dbx.Params{"sector": s.ref.Sectors[i%2].ID})
			}
		}},
		{"its report is begun", true, func() {
			must(t, records.PutPlacementReport(s.app, &records.PlacementReport{ID: "", Placement: "stage0000000001", Party: "trainee", Answers: records.Raw("{}")}))
		}},
		{"its report is received", false, func() { s.run("UPDATE placement_reports SET sent_at = '" + records.At(testapp.Now).String() + "'") }},
		{"a half-day of it is corrected", false, func() { s.present(s.app, r[10], 0, true); s.present(s.app, r[10], 1, true) }},
		{"something else is written", true, func() { s.set("events", s.events[0].ID, dbx.Params{"summary": "Autre chose"}) }},
	} {
		w.writing()
		after := s.told(w.what)
		if (after == before) != w.silent {
			t.Errorf("%s: the figures are the same: %t", w.what, after == before)
		}
		before = after
	}
}

// Random writes, several between two looks: what is kept ready is what a count anew says.
func TestReadyIsAnewAfterRandomWrites(t *testing.T) {
	s := newSeason(t)
	rnd := rand.New(rand.NewSource(3))
	for round := range 25 {
		for range rnd.Intn(6) {
			r := s.registrations[rnd.Intn(len(s.registrations))]
			switch rnd.Intn(8) {
			case 0:
				s.register(s.app, s.events[rnd.Intn(4)])
			case 1:
				s.status(s.events[rnd.Intn(4)], []string{domain.Held, domain.Published, domain.Cancelled}[rnd.Intn(3)])
			case 2: // no circles: into one that comes before
				if i := rnd.Intn(len(s.registrations)); i > 0 {
					must(t, records.MergePerson(s.app, s.registrations[i].Person, s.registrations[rnd.Intn(i)].Person))
				}
			case 3:
				must(t, records.MergePerson(s.app, r.Person, ""))
			case 4:
				i := 1 + rnd.Intn(3)
				must(t, records.MergeStructure(s.app, s.structures[i].ID, []string{"", s.structures[rnd.Intn(i)].ID}[rnd.Intn(2)]))
			case 5:
				s.run("DELETE FROM facts WHERE id = '" + r.ID + "'")
				must(t, records.RefreshFact(s.app, r.ID))
			default:
				s.present(s.app, r, rnd.Intn(2), rnd.Intn(3) > 0)
			}
		}
		s.told(fmt.Sprint("round ", round))
	}
}
