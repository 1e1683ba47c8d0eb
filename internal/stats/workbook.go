package stats

import (
	"fmt"
	"io"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

// PeriodText says a period: « toutes périodes », « année 2026 », « du 1er mars au 30 juin 2026 ».
func PeriodText(p domain.Period) string {
	switch {
	case p.All():
		return "toutes périodes"
	case p.From.IsZero():
		return "jusqu’au " + paris.Range(p.To.Add(-time.Hour), p.To)
	case p.To.IsZero():
		return "depuis le " + paris.Range(p.From, p.From.Add(time.Hour))
	}
	year := p.From.In(paris.Location).Year()
	if from, to := paris.Year(year); from.Equal(p.From) && to.Equal(p.To) {
		return fmt.Sprintf("année %d", year)
	}
	return paris.Range(p.From, p.To)
}

// Workbook is the figures as sheets: the key figures, one a table, the history, the definitions.
func Workbook(r Report) report.Workbook {
	w := report.Workbook{Title: "Chiffres de l’évaluation", Subtitle: "Période\u00a0: " + PeriodText(r.Period), GeneratedAt: r.At}
	w.Sheets = append(w.Sheets, keyFigures(r))
	for t := range domain.Tables {
		w.Sheets = append(w.Sheets, sheet(r, domain.Table(t)))
	}
	w.Sheets = append(w.Sheets, history(r), definitions())
	return w
}

// titleOf names a figure where its unit is not written beside each number.
func titleOf(f domain.Figure) string {
	if f == domain.FigMinutes {
		return domain.Indicators[f].Label + " (minutes)"
	}
	return domain.Indicators[f].Label
}

func keyFigures(r Report) report.Sheet {
	s := report.Sheet{Name: "Chiffres clés", Title: "Chiffres clés",
		Note: fmt.Sprintf("Le déclaré vient de l’historique sans noms\u00a0; il n’est jamais ajouté au constaté. Doublons probables parmi les personnes distinctes\u00a0: %d.", r.Duplicates),
		Columns: []report.Column{{Title: "Indicateur", Width: 36}, {Title: "Code", Width: 24}, {Title: "Constaté", Kind: report.Int},
			{Title: "Déclaré", Kind: report.Int}, {Title: "Précision", Width: 16}, {Title: "Définition", Width: 90}}}
	for f, i := range domain.Indicators {
		row := []any{titleOf(domain.Figure(f)), i.Code, r.Total.Counts[f], nil, nil, i.Definition}
		if d := r.Total.Declared(domain.Figure(f)); d != nil {
			row[3] = d.Value
			if d.AtLeast {
				row[4] = "au moins"
			}
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// sheet is one table. The charts are those that a page has room for.
func sheet(r Report, t domain.Table) report.Sheet {
	def := domain.Tables[t]
	s := report.Sheet{Name: def.Title, Title: def.Title, Note: "Personnes et structures distinctes\u00a0: chaque ligne et le total comptent les leurs.",
		Columns: []report.Column{{Title: def.Line, Width: 44}, {Title: "Code", Width: 18}}}
	for _, f := range t.Figures() {
		kind := report.Int
		if f == domain.FigMinutes {
			kind = report.Minutes
		}
		if f == domain.FigPresent && len(r.Tables[t]) > 1 && t != domain.ByStructure {
			s.Chart = &report.Chart{Kind: report.ChartBar, Title: "Présents, " + lower(def.Title), Values: []int{len(s.Columns)}}
			if t == domain.ByMonth {
				s.Chart.Kind = report.ChartColumn
			}
		}
		s.Columns = append(s.Columns, report.Column{Title: titleOf(f), Kind: kind, Width: 15})
	}
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent} {
		if t.Declares(f) {
			s.Columns = append(s.Columns, report.Column{Title: "Déclaré\u00a0: " + lower(domain.Indicators[f].Label), Kind: report.Int, Width: 15})
		}
	}
	for _, row := range r.Tables[t] {
		s.Rows = append(s.Rows, line(t, row))
	}
	s.Total = line(t, r.TotalOf(t))
	return s
}

func line(t domain.Table, r domain.Row) []any {
	cells := []any{r.Label, r.Key}
	for _, f := range t.Figures() {
		cells = append(cells, r.Counts[f])
	}
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent} {
		if t.Declares(f) {
			cells = append(cells, value(r.Declared(f)))
		}
	}
	return cells
}

// StandingText says what the period makes of a line of the history.
func StandingText(h domain.HistoryLine) string {
	switch h.Standing {
	case domain.Straddling:
		return "à cheval sur la période, non compté"
	case domain.Undated:
		if h.Counts {
			return "sans date, compté en toutes périodes"
		}
		return "sans date, non compté"
	}
	return "compté en déclaré"
}

func history(r Report) report.Sheet {
	s := report.Sheet{Name: "Historique déclaré", Title: "Historique sans noms", Note: "Ce qui n’est pas connu est « non renseigné », jamais zéro.",
		Columns: []report.Column{{Title: "Titre", Width: 60}, {Title: "Date"}, {Title: "Réunions", Kind: report.Int}, {Title: "Présents", Kind: report.Int},
			{Title: "Formés (au moins)", Kind: report.Int}, {Title: "Dans cette période", Width: 36}}}
	known := func(n int) any {
		if n < 0 {
			return report.Unknown
		}
		return n
	}
	for _, h := range r.History {
		var date any = report.Unknown
		if h.DateText != "" {
			date = h.DateText
		}
		var trained any
		if h.Trained >= 0 {
			trained = h.Trained
		}
		s.Rows = append(s.Rows, []any{h.Title, date, known(h.Occurrences), known(h.Attendance), trained, StandingText(h)})
	}
	return s
}

func definitions() report.Sheet {
	s := report.Sheet{Name: "Définitions", Title: "Définitions", Note: "Chaque chiffre a une seule définition, la même partout.",
		Columns: []report.Column{{Title: "Indicateur", Width: 36}, {Title: "Code", Width: 24}, {Title: "S’additionne", Width: 14}, {Title: "Définition", Width: 110}}}
	for _, i := range append(domain.Indicators[:], domain.Derived...) {
		s.Rows = append(s.Rows, []any{i.Label, i.Code, !i.Distinct, i.Definition})
	}
	return s
}

// WriteCSV stacks all tables in one, with a column « Tableau »: the first line is the total of everything.
func WriteCSV(w io.Writer, r Report) error {
	s := report.Sheet{Name: "Chiffres", Columns: []report.Column{{Title: "Tableau"}, {Title: "Code"}, {Title: "Ligne"}}}
	for f := range domain.Indicators {
		s.Columns = append(s.Columns, report.Column{Title: titleOf(domain.Figure(f)), Kind: report.Int})
	}
	declared := []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPSSM}
	for _, f := range declared {
		s.Columns = append(s.Columns, report.Column{Title: "Déclaré\u00a0: " + lower(domain.Indicators[f].Label), Kind: report.Int})
	}
	add := func(title, label string, figures []domain.Figure, row domain.Row) {
		cells := make([]any, len(s.Columns))
		cells[0], cells[1], cells[2] = title, row.Key, label
		for _, f := range figures {
			cells[3+f] = row.Counts[f]
		}
		for i, f := range declared {
			cells[3+len(domain.Indicators)+i] = value(row.Declared(f))
		}
		s.Rows = append(s.Rows, cells)
	}
	add("Ensemble", "Ensemble", domain.ByProgramme.Figures(), r.Total)
	for t, def := range domain.Tables {
		table := domain.Table(t)
		for _, row := range r.Tables[t] {
			add(def.Title, row.Label, table.Figures(), row)
		}
		add(def.Title, "Total", table.Figures(), r.TotalOf(table))
	}
	return report.WriteCSV(w, s)
}

// lower sets the first letter of a title in lower case, within a sentence.
func lower(s string) string {
	r := []rune(s)
	if len(r) > 1 && r[0] == 'É' {
		return "é" + string(r[1:])
	}
	return string(r[0]|0x20) + string(r[1:])
}
