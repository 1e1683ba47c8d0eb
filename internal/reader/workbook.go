package reader

import (
	"passerelle/internal/domain"
	"passerelle/internal/report"
)

// TooFew and Covered are what stands in place of a hidden number, Uncounted where nobody counted.
const (
	TooFew    = "< 5"
	Covered   = "masqué"
	Uncounted = "–"
)

// MaskText is what stands in place of a hidden number; empty for one that is shown.
func MaskText(m domain.Mask) string {
	return map[domain.Mask]string{domain.TooFew: TooFew, domain.Covered: Covered, domain.Uncounted: Uncounted}[m]
}

// Legend says what the masks mean.
const Legend = "« < 5 »\u00a0: de une à quatre personnes. « masqué »\u00a0: cinq ou plus, masqué pour que l’on ne puisse pas retrouver un nombre plus petit par soustraction. « – »\u00a0: non communiqué."

// Workbook is a report as readers have it, as sheets: every number the same as on the page.
func Workbook(r Reading) report.Workbook {
	w := report.Workbook{Title: r.Content.Title, Subtitle: "Rapport " + r.Content.Number + ", " + r.Content.Figures.Period, GeneratedAt: r.Content.At()}
	keys := report.Sheet{Name: "Chiffres clés", Title: "Chiffres clés", Note: Legend,
		Columns: []report.Column{{Title: "Indicateur", Width: 36}, {Title: "Constaté", Kind: report.Int}, {Title: "Déclaré", Kind: report.Int}, {Title: "Définition", Width: 90}}}
	for i, f := range domain.KeyFigures {
		if !r.Content.Defines(f) {
			continue
		}
		c := r.Safe.Total.Cells[i]
		keys.Rows = append(keys.Rows, []any{title(r, f), cell(c), declared(c), r.Content.Indicator(domain.Indicators[f].Code).Definition})
	}
	w.Sheets = append(w.Sheets, keys)
	for _, t := range r.Safe.Tables {
		def := domain.Tables[t.Table]
		s := report.Sheet{Name: def.Title, Title: def.Title, Note: Legend, Columns: []report.Column{{Title: def.Line, Width: 44}}}
		for _, f := range t.Figures {
			s.Columns = append(s.Columns, report.Column{Title: title(r, f), Kind: report.Int, Width: 15})
		}
		line := func(row domain.SafeRow) []any {
			cells := []any{row.Label}
			for _, c := range row.Cells {
				cells = append(cells, cell(c))
			}
			return cells
		}
		for _, row := range t.Rows {
			s.Rows = append(s.Rows, line(row))
		}
		s.Total = line(t.Total)
		w.Sheets = append(w.Sheets, s)
	}
	names := report.Sheet{Name: "Structures représentées", Title: "Structures représentées", Note: "Sans nombre. Les associations d’usagers n’y figurent pas.",
		Columns: []report.Column{{Title: "Structure", Width: 60}}}
	for _, name := range r.Structures {
		names.Rows = append(names.Rows, []any{name})
	}
	w.Sheets = append(w.Sheets, names)
	return w
}

func title(r Reading, f domain.Figure) string {
	label := r.Content.Indicator(domain.Indicators[f].Code).Label
	if f == domain.FigMinutes {
		label += " (minutes)"
	}
	return label
}

func cell(c domain.SafeCell) any {
	if c.Mask == domain.Plain {
		return c.Value
	}
	return MaskText(c.Mask)
}

func declared(c domain.SafeCell) any {
	if c.Declared == 0 {
		return nil
	}
	return c.Declared
}
