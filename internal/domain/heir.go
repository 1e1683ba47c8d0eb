package domain

import "slices"

// Heir says what keeps somebody from carrying the seat of another who leaves it: only what gets worse counts. A
// colleague of the same structure takes nothing that was not taken, even over a quota that came later.
func (s Seats) Heir(leaves, comes Ask) Hindrance {
	out, in := leaves, comes
	out.Keys, in.Keys = without(leaves.Keys, comes.Keys), without(comes.Keys, leaves.Keys)
	freed := s.Free(Unit{out})
	h := freed.Hinder(Unit{in})
	after := freed.Take(Unit{in})
	switch {
	case h.Full && in.Seats <= out.Seats:
		return Hindrance{}
	case h.Reserved && after.Taken+after.kept(nil) <= s.Taken+s.kept(nil):
		return Hindrance{}
	}
	return h
}

func without(keys, others []Key) (left []Key) {
	for _, k := range keys {
		if !slices.Contains(others, k) {
			left = append(left, k)
		}
	}
	return left
}
