package certificate

import (
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Titles are what a certificate of each kind calls itself.
var Titles = map[string]string{Attendance: "attestation de présence", Placement: "attestation de stage",
	Speaking: "attestation d’intervention", Yearly: "récapitulatif annuel"}

// base is what a certificate of a kind says whoever it is of, frozen as it is set today.
func base(app core.App, now time.Time, kind string) (c domain.CertificateContent, err error) {
	s, err := records.LoadSettings(app)
	return domain.CertificateContent{Kind: Titles[kind], Organiser: s.Organiser, OrganiserDetail: s.OrganiserDetail,
		SignatoryName: s.SignatoryName, SignatoryFunction: s.SignatoryFunction, Logos: s.Logos, Design: s.Design.CertificateDesign,
		IssuedOn: now.UTC().Format(time.RFC3339)}, err
}

// ofEvent adds what the event says of itself. A placement's certificate is one of a placement.
func ofEvent(app core.App, e *records.Event, c *domain.CertificateContent) error {
	c.EventTitle, c.Place, c.Provider = e.Title, strings.TrimSuffix(e.Place+", "+e.Address, ", "), e.Provider
	if e.SignatoryName != "" && e.SignatoryName != c.SignatoryName { // nobody's function, nobody's signature but one's own
		c.SignatoryName, c.SignatoryFunction, c.Design.Signature = e.SignatoryName, "", ""
	}
	c.SignatoryFunction = orElse(e.SignatoryFunction, c.SignatoryFunction)
	p, err := records.ItemOf(app, records.Programmes, e.Programme)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c.EventNature = p.Name
	if p.Kind == records.PlacementKind && c.Kind == Titles[Attendance] {
		c.Kind = Titles[Placement]
	}
	return nil
}

// tallyOf counts the presence of a registration over the half-days of its event.
func tallyOf(slots []records.Slot, rows []records.Attendance, r *records.Registration) domain.Tally {
	presences := make([]domain.SlotPresence, len(rows))
	for i, a := range rows {
		presences[i] = domain.SlotPresence{Slot: a.Slot, Minutes: a.Minutes}
	}
	tally := domain.TallyOf(records.DomainSlots(slots), presences)
	tally.Granted = r.Granted
	return tally
}

// slotsOf states each half-day, with the minutes attended.
func slotsOf(slots []records.Slot, rows []records.Attendance, caught map[string]records.Slot) (out []domain.CertificateSlot) {
	minutes := map[string]int{}
	for _, a := range rows {
		minutes[a.Slot] = a.Minutes
	}
	for _, slot := range slots {
		m, present := minutes[slot.ID]
		s := domain.CertificateSlot{Label: slot.Label, Start: slot.StartsAt.Time().Format(time.RFC3339),
			End: slot.EndsAt.Time().Format(time.RFC3339), Minutes: slot.Domain().Minutes(), Attended: m, Present: present}
		if other, ok := caught[slot.ID]; ok && present {
			s.CaughtUp, s.CaughtUpEnd = other.StartsAt.Time().Format(time.RFC3339), other.EndsAt.Time().Format(time.RFC3339)
		}
		out = append(out, s)
	}
	return out
}
