package stats_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// rawHistory is a line of the history as its own row tells it. -1: not known.
type rawHistory struct {
	title                            string
	from, to                         time.Time // zero: without a date; to is the first moment after it
	occurrences, attendance, trained int
	partner                          string
	line                             map[domain.Table]string
	others                           map[domain.Table][]string
}

// dated writes the lines of the history that its days make: a year or a month only where all of it lies in one.
func (h *rawHistory) dated() {
	if h.from.IsZero() {
		return
	}
	last := h.to.Add(-time.Second)
	for t, layout := range map[domain.Table]string{domain.ByYear: "2006", domain.ByMonth: "2006-01"} {
		if key := parisText(h.from, layout); key == parisText(last, layout) {
			h.line[t] = key
		}
	}
}

// drawHistory makes a line of the history, its days at the turns of months and years in Paris.
func drawHistory(rnd *rand.Rand, n int) *rawHistory {
	h := &rawHistory{title: fmt.Sprint("Réunions ", n), occurrences: rnd.Intn(5) - 1, attendance: rnd.Intn(40) - 1, trained: -1, partner: pick(rnd, "CPTS"),
		line: map[domain.Table]string{}, others: map[domain.Table][]string{}}
	if rnd.Intn(3) == 0 {
		h.attendance = -1
	}
	if rnd.Intn(3) == 0 { // a stock, which no meeting goes with
		h.occurrences, h.attendance, h.trained = 0, -1, rnd.Intn(200)
	}
	for t := range domain.BySector {
		h.line[t] = pick(rnd, "a", "b")
	}
	h.line[domain.ByYear], h.line[domain.ByMonth], h.line[domain.ByEvent] = "", "", "h:"+h.title
	if rnd.Intn(2) == 0 {
		h.others[domain.ByAction] = []string{pick(rnd, "a", "b"), "b", "b"}[rnd.Intn(3):]
	}
	if rnd.Intn(3) > 0 {
		first := time.Date(2025+rnd.Intn(3), time.Month(1+rnd.Intn(12)), 1, 12, 0, 0, 0, parisZone)
		midnight := func(t time.Time) time.Time {
			return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, parisZone).UTC()
		}
		h.from, h.to = midnight(first), midnight(first.AddDate(0, []int{1, 3, 12, 18}[rnd.Intn(4)], 0))
	}
	h.dated()
	return h
}

// takesHistory tells whether the filter lets a line of the history through.
func (q asked) takesHistory(h *rawHistory) bool {
	for t, key := range q.Keys {
		if t >= domain.BySector || h.line[t] != key {
			return false
		}
	}
	return q.Campaign == "" && (q.Partner == "" || q.Partner == domain.Fold(h.partner)) && (q.Status == "" || q.Status == domain.Held)
}

// place tells where the period has a line: all of it inside, or cut by it.
func (q asked) place(h *rawHistory) (inside, cut bool) {
	switch {
	case q.From.IsZero() && q.To.IsZero():
		return true, false
	case h.from.IsZero():
		return false, false
	}
	starts, ends := q.From.IsZero() || !h.from.Before(q.From), q.To.IsZero() || !h.to.After(q.To)
	touched := (q.To.IsZero() || h.from.Before(q.To)) && h.to.After(q.From)
	return starts && ends, touched && !(starts && ends)
}

// declared recounts what the history says of a figure in a line; nil: nothing.
func (s rawSeason) declared(q asked, f domain.Figure, t domain.Table, key string) *domain.DeclaredValue {
	sum, said := domain.DeclaredValue{}, false
	for _, h := range s.history {
		proof := t == domain.ByProof && key == "declared" && f == domain.FigPresent
		if !q.takesHistory(h) || (t >= 0 && h.line[t] != key && !proof) || (t >= domain.BySector && !proof) {
			continue
		}
		inside, cut := q.place(h)
		n := map[domain.Figure]int{domain.FigEvents: h.occurrences, domain.FigPresent: h.attendance, domain.FigPSSM: h.trained}[f]
		stock := f == domain.FigPSSM
		switch {
		case cut && !stock, inside && n < 0 && !stock:
			sum.AtLeast = sum.AtLeast || h.occurrences != 0
		case inside && n >= 0:
			sum.Value += n
			sum.AtLeast = sum.AtLeast || stock // « plus de »
			said = said || f != domain.FigEvents || n > 0
		}
	}
	if !said {
		return nil
	}
	return &sum
}

// declaredRow holds what a line declares against the recount.
func (s rawSeason) declaredRow(t *testing.T, q asked, row domain.Row, table domain.Table, key string) {
	t.Helper()
	text := func(v *domain.DeclaredValue) string {
		if v == nil {
			return "nothing"
		}
		return fmt.Sprint(*v)
	}
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPSSM} {
		want := s.declared(q, f, table, key)
		if got := row.Declared(f); text(got) != text(want) {
			t.Errorf("%v, declared %s of %q in table %d: %s, recounted %s", q, domain.Indicators[f].Code, key, table, text(got), text(want))
		}
		if want != nil && want.Value > 0 {
			s.note("declared", domain.Indicators[f].Code, table)
		}
	}
	besides := 0
	for _, h := range s.history {
		if inside, _ := q.place(h); inside && table >= 0 && q.takesHistory(h) && slices.Contains(h.others[table], key) {
			besides++
		}
	}
	if row.SecondaryDeclared != besides {
		t.Errorf("%v, history besides of %q in table %d: %d, recounted %d", q, key, table, row.SecondaryDeclared, besides)
	}
}

// compareHistory recounts the lines listed, and the people who are perhaps one.
func (s rawSeason) compareHistory(t *testing.T, q asked, r domain.Report) {
	t.Helper()
	got, want := []string{}, []string{}
	for _, h := range r.History {
		got = append(got, fmt.Sprint(h.Title, h.Counts))
	}
	for _, h := range s.history {
		inside, cut := q.place(h)
		if q.takesHistory(h) && (inside || cut || h.from.IsZero()) {
			want = append(want, fmt.Sprint(h.title, inside))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%v, history: %v, recounted %v", q, got, want)
	}
	named := map[string]map[int]bool{}
	for _, row := range s.rows {
		name := s.names[row.person]
		if name == "" || !row.came() || !q.takesRow(row) || !q.dated(row.starts) {
			continue
		}
		if named[name] == nil {
			named[name] = map[int]bool{}
		}
		named[name][row.person] = true
	}
	twice := 0
	for _, people := range named {
		twice += len(people) - 1
	}
	if r.Duplicates != twice {
		t.Errorf("%v, perhaps counted twice: %d, recounted %d", q, r.Duplicates, twice)
	}
	if twice > 0 {
		s.note("duplicates", "", -1)
	}
}

// declare writes a line of the history with the days and numbers of a drawn one.
func (w *world) declare(h *rawHistory) {
	must(w.T, records.AddDeclared(w.app, &records.Declared{Code: "oracle-" + records.NewID(), Title: h.title, FromDay: records.At(h.from), ToDay: records.At(h.to), Occurrences: h.occurrences, Attendance: h.attendance,
		TrainedAtLeast: h.trained, Partners: h.partner, Programme: w.some(w.ref.Programmes), PTSMRole: domain.PTSMRoles[w.rnd.Intn(4)], Territory: w.some(w.ref.Territories),
		WorkingGroup: w.some(w.ref.Groups), Axis: w.some(w.ref.Axes), RoadmapAction: w.some(w.ref.Actions[2:]), Priority: w.some(w.ref.Priorities),
		OtherActions: records.List{w.ref.Actions[w.rnd.Intn(2)].ID}}))
}
