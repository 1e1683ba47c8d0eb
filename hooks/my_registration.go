package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// banner is the state of a registration, said big: colour, sign and words.
type banner struct{ Kind, Title, Text string }

// myRegistrationView is the view of registration/mine.
type myRegistrationView struct {
	Event                  *records.Event
	Registration           *records.Registration
	Path                   string // of this page
	Structure              string
	When, Place            string
	Slots                  []records.Slot
	State                  banner
	Ticket                 bool   // the ticket can be shown
	QR, ShortCode          string // SVG; « ABCD-EFGH »
	CanCancel, CanRegister bool
	EventPage              bool // the event has a page for visitors
	Issuer                 *issuerWords
	Certificate, Number    string // address of the certificate to download, its number
	CertificatePage        string
	Contact                string
	ContactMail            bool
	Referent               string // who registered this person with colleagues
	Answers                []answerLine
	CanModify, CanReplace  bool
	CanSwap                bool
	Offered                bool // a seat is offered and waits for the answer
	CancelUntil            time.Time
	SelfCheck              string // address at which to confirm the own presence, during a half-day
	Next                   string // address of the registration to which an exchange led
	Received               []proposal
	Survey                 string // address of the evaluation that comes before the certificate
	AskSurvey              bool   // it is all that is missing
	Reason                 string // typed
	Stages                 string // campaign of stages croisés for the trainees, open now; empty: none
	AskDates               bool   // the training was postponed: do the new dates suit?
}

// opened finds the registration and event that the secret of the address opens.
func (s *site) opened(e *core.RequestEvent) (*records.Registration, *records.Event, error) {
	id, err := link.Open(e.App, s.now(), link.Registration, e.Request.PathValue("token"))
	if err != nil {
		return nil, nil, err
	}
	r, err := records.RegistrationOf(e.App, id)
	if err == nil && !r.ErasedAt.IsZero() {
		err = domain.Error{Code: domain.ErrErased}
	}
	if err != nil {
		return nil, nil, err
	}
	ev, err := records.EventOf(e.App, r.Event)
	return r, ev, err
}

// myRegistration is a person's own page: where the registration stands, the ticket, what can be done.
func (s *site) myRegistration(e *core.RequestEvent) error {
	r, ev, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := s.myRegistrationOf(e.App, r, ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	v.Path = "/inscriptions/" + e.Request.PathValue("token")
	if v.SelfCheck, err = s.selfCheckPath(e.App, r, ev, v.Slots); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "registration/mine", v)
}

func (s *site) myRegistrationOf(app core.App, r *records.Registration, ev *records.Event, now time.Time) (v myRegistrationView, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return v, err
	}
	v = myRegistrationView{Event: ev, Registration: r, When: spanOf(ev), Place: placeOf(ev), ShortCode: ticket.ShowShort(r.ShortCode),
		AskDates: training.Asked(r, ev, now), CanCancel: cancellable(r, ev, now), EventPage: ev.Visibility != domain.Internal, Contact: ev.Contact}
	if v.Contact == "" {
		v.Contact = set.Contact
	}
	v.ContactMail = isMail(v.Contact)
	if v.Slots, err = records.Slots(app, ev.ID); err != nil {
		return v, err
	}
	if b, err := records.BookingOf(app, r.Booking); err == nil {
		v.Referent = b.Name()
	} else if !domain.Is(err, domain.ErrNotFound) {
		return v, err
	}
	if r.Structure != "" {
		structure, err := records.StructureOf(app, r.Structure)
		if err != nil {
			return v, err
		}
		v.Structure = structure.Name
	}
	if v.Answers, err = answersOf(app, r); err != nil {
		return v, err
	}
	if v.State, err = v.banner(app, now); err != nil {
		return v, err
	}
	if err := v.ways(app, now); err != nil {
		return v, err
	}
	v.CanRegister = !domain.State(r.State).Live() && r.State != string(domain.Refused) && v.EventPage && ev.Window().Open(now) == nil
	if v.Ticket = hasTicket(r, ev, now); v.Ticket {
		if v.QR, err = ticket.QRSVG(ticket.Payload(link.Base(app), r.Ticket), "Code QR du billet"); err != nil {
			return v, err
		}
	}
	if err := v.issuer(app); err != nil {
		return v, err
	}
	if r.State == string(domain.Confirmed) {
		if v.Stages, _, err = stagesOf(app, ev); err != nil {
			return v, err
		}
	}
	return v, v.certificate(app)
}

// hasTicket tells whether there is a seat to show a ticket for.
func hasTicket(r *records.Registration, ev *records.Event, now time.Time) bool {
	return r.State == string(domain.Confirmed) && ev.Status == domain.Published && !over(ev, now)
}

// cancellable tells whether the button is worth showing; the use case decides.
func cancellable(r *records.Registration, ev *records.Event, now time.Time) bool {
	return domain.State(r.State).Live() && ev.Status == domain.Published && registration.Cancellable(ev, now) == nil
}

// ways says what can still be done of the registration.
func (v *myRegistrationView) ways(app core.App, now time.Time) error {
	r, ev := v.Registration, v.Event
	v.CanModify = registration.Modifiable(r, ev, now) == nil
	v.CanReplace = registration.Givable(r, ev, now) == nil
	v.Offered = v.CanReplace && r.State == string(domain.Offered)
	v.CanReplace = v.CanReplace && !v.Offered
	v.CancelUntil = registration.CancelUntil(ev)
	if r.State == string(domain.Replaced) {
		return v.afterSwap(app)
	}
	if registration.Swappable(r, ev, now) != nil {
		return nil
	}
	sessions, _, err := sessionsBeside(app, ev, now)
	if err != nil {
		return err
	}
	v.CanSwap = len(sessions) > 0
	received, _, err := registration.OpenSwaps(app, now, r.ID)
	for _, p := range received {
		v.Received = append(v.Received, proposalOf(p, ev.ID))
	}
	return err
}

// afterSwap leads who exchanged to the own registration at the other session.
func (v *myRegistrationView) afterSwap(app core.App) error {
	own, err := registration.AfterSwap(app, v.Registration.ID)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	token, err := link.Token(app, link.Registration, own.ID)
	v.Next = link.Path(link.Registration, token)
	return err
}

// certificate finds the certificate that can be downloaded.
func (v *myRegistrationView) certificate(app core.App) error {
	c, err := certificate.LiveOf(app, v.Registration.ID)
	if domain.Is(err, domain.ErrNotFound) {
		return v.survey(app)
	}
	if err != nil || c.IssuedAt.IsZero() {
		return err
	}
	token, err := link.Token(app, link.Certificate, c.ID)
	v.Certificate, v.CertificatePage, v.Number = link.Path(link.Certificate, token), certificatePath(token), c.Number
	return err
}

// survey tells who earned a certificate that only the evaluation is missing.
func (v *myRegistrationView) survey(app core.App) error {
	if !v.Event.SurveyFirst || v.Event.Status != domain.Held {
		return nil
	}
	lack, err := certificate.LackOf(app, v.Event, v.Registration)
	v.AskSurvey, v.Survey = lack.Next == certificate.Unanswered, v.Event.EvaluationURL
	if err != nil || !v.AskSurvey || v.Event.SurveyHot == "" {
		return err
	}
	i, err := records.SurveyInvitationFor(app, v.Registration.ID, domain.SurveyHot)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err == nil {
		v.Survey, err = link.URL(app, link.Survey, i.ID)
	}
	return err
}

// answeredEvaluation notes that the person filled the evaluation in: the certificate follows at once.
func (s *site) answeredEvaluation(e *core.RequestEvent) error {
	r, ev, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	back := "/inscriptions/" + e.Request.PathValue("token")
	if !r.SurveyAt.IsZero() {
		return redirect(e, back)
	}
	lack, err := certificate.LackOf(e.App, ev, r)
	if err == nil && (ev.Status != domain.Held || lack.Next != certificate.Unanswered) {
		err = domain.Error{Code: domain.ErrState}
	}
	if err == nil {
		err = certificate.Answered(e.App, s.now(), "participant", r.ID)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	text := "Merci. Votre attestation se prépare : vous la recevez par courriel."
	if ev.Awaits() {
		text = "Merci, c’est noté. Votre attestation viendra quand les organisateurs les auront relues."
	}
	return s.tell(e, back, "ok", text)
}

// cancelForm asks before what cannot be undone.
func (s *site) cancelForm(e *core.RequestEvent) error {
	r, ev, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	path := "/inscriptions/" + e.Request.PathValue("token")
	if !domain.State(r.State).Live() {
		return redirect(e, path)
	}
	if err := registration.Cancellable(ev, s.now()); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "registration/cancel", cancelView(r, ev, path, ""))
}

func cancelView(r *records.Registration, ev *records.Event, path, reason string) myRegistrationView {
	return myRegistrationView{Event: ev, Registration: r, Path: path, When: spanOf(ev), Place: placeOf(ev), CancelUntil: registration.CancelUntil(ev), Reason: reason}
}

// cancel gives the seat up. Sent twice it changes nothing more.
func (s *site) cancel(e *core.RequestEvent) error {
	r, ev, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	path := "/inscriptions/" + e.Request.PathValue("token")
	err = registration.Cancel(e.App, s.now(), r.ID, registration.ByPerson, "participant", f.Get("raison"))
	if domain.Is(err, domain.ErrTooLong) {
		return s.renderForm(e, http.StatusUnprocessableEntity, "registration/cancel", cancelView(r, ev, path, f.Get("raison")),
			[]web.FieldError{{Field: "raison", Text: sentence(domain.Error{Code: domain.ErrTooLong})}})
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return redirect(e, path)
}
