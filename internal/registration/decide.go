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
	DecideList   = "list"   // the list: served at once while a seat is free
	DecideRefuse = "refuse"
)

// Decide answers applications, one or many, with a word that goes into the letter. Accepted or put on the list,
// they ask for their seats in the order in which they came; a whole booking asks together. Only what still waits
// for a decision moves: who was decided meanwhile stays. Refusals: ErrChoice, ErrTooLong at « word », and those
// of an event that is called off or has begun.
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
		if err := answerable(e, now); err != nil {
			return err
		}
		rows, err := records.Applications(app, event, ids)
		if err != nil {
			return err
		}
		var asking []*records.Registration
		for i := range rows {
			r := &rows[i]
			r.DecidedAt, r.DecidedBy, r.DecisionWord = records.At(now), actor, word
			if decision != DecideRefuse {
				asking = append(asking, r)
				continue
			}
			r.State = string(domain.Refused)
			if err := moved(app, now, actor, "refuse", word, mail.Refused, r); err != nil {
				return err
			}
		}
		moves = len(rows)
		if decision == DecideList && e.Waitlist {
			return listed(app, now, e, asking, actor, word)
		}
		return enterAll(app, now, e, asking, actor, "accept", word)
	})
	return moves, err
}

// listed puts applications on the list, then serves the list.
func listed(app core.App, now time.Time, e *records.Event, rows []*records.Registration, actor, word string) error {
	for _, r := range rows {
		r.State = string(domain.Waitlisted)
		if err := moved(app, now, actor, "list", word, mail.Waitlisted, r); err != nil {
			return err
		}
	}
	return Promote(app, now, e)
}
