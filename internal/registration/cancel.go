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
// transaction. A person may cancel until the event begins (ErrEventPast after), or until the hour that the
// event sets (ErrCancelLate, Arg: that moment); cancelling twice changes nothing. ErrTooLong at « reason ».
func Cancel(app core.App, now time.Time, id, by, actor, reason string) error {
	reason = domain.CleanText(reason)
	if e := domain.CheckLine("reason", reason, MaxWord, false, false); e != nil {
		return *e
	}
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
		r.State, r.CancelledBy, r.CancelReason = string(domain.RegistrationStopped), by, reason
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

// CancelUntil is the moment from which a person no longer cancels alone: the beginning, or so many hours before.
func CancelUntil(e *records.Event) time.Time {
	return e.StartsAt.Time().Add(-time.Duration(e.CancelHours) * time.Hour)
}

// Cancellable says whether a person may still cancel alone: ErrCancelLate, ErrEventPast or ErrEventCancelled.
func Cancellable(e *records.Event, now time.Time) error { return cancellable(e, now, ByPerson) }

func cancellable(e *records.Event, now time.Time, by string) error {
	if e.Status == domain.Cancelled {
		return domain.Error{Code: domain.ErrEventCancelled}
	}
	if until := CancelUntil(e); by == ByPerson && e.CancelHours > 0 && !now.Before(until) && now.Before(e.StartsAt.Time()) {
		return domain.Error{Code: domain.ErrCancelLate, Arg: until.UTC().Format(time.RFC3339)}
	}
	if by == ByPerson && (e.Status == domain.Held || !now.Before(e.StartsAt.Time())) {
		return domain.Error{Code: domain.ErrEventPast}
	}
	if e.Status == domain.Held {
		return domain.Error{Code: domain.ErrState}
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
