package domain

import (
	"sort"
	"time"
)

// Status of an event.
const (
	Draft     = "draft"
	Published = "published"
	Held      = "held"
	Cancelled = "cancelled"
)

// Visibility of an event: who finds it.
const (
	Public   = "public"
	ByLink   = "link"
	Internal = "internal"
)

// Roles of the PTSM in an event, the headline first.
var PTSMRoles = []string{"porte", "coporte", "soutenu", "participe"}

// Slot is a dated half-day (créneau). Presence, hours and certificates derive from slots. One that runs
// across noon is one slot; a break is deducted only where someone entered it.
type Slot struct {
	ID           string
	Label        string
	Start, End   time.Time
	BreakMinutes int
}

// Minutes that the slot counts: its length less the entered break, never negative.
func (s Slot) Minutes() int {
	return max(0, int(s.End.Sub(s.Start)/time.Minute)-s.BreakMinutes)
}

// CheckSlots refuses slots that end before they start, that overlap in time, or none at all. Fields are
// named slot-N (N from 0, in the order given) so that the form can show each error at its row.
func CheckSlots(slots []Slot) error {
	if len(slots) == 0 {
		return Error{Code: ErrSlotMissing, Field: "slot-0"}
	}
	var errs Errors
	order := make([]int, len(slots))
	for i, s := range slots {
		order[i] = i
		if !s.End.After(s.Start) {
			errs = append(errs, Error{Code: ErrSlotOrder, Field: slotField(i)})
		} else if s.BreakMinutes < 0 || s.Minutes() == 0 {
			errs = append(errs, Error{Code: ErrNumber, Field: slotField(i)})
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return slots[order[a]].Start.Before(slots[order[b]].Start) })
	for i := 1; i < len(order); i++ {
		if slots[order[i]].Start.Before(slots[order[i-1]].End) {
			errs = append(errs, Error{Code: ErrSlotOverlap, Field: slotField(order[i])})
		}
	}
	return errs.OrNil()
}

func slotField(i int) string { return "slot-" + itoa(i) }

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + string(rune('0'+i%10))
}

// Span is the first start and the last end of the slots; zero times without slots.
func Span(slots []Slot) (start, end time.Time) {
	for i, s := range slots {
		if i == 0 || s.Start.Before(start) {
			start = s.Start
		}
		if i == 0 || s.End.After(end) {
			end = s.End
		}
	}
	return start, end
}

// CurrentSlot is the slot the door works for at now: the one running, else the next one that starts,
// else the last. -1 without slots.
func CurrentSlot(slots []Slot, now time.Time) int {
	next, last := -1, -1
	for i, s := range slots {
		if !now.Before(s.Start) && now.Before(s.End) {
			return i
		}
		if s.Start.After(now) && (next < 0 || s.Start.Before(slots[next].Start)) {
			next = i
		}
		if last < 0 || s.End.After(slots[last].End) {
			last = i
		}
	}
	if next >= 0 {
		return next
	}
	return last
}
