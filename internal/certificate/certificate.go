// Package certificate issues what presence has earned: reserved in the transaction that earned it, drawn
// outside of any, then sealed with its stored bytes, its hash and its letter.
package certificate

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Attendance is the kind of the certificate of presence.
const Attendance = "presence"

// TemplateVersion is the layout that new certificates are drawn with.
const TemplateVersion = 1

// Reserve decides, for every registration of a closed event, what becomes of its certificate. It belongs to
// the transaction that closes the event.
func Reserve(app core.App, now time.Time, e *records.Event) error {
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return err
	}
	for i := range rows {
		if err := Follow(app, now, e, &rows[i], ""); err != nil {
			return err
		}
	}
	return nil
}

// Follow makes the certificate of a registration say what presence says (invariant 6): it reserves, reissues
// or revokes, in the transaction of the change. Before the event is closed nothing is issued, nor to an arrival
// that is still to be completed; while its closing waits for phones everything stays as it is. The reason is kept
// with what is revoked.
func Follow(app core.App, now time.Time, e *records.Event, r *records.Registration, reason string) error {
	if e.HeldBack {
		return nil
	}
	live, err := records.LiveCertificate(app, r.ID, Attendance)
	if err != nil && !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	content, err := contentOf(app, now, e, r)
	if err != nil {
		return err
	}
	holds := e.Certificate && e.Status == domain.Held && !r.Incomplete && domain.Holds(e.Rule, attended(content), len(content.Slots))
	same := false
	if live != nil {
		var frozen domain.CertificateContent
		if err := json.Unmarshal(live.Content, &frozen); err != nil {
			return fmt.Errorf("content of certificate %s: %w", live.ID, err)
		}
		same = frozen.SameAttendance(content)
	}
	switch domain.NextCertificate(holds, live != nil, same) {
	case domain.IssueCertificate:
		return reserve(app, now, r, content, "")
	case domain.ReissueCertificate:
		if err := revoke(app, now, live, r, orElse(reason, "Présence corrigée : remplacée par une nouvelle attestation."), false); err != nil {
			return err
		}
		return reserve(app, now, r, content, live.ID)
	case domain.RevokeCertificate:
		return revoke(app, now, live, r, orElse(reason, "La présence qui la fondait a été corrigée."), true)
	}
	return nil
}

func attended(c domain.CertificateContent) (n int) {
	for _, s := range c.Slots {
		if s.Present {
			n++
		}
	}
	return n
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func reserve(app core.App, now time.Time, r *records.Registration, content domain.CertificateContent, supersedes string) error {
	b, err := json.Marshal(content)
	if err != nil {
		return err
	}
	number, err := nextNumber(app, now)
	if err != nil {
		return err
	}
	return records.AddCertificate(app, &records.Certificate{Number: number, Code: ticket.NewCertificateCode(), Event: r.Event,
		Registration: r.ID, Kind: Attendance, TemplateVersion: TemplateVersion, Content: b, ReservedAt: records.At(now), Supersedes: supersedes})
}

// nextNumber counts within the year of issue: ATT-2026-000001.
func nextNumber(app core.App, now time.Time) (string, error) {
	prefix := fmt.Sprintf("ATT-%d-", now.In(paris.Location).Year())
	last, err := records.LastNumber(app, prefix)
	if err != nil {
		return "", err
	}
	n, _ := strconv.Atoi(strings.TrimPrefix(last, prefix)) // "" is the first
	return fmt.Sprintf("%s%06d", prefix, n+1), nil
}

func revoke(app core.App, now time.Time, c *records.Certificate, r *records.Registration, reason string, tell bool) error {
	if err := records.RevokeCertificate(app, c.ID, reason, records.At(now)); err != nil {
		return err
	}
	// One that never left has nobody to tell, but the one it was to replace may have left.
	for c.IssuedAt.IsZero() && c.Supersedes != "" {
		before, err := records.CertificateOf(app, c.Supersedes)
		if err != nil {
			return err
		}
		c = before
	}
	if !tell || c.IssuedAt.IsZero() {
		return nil
	}
	return mail.ToRegistration(app, now, mail.CertificateOff, mail.CertificateOff+":"+c.ID, r, func(w *mail.Words) {
		w.Number, w.Reason = c.Number, reason
	})
}

// contentOf states who attended what, as it is known now.
func contentOf(app core.App, now time.Time, e *records.Event, r *records.Registration) (c domain.CertificateContent, err error) {
	s, err := records.LoadSettings(app)
	if err != nil {
		return c, err
	}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return c, err
	}
	rows, err := records.AttendancesOf(app, r.ID)
	if err != nil {
		return c, err
	}
	minutes := map[string]int{}
	for _, a := range rows {
		minutes[a.Slot] = a.Minutes
	}
	c = domain.CertificateContent{Kind: "attestation de présence", Organiser: s.Organiser, OrganiserDetail: s.OrganiserDetail,
		EventTitle: e.Title, Place: strings.TrimSuffix(e.Place+", "+e.Address, ", "), LastName: r.LastName, FirstName: r.FirstName,
		Rule: e.Rule, SignatoryName: orElse(e.SignatoryName, s.SignatoryName), SignatoryFunction: orElse(e.SignatoryFunction, s.SignatoryFunction),
		Logos: s.Logos, IssuedOn: now.UTC().Format(time.RFC3339), Complete: true}
	for _, slot := range slots {
		m, present := minutes[slot.ID]
		c.Slots = append(c.Slots, domain.CertificateSlot{Label: slot.Label, Start: slot.StartsAt.Time().Format(time.RFC3339),
			End: slot.EndsAt.Time().Format(time.RFC3339), Minutes: slot.Domain().Minutes(), Attended: m, Present: present})
		c.Total += m
		c.Complete = c.Complete && present && m == slot.Domain().Minutes()
	}
	return c, names(app, e, r, &c)
}

// names freezes what the lists call things today.
func names(app core.App, e *records.Event, r *records.Registration, c *domain.CertificateContent) error {
	if p, err := records.ItemOf(app, records.Programmes, e.Programme); err == nil {
		c.EventNature = p.Name
	} else if !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	if p, err := records.ItemOf(app, records.Professions, r.Profession); err == nil {
		c.Profession = p.Name
	} else if !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	if r.Structure == "" {
		return nil
	}
	s, err := records.StructureOf(app, r.Structure)
	if err != nil {
		return err
	}
	c.Structure = s.Name
	return nil
}
