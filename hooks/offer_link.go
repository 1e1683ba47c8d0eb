package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/campaign"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// slow down who proposes without end.
const (
	offerBurst = 20
	offerEvery = 3 * time.Second
)

// offerView is the view of offer/propose: the form by which a structure offers a place.
type offerView struct {
	offerFields
	Action    string
	Shut      bool // the campaign takes no offer now
	Until     time.Time
	Organiser string
	Contact   string
}

// hostingOf opens the campaign whose link was followed.
func (s *site) hostingOf(e *core.RequestEvent) (*records.Campaign, error) {
	id, err := link.Open(e.App, s.now(), link.Hosting, e.Request.PathValue("token"))
	if err != nil {
		return nil, err
	}
	return records.CampaignOf(e.App, id)
}

// offerForm is the form that the coordinator sends to structures.
func (s *site) offerForm(e *core.RequestEvent) error {
	c, err := s.hostingOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showOfferForm(e, http.StatusOK, c, newOfferTyped(), nil)
}

func (s *site) showOfferForm(e *core.RequestEvent, status int, c *records.Campaign, t offerTyped, errs []web.FieldError) error {
	fields, err := s.fieldsOf(e.App, c, nil, t, true)
	if err != nil {
		return s.refuse(e, err)
	}
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	v := offerView{offerFields: fields, Action: "/accueillir/" + e.Request.PathValue("token"), Shut: !campaign.TakesOffers(c, s.now()), Until: campaign.LastDay(c.OffersUntil),
		Organiser: set.Organiser, Contact: c.Contact}
	if v.Contact == "" {
		v.Contact = set.Contact
	}
	return s.renderForm(e, status, "offer/propose", v, errs)
}

// propose keeps what a structure offers, and leads to the page of its place.
func (s *site) propose(e *core.RequestEvent) error {
	c, err := s.hostingOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "offer "+e.RealIP(), offerBurst, offerEvery, 2*time.Second)
	t, unread := readOffer(v)
	if v.Get("site_web") != "" {
		return s.showOfferForm(e, http.StatusUnprocessableEntity, c, t, []web.FieldError{{Text: trapped}})
	}
	o, err := campaign.Propose(e.App, s.now(), c.ID, t.F)
	if domain.Is(err, domain.ErrOffersClosed) {
		return s.refuse(e, err)
	}
	if errs := offerErrors(unread, err); errs != nil {
		return s.showOfferForm(e, http.StatusUnprocessableEntity, c, t, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	token, err := link.Token(e.App, link.Offer, o.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, link.Path(link.Offer, token))
}

// myOfferView is the view of offer/mine: where a place stands, for who proposed it.
type myOfferView struct {
	offerFields
	Offer     *records.Offer
	Path, URL string // of this page
	Structure string
	State     banner
	Open      bool // may be changed and taken back
	Taken     int
	Reason    string // typed
	Public    string // its page in the catalogue
}

var offerBanners = map[string]banner{
	records.OfferProposed:  {"warn", "Reçue, à relire", "La coordination relit votre proposition, puis la publie. D’ici là, vous pouvez la corriger."},
	records.OfferPublished: {"ok", "Publiée", "Des professionnels peuvent la choisir. La coordination vous écrira quand une personne y aura sa place."},
	records.OfferRefused:   {"", "Pas retenue", ""},
	records.OfferWithdrawn: {"", "Retirée", "Plus personne ne peut la choisir."},
}

// offerOpened finds the place whose own link was followed.
func (s *site) offerOpened(e *core.RequestEvent) (*records.Offer, error) {
	id, err := link.Open(e.App, s.now(), link.Offer, e.Request.PathValue("token"))
	if err != nil {
		return nil, err
	}
	return records.OfferOf(e.App, id)
}

func (s *site) myOffer(e *core.RequestEvent) error {
	o, err := s.offerOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := campaign.OfferingOf(e.App, o)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showMyOffer(e, http.StatusOK, o, offerTypedOf(f), "", nil)
}

func (s *site) showMyOffer(e *core.RequestEvent, status int, o *records.Offer, t offerTyped, reason string, errs []web.FieldError) error {
	c, err := records.CampaignOf(e.App, o.Campaign)
	if err != nil {
		return s.refuse(e, err)
	}
	v := myOfferView{Offer: o, Path: "/place-de-stage/" + e.Request.PathValue("token"), State: offerBanners[o.Status], Reason: reason}
	v.URL = link.Base(e.App) + v.Path
	if v.offerFields, err = s.fieldsOf(e.App, c, o, t, true); err != nil {
		return s.refuse(e, err)
	}
	taken, err := records.OffersTaken(e.App, c.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	at, err := records.StructureOf(e.App, o.Structure)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Taken, v.Open, v.Structure = taken[o.ID], campaign.Changeable(e.App, o) == nil, at.Name
	if o.Status == records.OfferPublished && c.Status != records.CampaignDraft {
		v.Public = offerAddress(c, o)
	}
	return s.renderForm(e, status, "offer/mine", v, errs)
}

// saveMyOffer changes a place by its own link, while nobody has it.
func (s *site) saveMyOffer(e *core.RequestEvent) error {
	o, err := s.offerOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := form(e)
	if err != nil {
		return err
	}
	t, unread := readOffer(v)
	_, err = campaign.Modify(e.App, s.now(), o.ID, t.F)
	if domain.Is(err, domain.ErrState) || domain.Is(err, domain.ErrOfferHeld) {
		return s.refuse(e, err)
	}
	if errs := offerErrors(unread, err); errs != nil {
		return s.showMyOffer(e, http.StatusUnprocessableEntity, o, t, "", errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/place-de-stage/"+e.Request.PathValue("token"), "ok", "Modifications enregistrées. La coordination les relit avant de publier.")
}

// withdrawMyOffer takes a place back, with a reason, while nobody has it.
func (s *site) withdrawMyOffer(e *core.RequestEvent) error {
	o, err := s.offerOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	reason := e.Request.FormValue("reason")
	_, err = campaign.Withdraw(e.App, s.now(), o.ID, reason)
	if r := domain.Refusals(err); len(r) > 0 && r[0].Field == "reason" {
		f, wrong := campaign.OfferingOf(e.App, o)
		if wrong != nil {
			return s.refuse(e, wrong)
		}
		return s.showMyOffer(e, http.StatusUnprocessableEntity, o, offerTypedOf(f), reason, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/place-de-stage/"+e.Request.PathValue("token"), "ok", "Votre proposition est retirée.")
}

// offerAddress is the page of a place in the catalogue.
func offerAddress(c *records.Campaign, o *records.Offer) string {
	return "/stages/" + c.Slug + "/places/" + o.ID
}
