package evaluation

import (
	"cmp"
	"io"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/ticket"
)

// DrawPDF writes the evaluation report on A4 pages. r is its row, for what became of it since; nil for a preview.
func DrawPDF(w io.Writer, c Content, r *records.Report) error {
	return pdf.DrawReport(w, c.Document(r))
}

// Document is the report as it is read on paper.
func (c Content) Document(r *records.Report) report.Document {
	d := report.Document{Title: c.Title, Subtitle: "Période\u00a0: " + c.Figures.Period, Organiser: c.Organiser, Place: c.Territory, Number: c.Number,
		VerifyURL: c.VerifyURL, MadeOn: "Chiffres arrêtés au " + paris.Moment(c.At()), Author: c.Organiser, At: c.At(), Warning: warning(c, r)}
	if !c.Preview() {
		d.Code, d.QR = ticket.ShowCertificateCode(c.Code), ticket.VerifyPayload(c.VerifyURL)
	}
	if c.Before != nil {
		d.Cover = append(d.Cover, "Comparés à\u00a0: "+c.Before.Period)
	}
	for _, f := range c.Filters {
		d.Cover = append(d.Cover, "Filtre – "+f.Name+"\u00a0: "+f.Value)
	}
	if len(c.Filters) == 0 {
		d.Cover = append(d.Cover, "Sans filtre\u00a0: tous les événements de la période.")
	}
	d.Cover = append(d.Cover, "Document de la coordination\u00a0: de petits effectifs peuvent y figurer. Pour un lecteur extérieur, préférez un lien de lecture, qui les masque.")
	for _, chapters := range [][]report.Chapter{c.essential(), c.activity(), c.people(), c.territories(), c.placements(), c.groups(), c.actions(), c.asides(), c.closing()} {
		d.Chapters = append(d.Chapters, chapters...)
	}
	return d
}

func warning(c Content, r *records.Report) string {
	switch {
	case c.Preview():
		return "Aperçu non enregistré\u00a0: ces chiffres ne sont ni numérotés ni gardés, et peuvent changer."
	case r != nil && !r.WithdrawnAt.IsZero():
		return "Rapport retiré le " + paris.Moment(r.WithdrawnAt.Time()) + "\u00a0: ne vous appuyez plus sur ces chiffres."
	}
	return ""
}

// commented puts what the coordinator typed before some blocks.
func (c Content) commented(subject string, blocks ...report.Block) []report.Block {
	if text := c.Comments[subject]; text != "" {
		return append([]report.Block{{Comment: text}}, blocks...)
	}
	return blocks
}

// headline and besides are the figures of the first page.
var (
	headline = []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures, domain.FigRegistered}
	besides  = []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures, domain.FigRegistered, domain.FigWalkIns,
		domain.FigNew, domain.FigReturning, domain.FigMinutes, domain.FigHeadcount, domain.FigPSSM, domain.FigPlacements}
)

func (c Content) essential() []report.Chapter {
	own, ownBefore := c.own()
	all, allBefore := c.whole()
	blocks := c.commented("report",
		report.Block{Heading: "Portés par le PTSM"}, report.Block{Figures: c.keyFigures(own, ownBefore, headline...)},
		report.Block{Heading: "Ensemble, tous rôles du PTSM"},
		report.Block{Note: "Événements portés, coportés, soutenus, et participations."},
		report.Block{Figures: c.keyFigures(all, allBefore, besides...)})
	if declared := c.declaredFigures(); len(declared) > 0 {
		blocks = append(blocks, report.Block{Heading: "Déclaré, à part"},
			report.Block{Note: "L’historique sans noms. Il n’est jamais ajouté aux chiffres constatés."}, report.Block{Figures: declared})
	}
	blocks = append(blocks, report.Block{Heading: "Comment le savons-nous ?"}, report.Block{List: c.Known()})
	if g := c.grid("by_proof", false); g != nil {
		blocks = append(blocks, report.Block{Grid: g})
	}
	return []report.Chapter{{Title: "L’essentiel", Level: 1, Blocks: blocks}}
}

func (c Content) declaredFigures() (list []report.KeyFigure) {
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPSSM} {
		if d := c.Figures.Total.Said(f); d != nil {
			label := map[domain.Figure]string{domain.FigEvents: "Événements et réunions déclarés", domain.FigPresent: "Personnes déclarées", domain.FigPSSM: "Secouristes en santé mentale déclarés"}[f]
			list = append(list, report.KeyFigure{Value: paris.Number(d.Value), Label: label, Change: map[bool]string{true: "au moins"}[d.AtLeast]})
		}
	}
	return list
}

func (c Content) activity() []report.Chapter {
	blocks := c.commented("chapter:activity")
	blocks = append(blocks, c.months()...)
	for _, name := range []string{"by_year", "by_programme", "by_role"} {
		if t := c.Table(name); name == "by_year" && len(t.Rows) <= 2 { // one year, and « non renseigné »
			continue
		}
		blocks = append(blocks, c.cut(name)...)
	}
	return []report.Chapter{{Title: "Activité", Level: 1, Blocks: append(append(blocks, c.fates()...), report.Block{List: c.rates()})}}
}

// fates say what became of the registrations: they add up.
func (c Content) fates() []report.Block {
	g := &report.Grid{Columns: []report.GridColumn{{Title: "Issue", Share: 70}, {Title: "Nombre", Share: 20, Number: true}}}
	for _, f := range []domain.Figure{domain.FigPresent, domain.FigAbsent, domain.FigExcused, domain.FigWithdrawn, domain.FigCancelled,
		domain.FigRefused, domain.FigUnserved, domain.FigReplaced, domain.FigExpected} {
		code := domain.Indicators[f].Code
		g.Rows = append(g.Rows, []string{c.Indicator(code).Label, paris.Number(c.Figures.Total.Of(f))})
	}
	if c.Figures.Total.Of(domain.FigRegistrations) == 0 {
		return []report.Block{{Heading: "Que sont devenues les inscriptions ?"}, {Text: "Aucune inscription sur cette période."}}
	}
	g.Total = []string{"Inscriptions reçues", paris.Number(c.Figures.Total.Of(domain.FigRegistrations))}
	return []report.Block{{Heading: "Que sont devenues les inscriptions ?"}, {Grid: g}}
}

func (c Content) territories() []report.Chapter {
	blocks := c.commented("chapter:territories", c.cut("by_place_territory")...)
	blocks = append(append(blocks, c.cut("by_work_territory")...), c.coverage()...)
	return append([]report.Chapter{{Title: "Territoires", Level: 1, Blocks: blocks}}, c.firstAiders()...)
}

func (c Content) people() []report.Chapter {
	blocks := append(c.commented("chapter:people", c.cut("by_sector")...), c.mixity()...)
	blocks = append(blocks, c.cut("by_profession")...)
	return []report.Chapter{{Title: "Publics et structures", Level: 1, Blocks: append(blocks, c.structures()...)}}
}

// structures names those that took part, without their numbers; those whose names are not published are only counted.
func (c Content) structures() []report.Block {
	var names []string
	unnamed := 0
	for _, r := range c.Table("by_structure").Rows {
		switch {
		case r.Key == "" || r.Of(domain.FigPresent) == 0:
		case r.Unnamed:
			unnamed++
		default:
			names = append(names, r.Label)
		}
	}
	sortNames(names)
	text := joinNames(names)
	if unnamed > 0 {
		text = cmp.Or(text, "Aucune structure nommée") + ". Non nommées ici\u00a0: " + count(unnamed, "association", "associations") + "."
	}
	if text == "" {
		return nil
	}
	return []report.Block{{Heading: "Structures représentées"}, {Text: text}}
}
