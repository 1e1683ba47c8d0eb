package evaluation

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/stats"
)

// addSatisfaction keeps what the surveys of the period say.
func (c *Content) addSatisfaction(_ core.App, _ stats.Report) error {
	c.Satisfaction = []Satisfaction{}
	return nil
}

// addMet keeps which structures met.
func (c *Content) addMet(_ core.App, _ stats.Report) error {
	c.Met, c.Links = []Fact{}, []Link{}
	return nil
}
