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
		page, err := shelf{app: app}.paperOf(c)
		if err != nil {
			return err
		}
		return pdf.DrawCertificate(w, page)
	})
}

// Words is everything that the paper of a certificate says, from its frozen content: its page says the same.
func Words(app core.App, c *records.Certificate) (pdf.Certificate, error) {
	return shelf{app: app}.paperOf(c)
}

// Print writes several certificates as one document to print, in their order, each on a page of its own, from their
// frozen contents. Error: pdf.ErrNone of none.
func Print(app core.App, w io.Writer, rows []records.Certificate) error {
	return guarded(func() error {
		pictures := shelf{app, map[string][]byte{}}
		list := make([]pdf.Certificate, len(rows))
		for i := range rows {
			page, err := pictures.paperOf(&rows[i])
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

// shelf gives stored pictures; it keeps those of several papers, unless nil.
type shelf struct {
	app  core.App
	kept map[string][]byte
}

func (s shelf) picture(id string) ([]byte, error) {
	if b, ok := s.kept[id]; ok || id == "" {
		return b, nil
	}
	f, err := records.FileOf(s.app, id)
	if err != nil {
		return nil, fmt.Errorf("picture %s: %w", id, err)
	}
	if s.kept != nil {
		s.kept[id] = f.Bytes
	}
	return f.Bytes, nil
}

func (s shelf) paperOf(c *records.Certificate) (p pdf.Certificate, err error) {
	var content domain.CertificateContent
	if err := json.Unmarshal(c.Content, &content); err != nil {
		return p, err
	}
	return s.pageOf(c, content)
}

// pageOf puts a frozen content in words. One of before the design was frozen has the house's.
func (s shelf) pageOf(c *records.Certificate, content domain.CertificateContent) (p pdf.Certificate, err error) {
	issued, err := time.Parse(time.RFC3339, content.IssuedOn)
	if err != nil {
		return p, err
	}
	design, address := content.Design, orElse(content.VerifyURL, VerifyURL(s.app, c.Code))
	p = pdf.Certificate{Layout: pdf.Layout(design.Layout), Colour: design.Colour,
		Organiser: content.Organiser, OrganiserDetail: content.OrganiserDetail, Identifiers: Identifiers(design),
		Kind: paris.Capital(content.Kind), Intro: orElse(design.Intro, "Nous attestons que"), LastName: content.LastName, FirstName: content.FirstName,
		Structure: content.Structure, Function: content.Profession,
		EventTitle: content.EventTitle, EventNature: content.EventNature, Place: content.Place,
		TotalLabel: "Total des heures suivies", Total: paris.Minutes(content.Total), Closing: design.Closing,
		Number: c.Number, Code: ticket.ShowCertificateCode(c.Code), VerifyURL: address, QRPayload: ticket.VerifyPayload(address),
		IssuedOn: paris.Range(issued, issued), IssuedAt: issued,
		SignatoryName: content.SignatoryName, SignatoryFunction: content.SignatoryFunction}
	if err := Worded(&p, content); err != nil {
		return p, err
	}
	for _, id := range content.Logos {
		b, err := s.picture(id)
		if err != nil {
			return p, err
		}
		p.Logos = append(p.Logos, b)
	}
	p.Signature, err = s.picture(design.Signature)
	return p, err
}

// VerifyURL is the address that a person types or follows.
func VerifyURL(app core.App, code string) string {
	return link.Base(app) + "/verifier/" + ticket.ShowCertificateCode(code)
}
