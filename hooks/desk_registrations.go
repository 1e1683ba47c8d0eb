package hooks

import (
	"net/http"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/paris"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// registrationsShown is how many rows one page holds; over it, one searches or downloads the list.
const registrationsShown = 1000

// Words by which the list tells who came; the instant filter looks for them in the row.
const (
	cameWord   = "présence notée"
	absentWord = "aucune présence"
)

// registrationsPage is the view of desk_registration/list.
type registrationsPage struct {
	Top                         eventTop
	Confirmed, Waiting, Stopped int
	WalkIns                     int // confirmed too, outside the seats' count
	Slots                       []slotCount
	Rows                        []registrationRow
	Total                       int
	Q, State, Presence          string
	Workshop                    string // id of its option
	States, Presences           []web.Option
	Workshops                   []web.Option
	Addable                     bool
}

// Whole tells whether the page holds every registration, so that it can be filtered at once.
func (v registrationsPage) Whole() bool { return len(v.Rows) == v.Total }

// Filtered tells whether something narrows the list.
func (v registrationsPage) Filtered() bool { return v.Q+v.State+v.Presence+v.Workshop != "" }

type slotCount struct {
	Label   string
	Start   time.Time
	Present int
}

type registrationRow struct {
	ID, Name, Structure, Profession, Origin, Needs, Came string
	State                                                stateWord
	Overall                                              stateWord // over its half-days
	Rank                                                 int
	Excused, Incomplete                                  bool
	At                                                   time.Time
	Presence                                             []slotPresence
	Workshops                                            []question.Room // that were chosen
	Referent                                             string          // who registered the group it came with
}

type slotPresence struct {
	Cell               string // in its column, for who is not present
	Left               string
	Slot, Clock, Proof string
	Present            bool
	Minutes            int
}

// deskRegistrations lists who is registered.
func (s *site) deskRegistrations(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	view := registrationsPage{Top: s.topOf(e, ev), Q: q.Get("q"), State: q.Get("etat"), Presence: q.Get("presence"), Workshop: q.Get("atelier"), Addable: ev.Status != domain.Cancelled && ev.Status != domain.Draft,
		Presences: []web.Option{{Value: cameWord, Label: "Présence notée"}, {Value: absentWord, Label: "Aucune présence"}}}
	for _, st := range statusOrder {
		view.Presences = append(view.Presences, web.Option{Value: statusWords[st].Text, Label: statusWords[st].Text})
	}
	sheet, err := readRegistrations(e.App, ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	view.Total = len(sheet.rows)
	for _, r := range sheet.rows {
		if view.keeps(r) && len(view.Rows) < registrationsShown {
			view.Rows = append(view.Rows, r)
		}
	}
	view.WalkIns = sheet.walkIns
	view.Confirmed, view.Waiting, view.Stopped = sheet.states[domain.Confirmed]-sheet.walkIns, sheet.states[domain.Waitlisted], sheet.states[domain.RegistrationStopped]
	view.Slots = sheet.counts
	for _, w := range sheet.workshops {
		view.Workshops = append(view.Workshops, web.Option{Value: w.Option, Label: w.Label})
	}
	if slices.ContainsFunc(sheet.rows, func(r registrationRow) bool { return r.Incomplete }) {
		view.States = append(view.States, web.Option{Value: incompleteWord, Label: incompleteWord})
	}
	for _, st := range shownStates {
		if sheet.states[st] > 0 {
			view.States = append(view.States, web.Option{Value: stateWords[st].Text, Label: stateWords[st].Text})
		}
	}
	return s.render(e, http.StatusOK, "desk_registration/list", view)
}

// keeps tells whether a row answers the filter: the same as the page does at once.
func (v registrationsPage) keeps(r registrationRow) bool {
	text := domain.Fold(r.Name + " " + r.Structure + " " + r.Profession + " " + r.Referent)
	for _, w := range strings.Fields(domain.Fold(v.Q)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	in := slices.ContainsFunc(r.Workshops, func(w question.Room) bool { return w.Option == v.Workshop })
	return (v.State == "" || v.State == r.State.Text || v.State == incompleteWord && r.Incomplete) && (v.Presence == "" || v.Presence == r.Came || v.Presence == r.Overall.Text) && (v.Workshop == "" || in)
}

// registrationSheet is every registration of an event in words, by name; the screen and the file are made of it.
type registrationSheet struct {
	event   *records.Event
	slots   []records.Slot
	rows    []registrationRow
	raw     []records.Registration // of the rows, same order
	states  map[domain.State]int
	walkIns int // confirmed at the door
	counts  []slotCount

	questions []records.Question // those no longer asked too
	workshops []question.Room
}

func readRegistrations(app core.App, ev *records.Event, now time.Time) (out registrationSheet, err error) {
	out = registrationSheet{event: ev, states: map[domain.State]int{}}
	if out.slots, err = records.Slots(app, ev.ID); err != nil {
		return out, err
	}
	if out.raw, err = records.Registrations(app, ev.ID); err != nil {
		return out, err
	}
	if out.questions, err = records.EveryQuestion(app, ev.ID); err != nil {
		return out, err
	}
	if out.workshops, err = question.Workshops(app, ev.ID, ""); err != nil {
		return out, err
	}
	attendances, err := records.Attendances(app, ev.ID)
	if err != nil {
		return out, err
	}
	structures, err := door.StructureNames(app)
	if err != nil {
		return out, err
	}
	professions, err := listNames(app, records.Professions)
	if err != nil {
		return out, err
	}
	ranks := out.tally()
	sort.SliceStable(out.raw, func(a, b int) bool {
		return domain.NameKey(out.raw[a].LastName, out.raw[a].FirstName) < domain.NameKey(out.raw[b].LastName, out.raw[b].FirstName)
	})
	bookings, err := records.Bookings(app, ev.ID)
	if err != nil {
		return out, err
	}
	present := presenceBySlot(attendances)
	for _, r := range out.raw {
		row := out.row(now, &r, present[r.ID])
		row.Structure, row.Profession, row.Rank = structures[r.Structure], professions[r.Profession], ranks[r.ID]
		if b, ok := bookings[r.Booking]; ok {
			row.Referent = b.Name()
		}
		out.rows = append(out.rows, row)
	}
	out.countPresent()
	return out, nil
}

// tally counts the registrations by state, and gives the rank of those who wait. The rows come in the order of their
// seq.
func (out *registrationSheet) tally() (ranks map[string]int) {
	ranks = map[string]int{}
	for _, r := range out.raw {
		out.states[domain.State(r.State)]++
		if r.State == string(domain.Confirmed) && r.Origin == domain.FromDoor {
			out.walkIns++
		}
		if r.State == string(domain.Waitlisted) {
			ranks[r.ID] = out.states[domain.Waitlisted]
		}
	}
	return ranks
}

// row tells a registration in words, without what other rows hold: its structure, its profession, its group.
func (out *registrationSheet) row(now time.Time, r *records.Registration, present map[string]records.Attendance) registrationRow {
	confirmed := domain.State(r.State) == domain.Confirmed
	row := registrationRow{ID: r.ID, Name: r.LastName + " " + r.FirstName, Origin: originWords[r.Origin], Needs: r.Needs,
		State: stateWords[domain.State(r.State)], Excused: r.Excused, Incomplete: r.Incomplete && confirmed, At: r.RegisteredAt.Time(),
		Presence: slotPresences(out.slots, present), Came: absentWord}
	if len(present) > 0 {
		row.Came = cameWord
	}
	fates := fatesOf(out.event, now, out.slots, r, present)
	row.Overall = statusWords[domain.StatusOf(confirmed, fates)]
	for i := range row.Presence {
		row.Presence[i].Cell = cellWords[domain.StatusAt(confirmed, fates[i])]
	}
	for _, w := range out.workshops {
		if slices.Contains(r.Answers[w.Question], w.Option) {
			row.Workshops = append(row.Workshops, w)
		}
	}
	return row
}

// countPresent counts who is present at each half-day.
func (out *registrationSheet) countPresent() {
	labels := slotLabels(out.slots)
	for i, sl := range out.slots {
		n := slotCount{Label: labels[i], Start: sl.StartsAt.Time()}
		for _, r := range out.rows {
			if r.Presence[i].Present {
				n.Present++
			}
		}
		out.counts = append(out.counts, n)
	}
}

func presenceBySlot(rows []records.Attendance) map[string]map[string]records.Attendance {
	out := map[string]map[string]records.Attendance{}
	for _, a := range rows {
		if out[a.Registration] == nil {
			out[a.Registration] = map[string]records.Attendance{}
		}
		out[a.Registration][a.Slot] = a
	}
	return out
}

func slotPresences(slots []records.Slot, of map[string]records.Attendance) (out []slotPresence) {
	labels := slotLabels(slots)
	for i, sl := range slots {
		p := slotPresence{Slot: labels[i]}
		if a, ok := of[sl.ID]; ok {
			if !a.LeftAt.IsZero() {
				p.Left = paris.Clock(a.LeftAt.Time())
			}
			p.Present, p.Minutes, p.Proof = true, a.Minutes, proofWords[domain.Proof(a.Proof)]
			if domain.Proof(a.Proof) >= domain.Scanned {
				p.Clock = paris.Clock(a.FirstAt.Time())
			}
		}
		out = append(out, p)
	}
	return out
}

// slotLabels names the half-days of an event shortly, so that no two look the same: the label, else the day,
// and the hours where a day has several.
func slotLabels(slots []records.Slot) (out []string) {
	days := map[string]int{}
	for _, sl := range slots {
		days[paris.Short(sl.StartsAt.Time())]++
	}
	for _, sl := range slots {
		day := paris.Short(sl.StartsAt.Time())
		switch {
		case sl.Label != "":
			out = append(out, sl.Label)
		case days[day] == 1:
			out = append(out, day)
		case len(days) == 1:
			out = append(out, slotHours(sl))
		default:
			out = append(out, day+", "+slotHours(sl))
		}
	}
	return out
}

// slotHours is « 9 h - 12 h 30 ».
func slotHours(s records.Slot) string {
	return paris.Clock(s.StartsAt.Time()) + " - " + paris.Clock(s.EndsAt.Time())
}
