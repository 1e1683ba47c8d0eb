package domain

import (
	"cmp"
	"slices"
)

// Stay is somebody's presence at an event of stages croisés, and what the fact of it does not tell.
type Stay struct {
	StatFact
	Row      int32 // of the fact in its table, for who lists it
	HalfDays int32 // attended
}

// OfStays tells whether a figure is counted from stays.
func (f Figure) OfStays() bool {
	return f == FigHalfDays || f == FigInstitutions || f == FigPlacedPairs || f == FigReports
}

// Institutions are the structures of a stay: the one that sent, the one that welcomed, once if they are one.
func (s *Stay) Institutions(e *StatEvent) (list []int32) {
	for _, n := range []int32{s.Structure, e.Host} {
		if n != 0 && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// between is the pair of a stay, the smaller number first; false where one is not known, or both are one.
func (s *Stay) between(e *StatEvent) (pair, bool) {
	p := pair{min(s.Structure, e.Host), max(s.Structure, e.Host)}
	return p, p.a != 0 && p.a != p.b
}

func (in *StatInput) acrossOf(s *Stay, e *StatEvent) (pair, bool) {
	p, ok := s.between(e)
	return p, ok && in.across(p)
}

// Across is the pair of a stay between structures of two sectors, the smaller number first; false: it is none.
func (in *StatInput) Across(s *Stay, e *StatEvent) (a, b int32, ok bool) {
	p, ok := in.acrossOf(s, e)
	return p.a, p.b, ok
}

func (in *StatInput) across(p pair) bool {
	a, b := in.Sectors[p.a], in.Sectors[p.b]
	return a != 0 && b != 0 && a != b
}

// Amount is what a stay counts for in a figure that adds up.
func (s *Stay) Amount(f Figure, e *StatEvent) int {
	switch {
	case f == FigHalfDays:
		return int(s.HalfDays)
	case f == FigReports && e.Report:
		return 1
	}
	return 0
}

// PlacementFigures are the stages croisés that are done: who sent whom where.
type PlacementFigures struct {
	Pairs     []PlacementPair // between two structures, the most stages first
	Sectors   []PlacementPair // between sectors, the same way: both known; Across counts the pairs of structures
	Campaigns []PlacementLine // by the title of their events, those entered by hand the last
}

// PlacementPair is what happened between two structures or two sectors, by the numbers of their labels.
type PlacementPair struct {
	A, B             int32 // the smaller number first
	LabelA, LabelB   string
	SectorA, SectorB string // labels; empty: non renseigné
	Forth, Back      int    // stages from A to B, from B to A
	HalfDays         int
	Across           int // pairs of structures of two sectors in it
}

// Stages is how many there were both ways.
func (p PlacementPair) Stages() int { return p.Forth + p.Back }

// PlacementLine is a campaign. Key is its id; empty: events entered by hand.
type PlacementLine struct {
	Key, Label string
	Done       int
	HalfDays   int
	Structures int
	Across     int
	Reports    int
}

// stayCell holds the distinct structures and pairs of a line.
type stayCell struct {
	structures map[int32]bool
	pairs      map[pair]bool
}

func newStayCell() *stayCell { return &stayCell{map[int32]bool{}, map[pair]bool{}} }

func (c *stayCell) add(in *StatInput, s *Stay, e *StatEvent) {
	for _, n := range s.Institutions(e) {
		c.structures[n] = true
	}
	if p, ok := in.acrossOf(s, e); ok {
		c.pairs[p] = true
	}
}

// stays counts what is told of stages croisés besides their facts. There are few of them: nothing else is touched.
func (t *tally) stays() (out PlacementFigures) {
	distinct := map[int32]*stayCell{}
	between := stayTables{in: &t.in, pairs: map[pair]*PlacementPair{}, sectors: map[pair]*PlacementPair{}, campaigns: map[string]*campaignCell{}}
	for i := range t.in.Stays {
		s := &t.in.Stays[i]
		if int(s.Event) >= len(t.event) || t.event[s.Event] == 0 {
			continue
		}
		at := t.event[s.Event] - 1
		e := &t.in.Events[at]
		if !e.stayCounts(s) {
			continue
		}
		for _, line := range t.linesOf(at, &s.StatFact) {
			if distinct[line] == nil {
				distinct[line] = newStayCell()
			}
			distinct[line].add(&t.in, s, e)
			for _, f := range []Figure{FigHalfDays, FigReports} {
				t.cells[line].Counts[f] += s.Amount(f, e)
			}
		}
		between.add(s, e)
	}
	for line, c := range distinct {
		t.cells[line].Counts[FigInstitutions], t.cells[line].Counts[FigPlacedPairs] = len(c.structures), len(c.pairs)
	}
	return between.figures()
}

// stayCounts tells whether a stay is of a stage croisé that is done.
func (e *StatEvent) stayCounts(s *Stay) bool {
	return e.Placement && e.Held && Outcome(s.Outcome) == Present
}

// linesOf are the lines of a registration: the total's, then one a table.
func (t *tally) linesOf(at int32, f *StatFact) []int32 {
	lines := []int32{t.total.line}
	for _, c := range t.by[at] {
		lines = append(lines, c.line)
	}
	for table := BySector; table < tableCount; table++ {
		lines = append(lines, t.lineOf(table, f))
	}
	return lines
}

// staysOf lists the stays that a figure counts in a line, by position in the input.
func staysOf(in StatInput, figure Figure, table Table, key string) (positions []int) {
	events, line := map[int32]*StatEvent{}, lineOf(in, table)
	for i := range in.Events {
		events[int32(in.Events[i].Num)] = &in.Events[i]
	}
	for i := range in.Stays {
		s := &in.Stays[i]
		e := events[s.Event]
		if e == nil || !in.Period.Holds(e.Starts) || !e.stayCounts(s) || (table >= 0 && table < BySector && e.Keys[table] != key) || (table >= BySector && line(&s.StatFact) != key) {
			continue
		}
		_, across := in.acrossOf(s, e)
		if s.Amount(figure, e) != 0 || figure == FigInstitutions && len(s.Institutions(e)) > 0 || figure == FigPlacedPairs && across {
			positions = append(positions, i)
		}
	}
	return positions
}

// stayTables are the tables of stages croisés under way.
type stayTables struct {
	in             *StatInput
	pairs, sectors map[pair]*PlacementPair
	campaigns      map[string]*campaignCell
}

type campaignCell struct {
	PlacementLine
	*stayCell
}

func (b *stayTables) add(s *Stay, e *StatEvent) {
	c := b.campaigns[e.Stage]
	if c == nil {
		c = &campaignCell{PlacementLine{Key: e.Stage, Label: e.Campaign}, newStayCell()}
		b.campaigns[e.Stage] = c
	}
	c.stayCell.add(b.in, s, e)
	c.Done, c.HalfDays, c.Reports = c.Done+1, c.HalfDays+int(s.HalfDays), c.Reports+s.Amount(FigReports, e)
	if p, ok := s.between(e); ok {
		count(b.pairs, p, s.Structure == p.a, int(s.HalfDays))
	}
	from, to := b.in.Sectors[s.Structure], b.in.Sectors[e.Host]
	if s.Structure != 0 && e.Host != 0 && from != 0 && to != 0 {
		p := pair{min(from, to), max(from, to)}
		count(b.sectors, p, from == p.a, int(s.HalfDays))
	}
}

func count(into map[pair]*PlacementPair, p pair, forth bool, halfDays int) {
	one := into[p]
	if one == nil {
		one = &PlacementPair{A: p.a, B: p.b}
		into[p] = one
	}
	if one.HalfDays += halfDays; forth {
		one.Forth++
	} else {
		one.Back++
	}
}

// figures orders the tables, and names their lines.
func (b *stayTables) figures() (out PlacementFigures) {
	sectors, structures := names(b.in.Labels[BySector]), names(b.in.Labels[ByStructure])
	for p, one := range b.pairs {
		one.LabelA, one.LabelB = structures[p.a], structures[p.b]
		one.SectorA, one.SectorB = sectors[b.in.Sectors[p.a]], sectors[b.in.Sectors[p.b]]
		if b.in.across(p) {
			one.Across = 1
			between := b.sectors[pair{min(b.in.Sectors[p.a], b.in.Sectors[p.b]), max(b.in.Sectors[p.a], b.in.Sectors[p.b])}]
			between.Across++
		}
		out.Pairs = append(out.Pairs, *one)
	}
	for p, one := range b.sectors {
		one.LabelA, one.LabelB = sectors[p.a], sectors[p.b]
		out.Sectors = append(out.Sectors, *one)
	}
	for _, list := range [][]PlacementPair{out.Pairs, out.Sectors} {
		slices.SortFunc(list, func(a, b PlacementPair) int {
			return cmp.Or(b.Stages()-a.Stages(), cmp.Compare(Fold(a.LabelA), Fold(b.LabelA)), cmp.Compare(Fold(a.LabelB), Fold(b.LabelB)), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
		})
	}
	for _, c := range b.campaigns {
		c.Structures, c.Across = len(c.structures), len(c.pairs)
		out.Campaigns = append(out.Campaigns, c.PlacementLine)
	}
	slices.SortFunc(out.Campaigns, func(a, b PlacementLine) int {
		if (a.Key == "") != (b.Key == "") {
			return cmp.Compare(b.Key, a.Key)
		}
		return cmp.Or(cmp.Compare(Fold(a.Label), Fold(b.Label)), cmp.Compare(a.Key, b.Key))
	})
	return out
}

// names are the labels of a list, by number.
func names(labels []Label) map[int32]string {
	byNum := make(map[int32]string, len(labels))
	for _, l := range labels {
		byNum[int32(l.Num)] = l.Label
	}
	return byNum
}
