package domain

import "time"

// longest before a half-day begins, or after it ends, that an hour of arrival or of departure may be said.
const besideSlot = 6 * time.Hour

// CheckHours refuses hours that cannot be those of somebody present at a slot: ErrHours on « arrived » (none, or far
// from the slot) or on « left » (before the arrival, or far from the slot). Zero left: nobody saw the departure.
func CheckHours(s Slot, arrived, left time.Time) error {
	if arrived.Before(s.Start.Add(-besideSlot)) || !arrived.Before(s.End) {
		return Error{Code: ErrHours, Field: "arrived"}
	}
	if !left.IsZero() && (!left.After(arrived) || left.After(s.End.Add(besideSlot))) {
		return Error{Code: ErrHours, Field: "left"}
	}
	return nil
}

// CorrectHours gives the facts to add so that the presence folds to these hours, whatever was noted before `at`:
// nothing is edited. None where it folds to them already. Each bears the proof of what is added afterwards.
func CorrectHours(facts []Fact, at time.Time, nonce string, arrived, left time.Time) (more []Fact) {
	was, present := FoldPresence(facts)
	for _, f := range facts {
		if !f.At.Before(at) {
			at = f.At.Add(time.Millisecond)
		}
	}
	add := func(kind, of string, hour time.Time) {
		more = append(more, Fact{Nonce: nonce + ":" + of, Kind: kind, At: at, Hour: hour, Proof: AddedLater})
		at = at.Add(time.Millisecond)
	}
	if present && left.IsZero() && !was.Left.IsZero() { // still there, as who comes back
		add(ScanIn, "present", time.Time{})
	}
	if !present || !was.First.Equal(arrived) {
		add(ScanIn, "arrived", arrived)
	}
	if !left.IsZero() && !was.Left.Equal(left) {
		add(ScanOut, "left", left)
	}
	return more
}
