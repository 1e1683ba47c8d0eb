// Package mailing holds the letters to the people of an event: those that leave by themselves, those that tell a
// change, those that are written by hand, and the words of them all.
package mailing

import (
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

const (
	portion  = 50                  // letters a transaction: those who register meanwhile hardly wait
	lookback = 60 * 24 * time.Hour // how long after its end an event may still have thanks to send
)

// Run queues the planned letters that are due, and counts them. It may be called at any time, as often as one likes:
// nobody gets the same letter about the same date twice. What fails for one event holds back no other.
func Run(app core.App, now time.Time) (queued int, err error) {
	events, err := records.EventsWithMails(app, records.At(now), records.At(now.Add(-lookback)))
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, e := range events {
		for _, l := range e.Planning().Letters(paris.Location) {
			if !l.Open(now, e.Status) {
				continue
			}
			n, err := send(app, now, e.ID, l)
			queued += n
			if err != nil {
				faults = append(faults, fmt.Errorf("%s of event %s: %w", l.Kind, e.ID, err))
			}
		}
	}
	return queued, errors.Join(faults...)
}

// send queues one letter of an event to all whom it concerns, some at a time.
func send(app core.App, now time.Time, event string, l domain.Planned) (queued int, err error) {
	for {
		n := 0
		err := app.RunInTransaction(func(app core.App) error {
			n = 0
			e, err := records.EventOf(app, event)
			if err != nil || !planned(e, l) || !l.Open(now, e.Status) { // changed since it was read
				return err
			}
			rows, err := records.ToWrite(app, event, l, portion)
			if err != nil {
				return err
			}
			for i := range rows {
				survey, err := surveyOf(app, now, e, &rows[i], l.Kind)
				if err != nil {
					return err
				}
				note := noteOf(e, l.Kind)
				if err := mail.ToRegistration(app, now, l.Kind, l.Cause(rows[i].ID), &rows[i], func(w *mail.Words) {
					note(w)
					w.Survey = survey
				}); err != nil {
					return err
				}
			}
			n = len(rows)
			return nil
		})
		if err != nil {
			return queued, err
		}
		queued += n
		if n < portion {
			return queued, nil
		}
	}
}

// surveyOf is the invitation that goes with the thanks, where the event asks « à chaud » what one thought; empty: none, or
// it was answered already.
func surveyOf(app core.App, now time.Time, e *records.Event, r *records.Registration, kind string) (string, error) {
	if kind != mail.Thanks || e.SurveyHot == "" || r.State != string(domain.Confirmed) || !r.ErasedAt.IsZero() {
		return "", nil
	}
	i, err := records.InviteToSurvey(app, records.At(now), r, domain.SurveyHot)
	if err != nil || i.Answered {
		return "", err
	}
	return i.ID, nil
}

// planned tells whether the event still plans the letter, for the same day.
func planned(e *records.Event, l domain.Planned) bool {
	for _, p := range e.Planning().Letters(paris.Location) {
		if p == l {
			return true
		}
	}
	return false
}

// noteOf puts what the coordinator wrote for the event, and its files, into a planned letter.
func noteOf(e *records.Event, kind string) func(*mail.Words) {
	return func(w *mail.Words) {
		switch kind {
		case mail.Joining:
			w.Note, w.Files = e.JoiningNote, e.Attachments
		case mail.Thanks:
			w.Note, w.Survey = e.ThanksNote, e.SurveyHot // of who gets it, the invitation
		}
	}
}
