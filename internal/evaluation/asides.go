package evaluation

import (
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/stats"
	"passerelle/internal/survey"
)

// addSatisfaction keeps what the surveys of the period say: a report is read outside, so that only what a reader may
// see is in it.
func (c *Content) addSatisfaction(app core.App, r stats.Report) error {
	c.Satisfaction = []Satisfaction{}
	s, err := survey.Satisfaction(app, r.Query(), true)
	if err != nil {
		return err
	}
	c.score("À chaud, tous les événements", s.Hot)
	c.score("À froid, tous les événements", s.Cold)
	for _, p := range s.Programmes {
		label := p.Label
		if label == "" {
			label = domain.Unset
		}
		c.score("À chaud, "+label, p.Hot)
		c.score("À froid, "+label, p.Cold)
	}
	return nil
}

func (c *Content) score(label string, s domain.Score) {
	if s.Answered == 0 { // nobody, or too few at each event
		return
	}
	c.Satisfaction = append(c.Satisfaction, Satisfaction{Label: label, Answers: s.Answered, Mean: (200*s.Sum + s.Answered) / (2 * s.Answered), High: s.High,
		Asked: s.Invited, ByLink: s.Replied})
}

// strongest is how many links a report keeps.
const strongest = 25

// addMet keeps which structures met.
func (c *Content) addMet(app core.App, r stats.Report) error {
	c.Met, c.Links = []Fact{}, []Link{}
	m, err := stats.MetOf(app, time.Time{}, r.Query())
	if err != nil {
		return err
	}
	hidden, err := hiddenStructures(app)
	if err != nil {
		return err
	}
	for f, i := range domain.MetIndicators {
		c.Met = append(c.Met, Fact{i.Label, m.Value(domain.MetFigure(f)), i.Definition})
		if domain.MetFigure(f) == domain.MetPairs && m.ByStage > 0 {
			c.Met = append(c.Met, Fact{"Dont par un stage croisé", m.ByStage, "Paires rencontrées dont l’une a accueilli une personne de l’autre en stage croisé ; elles se sont peut-être vues ailleurs aussi."})
		}
	}
	for _, l := range m.Links {
		if len(c.Links) == strongest || len(l.Events) < 2 {
			break
		}
		c.Links = append(c.Links, Link{A: m.Structures[l.A].Label, B: m.Structures[l.B].Label, Times: len(l.Events),
			Unnamed: hidden[strconv.Itoa(int(l.A))] || hidden[strconv.Itoa(int(l.B))]})
	}
	return nil
}
