package agreement

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
)

// Content reads what a version says. ErrErased: its person was erased.
func Content(a *records.Agreement) (c domain.AgreementContent, err error) {
	if !a.ErasedAt.IsZero() {
		return c, domain.Error{Code: domain.ErrErased}
	}
	return c, json.Unmarshal(a.Content, &c)
}

// Draw writes the PDF of a version from its frozen content. Nothing is stored.
func Draw(w io.Writer, a *records.Agreement) (err error) {
	defer func() { // the library panics on what it cannot set: that is this paper's error, not the worker's end
		if r := recover(); r != nil {
			err = fmt.Errorf("draw: %v", r)
		}
	}()
	c, err := Content(a)
	if err != nil {
		return err
	}
	page, err := pageOf(a, c)
	if err != nil {
		return err
	}
	return pdf.DrawAgreement(w, page)
}

// DrawMission writes the model of the ordre de mission that goes with a version.
func DrawMission(w io.Writer, a *records.Agreement) error {
	c, err := Content(a)
	if err != nil {
		return err
	}
	page, err := pageOf(a, c)
	if err != nil {
		return err
	}
	return pdf.DrawMissionOrder(w, pdf.MissionOrder{Employer: page.Home, Agent: page.Trainee, Host: page.Host.Name, Service: page.Service, Place: page.Place,
		PlaceAddress: page.PlaceAddress, Agreement: "n° " + a.Number + ", version " + strconv.Itoa(a.Version), Days: page.Days, Total: page.Total,
		Preparer: page.Facilitator, IssuedAt: page.IssuedAt})
}

// pageOf puts a frozen content in the words of the paper.
func pageOf(a *records.Agreement, c domain.AgreementContent) (p pdf.Agreement, err error) {
	issued, err := time.Parse(time.RFC3339, c.IssuedOn)
	if err != nil {
		return p, err
	}
	p = pdf.Agreement{Number: a.Number, Version: a.Version, Reason: c.Reason, IssuedOn: paris.Range(issued, issued), IssuedAt: issued,
		Home: side(c.Home), Host: side(c.Host), Trainee: person(c.Trainee), Tutor: person(c.Tutor), Correspondent: person(c.Correspondent),
		Facilitator: c.Facilitator, FacilitatorDetail: c.FacilitatorDetail, Campaign: c.Campaign,
		Service: c.Service, Place: c.Place, PlaceAddress: c.PlaceAddress, Objectives: c.Objectives, Programme: c.Programme}
	if c.Replaced != "" {
		before, err := time.Parse(time.RFC3339, c.Replaced)
		if err != nil {
			return p, err
		}
		p.Replaced = paris.Range(before, before)
	}
	total := 0
	for _, d := range c.Days {
		line, err := day(d)
		if err != nil {
			return p, err
		}
		p.Days, total = append(p.Days, line), total+d.Minutes
	}
	if total > 0 {
		p.Total = paris.Minutes(total)
	}
	for _, k := range c.Conditions {
		p.Conditions = append(p.Conditions, pdf.PlacementCondition{Label: k.Label, Text: k.Text})
	}
	return p, nil
}

// day is a half-day in words.
func day(d domain.AgreementDay) (line pdf.PlacementDay, err error) {
	start, err := time.Parse(time.RFC3339, d.Start)
	if err != nil {
		return line, err
	}
	end, err := time.Parse(time.RFC3339, d.End)
	if err != nil {
		return line, err
	}
	return pdf.PlacementDay{Day: paris.Capital(paris.Long(start)), Hours: paris.Clock(start) + " - " + paris.Clock(end), Duration: paris.Minutes(d.Minutes)}, nil
}

func side(s domain.AgreementSide) pdf.PlacementSide {
	return pdf.PlacementSide{Name: s.Name, Address: s.Address, SIRET: grouped(s.SIRET), FINESS: s.FINESS, Representative: s.Representative, RepresentativeFunction: s.Function}
}

func person(p domain.AgreementPerson) pdf.PlacementPerson {
	return pdf.PlacementPerson{Name: p.Name, Function: p.Function, Service: p.Service, Contact: p.Contact}
}

// grouped is a SIRET as it is printed: 732 829 320 00074.
func grouped(s string) string {
	if len(s) != 14 {
		return s
	}
	const space = "\u00a0"
	return s[:3] + space + s[3:6] + space + s[6:9] + space + s[9:]
}
