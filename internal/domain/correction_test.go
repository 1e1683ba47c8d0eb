package domain_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

// Corrected hours are what the presence then says, whatever was noted before, in any order; what is noted later
// by the clock still counts, and the same correction again adds nothing.
func TestCorrectedHoursAreWhatTheFoldSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var facts []domain.Fact
		kinds := rapid.SampledFrom([]string{domain.ScanIn, domain.ScanIn, domain.ScanOut, domain.ScanUndo})
		for i := range rapid.IntRange(0, 8).Draw(t, "facts") {
			facts = append(facts, fact(fmt.Sprint("n", i), kinds.Draw(t, "kind"), rapid.IntRange(0, 60).Draw(t, "minute")))
		}
		said := false // an hour of arrival was; where the scans say the same already, nothing is added
		for turn := range rapid.IntRange(1, 3).Draw(t, "corrections") {
			arrived := at(rapid.IntRange(-30, 90).Draw(t, "arrived"))
			left := time.Time{}
			if rapid.Bool().Draw(t, "left") {
				left = arrived.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "after")) * time.Minute)
			}
			more := domain.CorrectHours(facts, at(40+turn), fmt.Sprint("c", turn), arrived, left)
			said = said || slices.ContainsFunc(more, func(f domain.Fact) bool { return f.Kind == domain.ScanIn && !f.Hour.IsZero() })
			facts = rapid.Permutation(append(facts, more...)).Draw(t, "order")
			p, present := domain.FoldPresence(facts)
			if !present || !p.First.Equal(arrived) || !p.Left.Equal(left) {
				t.Fatalf("turn %d: %v to %v, want %v to %v", turn, p.First, p.Left, arrived, left)
			}
			if again := domain.CorrectHours(facts, at(300), "again", arrived, left); len(again) != 0 {
				t.Fatal("the same hours again add", again)
			}
		}
		p, _ := domain.FoldPresence(facts)
		late := append(facts, fact("late", domain.ScanIn, 20)) // a phone that synchronises afterwards
		if after, present := domain.FoldPresence(late); !present || said && !after.First.Equal(p.First) {
			t.Fatalf("a late arrival moves a corrected hour: %v, then %v", p.First, after.First)
		}
		gone := append(facts, fact("undo", domain.ScanUndo, 400))
		if _, present := domain.FoldPresence(gone); present {
			t.Fatal("voided, it stays")
		}
	})
}

func TestCheckHours(t *testing.T) {
	slot := domain.Slot{Start: at(0), End: at(180)}
	for name, c := range map[string]struct {
		arrived, left time.Time
		field         string
	}{
		"on time": {at(-5), time.Time{}, ""}, "late, left early": {at(60), at(120), ""}, "at the end": {at(180), time.Time{}, "arrived"},
		"no hour": {time.Time{}, time.Time{}, "arrived"}, "the day before": {at(-1440), time.Time{}, "arrived"}, "left before": {at(60), at(59), "left"},
		"left at once": {at(60), at(60), "left"}, "left the day after": {at(0), at(1440), "left"}, "stayed after the end": {at(0), at(240), ""},
	} {
		err := domain.CheckHours(slot, c.arrived, c.left)
		refused := domain.Refusals(err)
		if (c.field == "") != (err == nil) || err != nil && (refused[0].Code != domain.ErrHours || refused[0].Field != c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
