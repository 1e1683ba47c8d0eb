package stats_test

import (
	"fmt"
	"testing"

	"passerelle/internal/domain"
)

// enough is how many times each figure must have been met, and not nothing, for its recount to prove something.
const enough = 3

// note remembers that a recount found something.
func (s rawSeason) note(what, code string, t domain.Table) {
	if s.seen != nil {
		s.seen[fmt.Sprint(what, " ", code, " ", t)]++
	}
}

// noteFilter remembers by what kinds of filters something was let through.
func (s rawSeason) noteFilter(q asked) {
	if s.figure(q, "registrations", -1, "") == 0 {
		return
	}
	for t := range q.Keys {
		s.note("filter", "", t)
	}
	for kind, value := range map[string]string{"campaign": q.Campaign, "partner": q.Partner, "status": q.Status} {
		if value != "" {
			s.note("filter", kind, -1)
		}
	}
}

// elsewhere are the derived measures whose slow recount stands beside what counts them.
var elsewhere = map[string]string{
	"bodies": "internal/body TestTheYearAddsUp",
}

// everything is what must have been recounted: each figure in the total and in each table that counts it, each declared
// number, each derived measure, each kind of filter.
func everything() (all []string) {
	need := func(what, code string, t domain.Table) { all = append(all, fmt.Sprint(what, " ", code, " ", t)) }
	for f, i := range domain.Indicators {
		need("figure", i.Code, -1)
		for n := range domain.Tables {
			table := domain.Table(n)
			for _, g := range table.Figures() {
				if g == domain.Figure(f) {
					need("figure", i.Code, table)
				}
			}
			if table.Declares(domain.Figure(f)) {
				need("declared", i.Code, table)
			}
		}
	}
	for n := range domain.Tables {
		if t := domain.Table(n); t != domain.ByYear && t != domain.ByMonth { // those are periods
			need("filter", "", t)
		}
	}
	for _, kind := range []string{"campaign", "partner", "status"} {
		need("filter", kind, -1)
	}
	for _, i := range domain.Derived {
		if elsewhere[i.Code] == "" {
			need("derived", i.Code, -1)
		}
	}
	need("duplicates", "", -1)
	return all
}

// nothingLeftOut fails where a figure, a table or a filter was never met by the oracle with a number in it: a figure
// that the oracle does not know is nothing everywhere.
func nothingLeftOut(t *testing.T, seen map[string]int) {
	t.Helper()
	for _, one := range everything() {
		if seen[one] < enough {
			t.Errorf("%s: recounted %d times in all", one, seen[one])
		}
	}
}
