package event

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// noteMove writes in the trail that a published event takes place elsewhere or at other hours than before, so that
// those who are registered can be told.
func noteMove(app core.App, now time.Time, actor string, e *records.Event, before records.Standing) error {
	if e.Status != domain.Published {
		return nil
	}
	after, err := records.StandingOf(app, e)
	if err != nil || (after.SamePlace(before) && after.SameHours(before)) {
		return err
	}
	return records.AddMove(app, records.At(now), actor, e, before, after)
}
