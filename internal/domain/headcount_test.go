package domain_test

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

// Phones that count apart add up to the same, in whatever order they synchronise, and never under nobody.
func TestHeadTotalsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []domain.HeadTally
		raw := map[string]int{}
		for range rapid.IntRange(0, 30).Draw(t, "taps") {
			r := domain.HeadTally{Category: rapid.SampledFrom(domain.HeadCategories).Draw(t, "who"),
				Device: fmt.Sprint("p", rapid.IntRange(0, 3).Draw(t, "phone")), People: rapid.IntRange(-5, 9).Draw(t, "n")}
			rows, raw[r.Category] = append(rows, r), raw[r.Category]+r.People
		}
		totals := domain.HeadTotals(rows)
		if other := domain.HeadTotals(rapid.Permutation(rows).Draw(t, "order")); !maps.Equal(totals, other) {
			t.Fatal(totals, other)
		}
		for category, n := range raw {
			if totals[category] != max(0, n) {
				t.Fatalf("%s: %d, counted %d", category, totals[category], n)
			}
		}
	})
}
