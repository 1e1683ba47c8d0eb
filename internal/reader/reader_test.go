package reader

import (
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

func TestWhichReportsCountTheSameDays(t *testing.T) {
	day := func(s string) records.Time {
		if s == "" {
			return records.Time{}
		}
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return records.At(d)
	}
	of := func(id, from, to string) records.Report {
		return records.Report{ID: id, FromDay: day(from), ToDay: day(to)}
	}
	year, next := of("a", "2025-01-01", "2026-01-01"), of("b", "2026-01-01", "2027-01-01")
	spring, all, since := of("c", "2025-03-01", "2025-06-01"), of("d", "", ""), of("e", "2026-06-01", "")
	for _, c := range []struct {
		name string
		a, b records.Report
		want bool
	}{
		{"one year then the next", year, next, false}, {"a season of the year", year, spring, true}, {"a season of another year", next, spring, false},
		{"all periods", all, spring, true}, {"since a day of the year", next, since, true}, {"since a day after", year, since, false},
		{"the same days again", year, of("f", "2025-01-01", "2026-01-01"), true},
	} {
		for _, pair := range [][]records.Report{{c.a, c.b}, {c.b, c.a}} {
			if overlap(pair) != c.want || cross(pair[:1], pair[1:]) != c.want {
				t.Errorf("%s: %v", c.name, !c.want)
			}
		}
	}
	if cross([]records.Report{year}, []records.Report{year}) {
		t.Error("the same report by two links tells nothing more")
	}
}

func TestWhatStandsForANumberSaysNoOther(t *testing.T) {
	for mask, want := range map[domain.Mask]any{domain.Plain: 7, domain.TooFew: "< 5", domain.Covered: "masqué", domain.Uncounted: "–"} {
		if got := cell(domain.SafeCell{Mask: mask, Value: 7}); got != want {
			t.Errorf("mask %v: %v, want %v", mask, got, want)
		}
	}
}
