package hooks

import (
	"bytes"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// groupTickets is one sheet with the tickets of all who have a seat.
func (s *site) groupTickets(e *core.RequestEvent) error {
	rows, ev, err := s.seatedColleagues(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if len(rows) == 0 {
		return s.noPaper(e, "billet")
	}
	var tickets []pdf.Ticket
	for i := range rows {
		t, err := ticketOf(e.App, &rows[i])
		if err != nil {
			return s.refuse(e, err)
		}
		tickets = append(tickets, t)
	}
	var b bytes.Buffer
	if err := pdf.DrawTickets(&b, "Billets - "+ev.Title, tickets); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "billets-"+ev.Slug+".pdf", b.Bytes())
}

// seatedColleagues are those of a booking who have a ticket.
func (s *site) seatedColleagues(e *core.RequestEvent) (rows []records.Registration, ev *records.Event, err error) {
	b, ev, err := s.booking(e)
	if err != nil {
		return nil, nil, err
	}
	all, err := records.BookedTogether(e.App, b.ID)
	for _, r := range all {
		if printable(&r, ev) {
			rows = append(rows, r)
		}
	}
	return rows, ev, err
}

// groupConvocations is a convocation a page for all who have a seat.
func (s *site) groupConvocations(e *core.RequestEvent) error {
	rows, ev, err := s.seatedColleagues(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.convocations(e, ev, rows)
}

// convocation is the paper that the planning of a ward asks for, for one person.
func (s *site) convocation(e *core.RequestEvent) error {
	r, ev, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if !printable(r, ev) {
		return s.noPaper(e, "convocation")
	}
	return s.convocations(e, ev, []records.Registration{*r})
}

func (s *site) convocations(e *core.RequestEvent, ev *records.Event, rows []records.Registration) error {
	if len(rows) == 0 {
		return s.noPaper(e, "convocation")
	}
	var list []pdf.Convocation
	for i := range rows {
		c, err := convocationOf(e.App, s.now(), ev, &rows[i])
		if err != nil {
			return s.refuse(e, err)
		}
		list = append(list, c)
	}
	var b bytes.Buffer
	if err := pdf.DrawConvocations(&b, list); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "convocation-"+ev.Slug+".pdf", b.Bytes())
}

// noPaper says politely that a ticket or a convocation needs a seat.
func (s *site) noPaper(e *core.RequestEvent, what string) error {
	texts := map[string]string{"billet": "Un billet n’existe que pour une inscription confirmée.", "convocation": "Une convocation n’existe que pour une inscription confirmée."}
	return s.render(e, http.StatusConflict, "pages/error", errorPage{Status: http.StatusConflict, Title: "Pas encore de " + what,
		Text: texts[what] + " La page de l’inscription dit où elle en est."})
}

// convocationOf gathers what a convocation shows, issued at now.
func convocationOf(app core.App, now time.Time, ev *records.Event, r *records.Registration) (c pdf.Convocation, err error) {
	t, err := ticketOf(app, r)
	if err != nil {
		return c, err
	}
	set, err := records.LoadSettings(app)
	if err != nil {
		return c, err
	}
	functions, err := listNames(app, records.Professions)
	if err != nil {
		return c, err
	}
	c = pdf.Convocation{Organiser: set.Organiser, OrganiserDetail: set.OrganiserDetail, Name: r.Name(), Function: functions[r.Profession], Structure: t.Structure,
		EventTitle: ev.Title, When: t.When, Place: t.Place, Access: ev.Access, Contact: ev.Contact, ShortCode: ticket.ShowShort(r.ShortCode),
		SignatoryName: ev.SignatoryName, SignatoryFunction: ev.SignatoryFunction, IssuedOn: paris.Range(now, now), IssuedAt: now}
	if c.SignatoryName == "" {
		c.SignatoryName, c.SignatoryFunction = set.SignatoryName, set.SignatoryFunction
	}
	if c.Contact == "" {
		c.Contact = set.Contact
	}
	for _, id := range set.Logos {
		f, err := records.FileOf(app, id)
		if domain.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return c, err
		}
		c.Logos = append(c.Logos, f.Bytes)
	}
	return c, nil
}
