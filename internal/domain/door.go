package domain

// Verdict is the outcome of a scan, in the words of the machine contract (product.md §2).
type Verdict string

// The verdicts.
const (
	Accepted   Verdict = "accepted"
	Forced     Verdict = "forced"
	Already    Verdict = "already"
	OtherEvent Verdict = "other_event"
	OtherSlot  Verdict = "other_slot"
	WasStopped Verdict = "cancelled"
	OnWaitlist Verdict = "waitlisted"
	WasReplace Verdict = "replaced"
	Unknown    Verdict = "unknown"
	DoorClosed Verdict = "closed"
	Undone     Verdict = "undone"
	Invalid    Verdict = "invalid"
)

// Counts tells whether a scan of this case is a fact from which presence is folded. One that finds the person
// there already counts only if it would have been let in without that: else the presence would depend on
// which device synchronised first.
func (c ScanCase) Counts(v Verdict) bool {
	if v == Already {
		return refusal(c) == "" || c.Force && c.ForceReason
	}
	return v == Accepted || v == Forced || v == Undone
}

// ScanCase is what the rule of the door needs to know of one scan.
type ScanCase struct {
	Kind        string
	Valid       bool // code or registration, slot, time and kind could be read
	EventOpen   bool // the event is not cancelled
	SameEvent   bool // the ticket's tag, or the registration found, is of this event
	Known       bool // a registration was found
	State       State
	OldTicket   bool // the ticket was replaced by another
	SlotChosen  bool // the registration takes this slot (all of them, unless it chose)
	Present     bool // a live presence at this slot already
	Force       bool
	ForceReason bool // a reason was given
}

// DecideScan is the only place where the door's rule is written. A hand at the door decides: what would
// be refused is let in by force with a reason, and kept as such, where there is a registration to admit.
func DecideScan(c ScanCase) Verdict {
	switch {
	case !c.EventOpen:
		return DoorClosed
	case !c.Valid:
		return Invalid
	case !c.SameEvent:
		return OtherEvent
	case !c.Known:
		return Unknown
	case c.Kind == ScanUndo:
		return Undone
	case c.Kind == ScanOut: // who leaves is never held back; without an arrival the fold takes no notice
		return Accepted
	case c.Present:
		return Already
	}
	refusal := refusal(c)
	if refusal == "" {
		return Accepted
	}
	if c.Force && c.ForceReason {
		return Forced
	}
	return refusal
}

func refusal(c ScanCase) Verdict {
	switch {
	case c.OldTicket || c.State == Replaced:
		return WasReplace
	case c.State == RegistrationStopped || c.State == Refused || c.State == Expired:
		return WasStopped
	case c.State != Confirmed:
		return OnWaitlist
	case !c.SlotChosen:
		return OtherSlot
	}
	return ""
}
