package training

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// maxWord is the longest reason of a catch-up, in characters.
const maxWord = 300

// PlanCatchUp says that somebody attends a half-day that was missed in another group, and writes to the person. The
// same said twice is said once. It takes no seat there. Refusals: domain.CheckCatchUp's, ErrCatchUpTwice for a
// half-day that is planned to be caught up otherwise, ErrNotFound for a half-day of another event at « slot » or one
// that does not exist at « other ».
func PlanCatchUp(app core.App, now time.Time, actor, registration, slot, other, reason string) (c *records.CatchUp, err error) {
	reason = domain.CleanLine(reason)
	if e := domain.CheckLine("reason", reason, maxWord, false, false); e != nil {
		return nil, *e
	}
	err = app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, registration)
		if err != nil {
			return err
		}
		rows, err := records.CatchUpsOf(app, r.ID)
		if err != nil {
			return err
		}
		for i := range rows {
			if rows[i].Slot == slot && rows[i].OtherSlot == other {
				c = &rows[i]
				return nil
			}
		}
		x, err := caseOf(app, r, rows, slot, other)
		if err != nil {
			return err
		}
		if err := domain.CheckCatchUp(x); err != nil {
			return err
		}
		if slices.ContainsFunc(rows, func(c records.CatchUp) bool { return c.Slot == slot }) {
			return domain.Error{Code: domain.ErrCatchUpTwice, Field: "slot"}
		}
		c = &records.CatchUp{Event: r.Event, Registration: r.ID, Slot: slot, OtherSlot: other, Reason: reason, Actor: actor, PlannedAt: records.At(now)}
		if err := records.PutCatchUp(app, c); err != nil {
			return err
		}
		if err := note(app, now, actor, "catch_up_plan", c, reason); err != nil {
			return err
		}
		return mail.AboutCatchUp(app, now, mail.CatchUpPlanned, c, reason)
	})
	return c, err
}

// caseOf gathers what the rule needs to know.
func caseOf(app core.App, r *records.Registration, planned []records.CatchUp, slot, other string) (x domain.CatchUpCase, err error) {
	missed, err := records.SlotOf(app, slot)
	if err != nil || missed.Event != r.Event {
		return x, at(records.ErrNone, "slot", err)
	}
	there, err := records.SlotOf(app, other)
	if err != nil {
		return x, at(records.ErrNone, "other", err)
	}
	own, err := records.EventOf(app, r.Event)
	if err != nil {
		return x, err
	}
	group, err := records.EventOf(app, there.Event)
	if err != nil {
		return x, err
	}
	facts, err := records.Facts(app, r.ID, slot)
	if err != nil {
		return x, err
	}
	x = domain.CatchUpCase{State: domain.State(r.State), Status: own.Status, OtherStatus: group.Status, SameEvent: own.ID == group.ID,
		SameProgramme: own.Programme != "" && own.Programme == group.Programme}
	_, x.Attended = domain.FoldPresence(facts)
	x.AtOther = slices.ContainsFunc(planned, func(c records.CatchUp) bool { return c.OtherSlot == other })
	if x.AtOther || x.SameEvent {
		return x, nil
	}
	x.AtOther, err = isThere(app, r, there)
	return x, err
}

// isThere tells whether the person has a place, or a presence, of one's own at a half-day of another group.
func isThere(app core.App, r *records.Registration, there *records.Slot) (bool, error) {
	live, err := records.LiveRegistration(app, there.Event, r.Person)
	if domain.Is(err, domain.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if live.State == string(domain.Confirmed) && (len(live.Slots) == 0 || slices.Contains(live.Slots, there.ID)) {
		return true, nil
	}
	facts, err := records.Facts(app, live.ID, there.ID)
	_, present := domain.FoldPresence(facts)
	return present, err
}

// at puts a refusal at its field; a fault stays one.
func at(refusal domain.Error, field string, err error) error {
	if err != nil && domain.Refusals(err) == nil {
		return err
	}
	refusal.Field = field
	return refusal
}

// AttendCatchUp says by hand that a half-day was caught up: at the desk of either group, or by the trainer of the
// other (slot is then the half-day of the trainer's link; else empty). Said twice, it is said once. Refusals:
// ErrCatchUpEarly before that half-day, those of attendable and of door.AttendCatchUp.
func AttendCatchUp(app core.App, now time.Time, actor, event, slot, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		c, other, err := open(app, event, id)
		if err != nil {
			return err
		}
		if slot != "" && c.OtherSlot != slot {
			return records.ErrNone
		}
		if now.Before(other.StartsAt.Time()) {
			return domain.Error{Code: domain.ErrCatchUpEarly}
		}
		r, err := records.RegistrationOf(app, c.Registration)
		if err != nil {
			return err
		}
		if c.DoneAt.IsZero() {
			if err := attendable(app, r, other); err != nil {
				return err
			}
		}
		return door.AttendCatchUp(app, now, actor, c)
	})
}

// attendable refuses what cannot be said caught up: of whose registration is not confirmed any more (ErrState), and of
// whoever came to that half-day by a place of one's own since it was planned, whose hours would count twice
// (ErrCatchUpThere).
func attendable(app core.App, r *records.Registration, other *records.Slot) error {
	if r.State != string(domain.Confirmed) {
		return domain.Error{Code: domain.ErrState}
	}
	there, err := isThere(app, r, other)
	if err == nil && there {
		err = domain.Error{Code: domain.ErrCatchUpThere}
	}
	return err
}

// UndoCatchUp takes that back, with a reason (ErrReason): the half-day is to be caught up again.
func UndoCatchUp(app core.App, now time.Time, actor, event, slot, id, reason string) error {
	return app.RunInTransaction(func(app core.App) error {
		c, _, err := open(app, event, id)
		if err != nil {
			return err
		}
		if slot != "" && c.OtherSlot != slot {
			return records.ErrNone
		}
		return door.UndoCatchUp(app, now, actor, c, reason)
	})
}

// DropCatchUp takes a catch-up away, with a reason (ErrReason); the presence that it made is voided. The person is
// told of one that was still to come.
func DropCatchUp(app core.App, now time.Time, actor, event, id, reason string) error {
	if reason = domain.CleanLine(reason); reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	return app.RunInTransaction(func(app core.App) error {
		c, other, err := open(app, event, id)
		if err != nil || !c.DroppedAt.IsZero() {
			return err
		}
		done := !c.DoneAt.IsZero()
		if err := door.UndoCatchUp(app, now, actor, c, reason); err != nil {
			return err
		}
		if err := door.DropCatchUp(app, now, actor, c, reason); err != nil {
			return err
		}
		if done || !now.Before(other.EndsAt.Time()) {
			return nil
		}
		return mail.AboutCatchUp(app, now, mail.CatchUpOff, c, reason)
	})
}

// open reads a catch-up that concerns a group: its own people's, or one that is awaited there. ErrNotFound else.
func open(app core.App, event, id string) (c *records.CatchUp, other *records.Slot, err error) {
	if c, err = records.CatchUpOf(app, id); err != nil {
		return nil, nil, err
	}
	if other, err = records.SlotOf(app, c.OtherSlot); err != nil {
		return nil, nil, err
	}
	if c.Event != event && other.Event != event {
		return nil, nil, records.ErrNone
	}
	return c, other, nil
}

func note(app core.App, now time.Time, actor, action string, c *records.CatchUp, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "registration",
		Target: c.Registration, Event: c.Event, Reason: reason})
}
