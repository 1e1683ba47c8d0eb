package hooks

import (
	"bytes"
	"io"
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// ticketPDF is the ticket to print. Without a seat there is none.
func (s *site) ticketPDF(e *core.RequestEvent) error {
	r, ev, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if r.State != string(domain.Confirmed) || ev.Status == domain.Cancelled {
		return s.render(e, http.StatusConflict, "pages/error", errorPage{Status: http.StatusConflict, Title: "Pas de billet pour cette inscription",
			Text: "Un billet n’existe que pour une inscription confirmée. La page de votre inscription dit où elle en est."})
	}
	var b bytes.Buffer
	if err := drawTicket(e.App, &b, r); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "billet-"+ev.Slug+".pdf", b.Bytes())
}

func sendPDF(e *core.RequestEvent, name string, b []byte) error {
	e.Response.Header().Set("Content-Disposition", `inline; filename="`+name+`"`)
	return e.Blob(http.StatusOK, "application/pdf", b)
}

// drawTicket writes the ticket of a registration as PDF.
func drawTicket(app core.App, w io.Writer, r *records.Registration) error {
	t, err := ticketOf(app, r)
	if err != nil {
		return err
	}
	return pdf.DrawTicket(w, t)
}

// ticketOf gathers what a printed ticket shows.
func ticketOf(app core.App, r *records.Registration) (t pdf.Ticket, err error) {
	ev, err := records.EventOf(app, r.Event)
	if err != nil {
		return t, err
	}
	set, err := records.LoadSettings(app)
	if err != nil {
		return t, err
	}
	slots, err := records.Slots(app, ev.ID)
	if err != nil {
		return t, err
	}
	t = pdf.Ticket{EventTitle: ev.Title, Place: placeOf(ev), Name: r.Name(), ShortCode: ticket.ShowShort(r.ShortCode),
		QRPayload: ticket.Payload(link.Base(app), r.Ticket), Organiser: set.Organiser, IssuedAt: r.RegisteredAt.Time()}
	for _, slot := range slots {
		t.When = append(t.When, paris.Slot(slot.StartsAt.Time(), slot.EndsAt.Time()))
	}
	if r.Structure != "" {
		structure, err := records.StructureOf(app, r.Structure)
		if err != nil {
			return t, err
		}
		t.Structure = structure.Name
	}
	return t, nil
}

// ticketView is the view of registration/ticket: what anybody who scans a ticket may know. Nobody's name.
type ticketView struct {
	Event *records.Event // nil: unknown
	When  string
	State banner
}

// ticketState says whether the ticket of a QR is good.
func (s *site) ticketState(e *core.RequestEvent) error {
	s.slowReader(e)
	code, ok := ticket.Parse(e.Request.PathValue("code"))
	if !ok {
		return s.unknownTicket(e)
	}
	if ticket.Tag(code) == placement.TicketTag {
		return s.stageTicket(e, code)
	}
	r, err := records.RegistrationByTicket(e.App, code)
	if domain.Is(err, domain.ErrNotFound) {
		return s.unknownTicket(e)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	ev, err := records.EventOf(e.App, r.Event)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "registration/ticket", ticketView{ev, spanOf(ev), ticketBanner(r, ev)})
}

func (s *site) unknownTicket(e *core.RequestEvent) error {
	return s.render(e, http.StatusNotFound, "registration/ticket", ticketView{State: banner{"err", "Billet inconnu",
		"Ce code n’est celui d’aucun billet de cette plateforme. Vérifiez l’adresse, ou montrez le code QR entier à l’accueil."}})
}

func ticketBanner(r *records.Registration, ev *records.Event) banner {
	state := domain.State(r.State)
	switch {
	case ev.Status == domain.Cancelled:
		return banner{"err", "Événement annulé", "Ce billet n’est plus valable."}
	case state == domain.Confirmed && ev.Status == domain.Held:
		return banner{"", "Événement terminé", "Ce billet était celui d’une inscription confirmée."}
	case state == domain.Confirmed:
		return banner{"ok", "Billet valable", "Présentez son code QR à l’accueil, le jour venu."}
	case state == domain.Waitlisted || state == domain.Offered || state == domain.Requested || state == domain.PendingManager:
		return banner{"warn", "En liste d’attente", "Ce billet ne donne pas encore de place."}
	}
	if state == domain.Replaced {
		return banner{"err", "Billet remplacé", "Cette place est à une autre personne, qui a son propre billet."}
	}
	return banner{"err", "Billet annulé", "L’inscription de ce billet a été annulée."}
}
