package matching_test

import (
	"testing"

	"passerelle/internal/matching"
)

// TestTheCampaignsReachEverything keeps the properties honest: among the campaigns drawn, each reason, each cost, each
// bonus and a place more are met several times, and people enough compete.
func TestTheCampaignsReachEverything(t *testing.T) {
	seen := map[any]int{}
	for seed := range uint64(1000) {
		p := propose(t, campaignOf(seed))
		for _, x := range p.Refused {
			seen["pin "+x.Reason]++
		}
		for _, x := range p.Placed {
			for _, b := range x.Bonuses {
				seen[b]++
			}
			for _, m := range x.Missed {
				seen[m.Reason]++
				seen["placed "+m.Costs]++
			}
		}
		for _, x := range p.Left {
			for _, m := range x.Missed {
				seen[m.Reason]++
				seen["left "+m.Costs]++
			}
		}
		for range p.More {
			seen["more"]++
		}
	}
	for _, want := range []any{matching.Unknown, matching.Repeated, matching.OwnService, matching.Profession, matching.NotFree, matching.Excluded,
		matching.NotAgreed, matching.NoPlace, matching.Pinned, matching.Full, matching.BonusCrossed, matching.BonusBridged, matching.BonusUnserved, "more",
		"pin " + matching.NotWished, "pin " + matching.Full, "pin " + matching.Pinned, "left " + matching.CostsFirst, "left " + matching.CostsTie,
		"left " + matching.CostsBonus, "left " + matching.CostsPin, "left " + matching.CostsSecond, "placed " + matching.CostsPlaced, "placed " + matching.CostsFirst, "placed " + matching.CostsBonus, "placed " + matching.CostsTie,
		"placed " + matching.CostsPin, "placed " + matching.CostsSecond} {
		if seen[want] < 3 {
			t.Errorf("%v: met %d times only", want, seen[want])
		}
	}
	if seen["left "+matching.CostsPlaced] > 0 { // who comes in takes one place: one person leaves at most
		t.Error("a person left out is said to cost a person")
	}
	t.Log(seen)
}
