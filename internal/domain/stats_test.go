package domain

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var day0 = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func drawDay(t *rapid.T, name string) time.Time {
	return day0.AddDate(0, 0, rapid.IntRange(0, 20).Draw(t, name))
}

// drawInput makes a small season: every number small, so that lines, people and structures meet often.
func drawInput(t *rapid.T) StatInput {
	var in StatInput
	for i := range rapid.IntRange(0, 5).Draw(t, "events") {
		e := StatEvent{Num: i + 1, Held: rapid.Bool().Draw(t, "held"), Starts: drawDay(t, "start"), Headcount: rapid.IntRange(0, 3).Draw(t, "heads"),
			PSSM: rapid.Bool().Draw(t, "pssm"), Slots: rapid.IntRange(1, 2).Draw(t, "slots"), Capacity: 5 * rapid.IntRange(0, 1).Draw(t, "capacity"),
			Campaign: rapid.SampledFrom([]string{"", "SISM"}).Draw(t, "campaign"), Partners: rapid.SampledFrom([][]string{nil, {"CPTS"}}).Draw(t, "partners")}
		if e.Status = Published; e.Held {
			e.Status = Held
		}
		e.Last = e.Starts.AddDate(0, 0, e.Slots-1)
		for k := range e.Keys {
			e.Keys[k] = rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "key")
		}
		for _, k := range []Table{ByGroup, ByAxis, ByAction, ByPriority} {
			e.Others[k] = rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 2).Draw(t, "others")
		}
		e.LastMonth, e.LastYear = e.Keys[ByMonth], e.Keys[ByYear]
		in.Events = append(in.Events, e)
	}
	small := func(name string, top int) int32 { return int32(rapid.IntRange(0, top).Draw(t, name)) }
	for range rapid.IntRange(0, 25).Draw(t, "facts") {
		f := StatFact{Event: small("event", 6), Person: small("person", 4) + 1, Structure: small("structure", 3), Sector: small("sector", 2),
			Territory: small("territory", 2), Profession: small("profession", 2), Outcome: int8(rapid.IntRange(0, int(outcomeCount)-1).Draw(t, "outcome")),
			Registered: rapid.Bool().Draw(t, "registered"), WalkIn: rapid.Bool().Draw(t, "walk-in")}
		if Outcome(f.Outcome) == Present {
			f.Minutes, f.Proof = small("minutes", 400), int8(small("proof", 5))
		}
		in.Facts = append(in.Facts, f)
	}
	for range rapid.IntRange(0, 30).Draw(t, "half-days") {
		in.Courses = append(in.Courses, Attended{int(small("course", 6)), int(small("trainee", 3)), fmt.Sprint(small("slot", 1))})
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "declared") {
		d := StatDeclared{Title: fmt.Sprint(i), Occurrences: rapid.IntRange(-1, 3).Draw(t, "occurrences"), Attendance: rapid.IntRange(-1, 9).Draw(t, "attendance"), Trained: -1}
		if rapid.Bool().Draw(t, "dated") {
			d.From = drawDay(t, "from")
			d.To = d.From.AddDate(0, 0, rapid.IntRange(1, 5).Draw(t, "days"))
		}
		in.Declared = append(in.Declared, d)
	}
	for i := range in.Labels {
		in.Labels[i] = []Label{{1, "a", "A"}, {2, "b", "B"}}
	}
	in.First = FirstsOf(in.Events, in.Facts)
	return in
}

func TestPartsSumToTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Count(drawInput(t))
		for i, rows := range r.Tables {
			table := Table(i)
			if len(rows) == 0 || rows[len(rows)-1].Key != "" {
				t.Fatalf("%s has no line « non renseigné »", Tables[i].Name)
			}
			for _, f := range table.Figures() {
				sum, top := 0, 0
				for _, row := range rows {
					sum += row.Counts[f]
					top = max(top, row.Counts[f])
				}
				total := r.TotalOf(table).Counts[f]
				if !Indicators[f].Distinct && sum != total {
					t.Fatalf("%s, %s: lines sum to %d, total %d", Tables[i].Name, Indicators[f].Code, sum, total)
				}
				if top > total || (Indicators[f].Distinct && sum < total && f != FigStructures && f != FigSecondary) {
					t.Fatalf("%s, %s: lines %d at most and %d in all, total %d", Tables[i].Name, Indicators[f].Code, top, sum, total)
				}
			}
			declared := 0
			for _, row := range rows {
				if row.DeclaredEvents != nil {
					declared += row.DeclaredEvents.Value
				}
			}
			if total := r.TotalOf(table).DeclaredEvents; total != nil && total.Value != declared {
				t.Fatalf("%s: %d declared events, total %d", Tables[i].Name, declared, total.Value)
			}
		}
	})
}

func TestOutcomesArePartsOfTheRegistrations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Count(drawInput(t))
		rows := []Row{r.Total}
		for _, table := range r.Tables[:ByProof] {
			rows = append(rows, table...)
		}
		for _, row := range rows {
			sum := 0
			for _, o := range Outcomes {
				sum += row.Counts[outcomeFigure[o]]
			}
			if sum != row.Counts[FigRegistrations] {
				t.Fatalf("%+v", row)
			}
		}
	})
}

func TestAPeriodCutInTwoAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		cut, end := drawDay(t, "cut"), day0.AddDate(1, 0, 0)
		count := func(from, to time.Time) Counts {
			in.Period = Period{from, to}
			return Count(in).Total.Counts
		}
		whole, first, second := count(day0, end), count(day0, cut), count(cut, end)
		for f, i := range Indicators {
			if !i.Distinct && first[f]+second[f] != whole[f] {
				t.Fatalf("%s: %d + %d is not %d", i.Code, first[f], second[f], whole[f])
			}
			if i.Distinct && (whole[f] > first[f]+second[f] || (Figure(f) != FigReturning && whole[f] < max(first[f], second[f]))) { // who was new in the first part returns in the second
				t.Fatalf("%s: %d and %d cannot make %d", i.Code, first[f], second[f], whole[f])
			}
		}
	})
}

// What a figure opens is what it counts, in every line of every table.
func TestSelectionsAreWhatIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Period = Period{drawDay(t, "from"), day0.AddDate(0, 0, 30)}
		r := Count(in)
		check := func(f Figure, table Table, key string, want int) {
			if got := size(in, f, Select(in, f, table, key)); got != want {
				t.Fatalf("%s of %q in table %d: the list has %d, the figure is %d", Indicators[f].Code, key, table, got, want)
			}
		}
		for f := range Indicators {
			check(Figure(f), -1, "", r.Total.Counts[f])
		}
		for i, rows := range r.Tables {
			for _, row := range rows {
				for _, f := range Table(i).Figures() {
					check(f, Table(i), row.Key, row.Counts[f])
				}
			}
		}
	})
}

// size counts a selection the slow and obvious way.
func size(in StatInput, f Figure, s Selection) (n int) {
	people, structures, trained := map[int32]bool{}, map[int32]bool{}, map[int]bool{}
	for _, who := range s.Trained {
		trained[who.Person] = true
	}
	minutes := 0
	for _, i := range s.Facts {
		people[in.Facts[i].Person], structures[in.Facts[i].Structure] = true, true
		minutes += int(in.Facts[i].Minutes)
	}
	switch f {
	case FigPSSM:
		return len(trained)
	case FigPeople, FigNew, FigReturning:
		return len(people)
	case FigStructures:
		return len(structures)
	case FigMinutes:
		return minutes
	case FigEvents, FigHeadcount, FigSeats, FigCorrections, FigSecondary:
		for _, i := range s.Events {
			n += in.Events[i].Amount(f)
		}
		return n
	}
	return len(s.Facts)
}

func TestThePeriodPlacesTheHistory(t *testing.T) {
	year := Period{day0, day0.AddDate(1, 0, 0)}
	line := func(from, to time.Time) StatDeclared {
		return StatDeclared{From: from, To: to, Occurrences: 2, Attendance: 10, Trained: -1}
	}
	inside, straddling := line(day0, day0.AddDate(1, 0, 0)), line(day0.AddDate(-1, 0, 0), day0.AddDate(0, 1, 0))
	before, undated := line(day0.AddDate(-1, 0, 0), day0), line(time.Time{}, time.Time{})
	for name, c := range map[string]struct {
		period          Period
		lines           []StatDeclared
		events, present *DeclaredValue
		listed          int
	}{
		"inside":              {year, []StatDeclared{inside}, &DeclaredValue{2, false}, &DeclaredValue{10, false}, 1},
		"before":              {year, []StatDeclared{before}, nil, nil, 0},
		"straddling":          {year, []StatDeclared{inside, straddling}, &DeclaredValue{2, true}, &DeclaredValue{10, true}, 2},
		"only straddling":     {year, []StatDeclared{straddling}, nil, nil, 1},
		"undated in a year":   {year, []StatDeclared{inside, undated}, &DeclaredValue{2, false}, &DeclaredValue{10, false}, 2},
		"all":                 {Period{}, []StatDeclared{inside, straddling, before, undated}, &DeclaredValue{8, false}, &DeclaredValue{40, false}, 4},
		"unknown occurrences": {year, []StatDeclared{inside, {From: day0, To: day0.AddDate(0, 1, 0), Occurrences: -1, Attendance: -1, Trained: -1}}, &DeclaredValue{2, true}, &DeclaredValue{10, true}, 2},
		"a stock is no event": {Period{}, []StatDeclared{inside, {Occurrences: 0, Attendance: -1, Trained: 160}}, &DeclaredValue{2, false}, &DeclaredValue{10, false}, 2},
	} {
		r := Count(StatInput{Period: c.period, Declared: c.lines})
		if !same(r.Total.DeclaredEvents, c.events) || !same(r.Total.DeclaredPresent, c.present) || len(r.History) != c.listed {
			t.Errorf("%s: %v %v, %d lines", name, r.Total.DeclaredEvents, r.Total.DeclaredPresent, len(r.History))
		}
		if r.Total.Counts != (Counts{}) {
			t.Errorf("%s: the history was counted as recorded: %v", name, r.Total.Counts)
		}
	}
}

func same(a, b *DeclaredValue) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == *b)
}

func TestDuplicatesAreNamesakesOfTheSamePeriod(t *testing.T) {
	in := StatInput{Events: []StatEvent{{Num: 1, Starts: day0}, {Num: 2, Starts: day0.AddDate(1, 0, 0)}},
		Facts:     []StatFact{{Event: 1, Person: 1, Outcome: int8(Present)}, {Event: 1, Person: 2, Outcome: int8(Present)}, {Event: 2, Person: 3, Outcome: int8(Present)}, {Event: 1, Person: 4, Outcome: int8(Absent)}},
		Namesakes: map[int32]int32{1: 1, 2: 1, 3: 1, 4: 1}}
	if r := Count(in); r.Duplicates != 2 || r.Total.Counts[FigPeople] != 3 {
		t.Errorf("%d of %d", r.Duplicates, r.Total.Counts[FigPeople])
	}
	in.Period = Period{day0, day0.AddDate(1, 0, 0)}
	if r := Count(in); r.Duplicates != 1 {
		t.Errorf("%d in the first year", r.Duplicates)
	}
}
