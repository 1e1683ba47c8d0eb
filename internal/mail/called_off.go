package mail

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

// ToCalledOff queues the letter that tells of a registration that its event, cancelled for the reason it bears, will
// not take place. Whoever asks, and however often, it is written once.
func ToCalledOff(app core.App, now time.Time, e *records.Event, r *records.Registration) error {
	return ToRegistrationOf(app, now, EventCancelled, EventCancelled+":"+r.ID, e, r, func(w *Words) { w.Reason = e.CancelReason })
}
