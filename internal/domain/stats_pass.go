package domain

import (
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

// share is how many registrations are worth a hand of their own.
const share = 1 << 16

// facts counts the registrations of the period, each hand some of the people, and gives how many distinct people are
// perhaps counted twice.
func (t *tally) facts() (duplicates int) {
	facts := byPerson(t.in.Facts)
	parts := make([]*pass, max(1, min(runtime.GOMAXPROCS(0), len(facts)/share)))
	var done sync.WaitGroup
	from := 0
	for i := range parts {
		to := max(from, len(facts)*(i+1)/len(parts))
		for to < len(facts) && to > 0 && facts[to].Person == facts[to-1].Person { // nobody is cut in two
			to++
		}
		parts[i] = newPass(t)
		part := facts[from:to]
		done.Go(func() { parts[i].run(part) })
		from = to
	}
	done.Wait()
	for _, p := range parts[1:] {
		parts[0].join(p)
	}
	parts[0].end()
	t.mixed = parts[0].mixed
	for _, n := range parts[0].groups {
		duplicates += n - 1
	}
	return duplicates
}

// byPerson gives facts in the order of their people, in linear time.
func byPerson(facts []StatFact) []StatFact {
	if slices.IsSortedFunc(facts, func(a, b StatFact) int { return int(a.Person) - int(b.Person) }) {
		return facts
	}
	top := int32(0)
	for i := range facts {
		top = max(top, facts[i].Person)
	}
	starts := make([]int32, top+2)
	for i := range facts {
		starts[facts[i].Person+1]++
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	sorted := make([]StatFact, len(facts))
	for i := range facts {
		at := &starts[facts[i].Person]
		sorted[*at] = facts[i]
		*at++
	}
	return sorted
}

// pass is what one hand counts. Lines are places in the tally's cells. What an event's registrations add up to is kept
// by event, and added to the event's lines once, at the end; distinct people are counted line by line, each line knowing
// whom it saw last.
type pass struct {
	*tally
	lines         [][1 + EventTables]int32 // of each event: the total's, then one a table
	events, own   []Counts                 // by event; by line, of the tables that cut people
	last          []int32                  // by line: the person seen last
	people, fresh []int32                  // by line
	groups        map[int32]int            // how many present people of each group of namesakes
	byEvent       structureSets            // structures present, by event; by line of the tables that cut people
	byLine        structureSets
	mixed         [mixedTables]grid // present, by event and line of the first tables that cut people
}

func newPass(t *tally) *pass {
	n, events := len(t.cells), len(t.in.Events)
	p := &pass{tally: t, lines: make([][1 + EventTables]int32, events), events: make([]Counts, events), own: make([]Counts, n),
		last: make([]int32, n), people: make([]int32, n), fresh: make([]int32, n), groups: map[int32]int{},
		byEvent: newStructureSets(events), byLine: newStructureSets(n)}
	for k := range p.mixed {
		p.mixed[k] = newGrid(events, len(t.in.Labels[BySector+Table(k)])+1)
	}
	for i := range p.last {
		p.last[i] = -1
	}
	for i := range t.by {
		for table, c := range t.by[i] {
			p.lines[i][1+table] = c.line
		}
	}
	return p
}

func (p *pass) run(facts []StatFact) {
	var ones [maxOnes]Figure
	fresh := false
	for i := range facts {
		f := &facts[i]
		if int(f.Event) >= len(p.event) || p.event[f.Event] == 0 {
			continue
		}
		at := p.event[f.Event] - 1
		list := f.ones(&p.in.Events[at], ones[:0])
		minutes := int(f.Minutes)
		p.events[at].add(list, minutes)
		var own [tableCount - BySector]int32
		for k := range own {
			own[k] = p.lineOf(BySector+Table(k), f)
			p.own[own[k]].add(list, minutes)
		}
		if Outcome(f.Outcome) != Present {
			continue
		}
		if p.last[0] != f.Person {
			fresh = p.in.Period.Holds(p.in.First.Of(f.Person))
			if g, ok := p.in.Namesakes[f.Person]; ok {
				p.groups[g]++
			}
		}
		p.came(f.Person, fresh, p.lines[at][:])
		p.came(f.Person, fresh, own[:])
		for k := range p.mixed {
			p.mixed[k][at][p.place[own[k]]]++
		}
		if f.Structure > 0 {
			p.byEvent.put(at, f.Structure)
			for _, line := range own {
				p.byLine.put(line, f.Structure)
			}
		}
	}
}

// add adds one to each of some figures, and minutes.
func (c *Counts) add(ones []Figure, minutes int) {
	for _, f := range ones {
		c[f]++
	}
	c[FigMinutes] += minutes
}

// lineOf is the line of a registration in a table that cuts people.
func (t *tally) lineOf(table Table, f *StatFact) int32 {
	lines, n := t.num[table-BySector], f.num(table)
	if n < 0 || int(n) >= len(lines) {
		return t.unset[table-BySector]
	}
	return lines[n]
}

// came counts somebody once in each of these lines.
func (p *pass) came(person int32, fresh bool, lines []int32) {
	for _, line := range lines {
		if p.last[line] == person {
			continue
		}
		p.last[line] = person
		p.people[line]++
		if fresh {
			p.fresh[line]++
		}
	}
}

// join adds what another hand counted of other people.
func (p *pass) join(o *pass) {
	for i := range p.events {
		p.events[i].sum(&o.events[i])
	}
	for i := range p.own {
		p.own[i].sum(&o.own[i])
		p.people[i] += o.people[i]
		p.fresh[i] += o.fresh[i]
	}
	for g, n := range o.groups {
		p.groups[g] += n
	}
	p.byEvent.join(o.byEvent)
	p.byLine.join(o.byLine)
	for k := range p.mixed {
		p.mixed[k].join(o.mixed[k])
	}
}

func (c *Counts) sum(o *Counts) {
	for f := range c {
		c[f] += o[f]
	}
}

// end gives every line what was counted of it.
func (p *pass) end() {
	for i := range p.events {
		for _, line := range p.lines[i] {
			p.own[line].sum(&p.events[i])
			p.byLine.union(line, p.byEvent, int32(i))
		}
	}
	for i, c := range p.cells {
		c.Counts.sum(&p.own[i])
		c.Counts[FigPeople] += int(p.people[i])
		c.Counts[FigNew] += int(p.fresh[i])
		c.Counts[FigReturning] += int(p.people[i] - p.fresh[i])
		c.Counts[FigStructures] += p.byLine.size(int32(i))
	}
}

// structureSets are sets of the numbers of structures. Most hold one only: those need no room.
type structureSets struct {
	only []int32
	more [][]uint64
}

func newStructureSets(n int) structureSets {
	return structureSets{make([]int32, n), make([][]uint64, n)}
}

func (s structureSets) put(i, structure int32) {
	if s.only[i] == structure {
		return
	}
	if s.only[i] == 0 {
		s.only[i] = structure
		return
	}
	set := s.more[i]
	for int(structure/64) >= len(set) {
		set = append(set, make([]uint64, max(4, int(structure/64)+1-len(set)))...)
	}
	set[structure/64] |= 1 << (structure % 64)
	s.more[i] = set
}

// union puts all of a set of others into one.
func (s structureSets) union(i int32, others structureSets, j int32) {
	if others.only[j] == 0 {
		return
	}
	s.put(i, others.only[j])
	set, more := s.more[i], others.more[j]
	if len(set) < len(more) {
		set = append(set, make([]uint64, len(more)-len(set))...)
	}
	for w, b := range more {
		set[w] |= b
	}
	s.more[i] = set
}

func (s structureSets) join(o structureSets) {
	for i := range s.only {
		s.union(int32(i), o, int32(i))
	}
}

// size counts a set. The one that needs no room may be among the others too.
func (s structureSets) size(i int32) (n int) {
	if s.only[i] == 0 {
		return 0
	}
	for _, b := range s.more[i] {
		n += bits.OnesCount64(b)
	}
	if w := int(s.only[i] / 64); w >= len(s.more[i]) || s.more[i][w]&(1<<(s.only[i]%64)) == 0 {
		n++
	}
	return n
}
