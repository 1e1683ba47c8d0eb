package hooks

import (
	"context"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// evenPace is how long the answer to an address takes, known or not: else its time would tell.
const evenPace = 250 * time.Millisecond

// wrongCode is said at the field of a short code that opens nothing.
const wrongCode = "Ce n’est pas le code court de cette inscription. Il a huit lettres ou chiffres et se trouve sur le billet et dans le courriel de confirmation."

// mailboxView is the view of space/ask.
type mailboxView struct {
	Email string
	Sent  bool
}

// myRegistrationsForm asks for a mailbox.
func (s *site) myRegistrationsForm(e *core.RequestEvent) error {
	return s.render(e, http.StatusOK, "space/ask", mailboxView{Sent: e.Request.URL.Query().Get("envoye") != ""})
}

// sendMySpace sends the link, and says the same to everybody.
func (s *site) sendMySpace(e *core.RequestEvent) error {
	begin := time.Now()
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), begin, "space "+e.RealIP(), 20, time.Second, 2*time.Second)
	if f.Get("site_web") == "" {
		if err := registration.SendSpace(e.App, s.now(), f.Get("email")); err != nil {
			if domain.Refusals(err) == nil {
				return s.refuse(e, err)
			}
			return s.renderForm(e, http.StatusUnprocessableEntity, "space/ask", mailboxView{Email: f.Get("email")}, fieldErrors(err))
		}
		s.nudge()
	}
	rest(e.Request.Context(), evenPace-time.Since(begin))
	return redirect(e, "/mes-inscriptions?envoye=1")
}

// rest waits, unless the visitor is gone.
func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// spaceView is the view of space/space.
type spaceView struct {
	Email  string
	Shared bool
	Path   string
	Cards  []spaceCard
	Stages []spaceStage
	Years  []yearCard // summaries of a year; none where the mailbox is shared
	Names  bool       // the mailbox knows several people of one name
	Other  string     // address from which to register elsewhere with the usual details; empty where the mailbox is shared
}

type spaceCard struct {
	ID, FirstName, Title, When, Place string
	State                             tag
	Path, Certificate                 string // empty where the mailbox is shared
	CertificatePage                   string
	QR                                string // SVG of the ticket, where the mailbox is shared
	Typed                             string
	Year                              int  // that can be summed up, where the mailbox is shared; 0: none
	Stage                             bool // the register's entry of a stage croisé
}

// mySpace lists the registrations of a proven mailbox.
func (s *site) mySpace(e *core.RequestEvent) error {
	space, err := registration.OpenSpace(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showSpace(e, http.StatusOK, space, nil, "", "")
}

// openMine leads to one registration of a shared mailbox whoever knows its short code.
func (s *site) openMine(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "claim "+e.RealIP(), 20, time.Second, 2*time.Second)
	space, err := registration.OpenSpace(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	id, typed := f.Get("inscription"), f.Get("code")
	short, _ := ticket.ParseShort(typed) // what is no code opens nothing
	if p, err := space.ClaimStage(id, short); err == nil {
		return s.toStage(e, p)
	}
	r, err := space.Claim(id, short)
	if err != nil {
		return s.showSpace(e, http.StatusUnprocessableEntity, space, []web.FieldError{{Field: "code-" + id, Text: wrongCode}}, id, typed)
	}
	token, err := link.Token(e.App, link.Registration, r.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, link.Path(link.Registration, token))
}

func (s *site) showSpace(e *core.RequestEvent, status int, space registration.Space, errs []web.FieldError, id, typed string) error {
	v := spaceView{Email: space.Email, Shared: space.Shared, Path: "/espace/" + e.Request.PathValue("token")}
	var err error
	if v.Stages, err = spaceStages(e.App, space, id, typed); err != nil {
		return s.refuse(e, err)
	}
	for i := range space.Rows {
		c, err := spaceCardOf(e.App, &space.Rows[i], space.Shared, s.now())
		if err != nil {
			return s.refuse(e, err)
		}
		if c.Stage { // listed once, as the stage
			continue
		}
		if c.ID == id {
			c.Typed = typed
		}
		if v.Other == "" && c.Path != "" { // the latest registration knows the usual details
			v.Other = c.Path + "/inscrire"
		}
		v.Cards = append(v.Cards, c)
	}
	if !space.Shared {
		years, err := yearCards(e.App, space)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Years = years
		for _, y := range years {
			v.Names = v.Names || y.Name != years[0].Name
		}
	}
	return s.renderForm(e, status, "space/space", v, errs)
}

func spaceCardOf(app core.App, r *records.Registration, shared bool, now time.Time) (c spaceCard, err error) {
	ev, err := records.EventOf(app, r.Event)
	if err != nil {
		return c, err
	}
	c = spaceCard{ID: r.ID, FirstName: r.FirstName, Title: ev.Title, When: spanOf(ev), Place: placeOf(ev), State: registrationTag(r, ev, now), Stage: ev.Placement != ""}
	if shared {
		c.Year = summaryYear(ev)
		if hasTicket(r, ev, now) {
			c.QR, err = ticket.QRSVG(ticket.Payload(link.Base(app), r.Ticket), "Code QR du billet de "+r.FirstName)
		}
		return c, err
	}
	token, err := link.Token(app, link.Registration, r.ID)
	if err != nil {
		return c, err
	}
	c.Path = link.Path(link.Registration, token)
	live, err := certificate.LiveOf(app, r.ID)
	if domain.Is(err, domain.ErrNotFound) || err == nil && live.IssuedAt.IsZero() {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	token, err = link.Token(app, link.Certificate, live.ID)
	c.Certificate, c.CertificatePage = link.Path(link.Certificate, token), certificatePath(token)
	return c, err
}

func registrationTag(r *records.Registration, ev *records.Event, now time.Time) tag {
	switch state := domain.State(r.State); {
	case state == domain.Replaced:
		return tag{"plain", "Place donnée"}
	case state == domain.Refused:
		return tag{"err", "Demande non retenue"}
	case state == domain.Expired:
		return tag{"err", "Place non prise à temps"}
	case !state.Live():
		return tag{"err", "Inscription annulée"}
	case ev.Status == domain.Cancelled:
		return tag{"err", "Événement annulé"}
	case over(ev, now):
		return tag{"plain", "Terminé"}
	case r.State == string(domain.Confirmed):
		return tag{"ok", "Inscription confirmée"}
	}
	return waitingTags[domain.State(r.State)]
}

var waitingTags = map[domain.State]tag{domain.Waitlisted: {"warn", "En liste d’attente"}, domain.Offered: {"warn", "Place proposée"},
	domain.Requested: {"warn", "Demande transmise"}, domain.PendingManager: {"warn", "Accord du responsable attendu"}}
