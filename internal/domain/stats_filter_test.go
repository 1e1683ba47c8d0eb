package domain

import (
	"testing"

	"pgregory.net/rapid"
)

// Narrowing to a line and counting is reading that line of the whole, for what the filter can tell.
func TestNarrowingIsReadingTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		table := rapid.SampledFrom([]Table{ByProgramme, ByRole, ByPlace, ByGroup, ByAxis, ByAction, ByPriority, BySector, ByWork, ByProfession, ByProof}).Draw(t, "table")
		key := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "key")
		line, _ := Count(in).Line(table, key)
		filter := Filter{}.With(table, key)
		narrowed := in
		Narrow(&narrowed, filter)
		r := Count(narrowed)
		for _, f := range table.Figures() {
			if f != FigSecondary && filter.Tells(f) && r.Total.Counts[f] != line.Counts[f] {
				t.Fatalf("%s of %s %q: %d narrowed, %d in its line", Indicators[f].Code, Tables[table].Name, key, r.Total.Counts[f], line.Counts[f])
			}
		}
	})
}

func TestARateIsTwoWholeNumbers(t *testing.T) {
	for _, c := range []struct {
		rate          Rate
		percent, tens int
		known         bool
	}{{Rate{0, 0}, 0, 0, false}, {Rate{3, 0}, 0, 0, false}, {Rate{0, 4}, 0, 0, true}, {Rate{1, 3}, 33, 33333, true}, {Rate{2, 3}, 67, 66667, true}, {Rate{1, 8}, 13, 12500, true}, {Rate{12, 98_000}, 0, 12, true}} {
		percent, known := c.rate.Percent()
		tens, _ := c.rate.TenthsPer10000()
		if percent != c.percent || tens != c.tens || known != c.known {
			t.Errorf("%v: %d %% %d %t", c.rate, percent, tens, known)
		}
	}
}
