package hooks

import (
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// managerCard is what a registration's page says of its manager's agreement.
type managerCard struct {
	Email             string
	Asked, Answered   time.Time
	Reminders         int
	Answer            stateWord
	Word              string
	Awaited, Waivable bool
}

// decisionCard is what it says of the coordinator's answer.
type decisionCard struct {
	Waits    bool // for it
	At       time.Time
	By, Word string
	Undoable bool
}

// agreements fills both.
func (v *registrationPage) agreements(app core.App, r *records.Registration) error {
	open := v.Cancellable || v.Top.Published() && !v.Top.Started
	if !r.ManagerAskedAt.IsZero() {
		v.Manager = &managerCard{Email: r.ManagerEmail, Asked: r.ManagerAskedAt.Time(), Answered: r.ManagerAnsweredAt.Time(), Reminders: r.ManagerReminders,
			Answer: managerAnswer(r), Word: r.ManagerWord, Awaited: open && r.State == string(domain.PendingManager), Waivable: open && registration.Waivable(r)}
	}
	if r.DecidedAt.IsZero() && r.State != string(domain.Requested) {
		return nil
	}
	who, err := actorsOf(app, r.Event)
	v.Decision = &decisionCard{Waits: r.State == string(domain.Requested), At: r.DecidedAt.Time(), By: who.name(r.DecidedBy), Word: r.DecisionWord,
		Undoable: open && r.State == string(domain.Refused) && !r.DecidedAt.IsZero()}
	return err
}

// remindManager asks the manager again at once.
func (s *site) remindManager(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	back := "/gestion/evenements/" + r.Event + "/inscriptions/" + r.ID
	times, err := strconv.Atoi(e.Request.FormValue("rappels"))
	if err != nil {
		times = r.ManagerReminders
	}
	err = registration.RemindNow(e.App, s.now(), actor(e), r.ID, times)
	if domain.Is(err, domain.ErrChangedMeanwhile) {
		return s.tell(e, back, "warn", "Un rappel vient déjà de partir : aucun autre n’a été préparé.")
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, back+"#accord", "ok", "Un rappel part à "+r.ManagerEmail+".")
}

// waiveManager goes on without the manager's agreement.
func (s *site) waiveManager(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	back := "/gestion/evenements/" + r.Event + "/inscriptions/" + r.ID
	err = registration.Waive(e.App, s.now(), actor(e), r.ID, e.Request.FormValue("reason"))
	if domain.Is(err, domain.ErrEventFull) || domain.Is(err, domain.ErrAlreadyRegistered) || domain.Is(err, domain.ErrQuota) || domain.Is(err, domain.ErrTooLong) {
		return s.tell(e, back+"#accord", "warn", sentence(domain.Refusals(err)[0]))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, back+"#accord", "ok", "La demande suit son cours sans cet accord : c’est noté dans l’historique.")
}
