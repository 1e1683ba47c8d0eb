package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// trainingKind is the nature of the programmes whose events are trainings.
const trainingKind = "formation"

// IsTraining tells whether an event is followed as a group: it has several half-days, or is of a training's programme.
func IsTraining(app core.App, event string) (bool, error) {
	n, err := count(app, `SELECT (SELECT COUNT(*) FROM slots WHERE event = {:e}) > 1
		OR EXISTS (SELECT 1 FROM events e JOIN programmes p ON p.id = e.programme WHERE e.id = {:e} AND p.kind = {:k})`,
		dbx.Params{"e": event, "k": trainingKind})
	return n > 0, err
}
