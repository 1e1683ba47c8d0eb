// Package pdf draws the papers that people keep: the certificate and the ticket.
// The same content always gives the same bytes; the current time is never read.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// A4, in millimetres.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
)

// pointsPerMM is the PDF unit of length.
const pointsPerMM = 72 / 25.4

type colour struct{ r, g, b int }

var (
	brand  = colour{0x0b, 0x55, 0x63}
	wash   = colour{0xe3, 0xf0, 0xf1}
	accent = colour{0xa8, 0x48, 0x1f}
	ink    = colour{0x1b, 0x2a, 0x30}
	muted  = colour{0x4c, 0x5e, 0x66}
	line   = colour{0xb9, 0xc9, 0xcc}
)

// meta is what the properties of the file say.
type meta struct {
	title, author, subject string
	at                     time.Time
}

// page is a document being drawn, with the small vocabulary of this package.
// All lengths are millimetres from the top left; text sits on its baseline.
type page struct {
	*gofpdf.Fpdf
	latin bool // the texts and fonts have one byte a character
	exact bool // to be printed at its size: labels are cut already
	// widths are the names of the pictures, by their width in pixels.
	widths map[int]string
}

// newPage begins a document; latin says that isLatin holds for its every text.
func newPage(m meta, latin bool, weights ...weight) *page {
	return newTurned("P", m, latin, weights...)
}

// newTurned begins a document whose pages stand (P) or lie (L).
func newTurned(orientation string, m meta, latin bool, weights ...weight) *page {
	doc := gofpdf.New(orientation, "mm", "A4", "")
	doc.SetCatalogSort(true)
	doc.SetCreationDate(m.at.UTC())
	doc.SetModificationDate(m.at.UTC())
	doc.SetTitle(m.title, true)
	doc.SetAuthor(m.author, true)
	doc.SetSubject(m.subject, true)
	doc.SetCreator("Passerelle", true)
	doc.SetAutoPageBreak(false, 0)
	doc.SetMargins(0, 0, 0)
	for _, w := range weights {
		addFont(doc, w, latin)
	}
	return &page{Fpdf: doc, latin: latin}
}

// Text draws s from its baseline, whatever the fonts of the document.
func (p *page) Text(x, y float64, s string) { p.Fpdf.Text(x, y, p.encoded(s)) }

// GetStringWidth measures s in millimetres, whatever the fonts of the document.
func (p *page) GetStringWidth(s string) float64 { return p.Fpdf.GetStringWidth(p.encoded(s)) }

func (p *page) encoded(s string) string {
	if p.latin {
		return latinBytes(s)
	}
	return s
}

// finish writes the document, marked as French: gofpdf has no word for it.
func (p *page) finish(w io.Writer) error {
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	marked, err := markFrench(out.Bytes(), p.exact)
	if err != nil {
		return err
	}
	if _, err := w.Write(marked); err != nil {
		return fmt.Errorf("pdf: write: %w", err)
	}
	return nil
}

// markFrench adds the language to the catalogue. That is the last object of the
// file, so only the address of the table behind it moves.
func markFrench(data []byte, exact bool) ([]byte, error) {
	const catalogue, address = "/Type /Catalog\n", "startxref\n"
	entry := "/Lang (fr-FR)\n/ViewerPreferences <</DisplayDocTitle true>>\n"
	if exact {
		entry = "/Lang (fr-FR)\n/ViewerPreferences <</DisplayDocTitle true /PrintScaling /None>>\n"
	}
	at, end := bytes.LastIndex(data, []byte(catalogue)), bytes.LastIndex(data, []byte(address))
	if at < 0 || end < at {
		return nil, errors.New("pdf: no catalogue at the end of the file")
	}
	at, end = at+len(catalogue), end+len(address)
	stop := bytes.IndexByte(data[end:], '\n')
	if stop < 0 {
		return nil, errors.New("pdf: no address of the table of objects")
	}
	table, err := strconv.Atoi(string(data[end : end+stop]))
	if err != nil {
		return nil, fmt.Errorf("pdf: address of the table of objects: %w", err)
	}
	return bytes.Join([][]byte{
		data[:at], []byte(entry), data[at:end], []byte(strconv.Itoa(table + len(entry))), data[end+stop:],
	}, nil), nil
}

func (p *page) font(w weight, points float64, c colour) {
	p.SetFont(string(w), "", points)
	p.SetTextColor(c.r, c.g, c.b)
}

func (p *page) left(x, y float64, s string)   { p.Text(x, y, s) }
func (p *page) centre(x, y float64, s string) { p.Text(x-p.GetStringWidth(s)/2, y, s) }
func (p *page) right(x, y float64, s string)  { p.Text(x-p.GetStringWidth(s), y, s) }

func (p *page) rule(x1, y, x2, width float64, c colour) {
	p.SetDrawColor(c.r, c.g, c.b)
	p.SetLineWidth(width)
	p.Line(x1, y, x2, y)
}

func (p *page) frame(x, y, w, h, width float64, c colour) {
	p.SetDrawColor(c.r, c.g, c.b)
	p.SetLineWidth(width)
	p.Rect(x, y, w, h, "D")
}

func (p *page) fill(x, y, w, h float64, c colour) {
	p.SetFillColor(c.r, c.g, c.b)
	p.Rect(x, y, w, h, "F")
}
