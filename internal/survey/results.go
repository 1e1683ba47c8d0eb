// Package survey asks people what they thought of an event, just after it and two months later, without ever knowing
// who said what: the invitation says that somebody answered, the answer says what, and nothing joins the two.
package survey

import (
	"encoding/json"
	"fmt"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// Shown tells whether the results of so many answers may be shown: three at least to the desk, five to a reader.
func Shown(reader bool, answers int) bool { return domain.SurveyShown(reader, answers) }

// Scores are what was said of the events of a query, by whole numbers that may be shown. What too few said of an event is
// in none of them.
type Scores struct {
	Hot        domain.Score `json:"hot"`
	Cold       domain.Score `json:"cold"`
	Programmes []ScoreLine  `json:"programmes"`
	Events     []ScoreLine  `json:"events"`
	Left       int          `json:"left"` // events that were answered, but by too few
}

// ScoreLine is one programme (Key: its code, empty: « non renseigné ») or one event (Key: its id).
type ScoreLine struct {
	Key   string       `json:"key"`
	Label string       `json:"label"`
	Hot   domain.Score `json:"hot"`
	Cold  domain.Score `json:"cold"`
}

func (l *ScoreLine) add(kind string, s domain.Score) {
	if kind == domain.SurveyCold {
		l.Cold = l.Cold.Add(s)
		return
	}
	l.Hot = l.Hot.Add(s)
}

// data is what was answered at the events of a query.
type data struct {
	events  []records.EventLine
	inside  map[string]bool
	surveys map[string]*records.Survey
	replies []records.SurveyAnswer
	rates   []records.SurveyRate
}

func load(app core.App, q stats.Query) (*data, error) {
	d := &data{inside: map[string]bool{}, surveys: map[string]*records.Survey{}}
	var err error
	if d.events, err = stats.EventsOf(app, q); err != nil {
		return nil, err
	}
	for _, e := range d.events {
		d.inside[e.ID] = true
	}
	list, err := records.Surveys(app)
	if err != nil {
		return nil, err
	}
	for i := range list {
		d.surveys[list[i].ID] = &list[i]
	}
	all, err := records.SurveyReplies(app)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if d.inside[a.Event] && d.surveys[a.Survey] != nil {
			d.replies = append(d.replies, a)
		}
	}
	rates, err := records.SurveyRates(app)
	if err != nil {
		return nil, err
	}
	for _, r := range rates {
		if d.inside[r.Event] {
			d.rates = append(d.rates, r)
		}
	}
	return d, nil
}

// read opens what an answer says.
func read(a records.SurveyAnswer) (answers domain.SurveyAnswers, err error) {
	if err = json.Unmarshal(a.Answers, &answers); err != nil {
		err = fmt.Errorf("survey answer %s: %w", a.ID, err)
	}
	return answers, err
}

// score is what one answer adds.
func (d *data) score(a records.SurveyAnswer) (s domain.Score, err error) {
	if s.Replied = 1; a.Way == Room {
		s.Replied, s.Room = 0, 1
	}
	answers, err := read(a)
	if err != nil {
		return s, err
	}
	for _, q := range d.surveys[a.Survey].Questions {
		if given := answers[q.Key]; q.Satisfaction && len(given) == 1 {
			s.Answered, s.Sum = 1, given[0]
			if given[0] >= 4 {
				s.High = 1
			}
		}
	}
	return s, nil
}

// Satisfaction is what was said of the events of a query, as the desk or (reader) somebody outside it may see it. What the
// query asks of people is left aside: answers are anonymous.
func Satisfaction(app core.App, q stats.Query, reader bool) (Scores, error) {
	d, err := load(app, q)
	if err != nil {
		return Scores{}, err
	}
	return d.scores(app, reader)
}

// scores adds up by event what may be shown of each of its surveys: one may have replaced another.
func (d *data) scores(app core.App, reader bool) (Scores, error) {
	type asked struct{ event, survey, kind string }
	said := map[asked]domain.Score{}
	for _, a := range d.replies {
		s, err := d.score(a)
		if err != nil {
			return Scores{}, err
		}
		at := asked{a.Event, a.Survey, a.Kind}
		said[at] = said[at].Add(s)
	}
	byEvent := map[string]*ScoreLine{}
	line := func(event string) *ScoreLine {
		if byEvent[event] == nil {
			byEvent[event] = &ScoreLine{Key: event}
		}
		return byEvent[event]
	}
	left := map[string]bool{}
	for at, s := range said {
		open := s.Open(reader)
		left[at.event] = left[at.event] || s.Answers() > 0 && open.Answered == 0
		line(at.event).add(at.kind, open)
	}
	for _, r := range d.rates {
		if l := line(r.Event); !reader || r.Kind == domain.SurveyHot && l.Hot.Answered > 0 || r.Kind == domain.SurveyCold && l.Cold.Answered > 0 {
			l.add(r.Kind, domain.Score{Invited: r.Invited})
		}
	}
	out, err := d.gather(app, byEvent)
	for _, l := range left {
		if l {
			out.Left++
		}
	}
	return out, err
}

// gather puts the events in order, and adds them up by programme and in all.
func (d *data) gather(app core.App, byEvent map[string]*ScoreLine) (out Scores, err error) {
	programmes, err := records.Items(app, records.Programmes)
	if err != nil {
		return out, err
	}
	sums := map[string]*ScoreLine{}
	for _, e := range d.events {
		l := byEvent[e.ID]
		if l == nil {
			continue
		}
		l.Label = e.Title
		out.Events = append(out.Events, *l)
		out.Hot, out.Cold = out.Hot.Add(l.Hot), out.Cold.Add(l.Cold)
		if sums[e.Programme] == nil {
			sums[e.Programme] = &ScoreLine{}
		}
		sums[e.Programme].add(domain.SurveyHot, l.Hot)
		sums[e.Programme].add(domain.SurveyCold, l.Cold)
	}
	for _, p := range append(programmes, records.Item{Name: "Non renseigné"}) {
		if l := sums[p.ID]; l != nil {
			l.Key, l.Label = p.Code, p.Name
			out.Programmes = append(out.Programmes, *l)
		}
	}
	return out, nil
}
