package domain

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// ConflictKind names what is to be looked at after people came in.
type ConflictKind string

// The kinds, in the order in which they are shown.
const (
	TwoDoors   ConflictKind = "two_doors"   // two devices noted one person's arrival at one half-day
	LetIn      ConflictKind = "let_in"      // a hand at the door let in somebody whom the rule refuses
	SentLate   ConflictKind = "sent_late"   // refused once sent: the phone had no network, and may have let in
	Nobody     ConflictKind = "nobody"      // the same of a ticket that is nobody's
	ShutDoor   ConflictKind = "shut_door"   // arrivals that came by a link that was closed
	Namesake   ConflictKind = "namesake"    // came without a registration, and looks like somebody registered
	OffHours   ConflictKind = "off_hours"   // arrivals far from their half-day
	ToComplete ConflictKind = "to_complete" // let in under a name alone
	WrongClock ConflictKind = "wrong_clock" // a phone's times were corrected
)

// ConflictKinds lists them in the order in which they are shown.
var ConflictKinds = []ConflictKind{TwoDoors, LetIn, SentLate, Nobody, ShutDoor, Namesake, OffHours, ToComplete, WrongClock}

// Gesture is a scan as it is looked at afterwards.
type Gesture struct {
	Nonce, Registration, Slot, Kind, Source, Device, Door, Reason, Code string
	Outcome                                                             Verdict
	Counts                                                              bool
	At, DeviceAt, ReceivedAt                                            time.Time
}

// Entrant is a registration as the door's gestures are compared with it.
type Entrant struct {
	Identity
	State      State
	Slots      []string // chosen half-days; empty: all
	WalkIn     bool
	Incomplete bool
}

// Conflict is one thing to look at. Subject stays the same as long as it is the same thing; Latest is when the last
// of it was received: who looked before has not seen all of it.
type Conflict struct {
	Kind                ConflictKind
	Subject             string
	Registration, Other string // Other: the registration it looks like
	Slot                string
	Gestures            []Gesture // the first first
	Latest              time.Time
}

// How long after its gesture a scan is said to have waited on a phone without network; how far from its half-day
// an arrival is odd.
const (
	sentLate    = time.Minute
	oddBefore   = 2 * time.Hour
	oddAfter    = 15 * time.Minute
	oddClock    = 2 * time.Minute
	closedNonce = "refuse:" // how a closed door keeps a nonce, with its own id
)

// place is somebody at a half-day.
type place struct{ registration, slot string }

// conflicts is what Conflicts works on.
type conflicts struct {
	people  map[string]Entrant
	slots   map[string]Slot
	arrived map[place][]Gesture // live arrivals, the first first
	left    map[place][]Gesture
	nonces  map[string]bool
	found   []Conflict
}

// Conflicts finds what is to be looked at among the gestures of an event. Nothing depends on the order given.
func Conflicts(people []Entrant, slots []Slot, gestures []Gesture) []Conflict {
	c := conflicts{people: map[string]Entrant{}, slots: map[string]Slot{}, arrived: map[place][]Gesture{}, left: map[place][]Gesture{}, nonces: map[string]bool{}}
	for _, p := range people {
		c.people[p.ID] = p
	}
	for _, s := range slots {
		c.slots[s.ID] = s
	}
	sorted := slices.Clone(gestures)
	slices.SortFunc(sorted, inTime)
	c.arrivals(sorted)
	c.atTwoDoors()
	c.letIn()
	c.refusedLate(sorted)
	c.byAShutDoor(sorted)
	c.namesakes(people)
	c.offHours()
	c.toComplete(people)
	c.wrongClocks(sorted)
	slices.SortFunc(c.found, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(slices.Index(ConflictKinds, a.Kind), slices.Index(ConflictKinds, b.Kind)), a.first().Compare(b.first()), cmp.Compare(a.Subject, b.Subject))
	})
	return c.found
}

func (c Conflict) first() (at time.Time) {
	if len(c.Gestures) > 0 {
		at = c.Gestures[0].At
	}
	return at
}

// inTime sorts gestures, the first first.
func inTime(a, b Gesture) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Nonce, b.Nonce)) }

// atDoor tells whether a gesture was made at a door: not at the desk, not by the person alone.
func (g Gesture) atDoor() bool {
	return g.Source == "camera" || g.Source == "search" || g.Source == "code" || g.Source == "walkin"
}

// arrivals keeps the arrivals that nothing voided, and the departures.
func (c *conflicts) arrivals(sorted []Gesture) {
	voided := map[place]time.Time{}
	for _, g := range sorted {
		c.nonces[g.Nonce] = true
		if g.Counts && g.Kind == ScanUndo {
			voided[place{g.Registration, g.Slot}] = g.At
		}
	}
	for _, g := range sorted {
		at := place{g.Registration, g.Slot}
		if until, some := voided[at]; !g.Counts || some && !g.At.After(until) {
			continue
		}
		switch g.Kind {
		case ScanIn:
			c.arrived[at] = append(c.arrived[at], g)
		case ScanOut:
			c.left[at] = append(c.left[at], g)
		}
	}
}

// add keeps a conflict under the subject that its parts make.
func (c *conflicts) add(f Conflict, parts ...string) {
	f.Subject = string(f.Kind) + ":" + strings.Join(parts, ":")
	for _, g := range f.Gestures {
		if g.ReceivedAt.After(f.Latest) {
			f.Latest = g.ReceivedAt
		}
	}
	c.found = append(c.found, f)
}
