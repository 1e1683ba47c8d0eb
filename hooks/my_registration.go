package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
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
	EventPage              bool   // the event has a page for visitors
	Certificate, Number    string // address of the certificate, its number
	Contact                string
	ContactMail            bool
	Answers                []answerLine
}

// opened finds the registration and event that the secret of the address opens.
func (s *site) opened(e *core.RequestEvent) (*records.Registration, *records.Event, error) {
	id, err := link.Open(e.App, s.now(), link.Registration, e.Request.PathValue("token"))
	if err != nil {
		return nil, nil, err
	}
	r, err := records.RegistrationOf(e.App, id)
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
	return s.render(e, http.StatusOK, "registration/mine", v)
}

func (s *site) myRegistrationOf(app core.App, r *records.Registration, ev *records.Event, now time.Time) (v myRegistrationView, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return v, err
	}
	v = myRegistrationView{Event: ev, Registration: r, When: spanOf(ev), Place: placeOf(ev), ShortCode: ticket.ShowShort(r.ShortCode),
		CanCancel: cancellable(r, ev, now), EventPage: ev.Visibility != domain.Internal, Contact: ev.Contact}
	if v.Contact == "" {
		v.Contact = set.Contact
	}
	v.ContactMail = isMail(v.Contact)
	if v.Slots, err = records.Slots(app, ev.ID); err != nil {
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
	v.CanRegister = !domain.State(r.State).Live() && v.EventPage && ev.Window().Open(now) == nil
	if v.Ticket = hasTicket(r, ev, now); v.Ticket {
		if v.QR, err = ticket.QRSVG(ticket.Payload(link.Base(app), r.Ticket), "Code QR du billet"); err != nil {
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
	return domain.State(r.State).Live() && ev.Status == domain.Published && now.Before(ev.StartsAt.Time())
}

// banner says where the registration stands.
func (v myRegistrationView) banner(app core.App, now time.Time) (banner, error) {
	r, ev := v.Registration, v.Event
	switch {
	case r.State == string(domain.RegistrationStopped) && r.ByOrganiser():
		return banner{"err", "Votre inscription a été annulée par l’organisateur", r.CancelReason}, nil
	case r.State == string(domain.RegistrationStopped):
		return banner{"warn", "Vous avez annulé votre inscription", "Merci de l’avoir dit\u00a0: votre place sert à quelqu’un d’autre."}, nil
	case ev.Status == domain.Cancelled:
		return banner{"err", "Cet événement est annulé", ev.CancelReason}, nil
	case over(ev, now):
		return banner{"", "Cet événement est terminé", ""}, nil
	case r.State == string(domain.Confirmed):
		return banner{"ok", "Inscription confirmée", "Votre place est réservée. Gardez cette page\u00a0: elle est aussi dans le courriel que vous recevez."}, nil
	case r.State == string(domain.Waitlisted):
		rank, err := records.Rank(app, r)
		return banner{"warn", rankTitle(rank), "Toutes les places sont prises. Dès qu’une place se libère, la première personne de la liste est inscrite et prévenue par courriel\u00a0: vous n’avez rien à faire."}, err
	case !domain.State(r.State).Live():
		return banner{"err", "Cette inscription n’est plus valable", ""}, nil
	}
	return banner{"warn", "Votre demande est en attente", "Vous serez prévenu·e par courriel."}, nil
}

func rankTitle(rank int) string {
	if rank == 1 {
		return "Vous êtes en tête de la liste d’attente"
	}
	return "Vous êtes " + paris.Ordinal(rank) + " sur la liste d’attente"
}

// certificate finds the certificate that can be downloaded.
func (v *myRegistrationView) certificate(app core.App) error {
	c, err := records.LiveCertificate(app, v.Registration.ID, certificate.Attendance)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil || c.IssuedAt.IsZero() {
		return err
	}
	token, err := link.Token(app, link.Certificate, c.ID)
	v.Certificate, v.Number = link.Path(link.Certificate, token), c.Number
	return err
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
	if !cancellable(r, ev, s.now()) {
		return s.refuse(e, domain.Error{Code: domain.ErrEventPast})
	}
	return s.render(e, http.StatusOK, "registration/cancel", myRegistrationView{Event: ev, Registration: r, Path: path, When: spanOf(ev), Place: placeOf(ev)})
}

// cancel gives the seat up. Sent twice it changes nothing more.
func (s *site) cancel(e *core.RequestEvent) error {
	r, _, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if err := registration.Cancel(e.App, s.now(), r.ID, registration.ByPerson, "participant", ""); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return redirect(e, "/inscriptions/"+e.Request.PathValue("token"))
}
