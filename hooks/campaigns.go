package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/campaign"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

var campaignStates = map[string]stateWord{records.CampaignDraft: {"Brouillon", "plain"}, records.CampaignOpen: {"Ouverte", "ok"}, records.CampaignClosed: {"Fermée", "plain"}}

// campaignsView is the view of campaign/list.
type campaignsView struct {
	Running, Standing, Closed []campaignLine
}

// campaignLine is a campaign in words.
type campaignLine struct {
	ID, Title, When string
	State           stateWord
	Count           campaignCount
}

// campaignCount is how many offers and placements of each big state a campaign has.
type campaignCount struct {
	Offers, Proposed, Places, Free        int // offers: published
	Wishes, Placed, Going, Done, Withdrew int
}

func countCampaign(app core.App, id string, now time.Time) (n campaignCount, err error) {
	offers, err := records.Offers(app, id)
	if err != nil {
		return n, err
	}
	taken, err := records.OffersTaken(app, id)
	if err != nil {
		return n, err
	}
	for _, o := range offers {
		switch o.Status {
		case records.OfferProposed:
			n.Proposed++
		case records.OfferPublished:
			n.Offers, n.Places = n.Offers+1, n.Places+o.Places
			if !offerBegun(&o, now) {
				n.Free += max(0, o.Places-taken[o.ID])
			}
		}
	}
	states, err := records.PlacementStates(app, id)
	for state, k := range states {
		switch domain.PlacementState(state) {
		case domain.PlacementRequested, domain.PlacementApproved:
			n.Wishes += k
		case domain.PlacementMatched, domain.PlacementAgreementSent, domain.PlacementAgreementSigned:
			n.Placed += k
		case domain.PlacementInProgress, domain.PlacementPostponed:
			n.Going += k
		case domain.PlacementDone, domain.PlacementReportReceived, domain.PlacementCertified:
			n.Done += k
		default:
			n.Withdrew += k
		}
	}
	return n, err
}

// campaigns lists them: those that run, the standing offers, those that are over.
func (s *site) campaigns(e *core.RequestEvent) error {
	all, err := records.PlacementCampaigns(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var v campaignsView
	for _, c := range all {
		line := campaignLine{ID: c.ID, Title: c.Title, When: periodWords(&c), State: campaignStates[c.Status]}
		if line.Count, err = countCampaign(e.App, c.ID, s.now()); err != nil {
			return s.refuse(e, err)
		}
		switch {
		case c.Status == records.CampaignClosed:
			v.Closed = append(v.Closed, line)
		case c.Kind == records.StandingKind:
			v.Standing = append(v.Standing, line)
		default:
			v.Running = append(v.Running, line)
		}
	}
	return s.render(e, http.StatusOK, "campaign/list", v)
}

// campaignView is the view of campaign/overview.
type campaignView struct {
	Head                    campaignHead
	Campaign                *records.Campaign
	State                   stateWord
	When, Length, Way       string
	OffersUntil, Until      time.Time // last days
	TakesOffers, TakesWish  bool
	Count                   campaignCount
	Link, QR, PublicURL     string
	Next                    nextThing
	Training, TrainingTitle string // address and title of the training that opened it
	Outside                 int    // offers whose half-days are no longer of the period
}

// nextThing is what the coordinator does now.
type nextThing struct{ Title, Text, URL, Action string }

// campaignDesk is the overview of a campaign, with the link to send to structures.
func (s *site) campaignDesk(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	now := s.now()
	v := campaignView{Head: campaignHeadOf(c), Campaign: c, State: campaignStates[c.Status], When: periodWords(c), Length: lengthWords(c), Way: wayWords[c.Way],
		OffersUntil: campaign.LastDay(c.OffersUntil), Until: campaign.LastDay(c.WishesUntil), TakesOffers: campaign.TakesOffers(c, now), TakesWish: campaign.TakesWishes(c, now)}
	if v.Count, err = countCampaign(e.App, c.ID, s.now()); err != nil {
		return s.refuse(e, err)
	}
	if v.Link, err = link.URL(e.App, link.Hosting, c.ID); err != nil {
		return s.refuse(e, err)
	}
	if v.QR, err = ticket.QRSVG(v.Link, "Code QR du lien pour proposer une place"); err != nil {
		return s.refuse(e, err)
	}
	if v.Head.Public != "" {
		v.PublicURL = link.Base(e.App) + v.Head.Public
	}
	if c.Event != "" {
		ev, err := records.EventOf(e.App, c.Event)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Training, v.TrainingTitle = "/gestion/evenements/"+ev.ID+"/formation", ev.Title
	}
	if v.Outside, err = campaign.Outside(e.App, c); err != nil {
		return s.refuse(e, err)
	}
	v.Next = nextOf(v, now)
	return s.render(e, http.StatusOK, "campaign/overview", v)
}

// nextOf is the one thing that moves the campaign on.
func nextOf(v campaignView, now time.Time) nextThing {
	n, path := v.Count, v.Head.Path
	switch {
	case v.Head.Draft:
		return nextThing{"Relisez la campagne, puis ouvrez-la", "Tant qu’elle est un brouillon, ni les structures ni le public ne la voient.", path + "/modifier", "Relire et compléter"}
	case n.Proposed > 0:
		return nextThing{counted(n.Proposed, "place proposée est à relire", "places proposées sont à relire"), "Rien n’est public avant votre accord.", path + "/places?etat=" + records.OfferProposed, "Relire"}
	case v.Head.Closed:
		return nextThing{"La campagne est fermée", "Ce qui est en cours continue ; le bilan se complète tout seul.", path + "/bilan", "Lire le bilan"}
	case n.Offers == 0:
		return nextThing{"Faites proposer des places", "Envoyez le lien ci-dessous aux structures qui peuvent accueillir.", path + "/places/nouvelle", "Ajouter une place vous-même"}
	case n.Wishes > 0 && n.Free > 0 && (v.Head.Standing || !v.TakesWish):
		return nextThing{counted(n.Wishes, "souhait attend une place", "souhaits attendent une place"), "La plateforme propose une répartition, vous décidez.", path + "/affectation", "Répartir les places"}
	case n.Placed+n.Going > 0:
		return nextThing{"Suivez les stages en cours", "Conventions, jours et rapports : ce qui est en retard vient en premier.", path + "/suivi", "Ouvrir le suivi"}
	case v.TakesWish:
		return nextThing{"Faites connaître les places", "Envoyez la page publique aux professionnels : ils y font leurs souhaits.", v.Head.Public, "Voir la page publique"}
	}
	return nextThing{"Le temps des souhaits est passé", "Vous pouvez prolonger la date, ou répartir les places.", path + "/affectation", "Répartir les places"}
}

// moveCampaign opens a campaign, closes it, or opens it again. What is missing is shown in its form.
func (s *site) moveCampaign(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	status := e.Request.FormValue("etat")
	err = campaign.SetStatus(e.App, s.now(), actor(e), c.ID, status)
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrState) {
		return s.showCampaignForm(e, http.StatusUnprocessableEntity, c, typedOf(campaign.Of(c)), errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	text := "La campagne est ouverte : envoyez le lien aux structures."
	if status == records.CampaignClosed {
		text = "La campagne est fermée. Les stages en cours continuent."
	}
	return s.tell(e, "/gestion/stages/"+c.ID, "ok", text)
}

// renewHosting closes the link that structures had, and makes another.
func (s *site) renewHosting(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if err := link.Renew(e.App, link.Hosting, c.ID); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/stages/"+c.ID, "ok", "L’ancien lien est fermé. Envoyez le nouveau aux structures.")
}

// openCampaignOfTraining makes the draft of a campaign for the trainees of a training, or leads to the one it has.
func (s *site) openCampaignOfTraining(e *core.RequestEvent) error {
	c, err := campaign.OpenFor(e.App, s.now(), actor(e), e.Request.PathValue("event"))
	if err != nil {
		return s.refuse(e, err)
	}
	if c.Status != records.CampaignDraft {
		return redirect(e, "/gestion/stages/"+c.ID)
	}
	return s.tell(e, "/gestion/stages/"+c.ID+"/modifier", "ok", "Un brouillon de campagne est prêt pour cette formation. Complétez-le, puis ouvrez-le.")
}

// Ahead is how many have a place and are not done.
func (n campaignCount) Ahead() int { return n.Placed + n.Going }
