package domain_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

// The presence rests on the live arrivals: as many as it says, the first among them, the best proof too.
func TestLiveArrivalsBearThePresence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var facts []domain.Fact
		for i := range rapid.IntRange(0, 12).Draw(t, "facts") {
			f := fact(fmt.Sprint("n", rapid.IntRange(0, i).Draw(t, "nonce")), rapid.SampledFrom([]string{domain.ScanIn, domain.ScanIn, domain.ScanUndo, domain.ScanOut}).Draw(t, "kind"),
				rapid.IntRange(0, 8).Draw(t, "minute"))
			f.Proof = domain.Proof(rapid.IntRange(2, 5).Draw(t, "proof"))
			for _, g := range facts { // a nonce is one fact
				if g.Nonce == f.Nonce {
					f = g
				}
			}
			facts = append(facts, f)
		}
		p, present := domain.FoldPresence(facts)
		live := domain.LiveArrivals(facts)
		best, ok := domain.BestArrival(facts)
		if len(live) != p.Scans || ok != present || present && (!live[0].At.Equal(p.First) || best.Proof != p.Proof) {
			t.Fatalf("%v: live %v, best %v, presence %+v", facts, live, best, p)
		}
	})
}
