package domain

import "time"

// Ways to sign. Stored: append only.
const (
	DrawnWay     = "drawn"     // drawn on the door's device
	ConfirmedWay = "confirmed" // said by keyboard, with the code of one's own ticket
	SelfWay      = "self"      // on one's own phone, with the code shown in the room
	TrainerWay   = "trainer"   // the trainer's word for a whole half-day
)

// Snapshot is what was signed, as it was then: it does not follow what changes afterwards.
type Snapshot struct {
	Title       string     `json:"title"`
	Organiser   string     `json:"organiser"`
	Place       string     `json:"place,omitempty"`
	Room        string     `json:"room,omitempty"`
	Label       string     `json:"label,omitempty"` // of the half-day
	Starts      time.Time  `json:"starts"`
	Ends        time.Time  `json:"ends"`
	Trainer     string     `json:"trainer,omitempty"`
	TrainerRole string     `json:"trainer_role,omitempty"`
	Name        string     `json:"name"` // of who signs
	Structure   string     `json:"structure,omitempty"`
	Present     []Attendee `json:"present,omitempty"` // whom a trainer certifies
	Drawn       bool       `json:"drawn,omitempty"`   // a trainer's: drawn, not typed
}

// Attendee is somebody present, as a trainer's countersignature names them.
type Attendee struct {
	ID        string `json:"id"` // of the registration
	Name      string `json:"name"`
	Structure string `json:"structure,omitempty"`
}

// SamePeople tells whether two lists hold the same registrations, in any order.
func SamePeople(a, b []Attendee) bool {
	ids := map[string]bool{}
	for _, p := range a {
		ids[p.ID] = true
	}
	same := 0
	for _, p := range b {
		if !ids[p.ID] {
			return false
		}
		delete(ids, p.ID)
		same++
	}
	return len(ids) == 0 && same == len(b)
}
