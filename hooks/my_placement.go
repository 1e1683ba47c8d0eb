package hooks

import (
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// myPlacementView is the view of wish/mine: the trainee's page, from the wish to the attestation.
type myPlacementView struct {
	Campaign       *records.Campaign
	Row            *records.Placement
	Path, Intent   string
	Public         string // the campaign's page
	State          banner
	Steps          []placementStage
	Awaited        []awaitedWords
	Wishes         []wishPlaceLine
	Away           []string // days when the person cannot come
	Home, Manager  string
	Place          *placementPlace // matched; nil: none yet
	Days           []placementDay
	Agreement      bool // a version was sent
	MustSign       bool
	Joining        bool // joining instructions and calendar
	CanChange      bool
	CanModify      bool
	CanWithdraw    bool
	AskReport      bool // can be written
	ReportSent     bool
	ReportBegun    bool
	Returned       string // why the report was given back to be written again
	AskOpinion     bool
	QR, ShortCode  string
	Certificate    string
	CertificateWeb string
	Contact        string
	ContactMail    bool
	Reason         string // typed with a withdrawal
}

// placementPlace is where one goes, in words.
type placementPlace struct {
	Offer                       *records.Offer
	Structure, Where            string
	Tutor, Function, Mail, Call string
	Conditions                  []placementCondition
}

type placementCondition struct{ Label, Text string }

// openPlacement reads the placement that a party's link opens.
func (s *site) openPlacement(e *core.RequestEvent, kind string) (*placement.Case, error) {
	id, err := link.Open(e.App, s.now(), kind, e.Request.PathValue("token"))
	if err != nil {
		return nil, err
	}
	c, err := placement.Open(e.App, id)
	if err == nil && !c.Row.ErasedAt.IsZero() {
		return nil, domain.Error{Code: domain.ErrErased}
	}
	return c, err
}

// myPlacement shows a placement to who does it.
func (s *site) myPlacement(e *core.RequestEvent) error {
	c, err := s.openPlacement(e, link.PlacementTrainee)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showMyPlacement(e, http.StatusOK, c, "", nil)
}

// withdrawWish takes a wish back while no paper binds anybody. Sent twice it changes nothing more.
func (s *site) withdrawWish(e *core.RequestEvent) error {
	c, err := s.openPlacement(e, link.PlacementTrainee)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	path := "/mon-stage/" + e.Request.PathValue("token")
	if c.P.State == domain.PlacementCancelled {
		return redirect(e, path)
	}
	if refused := domain.CheckLine("raison", domain.CleanText(f.Get("raison")), placement.MaxConstraints, false, false); refused != nil {
		return s.showMyPlacement(e, http.StatusUnprocessableEntity, c, f.Get("raison"), fieldErrors(*refused))
	}
	_, err = placement.Move(e.App, s.now(), c.Row.ID, placement.Doing{By: domain.PartyTrainee, Why: f.Get("raison"), Intent: intentOf(f)}, domain.PlacementAct{Move: domain.MoveWithdraw}, nil)
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, path, "ok", "Votre demande est retirée.")
}

func (s *site) showMyPlacement(e *core.RequestEvent, status int, c *placement.Case, reason string, errs []web.FieldError) error {
	v, err := s.myPlacementOf(e.App, c, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	v.Path, v.Reason = "/mon-stage/"+e.Request.PathValue("token"), reason
	return s.renderForm(e, status, "wish/mine", v, errs)
}

func (s *site) myPlacementOf(app core.App, c *placement.Case, now time.Time) (v myPlacementView, err error) {
	names, err := door.StructureNames(app)
	if err != nil {
		return v, err
	}
	row := c.Row
	v = myPlacementView{Campaign: c.Campaign, Row: row, Intent: records.NewID(), State: placementBanner(c), Steps: placementStages(c), Awaited: awaitedOf(c, now),
		Home: names[row.Structure], Manager: row.ManagerName, Days: placementDays(c), Away: awayWords(row.Unavailable.Slots()),
		CanModify: c.Modifiable() == nil, CanWithdraw: c.P.Allowed(domain.MoveWithdraw, domain.PartyTrainee) == nil}
	if c.Campaign.Status != records.CampaignDraft {
		v.Public = "/stages/" + c.Campaign.Slug
	}
	if v.Contact, err = placementContact(app, c.Campaign); err != nil {
		return v, err
	}
	v.ContactMail = isMail(v.Contact)
	if v.Wishes, err = chosenPlaces(app, c); err != nil {
		return v, err
	}
	if c.Offer != nil {
		v.Place = placeOfPlacement(c, names)
	}
	v.doings(c)
	if err := v.told(app, c); err != nil {
		return v, err
	}
	if v.QR, v.ShortCode, err = placementTicket(app, c); err != nil {
		return v, err
	}
	return v, v.certificate(app)
}

// doings says what the trainee can do now, and which papers there are.
func (v *myPlacementView) doings(c *placement.Case) {
	may := func(moves ...domain.Move) bool {
		for _, m := range moves {
			if c.P.Allowed(m, domain.PartyTrainee) == nil {
				return true
			}
		}
		return false
	}
	_, signed := c.P.Signed(domain.PartyTrainee)
	v.Agreement = c.P.Version > 0
	v.MustSign = !signed && may(domain.MoveSign)
	v.CanChange = may(domain.MovePostpone, domain.MoveUnmatch, domain.MoveCancel)
	switch c.P.State {
	case domain.PlacementMatched, domain.PlacementAgreementSent, domain.PlacementAgreementSigned, domain.PlacementInProgress:
		v.Joining = len(c.P.Days) > 0
	}
}

// told says what can be written of the stage, and what was.
func (v *myPlacementView) told(app core.App, c *placement.Case) error {
	if !c.P.ReportOpen() {
		return nil
	}
	r, err := c.ReportOf(app, domain.PartyTrainee)
	if err != nil {
		return err
	}
	v.ReportSent = r.Sent()
	v.AskReport = !v.ReportSent && !c.P.State.Terminal()
	v.ReportBegun = len(r.Answers) > 0
	v.Returned, _ = c.Returned()
	v.AskOpinion = r.OpinionOpen() == nil && !r.Answered()
	return nil
}

// placementTicket is the code that the tutor reads, from the match to the last half-day.
func placementTicket(app core.App, c *placement.Case) (qr, short string, err error) {
	switch c.P.State {
	case domain.PlacementMatched, domain.PlacementAgreementSent, domain.PlacementAgreementSigned, domain.PlacementInProgress:
		qr, err = ticket.QRSVG(ticket.Payload(link.Base(app), c.Row.Ticket), "Code QR du stage")
		return qr, ticket.ShowShort(c.Row.ShortCode), err
	}
	return "", "", nil
}

// certificate finds the attestation that can be downloaded.
func (v *myPlacementView) certificate(app core.App) error {
	if v.Row.Registration == "" {
		return nil
	}
	c, err := certificate.LiveOf(app, v.Row.Registration)
	if domain.Is(err, domain.ErrNotFound) || err == nil && c.IssuedAt.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	token, err := link.Token(app, link.Certificate, c.ID)
	v.Certificate, v.CertificateWeb = link.Path(link.Certificate, token), certificatePath(token)
	return err
}

// placeOfPlacement is where a matched placement goes.
func placeOfPlacement(c *placement.Case, names map[string]string) *placementPlace {
	o, row := c.Offer, c.Row
	p := &placementPlace{Offer: o, Structure: names[o.Structure], Where: strings.Trim(o.Place+", "+o.Address, ", "), Tutor: row.TutorName, Function: row.TutorFunction, Mail: row.TutorEmail, Call: row.TutorPhone}
	for _, c := range []placementCondition{{"Venir", o.Access}, {"Badge", o.Badge}, {"Vaccination", o.Vaccination}, {"Tenue", o.Dress}, {"Repas", o.Meal}, {"Ce que vous verrez", o.Seen}} {
		if c.Text != "" {
			p.Conditions = append(p.Conditions, c)
		}
	}
	return p
}

// placementContact is whom to write to about a campaign.
func placementContact(app core.App, c *records.Campaign) (string, error) {
	if c.Contact != "" {
		return c.Contact, nil
	}
	set, err := records.LoadSettings(app)
	return set.Contact, err
}

// chosenPlaces are the wishes of a placement, the dearest first.
func chosenPlaces(app core.App, c *placement.Case) (list []wishPlaceLine, err error) {
	places, err := wishPlaces(app, c.Campaign, c.Row.Choices)
	if err != nil {
		return nil, err
	}
	for _, id := range c.Row.Choices {
		for _, p := range places {
			if p.ID == id {
				list = append(list, p)
			}
		}
	}
	return list, nil
}
