package registration

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// SetExcuse says, or takes back, that an absence is excused. ErrState for a registration that is not
// confirmed: only who was awaited can be absent.
func SetExcuse(app core.App, now time.Time, id, actor string, excused bool, reason string) error {
	reason = domain.CleanLine(reason)
	if e := domain.CheckLine("excuse", reason, 300, false, false); e != nil {
		return *e
	}
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil {
			return err
		}
		if r.State != string(domain.Confirmed) {
			return domain.Error{Code: domain.ErrState}
		}
		if !excused {
			reason = ""
		}
		if r.Excused == excused && r.Excuse == reason {
			return nil
		}
		action := "excuse"
		if !excused {
			action = "unexcuse"
		}
		r.Excused, r.Excuse = excused, reason
		if err := records.SaveRegistration(app, r); err != nil {
			return err
		}
		if err := records.RefreshFact(app, r.ID); err != nil {
			return err
		}
		return trace(app, now, actor, action, r, reason)
	})
}

// SetSlotExcuse says, or takes back, that an absence is excused at one half-day, with its reason. Refusals as
// SetExcuse, ErrReason without a reason, ErrNotFound for a half-day of another event.
func SetSlotExcuse(app core.App, now time.Time, id, actor, slot string, excused bool, reason string) error {
	reason = domain.CleanLine(reason)
	if e := domain.CheckLine("excuse-"+slot, reason, 300, false, false); e != nil {
		return *e
	}
	if excused && reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "excuse-" + slot}
	}
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil {
			return err
		}
		slots, err := records.Slots(app, r.Event)
		if err != nil {
			return err
		}
		switch was, known := r.SlotExcuses[slot]; {
		case !slices.ContainsFunc(slots, func(s records.Slot) bool { return s.ID == slot }):
			return records.ErrNone
		case r.State != string(domain.Confirmed):
			return domain.Error{Code: domain.ErrState}
		case known == excused && was == reason, !known && !excused:
			return nil
		}
		r.SlotExcuses = maps.Clone(r.SlotExcuses)
		if r.SlotExcuses == nil {
			r.SlotExcuses = records.Excuses{}
		}
		action := "excuse"
		if r.SlotExcuses[slot] = reason; !excused {
			action = "unexcuse"
			delete(r.SlotExcuses, slot)
		}
		if err := records.SaveRegistration(app, r); err != nil {
			return err
		}
		return trace(app, now, actor, action, r, reason)
	})
}

// ShowLink gives the secret address of a registration to somebody of the desk, and keeps who asked.
func ShowLink(app core.App, now time.Time, id, actor string) (url string, err error) {
	r, err := records.RegistrationOf(app, id)
	if err != nil {
		return "", err
	}
	if url, err = link.URL(app, link.Registration, r.ID); err != nil {
		return "", err
	}
	return url, trace(app, now, actor, "show_link", r, "")
}

// addSeat gives the event one more seat when it is full, for somebody whom the desk registers « au-delà des
// places »: the number of seats stays what it says at every moment.
func addSeat(app core.App, now time.Time, e *records.Event, seats domain.Seats, actor string) error {
	if e.Capacity == 0 || seats.Left() > 0 {
		return nil
	}
	before := e.Capacity
	e.Capacity = seats.Taken + 1
	if err := records.SaveEvent(app, e); err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "add_seat", Kind: "event",
		Target: e.ID, Event: e.ID, Reason: fmt.Sprintf("de %d à %d places", before, e.Capacity)})
}
