package placement

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Ways that the tutor chooses among to prove a presence.
const (
	WayAlone  = "alone"  // the tutor's word
	WayCode   = "code"   // what the trainee's ticket says: the short code, or the whole one that a camera read
	WaySigned = "signed" // both signatures, drawn on one phone
)

// Telling is what the host says of a half-day.
type Telling struct {
	Slot     string
	Present  bool
	Minutes  int // really spent
	Incident domain.Incident
	Way      string
	Code     string
	Trainee  []byte // strokes, as domain.ParseStrokes reads them
	Tutor    []byte
	Name     string // of who signs for the host
}

// Tell says what became of a half-day, with its proof. Refusals: those of domain.MoveTell; ErrTraineeCode at « code »;
// ErrDrawing at « trainee-strokes » or « tutor-strokes »; ErrRequired at « tutor ».
func Tell(app core.App, now time.Time, id string, d Doing, t Telling) (*Case, error) {
	told := domain.HalfDayTold{Slot: t.Slot, Present: t.Present, Incident: t.Incident}
	if t.Present {
		told.Minutes = t.Minutes
	}
	act := domain.PlacementAct{Move: domain.MoveTell, HalfDay: told}
	row, err := records.PlacementOf(app, id)
	if err != nil {
		return nil, err
	}
	var errs domain.Errors
	var signed []records.PlacementSignature
	if t.Present {
		act.HalfDay.How, signed, errs = t.proof(row, now)
	}
	if len(errs) > 0 {
		c, err := Open(app, id)
		if err != nil {
			return nil, err
		}
		_, _, err = c.P.Apply(act, d.By, now, d.Why)
		return nil, append(errs, domain.Refusals(err)...)
	}
	return Move(app, now, id, d, act, func(app core.App, _ *Case) error {
		if len(signed) == 0 {
			return nil
		}
		if err := records.DropPlacementSignatures(app, id, t.Slot); err != nil {
			return err
		}
		for i := range signed {
			if err := records.AddPlacementSignature(app, &signed[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// proof reads what proves a presence besides the word of the tutor.
func (t Telling) proof(row *records.Placement, now time.Time) (how string, signed []records.PlacementSignature, errs domain.Errors) {
	switch t.Way {
	case WayAlone:
		return "", nil, nil
	case WayCode:
		if code, ok := ticket.Parse(t.Code); ok && code == row.Ticket {
			return domain.ToldByTicket, nil, nil
		}
		if code, ok := ticket.ParseShort(t.Code); ok && code == row.ShortCode {
			return domain.ToldByCode, nil, nil
		}
		return "", nil, domain.Errors{{Code: domain.ErrTraineeCode, Field: "code"}}
	case WaySigned:
		signed, errs = t.signatures(row, now)
		return domain.ToldSigned, signed, errs
	}
	return "", nil, domain.Errors{{Code: domain.ErrChoice, Field: "how"}}
}

// signatures are the two that were drawn, each by its own hand.
func (t Telling) signatures(row *records.Placement, now time.Time) (signed []records.PlacementSignature, errs domain.Errors) {
	name := domain.CleanLine(t.Name)
	if e := domain.CheckLine("tutor", name, domain.MaxName, true, true); e != nil {
		errs = append(errs, *e)
	}
	for _, d := range []struct {
		party             domain.Party
		field, name, role string
		strokes           []byte
	}{
		{domain.PartyTrainee, "trainee-strokes", row.Name(), row.Function, t.Trainee},
		{domain.PartyHost, "tutor-strokes", name, tutorRole(row, name), t.Tutor},
	} {
		strokes, err := domain.ParseStrokes(d.strokes)
		if err != nil {
			errs = append(errs, domain.Error{Code: domain.ErrDrawing, Field: d.field})
			continue
		}
		signed = append(signed, records.PlacementSignature{Placement: row.ID, Slot: t.Slot, Party: string(d.party), Name: d.name, Role: d.role, Strokes: strokes.Stored(), At: records.At(now)})
	}
	return signed, errs
}

// tutorRole is the function of the tutor, where it is the tutor who signs.
func tutorRole(row *records.Placement, name string) string {
	if name == row.TutorName {
		return row.TutorFunction
	}
	return ""
}

// takeBack forgets the signatures of a half-day whose telling is taken back.
func (c *Case) takeBack(app core.App, _ time.Time, _ domain.Placement, step domain.PlacementStep) error {
	if step.Act.Move != domain.MoveUntell {
		return nil
	}
	return records.DropPlacementSignatures(app, c.Row.ID, step.Act.HalfDay.Slot)
}
