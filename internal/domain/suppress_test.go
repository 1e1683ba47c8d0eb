package domain

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// season draws a report of a size that has both large and small numbers.
func season(t *rapid.T) Report {
	in := StatInput{First: make(Firsts, 200)}
	events := rapid.IntRange(1, 7).Draw(t, "events")
	for i := range events {
		month := fmt.Sprintf("2026-%02d", rapid.IntRange(1, 4).Draw(t, "month"))
		e := StatEvent{Num: i + 1, Held: true, Starts: day0.AddDate(0, 0, i), Headcount: rapid.SampledFrom([]int{0, 0, 3, 12}).Draw(t, "heads")}
		for k := range e.Keys {
			e.Keys[k] = rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "key")
		}
		if rapid.IntRange(0, 3).Draw(t, "stage") == 0 {
			e.Placement, e.Entry, e.Report, e.Headcount, e.Keys[ByProgramme] = true, true, i%2 == 0, 0, "stage"
		}
		e.Keys[ByYear], e.Keys[ByMonth], e.Keys[ByEvent] = "2026", month, fmt.Sprint(i)
		in.Events = append(in.Events, e)
	}
	weights := []Outcome{Present, Present, Present, Present, Present, Absent, Absent, Excused, Withdrawn, OutcomeRefused}
	top := rapid.SampledFrom([]int{8, 30, 120}).Draw(t, "size")
	rnd := rapid.Uint64().Draw(t, "seed")
	next := func(n int) int { // one draw for a whole crowd: a thousand draws would be slow
		rnd = rnd*6364136223846793005 + 1442695040888963407
		return int(rnd >> 33 % uint64(n))
	}
	for range next(top) + 1 {
		walk := next(8) == 0
		f := StatFact{Event: int32(next(events) + 1), Person: int32(next(top) + 1), Structure: int32(next(5)), Sector: int32(min(next(4), next(4))), Territory: int32(min(next(5), next(5))),
			Profession: int32(next(4)), Outcome: int8(weights[next(len(weights))]), Registered: !walk, WalkIn: walk, Minutes: 60, Proof: int8(next(3))}
		if in.Events[f.Event-1].Entry { // nobody walks in
			walk, f.Registered, f.WalkIn = false, true, false
		}
		if walk {
			f.Outcome = int8(Present)
		}
		in.Facts = append(in.Facts, f)
		if in.Events[f.Event-1].Entry && Outcome(f.Outcome) == Present {
			in.Stays = append(in.Stays, Stay{StatFact: f, HalfDays: 2})
		}
		if next(3) == 0 {
			in.First[f.Person] = int32(day0.AddDate(-1, 0, 0).Unix() / 60)
		}
	}
	for _, table := range []Table{BySector, ByWork, ByProfession, ByStructure} {
		for i := range 5 {
			in.Labels[table] = append(in.Labels[table], Label{Num: i + 1, Key: fmt.Sprint(i + 1), Label: fmt.Sprint("Ligne ", i+1)})
		}
	}
	for _, p := range []Proof{Signed, Scanned, PaperEntered, AddedLater, Declared} {
		in.Labels[ByProof] = append(in.Labels[ByProof], Label{Num: int(p), Key: p.Code(), Label: p.Code()})
	}
	in.Period = Period{From: day0.AddDate(0, 0, -1), To: day0.AddDate(0, 1, 0)}
	return Count(in)
}

// attacker is whoever reads a report and its rules: unknown numbers between bounds, and what adds up among them. It is
// written from what is shown alone.
type attacker struct {
	lo, hi []int
	rows   [][][2]int // of (unknown, factor); an unknown of -1 stands for a constant
}

func (a *attacker) unknown(lo, hi int) int {
	a.lo, a.hi = append(a.lo, lo), append(a.hi, hi)
	return len(a.lo) - 1
}

// read makes an unknown of a cell that was printed.
func (a *attacker) read(c SafeCell) int {
	switch c.Mask {
	case Plain:
		return a.unknown(c.Value, c.Value)
	case TooFew:
		return a.unknown(1, 4)
	case Covered:
		return a.unknown(5, 300)
	}
	return a.unknown(0, 300)
}

func (a *attacker) adds(whole int, slack int, parts ...int) { // whole + [0, slack] = parts
	row := [][2]int{{whole, -1}}
	for _, p := range parts {
		row = append(row, [2]int{p, 1})
	}
	if slack > 0 {
		row = append(row, [2]int{a.unknown(0, slack), -1})
	}
	a.rows = append(a.rows, row)
}

// narrow tightens every bound by every sum until nothing moves; false: a contradiction.
func (a *attacker) narrow() bool {
	for round, moved := 0, true; moved && round < 40; round++ { // bounds that creep one by one are tight enough
		moved = false
		for _, row := range a.rows {
			low, high := 0, 0
			for _, t := range row {
				x, y := t[1]*a.lo[t[0]], t[1]*a.hi[t[0]]
				low, high = low+min(x, y), high+max(x, y)
			}
			for _, t := range row {
				x, y := t[1]*a.lo[t[0]], t[1]*a.hi[t[0]]
				restLow, restHigh := low-min(x, y), high-max(x, y)
				lo, hi := -restHigh, -restLow // the term lies between
				if t[1] < 0 {
					lo, hi = -hi, -lo
				}
				if lo > a.lo[t[0]] {
					a.lo[t[0]], moved = lo, true
				}
				if hi < a.hi[t[0]] {
					a.hi[t[0]], moved = hi, true
				}
				if a.lo[t[0]] > a.hi[t[0]] {
					return false
				}
				nx, ny := t[1]*a.lo[t[0]], t[1]*a.hi[t[0]]
				low, high = restLow+min(nx, ny), restHigh+max(nx, ny)
			}
		}
	}
	return true
}

// attack sets down everything that a reader knows; small are the unknowns that stand for hidden small numbers.
func attack(r SafeReport) (a *attacker, small map[string]int) {
	a, small = &attacker{}, map[string]int{}
	line := func(name string, figures []Figure, row SafeRow, total map[Figure]int) map[Figure]int {
		at := map[Figure]int{}
		for i, f := range figures {
			if f.Personal() {
				if shared, ok := total[f]; ok && name == "" {
					at[f] = shared
					continue
				}
				at[f] = a.read(row.Cells[i])
				if m := row.Cells[i].Mask; m == TooFew || m == Uncounted && row.Merged == 0 {
					small[name+Indicators[f].Code] = at[f]
				}
			}
		}
		if _, ok := at[FigNew]; ok && row.Merged == 0 {
			a.adds(at[FigPeople], 0, at[FigNew], at[FigReturning])
		}
		a.adds(at[FigPeople], 300, at[FigPresent])
		return at
	}
	total := line("", KeyFigures, r.Total, nil)
	a.adds(total[FigRegistrations], 0, total[FigPresent], total[FigAbsent], total[FigExcused], total[FigWithdrawn], total[FigCancelled], total[FigRefused], total[FigUnserved], total[FigReplaced], total[FigExpected])
	a.adds(total[FigKept], 300, total[FigPresentRegistered], total[FigAbsent], total[FigExcused]) // who missed a stage is left over
	a.adds(total[FigPresent], 0, total[FigPresentRegistered], total[FigWalkIns], total[FigPlacements])
	a.adds(total[FigReports], 300, total[FigPlacements])
	for _, t := range r.Tables {
		var lines []map[Figure]int
		for i, row := range t.Rows {
			at := line(fmt.Sprintf("%s/%d/", Tables[t.Table].Name, i), t.Figures, row, nil)
			lines = append(lines, at)
			if t.Table == ByProgramme && row.Key == "stage" { // it holds nothing else
				a.adds(at[FigPresent], 0, total[FigPlacements])
			}
		}
		for _, f := range t.Figures {
			if !f.Personal() {
				continue
			}
			var parts []int
			for _, l := range lines {
				parts = append(parts, l[f])
				if Indicators[f].Distinct {
					a.adds(l[f], 300, total[f])
				}
			}
			slack := 0
			if Indicators[f].Distinct {
				slack = 900
			}
			a.adds(total[f], slack, parts...)
		}
	}
	return a, small
}

func TestNoHiddenNumberCanBeComputedBack(t *testing.T) {
	hidden, cells, smalls := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		r := season(t)
		s := Suppress(r)
		if again := Suppress(r); !reflect.DeepEqual(s, again) {
			t.Fatal("the same report gave another answer")
		}
		hidden, cells = hidden+s.Hidden, cells+s.Cells
		a, small := attack(s)
		if !a.narrow() {
			t.Fatal("what is shown contradicts itself")
		}
		smalls += len(small)
		for name, at := range small {
			if a.hi[at]-a.lo[at] < 2 && a.hi[at] > 0 { // nothing may be shown: it tells of nobody
				t.Fatalf("%s can only be between %d and %d", name, a.lo[at], a.hi[at])
			}
		}
		for _, table := range s.Tables {
			for _, row := range table.Rows {
				for i, f := range table.Figures {
					if c := row.Cells[i]; f.Personal() && c.Mask == Plain && c.Value > 0 && c.Value < 5 { // the number that the contract says
						t.Fatalf("%s, %s: %d is shown", Tables[table.Table].Name, Indicators[f].Code, c.Value)
					}
				}
			}
		}
	})
	if smalls == 0 || hidden > cells*3/4 {
		t.Fatalf("%d of %d cells hidden, %d small ones tried", hidden, cells, smalls)
	}
	t.Logf("%d of %d cells hidden (%d %%), %d small ones tried", hidden, cells, 100*hidden/cells, smalls)
}

// TestEveryHiddenNumberHasAnotherWorld proves what Suppress promises: worlds, the same in all that is shown, in which a
// small number is another one.
func TestEveryHiddenNumberHasAnotherWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &maskModel{}
		rows, columns := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 4).Draw(t, "columns")
		at := make([][]int, rows)
		for i := range rows {
			whole, e := 0, equation{}
			for range columns {
				n := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 6, 9, 14, 30}).Draw(t, "n")
				at[i] = append(at[i], m.cell(n))
				e, whole = append(e, term{at[i][len(at[i])-1], 1}), whole+n
			}
			m.say(append(e, term{m.cell(whole), -1}))
		}
		for c := range columns {
			whole, e := 0, equation{}
			for i := range rows {
				e, whole = append(e, term{at[i][c], 1}), whole+m.cells[at[i][c]].value
			}
			m.say(append(e, term{m.cell(whole), -1}))
		}
		m.cover()
		if m.tell() {
			t.Fatal("something is covered that what is shown tells")
		}
		for i, c := range m.cells {
			if !few(c.value) {
				continue
			}
			worlds := 0
			for by := -3; by <= 3; by++ {
				w := m.otherWorld()
				if by == 0 || !w.move(i, by) {
					continue
				}
				worlds++
				for _, e := range m.equations {
					sum := 0
					for _, x := range e {
						sum += x.by * (m.cells[x.cell].value + w.delta[x.cell])
					}
					if sum != 0 {
						t.Fatal("a world in which numbers do not add up")
					}
				}
				for j, d := range w.delta {
					if n := m.cells[j].value + d; d != 0 && (m.cells[j].mask == Plain || m.cells[j].mask == TooFew && !few(n) || m.cells[j].mask == Covered && n < Few || n < 0) {
						t.Fatal("a world that is not as it is shown")
					}
				}
			}
			if worlds < enough {
				t.Fatalf("%d can be nothing else", c.value)
			}
		}
	})
}
