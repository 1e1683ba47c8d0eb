package evaluation

import (
	"cmp"
	"fmt"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
	"passerelle/internal/ticket"
)

// Workbook is the report as sheets: what it is, key figures, a sheet a table, events, actions, history, definitions.
func (c Content) Workbook() report.Workbook {
	w := report.Workbook{Title: joinDash(c.Title, c.Number), Subtitle: "Période\u00a0: " + c.Figures.Period + c.filterWords(), GeneratedAt: c.At()}
	w.Sheets = []report.Sheet{c.aboutSheet(), c.keySheet()}
	for _, t := range c.Figures.Tables {
		w.Sheets = append(w.Sheets, c.tableSheet(t))
	}
	if w.Sheets = append(w.Sheets, c.derivedSheets()...); c.Placements != nil {
		w.Sheets = append(w.Sheets, c.placementSheet())
	}
	w.Sheets = append(w.Sheets, c.eventSheet(), c.anapSheet(), c.historySheet(), c.asideSheet(), c.definitionSheet())
	return w
}

// ANAP is the export by action, in the ANAP's own shape: action, objective, done, numbers, comment.
func (c Content) ANAP() report.Workbook {
	return report.Workbook{Title: joinDash("Suivi par action", c.Number), Subtitle: "Période\u00a0: " + c.Figures.Period + c.filterWords(), GeneratedAt: c.At(),
		Sheets: []report.Sheet{c.anapSheet()}}
}

func joinDash(a, b string) string {
	if b == "" {
		return a
	}
	return a + " – " + b
}

func (c Content) filterWords() string {
	var b strings.Builder
	for _, f := range c.Filters {
		fmt.Fprintf(&b, "\u00a0; %s\u00a0: %s", f.Name, f.Value)
	}
	return b.String()
}

func (c Content) aboutSheet() report.Sheet {
	s := report.Sheet{Name: "Rapport", Title: c.Title, Note: "Chiffres figés\u00a0: chaque feuille dit ce que le rapport disait le jour où il a été fait.",
		Columns: []report.Column{{Title: "Élément", Width: 26}, {Title: "Valeur", Width: 90}}}
	number, code, address := any("aperçu non enregistré"), any(nil), any(nil)
	if !c.Preview() {
		number, code, address = c.Number, ticket.ShowCertificateCode(c.Code), c.VerifyURL
	}
	compared := "aucune"
	if c.Before != nil {
		compared = c.Before.Period
	}
	s.Rows = [][]any{{"Numéro", number}, {"Émis par", c.Organiser}, {"Territoire", c.Territory}, {"Période", c.Figures.Period}, {"Période comparée", compared},
		{"Chiffres arrêtés au", paris.Moment(c.At())}, {"Code de vérification", code}, {"Adresse de vérification", address}}
	for _, f := range c.Filters {
		s.Rows = append(s.Rows, []any{"Filtre – " + f.Name, f.Value})
	}
	for _, line := range c.Known() {
		s.Rows = append(s.Rows, []any{"Comment le savons-nous ?", line})
	}
	if text := c.Comments["report"]; text != "" {
		s.Rows = append(s.Rows, []any{"Commentaire", text})
	}
	return s
}

func (c Content) heading(code string) string {
	if code == minutesCode {
		return c.Indicator(code).Label + " (minutes)"
	}
	return c.Indicator(code).Label
}

func kindOf(code string) report.Kind {
	if code == minutesCode {
		return report.Minutes
	}
	return report.Int
}

func (c Content) keySheet() report.Sheet {
	s := report.Sheet{Name: "Chiffres clés", Title: "Chiffres clés",
		Note: fmt.Sprintf("Le déclaré n’est jamais ajouté au constaté. Doublons probables parmi les personnes distinctes\u00a0: %d.", c.Figures.Duplicates),
		Columns: []report.Column{{Title: "Indicateur", Width: 36}, {Title: "Code", Width: 24}, {Title: "Constaté", Kind: report.Int}, {Title: "Déclaré", Kind: report.Int},
			{Title: "Précision", Width: 14}, {Title: "Porté par le PTSM", Kind: report.Int, Width: 18}, {Title: "Période comparée", Kind: report.Int, Width: 18},
			{Title: "Évolution", Kind: report.Int}, {Title: "Définition", Width: 90}}}
	own, _ := c.own()
	for _, i := range c.Indicators {
		n := c.Figures.Total.Counts[i.Code]
		row := []any{c.heading(i.Code), i.Code, n, nil, nil, number(own.Counts, i.Code), nil, nil, i.Definition}
		if d, ok := c.Figures.Total.Declared[i.Code]; ok {
			row[3] = d.Value
			if d.AtLeast {
				row[4] = "au moins"
			}
		}
		if c.Before != nil {
			if was, ok := c.Before.Total.Counts[i.Code]; ok {
				row[6], row[7] = was, n-was
			}
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func number(counts map[string]int, code string) any {
	if n, ok := counts[code]; ok {
		return n
	}
	return nil
}

func (c Content) tableSheet(t Table) report.Sheet {
	s := report.Sheet{Name: t.Title, Title: t.Title, Note: "Personnes et structures distinctes\u00a0: chaque ligne et le total comptent les leurs.",
		Columns: []report.Column{{Title: t.Line, Width: 44}, {Title: "Code", Width: 18}}}
	present := domain.Indicators[domain.FigPresent].Code
	for _, code := range t.Figures {
		if code == present && len(t.Rows) > 1 && len(t.Rows) <= 60 && t.Name != "by_structure" {
			s.Chart = &report.Chart{Kind: report.ChartBar, Title: "Présents, " + strings.ToLower(t.Title[:1]) + t.Title[1:], Values: []int{len(s.Columns)}}
			if t.Name == "by_month" || t.Name == "by_year" {
				s.Chart.Kind = report.ChartColumn
			}
		}
		s.Columns = append(s.Columns, report.Column{Title: c.heading(code), Kind: kindOf(code), Width: 15})
	}
	var declared []string
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPSSM} {
		if t.Total.Said(f) != nil {
			declared = append(declared, domain.Indicators[f].Code)
			s.Columns = append(s.Columns, report.Column{Title: "Déclaré, à part\u00a0: " + c.heading(domain.Indicators[f].Code), Kind: report.Int, Width: 18})
		}
	}
	line := func(r Row, label string) []any {
		cells := []any{label, r.Key}
		for _, code := range t.Figures {
			cells = append(cells, number(r.Counts, code))
		}
		for _, code := range declared {
			if d, ok := r.Declared[code]; ok {
				cells = append(cells, d.Value)
			} else {
				cells = append(cells, nil)
			}
		}
		return cells
	}
	for _, r := range t.Rows {
		s.Rows = append(s.Rows, line(r, r.Label))
	}
	s.Total = line(t.Total, "Total")
	return s
}

func (c Content) anapSheet() report.Sheet {
	s := report.Sheet{Name: "Suivi par action", Title: "Suivi par action de la feuille de route", Note: "Un événement compte pour son action principale\u00a0; les contributions secondaires sont citées, jamais additionnées.",
		Columns: []report.Column{{Title: "Action", Width: 12}, {Title: "Objectif", Width: 60}, {Title: "Réalisé", Width: 80},
			{Title: "Chiffres", Width: 60}, {Title: "Commentaire", Width: 60}, {Title: "Événements", Kind: report.Int},
			{Title: "Présents", Kind: report.Int}, {Title: "Personnes distinctes", Kind: report.Int}, {Title: "Structures", Kind: report.Int}}}
	for _, a := range c.ActionSheets() {
		r := zeroed(c.Table("by_roadmap_action"), a.Item.Code)
		done := any(strings.Join(a.Done(), "\n"))
		if !a.Fed() {
			done = report.Unknown
		}
		s.Rows = append(s.Rows, []any{"Action " + a.Item.Code, a.Item.Name, done, cmp.Or(a.Numbers(), "aucun chiffre"), a.Comment,
			r.Of(domain.FigEvents), r.Of(domain.FigPresent), r.Of(domain.FigPeople), r.Of(domain.FigStructures)})
	}
	return s
}
