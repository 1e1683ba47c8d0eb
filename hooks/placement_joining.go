package hooks

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/calendar"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

func (s *site) traineeJoining(e *core.RequestEvent) error {
	return s.joiningSheet(e, link.PlacementTrainee)
}
func (s *site) hostJoining(e *core.RequestEvent) error { return s.joiningSheet(e, link.PlacementHost) }
func (s *site) traineeCalendar(e *core.RequestEvent) error {
	return s.stageCalendar(e, link.PlacementTrainee)
}
func (s *site) hostCalendar(e *core.RequestEvent) error {
	return s.stageCalendar(e, link.PlacementHost)
}

// placed opens the placement of a link that has a place, a tutor and days.
func (s *site) placed(e *core.RequestEvent, kind string) (*placement.Case, error) {
	c, err := s.stageBy(e, kind)
	if err == nil && c.Offer == nil {
		err = records.ErrNone
	}
	return c, err
}

// joiningSheet is the sheet of what to know before coming. The trainee's alone bears the code that proves a presence.
func (s *site) joiningSheet(e *core.RequestEvent, kind string) error {
	c, err := s.placed(e, kind)
	if err != nil {
		return s.refuse(e, err)
	}
	sheet, err := joiningOf(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	if kind != link.PlacementTrainee {
		sheet.ShortCode, sheet.QRPayload = "", ""
	}
	var b bytes.Buffer
	if err := pdf.DrawJoiningSheet(&b, sheet); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "fiche-pratique-stage.pdf", b.Bytes())
}

// joiningOf gathers what the sheet shows.
func joiningOf(app core.App, c *placement.Case) (j pdf.JoiningSheet, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return j, err
	}
	row, o := c.Row, c.Offer
	j = pdf.JoiningSheet{Trainee: pdf.PlacementPerson{Name: row.Name(), Function: row.Function, Service: row.Service, Contact: strings.Trim(row.Phone+", "+row.Email, ", ")},
		Service: o.Service, Place: o.Place, PlaceAddress: o.Address, Tutor: pdf.PlacementPerson{Name: row.TutorName, Function: row.TutorFunction, Contact: strings.Trim(row.TutorPhone+", "+row.TutorEmail, ", ")},
		Contact: c.Campaign.Contact, ShortCode: ticket.ShowShort(row.ShortCode), QRPayload: ticket.Payload(link.Base(app), row.Ticket), Organiser: set.Organiser, IssuedAt: row.Updated.Time()}
	if j.Contact == "" {
		j.Contact = set.Contact
	}
	total := 0
	for _, d := range c.P.Days {
		total += d.Minutes()
		j.Days = append(j.Days, pdf.PlacementDay{Day: paris.Capital(paris.Long(d.Start)), Hours: paris.Clock(d.Start) + " - " + paris.Clock(d.End), Duration: paris.Minutes(d.Minutes())})
	}
	j.Total = paris.Minutes(total)
	for _, k := range []pdf.PlacementCondition{{Label: "Badge", Text: o.Badge}, {Label: "Vaccination", Text: o.Vaccination}, {Label: "Tenue", Text: o.Dress}, {Label: "Repas", Text: o.Meal}, {Label: "Accès", Text: o.Access}} {
		if k.Text != "" {
			j.Conditions = append(j.Conditions, k)
		}
	}
	if a, err := records.AgreementOf(app, row.ID, c.P.Version); err == nil && c.P.Version > 0 {
		j.Agreement = "n° " + a.Number
	}
	for _, st := range []struct {
		id   string
		into *string
	}{{row.Structure, &j.Home}, {o.Structure, &j.Host}} {
		if st.id == "" {
			continue
		}
		found, err := records.StructureOf(app, st.id)
		if err != nil {
			return j, err
		}
		*st.into = found.Name
	}
	return j, nil
}

// stageCalendar is the half-days of a placement as a calendar, those that will not be held marked so.
func (s *site) stageCalendar(e *core.RequestEvent, kind string) error {
	c, err := s.placed(e, kind)
	if err != nil {
		return s.refuse(e, err)
	}
	host, err := records.StructureOf(e.App, c.Offer.Structure)
	if err != nil {
		return s.refuse(e, err)
	}
	title, text := "Stage croisé\u00a0: "+strings.Trim(host.Name+", "+c.Offer.Service, ", "), "Tutrice ou tuteur\u00a0: "+c.Row.TutorName
	if kind == link.PlacementHost {
		title, text = "Accueil en stage croisé\u00a0: "+c.Row.Name(), "Notez la présence sur la page du stage, après la demi-journée."
	}
	base, _ := url.Parse(link.Base(e.App))
	var entries []calendar.Entry
	for _, d := range c.P.Days {
		told, said := c.P.ToldOf(d.ID)
		off := said && !told.Present || !said && (c.P.State == domain.PlacementCancelled || c.P.State == domain.PlacementPostponed)
		entries = append(entries, calendar.Entry{UID: "stage-" + d.ID + "@" + base.Hostname(), Title: title, Description: text, Place: strings.Trim(c.Offer.Place+", "+c.Offer.Address, ", "),
			Start: d.Start, End: d.End, Stamp: c.Row.Updated.Time(), Sequence: len(c.Steps), Cancelled: off})
	}
	return sendCalendar(e, title, "stage.ics", entries)
}
