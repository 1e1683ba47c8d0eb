package hooks

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// visitorView is the view of visitor/form: the short form that the poster at the entrance leads to.
type visitorView struct {
	Event                 *records.Event
	When, Place, Action   string
	In                    registrationInput
	Professions           []web.Option
	Over                  string // the number of places is reached
	Known                 bool   // a registration exists under this name
	Organiser, Controller string
	Shut                  string // why there is no form; empty: there is one
}

// visitorTicketView is the view of visitor/ticket.
type visitorTicketView struct {
	Event                          *records.Event
	When, Name, QR, ShortCode, URL string
	Here                           bool // scanned at the door already
}

// visitorForm shows the short form of the poster « Pas inscrit ? ».
func (s *site) visitorForm(e *core.RequestEvent) error {
	place, err := door.Visiting(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.noVisit(e, http.StatusOK, place, err)
	}
	return s.showVisitor(e, http.StatusOK, place, visitorView{In: registrationInput{Intent: security.RandomString(32)}}, nil)
}

// noVisit says why there is no form, in a page that names the event where the link is good.
func (s *site) noVisit(e *core.RequestEvent, status int, place door.Place, err error) error {
	refusals := domain.Refusals(err)
	if place.Event == nil || len(refusals) == 0 {
		return s.refuse(e, err)
	}
	return s.showVisitor(e, status, place, visitorView{Shut: sentence(refusals[0])}, nil)
}

// announce registers a visitor, and leads to the code to show at the door.
func (s *site) announce(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "visitor "+e.RealIP(), registerBurst, registerEvery, 2*time.Second)
	token := e.Request.PathValue("token")
	place, err := door.Visiting(e.App, s.now(), token)
	if err != nil {
		return s.noVisit(e, http.StatusConflict, place, err)
	}
	v := visitorView{In: registrationInputOf(f)}
	if f.Get("site_web") != "" {
		return s.showVisitor(e, http.StatusUnprocessableEntity, place, v, []web.FieldError{{Text: trapped}})
	}
	asked := v.In.request(place.Event.ID)
	var r *records.Registration
	err = s.write(context.WithoutCancel(e.Request.Context()), e, func(app core.App) (err error) {
		r, err = door.Announce(app, s.now(), place, door.Visitor{LastName: asked.LastName, FirstName: asked.FirstName, Email: asked.Email, StructureID: asked.StructureID,
			Structure: asked.Structure, Profession: asked.Profession, Intent: asked.Intent, OtherPerson: asked.OtherPerson})
		return err
	})
	if err != nil {
		return s.notAnnounced(e, place, v, err)
	}
	s.nudge()
	own, err := link.Token(e.App, link.Registration, r.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, link.Path(link.Visitor, token)+"/"+own)
}

func (s *site) notAnnounced(e *core.RequestEvent, place door.Place, v visitorView, err error) error {
	refusals := domain.Refusals(err)
	switch {
	case len(refusals) == 0:
		return s.refuse(e, err)
	case refusals[0].Code == domain.ErrAlreadyRegistered:
		v.Known, v.In.Intent = true, security.RandomString(32)
		return s.showVisitor(e, http.StatusConflict, place, v, nil)
	case refusals[0].Field == "":
		return s.noVisit(e, http.StatusConflict, place, err)
	}
	return s.showVisitor(e, http.StatusUnprocessableEntity, place, v, formErrors(refusals))
}

func (s *site) showVisitor(e *core.RequestEvent, status int, place door.Place, v visitorView, errs []web.FieldError) error {
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	ev := place.Event
	v.Event, v.When, v.Place = ev, spanOf(ev), placeOf(ev)
	v.Action = link.Path(link.Visitor, e.Request.PathValue("token"))
	v.Organiser, v.Controller = set.Organiser, set.Controller
	if v.Professions, err = professionChoices(e.App); err != nil {
		return s.refuse(e, err)
	}
	seats, err := records.SeatsOf(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	walkIns, err := records.WalkIns(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	if n := seats.Taken + walkIns; ev.Capacity > 0 && n >= ev.Capacity {
		v.Over = "Vous serez la " + paris.Number(n+1) + "e\u00a0personne pour " + paris.Number(ev.Capacity) + "\u00a0places. L’accueil vous dira s’il en reste dans la salle."
	}
	return s.renderForm(e, status, "visitor/form", v, errs)
}

func professionChoices(app core.App) (out []web.Option, err error) {
	items, err := records.Items(app, records.Professions)
	for _, it := range items {
		out = append(out, web.Option{Value: it.Code, Label: it.Name})
	}
	return out, err
}

// visitorTicket shows a visitor the code to be scanned at the door: only that makes a presence.
func (s *site) visitorTicket(e *core.RequestEvent) error {
	event, err := link.Open(e.App, s.now(), link.Visitor, e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	id, err := link.Open(e.App, s.now(), link.Registration, e.Request.PathValue("ticket"))
	if err != nil {
		return s.refuse(e, err)
	}
	r, err := records.RegistrationOf(e.App, id)
	if err == nil && r.Event != event {
		err = records.ErrNone
	}
	if err != nil {
		return s.refuse(e, err)
	}
	ev, err := records.EventOf(e.App, event)
	if err != nil {
		return s.refuse(e, err)
	}
	present, err := records.AttendancesOf(e.App, r.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	v := visitorTicketView{Event: ev, When: spanOf(ev), Name: r.Name(), ShortCode: ticket.ShowShort(r.ShortCode), Here: len(present) > 0,
		URL: link.Path(link.Registration, e.Request.PathValue("ticket"))}
	if v.QR, err = ticket.QRSVG(ticket.Payload(link.Base(e.App), r.Ticket), "Code à présenter à l’accueil"); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "visitor/ticket", v)
}

// visitorPoster is the sheet « Pas inscrit ? » to hang at the entrance.
func (s *site) visitorPoster(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if !ev.DoorRules.Visitors {
		return s.refuse(e, domain.Error{Code: domain.ErrVisitorsOff})
	}
	p, err := posterOf(e.App, ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	address, err := link.URL(e.App, link.Visitor, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	p.Summary, p.Title, p.URL, p.Notice = p.Title, "Pas inscrit\u202f?", address, ""
	p.How = []string{"Photographiez ce code avec votre téléphone.", "Donnez votre nom et votre structure.", "Montrez à l’accueil le code que vous recevez."}
	var b bytes.Buffer
	if err := pdf.DrawVisitorPoster(&b, p); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "pas-inscrit-"+ev.Slug+".pdf", b.Bytes())
}
