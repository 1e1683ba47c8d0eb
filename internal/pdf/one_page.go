package pdf

import (
	"fmt"
	"io"
	"strings"

	"passerelle/internal/report"
)

// mostListed is how many items of a list stand on the one page.
const mostListed = 9

// listReserve is what a list whose lines are whole leaves for what comes after it.
const listReserve = 34.0

// DrawOnePage writes the first chapter of a document on one A4 page exactly: what does not fit is cut, and says so. The
// others fill the room that is left.
// The same content gives the same bytes. Error: a QR payload that is too long.
func DrawOnePage(w io.Writer, d report.Document) error {
	d, latin := cleanedReport(d)
	p := newPage(meta{title: joined(" - ", d.Title, d.Number), author: d.Organiser, subject: "Page pour le comité de pilotage", at: d.At}, latin, regular, semiBold, bold)
	r := &reportDrawing{page: p, d: d, pages: 1}
	if err := r.nextPage(); err != nil {
		return err
	}
	r.y = 23
	title, points := r.fit(d.Title, bold, reportWidth, 1, 18, 16, 14, 12)
	r.font(bold, points, brand)
	r.left(reportLeft, r.y+5, one(title))
	r.font(regular, 10.5, muted)
	r.left(reportLeft, r.y+11, d.Subtitle)
	r.y += 14
	for i, c := range d.Chapters {
		if i > 0 && r.y+r.tall(c.Blocks...) > reportBottom {
			continue
		}
		draw := r.squeezed
		if i > 0 {
			draw = r.block
		}
		for _, b := range c.Blocks {
			if err := draw(b); err != nil {
				return err
			}
		}
	}
	if p.PageNo() != 1 {
		return fmt.Errorf("pdf: the one page takes %d", p.PageNo())
	}
	return p.finish(w)
}

// squeezed draws a block as far as the page has room.
func (r *reportDrawing) squeezed(b report.Block) error {
	left := reportBottom - r.y
	switch {
	case b.Heading != "":
		if left < 34 {
			return nil
		}
		return r.heading(b.Heading)
	case len(b.Figures) > 0:
		rows := min((len(b.Figures)+2)/3, int(left/28))
		b.Figures = b.Figures[:min(len(b.Figures), rows*3)]
	case b.Bars != nil && b.Bars.Columns && left < columnsHigh+23:
		return nil
	case b.Bars != nil && !b.Bars.Columns:
		bars := *b.Bars
		bars.Items = bars.Items[:min(len(bars.Items), max(0, int((left-12)/barStep)))]
		b.Bars = &bars
	case b.Comment != "":
		b.Comment = r.cut(b.Comment, min(6, int((left-9)/textStep)), reportWidth-6)
	case b.Text != "" || b.Note != "":
		b.Text = r.cut(joined("", b.Text, b.Note), min(6, int((left-4)/(textStep+1.4))), reportWidth)
		b.Note = ""
	case len(b.List) > 0:
		if r.tall(b) > left-listReserve || len(b.List) > mostListed {
			b.List = r.shortList(b.List, min(mostListed, int((left-2)/(textStep+0.8))))
		}
	}
	return r.block(b)
}

// cut keeps the first lines of a text; the last one ends with an ellipsis where something was left out.
func (r *reportDrawing) cut(s string, most int, width float64) string {
	var lines []string
	for _, part := range splitLines(s) {
		lines = append(lines, r.measured(part, regular, textPoints, width-4)...)
	}
	if most <= 0 {
		return ""
	}
	if len(lines) <= most {
		return s
	}
	lines = lines[:most]
	lines[most-1] += ellipsis
	return strings.Join(lines, "\n")
}

// shortList keeps one line of each of the first items, and says how many are left out.
func (r *reportDrawing) shortList(items []string, most int) (kept []string) {
	if most <= 0 {
		return nil
	}
	rest := 0
	if len(items) > most {
		rest = len(items) - most + 1
		items = items[:most-1]
	}
	for _, item := range items {
		r.font(regular, textPoints, ink)
		if lines := r.wrap(item, reportWidth-6); len(lines) > 1 {
			item = r.head(item, reportWidth-6-r.GetStringWidth(ellipsis)) + ellipsis
		}
		kept = append(kept, item)
	}
	if rest > 0 {
		kept = append(kept, fmt.Sprintf("et %d autres, dans le rapport", rest))
	}
	return kept
}
