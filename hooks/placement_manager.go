package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// placementManagerView is the view of wish/manager: what a manager reads, and answers.
type placementManagerView struct {
	Campaign         *records.Campaign
	Row              *records.Placement
	Path, Intent     string
	State            banner
	CanAnswer        bool
	CanTakeBack      bool
	Profession, Home string
	When, Length     string
	Wishes           []wishPlaceLine
	Place            *placementPlace
	Days             []placementDay
	Away             []string
	Trail            []managerLine
	Reason           string // typed
	Organiser        string
	Contact          string
	ContactMail      bool
}

// managerLine is what was answered before, and when.
type managerLine struct {
	Text, Why string
	At        time.Time
}

// placementManager shows a wish to the manager. It changes nothing: a mail's scanner opens it too.
func (s *site) placementManager(e *core.RequestEvent) error {
	c, err := s.openPlacement(e, link.PlacementManager)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showPlacementManager(e, http.StatusOK, c, "", nil)
}

// managerMoves are the answers of the form.
var managerMoves = map[string]domain.Move{"oui": domain.MoveAgree, "non": domain.MoveRefuse, "reprendre": domain.MoveRetract}

// managerSaid thanks for each answer.
var managerSaid = map[domain.Move]string{domain.MoveAgree: "Merci, votre accord est enregistré.", domain.MoveRefuse: "Merci, votre réponse est enregistrée.", domain.MoveRetract: "Votre accord est repris. La demande attend de nouveau votre réponse."}

// answerPlacementManager keeps the manager's answer.
func (s *site) answerPlacementManager(e *core.RequestEvent) error {
	c, err := s.openPlacement(e, link.PlacementManager)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	path := "/stage-responsable/" + e.Request.PathValue("token")
	move, known := managerMoves[f.Get("reponse")]
	if !known {
		return s.showPlacementManager(e, http.StatusUnprocessableEntity, c, f.Get("raison"), []web.FieldError{{Field: "reponse", Text: "Choisissez une réponse\u00a0: d’accord, ou pas d’accord."}})
	}
	why := domain.CleanText(f.Get("raison"))
	if refused := domain.CheckLine("raison", why, placement.MaxConstraints, move != domain.MoveAgree, false); refused != nil {
		text := sentence(*refused)
		if refused.Code == domain.ErrRequired {
			text = "Dites pourquoi en quelques mots\u00a0: la personne et la coordination le lisent."
		}
		return s.showPlacementManager(e, http.StatusUnprocessableEntity, c, f.Get("raison"), []web.FieldError{{Field: "raison", Text: text}})
	}
	if c.P.Allowed(move, domain.PartyManager) != nil { // answered meanwhile: the page says so
		return redirect(e, path)
	}
	_, err = placement.Move(e.App, s.now(), c.Row.ID, placement.Doing{By: domain.PartyManager, Why: why, Intent: intentOf(f)}, domain.PlacementAct{Move: move}, nil)
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, path, "ok", managerSaid[move])
}

func (s *site) showPlacementManager(e *core.RequestEvent, status int, c *placement.Case, reason string, errs []web.FieldError) error {
	v, err := placementManagerOf(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Path, v.Reason = "/stage-responsable/"+e.Request.PathValue("token"), reason
	return s.renderForm(e, status, "wish/manager", v, errs)
}

func placementManagerOf(app core.App, c *placement.Case) (v placementManagerView, err error) {
	names, err := door.StructureNames(app)
	if err != nil {
		return v, err
	}
	jobs, err := listNames(app, records.Professions)
	if err != nil {
		return v, err
	}
	set, err := records.LoadSettings(app)
	if err != nil {
		return v, err
	}
	row := c.Row
	v = placementManagerView{Campaign: c.Campaign, Row: row, Intent: records.NewID(), State: managerBanner(c), Profession: row.Function, Home: names[row.Structure], Length: placementLength(c.Campaign),
		Days: placementDays(c), Away: awayWords(row.Unavailable.Slots()), Trail: managerTrail(c), Organiser: set.Organiser,
		CanAnswer: c.P.Allowed(domain.MoveAgree, domain.PartyManager) == nil, CanTakeBack: c.P.Allowed(domain.MoveRetract, domain.PartyManager) == nil}
	if v.Profession == "" {
		v.Profession = jobs[row.Profession]
	}
	if v.Contact, err = placementContact(app, c.Campaign); err != nil {
		return v, err
	}
	v.ContactMail = isMail(v.Contact)
	if k := c.Campaign; k.Kind != records.StandingKind && !k.FromDay.IsZero() && !k.ToDay.IsZero() {
		v.When = paris.Range(k.FromDay.Time(), k.ToDay.Time())
	}
	if c.Offer != nil {
		v.Place = placeOfPlacement(c, names)
	}
	v.Wishes, err = chosenPlaces(app, c)
	return v, err
}

// placementLength says how long the placements of a campaign are.
func placementLength(c *records.Campaign) string {
	least, most := c.MinHalfDays, c.MaxHalfDays
	word := func(n int) string {
		if n == 1 {
			return "une demi-journée"
		}
		return paris.Number(n) + " demi-journées"
	}
	switch {
	case least == most && most > 0:
		return word(most)
	case least > 0 && most > 0:
		return "de " + paris.Number(least) + " à " + word(most)
	case most > 0:
		return word(most) + " au plus"
	}
	return ""
}

// managerBanner says where the wish stands, to the manager.
func managerBanner(c *placement.Case) banner {
	if !c.P.NeedsAgreement {
		return banner{"", "Votre accord n’est pas demandé", "Cet établissement ne le demande pas. Vous n’avez rien à faire."}
	}
	last := domain.PlacementStep{}
	if len(c.Steps) > 0 {
		last = c.Steps[len(c.Steps)-1]
	}
	switch state := c.P.State; {
	case state == domain.PlacementRequested:
		return banner{"warn", "Votre réponse est attendue", "Cette personne vous indique comme responsable. Sans votre accord, sa demande ne va pas plus loin."}
	case state == domain.PlacementRefused && last.By == domain.PartyManager:
		return banner{"err", "Vous n’avez pas donné votre accord", last.Why}
	case state == domain.PlacementApproved:
		return banner{"ok", "D’accord", "La coordination cherche une place. Vous n’avez plus rien à faire."}
	case state == domain.PlacementRefused, state == domain.PlacementCancelled:
		return banner{"", "Cette demande n’a plus cours", "Vous n’avez plus rien à faire."}
	case state == domain.PlacementPostponed:
		return banner{"warn", "Le stage est reporté", last.Why}
	case state == domain.PlacementDone, state == domain.PlacementReportReceived, state == domain.PlacementCertified:
		return banner{"ok", "Le stage a eu lieu", "Vous n’avez plus rien à faire."}
	}
	return banner{"ok", "Une place est trouvée", "Vous n’avez plus rien à faire ici. La convention et l’ordre de mission suivent leur chemin."}
}

// managerTrail lists what was answered, and when.
func managerTrail(c *placement.Case) (list []managerLine) {
	for _, s := range c.Steps {
		text := ""
		switch {
		case s.Act.Move == domain.MoveAgree && s.By == domain.PartyManager:
			text = "Vous avez donné votre accord"
		case s.Act.Move == domain.MoveAgree && s.By == domain.PartyCoordinator:
			text = "Accord noté par la coordination"
		case s.Act.Move == domain.MoveRetract && s.By == domain.PartyManager:
			text = "Vous avez repris votre accord"
		case s.Act.Move == domain.MoveRetract:
			text = "L’accord est de nouveau demandé"
		case s.Act.Move == domain.MoveRefuse && s.By == domain.PartyManager:
			text = "Vous n’avez pas donné votre accord"
		}
		if text != "" {
			list = append(list, managerLine{text, s.Why, s.At})
		}
	}
	return list
}
