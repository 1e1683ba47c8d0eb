package certificate

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Draw writes the paper of a certificate from its frozen content, whatever its state. Nothing is stored.
func Draw(app core.App, w io.Writer, c *records.Certificate) error {
	return guarded(func() error {
		page, err := paperOf(app, c)
		if err != nil {
			return err
		}
		return pdf.DrawCertificate(w, page)
	})
}

// Print writes several certificates as one document to print, in their order, each on a page of its own, from their
// frozen contents. Error: pdf.ErrNone of none.
func Print(app core.App, w io.Writer, rows []records.Certificate) error {
	return guarded(func() error {
		list := make([]pdf.Certificate, len(rows))
		for i := range rows {
			page, err := paperOf(app, &rows[i])
			if err != nil {
				return fmt.Errorf("certificate %s: %w", rows[i].Number, err)
			}
			list[i] = page
		}
		return pdf.DrawCertificates(w, list)
	})
}

// guarded makes an error of a panic. The library panics on what it cannot set: that is this certificate's error,
// not the worker's end at each start.
func guarded(draw func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("draw: %v", r)
		}
	}()
	return draw()
}

func paperOf(app core.App, c *records.Certificate) (p pdf.Certificate, err error) {
	var content domain.CertificateContent
	if err := json.Unmarshal(c.Content, &content); err != nil {
		return p, err
	}
	return pageOf(app, c, content)
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
