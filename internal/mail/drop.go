package mail

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// about are the letters that only who still comes should read.
var about = []string{Joining, Reminder, Changed, Postponed, PostponedAgain, Maintained}

// drop takes a letter about a coming event away, with a line in the trail, when it waited too long: the person
// withdrew meanwhile, or the event began or was called off.
func drop(app core.App, now time.Time, l *records.Letter) (dropped bool, err error) {
	if l.Placement != "" {
		return dropOfStage(app, now, l)
	}
	if !slices.Contains(about, l.Kind) && l.Kind != ManagerAsked && l.Kind != ManagerAgain {
		return false, nil
	}
	r, err := records.RegistrationOf(app, l.Registration)
	if err != nil {
		return false, err
	}
	e, err := records.EventOf(app, l.Event)
	if err != nil {
		return false, err
	}
	why := ""
	waits, err := awaited(app, r, l.Recipient)
	if err != nil {
		return false, err
	}
	switch manager := !slices.Contains(about, l.Kind); {
	case manager && !waits:
		why = "Cet accord n’est plus attendu."
	case manager && (e.Status != domain.Published || !now.Before(e.StartsAt.Time())):
		why = "L’événement n’est plus à venir."
	case manager:
		return false, nil
	case !domain.State(r.State).Live():
		why = "La personne n’est plus inscrite."
	case e.Status != domain.Published:
		why = "L’événement n’est plus à venir."
	case !now.Before(e.EndsAt.Time()):
		why = "L’événement est passé."
	default:
		return false, nil
	}
	return true, app.RunInTransaction(func(app core.App) error {
		if err := records.DropLetter(app, l.ID); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: "system", Action: "letter-dropped", Kind: "registration",
			Target: r.ID, Event: e.ID, Reason: l.Subject + ". " + why})
	})
}

// awaited tells whether a manager's answer is still awaited, about a registration or a colleague of its booking.
func awaited(app core.App, r *records.Registration, manager string) (bool, error) {
	rows := []records.Registration{*r}
	if r.Booking != "" {
		var err error
		if rows, err = records.BookedTogether(app, r.Booking); err != nil {
			return false, err
		}
	}
	return slices.ContainsFunc(rows, func(b records.Registration) bool {
		return b.ManagerEmail == manager && b.State == string(domain.PendingManager)
	}), nil
}
