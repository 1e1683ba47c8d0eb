package domain

import (
	"slices"
	"strconv"
)

// Few is the first number of people that is shown to who is not the coordinator. Zero is shown too: it tells of nobody.
const Few = 5

// Mask says why a number is not shown; Plain: it is.
type Mask int

// The masks.
const (
	Plain     Mask = iota
	TooFew         // from 1 to 4
	Covered        // 5 or more, hidden so that another number cannot be computed back
	Uncounted      // of lines put together, whose distinct people nobody counted
)

// SafeCell is a number as readers have it. Value is 0 under a mask. Declared: what the history says beside; 0: nothing
// that may be shown.
type SafeCell struct {
	Value, Declared int
	Mask            Mask
}

// SafeRow is a line as readers have it, a cell a figure of its table. Merged is how many lines it stands for, when
// they were put together.
type SafeRow struct {
	Key, Label string
	Merged     int
	Cells      []SafeCell
}

// SafeTable is a cut as readers have it.
type SafeTable struct {
	Table   Table
	Figures []Figure
	Rows    []SafeRow
	Total   SafeRow
}

// SafeReport is what of a report may leave the organisers: aggregates, none of which tells of fewer than five people.
type SafeReport struct {
	Period Period
	Total  SafeRow // of KeyFigures
	Tables []SafeTable
	Hidden int // cells under a mask
	Cells  int // cells of people and participations
}

// KeyFigures are the figures of the whole that readers have.
var KeyFigures = []Figure{FigEvents, FigRegistrations, FigRegistered, FigWalkIns, FigPresent, FigPeople, FigNew, FigReturning, FigStructures, FigMinutes,
	FigHeadcount, FigPSSM, FigAbsent, FigExcused, FigWithdrawn, FigCancelled, FigRefused, FigUnserved, FigReplaced, FigExpected, FigKept, FigPresentRegistered,
	FigPlacements, FigHalfDays, FigInstitutions, FigPlacedPairs, FigReports}

// SafeTables are the cuts that readers have. Events and structures are not among them: a public agenda tells the
// programme, the month and the place of each event, and a number by structure points at its few members. Nor are months
// and axes: they add up to years and groups, and so much would be hidden for them that nothing would be left to read.
var SafeTables = []Table{ByProgramme, ByRole, ByPlace, ByYear, ByGroup, ByAction, ByPriority, BySector, ByWork, ByProfession, ByProof}

// SafeFigures are the columns of a cut that readers have: few, since each more hides others.
func (t Table) SafeFigures() []Figure {
	switch {
	case t == ByProof:
		return []Figure{FigPresent, FigPeople}
	case int(t) < EventTables:
		return []Figure{FigEvents, FigRegistered, FigPresent, FigPeople, FigStructures, FigMinutes, FigHeadcount}
	}
	return []Figure{FigRegistered, FigPresent, FigPeople, FigStructures, FigMinutes}
}

// Personal tells whether a figure counts people or participations: a small number of them points at somebody.
func (f Figure) Personal() bool {
	return f != FigEvents && f != FigStructures && f != FigMinutes && f != FigSeats && f != FigCorrections && f != FigHalfDays && f != FigInstitutions && f != FigPlacedPairs
}

// Suppress gives what of a report may leave the organisers. Small lines are first put together, so that a table does
// not become a page of dashes. Then every number of 1 to 4 is hidden, and others with it, until each of them could
// have at least three values, given everything that is shown: the totals, the other columns of the line, the other
// cuts of the same total. The same report always gives the same answer.
func Suppress(r Report) SafeReport {
	b := &safeBuilder{model: &maskModel{}, total: map[Figure]int{}}
	b.whole(r.Total)
	tables := make([][]safeLine, len(SafeTables))
	for i, t := range SafeTables {
		tables[i] = b.table(t, together(t, r.Tables[t]))
		b.placed(tables[i])
	}
	b.model.cover()
	out := SafeReport{Period: r.Period, Total: b.row(safeLine{row: r.TotalOf(ByProgramme), at: b.total}, KeyFigures)}
	for i, t := range SafeTables {
		s := SafeTable{Table: t, Figures: t.SafeFigures(), Total: b.row(safeLine{row: r.TotalOf(t), at: b.total}, t.SafeFigures())}
		for _, l := range tables[i] {
			s.Rows = append(s.Rows, b.row(l, s.Figures))
		}
		out.Tables = append(out.Tables, s)
	}
	out.Hidden, out.Cells = b.model.hidden()
	return out
}

// safeLine is a line under way: the lines put together in it, and the cells of the model that it holds.
type safeLine struct {
	row    Row
	merged int
	at     map[Figure]int
}

// together puts the small lines of a table in one. Years and proofs stay apart: they are an order, not a list;
// so does « non renseigné ». What is put together counts more than any of its lines may be, from nothing to the whole.
func together(t Table, rows []Row) (lines []safeLine) {
	small := func(r Row) bool {
		return few(r.Counts[FigPresent]) || few(r.Counts[FigRegistered]) || few(r.Counts[FigHeadcount])
	}
	var order []int
	count := 0
	for i, r := range rows {
		if r.Key != "" && r.Counts[FigPresent]+r.Counts[FigRegistered]+r.Counts[FigHeadcount] > 0 {
			order = append(order, i)
		}
		if r.Key != "" && small(r) {
			count++
		}
	}
	keep := func() []safeLine {
		for _, r := range rows {
			lines = append(lines, safeLine{row: r})
		}
		return lines
	}
	if t == ByYear || t == ByProof || count < 2 || len(order) < 3 {
		return keep()
	}
	slices.SortStableFunc(order, func(a, b int) int {
		ra, rb := rows[a], rows[b]
		if sa, sb := small(ra), small(rb); sa != sb {
			if sa {
				return -1
			}
			return 1
		}
		return ra.Counts[FigPresent] - rb.Counts[FigPresent]
	})
	in, sum, n := map[int]bool{}, Row{Key: "autres"}, 0
	for n < count || n < 2 || few(sum.Counts[FigPresent]) || few(sum.Counts[FigRegistered]) || few(sum.Counts[FigHeadcount]) || sum.Counts[FigPresent] < 2*Few {
		if n == len(order) {
			return keep() // nothing would be left to put them with
		}
		add(&sum, rows[order[n]])
		in[order[n]] = true
		n++
	}
	sum.Label = "Autres (" + strconv.Itoa(n) + " lignes réunies)"
	for i, r := range rows {
		if r.Key == "" {
			lines = append(lines, safeLine{row: sum, merged: n})
		}
		if !in[i] {
			lines = append(lines, safeLine{row: r})
		}
	}
	return lines
}

func few(n int) bool { return n > 0 && n < Few }

func add(sum *Row, r Row) {
	for f := range sum.Counts {
		sum.Counts[f] += r.Counts[f]
	}
	plus := func(to **DeclaredValue, d *DeclaredValue) {
		if d == nil {
			return
		}
		if *to == nil {
			*to = &DeclaredValue{}
		}
		*to = &DeclaredValue{(*to).Value + d.Value, (*to).AtLeast || d.AtLeast}
	}
	plus(&sum.DeclaredEvents, r.DeclaredEvents)
	plus(&sum.DeclaredPresent, r.DeclaredPresent)
	plus(&sum.DeclaredTrained, r.DeclaredTrained)
}
