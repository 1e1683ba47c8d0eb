package domain

import (
	"cmp"
	"slices"
)

// LiveArrivals are the arrivals on which a presence rests, the earliest first: what is left of facts once each
// nonce acts once and the undos have voided what was there. Presence.Scans is how many they are.
func LiveArrivals(facts []Fact) (live []Fact) {
	var undos []Fact
	for _, f := range facts {
		if f.Kind == ScanUndo {
			undos = append(undos, f)
		}
	}
	seen := map[string]bool{}
	for _, f := range facts {
		if f.Kind != ScanIn || seen[f.Nonce] {
			continue
		}
		seen[f.Nonce] = true
		if _, ok := FoldPresence(append(undos[:len(undos):len(undos)], f)); ok {
			live = append(live, f)
		}
	}
	slices.SortFunc(live, func(a, b Fact) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Nonce, b.Nonce)) })
	return live
}

// BestArrival is the arrival that proves the most, the earliest of several; ok is false without a presence.
func BestArrival(facts []Fact) (best Fact, ok bool) {
	for _, f := range LiveArrivals(facts) {
		if !ok || f.Proof > best.Proof {
			best, ok = f, true
		}
	}
	return best, ok
}
