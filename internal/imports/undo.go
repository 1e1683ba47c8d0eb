package imports

import (
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

var holdWords = map[string][2]string{
	"certificate":  {"une attestation en dépend", "%d attestations en dépendent"},
	"scan":         {"un passage a été noté depuis", "%d passages ont été notés depuis"},
	"signature":    {"une signature en dépend", "%d signatures en dépendent"},
	"registration": {"une autre inscription a été faite à ses événements", "%d autres inscriptions ont été faites à ses événements"},
	"later":        {"une personne qu’elle a créée a une autre inscription", "les personnes qu’elle a créées ont %d autres inscriptions"},
	"merge":        {"une fusion en dépend : défaites-la d’abord", "%d fusions en dépendent : défaites-les d’abord"},
	"headcount":    {"un décompte du public a été noté à ses événements", "%d décomptes du public ont été notés à ses événements"},
	"letter":       {"un message a été écrit à ses événements", "%d messages ont été écrits à ses événements"},
	"speaker":      {"un intervenant a été ajouté à ses événements", "%d intervenants ont été ajoutés à ses événements"},
	"erased":       {"une identité a été effacée", "%d identités ont été effacées"},
	"survey":       {"une réponse à une enquête en dépend", "%d réponses à des enquêtes en dépendent"},
	"invitation":   {"une invitation ou un rattrapage en dépend", "%d invitations ou rattrapages en dépendent"},
}

// Undo removes all that an import wrote. Refusals: ErrReason at « motif », ErrState for one that is not applied,
// ErrImportHolds with what rests on it.
func Undo(app core.App, now time.Time, actor, id, reason string) error {
	if reason = domain.CleanLine(reason); reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "motif"}
	}
	return app.RunInTransaction(func(app core.App) error {
		i, err := records.ImportOf(app, id)
		if err != nil {
			return err
		}
		if i.AppliedAt.IsZero() || !i.UndoneAt.IsZero() {
			return domain.Error{Code: domain.ErrState}
		}
		held, err := records.ImportHolds(app, id)
		if err != nil {
			return err
		}
		if len(held) > 0 {
			return domain.Error{Code: domain.ErrImportHolds, Arg: heldText(held)}
		}
		if err := records.UndoImport(app, id); err != nil {
			return err
		}
		i.UndoneAt, i.UndoneReason = records.At(now), reason
		if err := records.SaveImport(app, i); err != nil {
			return err
		}
		return trace(app, now, actor, "undo", id, reason)
	})
}

func heldText(held []records.ImportHold) string {
	var parts []string
	for _, h := range held {
		if h.N == 1 {
			parts = append(parts, holdWords[h.Kind][0])
		} else {
			parts = append(parts, fmt.Sprintf(holdWords[h.Kind][1], h.N))
		}
	}
	return strings.Join(parts, " ; ") + "."
}
