package door

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Ink is the signature that goes with an arrival: drawn on the device, or said by keyboard with the code of one's
// own ticket. The third way, on one's own phone, is not a device's to claim: its Place says it.
type Ink struct {
	Way     string          `json:"way"`
	Strokes json.RawMessage `json:"strokes,omitempty"`
	Code    string          `json:"code,omitempty"`
}

// unsigned says why an arrival is kept without its signature.
const unsigned = " La signature, elle, n’est pas gardée : "

// inkOf reads the signature of a scan. Nil without one, or with one that does not hold: whyNot then says so.
func inkOf(place Place, s Scan, row *records.Scan, reg *records.Expected) (ink *Ink, whyNot string) {
	if len(s.Signature) == 0 || string(s.Signature) == "null" {
		return nil, ""
	}
	ink = new(Ink)
	if json.Unmarshal(s.Signature, ink) != nil {
		return nil, unsigned + "elle n’a pas pu être lue."
	}
	if row.Kind != domain.ScanIn || !row.Counts {
		return nil, unsigned + "elle va avec une arrivée admise."
	}
	switch ink.Way {
	case domain.DrawnWay:
		strokes, err := domain.ParseStrokes(ink.Strokes)
		if err != nil {
			return nil, unsigned + "le dessin n’a pas pu être lu. Faites signer de nouveau."
		}
		ink.Strokes = strokes.Stored()
		return ink, ""
	case domain.ConfirmedWay:
		if code, ok := ticket.ParseShort(ink.Code); !ok || code != reg.ShortCode {
			return nil, unsigned + "le code tapé n’est pas celui de son billet."
		}
		return &Ink{Way: ink.Way}, ""
	case domain.SelfWay:
		if place.Source == "self" {
			return &Ink{Way: ink.Way}, ""
		}
	}
	return nil, unsigned + "cette façon de signer n’est pas connue."
}

// sign keeps the signature of an arrival with what was signed, as it is now, and revokes what an undo voids,
// whichever of the two came first.
func sign(app core.App, now time.Time, place Place, reg *records.Expected, row *records.Scan, ink *Ink, facts []domain.Fact) error {
	if ink != nil {
		snapshot, err := SnapshotOf(app, place, *slotOf(place, row.Slot))
		if err != nil {
			return err
		}
		snapshot.Name = reg.Name()
		if snapshot.Structure, err = structureName(app, reg.Structure); err != nil {
			return err
		}
		signature := records.Signature{Event: place.Event.ID, Registration: reg.ID, Slot: row.Slot, Nonce: row.Nonce, Way: ink.Way,
			Name: reg.Name(), SignedAt: row.At, Device: row.Device, Actor: row.Actor, Strokes: []byte(ink.Strokes)}
		if signature.Snapshot, err = json.Marshal(snapshot); err != nil {
			return err
		}
		if err := records.AddSignature(app, &signature); err != nil {
			return err
		}
	}
	if ink == nil && row.Kind != domain.ScanUndo {
		return nil
	}
	until, voided := domain.VoidedUntil(facts)
	if !voided {
		return nil
	}
	reason := row.Reason
	if reason == "" || row.Kind != domain.ScanUndo {
		reason = "Arrivée annulée"
	}
	return records.VoidSignatures(app, reg.ID, row.Slot, records.At(until), records.At(now), reason)
}

// SnapshotOf is what is signed at a half-day, without who signs.
func SnapshotOf(app core.App, place Place, slot records.Slot) (s domain.Snapshot, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return s, err
	}
	ev, err := records.EventOf(app, place.Event.ID) // as it is inside this transaction
	if err != nil {
		return s, err
	}
	return domain.Snapshot{Title: ev.Title, Organiser: set.Organiser, Place: ev.Place, Room: slot.Room, Label: slot.Label,
		Starts: slot.StartsAt.Time(), Ends: slot.EndsAt.Time(), Trainer: slot.Trainer, TrainerRole: slot.TrainerRole}, nil
}

func structureName(app core.App, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	st, err := records.StructureOf(app, id)
	if err != nil {
		return "", err
	}
	return st.Name, nil
}

// Unsign revokes one signature of a participant, with a reason: the arrival stays, for what it proves alone. A second
// time changes nothing. Presence, figures and certificates follow.
func Unsign(app core.App, now time.Time, place Place, id, reason string) error {
	if reason = limit(domain.CleanLine(reason), 300); reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	return app.RunInTransaction(func(app core.App) error {
		g, err := records.SignatureOf(app, id)
		if err != nil || g.Event != place.Event.ID {
			return records.ErrNone
		}
		if !g.RevokedAt.IsZero() {
			return nil
		}
		if err := records.RevokeSignature(app, id, records.At(now), reason); err != nil {
			return err
		}
		line := records.AuditLine{At: records.At(now), Actor: place.Actor, Action: "revoke_signature", Kind: "signature", Target: id,
			Event: g.Event, Reason: reason}
		if err := records.AddAudit(app, line); err != nil || g.Registration == "" {
			return err
		}
		place, err := Open(app, g.Event, place.Door, place.Actor)
		if err != nil {
			return err
		}
		slot := slotOf(place, g.Slot)
		if slot == nil {
			return nil
		}
		if err := Fold(app, g.Event, g.Registration, *slot); err != nil {
			return err
		}
		return settle(app, now, place, g.Registration, reason)
	})
}
