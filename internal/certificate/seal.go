package certificate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Seal draws the certificates that are reserved, at most limit, each outside of any transaction, and keeps
// the bytes, their hash and the letter in one. Stopped anywhere it goes on where it was: a certificate has
// its bytes once, and its letter once. One that cannot be drawn holds back no other; its error comes at the end.
func Seal(app core.App, now time.Time, limit int) (sealed int, err error) {
	rows, err := records.UnsealedCertificates(app, limit)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		if one := sealOne(app, now, &rows[i]); one != nil {
			err = errors.Join(err, fmt.Errorf("seal certificate %s: %w", rows[i].Number, one), records.FailCertificate(app, rows[i].ID, one.Error()))
			continue
		}
		sealed++
	}
	return sealed, err
}

func sealOne(app core.App, now time.Time, c *records.Certificate) error {
	b, err := draw(app, c)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	hash := hex.EncodeToString(sum[:])
	return app.RunInTransaction(func(app core.App) error {
		fresh, err := records.CertificateOf(app, c.ID)
		if err != nil || !fresh.IssuedAt.IsZero() || !fresh.RevokedAt.IsZero() {
			return err // sealed by another hand, or revoked meanwhile: nothing to do
		}
		if err := records.AddFile(app, &records.File{ID: FileID(c.ID), Name: c.Number + ".pdf", Type: "application/pdf",
			SHA256: hash, Bytes: b, Created: records.At(now)}); err != nil {
			return err
		}
		if err := records.SealCertificate(app, c.ID, hash, records.At(now)); err != nil {
			return err
		}
		return tell(app, now, c)
	})
}

// tell sends the certificate to whom it is of.
func tell(app core.App, now time.Time, c *records.Certificate) error {
	if c.Registration == "" {
		return nil
	}
	r, err := records.RegistrationOf(app, c.Registration)
	if err != nil {
		return err
	}
	return mail.ToRegistration(app, now, mail.CertificateOut, mail.CertificateOut+":"+c.ID, r, func(w *mail.Words) {
		w.Certificate, w.Number = c.ID, c.Number
	})
}

// FileID is the id of the stored bytes of a certificate.
func FileID(certificate string) string { return "certificate:" + certificate }

// draw makes the PDF. The library panics on what it cannot set: that is this certificate's error, not the
// worker's end at each start.
func draw(app core.App, c *records.Certificate) (drawn []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("draw: %v", r)
		}
	}()
	var content domain.CertificateContent
	if err := json.Unmarshal(c.Content, &content); err != nil {
		return nil, err
	}
	page, err := pageOf(app, c, content)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = pdf.DrawCertificate(&b, page)
	return b.Bytes(), err
}

func pageOf(app core.App, c *records.Certificate, content domain.CertificateContent) (p pdf.Certificate, err error) {
	issued, err := time.Parse(time.RFC3339, content.IssuedOn)
	if err != nil {
		return p, err
	}
	p = pdf.Certificate{Organiser: content.Organiser, OrganiserDetail: content.OrganiserDetail, Kind: paris.Capital(content.Kind),
		EventTitle: content.EventTitle, EventNature: content.EventNature, Place: content.Place,
		Total: paris.Minutes(content.Total), LastName: content.LastName, FirstName: content.FirstName,
		Structure: content.Structure, Function: content.Profession, Sentence: Sentence(content),
		Number: c.Number, Code: ticket.ShowCertificateCode(c.Code), VerifyURL: orElse(content.VerifyURL, VerifyURL(app, c.Code)),
		QRPayload: orElse(content.VerifyURL, VerifyURL(app, c.Code)), IssuedOn: paris.Range(issued, issued), IssuedAt: issued,
		SignatoryName: content.SignatoryName, SignatoryFunction: content.SignatoryFunction}
	for _, s := range content.Slots {
		line, err := slotLine(s)
		if err != nil {
			return p, err
		}
		p.Slots = append(p.Slots, line)
	}
	for _, id := range content.Logos {
		f, err := records.FileOf(app, id)
		if err != nil {
			return p, err
		}
		p.Logos = append(p.Logos, f.Bytes)
	}
	return p, nil
}

func slotLine(s domain.CertificateSlot) (pdf.SlotLine, error) {
	start, err := time.Parse(time.RFC3339, s.Start)
	if err != nil {
		return pdf.SlotLine{}, err
	}
	end, err := time.Parse(time.RFC3339, s.End)
	if err != nil {
		return pdf.SlotLine{}, err
	}
	line := pdf.SlotLine{Label: s.Label, When: paris.Slot(start, end), Duration: paris.Minutes(s.Minutes), Attended: s.Present}
	if s.Present {
		line.AttendedTime = paris.Minutes(s.Attended)
	}
	return line, nil
}

// Sentence says how the person took part.
func Sentence(c domain.CertificateContent) string {
	if c.Complete {
		return "a participé"
	}
	return "a participé partiellement"
}

// VerifyURL is the address that a person types or follows.
func VerifyURL(app core.App, code string) string {
	return link.Base(app) + "/verifier/" + ticket.ShowCertificateCode(code)
}
