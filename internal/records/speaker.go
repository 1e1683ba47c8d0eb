package records

import (
	"errors"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

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

// Name is « Prénom Nom »; of one who was erased, that.
func (s Speaker) Name() string {
	if s.Erased() {
		return NameErased
	}
	return strings.TrimSpace(s.FirstName + " " + s.LastName)
}

// Erased tells whether the name of who spoke is gone, and with it what they could be given.
func (s Speaker) Erased() bool { return s.LastName == "" }

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

// DropSpeaker takes a speaker off the list; one who has a certificate, valid or not, is never deleted.
func DropSpeaker(app core.App, id string) error {
	_, err := app.DB().Delete("speakers", dbx.NewExp("id = {:id} AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.speaker = {:id})", dbx.Params{"id": id})).Execute()
	return wrap(err, "speakers", id)
}

// LiveSpeakerCertificate finds the attestation of a speaker that is not revoked.
func LiveSpeakerCertificate(app core.App, speaker string) (*Certificate, error) {
	return one[Certificate](app, "speaker = ? AND revoked_at = '' AND speaker != ''", speaker)
}

// SpeakerCertificates lists the attestations of an event's speakers, the latest first.
func SpeakerCertificates(app core.App, event string) (rows []Certificate, err error) {
	return all[Certificate](app, "event = ? AND speaker != '' ORDER BY number DESC", event)
}

// HasSpoken tells whether a speaker ever had a certificate.
func HasSpoken(app core.App, speaker string) (bool, error) {
	n, err := count(app, "SELECT COUNT(*) FROM certificates WHERE speaker = {:s}", dbx.Params{"s": speaker})
	return n > 0, err
}

// SpeakNoMore takes a half-day that is dropped from what its event's speakers speak at.
func SpeakNoMore(app core.App, event, slot string) error {
	rows, err := Speakers(app, event)
	for i := range rows {
		n := len(rows[i].Slots)
		rows[i].Slots = slices.DeleteFunc(rows[i].Slots, func(id string) bool { return id == slot })
		if len(rows[i].Slots) < n {
			err = errors.Join(err, PutSpeaker(app, &rows[i]))
		}
	}
	return err
}
