package event

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// SaveDoorRules writes what an event asks of its door; phones learn it with their next list. The same rules
// again change nothing. ErrState for a cancelled event.
func SaveDoorRules(app core.App, now time.Time, actor, id string, rules domain.DoorRules) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		if e.Status == domain.Cancelled {
			return domain.Error{Code: domain.ErrState}
		}
		was := e.DoorRules.DoorRules
		if was == rules {
			return nil
		}
		e.DoorRules.DoorRules, e.Updated = rules, records.At(now)
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		before, err := json.Marshal(was)
		if err != nil {
			return err
		}
		after, err := json.Marshal(rules)
		if err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "door-rules", Kind: "event",
			Target: e.ID, Event: e.ID, Before: before, After: after})
	})
}
