package placement

import (
	"errors"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// restAfterLast is how long the host may still correct what was told before the platform ends the placement.
const restAfterLast = 48 * time.Hour

// Tick makes what the clock makes alone: a placement whose half-days are all told ends two days after the last one was.
// It answers how many ended; one that cannot be ended does not keep the others from it.
func Tick(app core.App, now time.Time) (ended int, err error) {
	rows, err := records.PlacementsIn(app, domain.PlacementInProgress)
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, row := range rows {
		if !row.ErasedAt.IsZero() {
			continue
		}
		c, err := Open(app, row.ID)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if c.P.Allowed(domain.MoveFinish, domain.PartyPlatform) != nil || now.Before(c.lastTold().Add(restAfterLast)) {
			continue
		}
		if _, err := Move(app, now, row.ID, Doing{By: domain.PartyPlatform}, domain.PlacementAct{Move: domain.MoveFinish}, nil); err != nil {
			errs = append(errs, err)
			continue
		}
		ended++
	}
	return ended, errors.Join(errs...)
}

// lastTold is when something was last said of a half-day, or the end of the last one where that is later.
func (c *Case) lastTold() time.Time {
	_, last := domain.Span(c.P.Days)
	for _, s := range c.Steps {
		if s.Act.Move == domain.MoveTell && s.At.After(last) {
			last = s.At
		}
	}
	return last
}
