package domain

import "time"

// Phone is what is known here of a phone at the door of an event.
type Phone struct {
	LastSeen time.Time // it last spoke
	Ready    time.Time // it last declared itself ready without network; zero: never
	Left     time.Time // it said that it leaves with nothing unsent, and has not spoken since; zero: it did not
	Waived   time.Time // somebody decided not to wait for it; zero: nobody
	Queued   int       // arrivals it had not sent, at its last word
}

// EventDay is a day on which an event takes place: from its midnight to the next one, and the end of its last
// half-day.
type EventDay struct{ From, To, Ends time.Time }

// PhoneState is how a phone stands to the closing of its event.
type PhoneState string

// The states of a phone. What is awaited holds back absences and certificates.
const (
	PhoneAwaited PhoneState = "awaited"
	PhoneWaived  PhoneState = "waived"
	PhoneLeft    PhoneState = "left"    // with nothing unsent
	PhoneDone    PhoneState = "done"    // its last word, after the last half-day, left nothing unsent
	PhoneOutside PhoneState = "outside" // it never served: neither there on a day of the event, nor declared ready
)

// PhoneAt is how a phone stands to an event that is closed at the moment given (or would be). A phone may hold
// arrivals that nobody knows of until it has spoken, with nothing left to send, after the last half-day of the
// days that it may have served: the one on which it was seen, the next one, since it has the list and needs no
// network, and the one for which it was made ready; or after the closing, where that comes first. One that left
// with nothing unsent is settled for the day on which it left, and may have been opened again on a later one.
func PhoneAt(p Phone, days []EventDay, closed time.Time) PhoneState {
	switch {
	case !p.Waived.IsZero():
		return PhoneWaived
	case p.Queued > 0:
		return PhoneAwaited
	}
	until, serves := p.serves(days, closed)
	switch {
	case !serves && !p.Left.IsZero():
		return PhoneLeft
	case !serves:
		return PhoneOutside
	}
	if closed.Before(until) {
		until = closed
	}
	if p.LastSeen.Before(until) {
		return PhoneAwaited
	}
	return PhoneDone
}

// serves gives the end of the last half-day that the phone may have served before the closing, without those of the
// days that its leaving settles.
func (p Phone) serves(days []EventDay, closed time.Time) (until time.Time, serves bool) {
	prepared, follows := false, false
	for _, d := range days {
		there := !p.LastSeen.Before(d.From) && p.LastSeen.Before(d.To)
		next := !prepared && !p.Ready.IsZero() && p.Ready.Before(d.Ends) || follows && d.From.Before(closed)
		prepared = prepared || next
		follows = there
		settled := !p.Left.IsZero() && !d.From.After(p.Left)
		if (there || next) && !settled && d.Ends.After(until) {
			until, serves = d.Ends, true
		}
	}
	return until, serves
}
