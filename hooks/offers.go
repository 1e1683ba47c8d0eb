package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/campaign"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

var offerStates = map[string]stateWord{records.OfferProposed: {"À relire", "warn"}, records.OfferPublished: {"Publiée", "ok"}, records.OfferRefused: {"Refusée", "plain"}, records.OfferWithdrawn: {"Retirée", "plain"}}

// offersView is the view of offer/list.
type offersView struct {
	Head   campaignHead
	State  string
	States []web.Option
	Rows   []offerLine
	All    int
	Link   string // for structures
}

// offerLine is a place in words.
type offerLine struct {
	ID, Structure, Service, Territory, Periods string
	Num, Places, Taken, Wished                 int
	Days                                       []string
	State                                      stateWord
	Proposed, ByLink                           bool
}

// deskOffers lists the places of a campaign, by state.
func (s *site) deskOffers(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v := offersView{Head: campaignHeadOf(c), State: e.Request.URL.Query().Get("etat")}
	for _, o := range []struct{ value, label string }{{records.OfferProposed, "À relire"}, {records.OfferPublished, "Publiées"}, {records.OfferRefused, "Refusées"}, {records.OfferWithdrawn, "Retirées"}} {
		v.States = append(v.States, web.Option{Value: o.value, Label: o.label})
	}
	if v.Link, err = link.URL(e.App, link.Hosting, c.ID); err != nil {
		return s.refuse(e, err)
	}
	if v.Rows, v.All, err = offerLines(e.App, c.ID, v.State); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "offer/list", v)
}

// offerLines says the places of a campaign that are in a state (empty: all), and how many there are in all.
func offerLines(app core.App, campaign, state string) (rows []offerLine, all int, err error) {
	offers, err := records.Offers(app, campaign)
	if err != nil {
		return nil, 0, err
	}
	taken, err := records.OffersTaken(app, campaign)
	if err != nil {
		return nil, 0, err
	}
	wished, err := records.OfferWished(app, campaign)
	if err != nil {
		return nil, 0, err
	}
	names, err := records.StructureLabels(app, structuresOf(offers))
	if err != nil {
		return nil, 0, err
	}
	territories, err := records.Items(app, records.Territories)
	if err != nil {
		return nil, 0, err
	}
	for _, o := range offers {
		if state == "" || o.Status == state {
			rows = append(rows, offerLine{ID: o.ID, Num: o.Num, Structure: names[o.Structure], Service: o.Service, Territory: records.Find(territories, o.Territory).Name, Periods: o.Periods,
				Places: o.Places, Taken: taken[o.ID], Wished: wished[o.ID], Days: halfDayWords(&o), State: offerStates[o.Status], Proposed: o.Status == records.OfferProposed, ByLink: o.Origin == "link"})
		}
	}
	return rows, len(offers), nil
}

func structuresOf(offers []records.Offer) (ids []string) {
	for _, o := range offers {
		ids = append(ids, o.Structure)
	}
	return ids
}

// deskOfferView is the view of offer/desk: a place to be read, decided and corrected.
type deskOfferView struct {
	offerFields
	Head          campaignHead
	Offer         *records.Offer // nil: a new one
	Path          string
	State         stateWord
	Structure     string
	Taken, Wished int
	OwnLink       string // of who proposed it
	Reason        string // typed
	Public        string
}

// offerAtDesk reads the place of the path, which must be of the campaign of the path.
func offerAtDesk(e *core.RequestEvent) (*records.Campaign, *records.Offer, error) {
	c, err := campaignOf(e)
	if err != nil {
		return nil, nil, err
	}
	o, err := records.OfferOf(e.App, e.Request.PathValue("offer"))
	if err == nil && o.Campaign != c.ID {
		err = records.ErrNone
	}
	return c, o, err
}

func (s *site) newDeskOffer(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showDeskOffer(e, http.StatusOK, c, nil, newOfferTyped(), "", nil)
}

func (s *site) editDeskOffer(e *core.RequestEvent) error {
	c, o, err := offerAtDesk(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := campaign.OfferingOf(e.App, o)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showDeskOffer(e, http.StatusOK, c, o, offerTypedOf(f), "", nil)
}

func (s *site) showDeskOffer(e *core.RequestEvent, status int, c *records.Campaign, o *records.Offer, t offerTyped, reason string, errs []web.FieldError) error {
	v := deskOfferView{Head: campaignHeadOf(c), Offer: o, Path: "/gestion/stages/" + c.ID + "/places/nouvelle", Reason: reason}
	var err error
	if v.offerFields, err = s.fieldsOf(e.App, c, o, t, false); err != nil {
		return s.refuse(e, err)
	}
	if o != nil {
		if err := v.stand(e.App, c, o); err != nil {
			return s.refuse(e, err)
		}
	}
	return s.renderForm(e, status, "offer/desk", v, errs)
}

// stand says where a place stands.
func (v *deskOfferView) stand(app core.App, c *records.Campaign, o *records.Offer) error {
	taken, err := records.OffersTaken(app, c.ID)
	if err != nil {
		return err
	}
	wished, err := records.OfferWished(app, c.ID)
	if err != nil {
		return err
	}
	at, err := records.StructureOf(app, o.Structure)
	if err != nil {
		return err
	}
	v.Path, v.State, v.Structure, v.Taken, v.Wished = "/gestion/stages/"+c.ID+"/places/"+o.ID, offerStates[o.Status], at.Label(), taken[o.ID], wished[o.ID]
	if c.Status != records.CampaignDraft && o.Status == records.OfferPublished {
		v.Public = offerAddress(c, o)
	}
	v.OwnLink, err = link.URL(app, link.Offer, o.ID)
	return err
}

// saveDeskOffer writes a place at the desk, new or not.
func (s *site) saveDeskOffer(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := form(e)
	if err != nil {
		return err
	}
	t, unread := readOffer(v)
	var o *records.Offer
	if e.Request.PathValue("offer") == "" {
		_, err = campaign.Add(e.App, s.now(), actor(e), c.ID, t.F, v.Get("publier") == "1")
	} else {
		if _, o, err = offerAtDesk(e); err != nil {
			return s.refuse(e, err)
		}
		_, err = campaign.Edit(e.App, s.now(), actor(e), o.ID, t.F)
	}
	if errs := offerErrors(unread, err); errs != nil && !domain.Is(err, domain.ErrNotFound) {
		return s.showDeskOffer(e, http.StatusUnprocessableEntity, c, o, t, "", errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/gestion/stages/"+c.ID+"/places", "ok", "La place est enregistrée.")
}

// offerMoves are what a button of a place asks, and what is said afterwards.
var offerMoves = map[string]struct{ status, done string }{
	"publier": {records.OfferPublished, "La place est publiée."}, "refuser": {records.OfferRefused, "La proposition est refusée. Sa structure en reçoit la raison."},
	"retirer": {records.OfferWithdrawn, "La place est retirée : plus personne ne peut la choisir."},
}

// moveDeskOffer publishes a place, refuses it, withdraws it, or gives it one more.
func (s *site) moveDeskOffer(e *core.RequestEvent) error {
	c, o, err := offerAtDesk(e)
	if err != nil {
		return s.refuse(e, err)
	}
	move, reason := e.Request.FormValue("geste"), e.Request.FormValue("reason")
	text := offerMoves[move].done
	if move == "ajouter" {
		o, err = campaign.AddPlace(e.App, s.now(), actor(e), o.ID)
		if err == nil {
			text = counted(o.Places, "place", "places") + " maintenant."
		}
	} else {
		_, err = campaign.Decide(e.App, s.now(), actor(e), o.ID, offerMoves[move].status, reason)
	}
	if r := domain.Refusals(err); len(r) > 0 && r[0].Field == "reason" {
		f, wrong := campaign.OfferingOf(e.App, o)
		if wrong != nil {
			return s.refuse(e, wrong)
		}
		return s.showDeskOffer(e, http.StatusUnprocessableEntity, c, o, offerTypedOf(f), reason, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	back := "/gestion/stages/" + c.ID + "/places"
	if e.Request.FormValue("page") != "" {
		back += "/" + o.ID
	}
	return s.tell(e, back, "ok", text)
}
