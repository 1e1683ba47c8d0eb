package registration

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// checkManager asks for the address of a manager where the event asks for an agreement.
func checkManager(e *records.Event, in Request) error {
	if !e.Manager || in.IsManager || (in.Origin != domain.FromOnline && in.Origin != domain.FromGroup) {
		return nil
	}
	switch {
	case in.ManagerEmail == "":
		return domain.Error{Code: domain.ErrRequired, Field: "manager_email"}
	case !domain.ValidEmail(in.ManagerEmail):
		return domain.Error{Code: domain.ErrEmail, Field: "manager_email"}
	case in.ManagerEmail == in.Email:
		return domain.Error{Code: domain.ErrSelfManager, Field: "manager_email"}
	}
	return nil
}

// askManager queues the letter with the secret link to a request. Colleagues of one booking make one letter.
func askManager(app core.App, now time.Time, kind string, r *records.Registration) error {
	cause := fmt.Sprintf("%s:%s:%d", kind, r.ID, r.ManagerReminders)
	if r.Booking != "" {
		cause = fmt.Sprintf("%s:%s:%s:%d", kind, r.Booking, r.ManagerEmail, r.ManagerReminders)
	}
	return mail.ToManager(app, now, kind, cause, r)
}

// PendingOf is what a manager's link shows: the registration, and those of the same booking that wait for the
// same manager, or were answered by that one.
func PendingOf(app core.App, id string) ([]records.Registration, error) {
	r, err := records.RegistrationOf(app, id)
	if err != nil {
		return nil, err
	}
	if r.Booking == "" {
		return []records.Registration{*r}, nil
	}
	all, err := records.BookedTogether(app, r.Booking)
	var rows []records.Registration
	for _, b := range all {
		if b.ManagerEmail == r.ManagerEmail && !b.ManagerAskedAt.IsZero() {
			rows = append(rows, b)
		}
	}
	return rows, err
}

// MaxWord is the longest word that goes with an answer, in characters.
const MaxWord = 500

// Agree is the manager's answer to the registrations named, with a word: agreed, each goes on to the
// coordinator's board or to the seats' rule; refused, it ends there. A group that wants to be whole asks for
// its seats together. What was answered already stays as it is. ErrEventPast once the event has begun.
func Agree(app core.App, now time.Time, ids []string, agreed bool, word string) error {
	word = domain.CleanText(word)
	if e := domain.CheckLine("word", word, MaxWord, false, false); e != nil {
		return *e
	}
	return app.RunInTransaction(func(app core.App) error {
		var rows []*records.Registration
		for _, id := range ids {
			r, err := records.RegistrationOf(app, id)
			if err != nil {
				return err
			}
			if r.State == string(domain.PendingManager) {
				rows = append(rows, r)
			}
		}
		if len(rows) == 0 {
			return nil
		}
		e, err := records.EventOf(app, rows[0].Event)
		if err != nil {
			return err
		}
		if err := answerable(e, now); err != nil {
			return err
		}
		for _, r := range rows {
			r.ManagerAnsweredAt, r.ManagerWord = records.At(now), word
		}
		return answered(app, now, e, rows, agreed, word)
	})
}

func answered(app core.App, now time.Time, e *records.Event, rows []*records.Registration, agreed bool, word string) error {
	for _, r := range rows {
		switch {
		case !agreed:
			r.State = string(domain.Refused)
		case e.Approval:
			r.State = string(domain.Requested)
		}
	}
	action := map[bool]string{true: "manager_agrees", false: "manager_refuses"}[agreed]
	if agreed && !e.Approval {
		return enterAll(app, now, e, rows, "responsable", action, word)
	}
	for _, r := range rows {
		if err := moved(app, now, "responsable", action, word, letterOf(r.State), r); err != nil {
			return err
		}
	}
	return nil
}

// enterAll brings registrations that are decided to their seats or to the list: those of one whole booking
// together, the others one by one, each in its order.
func enterAll(app core.App, now time.Time, e *records.Event, rows []*records.Registration, actor, action, word string) error {
	units, err := unitsOf(app, rows)
	if err != nil {
		return err
	}
	for _, unit := range units {
		if err := enter(app, now, e, unit...); err != nil {
			return err
		}
		for _, r := range unit {
			if err := moved(app, now, actor, action, word, letterOf(r.State), r); err != nil {
				return err
			}
		}
	}
	return Promote(app, now, e)
}

// unitsOf puts those of one whole booking together.
func unitsOf(app core.App, rows []*records.Registration) (units [][]*records.Registration, err error) {
	at := map[string]int{}
	for _, r := range rows {
		if r.Booking == "" {
			units = append(units, []*records.Registration{r})
			continue
		}
		if i, known := at[r.Booking]; known {
			units[i] = append(units[i], r)
			continue
		}
		b, err := records.BookingOf(app, r.Booking)
		if err != nil {
			return nil, err
		}
		if b.Whole {
			at[r.Booking] = len(units)
		}
		units = append(units, []*records.Registration{r})
	}
	return units, nil
}

// answerable refuses to decide for an event that is called off, closed or begun.
func answerable(e *records.Event, now time.Time) error {
	switch {
	case e.Status == domain.Cancelled:
		return domain.Error{Code: domain.ErrEventCancelled}
	case e.Status == domain.Held, !now.Before(e.StartsAt.Time()):
		return domain.Error{Code: domain.ErrEventPast}
	}
	return nil
}

// The days after which a manager who has not answered is asked again: twice, then no more.
var managerReminders = []time.Duration{3 * 24 * time.Hour, 7 * 24 * time.Hour}

// Remind asks again the managers who have not answered, and counts the letters. Run it as often as one likes.
func Remind(app core.App, now time.Time) (sent int, err error) {
	for n, wait := range managerReminders {
		rows, err := records.PendingManagers(app, n, records.At(now.Add(-wait)), records.At(now))
		if err != nil {
			return sent, err
		}
		for i := range rows {
			r := &rows[i]
			r.ManagerReminders = n + 1
			if err := app.RunInTransaction(func(app core.App) error {
				if err := records.ManagerReminded(app, r.ID, r.ManagerReminders); err != nil {
					return err
				}
				return askManager(app, now, mail.ManagerAgain, r)
			}); err != nil {
				return sent, err
			}
			sent++
		}
	}
	return sent, nil
}
