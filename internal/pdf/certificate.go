package pdf

import (
	"errors"
	"io"
	"time"
)

// SlotLine is one half-day of a certificate.
type SlotLine struct {
	// Label may be empty (« Matin »); When is « Jeudi 12 mars 2026, 9 h - 12 h 30 »;
	// Note stands small below (« rattrapée le … »).
	Label, When, Note string
	// Attended is false for a half-day that was missed.
	Attended bool
	// AttendedTime is what was really attended (« 3 h 30 »), Duration the
	// length of the slot.
	AttendedTime, Duration string
}

// EventLine is one event of a yearly summary: Detail stands small below its title.
type EventLine struct{ Title, Detail, HalfDays, Time string }

// Layout is the composition of a certificate.
type Layout string

// The layouts. Any other is the sober one.
const (
	Sober Layout = "sober" // on the left, beside a ribbon
	Frame Layout = "frame" // centred in a frame
)

// Certificate is everything a certificate shows, as the words that are printed.
// An empty field leaves no gap.
type Certificate struct {
	Layout                     Layout
	Colour                     string // « #0b5563 », the charter's; anything else is the house's
	Organiser, OrganiserDetail string
	Identifiers                string   // SIRET, declaration of activity: at the foot of the page
	Logos                      [][]byte // PNG or JPEG, at most three
	Kind                       string   // « Attestation de présence »
	Intro                      string   // before the name: « Nous attestons que », on several lines perhaps
	LastName, FirstName        string
	Structure, Function        string
	Sentence                   string // between the name and the subject or event: « a participé à »
	Subject, Link              string // of a speaker, and what leads to the event: « lors de »
	EventTitle, EventNature    string
	Place, Provider            string // Provider is « en partenariat avec … »
	Slots                      []SlotLine
	Events                     []EventLine // of a yearly summary, instead of half-days
	TotalLabel, Total          string      // hours attended in all
	TotalCount                 string      // half-days in all, of a yearly summary
	Rule                       string      // in words, under the table
	Closing                    string      // after it, on several lines perhaps
	Number, Code               string      // Code as it is shown, in groups
	VerifyURL                  string      // for eyes
	QRPayload                  string      // for cameras
	IssuedOn                   string      // « 12 mars 2026 », printed after « Fait le »
	Signature                  []byte      // picture of the signature, PNG or JPEG
	SignatoryName              string
	SignatoryFunction          string
	IssuedAt                   time.Time // the dates inside the file
}

// maxLogos is how many logos stand above a certificate.
const maxLogos = 3

// ErrNone says that there is nothing to draw.
var ErrNone = errors.New("pdf: nothing to draw")

// DrawCertificate writes the certificate as PDF: one A4 page, and further pages
// for the lines that it cannot hold (more than eight half-days). The same content
// gives the same bytes. Errors: ErrLogo, a QR payload that is empty or too long.
func DrawCertificate(w io.Writer, c Certificate) error {
	one, latin := cleanedPaper(c)
	p := newPage(meta{
		title:   joined(" - ", one.Kind, one.fullName(), one.EventTitle),
		author:  one.Organiser,
		subject: joined(" ", one.Kind, one.Number),
		at:      c.IssuedAt,
	}, latin, regular, semiBold)
	p.SetKeywords(joined(", ", one.Kind, one.Number, one.Code), true)
	if err := p.certificate(one); err != nil {
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
	papers := make([]paper, len(list))
	latin, m := true, meta{}
	for i := range list {
		one, ok := cleanedPaper(list[i])
		papers[i], latin = one, latin && ok
		if one.IssuedAt.After(m.at) {
			m.at = one.IssuedAt
		}
	}
	m.title, m.author, m.subject = joined(" - ", "Attestations", papers[0].EventTitle), papers[0].Organiser, "Attestations à imprimer"
	p := newPage(m, latin, regular, semiBold)
	for i := range papers {
		if err := p.certificate(papers[i]); err != nil {
			return err
		}
	}
	return p.finish(w)
}

// certificate adds the pages of one certificate, whose texts are clean.
func (p *page) certificate(c paper) error {
	d := &certificateDrawing{page: p, c: c, look: lookOf(c.Layout, c.Colour)}
	return d.draw()
}
