package registration

import (
	"maps"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/question"
	"passerelle/internal/records"
)

// answersOf is what a seat's new holder answers to the event's questions. Nothing typed (the door): the workshops
// go with the seat, and the rest was the other person's.
func answersOf(app core.App, e *records.Event, old *records.Registration, typed records.Answers) (records.Answers, error) {
	if typed != nil {
		return question.Ask(app, e, typed, old.ID)
	}
	kept, _, err := workshopsOf(app, e, old.Answers)
	return kept, err
}

// workshopsOf parts the answers that choose workshops from the others.
func workshopsOf(app core.App, e *records.Event, answers records.Answers) (workshops, others records.Answers, err error) {
	workshops, others = records.Answers{}, maps.Clone(answers)
	if others == nil {
		others = records.Answers{}
	}
	if len(answers) == 0 {
		return workshops, others, nil
	}
	all, err := records.EveryQuestion(app, e.ID)
	for _, q := range all {
		if v, ok := answers[q.ID]; ok && q.Kind == domain.Workshop {
			workshops[q.ID] = v
			delete(others, q.ID)
		}
	}
	return workshops, others, err
}

// workshopField is the question of a workshop, as forms name it; workshopLabel its name.
func workshopField(app core.App, e *records.Event, option string) string {
	q, _ := workshopOf(app, e, option)
	return question.Field(q.ID)
}

func workshopLabel(app core.App, e *records.Event, option string) string {
	_, o := workshopOf(app, e, option)
	return o.Label
}

func workshopOf(app core.App, e *records.Event, option string) (q records.Question, o records.Option) {
	all, err := records.Questions(app, e.ID)
	if err != nil { // the refusal stands, without its name
		app.Logger().Error("workshop of a refusal", "error", err)
	}
	for _, q := range all {
		if i := slices.IndexFunc(q.Options, func(o records.Option) bool { return o.ID == option }); i >= 0 {
			return q, q.Options[i]
		}
	}
	return q, o
}

func sameAnswers(a, b records.Answers) bool { return maps.EqualFunc(a, b, slices.Equal[[]string]) }

func join(a, b records.Answers) records.Answers {
	maps.Copy(a, b)
	return a
}
