package stats_test

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strconv"
	"testing"
	"time"

	"passerelle/internal/domain"
)

// pick is one of some words, or none.
func pick(rnd *rand.Rand, words ...string) string {
	if n := rnd.Intn(len(words) + 1); n < len(words) {
		return words[n]
	}
	return ""
}

// moments are where a date is easily mistaken: the turn of the year in Paris, the two changes of hour, leap days.
var moments = []time.Time{
	time.Date(2025, 12, 31, 22, 59, 0, 0, time.UTC), time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC), time.Date(2026, 12, 31, 22, 30, 0, 0, time.UTC),
	time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC), time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC), time.Date(2026, 3, 31, 21, 59, 0, 0, time.UTC),
	time.Date(2026, 3, 31, 22, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC), time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC),
}

var drawnStatus = []string{domain.Published, domain.Held, domain.Held, domain.Held, domain.Cancelled, domain.Draft}

func drawEvent(rnd *rand.Rand, num int) *rawEvent {
	e := &rawEvent{num: num, status: drawnStatus[rnd.Intn(len(drawnStatus))], heldBack: rnd.Intn(5) == 0, pssm: rnd.Intn(2) == 0, stage: rnd.Intn(4) == 0,
		starts: moments[rnd.Intn(len(moments))], slots: 1 + rnd.Intn(2), capacity: rnd.Intn(3) * 5, heads: rnd.Intn(9), fixed: rnd.Intn(3),
		campaign: pick(rnd, "SISM", "Octobre"), partner: pick(rnd, "Ville d’Arras", "CPTS"), line: map[domain.Table]string{}, others: map[domain.Table][]string{}}
	if e.entry = rnd.Intn(4) == 0; e.entry {
		e.host, e.report = rnd.Intn(5), rnd.Intn(2) == 0
	}
	e.last = e.starts.Add(time.Duration(e.slots-1) * time.Hour) // an hour may be another year
	for t := range domain.BySector {
		e.line[t] = pick(rnd, "a", "b")
		if t.Seconds() && rnd.Intn(2) == 0 {
			e.others[t] = []string{pick(rnd, "a"), "b", "b"}[rnd.Intn(2):]
		}
	}
	e.dated()
	return e
}

func (e *rawEvent) dated() {
	e.line[domain.ByYear], e.line[domain.ByMonth], e.line[domain.ByEvent] = parisText(e.starts, "2006"), parisText(e.starts, "2006-01"), strconv.Itoa(e.num)
}

// drawSeason makes a small season: people, structures and lines meet often.
func drawSeason(rnd *rand.Rand) (s rawSeason) {
	s.population = map[string]int{"a": 1000 + rnd.Intn(90_000)}
	s.order = map[string]int{"a": 1, "b": 2}
	s.sectors = map[int]string{}
	for n := 1; n < 5; n++ {
		s.sectors[n] = pick(rnd, "a", "b")
	}
	for i := range rnd.Intn(5) {
		s.events = append(s.events, drawEvent(rnd, i+1))
	}
	for range min(len(s.events), 1) * rnd.Intn(25) {
		e := s.events[rnd.Intn(len(s.events))]
		r := raw{rawEvent: e, person: 1 + rnd.Intn(5), structure: rnd.Intn(4), registered: rnd.Intn(2) == 0, door: rnd.Intn(3) == 0, line: map[domain.Table]string{}}
		for i := range e.slots {
			if rnd.Intn(2) == 0 {
				r.attended = append(r.attended, fmt.Sprint(i))
				r.minutes += 10 * rnd.Intn(20)
			}
		}
		r.outcome = domain.OutcomeOf(domain.Fate{EventStatus: e.status, State: states[rnd.Intn(len(states))], Present: r.came(), Excused: rnd.Intn(3) == 0, ByOrganiser: rnd.Intn(2) == 0, HeldBack: e.heldBack})
		for t := domain.BySector; int(t) < len(domain.Tables); t++ {
			r.line[t] = pick(rnd, "a", "b")
		}
		r.line[domain.ByStructure] = map[int]string{1: "a", 2: "b"}[r.structure] // the third has no line
		s.rows = append(s.rows, r)
	}
	for i := range rnd.Intn(9) {
		s.history = append(s.history, drawHistory(rnd, i))
	}
	s.names = map[int]string{}
	for person := 1; person <= 5; person++ {
		if rnd.Intn(3) > 0 {
			s.names[person] = pick(rnd, "x", "y")
		}
	}
	return s
}

// input is the season as the figures read it.
func (s rawSeason) input(q asked) domain.StatInput {
	in := domain.StatInput{Period: q.Period, Population: s.population}
	for _, e := range s.events {
		one := domain.StatEvent{Num: e.num, Held: e.status == domain.Held, HeldBack: e.heldBack, Status: e.status, Starts: e.starts, Last: e.last,
			LastYear: parisText(e.last, "2006"), LastMonth: parisText(e.last, "2006-01"), Slots: e.slots, Capacity: e.capacity, Headcount: e.heads,
			Corrections: e.fixed, PSSM: e.pssm, Placement: e.stage || e.entry, Entry: e.entry, Host: int32(e.host), Report: e.report, Stage: e.stages(), Campaign: e.campaign, Partners: []string{e.partner}}
		for t := range domain.BySector {
			one.Keys[t], one.Others[t] = e.line[t], e.others[t]
		}
		in.Events = append(in.Events, one)
	}
	number := func(r raw, t domain.Table) int32 { // numbers without a line are « non renseigné » too
		return map[string]int32{"a": 1, "b": 2, "": int32(3 * (r.person % 2))}[r.line[t]]
	}
	for _, r := range s.rows {
		f := domain.StatFact{Event: int32(r.num), Person: int32(r.person), Structure: int32(r.structure), Sector: number(r, domain.BySector), Territory: number(r, domain.ByWork),
			Profession: number(r, domain.ByProfession), Minutes: int32(r.minutes), Outcome: int8(r.outcome), Proof: int8(number(r, domain.ByProof)), Registered: r.registered, WalkIn: r.door}
		in.Facts = append(in.Facts, f)
		if (r.stage || r.entry) && r.came() {
			in.Stays = append(in.Stays, domain.Stay{StatFact: f, HalfDays: int32(len(r.attended))})
		}
		for _, slot := range r.attended {
			if r.pssm {
				in.Courses = append(in.Courses, domain.Attended{Event: r.num, Person: r.person, Slot: slot})
			}
		}
	}
	in.Sectors = map[int32]int32{}
	for n, sector := range s.sectors {
		in.Sectors[int32(n)] = map[string]int32{"a": 1, "b": 2}[sector]
	}
	s.inputHistory(&in)
	in.First = domain.FirstsOf(in.Events, in.Facts)
	for t := range domain.Tables {
		in.Labels[t] = []domain.Label{{Num: 1, Key: "a", Label: "A"}, {Num: 2, Key: "b", Label: "B"}}
	}
	for _, t := range []domain.Table{domain.ByYear, domain.ByMonth, domain.ByEvent} {
		in.Labels[t] = nil
		for i, key := range slices.Sorted(maps.Keys(s.keys(t))) {
			if key != "" {
				in.Labels[t] = append(in.Labels[t], domain.Label{Num: i, Key: key, Label: key})
			}
		}
	}
	return in
}

// inputHistory is the history, and who bears whose name, as the figures read them.
func (s rawSeason) inputHistory(in *domain.StatInput) {
	for _, h := range s.history {
		one := domain.StatDeclared{Title: h.title, From: h.from, To: h.to, Occurrences: h.occurrences, Attendance: h.attendance, Trained: h.trained, Partners: []string{h.partner}}
		for t := range domain.BySector {
			one.Keys[t], one.Others[t] = h.line[t], h.others[t]
		}
		in.Declared = append(in.Declared, one)
	}
	in.Namesakes = map[int32]int32{}
	for person, name := range s.names {
		if name != "" {
			in.Namesakes[int32(person)] = map[string]int32{"x": 1, "y": 2}[name]
		}
	}
}

// drawQuery asks for a period and, one time in two, for some lines.
func drawQuery(rnd *rand.Rand, key func(domain.Table) string) (q asked) {
	year := func(y int) time.Time { return time.Date(y-1, 12, 31, 23, 0, 0, 0, time.UTC) }
	switch rnd.Intn(4) {
	case 0:
		q.From, q.To = year(2026), year(2027)
	case 1:
		q.From = year(2026 + rnd.Intn(2))
	case 2: // March, ended by the change of hour
		q.From, q.To = time.Date(2026, 2, 28, 23, 0, 0, 0, time.UTC), time.Date(2026, 3, 31, 22, 0, 0, 0, time.UTC)
	}
	if rnd.Intn(3) == 0 {
		return q
	}
	for range rnd.Intn(3) {
		t := domain.Table(rnd.Intn(len(domain.Tables)))
		if t != domain.ByYear && t != domain.ByMonth { // those are periods
			q.Filter = q.Filter.With(t, key(t))
		}
	}
	switch rnd.Intn(6) {
	case 0:
		q.Campaign = "SISM"
	case 1:
		q.Partner = domain.Fold("CPTS")
	case 2:
		q.Status = domain.Held
	}
	return q
}

// A thousand random seasons, every figure of every line: what one pass counts is what one finds by reading every row.
// All that is counted was met with something in it: a figure, a table or a filter without an oracle fails.
func TestAThousandSeasonsAreCountedTwice(t *testing.T) {
	seen := map[string]int{}
	for seed := range 1000 {
		rnd := rand.New(rand.NewSource(int64(seed)))
		s := drawSeason(rnd)
		s.seen = seen
		q := drawQuery(rnd, func(t domain.Table) string {
			switch { // a line that is there, or any
			case len(s.rows) > 0 && rnd.Intn(2) == 0:
				return s.rows[rnd.Intn(len(s.rows))].key(t)
			case t == domain.ByEvent:
				return pick(rnd, "1", "2")
			}
			return pick(rnd, "a", "b")
		})
		in := s.input(q)
		domain.Narrow(&in, q.Filter)
		s.compareTension(t, rnd)
		if s.compare(t, q, domain.Count(in)); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	nothingLeftOut(t, seen)
}
