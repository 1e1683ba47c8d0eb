package mail

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

// AboutCatchUp queues a letter about a half-day to be caught up in another group, in the transaction of its cause. Its
// dates and its place are those of the other group.
func AboutCatchUp(app core.App, now time.Time, kind string, c *records.CatchUp, reason string) error {
	r, err := records.RegistrationOf(app, c.Registration)
	if err != nil {
		return err
	}
	missed, err := records.SlotOf(app, c.Slot)
	if err != nil {
		return err
	}
	other, err := records.SlotOf(app, c.OtherSlot)
	if err != nil {
		return err
	}
	e, err := records.EventOf(app, other.Event)
	if err != nil {
		return err
	}
	there := ofEvent(e, []records.Slot{*other})
	return ToRegistration(app, now, kind, kind+":"+c.ID, r, func(w *Words) {
		w.Slots, w.Place, w.Address, w.Access, w.Remote, w.Reason = there.Slots, there.Place, there.Address, there.Access, there.Remote, reason
		w.OldSlots = []string{SlotLine(missed.StartsAt.Time(), missed.EndsAt.Time(), missed.Room)}
	})
}
