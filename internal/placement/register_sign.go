package placement

import (
	"encoding/json"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// sign gives the register the two signatures of a half-day: the trainee's goes with the arrival, the tutor's is the word
// of who receives, as a trainer's is.
func (c *Case) sign(app core.App, e *records.Event, r *records.Registration, s records.Slot, told domain.HalfDayTold, arrival *records.Scan) error {
	drawn, err := records.PlacementSignatures(app, c.Row.ID, told.Slot)
	if err != nil {
		return err
	}
	set, err := records.LoadSettings(app)
	if err != nil {
		return err
	}
	home := ""
	if r.Structure != "" {
		structure, err := records.StructureOf(app, r.Structure)
		if err != nil {
			return err
		}
		home = structure.Name
	}
	for _, d := range drawn {
		snapshot := domain.Snapshot{Title: e.Title, Organiser: set.Organiser, Place: e.Place, Starts: s.StartsAt.Time(), Ends: s.EndsAt.Time(), Name: d.Name}
		g := &records.Signature{Event: e.ID, Slot: s.ID, Name: d.Name, Role: d.Role, SignedAt: d.At, Actor: arrival.Actor, Strokes: d.Strokes}
		if d.Party == string(domain.PartyTrainee) {
			g.Registration, g.Nonce, g.Way, snapshot.Structure = r.ID, arrival.Nonce, domain.DrawnWay, home
			arrival.Signed = true
		} else {
			g.Nonce, g.Way, snapshot.Drawn = "formateur:"+s.ID+":"+arrival.Nonce, domain.TrainerWay, true
			snapshot.Present = []domain.Attendee{{ID: r.ID, Name: r.LastName + " " + r.FirstName, Structure: home}}
		}
		if g.Snapshot, err = json.Marshal(snapshot); err != nil {
			return err
		}
		if err := records.AddSignature(app, g); err != nil {
			return err
		}
	}
	return nil
}
