package training

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// Asked tells whether somebody is asked whether the new dates of an event suit, and has not answered.
func Asked(r *records.Registration, e *records.Event, now time.Time) bool {
	return !r.DatesAskedAt.IsZero() && r.DatesConfirmedAt.IsZero() && domain.State(r.State).Live() &&
		e.Status == domain.Published && now.Before(e.StartsAt.Time())
}

// Confirm notes that the new dates suit; twice changes nothing. ErrState for who was not asked, or is not registered
// any more; ErrEventCancelled, ErrEventPast.
func Confirm(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := answering(app, now, id)
		if err != nil || !r.DatesConfirmedAt.IsZero() {
			return err
		}
		r.DatesConfirmedAt = records.At(now)
		if err := records.SaveRegistration(app, r); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "confirm_dates", Kind: "registration", Target: r.ID, Event: r.Event})
	})
}

// Decline withdraws who cannot come at the new dates: the seat goes to the next of the list. Sent twice it changes
// nothing more. Refusals as Confirm, and those of registration.Cancel.
func Decline(app core.App, now time.Time, actor, id, reason string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil {
			return err
		}
		if r.State == string(domain.RegistrationStopped) && !r.DatesAskedAt.IsZero() {
			return nil
		}
		if _, err := answering(app, now, id); err != nil {
			return err
		}
		if domain.CleanText(reason) == "" {
			reason = "Les nouvelles dates ne conviennent pas"
		}
		return registration.Cancel(app, now, id, registration.ByPerson, actor, reason)
	})
}

func answering(app core.App, now time.Time, id string) (*records.Registration, error) {
	r, err := records.RegistrationOf(app, id)
	if err != nil {
		return nil, err
	}
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		return nil, err
	}
	if err := registration.Answerable(e, now); err != nil {
		return nil, err
	}
	if r.DatesAskedAt.IsZero() || !domain.State(r.State).Live() {
		return nil, domain.Error{Code: domain.ErrState}
	}
	return r, nil
}

// Chase queues, once, the letter that asks again whether the new dates suit, to who has a seat and did not answer. It
// may be called at any time; it counts the letters.
func Chase(app core.App, now time.Time) (queued int, err error) {
	events, err := records.PostponedEvents(app, records.At(now))
	if err != nil {
		return 0, err
	}
	for _, e := range events {
		due := domain.DatesChaser(e.PostponedAt.Time(), e.StartsAt.Time(), paris.Location)
		if due.IsZero() || now.Before(due) {
			continue
		}
		n := 0
		err := app.RunInTransaction(func(app core.App) error {
			n = 0
			if again, err := records.EventOf(app, e.ID); err != nil || again.Updated != e.Updated { // changed since it was read: the next time will do
				return err
			}
			rows, err := records.SilentOnDates(app, e.ID, mail.PostponedAgain, e.PostponedAt)
			if err != nil {
				return err
			}
			for i := range rows {
				r := &rows[i]
				if err := mail.ToRegistration(app, now, mail.PostponedAgain, mail.PostponedAgain+":"+r.ID+":"+e.PostponedAt.String(), r, nil); err != nil {
					return err
				}
			}
			n = len(rows)
			return nil
		})
		queued += n
		if err != nil {
			return queued, err
		}
	}
	return queued, nil
}
