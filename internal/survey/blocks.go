package survey

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// Block is what was answered to one survey at the events of a query.
type Block struct {
	Survey  *records.Survey
	Link    int // answers by link
	Room    int
	Left    int                  // events whose answers are too few: none of what follows is from them
	Shown   bool                 // there are enough of them at an event at least
	Tallies []domain.SurveyTally // of its questions but the texts; nil unless shown
	Texts   []Texts              // moderated, by question; nil unless shown
}

// Texts are the moderated texts that answer a question.
type Texts struct {
	Label string
	Lines []string
}

// Answers is how many answered the survey.
func (b Block) Answers() int { return b.Link + b.Room }

// Results are what was answered at the events of a query, survey by survey. reader: for somebody outside the desk.
func Results(app core.App, q stats.Query, reader bool) (scores Scores, blocks []Block, err error) {
	d, err := load(app, q)
	if err != nil {
		return scores, nil, err
	}
	if scores, err = d.scores(app, reader); err != nil {
		return scores, nil, err
	}
	shown, err := records.Verbatims(app, "", Showing)
	if err != nil {
		return scores, nil, err
	}
	list, err := records.Surveys(app)
	if err != nil {
		return scores, nil, err
	}
	for i := range list {
		b, err := d.block(&list[i], shown, reader)
		if err != nil {
			return scores, nil, err
		}
		if b.Answers() > 0 {
			blocks = append(blocks, b)
		}
	}
	return scores, blocks, nil
}

func (d *data) block(s *records.Survey, shown []records.SurveyVerbatim, reader bool) (b Block, err error) {
	b.Survey = s
	byEvent := map[string][]domain.SurveyAnswers{}
	for _, a := range d.replies {
		if a.Survey != s.ID {
			continue
		}
		if a.Way == Room {
			b.Room++
		} else {
			b.Link++
		}
		answers, err := read(a)
		if err != nil {
			return b, err
		}
		byEvent[a.Event] = append(byEvent[a.Event], answers)
	}
	open := map[string]bool{}
	tallies := domain.TallySurvey(s.Questions, nil)
	for event, all := range byEvent {
		if open[event] = Shown(reader, len(all)); !open[event] {
			b.Left++
			continue
		}
		b.Shown = true
		for i, t := range domain.TallySurvey(s.Questions, all) {
			tallies[i] = tallies[i].Add(t.Open(reader))
		}
	}
	if b.Shown {
		b.fill(tallies, shown, open)
	}
	return b, nil
}

// fill keeps the tallies, and of the texts those of events that are open.
func (b *Block) fill(tallies []domain.SurveyTally, shown []records.SurveyVerbatim, open map[string]bool) {
	for _, t := range tallies {
		if t.Question.Kind != domain.AskText {
			b.Tallies = append(b.Tallies, t)
			continue
		}
		texts := Texts{Label: t.Question.Label}
		for _, v := range shown {
			if v.Survey == b.Survey.ID && v.Question == t.Question.Key && open[v.Event] {
				texts.Lines = append(texts.Lines, v.ShownText)
			}
		}
		if texts.Lines != nil {
			b.Texts = append(b.Texts, texts)
		}
	}
}
