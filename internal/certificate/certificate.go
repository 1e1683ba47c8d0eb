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

// Kinds of certificate. A registration has one of the first two, by the nature of its event.
const (
	Attendance = "presence"
	Placement  = "placement" // attestation de stage
	Speaking   = "speaker"   // attestation d'intervention
	Yearly     = "yearly"    // récapitulatif: the hours of one person in one year
)

// TemplateVersion is the layout that new certificates are drawn with.
const TemplateVersion = 2

// Reserve decides, for every registration and every speaker of a closed event, what becomes of the certificate, and of
// the yearly summaries. It belongs to the transaction that closes the event.
func Reserve(app core.App, now time.Time, e *records.Event) error {
	if waits(e) {
		return nil
	}
	s, err := sourceOf(app, now, e)
	if err != nil {
		return err
	}
	if err := s.readAll(); err != nil {
		return err
	}
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return err
	}
	for i := range rows {
		if err := s.follow(&rows[i], ""); err != nil {
			return err
		}
	}
	return FollowOthers(app, now, e, "")
}

// Follow makes the certificate of a registration say what presence says (invariant 6): it reserves, reissues
// or revokes, in the transaction of the change. Before the event is closed nothing is issued, nor to an arrival
// that is still to be completed; while its closing waits for phones or a review everything stays as it is. The reason
// is kept with what is revoked. Whom only the evaluation keeps from it is told, once. The person's yearly summaries
// follow too.
func Follow(app core.App, now time.Time, e *records.Event, r *records.Registration, reason string) error {
	if waits(e) {
		return nil
	}
	s, err := sourceOf(app, now, e)
	if err != nil {
		return err
	}
	if err := s.follow(r, reason); err != nil {
		return err
	}
	return FollowPerson(app, now, r.Person)
}

// waits tells whether the certificates of a closed event stay as they are for now.
func waits(e *records.Event) bool { return e.Status == domain.Held && e.Awaits() }

func (s *source) follow(r *records.Registration, reason string) error {
	live, err := s.liveOf(r)
	if err != nil {
		return err
	}
	rows, err := s.attendances(r)
	if err != nil {
		return err
	}
	tally := tallyOf(s.slots, rows, r)
	why := Why(s.event, r, tally)
	if why == Unanswered {
		if err := s.askFor(r); err != nil {
			return err
		}
	}
	if why != "" {
		if domain.NextCertificate(false, live != nil, false) == domain.RevokeCertificate {
			return revoke(s.app, s.now, live, r, orElse(reason, "La présence qui la fondait a été corrigée."), true)
		}
		return nil
	}
	content, err := s.content(r, rows, tally)
	if err != nil {
		return err
	}
	same := false
	if live != nil {
		frozen, err := frozenOf(live)
		if err != nil {
			return err
		}
		same = frozen.SameAttendance(content)
	}
	switch domain.NextCertificate(true, live != nil, same) {
	case domain.IssueCertificate:
		return reserve(s.app, s.now, forRegistration(r, content), content, "")
	case domain.ReissueCertificate:
		return s.replace(live, r, content, orElse(reason, "Présence corrigée : remplacée par une nouvelle attestation."))
	}
	return nil
}

// frozenOf is what a certificate says.
func frozenOf(c *records.Certificate) (content domain.CertificateContent, err error) {
	if err = json.Unmarshal(c.Content, &content); err != nil {
		err = fmt.Errorf("content of certificate %s: %w", c.ID, err)
	}
	return content, err
}

// replace revokes a certificate and reserves the one that takes its place.
func (s *source) replace(live *records.Certificate, r *records.Registration, content domain.CertificateContent, reason string) error {
	if err := revoke(s.app, s.now, live, r, reason, false); err != nil {
		return err
	}
	return reserve(s.app, s.now, forRegistration(r, content), content, live.ID)
}

// askFor tells somebody, once, that only the evaluation stands between them and their certificate.
func (s *source) askFor(r *records.Registration) error {
	survey := ""
	if s.event.SurveyHot != "" {
		i, err := records.InviteToSurvey(s.app, records.At(s.now), r, domain.SurveyHot)
		if err != nil {
			return err
		}
		survey = i.ID
	}
	return mail.ToRegistrationOf(s.app, s.now, mail.SurveyAsked, mail.SurveyAsked+":"+r.ID, s.event, r, func(w *mail.Words) {
		w.Evaluation, w.Survey = s.event.EvaluationURL, survey
	})
}

// LiveOf is the certificate of a registration that is not revoked, of presence or of a placement.
func LiveOf(app core.App, registration string) (*records.Certificate, error) {
	c, err := records.LiveCertificate(app, registration, Attendance)
	if domain.Is(err, domain.ErrNotFound) {
		return records.LiveCertificate(app, registration, Placement)
	}
	return c, err
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// forRegistration is a certificate to reserve for a registration.
func forRegistration(r *records.Registration, content domain.CertificateContent) *records.Certificate {
	kind := Attendance
	if content.Kind == Titles[Placement] {
		kind = Placement
	}
	return &records.Certificate{Kind: kind, Event: r.Event, Registration: r.ID}
}

// reserve gives a certificate its number, its code and its frozen content.
func reserve(app core.App, now time.Time, c *records.Certificate, content domain.CertificateContent, supersedes string) (err error) {
	if c.Number, err = nextNumber(app, now); err != nil {
		return err
	}
	c.Code, c.TemplateVersion, c.ReservedAt, c.Supersedes = ticket.NewCertificateCode(), TemplateVersion, records.At(now), supersedes
	content.VerifyURL = VerifyURL(app, c.Code)
	if c.Content, err = json.Marshal(content); err != nil {
		return err
	}
	return records.AddCertificate(app, c)
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

// revoke withdraws a certificate; r is whose registration it is of, if any.
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
	switch {
	case !tell || c.IssuedAt.IsZero():
		return nil
	case c.Speaker != "":
		_, err := tellSpeaker(app, now, mail.SpeakerOff, mail.SpeakerOff+":"+c.ID, c, reason)
		return err
	case c.Person != "":
		return tellSummaryOff(app, now, c, reason)
	}
	return mail.ToRegistration(app, now, mail.CertificateOff, mail.CertificateOff+":"+c.ID, r, func(w *mail.Words) {
		w.Number, w.Reason = c.Number, reason
	})
}
