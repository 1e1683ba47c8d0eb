package hooks

import (
	"fmt"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// registrationOutlook says what would keep somebody of a structure and a sector from a seat, before the form is
// sent: { "text": "" } when nothing would.
func (s *site) registrationOutlook(e *core.RequestEvent) error {
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	text, err := outlookText(e.App, s.now(), ev, q.Get("structure_id"), q.Get("structure"), q.Get("secteur"))
	if err != nil {
		return s.refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]string{"text": text})
}

// outlookText finds the structure and the sector that were typed, and says what the quotas say of them.
func outlookText(app core.App, now time.Time, ev *records.Event, structureID, structure, sector string) (string, error) {
	if len(ev.Quotas) == 0 || ev.Window().Open(now) != nil || len(structure) > 500 {
		return "", nil
	}
	found, err := records.StructureOf(app, structureID)
	if err != nil {
		found, err = records.StructureNamed(app, structure)
	}
	if err != nil && !domain.Is(err, domain.ErrNotFound) {
		return "", err
	}
	site, field := "", ""
	if err == nil {
		site, field = found.ID, found.Sector
	}
	if item, err := records.ItemByCode(app, records.Sectors, sector); err == nil {
		field = item.ID
	}
	if site == "" && field == "" {
		return "", nil
	}
	o, err := registration.OutlookOf(app, now, ev, site, field)
	return outlookWords(o), err
}

// outlookWords says what a quota keeps from somebody: « Votre structure a déjà 2 inscrits : vous entrez en liste
// d’attente jusqu’au 3 mars. » Empty where no quota does.
func outlookWords(o registration.Outlook) string {
	if !o.Quota() {
		return ""
	}
	why := "Les places qui restent sont réservées à d’autres pour l’instant"
	if o.Limit.Max > 0 {
		who := map[string]string{domain.PerStructure: "Votre structure", domain.PerParent: "Votre établissement", domain.PerSector: "Votre secteur d’activité"}[o.Limit.Kind]
		if who == "" {
			return ""
		}
		why = fmt.Sprintf("%s a déjà %d\u00a0inscrits", who, o.Count)
		if o.Count == 1 {
			why = who + " a déjà une personne inscrite"
		}
	}
	switch {
	case o.Waitlist && o.Until.IsZero():
		return why + "\u00a0: vous entrez en liste d’attente."
	case o.Waitlist:
		return why + "\u00a0: vous entrez en liste d’attente jusqu’au " + paris.Moment(o.Until) + "."
	case o.Until.IsZero():
		return why + "\u00a0: vous ne pourrez pas vous inscrire."
	}
	return why + "\u00a0: inscrivez-vous à partir du " + paris.Moment(o.Until) + "."
}
