package registration

import (
	"fmt"
	"slices"
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

// askManager queues the letter with the secret link to a request. Colleagues of one booking who were asked for at
// the same moment make one letter, which names those who still wait.
func askManager(app core.App, now time.Time, kind string, r *records.Registration) error {
	cause := fmt.Sprintf("%s:%s:%d", kind, r.ID, r.ManagerReminders)
	if r.Booking != "" {
		cause = fmt.Sprintf("%s:%s:%s:%d:%d", kind, r.Booking, r.ManagerEmail, r.ManagerAskedAt.Time().Unix(), r.ManagerReminders)
	}
	all, err := PendingOf(app, r.ID)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range all {
		if p.State == string(domain.PendingManager) {
			names = append(names, p.Name())
		}
	}
	return mail.ToManager(app, now, kind, cause, r, names)
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

// Manager is who answers by a manager's link, in the trail.
const Manager = "responsable"

// AgreeEach is the answer given by a manager's link (target: the registration it is about) to each of those whom it
// shows: yes to some, no to others, in one transaction. Whom the link does not show is left alone; ErrRequired at
// « reponse » when nobody is answered.
func AgreeEach(app core.App, now time.Time, target string, yes, no []string, word string) error {
	return app.RunInTransaction(func(app core.App) error {
		shown, err := PendingOf(app, target)
		if err != nil {
			return err
		}
		mine := func(ids []string) (out []string) {
			for _, r := range shown {
				if slices.Contains(ids, r.ID) {
					out = append(out, r.ID)
				}
			}
			return out
		}
		yes, no := mine(yes), mine(no)
		if len(yes)+len(no) == 0 {
			return domain.Error{Code: domain.ErrRequired, Field: "reponse"}
		}
		if err := Agree(app, now, yes, true, word); err != nil {
			return err
		}
		return Agree(app, now, no, false, word)
	})
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
		if err := Answerable(e, now); err != nil {
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
		return enterAll(app, now, e, rows, Manager, action, word)
	}
	for _, r := range rows {
		if err := moved(app, now, Manager, action, word, letterOf(r.State), r); err != nil {
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
		err := enter(app, now, e, unit...)
		if actor == Manager && (domain.Is(err, domain.ErrEventFull) || domain.Is(err, domain.ErrQuota) || domain.Is(err, domain.ErrGroupTooLarge)) {
			if err := tooLate(app, now, unit); err != nil {
				return err
			}
			continue
		}
		if err != nil {
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

// tooLate ends requests whose manager agreed when no seat was left for them, at an event without a list.
func tooLate(app core.App, now time.Time, rows []*records.Registration) error {
	for _, r := range rows {
		r.State, r.DecidedAt, r.DecidedBy = string(domain.Refused), records.At(now), "system"
		r.DecisionWord = "Votre responsable a donné son accord, mais plus aucune place n’était libre pour vous."
		if err := moved(app, now, "system", "refuse", r.DecisionWord, mail.Refused, r); err != nil {
			return err
		}
	}
	return nil
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

// Answerable refuses to decide for an event that is called off, closed or begun.
func Answerable(e *records.Event, now time.Time) error {
	switch {
	case e.Status == domain.Cancelled:
		return domain.Error{Code: domain.ErrEventCancelled}
	case e.Status == domain.Held, !now.Before(e.StartsAt.Time()):
		return domain.Error{Code: domain.ErrEventPast}
	}
	return nil
}
