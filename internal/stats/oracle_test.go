package stats_test

import (
	"slices"
	"testing"
	"time"

	"passerelle/internal/domain"
)

// rawEvent and raw are an event and a registration as their own rows tell them, without facts.
type rawEvent struct {
	num                    int
	line                   map[domain.Table]string
	others                 map[domain.Table][]string
	status                 string
	heldBack, pssm, stage  bool
	starts, last           time.Time
	slots                  int
	capacity, heads, fixed int // fixed: corrections after closing
	campaign, partner      string
	entry, report          bool // the register's entry of one stage croisé; its report was received
	host                   int  // structure
}

type raw struct {
	*rawEvent
	person, structure int
	line              map[domain.Table]string // its own lines: sector, territory, structure, function, proof
	outcome           domain.Outcome
	registered, door  bool
	minutes           int
	attended          []string // half-days
}

func (r raw) came() bool { return len(r.attended) > 0 }

// rawSeason is all rows, and what the lists say of the territories.
type rawSeason struct {
	events     []*rawEvent
	rows       []raw
	population map[string]int
	order      map[string]int // of the territories in their list
	history    []*rawHistory
	names      map[int]string // by person, of those who may be the same as who bears the same name
	sectors    map[int]string // of structures, in the directory
	seen       map[string]int // what was recounted and was something; nil: nobody asks
}

var parisZone = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}()

func parisText(t time.Time, layout string) string { return t.In(parisZone).Format(layout) }

// asked is what is asked: a period, and the lines that are wanted.
type asked struct {
	domain.Period
	domain.Filter
}

func (q asked) dated(t time.Time) bool {
	return (q.From.IsZero() || !t.Before(q.From)) && (q.To.IsZero() || t.Before(q.To))
}

// takes tells whether the event is of those asked for, whenever it was.
func (q asked) takes(e *rawEvent) bool {
	for t, key := range q.Keys {
		if t < domain.BySector && e.line[t] != key {
			return false
		}
	}
	return (q.Campaign == "" || q.Campaign == e.campaign) && (q.Partner == "" || q.Partner == domain.Fold(e.partner)) && (q.Status == "" || q.Status == e.status)
}

func (q asked) ofPeople() bool {
	for t := range q.Keys {
		if t >= domain.BySector {
			return true
		}
	}
	return false
}

func (q asked) takesRow(r raw) bool {
	for t, key := range q.Keys {
		if t >= domain.BySector && r.line[t] != key {
			return false
		}
	}
	return q.takes(r.rawEvent)
}

// at tells whether an event, or a registration, is in a line. Table -1: the total.
func (e *rawEvent) at(t domain.Table, key string) bool { return t < 0 || e.line[t] == key }

func (r raw) at(t domain.Table, key string) bool { return t < 0 || r.key(t) == key }

func (r raw) key(t domain.Table) string {
	if t >= domain.BySector {
		return r.line[t]
	}
	return r.rawEvent.line[t]
}

// figure recounts one number, the obvious way.
func (s rawSeason) figure(q asked, code string, t domain.Table, key string) (n int) {
	once := map[int]bool{}
	for _, r := range s.rows {
		if !q.takesRow(r) {
			continue
		}
		if code == "pssm_trained" {
			when := map[domain.Table]string{domain.ByYear: parisText(r.last, "2006"), domain.ByMonth: parisText(r.last, "2006-01")}
			in, moved := when[t]
			if q.dated(r.last) && r.came() && s.complete(r) && (moved && in == key || !moved && r.at(t, key)) {
				once[r.person] = true
			}
			continue
		}
		if !q.dated(r.starts) || !r.at(t, key) {
			continue
		}
		switch {
		case code == "distinct_people" && r.came(), code == "new_people" && r.came() && q.dated(s.first(r.person)),
			code == "returning_people" && r.came() && !q.dated(s.first(r.person)):
			once[r.person] = true
		case code == "structures" && r.came() && r.structure != 0:
			once[r.structure] = true
		case code == "placement_institutions" && r.placed():
			once[r.structure], once[r.host] = true, true
			delete(once, 0)
		case code == "placement_pairs" && r.placed():
			if a, b := s.sectors[r.structure], s.sectors[r.host]; a != "" && b != "" && a != b {
				once[min(r.structure, r.host)*10_000+max(r.structure, r.host)] = true
			}
		default:
			n += r.amount(code)
		}
	}
	for _, e := range s.events {
		if q.takes(e) && q.dated(e.starts) {
			n += s.ofEvent(q, e, code, t, key)
		}
	}
	return n + len(once)
}

// amount is what a registration counts for in a figure that adds up.
func (r raw) amount(code string) int {
	settled := r.status == domain.Held && !r.heldBack
	kept := r.registered && settled && !r.entry && (r.came() || r.outcome == domain.Absent || r.outcome == domain.Excused)
	switch {
	case code == "attendance_minutes":
		return r.minutes
	case code == "placement_half_days" && r.placed():
		return len(r.attended)
	case code == "registrations", code == r.outcome.Code(), code == "registered" && r.registered, code == "walk_ins" && r.door,
		code == "registered_kept" && kept, code == "present_registered" && kept && r.came(),
		code == "placements_done" && r.placed(), code == "placement_reports" && r.placed() && r.report:
		return 1
	}
	return 0
}

// placed tells whether a registration is a stage croisé that is done.
func (r raw) placed() bool { return (r.stage || r.entry) && r.came() && r.status == domain.Held }

// ofEvent is what an event counts for. Seats taken are those of its registrations.
func (s rawSeason) ofEvent(q asked, e *rawEvent, code string, t domain.Table, key string) (n int) {
	seen := false // somebody asked for was there
	for _, r := range s.rows {
		seen = seen || r.rawEvent == e && r.came() && q.takesRow(r)
	}
	held := e.status == domain.Held && !e.entry && (seen || !q.ofPeople())
	if code == "secondary_events" && held {
		for table, keys := range e.others {
			if (t < 0 && len(keys) > 0) || (t == table && slices.Contains(keys, key)) {
				return 1
			}
		}
	}
	if !e.at(t, key) {
		return 0
	}
	if code == "events_held" && held {
		return 1
	}
	if q.ofPeople() {
		return 0
	}
	switch {
	case code == "headcount_public":
		return e.heads
	case code == "corrections":
		return e.fixed
	case code == "seats" && held && !e.heldBack:
		return e.capacity
	case code == "seats_taken" && e.capacity > 0:
		for _, r := range s.rows {
			if r.rawEvent == e {
				n += r.amount("registered_kept")
			}
		}
	}
	return n
}

// complete tells whether the person was at every half-day of a held PSSM course, by any of the registrations there.
func (s rawSeason) complete(r raw) bool {
	if !r.pssm || r.status != domain.Held {
		return false
	}
	half := map[string]bool{}
	for _, o := range s.rows {
		if o.rawEvent == r.rawEvent && o.person == r.person {
			for _, slot := range o.attended {
				half[slot] = true
			}
		}
	}
	return len(half) == r.slots
}

// first is when a person first came to anything.
func (s rawSeason) first(person int) (at time.Time) {
	for _, r := range s.rows {
		if r.person == person && r.came() && (at.IsZero() || r.starts.Before(at)) {
			at = r.starts
		}
	}
	return at
}

// keys lists every line that a table may have.
func (s rawSeason) keys(t domain.Table) map[string]bool {
	keys := map[string]bool{"": true}
	for _, e := range s.events {
		keys[e.line[t]] = true
		for _, k := range e.others[t] {
			keys[k] = true
		}
	}
	for _, r := range s.rows {
		keys[r.line[t]] = true
		if r.pssm {
			keys[map[domain.Table]string{domain.ByYear: parisText(r.last, "2006"), domain.ByMonth: parisText(r.last, "2006-01")}[t]] = true
		}
	}
	for _, h := range s.history {
		keys[h.line[t]] = true
		for _, k := range h.others[t] {
			keys[k] = true
		}
	}
	return keys
}

// compare holds a report against the recount: every figure of every line of every table, declared numbers beside.
func (s rawSeason) compare(t *testing.T, q asked, r domain.Report) {
	t.Helper()
	s.noteFilter(q)
	for f, i := range domain.Indicators {
		s.same(t, q, r.Total, domain.Figure(f), i.Code, -1, "")
	}
	s.declaredRow(t, q, r.Total, -1, "")
	for i := range domain.Tables {
		table, rows := domain.Table(i), map[string]domain.Row{}
		keys := s.keys(table)
		for _, row := range r.Tables[i] {
			rows[row.Key], keys[row.Key] = row, true
		}
		for key := range keys {
			for _, f := range table.Figures() {
				s.same(t, q, rows[key], f, domain.Indicators[f].Code, table, key)
			}
			s.declaredRow(t, q, rows[key], table, key)
		}
	}
	s.compareHistory(t, q, r)
	s.compareDerived(t, q, r)
}

// same holds one number of a line against the recount.
func (s rawSeason) same(t *testing.T, q asked, row domain.Row, f domain.Figure, code string, table domain.Table, key string) {
	t.Helper()
	want := s.figure(q, code, table, key)
	if got := row.Counts[f]; got != want {
		t.Errorf("%v, %s of %q in table %d: %d, recounted %d", q, code, key, table, got, want)
	}
	if want > 0 {
		s.note("figure", code, table)
	}
}
