package door

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Recognise says that an arrival without a registration is somebody's who has one: it is admitted there at its
// hours, voided where it was, and set aside. ErrNotFound for what is not of this event, ErrState for a registration
// that is no longer live.
func Recognise(app core.App, now time.Time, place Place, arrival, registered string) error {
	return app.RunInTransaction(func(app core.App) error {
		place, err := place.within(app)
		if err != nil {
			return err
		}
		r, err := records.RegistrationOf(app, arrival)
		if err != nil {
			return err
		}
		if r.Event != place.Event.ID {
			return records.ErrNone
		}
		if err := move(app, now, place, r, registered); err != nil || place.Event.Status != domain.Held {
			return err
		}
		final, err := records.RegistrationOf(app, registered)
		if err != nil {
			return err
		}
		return certificate.Follow(app, now, place.Event, final, "")
	})
}
