package domain

import (
	"cmp"
	"slices"
)

// Report is the figures of a period.
type Report struct {
	Period  Period
	Filter  Filter
	Total   Row
	Tables  [tableCount][]Row // the line « non renseigné » is always there, the last
	History []HistoryLine     // the lines of the history that the period touches, and those without a date
	// Duplicates is how many of the distinct people are perhaps counted twice: they bear the name of another
	// and nobody has said whether they are the same.
	Duplicates int
	Events     []EventFigures // one line an event of the period that has any number, the earliest first
	Mixity     MixityTable
	Coverage   Coverage
	Placements PlacementFigures
	PSSM       Cumulation // up to the end of the period, from the first course ever
}

// HistoryLine is a line of the history and what the period makes of it. Counts: it is in the declared sums.
type HistoryLine struct {
	StatDeclared
	Standing Standing
	Counts   bool
}

// Row is one line of a table, or a total. Declared numbers are never added to the recorded ones.
type Row struct {
	Key, Label string
	Counts
	DeclaredEvents, DeclaredPresent, DeclaredTrained *DeclaredValue
	// SecondaryDeclared is how many lines of the history are listed here besides; see FigSecondary.
	SecondaryDeclared int
}

// Declared gives what is declared of a figure; nil where nothing is.
func (r Row) Declared(f Figure) *DeclaredValue {
	switch f {
	case FigEvents:
		return r.DeclaredEvents
	case FigPresent:
		return r.DeclaredPresent
	case FigPSSM:
		return r.DeclaredTrained
	}
	return nil
}

// cell is a line under way; line is its place in the tally's list.
type cell struct {
	Counts
	declared declaredSum
	line     int32
	besides  int // lines of the history listed here besides
	last     int // the first-aider seen last, if any was
	saw      bool
}

// tally is a count under way.
type tally struct {
	in    StatInput
	cells []*cell // the total, then the lines of all tables
	total *cell
	rows  [tableCount]map[string]*cell
	event []int32                        // by number: 1 + the position in in.Events, of the events of the period
	by    [][EventTables]*cell           // the cells of each event
	num   [tableCount - BySector][]int32 // by number: the line, for the tables that cut people
	unset [tableCount - BySector]int32   // their lines « non renseigné »
	place []int32                        // by line: its place among the labels of its table, from 1; 0: « non renseigné »
	mixed [mixedTables]grid
	// complete are all first-aiders up to the end of the period, in the order of their people.
	complete []Trained
}

// Count gives the figures of a period. Everything of an event belongs to the day of its first half-day, a
// completed course to that of its last. Each table's parts sum to its total; distinct people and structures
// are counted anew in every line and in the total.
func Count(in StatInput) Report {
	t := &tally{in: in, by: make([][EventTables]*cell, len(in.Events))}
	t.total = t.newCell()
	for i := range t.rows {
		t.rows[i] = map[string]*cell{"": t.newCell()}
	}
	for i := BySector; i < tableCount; i++ {
		t.number(i)
	}
	top := 0
	for i := range in.Events {
		top = max(top, in.Events[i].Num)
	}
	t.event = make([]int32, top+1)
	for i := range in.Events {
		t.addEvent(i)
	}
	r := Report{Period: in.Period}
	r.Duplicates = t.facts()
	r.Placements = t.stays()
	t.complete = t.completed()
	t.trained()
	t.declare(in, &r)
	t.report(&r)
	t.derive(&r)
	return r
}

func (t *tally) newCell() *cell {
	c := &cell{line: int32(len(t.cells))}
	t.cells, t.place = append(t.cells, c), append(t.place, 0)
	return c
}

// cell finds or makes the line of a table.
func (t *tally) cell(table Table, key string) *cell {
	c := t.rows[table][key]
	if c == nil {
		c = t.newCell()
		t.rows[table][key] = c
	}
	return c
}

// number maps the numbers of a list to their lines.
func (t *tally) number(table Table) {
	top := 0
	for _, l := range t.in.Labels[table] {
		top = max(top, l.Num)
	}
	unset := t.rows[table][""].line
	lines := make([]int32, top+1)
	for i := range lines {
		lines[i] = unset
	}
	for _, l := range t.in.Labels[table] {
		lines[l.Num] = t.cell(table, l.Key).line
	}
	t.num[table-BySector], t.unset[table-BySector] = lines, unset
	for i, l := range t.in.Labels[table] {
		line := t.cell(table, l.Key).line
		if t.place[line] == 0 && l.Key != "" {
			t.place[line] = int32(i) + 1
		}
	}
}

func (t *tally) addEvent(i int) {
	e := &t.in.Events[i]
	for table := range EventTables {
		t.by[i][table] = t.cell(Table(table), e.Keys[table])
	}
	if !t.in.Period.Holds(e.Starts) {
		return
	}
	t.event[e.Num] = int32(i) + 1
	for _, c := range append([]*cell{t.total}, t.by[i][:]...) {
		for _, f := range []Figure{FigEvents, FigHeadcount, FigSeats, FigCorrections} {
			c.Counts[f] += e.Amount(f)
		}
	}
	t.addSecondary(e)
}

// Trained is somebody who completed a course: Event is a position in the input's events.
type Trained struct{ Event, Person int }

// TrainedOf lists who was present at every half-day of a closed PSSM course that ended in the period.
func TrainedOf(in StatInput) (done []Trained) {
	position := map[int]int{}
	for i, e := range in.Events {
		if e.PSSM && e.Held && in.Period.Holds(e.Last) {
			position[e.Num] = i
		}
	}
	slots, complete := map[uint64]map[string]bool{}, map[uint64]bool{}
	for _, a := range in.Courses {
		i, ok := position[a.Event]
		if !ok {
			continue
		}
		who := uint64(i)<<32 | uint64(uint32(a.Person))
		if complete[who] {
			continue
		}
		if need := in.Events[i].Slots; need != 1 {
			if slots[who] == nil {
				slots[who] = map[string]bool{}
			}
			if slots[who][a.Slot] = true; len(slots[who]) != need {
				continue
			}
		}
		complete[who] = true
		done = append(done, Trained{i, a.Person})
	}
	return done
}

// trained counts the first-aiders of every line that cuts events. They come in the order of their people: each line knows
// whom it saw last.
func (t *tally) trained() {
	lines := make([][]*cell, len(t.in.Events))
	for _, who := range t.complete {
		e := &t.in.Events[who.Event]
		if !t.in.Period.Holds(e.Last) {
			continue
		}
		if lines[who.Event] == nil {
			cells := append([]*cell{t.total}, t.by[who.Event][:]...)
			cells[1+ByMonth], cells[1+ByYear] = t.cell(ByMonth, e.LastMonth), t.cell(ByYear, e.LastYear)
			lines[who.Event] = cells
		}
		for _, c := range lines[who.Event] {
			if !c.saw || c.last != who.Person {
				c.saw, c.last = true, who.Person
				c.Counts[FigPSSM]++
			}
		}
	}
}

// completed lists who completed a course up to the end of the period, from the first course ever, in the order of people.
func (t *tally) completed() []Trained {
	in := t.in
	in.Period.From = Period{}.From
	all := TrainedOf(in)
	slices.SortStableFunc(all, func(a, b Trained) int { return cmp.Compare(a.Person, b.Person) })
	return all
}
