package domain

import "slices"

// Heir says what keeps somebody from carrying the seat of another who leaves it: only what gets worse counts. A
// colleague of the same structure takes nothing that was not taken, even over a quota that came later.
func (s Seats) Heir(leaves, comes Ask) Hindrance {
	out, in := leaves, comes
	out.Keys, in.Keys = without(leaves.Keys, comes.Keys), without(comes.Keys, leaves.Keys)
	freed := s.Free(Unit{out})
	h, after := freed.Hinder(Unit{in}), freed.Take(Unit{in})
	switch {
	case h.Limit.Max > 0, s.Capacity == 0:
		return h
	case after.Taken > max(s.Capacity, s.Taken):
		return Hindrance{Full: true}
	case after.Taken+after.kept(nil) > max(s.Capacity, s.Taken+s.kept(nil)):
		return Hindrance{Reserved: true}
	}
	return Hindrance{}
}

func without(keys, others []Key) (left []Key) {
	for _, k := range keys {
		if !slices.Contains(others, k) {
			left = append(left, k)
		}
	}
	return left
}
