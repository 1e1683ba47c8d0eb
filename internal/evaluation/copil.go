package evaluation

import (
	"io"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/report"
)

// Headlines are the key figures of what the PTSM carries, and of everything.
func (c Content) Headlines() (own, all []report.KeyFigure) {
	now, before := c.own()
	own = c.keyFigures(now, before, headline...)
	now, before = c.whole()
	return own, c.keyFigures(now, before, besides...)
}

// DrawCOPIL writes the page for the steering committee: one A4 page exactly.
func DrawCOPIL(w io.Writer, c Content, r *records.Report) error {
	d := c.Document(r)
	now, before := c.whole()
	blocks := []report.Block{{Figures: c.keyFigures(now, before, domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures, domain.FigRegistered, domain.FigPSSM)}}
	if text := c.Comments["report"]; text != "" {
		blocks = append(blocks, report.Block{Comment: text})
	}
	if months := c.months(); len(c.Table("by_month").Rows) <= 13 {
		blocks = append(blocks, months...)
	} else if b := c.bars(c.Table("by_year")); len(b.Items) > 0 {
		b.Caption += " par année"
		blocks = append(blocks, report.Block{Bars: &b})
	}
	var done []string
	for _, s := range c.ActionSheets() {
		if n := s.Numbers(); n != "" {
			done = append(done, "Action "+s.Item.Code+"\u00a0: "+strings.ReplaceAll(n, "\u00a0; ", ", ")+" – "+s.Item.Name)
		}
	}
	if len(done) == 0 {
		for _, s := range c.GroupSheets() {
			if n := s.Numbers(); n != "" {
				done = append(done, s.Item.Name+"\u00a0: "+strings.ReplaceAll(n, "\u00a0; ", ", "))
			}
		}
	}
	if len(done) > 0 {
		blocks = append(blocks, report.Block{Heading: "Feuille de route"}, report.Block{List: done})
	}
	if text := c.Comments["outlook"]; text != "" {
		blocks = append(blocks, report.Block{Heading: "Perspectives"}, report.Block{Comment: text})
	}
	d.Subtitle += " – " + paris.Capital(d.MadeOn)
	d.Chapters = []report.Chapter{{Title: d.Title, Level: 1, Blocks: blocks}}
	return pdf.DrawOnePage(w, d)
}

// WriteDOCX writes the report for a word processor: texts and tables to take up elsewhere.
func WriteDOCX(w io.Writer, c Content, r *records.Report) error {
	return report.WriteDOCX(w, c.Document(r))
}
