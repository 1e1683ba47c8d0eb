package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

func TestStatusOf(t *testing.T) {
	came, missed := domain.SlotFate{Chosen: true, Over: true, Present: true}, domain.SlotFate{Chosen: true, Over: true}
	excused, later, other := domain.SlotFate{Chosen: true, Over: true, Excused: true}, domain.SlotFate{Chosen: true}, domain.SlotFate{Over: true}
	for name, c := range map[string]struct {
		confirmed bool
		fates     []domain.SlotFate
		want      domain.Status
	}{
		"both": {true, []domain.SlotFate{came, came}, "present"}, "one": {true, []domain.SlotFate{came, missed}, "partial"},
		"one, the other excused": {true, []domain.SlotFate{came, excused}, "partial"}, "none": {true, []domain.SlotFate{missed, missed}, "absent"},
		"excused once": {true, []domain.SlotFate{excused, missed}, "absent"}, "excused": {true, []domain.SlotFate{excused, excused}, "excused"},
		"the second is to come": {true, []domain.SlotFate{came, later}, "present"}, "missed, to come": {true, []domain.SlotFate{missed, later}, "expected"},
		"the one chosen": {true, []domain.SlotFate{came, other}, "present"}, "on the list": {false, []domain.SlotFate{missed}, ""},
		"let in": {false, []domain.SlotFate{came, missed}, "present"}, "no half-day": {true, nil, ""},
	} {
		if got := domain.StatusOf(c.confirmed, c.fates); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A presence more never makes somebody absent; an excuse never hides a presence; order is nothing.
func TestStatusGrowsWithPresence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func() bool { return rapid.Bool().Draw(t, "b") }
		fates := make([]domain.SlotFate, rapid.IntRange(1, 6).Draw(t, "slots"))
		for i := range fates {
			fates[i] = domain.SlotFate{Chosen: draw(), Over: draw(), Present: draw(), Excused: draw()}
		}
		confirmed := draw()
		was := domain.StatusOf(confirmed, fates)
		if other := domain.StatusOf(confirmed, rapid.Permutation(fates).Draw(t, "order")); other != was {
			t.Fatal(was, other)
		}
		i := rapid.IntRange(0, len(fates)-1).Draw(t, "i")
		fates[i].Present = true
		if s := domain.StatusOf(confirmed, fates); s != domain.StatusPresent && s != domain.StatusPartial {
			t.Fatalf("present once, %q", s)
		}
		fates[i].Excused = true
		if s := domain.StatusAt(confirmed, fates[i]); s != domain.StatusPresent {
			t.Fatalf("excused and there: %q", s)
		}
	})
}
