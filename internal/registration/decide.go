package registration

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// What the coordinator decides of an application.
const (
	DecideAccept = "accept" // a seat, or the list when none is left
	DecideList   = "list"   // the list; a seat while one is free, since a list is served at once
	DecideRefuse = "refuse"
)

// Decide answers applications, one or many, with a word that goes into the letter. Accepted or put on the list,
// they ask for their seats in the order in which they came; a whole booking asks together. Only what still waits
// for a decision moves: who was decided meanwhile stays. Refusals: ErrChoice (the list, where the event has none),
// ErrTooLong at « word », ErrEventFull, and those of an event that is called off or has begun.
func Decide(app core.App, now time.Time, actor, event string, ids []string, decision, word string) (moves int, err error) {
	word = domain.CleanText(word)
	if e := domain.CheckLine("word", word, MaxWord, false, false); e != nil {
		return 0, *e
	}
	if decision != DecideAccept && decision != DecideList && decision != DecideRefuse {
		return 0, domain.Error{Code: domain.ErrChoice, Field: "decision"}
	}
	err = app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		if err := Answerable(e, now); err != nil {
			return err
		}
		if decision == DecideList && !e.Waitlist {
			return domain.Error{Code: domain.ErrChoice, Field: "decision"}
		}
		rows, err := records.Applications(app, event, ids)
		if err != nil {
			return err
		}
		moves = len(rows)
		asking := make([]*records.Registration, len(rows))
		for i := range rows {
			asking[i] = &rows[i]
			rows[i].DecidedAt, rows[i].DecidedBy, rows[i].DecisionWord = records.At(now), actor, word
		}
		if decision == DecideRefuse {
			return refuseAll(app, now, asking, actor, word)
		}
		return enterAll(app, now, e, asking, actor, decision, word)
	})
	return moves, err
}

func refuseAll(app core.App, now time.Time, rows []*records.Registration, actor, word string) error {
	for _, r := range rows {
		r.State = string(domain.Refused)
		if err := moved(app, now, actor, DecideRefuse, word, mail.Refused, r); err != nil {
			return err
		}
	}
	return nil
}

// Reconsider takes a refusal of the coordinator back: the application waits for a decision again, and the trail
// keeps what was said. No letter leaves: the next decision has its own. Twice changes nothing. ErrState for what
// was not refused by the coordinator, ErrAlreadyRegistered when the person registered again meanwhile (Arg: that
// registration's id), and those of an event that is called off or has begun.
func Reconsider(app core.App, now time.Time, actor, id, reason string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil || r.State == string(domain.Requested) {
			return err
		}
		if r.State != string(domain.Refused) || r.DecidedAt.IsZero() {
			return domain.Error{Code: domain.ErrState}
		}
		if err := revivable(app, now, r); err != nil {
			return err
		}
		r.State, r.DecidedAt, r.DecidedBy, r.DecisionWord = string(domain.Requested), records.Time{}, "", ""
		return moved(app, now, actor, "reconsider", domain.CleanLine(reason), mail.Requested, r)
	})
}

// revivable tells whether a registration that ended may ask again: its event is still to come, and the person has
// no other.
func revivable(app core.App, now time.Time, r *records.Registration) error {
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		return err
	}
	if err := Answerable(e, now); err != nil {
		return err
	}
	live, err := records.LiveRegistration(app, r.Event, r.Person)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err == nil && live.ID != r.ID {
		return domain.Error{Code: domain.ErrAlreadyRegistered, Arg: live.ID}
	}
	return err
}

// Waive goes on without a manager's agreement, that did not come or was refused: to the coordinator's board, or to
// the seats' rule. The trail keeps who did it, and what the manager had said. Twice changes nothing.
// Refusals as of Reconsider, ErrEventFull without a list.
func Waive(app core.App, now time.Time, actor, id, reason string) error {
	reason = domain.CleanLine(reason)
	if e := domain.CheckLine("reason", reason, MaxWord, false, false); e != nil {
		return *e
	}
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, id)
		if err != nil {
			return err
		}
		if !Waivable(r) {
			return domain.Error{Code: domain.ErrState}
		}
		if err := revivable(app, now, r); err != nil {
			return err
		}
		e, err := records.EventOf(app, r.Event)
		if err != nil {
			return err
		}
		r.ManagerAnsweredAt, r.ManagerWord = records.Time{}, ""
		if !e.Approval {
			return enterAll(app, now, e, []*records.Registration{r}, actor, "waive", reason)
		}
		r.State = string(domain.Requested)
		return moved(app, now, actor, "waive", reason, mail.Requested, r)
	})
}

// Waivable tells whether a registration stands still for want of its manager's agreement.
func Waivable(r *records.Registration) bool {
	return r.State == string(domain.PendingManager) || ManagerRefused(r)
}

// ManagerRefused tells whether it is the manager who said no.
func ManagerRefused(r *records.Registration) bool {
	return r.State == string(domain.Refused) && !r.ManagerAnsweredAt.IsZero() && r.DecidedAt.IsZero()
}

// Said is what a letter tells of the word that goes with an action: who gave it is clear.
func Said(action, word string) string {
	switch action {
	case "manager_refuses":
		text := "Votre responsable n’a pas donné son accord."
		if word != "" {
			text += " Son mot : " + word
		}
		return text
	case "manager_agrees":
		if word != "" {
			return "Le mot de votre responsable : " + word
		}
	case DecideAccept, DecideList:
		if word != "" {
			return "Le mot de la coordination : " + word
		}
	case "waive", "reconsider": // between the coordinator and the trail
		return ""
	}
	return word
}
