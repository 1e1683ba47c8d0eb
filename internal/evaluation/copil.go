package evaluation

import (
	"io"
	"slices"
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

// DrawCOPIL writes the page for the steering committee: one A4 page exactly. What matters comes first; the room that is
// left tells from where people came and how all of it is known.
func DrawCOPIL(w io.Writer, c Content, r *records.Report) error {
	d := c.Document(r)
	d.Subtitle += " – " + paris.Capital(d.MadeOn)
	d.Chapters = append([]report.Chapter{{Title: d.Title, Level: 1, Blocks: c.copil()}}, c.besides()...)
	return pdf.DrawOnePage(w, d)
}

func (c Content) copil() []report.Block {
	now, before := c.whole()
	blocks := []report.Block{{Figures: c.keyFigures(now, before, domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures, domain.FigRegistered, domain.FigPSSM)}}
	if now.Of(domain.FigEvents) == 0 && now.Of(domain.FigPresent) == 0 {
		blocks = append(blocks, report.Block{Text: "Aucun événement réalisé ni aucune présence constatée sur cette période."})
	}
	if text := c.Comments["report"]; text != "" {
		blocks = append(blocks, report.Block{Comment: text})
	}
	if months := c.months(); len(c.Table("by_month").Rows) <= 13 {
		blocks = append(blocks, months...)
	} else if b := c.bars(c.Table("by_year")); len(b.Items) > 0 {
		b.Caption += " par année"
		blocks = append(blocks, report.Block{Bars: &b})
	}
	if done := c.roadmap(); len(done) > 0 {
		blocks = append(blocks, report.Block{Heading: "Feuille de route"}, report.Block{List: done})
	}
	if text := c.Comments["outlook"]; text != "" {
		blocks = append(blocks, report.Block{Heading: "Perspectives"}, report.Block{Comment: text})
	}
	return blocks
}

// roadmap says the numbers of each action that has any, else of each working group.
func (c Content) roadmap() (done []string) {
	for _, s := range c.ActionSheets() {
		if n := s.Numbers(); n != "" {
			done = append(done, "Action "+s.Item.Code+", "+s.Item.Name+"\u00a0: "+strings.ReplaceAll(n, "\u00a0; ", ", ")+".")
		}
	}
	if len(done) > 0 {
		return done
	}
	for _, s := range c.GroupSheets() {
		if n := s.Numbers(); n != "" {
			done = append(done, s.Item.Name+"\u00a0: "+strings.ReplaceAll(n, "\u00a0; ", ", ")+".")
		}
	}
	return done
}

// besides is what fills the page where there is room, each whole or not at all.
func (c Content) besides() (list []report.Chapter) {
	var from []string
	for _, cut := range [][2]string{{"by_sector", "Secteurs d’activité"}, {"by_work_territory", "Territoires d’exercice"}, {"by_place_territory", "Lieux des événements"}} {
		if line := c.firstLines(cut[0]); line != "" {
			from = append(from, cut[1]+"\u00a0: "+line)
		}
	}
	if len(from) > 0 {
		list = append(list, report.Chapter{Blocks: []report.Block{{Heading: "D’où viennent les présents\u00a0?"}, {List: from}}})
	}
	if b := c.bars(c.Table("by_working_group")); len(b.Items) > 1 {
		list = append(list, report.Chapter{Blocks: []report.Block{{Heading: "Groupes de travail"}, {Bars: &b}}})
	}
	list = append(list, report.Chapter{Blocks: []report.Block{{Heading: "Comment le savons-nous\u00a0?"}, {List: c.Known()}}})
	var words []string
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures} {
		i := c.Indicator(domain.Indicators[f].Code)
		words = append(words, i.Label+"\u00a0: "+i.Definition)
	}
	return append(list, report.Chapter{Blocks: []report.Block{{Heading: "Ce que comptent ces chiffres"}, {List: words}}})
}

// firstLines says the largest lines of a table in one sentence; empty where nobody was present.
func (c Content) firstLines(name string) string {
	const most = 4
	rows := slices.Clone(c.Table(name).Rows)
	slices.SortStableFunc(rows, func(a, b Row) int { return b.Of(domain.FigPresent) - a.Of(domain.FigPresent) })
	rest, parts := 0, []string(nil)
	for i, r := range rows {
		switch n := r.Of(domain.FigPresent); {
		case n == 0:
		case i < most:
			parts = append(parts, r.Label+" "+paris.Number(n))
		default:
			rest += n
		}
	}
	if rest > 0 {
		parts = append(parts, "autres "+paris.Number(rest))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + "."
}

// WriteDOCX writes the report for a word processor: texts and tables to take up elsewhere.
func WriteDOCX(w io.Writer, c Content, r *records.Report) error {
	return report.WriteDOCX(w, c.Document(r))
}
