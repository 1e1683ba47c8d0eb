package domain

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

// everyRow is the total and every line of every table.
func everyRow(r Report) []Row {
	rows := []Row{r.Total}
	for _, table := range r.Tables {
		rows = append(rows, table...)
	}
	return rows
}

// drawSeason is an input over a period that may begin and end anywhere.
func drawSeason(t *rapid.T) StatInput {
	in := drawInput(t)
	if rapid.Bool().Draw(t, "part of it") {
		in.Period.From = drawDay(t, "from")
		in.Period.To = in.Period.From.AddDate(0, 0, rapid.IntRange(1, 20).Draw(t, "days"))
	}
	return in
}

func TestDistinctIsAtMostParticipations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, row := range everyRow(Count(drawSeason(t))) {
			c := row.Counts
			if c[FigPeople] > c[FigPresent] || c[FigStructures] > c[FigPresent] || c[FigNew]+c[FigReturning] != c[FigPeople] {
				t.Fatalf("%q: %d people, %d new, %d returning, %d structures, %d present", row.Key, c[FigPeople], c[FigNew], c[FigReturning], c[FigStructures], c[FigPresent])
			}
			if (c[FigPeople] == 0) != (c[FigPresent] == 0) {
				t.Fatalf("%q: %d present are %d people", row.Key, c[FigPresent], c[FigPeople])
			}
		}
	})
}

// The whole of a table is at most its lines together, and at least its largest.
func TestTheUnionIsAtMostTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Count(drawSeason(t))
		for i, rows := range r.Tables {
			for _, f := range []Figure{FigPeople, FigNew, FigReturning, FigPSSM, FigStructures} {
				if f == FigPSSM && i >= EventTables {
					continue
				}
				sum, top := 0, 0
				for _, row := range rows {
					sum, top = sum+row.Counts[f], max(top, row.Counts[f])
				}
				if total := r.Total.Counts[f]; total > sum || total < top {
					t.Fatalf("%s, %s: lines of %d in all and %d at most, total %d", Tables[i].Name, Indicators[f].Code, sum, top, total)
				}
			}
		}
	})
}

// drawFilter is one filter of any kind.
func drawFilter(t *rapid.T, name string) Filter {
	switch rapid.IntRange(0, 5).Draw(t, name) {
	case 0:
		return Filter{Campaign: "SISM"}
	case 1:
		return Filter{Partner: Fold("CPTS")}
	case 2:
		return Filter{Status: Held}
	}
	table := Table(rapid.IntRange(0, int(tableCount)-1).Draw(t, name+" table"))
	return Filter{}.With(table, rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, name+" key"))
}

// both is what asks for one and the other; false where they ask for two lines of one table.
func both(a, b Filter) (Filter, bool) {
	f := Filter{Campaign: a.Campaign + b.Campaign, Partner: a.Partner + b.Partner, Status: a.Status + b.Status}
	for _, one := range []Filter{a, b} {
		for t, key := range one.Keys {
			if _, known := f.Keys[t]; known {
				return f, false
			}
			f = f.With(t, key)
		}
	}
	return f, a.Campaign+b.Campaign != "SISMSISM" && a.Status+b.Status != Held+Held && a.Partner+b.Partner != Fold("CPTS")+Fold("CPTS")
}

// One filter and then another, the other way round, or both at once: the same figures, line by line.
func TestFiltersCommute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, first, second := drawSeason(t), drawFilter(t, "first"), drawFilter(t, "second")
		count := func(filters ...Filter) string {
			narrowed := in
			for _, f := range filters {
				Narrow(&narrowed, f)
			}
			r := Count(narrowed)
			r.Filter = Filter{} // the last one
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		one := count(first, second)
		if other := count(second, first); other != one {
			t.Fatalf("%v then %v\n%s\nthe other way\n%s", first, second, one, other)
		}
		if f, ok := both(first, second); ok {
			if at := count(f); at != one {
				t.Fatalf("%v then %v\n%s\nboth at once\n%s", first, second, one, at)
			}
		}
	})
}

// Who comes in both halves of a period is one person and one structure of the whole, and two participations.
func TestWhoComesTwiceIsOneOfTheWhole(t *testing.T) {
	in := StatInput{Events: []StatEvent{{Num: 1, Held: true, Starts: day0}, {Num: 2, Held: true, Starts: day0.AddDate(0, 6, 0)}},
		Facts: []StatFact{{Event: 1, Person: 1, Structure: 7, Outcome: int8(Present)}, {Event: 2, Person: 1, Structure: 7, Outcome: int8(Present)}}}
	in.First = FirstsOf(in.Events, in.Facts)
	half := func(from, to int) Counts {
		in.Period = Period{day0.AddDate(0, from, 0), day0.AddDate(0, to, 0)}
		return Count(in).Total.Counts
	}
	whole, first, second := half(0, 12), half(0, 6), half(6, 12)
	for f, want := range map[Figure][3]int{FigPresent: {2, 1, 1}, FigEvents: {2, 1, 1}, FigPeople: {1, 1, 1}, FigStructures: {1, 1, 1}, FigNew: {1, 1, 0}, FigReturning: {0, 0, 1}} {
		if got := [3]int{whole[f], first[f], second[f]}; got != want {
			t.Errorf("%s: %v, want %v", Indicators[f].Code, got, want)
		}
	}
}
