package registration

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// DefaultOffer is how long an offered seat waits for its answer where the event does not say.
const DefaultOffer = 48 * time.Hour

// Promote seats all who can be seated, in the order of the list, each with a letter: confirmed, or offered
// until a deadline where the event promotes by offer. It belongs to the transaction of whatever freed the
// seats. Nobody is promoted once the event is over or cancelled.
func Promote(app core.App, now time.Time, e *records.Event) error {
	if e.Status != domain.Published || (!e.EndsAt.IsZero() && !now.Before(e.EndsAt.Time())) {
		return nil
	}
	counts, err := records.SeatsOf(app, e)
	if err != nil || counts.Waiting == 0 || counts.Left() == 0 {
		return err
	}
	s, err := seatingOf(app, now, e)
	if err != nil {
		return err
	}
	list, err := s.waiting(app, e.ID)
	if err != nil {
		return err
	}
	for i, seated := range s.Serve(list) {
		for _, a := range list[i] {
			if !seated {
				break
			}
			if err := promote(app, now, e, a.ID); err != nil {
				return err
			}
		}
	}
	if len(e.Quotas) == 0 {
		return nil
	}
	return records.SettledAt(app, e, records.At(now))
}

func promote(app core.App, now time.Time, e *records.Event, id string) error {
	r, err := records.RegistrationOf(app, id)
	if err != nil {
		return err
	}
	kind := mail.Promoted
	if e.Promotion == domain.PromoteByOffer && now.Before(e.StartsAt.Time()) {
		kind, r.State, r.OfferUntil = mail.Offered, string(domain.Offered), records.At(deadline(e, now))
	} else {
		r.State, r.ConfirmedAt = string(domain.Confirmed), records.At(now)
	}
	return moved(app, now, "system", "promote", "", kind, r)
}

// deadline of an offer made now: so many hours later, and never after the event begins.
func deadline(e *records.Event, now time.Time) time.Time {
	wait := DefaultOffer
	if e.OfferHours > 0 {
		wait = time.Duration(e.OfferHours) * time.Hour
	}
	until := now.Add(wait).Truncate(time.Minute)
	if starts := e.StartsAt.Time(); until.After(starts) {
		return starts
	}
	return until
}

// moved writes a registration whose state changed, its line of the figures, who did it, and its letter. A seat
// or a place on the list is given once in its life; a refusal may be thought over and come again.
func moved(app core.App, now time.Time, actor, action, reason, letter string, r *records.Registration) error {
	if err := records.SaveRegistration(app, r); err != nil {
		return err
	}
	if err := records.RefreshFact(app, r.ID); err != nil {
		return err
	}
	if err := trace(app, now, actor, action, r, reason); err != nil || letter == "" {
		return err
	}
	cause := letter + ":" + r.ID
	if letter == mail.Refused {
		cause += ":" + records.At(now).String()
	}
	rank := 0
	if letter == mail.Waitlisted {
		var err error
		if rank, err = records.Rank(app, r); err != nil {
			return err
		}
	}
	return mail.ToRegistration(app, now, letter, cause, r, func(w *mail.Words) { w.Reason, w.Rank = Said(action, reason), rank })
}

// Tick does what time alone causes, by now: offers whose deadline has passed expire, quotas whose day has come
// open, and whoever can be seated is. Each event in its own transaction; asked for twice it does nothing more.
// It says how many events it looked at.
func Tick(app core.App, now time.Time) (int, error) {
	due, err := records.DueEvents(app, records.At(now))
	if err != nil {
		return 0, err
	}
	for _, id := range due {
		if err := app.RunInTransaction(func(app core.App) error { return tick(app, now, id) }); err != nil {
			return 0, fmt.Errorf("event %s: %w", id, err)
		}
	}
	return len(due), nil
}

func tick(app core.App, now time.Time, event string) error {
	e, err := records.EventOf(app, event)
	if err != nil {
		return err
	}
	past, err := records.PastOffers(app, e.ID, records.At(now))
	if err != nil {
		return err
	}
	for i := range past {
		r, letter := &past[i], mail.OfferExpired
		if e.Status == domain.Cancelled {
			letter = ""
		}
		r.State = string(domain.Expired)
		if err := moved(app, now, "system", "expire", "", letter, r); err != nil {
			return err
		}
	}
	if err := Promote(app, now, e); err != nil || len(e.Quotas) == 0 {
		return err
	}
	return records.SettledAt(app, e, records.At(now))
}

// Accept takes the seat that was offered; twice changes nothing. ErrOfferPast once the deadline has passed,
// ErrState where nothing is offered.
func Accept(app core.App, now time.Time, id, actor string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil || r.State == string(domain.Confirmed) {
			return err
		}
		e, err := records.EventOf(app, r.Event)
		if err != nil {
			return err
		}
		switch {
		case e.Status == domain.Cancelled:
			return domain.Error{Code: domain.ErrEventCancelled}
		case r.State == string(domain.Expired), r.State == string(domain.Offered) && !now.Before(r.OfferUntil.Time()):
			return domain.Error{Code: domain.ErrOfferPast}
		case r.State != string(domain.Offered):
			return domain.Error{Code: domain.ErrState}
		}
		r.State, r.ConfirmedAt, r.OfferUntil = string(domain.Confirmed), records.At(now), records.Time{}
		return moved(app, now, actor, "accept_offer", "", mail.Promoted, r)
	})
}
