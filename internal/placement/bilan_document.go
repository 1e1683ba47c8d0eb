package placement

import (
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/report"
)

// Period says when the stages of the campaign are; empty for the standing offers.
func (b *Bilan) Period() string {
	if b.Campaign.FromDay.IsZero() || b.Campaign.ToDay.IsZero() {
		return ""
	}
	return paris.Range(b.Campaign.FromDay.Time(), b.Campaign.ToDay.Time().Add(-time.Minute))
}

// Document is the bilan as it is read on paper.
func (b *Bilan) Document(set *records.Settings) report.Document {
	d := report.Document{Title: "Bilan des stages croisés", Subtitle: b.Campaign.Title, Organiser: set.Organiser, Author: set.Organiser, Place: set.Territory, At: b.At,
		MadeOn: "Arrêté au " + paris.Moment(b.At), Unnumbered: true}
	if p := b.Period(); p != "" {
		d.Subtitle += ", " + p
	}
	blocks := []report.Block{{Text: b.Headline()}}
	var figures []report.KeyFigure
	for _, f := range b.Figures() {
		figures = append(figures, report.KeyFigure{Value: f.Value, Label: f.Label})
	}
	blocks = append(blocks, report.Block{Figures: figures})
	for _, t := range b.Tables() {
		if len(t.Lines) == 0 {
			continue
		}
		blocks = append(blocks, report.Block{Heading: t.Title})
		if t.Note != "" {
			blocks = append(blocks, report.Block{Note: t.Note})
		}
		blocks = append(blocks, report.Block{Grid: t.grid()})
	}
	for _, of := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		if texts := b.Opinions[of].Texts; len(texts) > 0 {
			blocks = append(blocks, report.Block{Heading: "Leurs mots sur l’organisation, " + opinionOf[of]}, report.Block{List: texts})
		}
	}
	d.Chapters = []report.Chapter{{Title: d.Title, Level: 1, Blocks: blocks}}
	return d
}

// opinionOf says whose words they are.
var opinionOf = map[domain.Party]string{domain.PartyTrainee: "de ceux qui sont partis", domain.PartyHost: "de ceux qui ont accueilli"}

func (t BilanTable) grid() *report.Grid {
	g := &report.Grid{}
	for _, c := range t.Columns {
		g.Columns = append(g.Columns, report.GridColumn{Title: c.Title, Share: c.Share, Number: c.Number})
	}
	for _, l := range t.Lines {
		g.Rows = append(g.Rows, shownCells(l.Cells))
	}
	if t.Total != nil {
		g.Total = shownCells(t.Total)
	}
	return g
}

func shownCells(cells []any) (out []string) {
	for _, c := range cells {
		out = append(out, ShowCell(c))
	}
	return out
}

// Workbook is the bilan as a spreadsheet, with the list of its placements.
func (b *Bilan) Workbook() report.Workbook {
	wb := report.Workbook{Title: "Bilan des stages croisés, " + b.Campaign.Title, Subtitle: b.Period(), GeneratedAt: b.At, Sheets: []report.Sheet{b.essential()}}
	for _, t := range b.Tables() {
		wb.Sheets = append(wb.Sheets, t.sheet())
	}
	for _, s := range []report.Sheet{b.words(), b.everyone()} {
		if len(s.Rows) > 0 {
			wb.Sheets = append(wb.Sheets, s)
		}
	}
	return wb
}

func (b *Bilan) essential() report.Sheet {
	s := report.Sheet{Name: "L’essentiel", Title: "L’essentiel", Note: b.Headline(), Columns: []report.Column{{Title: "Chiffre", Width: 40}, {Title: "Nombre", Kind: report.Int}}}
	for _, f := range [][2]any{{"Souhaits", b.N(domain.BilanWishes)}, {"Places proposées", b.Places}, {"Structures qui proposent", b.Hosts}, {"Souhaits avec l’accord donné", b.N(domain.BilanAgreed)},
		{"Souhaits avec une place", b.N(domain.BilanPlaced)}, {"Stages réalisés", b.N(domain.BilanDone)}, {"Demi-journées suivies", b.HalfDays}, {"Minutes suivies", b.Minutes},
		{"Établissements", b.Institutions}, {"Établissements d’origine", b.Homes}, {"Établissements d’accueil", b.Received}, {"Stages croisés dans les deux sens", b.N(domain.BilanCrossed)},
		{"Stages avec un avenant", b.N(domain.BilanAmended)}, {"Stages reportés au moins une fois", b.N(domain.BilanPostponed)}} {
		s.Rows = append(s.Rows, f[:])
	}
	return s
}

// sheet is a table with its numbers as numbers; a duration is in days.
func (t BilanTable) sheet() report.Sheet {
	s := report.Sheet{Name: t.Title, Title: t.Title, Note: t.Note}
	for i, c := range t.Columns {
		column := report.Column{Title: c.Title, Width: max(12, c.Share/2)}
		for _, l := range t.Lines {
			switch l.Cells[i].(type) {
			case int:
				column.Kind = report.Int
			case time.Duration:
				column.Kind, column.Title = report.Decimal, c.Title+" (jours)"
			}
		}
		s.Columns = append(s.Columns, column)
	}
	cells := func(list []any) (row []any) {
		for _, c := range list {
			if d, is := c.(time.Duration); is {
				c = float64(d) / float64(24*time.Hour)
			}
			row = append(row, c)
		}
		return row
	}
	for _, l := range t.Lines {
		s.Rows = append(s.Rows, cells(l.Cells))
	}
	if t.Total != nil {
		s.Total = cells(t.Total)
	}
	return s
}

func (b *Bilan) words() report.Sheet {
	s := report.Sheet{Name: "Leurs mots", Title: "Leurs mots sur l’organisation", Note: "Sans nom ni date, dans un ordre tiré au sort.", Columns: []report.Column{{Title: "De qui", Width: 26}, {Title: "Texte", Width: 90}}}
	for _, of := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		for _, text := range b.Opinions[of].Texts {
			s.Rows = append(s.Rows, []any{paris.Capital(opinionOf[of]), text})
		}
	}
	return s
}

// everyone lists the placements.
func (b *Bilan) everyone() report.Sheet {
	s := report.Sheet{Name: "Stages", Title: "Les souhaits et leurs stages", Note: "Un souhait par ligne.", Columns: []report.Column{{Title: "N°", Kind: report.Int}, {Title: "Personne", Width: 26}, {Title: "Origine", Width: 34}, {Title: "Accueil", Width: 34},
		{Title: "Service d’accueil", Width: 26}, {Title: "État", Width: 26}, {Title: "Vœu", Kind: report.Int}, {Title: "Demi-journées", Kind: report.Int}, {Title: "Durée", Kind: report.Minutes}, {Title: "Rapport"}, {Title: "Retour"}}}
	for _, in := range b.inputs {
		c := b.cases[in.ID]
		attended, minutes := in.P.Attended()
		var host, service, rank any = "", "", nil
		if c.Offer != nil {
			host, service = b.named(in.Host), c.Offer.Service
			if in.Rank > 0 {
				rank = in.Rank
			}
		}
		s.Rows = append(s.Rows, []any{c.Row.Num, c.Row.Name(), b.named(in.Home), host, service, bilanStates[in.P.State], rank, attended, minutes, in.P.ReportReceived(in.Report), in.Feedback})
	}
	return s
}
