package registration

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// The days after which a manager who has not answered is asked again by itself: twice, then no more. At nine on the
// wall of Paris, whatever the season; and never within a day and a half of another reminder.
var managerReminders = []int{3, 7}

const (
	reminderHour = 9
	reminderRest = 36 * time.Hour
)

// reminded is the action of a reminder in the trail.
const reminded = "remind_manager"

// askedBefore is the moment before which one must have been asked for a reminder after so many days to leave at now.
func askedBefore(now time.Time, days int) time.Time {
	y, m, d := now.In(paris.Location).Date()
	if now.In(paris.Location).Hour() < reminderHour {
		d--
	}
	return time.Date(y, m, d-days+1, 0, 0, 0, 0, paris.Location)
}

// Remind asks again the managers who have not answered, and counts the requests it is about. Run it as often as one
// likes.
func Remind(app core.App, now time.Time) (sent int, err error) {
	for n, days := range managerReminders {
		rows, err := records.PendingManagers(app, n, records.At(askedBefore(now, days)), records.At(now), records.At(now.Add(-reminderRest)))
		if err != nil {
			return sent, err
		}
		for _, r := range rows {
			done, err := remind(app, now, r.ID, n, "system")
			if err != nil {
				return sent, err
			}
			if done {
				sent++
			}
		}
	}
	return sent, nil
}

// RemindNow asks a manager again by the coordinator's hand, about all the colleagues who wait for the same answer.
// times is how often it had been done when the button was shown: pressed twice, it sends once (ErrChangedMeanwhile).
// ErrState once nothing is awaited; those of an event that is called off or has begun.
func RemindNow(app core.App, now time.Time, actor, id string, times int) error {
	return app.RunInTransaction(func(app core.App) error {
		if err := awaited(app, now, id); err != nil {
			return err
		}
		all, err := PendingOf(app, id)
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.ID == id && r.ManagerReminders != times {
				return domain.Error{Code: domain.ErrChangedMeanwhile}
			}
		}
		done, err := remind(app, now, id, times, actor)
		if err != nil || !done {
			return err
		}
		for _, r := range all {
			if r.ID == id || r.State != string(domain.PendingManager) {
				continue
			}
			if err := records.ManagerReminded(app, r.ID, r.ManagerReminders+1); err != nil {
				return err
			}
			if err := trace(app, now, actor, reminded, &r, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// awaited refuses what can only be done while a manager's answer is awaited.
func awaited(app core.App, now time.Time, id string) error {
	r, err := records.RegistrationOf(app, id)
	if err != nil {
		return err
	}
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		return err
	}
	if r.State != string(domain.PendingManager) {
		return domain.Error{Code: domain.ErrState}
	}
	return Answerable(e, now)
}

// remind writes to a manager unless the answer came, or another reminder left, since the row was read.
func remind(app core.App, now time.Time, id string, times int, actor string) (done bool, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil || r.State != string(domain.PendingManager) || r.ManagerReminders != times {
			return err
		}
		done, r.ManagerReminders = true, times+1
		if err := records.ManagerReminded(app, r.ID, r.ManagerReminders); err != nil {
			return err
		}
		if err := trace(app, now, actor, reminded, r, ""); err != nil {
			return err
		}
		return askManager(app, now, mail.ManagerAgain, r)
	})
	return done, err
}
