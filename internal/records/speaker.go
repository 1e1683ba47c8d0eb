package records

import "github.com/pocketbase/pocketbase/core"

// Speaker is somebody who speaks or teaches at an event, for the attestation of it.
type Speaker struct {
	ID        string `db:"id"`
	Event     string `db:"event"`
	LastName  string `db:"last_name"`
	FirstName string `db:"first_name"`
	Function  string `db:"function"`
	Structure string `db:"structure"` // as typed: a speaker is not counted
	Email     string `db:"email"`
	Role      string `db:"role"`    // « Intervenante », « Formateur »
	Subject   string `db:"subject"` // title of what was said or taught; empty: the event's
	Slots     List   `db:"slots"`   // half-days where the person spoke; empty: all
	Minutes   int    `db:"minutes"` // spoken, where somebody entered it; 0: the half-days'
	Absent    bool   `db:"absent"`  // did not come: no attestation
	Position  int    `db:"position"`
	Created   Time   `db:"created"`
}

// TableName is the collection's.
func (*Speaker) TableName() string { return "speakers" }

// SpeakerOf finds a speaker by id.
func SpeakerOf(app core.App, id string) (*Speaker, error) {
	return byColumn[Speaker](app, "speakers", "id", id)
}

// Speakers lists who speaks at an event, in their order.
func Speakers(app core.App, event string) (rows []Speaker, err error) {
	return all[Speaker](app, "event = ? ORDER BY position, last_name", event)
}

// PutSpeaker writes a speaker, new (without id) or changed.
func PutSpeaker(app core.App, s *Speaker) error {
	if s.Slots == nil {
		s.Slots = List{}
	}
	if s.ID == "" {
		s.ID = NewID()
		return insert(app, s)
	}
	return wrap(app.DB().Model(s).Update(), "speakers", s.ID)
}
