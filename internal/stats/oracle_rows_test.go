package stats_test

import (
	"fmt"
	"math/rand"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// world is one small random season in the database, and what drew it.
type world struct {
	*testing.T
	app        core.App
	rnd        *rand.Rand
	ref        records.Reference
	people     []*records.Person
	structures []*records.Structure
	events     []*records.Event
	apart      bool // the first and the last were said to be two
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
		s := &records.Structure{Name: "Structure " + id, Status: "validated", Sector: w.some(w.ref.Sectors)}
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
	if w.rnd.Intn(4) == 0 { // the only two who may bear one name
		must(w.T, records.AddNotDuplicate(w.app, records.NotDuplicate{Kind: records.OfPeople, First: w.people[0].ID, Second: w.people[3].ID}))
		w.apart = true
	}
	for range 1 + w.rnd.Intn(4) {
		w.event()
	}
	for i := range w.rnd.Intn(4) {
		w.declare(drawHistory(w.rnd, i))
	}
	must(w.T, records.RebuildFacts(w.app))
}

func (w *world) event() {
	e := &records.Event{Status: drawnStatus[w.rnd.Intn(len(drawnStatus))], HeldBack: w.rnd.Intn(5) == 0, Capacity: 5 * w.rnd.Intn(3),
		Programme: w.some(w.ref.Programmes), PTSMRole: domain.PTSMRoles[w.rnd.Intn(4)], Territory: w.some(w.ref.Territories), WorkingGroup: w.some(w.ref.Groups),
		Axis: w.some(w.ref.Axes), RoadmapAction: w.some(w.ref.Actions), Priority: w.some(w.ref.Priorities), OtherActions: records.List{w.ref.Actions[0].ID, w.ref.Actions[1].ID},
		OtherGroups: records.List{w.ref.Groups[w.rnd.Intn(2)].ID}, Campaign: pick(w.rnd, "SISM"), Partners: pick(w.rnd, "CPTS", "Ville d’Arras, CPTS")}
	if w.rnd.Intn(3) == 0 {
		it, err := records.ItemByCode(w.app, records.Programmes, "pssm-jeunes")
		must(w.T, err)
		e.Programme = it.ID
	}
	if w.rnd.Intn(3) == 0 {
		e.Placement, e.Host = records.NewID(), pick(w.rnd, w.structures[0].ID, w.structures[3].ID)
		for _, party := range []string{"trainee", "host"} {
			sent := records.At(testapp.Now)
			if w.rnd.Intn(2) == 0 {
				sent = records.Time{}
			}
			must(w.T, records.PutPlacementReport(w.app, &records.PlacementReport{Placement: e.Placement, Party: party, Answers: records.Raw("{}"), SentAt: sent}))
		}
	}
	starts := moments[w.rnd.Intn(len(moments))]
	if e.Status == domain.Held {
		e.HeldAt = records.At(starts.AddDate(0, 0, 2))
	}
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
		w.registration(e, slots, person, state)
	}
}

func (w *world) registration(e *records.Event, slots []records.Slot, person string, state domain.State) {
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
	for range w.rnd.Intn(2) { // by hand or not, before or after the closing, counting or not
		n := records.NewID()
		must(w.T, records.AddScan(w.app, &records.Scan{Nonce: n, Event: e.ID, Registration: r.ID, Slot: slots[0].ID, Kind: []string{domain.ScanIn, domain.ScanUndo}[w.rnd.Intn(2)],
			Source: []string{"manual", "paper", "camera"}[w.rnd.Intn(3)], Outcome: "accepted", Counts: w.rnd.Intn(3) > 0, ReceivedAt: records.At(slots[0].StartsAt.Time().AddDate(0, 0, 1+2*w.rnd.Intn(2))), Answer: []byte("{}")}))
	}
}

// read reads every row once.
func (w *world) read() (s rawSeason) {
	s.population, s.order, s.sectors = map[string]int{}, map[string]int{}, map[int]string{}
	for _, one := range w.structures {
		s.sectors[one.Num] = one.Sector
	}
	code := map[string]string{"": ""}
	for _, list := range [][]records.Item{w.ref.Programmes, w.ref.Territories, w.ref.Groups, w.ref.Axes, w.ref.Actions, w.ref.Priorities, w.ref.Sectors, w.ref.Professions} {
		for _, it := range list {
			code[it.ID] = it.Code
		}
	}
	for i, it := range w.ref.Territories {
		s.order[it.Code] = i
		s.population[it.Code] = it.Population
	}
	w.readHistory(&s, code)
	for _, e := range w.events {
		one := w.rawEvent(e, code)
		s.events = append(s.events, one)
		rows, err := records.Registrations(w.app, e.ID)
		must(w.T, err)
		for _, r := range rows {
			s.rows = append(s.rows, w.raw(one, e, r, code))
		}
	}
	return s
}

// readHistory reads the lines of the history, those of the reference among them, and who bears one name.
func (w *world) readHistory(s *rawSeason, code map[string]string) {
	rows, err := records.DeclaredCounts(w.app)
	must(w.T, err)
	for _, d := range rows {
		h := &rawHistory{title: d.Title, from: d.FromDay.Time(), to: d.ToDay.Time(), occurrences: d.Occurrences, attendance: d.Attendance, trained: d.TrainedAtLeast, others: map[domain.Table][]string{}}
		if strings.Contains(d.Partners, "CPTS") { // the only one that is asked for
			h.partner = "CPTS"
		}
		h.line = map[domain.Table]string{domain.ByProgramme: code[d.Programme], domain.ByRole: d.PTSMRole, domain.ByPlace: code[d.Territory], domain.ByGroup: code[d.WorkingGroup],
			domain.ByAxis: code[d.Axis], domain.ByAction: code[d.RoadmapAction], domain.ByPriority: code[d.Priority], domain.ByEvent: "h:" + d.ID}
		for _, id := range d.OtherActions {
			h.others[domain.ByAction] = append(h.others[domain.ByAction], code[id])
		}
		h.dated()
		s.history = append(s.history, h)
	}
	s.names = map[int]string{}
	for i, p := range w.people {
		if p.MergedInto == "" && !(w.apart && i%3 == 0) {
			s.names[p.Num] = p.NameKey
		}
	}
}

func (w *world) rawEvent(e *records.Event, code map[string]string) *rawEvent {
	slots, err := records.Slots(w.app, e.ID)
	must(w.T, err)
	one := &rawEvent{num: e.Num, status: e.Status, heldBack: e.HeldBack, starts: e.StartsAt.Time(), last: slots[len(slots)-1].StartsAt.Time(), slots: len(slots), capacity: e.Capacity, campaign: e.Campaign}
	if e.Partners != "" {
		one.partner = e.Partners[len(e.Partners)-len("CPTS"):] // the last of them
	}
	programme := records.Find(w.ref.Programmes, e.Programme)
	one.pssm, one.stage = programme.Code == "pssm-standard" || programme.Code == "pssm-jeunes", programme.Kind == "stage"
	one.line = map[domain.Table]string{domain.ByProgramme: programme.Code, domain.ByRole: e.PTSMRole, domain.ByPlace: code[e.Territory], domain.ByGroup: code[e.WorkingGroup],
		domain.ByAxis: code[e.Axis], domain.ByAction: code[e.RoadmapAction], domain.ByPriority: code[e.Priority]}
	if e.Placement != "" {
		one.entry, one.host = true, w.structure(e.Host)
		told, err := records.PlacementReportOf(w.app, e.Placement, "trainee")
		must(w.T, err)
		one.report = !told.SentAt.IsZero()
	}
	one.dated()
	one.others = map[domain.Table][]string{domain.ByGroup: {code[e.OtherGroups[0]]}, domain.ByAction: {code[e.OtherActions[0]], code[e.OtherActions[1]]}}
	counts, err := records.Headcounts(w.app, e.ID)
	must(w.T, err)
	for _, h := range counts {
		one.heads += h.People
	}
	return one
}

func (w *world) raw(one *rawEvent, e *records.Event, r records.Registration, code map[string]string) raw {
	row := raw{rawEvent: one, person: w.person(r.Person), structure: w.structure(r.Structure), door: r.Origin == domain.FromDoor}
	row.registered = !r.ConfirmedAt.IsZero() && !row.door
	here, err := records.AttendancesOf(w.app, r.ID)
	must(w.T, err)
	proof := 0
	for _, a := range here {
		row.minutes += a.Minutes
		row.attended = append(row.attended, a.Slot)
		proof = max(proof, a.Proof)
	}
	if len(here) > 0 { // who comes along is counted with the event's public, with nobody's name
		one.heads += r.Companions
	}
	scans, err := records.ScansOf(w.app, r.ID)
	must(w.T, err)
	for _, s := range scans {
		if s.Counts && s.Source != "camera" && !e.HeldAt.IsZero() && s.ReceivedAt.Time().After(e.HeldAt.Time()) {
			one.fixed++
		}
	}
	row.line = map[domain.Table]string{domain.BySector: code[r.Sector], domain.ByWork: code[r.Territory], domain.ByProfession: code[r.Profession],
		domain.ByProof: []string{"", "declared", "added_later", "paper", "scanned", "signed"}[proof]}
	if row.structure > 0 {
		row.line[domain.ByStructure] = strconv.Itoa(row.structure)
	}
	row.outcome = domain.OutcomeOf(domain.Fate{EventStatus: e.Status, State: domain.State(r.State), Present: row.came(), Excused: r.Excused, ByOrganiser: r.ByOrganiser(), HeldBack: e.HeldBack})
	return row
}

// person and structure are the numbers of what a row counts as.
func (w *world) person(id string) int {
	num := map[string]int{}
	for _, p := range w.people {
		num[p.ID] = p.Num
	}
	if p := w.people[0]; p.ID == id && p.MergedInto != "" {
		id = p.MergedInto
	}
	return num[id]
}

func (w *world) structure(id string) int {
	num := map[string]int{}
	for _, s := range w.structures {
		num[s.ID] = s.Num
	}
	if s := w.structures[0]; s.ID == id && s.MergedInto != "" {
		id = s.MergedInto
	}
	return num[id]
}

// The same from the database: what is read and merged there is what the rows say.
func TestFiguresAreThoseOfTheRawRows(t *testing.T) {
	app := testapp.New(t)
	ref, err := records.LoadReference(app)
	must(t, err)
	for seed := range 60 {
		trial(t, app, func(app core.App) {
			w := &world{T: t, app: app, rnd: rand.New(rand.NewSource(int64(seed))), ref: ref}
			w.draw()
			s := w.read()
			for range 2 {
				q := drawQuery(w.rnd, func(table domain.Table) string {
					e := s.events[w.rnd.Intn(len(s.events))]
					if table >= domain.BySector && len(s.rows) > 0 {
						return s.rows[w.rnd.Intn(len(s.rows))].line[table]
					}
					return e.line[table]
				})
				r, err := stats.Count(app, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), stats.Query(q))
				must(t, err)
				s.compare(t, q, r.Report)
			}
		})
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}
