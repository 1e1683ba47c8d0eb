package pdf

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"passerelle/internal/report"
)

// The places of a page of a report, in millimetres.
const (
	reportLeft   = 18.0
	reportRight  = 192.0
	reportWidth  = reportRight - reportLeft
	reportTop    = 26.0
	reportBottom = 262.0
	reportSymbol = 22.0
	tocLine      = 6.4
	tocTop       = 44.0
)

// reportDrawing is a report under way. It is drawn twice: the first time says on which page each chapter begins.
type reportDrawing struct {
	*page
	d      report.Document
	y      float64
	starts []int // page of each chapter
	pages  int   // of the whole; 0 while it is not known
	brief  bool  // without a number of its own: nothing to say of it
}

// DrawReport writes a report on A4 pages that stand: a cover, a table of contents, the chapters; number, code and
// symbol on each page. The same content gives the same bytes. Error: a QR payload that is too long.
func DrawReport(w io.Writer, d report.Document) error {
	d, latin := cleanedReport(d)
	first, err := drawnReport(d, latin, nil, 0)
	if err != nil {
		return err
	}
	second, err := drawnReport(d, latin, first.starts, first.PageNo())
	if err != nil {
		return err
	}
	return second.finish(w)
}

func drawnReport(d report.Document, latin bool, starts []int, pages int) (*reportDrawing, error) {
	p := newPage(meta{title: joined(" - ", d.Title, d.Number), author: d.Organiser, subject: joined(" ", "Rapport d’évaluation", d.Number), at: d.At}, latin, regular, semiBold, bold)
	r := &reportDrawing{page: p, d: d, starts: starts, pages: pages}
	if err := r.cover(); err != nil {
		return nil, err
	}
	if err := r.contents(); err != nil {
		return nil, err
	}
	r.starts = nil
	for i, c := range d.Chapters {
		if err := r.chapter(c, i == 0); err != nil {
			return nil, err
		}
	}
	if p.Err() {
		return nil, fmt.Errorf("pdf: %w", p.Error())
	}
	return r, nil
}

// cleanedReport is a copy whose every text can be drawn, and whether all are Latin.
func cleanedReport(d report.Document) (report.Document, bool) {
	texts := []*string{&d.Title, &d.Subtitle, &d.Organiser, &d.Place, &d.Number, &d.Code, &d.VerifyURL, &d.MadeOn, &d.Warning}
	d.Cover, d.Chapters = slices.Clone(d.Cover), slices.Clone(d.Chapters)
	for i := range d.Cover {
		texts = append(texts, &d.Cover[i])
	}
	latin := true
	for i := range d.Chapters {
		c := &d.Chapters[i]
		texts = append(texts, &c.Title)
		c.Blocks = slices.Clone(c.Blocks)
		for j := range c.Blocks {
			latin = cleanBlock(&c.Blocks[j]) && latin
		}
	}
	return d, cleanAll(texts) && latin
}

func cleanBlock(b *report.Block) bool {
	texts := []*string{&b.Heading, &b.Note}
	b.Text, b.Comment = cleanParagraphs(b.Text), cleanParagraphs(b.Comment)
	b.List, b.Figures = slices.Clone(b.List), slices.Clone(b.Figures)
	for i := range b.List {
		texts = append(texts, &b.List[i])
	}
	for i := range b.Figures {
		texts = append(texts, &b.Figures[i].Value, &b.Figures[i].Label, &b.Figures[i].Change)
	}
	if b.Bars != nil {
		bars := *b.Bars
		bars.Items = slices.Clone(bars.Items)
		for i := range bars.Items {
			texts = append(texts, &bars.Items[i].Label)
		}
		b.Bars = &bars
		texts = append(texts, &bars.Caption, &bars.First, &bars.Second)
	}
	if b.Grid != nil {
		b.Grid = cleanGrid(*b.Grid, &texts)
	}
	return cleanAll(texts) && isLatin(b.Text) && isLatin(b.Comment)
}

func cleanGrid(g report.Grid, texts *[]*string) *report.Grid {
	g.Columns, g.Rows, g.Total = slices.Clone(g.Columns), slices.Clone(g.Rows), slices.Clone(g.Total)
	*texts = append(*texts, &g.Caption)
	for i := range g.Columns {
		*texts = append(*texts, &g.Columns[i].Title)
	}
	for i := range g.Rows {
		g.Rows[i] = slices.Clone(g.Rows[i])
		for j := range g.Rows[i] {
			*texts = append(*texts, &g.Rows[i][j])
		}
	}
	for i := range g.Total {
		*texts = append(*texts, &g.Total[i])
	}
	return &g
}

// cleanParagraphs cleans a text and keeps its line breaks.
func cleanParagraphs(s string) string {
	var out bytes.Buffer
	for i, part := range splitLines(s) {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(clean(part))
	}
	return out.String()
}
