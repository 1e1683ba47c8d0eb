package domain

import "time"

// State of a registration.
type State string

// The states; the first five are live: at most one of them per person and event.
const (
	Requested           State = "requested"
	PendingManager      State = "pending_manager"
	Waitlisted          State = "waitlisted"
	Offered             State = "offered"
	Confirmed           State = "confirmed"
	RegistrationStopped State = "cancelled"
	Refused             State = "refused"
	Replaced            State = "replaced"
	Expired             State = "expired"
)

// Live tells whether the registration still asks for, or holds, a seat.
func (s State) Live() bool {
	switch s {
	case Requested, PendingManager, Waitlisted, Offered, Confirmed:
		return true
	}
	return false
}

// Seated tells whether the state takes one of the seats.
func (s State) Seated() bool { return s == Confirmed || s == Offered }

// Origins of a registration. What the door lets in is outside the seats' count.
const (
	FromOnline      = "online"
	FromGroup       = "group"
	FromCoordinator = "coordinator"
	FromDoor        = "door"
	FromImport      = "import"
)

// Window is when an event takes registrations. Zero times: no bound of that kind.
type Window struct {
	Status        string
	Opens, Closes time.Time
	End           time.Time // end of the last slot
}

// Open says whether one may register at now, and otherwise why not.
func (w Window) Open(now time.Time) error {
	switch {
	case w.Status == Cancelled:
		return Error{Code: ErrEventCancelled}
	case w.Status == Draft:
		return Error{Code: ErrEventUnknown}
	case w.Status == Held, !w.End.IsZero() && !now.Before(w.End):
		return Error{Code: ErrEventPast}
	case !w.Opens.IsZero() && now.Before(w.Opens):
		return Error{Code: ErrEventNotOpen, Arg: w.Opens.UTC().Format(time.RFC3339)}
	case !w.Closes.IsZero() && !now.Before(w.Closes):
		return Error{Code: ErrEventClosed, Arg: w.Closes.UTC().Format(time.RFC3339)}
	}
	return nil
}

// Outcome of a registration: what became of it. They are a partition: each registration has one.
type Outcome int

// The outcomes, in the order in which figures list them. Their numbers are stored in facts: append only.
const (
	Expected Outcome = iota // the event is still to come, or not closed yet, or its closing waits for phones
	Present
	Absent
	Excused
	Withdrawn
	CancelledByOrganiser
	OutcomeRefused
	Unserved
	OutcomeReplaced
	outcomeCount
)

// Outcomes lists them all, for tables.
var Outcomes = []Outcome{Present, Absent, Excused, Withdrawn, CancelledByOrganiser, OutcomeRefused, Unserved, OutcomeReplaced, Expected}

// Code is the outcome's name in the machine contract.
func (o Outcome) Code() string {
	return [...]string{"expected", "present", "absent", "excused", "withdrawn", "cancelled_by_organiser", "refused", "unserved", "replaced"}[o]
}

// Fate is what the outcome of a registration depends on.
type Fate struct {
	EventStatus string
	State       State
	Present     bool // at least one live presence
	Excused     bool
	ByOrganiser bool // cancelled by the organiser, not by the person
	HeldBack    bool // the event is closed, and a phone may still hold the arrival
}

// OutcomeOf places a registration in the partition. A live presence wins over any state (product.md §4).
func OutcomeOf(f Fate) Outcome {
	switch {
	case f.Present:
		return Present
	case f.State == Replaced:
		return OutcomeReplaced
	case f.State == Refused:
		return OutcomeRefused
	case f.State == RegistrationStopped && f.ByOrganiser:
		return CancelledByOrganiser
	case f.State == RegistrationStopped:
		return Withdrawn
	case f.EventStatus == Cancelled:
		return CancelledByOrganiser
	case f.State == Expired:
		return Unserved
	case f.EventStatus != Held:
		return Expected
	case f.State == Confirmed && f.Excused:
		return Excused
	case f.State == Confirmed && f.HeldBack:
		return Expected
	case f.State == Confirmed:
		return Absent
	}
	return Unserved
}
