package domain

import (
	"slices"
	"sort"
)

// Unset is how the line of what was not given is called.
const Unset = "non renseigné"

// report turns the tally into lines, in the order of the lists. Lines without any number are left out, but
// for « non renseigné » and the months between two others.
func (t *tally) report(r *Report) {
	r.Filter = t.in.Filter
	r.Total = row(Label{Label: "Total"}, t.total)
	for i := range Tables {
		table := Table(i)
		figures := table.Figures()
		lines := []Row{}
		for _, l := range t.in.Labels[table] {
			lines = append(lines, row(l, t.cell(table, l.Key)))
		}
		lines = append(lines, t.unlisted(table)...)
		r.Tables[table] = trim(table, figures, lines)
		if table == ByStructure {
			sort.SliceStable(r.Tables[table], func(a, b int) bool {
				return r.Tables[table][a].Counts[FigPresent] > r.Tables[table][b].Counts[FigPresent]
			})
		}
		label := Unset
		if table == ByStructure { // « sans structure » is an answer, and stored as none
			label = "sans structure, ou " + Unset
		}
		r.Tables[table] = append(r.Tables[table], row(Label{Label: label}, t.rows[table][""]))
	}
}

// unlisted gives the lines whose key the list does not name, by key: nothing that was counted is lost.
func (t *tally) unlisted(table Table) (lines []Row) {
	listed := map[string]bool{"": true}
	for _, l := range t.in.Labels[table] {
		listed[l.Key] = true
	}
	for key, c := range t.rows[table] {
		if !listed[key] {
			lines = append(lines, row(Label{Key: key, Label: key}, c))
		}
	}
	slices.SortFunc(lines, func(a, b Row) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	return lines
}

func row(l Label, c *cell) Row {
	return Row{Key: l.Key, Label: l.Label, Counts: c.Counts, DeclaredEvents: c.declared.of(FigEvents),
		DeclaredPresent: c.declared.of(FigPresent), DeclaredTrained: c.declared.of(FigPSSM), SecondaryDeclared: c.besides}
}

// trim leaves out the lines without a number.
func trim(table Table, figures []Figure, lines []Row) (kept []Row) {
	says := func(r Row) bool {
		for _, f := range figures {
			if r.Counts[f] != 0 {
				return true
			}
		}
		return r.SecondaryDeclared > 0 || r.DeclaredEvents != nil || r.DeclaredPresent != nil || r.DeclaredTrained != nil
	}
	if table == ByMonth || table == ByYear {
		first := slices.IndexFunc(lines, says)
		if first < 0 {
			return nil
		}
		last := len(lines) - 1
		for !says(lines[last]) {
			last--
		}
		return lines[first : last+1]
	}
	for _, l := range lines {
		if says(l) {
			kept = append(kept, l)
		}
	}
	return kept
}

// Selection is what one figure of one line counts: positions in the input.
type Selection struct {
	Events  []int
	Facts   []int // one a registration that it counts; all those of its people or structures when distinct
	Trained []Trained
	Stays   []int // of the figures that facts alone do not tell
}

// Select lists what a figure counts in a line of a table, by the same rules as Count. Table -1 is the total.
func Select(in StatInput, figure Figure, table Table, key string) (s Selection) {
	if figure == FigPSSM {
		for _, who := range TrainedOf(in) {
			e := in.Events[who.Event]
			e.Keys[ByMonth], e.Keys[ByYear] = e.LastMonth, e.LastYear
			if table < 0 || e.Keys[table] == key {
				s.Trained = append(s.Trained, who)
			}
		}
		return s
	}
	if figure == FigSecondary {
		s.Events = Secondary(in, table, key)
		return s
	}
	if figure.OfStays() {
		s.Stays = staysOf(in, figure, table, key)
		return s
	}
	inside := map[int32]*StatEvent{}
	for i, e := range in.Events {
		if !in.Period.Holds(e.Starts) || (table >= 0 && table < BySector && e.Keys[table] != key) {
			continue
		}
		inside[int32(e.Num)] = &in.Events[i]
		if figure.OfEvents() && e.Amount(figure) != 0 {
			s.Events = append(s.Events, i)
		}
	}
	if figure.OfEvents() {
		return s
	}
	line := lineOf(in, table)
	for i := range in.Facts {
		f := &in.Facts[i]
		if e := inside[f.Event]; e != nil && counts(in, figure, f, e) && (table < BySector || line(f) == key) {
			s.Facts = append(s.Facts, i)
		}
	}
	return s
}

// lineOf gives the key of a registration in a table that cuts people.
func lineOf(in StatInput, table Table) func(*StatFact) string {
	if table < BySector {
		return nil
	}
	keys := map[int32]string{}
	for _, l := range in.Labels[table] {
		keys[int32(l.Num)] = l.Key
	}
	return func(f *StatFact) string { return keys[f.num(table)] }
}

// OfEvents tells whether a figure counts events, or what they hold, rather than registrations.
func (f Figure) OfEvents() bool {
	return f == FigEvents || f == FigHeadcount || f == FigSeats || f == FigCorrections || f == FigSecondary
}

// Amount is what an event counts for in a figure of events.
func (e *StatEvent) Amount(f Figure) int {
	switch {
	case e.Aside, e.Entry && f != FigHeadcount && f != FigCorrections:
	case f == FigHeadcount:
		return e.Headcount
	case f == FigCorrections:
		return e.Corrections
	case f == FigSeats && e.Settled():
		return e.Capacity
	case (f == FigEvents || f == FigSecondary) && e.Held:
		return 1
	}
	return 0
}

// counts tells whether a figure counts a registration.
func counts(in StatInput, figure Figure, f *StatFact, e *StatEvent) bool {
	switch figure {
	case FigPeople:
		return Outcome(f.Outcome) == Present
	case FigNew, FigReturning:
		return Outcome(f.Outcome) == Present && in.Period.Holds(in.First.Of(f.Person)) == (figure == FigNew)
	case FigStructures:
		return Outcome(f.Outcome) == Present && f.Structure != 0
	case FigMinutes:
		return f.Minutes != 0
	}
	var list [maxOnes]Figure
	return slices.Contains(f.ones(e, list[:0]), figure)
}

// TotalOf is the total of a table: its own count, printed under it.
func (r Report) TotalOf(t Table) Row {
	total := r.Total
	if !t.Declares(FigEvents) {
		total.DeclaredEvents, total.DeclaredTrained = nil, nil
	}
	if !t.Declares(FigPresent) {
		total.DeclaredPresent = nil
	}
	return total
}
