package demo

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/event"
	"passerelle/internal/question"
	"passerelle/internal/records"
)

// ask writes the rules of the seats and the questions of an event, before anybody registers.
func (t *troupe) ask(app core.App, id string, p plan, at time.Time) error {
	for _, d := range p.asks {
		d.ID = records.NewID()
		if err := event.SaveQuestion(app, at, t.coordinator, id, d); err != nil {
			return err
		}
	}
	if len(p.quotas) == 0 && !p.selects && !p.manager {
		return nil
	}
	e, err := records.EventOf(app, id)
	if err != nil {
		return err
	}
	r := event.RulesOf(e)
	r.Quotas, r.Approval, r.Manager = p.quotas, p.selects, p.manager
	_, err = event.SaveRules(app, at, t.coordinator, id, r)
	return err
}

// answers is what the n-th of the crowd answers: each workshop in turn, every box.
func answers(app core.App, id string, n int) (records.Answers, error) {
	questions, err := records.Questions(app, id)
	out := records.Answers{}
	for _, q := range questions {
		if offered := question.Offered(q); len(offered) > 0 {
			out[q.ID] = []string{offered[n%len(offered)].ID}
		} else if q.Kind == question.Tick {
			out[q.ID] = []string{question.Yes}
		}
	}
	return out, err
}
