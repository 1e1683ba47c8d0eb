package survey

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// States of a text.
const (
	Waiting = "waiting" // nobody but the coordinator reads it
	Showing = "shown"
	Hidden  = "hidden"
)

// Verbatim is a text with the question it answers, where, and what may be wrong with it.
type Verbatim struct {
	records.SurveyVerbatim
	Title, EventTitle string
	Warnings          []domain.Warning
}

// Verbatims lists the texts in a state, of one event or (empty) of all; with warnings where they wait.
func Verbatims(app core.App, event, state string) (list []Verbatim, err error) {
	rows, err := records.Verbatims(app, event, state)
	if err != nil {
		return nil, err
	}
	surveys, names, events := map[string]*records.Survey{}, map[string][]string{}, map[string]*records.Event{}
	for _, v := range rows {
		if events[v.Event] == nil {
			if events[v.Event], err = records.EventOf(app, v.Event); err != nil {
				return nil, err
			}
			if state == Waiting {
				if names[v.Event], err = records.NamesAt(app, v.Event); err != nil {
					return nil, err
				}
			}
		}
		if surveys[v.Survey] == nil {
			if surveys[v.Survey], err = records.SurveyOf(app, v.Survey); err != nil {
				return nil, err
			}
		}
		one := Verbatim{SurveyVerbatim: v, EventTitle: events[v.Event].Title}
		for _, q := range surveys[v.Survey].Questions {
			if q.Key == v.Question {
				one.Title = q.Label
			}
		}
		if state == Waiting {
			one.Warnings = domain.TextWarnings(v.Text, names[v.Event])
		}
		list = append(list, one)
	}
	return list, nil
}

// Show lets others read a text, as it was written or as the coordinator rewrote it: what was written is then erased.
// Refusals: « text » that is empty or too long; ErrState for one that is decided already.
func Show(app core.App, now time.Time, actor, id, text string) error {
	return decide(app, now, actor, id, func(v *records.SurveyVerbatim) error {
		text = domain.CleanText(text)
		if e := domain.CheckLine("text", text, domain.MaxSurveyText, true, false); e != nil {
			return *e
		}
		v.Text, v.ShownText, v.State = "", text, Showing
		return nil
	})
}

// Hide keeps a text from everybody, and erases it: what nobody is to read is not kept.
func Hide(app core.App, now time.Time, actor, id string) error {
	return decide(app, now, actor, id, func(v *records.SurveyVerbatim) error {
		v.Text, v.ShownText, v.State = "", "", Hidden
		return nil
	})
}

// decide is for a text that waits. The trail says that a text was read, never which.
func decide(app core.App, now time.Time, actor, id string, change func(*records.SurveyVerbatim) error) error {
	return app.RunInTransaction(func(app core.App) error {
		v, err := records.VerbatimOf(app, id)
		if err != nil {
			return err
		}
		if v.State != Waiting {
			return domain.Error{Code: domain.ErrState}
		}
		if err := change(v); err != nil {
			return err
		}
		v.ModeratedBy, v.ModeratedAt = actor, records.At(now)
		return records.SaveVerbatim(app, v)
	})
}
