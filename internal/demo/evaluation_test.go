package demo_test

import (
	"slices"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/reader"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// evaluatesAYear looks for two kept years that can be compared, a link that opens them, and the three fates of a file.
func evaluatesAYear(t *testing.T, a core.App) {
	reports, err := records.Reports(a)
	if err != nil || len(reports) != 2 || !reports[0].Published || !reports[1].Published {
		t.Fatal(reports, err)
	}
	last, err := evaluation.Load(a, reports[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	before, err := evaluation.Load(a, reports[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := evaluation.Difference(before, last); len(d.Lines) < 3 || len(last.Comments) < 5 || len(before.Comments) != 0 {
		t.Error(d, last.Comments, before.Comments)
	}
	if n := last.Report().Total.Counts[domain.FigPeople]; n < 20 {
		t.Error(n, "people in the last year")
	}
	readers, err := records.Readers(a)
	if err != nil || len(readers) != 1 {
		t.Fatal(readers, err)
	}
	if open, err := reader.Reports(a, &readers[0]); err != nil || len(open) != 2 {
		t.Error(open, err)
	}
	files, err := records.Imports(a)
	if err != nil {
		t.Fatal(err)
	}
	applied, undone, waiting := 0, 0, 0
	for _, f := range files {
		switch {
		case f.AppliedAt.IsZero():
			waiting++
		case !f.UndoneAt.IsZero():
			undone++
		default:
			applied++
		}
	}
	if applied != 1 || undone != 1 || waiting != 1 {
		t.Error(applied, "applied", undone, "undone", waiting, "waiting")
	}
	campaigns, err := records.Campaigns(a)
	i := slices.Index(campaigns, "SISM 2026")
	if err != nil || i < 0 {
		t.Fatal(campaigns, err)
	}
	r, err := stats.Count(a, morning, stats.Query{Filter: domain.Filter{Campaign: campaigns[i]}})
	if err != nil || r.Total.Counts[domain.FigPresent] < 15 {
		t.Error(campaigns, r.Total, err)
	}
}
