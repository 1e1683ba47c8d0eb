package training

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/question"
	"passerelle/internal/records"
)

// SaveEvent is event.Save of what the coordinator typed, and gives a new event what its programme usually asks of a
// training, its minimum age among the questions. A draft whose programme changes takes the new one's, unless somebody
// wrote its own.
func SaveEvent(app core.App, now time.Time, actor string, d event.Draft) (e *records.Event, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		id := d.ID
		if id == "" {
			id = d.Intent
		}
		was, err := records.EventOf(app, id)
		if err != nil && !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		if e, err = event.Save(app, now, actor, d); err != nil {
			return err
		}
		programme, err := records.ItemOf(app, records.Programmes, e.Programme)
		if err != nil {
			return err
		}
		if was == nil {
			return begin(app, now, actor, e, programme)
		}
		return followProgramme(app, now, actor, e, was.Programme, programme)
	})
	return e, err
}

// begin gives a new event what its programme usually asks.
func begin(app core.App, now time.Time, actor string, e *records.Event, programme *records.Item) error {
	if err := usual(programme, e).put(app, now, actor, e); err != nil {
		return err
	}
	label := AgeBox(programme.MinimumAge, nil)
	if label == "" {
		return nil
	}
	_, err := question.Save(app, now, actor, e.ID, question.Draft{ID: records.NewID(), Kind: question.Tick, Label: label, Required: true})
	return err
}

// followProgramme gives a draft the presets of its new programme where it has those of the old one still.
func followProgramme(app core.App, now time.Time, actor string, e *records.Event, before string, programme *records.Item) error {
	if e.Status != domain.Draft || before == programme.ID {
		return nil
	}
	old, err := records.ItemOf(app, records.Programmes, before)
	if err != nil {
		return err
	}
	if plainRules(e) != usual(old, e) {
		return nil
	}
	return usual(programme, e).put(app, now, actor, e)
}

// usual is what a programme asks of an event with so many seats: a group never needs more people than these.
func usual(programme *records.Item, e *records.Event) Rules {
	r := RulesOfProgramme(programme)
	if e.Capacity > 0 {
		r.GroupMin = min(r.GroupMin, e.Capacity)
	}
	return r
}

// AgeBox is the box that a programme with a minimum age asks for; empty when none is asked or it is there.
func AgeBox(age int, all []records.Question) string {
	if age == 0 {
		return ""
	}
	for _, q := range all {
		if q.Kind == question.Tick && q.RemovedAt.IsZero() && slices.Contains(strings.Fields(domain.Fold(q.Label)), fmt.Sprint(age)) {
			return ""
		}
	}
	return fmt.Sprintf("J’ai %d ans ou plus", age)
}
