package domain_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

var nine = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)

func at(minute int) time.Time { return nine.Add(time.Duration(minute) * time.Minute) }

func fact(nonce, kind string, minute int) domain.Fact {
	return domain.Fact{Nonce: nonce, Kind: kind, At: at(minute), Proof: domain.Scanned}
}

func TestFoldPresence(t *testing.T) {
	in, out, undo := domain.ScanIn, domain.ScanOut, domain.ScanUndo
	for name, x := range map[string]struct {
		facts       []domain.Fact
		present     bool
		first, left int // minutes; left 0: none
	}{
		"nothing":                {nil, false, 0, 0},
		"one arrival":            {[]domain.Fact{fact("a", in, 2)}, true, 2, 0},
		"two phones":             {[]domain.Fact{fact("a", in, 9), fact("b", in, 2)}, true, 2, 0},
		"undone":                 {[]domain.Fact{fact("a", in, 2), fact("b", undo, 5)}, false, 0, 0},
		"undone at once":         {[]domain.Fact{fact("a", undo, 2), fact("b", in, 2)}, false, 0, 0},
		"undo spares the later":  {[]domain.Fact{fact("a", in, 9), fact("b", undo, 5)}, true, 9, 0},
		"undo voids all before":  {[]domain.Fact{fact("a", in, 1), fact("b", in, 2), fact("c", undo, 3), fact("d", in, 4)}, true, 4, 0},
		"left":                   {[]domain.Fact{fact("a", in, 2), fact("b", out, 60)}, true, 2, 60},
		"left, came back":        {[]domain.Fact{fact("a", in, 2), fact("b", out, 60), fact("c", in, 70)}, true, 2, 0},
		"left without coming":    {[]domain.Fact{fact("b", out, 60)}, false, 0, 0},
		"left before an undo":    {[]domain.Fact{fact("a", in, 2), fact("b", out, 60), fact("c", undo, 61)}, false, 0, 0},
		"out of an undone visit": {[]domain.Fact{fact("a", in, 2), fact("b", undo, 3), fact("c", out, 4), fact("d", in, 5)}, true, 5, 0},
		"the same nonce twice":   {[]domain.Fact{fact("a", in, 2), fact("a", in, 2)}, true, 2, 0},
	} {
		p, present := domain.FoldPresence(x.facts)
		if present != x.present {
			t.Errorf("%s: present %v", name, present)
			continue
		}
		if present && (!p.First.Equal(at(x.first)) || (x.left == 0) != p.Left.IsZero() || (x.left > 0 && !p.Left.Equal(at(x.left)))) {
			t.Errorf("%s: %v to %v", name, p.First, p.Left)
		}
	}
}

// Scans commute (invariant 4): any order and any repetition of 10 000 facts folds to the same presence.
func TestFoldCommutes(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 7))
		facts := make([]domain.Fact, 10_000)
		for i := range facts {
			kind := []string{domain.ScanIn, domain.ScanIn, domain.ScanIn, domain.ScanOut, domain.ScanUndo}[r.IntN(5)]
			facts[i] = domain.Fact{Nonce: fmt.Sprint("n", i), Kind: kind, At: at(r.IntN(500)), Proof: domain.Proof(2 + r.IntN(4))}
		}
		want, present := domain.FoldPresence(facts)
		again := append(append([]domain.Fact(nil), facts...), facts[:r.IntN(len(facts))]...)
		r.Shuffle(len(again), func(a, b int) { again[a], again[b] = again[b], again[a] })
		if got, still := domain.FoldPresence(again); got != want || still != present {
			t.Fatalf("seed %d: %+v %v, then %+v %v", seed, want, present, got, still)
		}
	}
}

// The fold against a slow reading of the contract: an arrival lives unless an undo has a later or equal time.
func TestFoldIsTheContract(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var facts []domain.Fact
		for i := range rapid.IntRange(0, 12).Draw(t, "facts") {
			facts = append(facts, fact(fmt.Sprint("n", i), rapid.SampledFrom([]string{domain.ScanIn, domain.ScanUndo, domain.ScanOut}).Draw(t, "kind"),
				rapid.IntRange(0, 8).Draw(t, "minute")))
		}
		first, live := time.Time{}, 0
		for _, f := range facts {
			dead := f.Kind != domain.ScanIn
			for _, u := range facts {
				dead = dead || u.Kind == domain.ScanUndo && !f.At.After(u.At)
			}
			if !dead {
				if live == 0 || f.At.Before(first) {
					first = f.At
				}
				live++
			}
		}
		p, present := domain.FoldPresence(facts)
		if present != (live > 0) || p.Scans != live || (present && !p.First.Equal(first)) {
			t.Fatalf("%v: %+v %v, want %d live from %v", facts, p, present, live, first)
		}
		slot := domain.Slot{Start: at(0), End: at(210), BreakMinutes: 15}
		if m := p.Attended(slot); m < 0 || m > slot.Minutes() {
			t.Fatal("minutes attended:", m)
		}
	})
}

func TestAttended(t *testing.T) {
	slot := domain.Slot{Start: at(0), End: at(210), BreakMinutes: 15}
	for name, x := range map[string]struct {
		first, left, want int
	}{
		"to the end": {2, 0, 195}, "left after the end": {2, 230, 195}, "left midway": {-10, 60, 60}, "came and left": {30, 90, 60}, "left at once": {30, 30, 0},
		"left just before the end": {0, 209, 195},
	} {
		p := domain.Presence{First: at(x.first)}
		if x.left > 0 {
			p.Left = at(x.left)
		}
		if got := p.Attended(slot); got != x.want {
			t.Errorf("%s: %d minutes, want %d", name, got, x.want)
		}
	}
}
