package matching_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"passerelle/internal/matching"
)

// wide draws a campaign of the size of a year, places short or plenty.
func wide(seed uint64) matching.Input {
	r, in := rand.New(rand.NewPCG(seed, 200)), matching.Input{Rules: matching.Defaults()}
	for i := range 80 {
		in.Offers = append(in.Offers, matching.Offer{ID: fmt.Sprint("o", i), Structure: fmt.Sprint(r.IntN(30)), Sector: []string{"sanitaire", "social", "ville"}[r.IntN(3)], Places: 1 + r.IntN(4)})
		in.Rules.Crossed = append(in.Rules.Crossed, matching.Pair{A: fmt.Sprint(r.IntN(30)), B: fmt.Sprint(r.IntN(30))})
	}
	for i := range 200 {
		w := matching.Wish{ID: fmt.Sprint("w", i), Structure: fmt.Sprint(r.IntN(30)), Sector: []string{"sanitaire", "social", "ville"}[r.IntN(3)]}
		for range 1 + r.IntN(3) {
			w.Choices = append(w.Choices, fmt.Sprint("o", r.IntN(20+r.IntN(61))))
		}
		in.Wishes = append(in.Wishes, w)
		if i%20 == 0 {
			in.Rules.Pins = append(in.Rules.Pins, matching.Link{Wish: w.ID, Offer: w.Choices[0]})
		}
	}
	return in
}

// TestAYearIsProvedTheBest: too large to try everything, the prices prove it; and the order still tells nothing.
func TestAYearIsProvedTheBest(t *testing.T) {
	for seed := range uint64(3) {
		in := wide(seed)
		p := propose(t, in)
		if err := matching.Prove(in, p); err != nil {
			t.Error(err)
		}
		if len(p.Left) == 0 || p.Score.Placed < 100 {
			t.Errorf("%d placed, %d left: nobody competes", p.Score.Placed, len(p.Left))
		}
		if again := propose(t, shuffled(in, seed)); !reflect.DeepEqual(p, again) {
			t.Error("told in another order, it is another")
		}
	}
}

func BenchmarkYear(b *testing.B) {
	in := wide(1)
	for b.Loop() {
		if _, err := matching.Propose(in); err != nil {
			b.Fatal(err)
		}
	}
}
