package mail

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// eveStands is how long the short word of the eve is worth sending.
const eveStands = 36 * time.Hour

// dropOfStage is drop for a letter about a stage croisé: a reminder of what was done meanwhile, a word of the eve that
// comes after the day, a question that nobody asks any more.
func dropOfStage(app core.App, now time.Time, l *records.Letter) (dropped bool, err error) {
	row, err := records.PlacementOf(app, l.Placement)
	if err != nil {
		return false, err
	}
	why := ""
	switch {
	case l.Kind == StageReminder && row.Updated.Time().After(l.Created.Time()):
		why = "Le stage a avancé depuis."
	case (l.Kind == StageEve || l.Kind == StageEveTutor) && now.Sub(l.Created.Time()) > eveStands:
		why = "Le jour est passé."
	case l.Kind == StageAgreement && row.State != string(domain.PlacementRequested):
		why = "Cet accord n’est plus attendu."
	default:
		return false, nil
	}
	return true, app.RunInTransaction(func(app core.App) error {
		if err := records.DropLetter(app, l.ID); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: "system", Action: "letter-dropped", Kind: "placement", Target: row.ID, Reason: l.Subject + ". " + why})
	})
}
