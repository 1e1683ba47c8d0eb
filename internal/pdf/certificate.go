package pdf

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"
)

// SlotLine is one half-day of a certificate.
type SlotLine struct {
	// Label may be empty (« Matin »); When is « jeudi 12 mars 2026, 9 h - 12 h 30 ».
	Label, When string
	// Attended is false for a half-day that was missed.
	Attended bool
	// AttendedTime is what was really attended (« 3 h 30 »), Duration the
	// length of the slot.
	AttendedTime, Duration string
}

// Certificate is everything a certificate shows, as the words that are printed.
// An empty field leaves no gap.
type Certificate struct {
	Organiser, OrganiserDetail string   // the detail may bear a SIRET or NDA line
	Logos                      [][]byte // PNG or JPEG, at most three
	Kind                       string   // « Attestation de présence »
	EventTitle, EventNature    string
	Place                      string
	Slots                      []SlotLine
	Total                      string // hours attended in all
	LastName, FirstName        string
	Structure, Function        string
	Sentence                   string // « a participé », « a participé partiellement »
	Number, Code               string // Code as it is shown, in groups
	VerifyURL                  string // for eyes
	QRPayload                  string // for cameras
	IssuedOn                   string // « 12 mars 2026 », printed after « Fait le »
	SignatoryName              string
	SignatoryFunction          string
	IssuedAt                   time.Time // the dates inside the file
}

// maxLogos is how many logos stand above a certificate.
const maxLogos = 3

// ErrNone says that there is nothing to draw.
var ErrNone = errors.New("pdf: nothing to draw")

// DrawCertificate writes the certificate as PDF: one A4 page, and further pages
// for the half-days that it cannot hold (more than eight). The same content
// gives the same bytes. Errors: ErrLogo, a QR payload that is empty or too long.
func DrawCertificate(w io.Writer, c Certificate) error {
	c, latin := c.cleaned()
	p := newPage(meta{
		title:   joined(" - ", c.Kind, c.fullName(), c.EventTitle),
		author:  c.Organiser,
		subject: joined(" ", c.Kind, c.Number),
		at:      c.IssuedAt,
	}, latin, regular, semiBold)
	if err := p.certificate(c); err != nil {
		return err
	}
	return p.finish(w)
}

// DrawCertificates writes several certificates as one document to print, each as DrawCertificate does, in their
// order. The dates inside the file are those of the last to be issued. Errors: those of DrawCertificate, ErrNone.
func DrawCertificates(w io.Writer, list []Certificate) error {
	if len(list) == 0 {
		return ErrNone
	}
	list = slices.Clone(list)
	latin, m := true, meta{}
	for i := range list {
		one, ok := list[i].cleaned()
		list[i], latin = one, latin && ok
		if one.IssuedAt.After(m.at) {
			m.at = one.IssuedAt
		}
	}
	m.title, m.author, m.subject = joined(" - ", "Attestations", list[0].EventTitle), list[0].Organiser, "Attestations à imprimer"
	p := newPage(m, latin, regular, semiBold)
	for i := range list {
		if err := p.certificate(list[i]); err != nil {
			return err
		}
	}
	return p.finish(w)
}

// certificate adds the pages of one certificate, whose texts are clean.
func (p *page) certificate(c Certificate) error {
	d := &certificateDrawing{page: p, c: c}
	return d.draw()
}

// fullName is the name as it is printed; cleaned has put the last name in
// capitals.
func (c Certificate) fullName() string { return joined(" ", c.FirstName, c.LastName) }

// cleaned is a copy whose every text can be drawn, and whether all are Latin.
func (c Certificate) cleaned() (Certificate, bool) {
	c.Slots = slices.Clone(c.Slots)
	c.LastName = strings.ToUpper(c.LastName)
	if len(c.Logos) > maxLogos {
		c.Logos = c.Logos[:maxLogos]
	}
	latin := cleanAll(c.texts())
	return c, latin
}

// texts are the fields that are printed.
func (c *Certificate) texts() []*string {
	texts := []*string{
		&c.Organiser, &c.OrganiserDetail, &c.Kind, &c.EventTitle, &c.EventNature, &c.Place, &c.Total,
		&c.LastName, &c.FirstName, &c.Structure, &c.Function, &c.Sentence, &c.Number, &c.Code,
		&c.VerifyURL, &c.IssuedOn, &c.SignatoryName, &c.SignatoryFunction,
	}
	for i := range c.Slots {
		s := &c.Slots[i]
		texts = append(texts, &s.Label, &s.When, &s.AttendedTime, &s.Duration)
	}
	return texts
}
