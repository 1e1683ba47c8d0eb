package domain

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

// cell is a line under way. The people and structures seen last make distinct counts cheap: registrations
// are read in their order.
type cell struct {
	Counts
	declared                  declaredSum
	lastPerson, lastStructure int32
}

// tally is a count under way.
type tally struct {
	in    StatInput
	total cell
	rows  [tableCount]map[string]*cell
	event map[int32]int                  // number → position in in.Events, of the events of the period
	by    [][EventTables]*cell           // the cells of each event
	num   [tableCount - BySector][]*cell // the cells of each number, for the tables that cut people
}

// Count gives the figures of a period. Everything of an event belongs to the day of its first half-day, a
// completed course to that of its last. Each table's parts sum to its total; distinct people and structures
// are counted anew in every line and in the total.
func Count(in StatInput) Report {
	t := &tally{in: in, event: map[int32]int{}, by: make([][EventTables]*cell, len(in.Events))}
	for i := range t.rows {
		t.rows[i] = map[string]*cell{"": {}}
	}
	for i := BySector; i < tableCount; i++ {
		t.number(i)
	}
	for i := range in.Events {
		t.addEvent(i)
	}
	r := Report{Period: in.Period}
	present := t.addFacts()
	r.Duplicates = t.people(present)
	t.structures(present)
	t.trained()
	t.declare(in, &r)
	t.report(&r)
	return r
}

// cell finds or makes the line of a table.
func (t *tally) cell(table Table, key string) *cell {
	c := t.rows[table][key]
	if c == nil {
		c = &cell{}
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
	cells := make([]*cell, top+1)
	for _, l := range t.in.Labels[table] {
		cells[l.Num] = t.cell(table, l.Key)
	}
	t.num[table-BySector] = cells
}

// of gives the lines of a registration: its event's, and its own.
func (t *tally) of(f *StatFact, position int, visit func(*cell)) {
	visit(&t.total)
	for _, c := range t.by[position] {
		visit(c)
	}
	for i := range t.num {
		cells, n := t.num[i], f.num(BySector+Table(i))
		if n < 0 || int(n) >= len(cells) || cells[n] == nil {
			visit(t.rows[BySector+Table(i)][""])
			continue
		}
		visit(cells[n])
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
	t.event[int32(e.Num)] = i
	for _, c := range append([]*cell{&t.total}, t.by[i][:]...) {
		for _, f := range []Figure{FigEvents, FigHeadcount, FigSeats, FigCorrections} {
			c.Counts[f] += e.Amount(f)
		}
	}
}

// addFacts counts what adds up, and lists the registrations of those who came.
func (t *tally) addFacts() (present []int32) {
	for i := range t.in.Facts {
		f := &t.in.Facts[i]
		position, ok := t.event[f.Event]
		if !ok {
			continue
		}
		t.of(f, position, func(c *cell) { f.add(&c.Counts, &t.in.Events[position]) })
		if Outcome(f.Outcome) == Present {
			present = append(present, int32(i))
		}
	}
	return present
}

// people counts distinct people in every line, and those who may be somebody else of the same name.
func (t *tally) people(present []int32) (duplicates int) {
	groups := map[int32]int{}
	novelty := FigNew
	for _, i := range order(t.in.Facts, present, func(f *StatFact) int32 { return f.Person }) {
		f := &t.in.Facts[i]
		if t.total.lastPerson != f.Person {
			if novelty = FigReturning; t.in.Period.Holds(t.in.First[f.Person]) {
				novelty = FigNew
			}
			if g, ok := t.in.Namesakes[f.Person]; ok {
				if groups[g]++; groups[g] > 1 {
					duplicates++
				}
			}
		}
		t.of(f, t.event[f.Event], func(c *cell) {
			if c.lastPerson != f.Person {
				c.lastPerson = f.Person
				c.Counts[FigPeople]++
				c.Counts[novelty]++
			}
		})
	}
	return duplicates
}

func (t *tally) structures(present []int32) {
	for _, i := range order(t.in.Facts, present, func(f *StatFact) int32 { return f.Structure }) {
		f := &t.in.Facts[i]
		if f.Structure == 0 {
			continue
		}
		t.of(f, t.event[f.Event], func(c *cell) {
			if c.lastStructure != f.Structure {
				c.lastStructure = f.Structure
				c.Counts[FigStructures]++
			}
		})
	}
}

// order sorts positions by a small number of each fact, in linear time.
func order(facts []StatFact, positions []int32, key func(*StatFact) int32) []int32 {
	top := int32(0)
	for _, p := range positions {
		top = max(top, key(&facts[p]))
	}
	starts := make([]int32, top+2)
	for _, p := range positions {
		starts[key(&facts[p])+1]++
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	sorted := make([]int32, len(positions))
	for _, p := range positions {
		k := key(&facts[p])
		sorted[starts[k]] = p
		starts[k]++
	}
	return sorted
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
	slots, complete := map[Trained]map[string]bool{}, map[Trained]bool{}
	for _, a := range in.Courses {
		i, ok := position[a.Event]
		if !ok {
			continue
		}
		who := Trained{i, a.Person}
		if slots[who] == nil {
			slots[who] = map[string]bool{}
		}
		slots[who][a.Slot] = true
		if len(slots[who]) == in.Events[i].Slots && !complete[who] {
			complete[who] = true
			done = append(done, who)
		}
	}
	return done
}

// trained counts the first-aiders of every line that cuts events.
func (t *tally) trained() {
	type one struct {
		c      *cell
		person int
	}
	seen := map[one]bool{}
	for _, who := range TrainedOf(t.in) {
		cells := append([]*cell{&t.total}, t.by[who.Event][:]...)
		cells[1+ByMonth] = t.cell(ByMonth, t.in.Events[who.Event].LastMonth)
		cells[1+ByYear] = t.cell(ByYear, t.in.Events[who.Event].LastYear)
		for _, c := range cells {
			if k := (one{c, who.Person}); !seen[k] {
				seen[k] = true
				c.Counts[FigPSSM]++
			}
		}
	}
}
