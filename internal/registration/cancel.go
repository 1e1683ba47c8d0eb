package registration

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Who cancels a registration.
const (
	ByPerson    = "person"
	ByOrganiser = "organiser"
)

// Cancel gives up a live registration and seats the first of the list, with their letters, in one
// transaction. A person may cancel until the event begins (ErrEventPast after); cancelling twice changes
// nothing.
func Cancel(app core.App, now time.Time, id, by, actor, reason string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil {
			return err
		}
		if !domain.State(r.State).Live() {
			return nil
		}
		e, err := records.EventOf(app, r.Event)
		if err != nil {
			return err
		}
		if err := cancellable(e, now, by); err != nil {
			return err
		}
		r.State, r.CancelledBy, r.CancelReason = string(domain.RegistrationStopped), by, domain.CleanText(reason)
		r.CancelledAt = records.At(now)
		if err := records.SaveRegistration(app, r); err != nil {
			return err
		}
		if err := records.RefreshFact(app, r.ID); err != nil {
			return err
		}
		if err := trace(app, now, actor, "cancel", r, r.CancelReason); err != nil {
			return err
		}
		kind := mail.Withdrawn
		if by == ByOrganiser {
			kind = mail.RemovedByDesk
		}
		cause := fmt.Sprintf("%s:%s:%s", kind, r.ID, r.CancelledAt)
		if err := mail.ToRegistration(app, now, kind, cause, r, func(w *mail.Words) { w.Reason = r.CancelReason }); err != nil {
			return err
		}
		return Promote(app, now, e)
	})
}

func cancellable(e *records.Event, now time.Time, by string) error {
	if e.Status == domain.Cancelled {
		return domain.Error{Code: domain.ErrEventCancelled}
	}
	if by == ByPerson && (e.Status == domain.Held || !now.Before(e.StartsAt.Time())) {
		return domain.Error{Code: domain.ErrEventPast}
	}
	if e.Status == domain.Held {
		return domain.Error{Code: domain.ErrState}
	}
	return nil
}

// Promote seats all who can be seated, the first of the list first, each with a letter. It belongs to the
// transaction of whatever freed the seats. Nobody is promoted once the event is over or cancelled.
func Promote(app core.App, now time.Time, e *records.Event) error {
	if e.Status != domain.Published || (!e.EndsAt.IsZero() && !now.Before(e.EndsAt.Time())) {
		return nil
	}
	seats, err := records.SeatsOf(app, e)
	if err != nil {
		return err
	}
	for range seats.Promotions() {
		r, err := records.NextWaiting(app, e.ID)
		if err != nil {
			return err
		}
		r.State, r.ConfirmedAt = string(domain.Confirmed), records.At(now)
		if err := records.SaveRegistration(app, r); err != nil {
			return err
		}
		if err := records.RefreshFact(app, r.ID); err != nil {
			return err
		}
		if err := trace(app, now, "system", "promote", r, ""); err != nil {
			return err
		}
		if err := mail.ToRegistration(app, now, mail.Promoted, mail.Promoted+":"+r.ID, r, nil); err != nil {
			return err
		}
	}
	return nil
}

// SendAgain queues the link of a registration once more; asked for twice in a minute it goes once.
func SendAgain(app core.App, now time.Time, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil {
			return err
		}
		cause := fmt.Sprintf("%s:%s:%d", mail.Again, r.ID, now.Unix()/60)
		return mail.ToRegistration(app, now, mail.Again, cause, r, nil)
	})
}
