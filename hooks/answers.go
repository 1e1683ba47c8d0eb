package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/question"
	"passerelle/internal/records"
)

// answerLine is a question and what somebody answered to it, in words.
type answerLine struct {
	Question string
	Texts    []string
	Removed  bool // no longer asked
}

// answersOf says what a registration answered to its event's questions, those no longer asked too.
func answersOf(app core.App, r *records.Registration) (out []answerLine, err error) {
	if len(r.Answers) == 0 {
		return nil, nil
	}
	all, err := records.EveryQuestion(app, r.Event)
	for _, q := range all {
		if texts := question.Words(q, r.Answers); len(texts) > 0 {
			out = append(out, answerLine{q.Label, texts, !q.RemovedAt.IsZero()})
		}
	}
	return out, err
}

func (v *registrationPage) answers(app core.App, r *records.Registration) (err error) {
	v.Answers, err = answersOf(app, r)
	return err
}
