package survey

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
	portion  = 50                   // letters a transaction
	lookback = 200 * 24 * time.Hour // after its end an event has nothing more to ask
)

// Run queues the letters of surveys that are due, and counts them: « à chaud » where no thanks bring the question, « à
// froid », and its reminders. It may be called at any time, as often as one likes: nobody is asked twice, and never more
// than twice reminded. What fails for one event holds back no other.
func Run(app core.App, now time.Time) (queued int, err error) {
	events, err := records.EventsToSurvey(app, records.At(now.Add(-lookback)))
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, e := range events {
		for _, step := range []func(core.App, time.Time, string) (int, error){askHot, askCold, chase} {
			n, err := step(app, now, e.ID)
			queued += n
			if err != nil {
				faults = append(faults, fmt.Errorf("survey of event %s: %w", e.ID, err))
			}
		}
	}
	return queued, errors.Join(faults...)
}

func askHot(app core.App, now time.Time, event string) (int, error) {
	return ask(app, now, event, domain.SurveyHot, mail.SurveyHot)
}

func askCold(app core.App, now time.Time, event string) (int, error) {
	return ask(app, now, event, domain.SurveyCold, mail.SurveyCold)
}

// ask invites, some at a time, those of an event who were not invited yet.
func ask(app core.App, now time.Time, event, kind, letter string) (queued int, err error) {
	for n := portion; n == portion; queued += n {
		err := app.RunInTransaction(func(app core.App) error {
			n = 0
			e, err := records.EventOf(app, event)
			if err != nil || !due(e, kind, now) {
				return err
			}
			rows, err := records.ToSurvey(app, e, kind, kind == domain.SurveyHot && e.ThanksDays > 0, portion)
			if err != nil {
				return err
			}
			for i := range rows {
				if err := invite(app, now, e, &rows[i], kind, letter); err != nil {
					return err
				}
			}
			n = len(rows)
			return nil
		})
		if err != nil {
			return queued, err
		}
	}
	return queued, nil
}

// due tells whether the first letters of a survey leave now.
func due(e *records.Event, kind string, now time.Time) bool {
	id := e.SurveyHot
	if kind == domain.SurveyCold {
		id = e.SurveyCold
	}
	from, until := domain.SurveyWindow(kind, e.EndsAt.Time(), e.SurveyColdDays, paris.Location)
	return e.Status == domain.Held && id != "" && !now.Before(from) && now.Before(until)
}

func invite(app core.App, now time.Time, e *records.Event, r *records.Registration, kind, letter string) error {
	i, err := records.InviteToSurvey(app, records.At(now), r, kind)
	if err != nil {
		return err
	}
	return mail.ToRegistrationOf(app, now, letter, letter+":"+r.ID, e, r, func(w *mail.Words) { w.Survey = i.ID })
}

// chase reminds those of an event who did not answer « à froid ».
func chase(app core.App, now time.Time, event string) (queued int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		queued = 0
		e, err := records.EventOf(app, event)
		if err != nil || e.Status != domain.Held || e.SurveyCold == "" {
			return err
		}
		rows, err := records.SurveySilent(app, event, domain.SurveyCold)
		if err != nil {
			return err
		}
		for _, i := range rows {
			if !domain.ChaseDue(i.Kind, now, i.SentAt.Time(), i.ChasedAt.Time(), i.Chased, i.Answered) {
				continue
			}
			r, err := records.RegistrationOf(app, i.Registration)
			if err != nil {
				return err
			}
			cause := fmt.Sprintf("%s:%s:%d", mail.SurveyChase, r.ID, i.Chased+1)
			if err := mail.ToRegistrationOf(app, now, mail.SurveyChase, cause, e, r, func(w *mail.Words) { w.Survey = i.ID }); err != nil {
				return err
			}
			if err := records.SurveyChased(app, i.ID, records.At(now), i.Chased+1); err != nil {
				return err
			}
			queued++
		}
		return nil
	})
	return queued, err
}
