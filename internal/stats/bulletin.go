package stats

import (
	"html"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

// Bulletin is a block for a newsletter: a title, three figures, a sentence.
type Bulletin struct {
	Title   string
	Figures []BulletinFigure
	Phrase  string
}

// BulletinFigure is a number and what it counts, singular or plural as the number wants.
type BulletinFigure struct{ Value, Label string }

// BulletinOf makes the block of a line of figures, such as that of what the PTSM ran.
func BulletinOf(s Scope, row domain.Row) Bulletin {
	b := Bulletin{Title: s.name() + "\u00a0: " + during(s.Period) + " en chiffres"}
	if name, ok := calendar(s.Period); ok {
		b.Title = s.name() + "\u00a0: " + name + " en chiffres"
	}
	for _, f := range []struct {
		figure    domain.Figure
		one, many string
	}{{domain.FigEvents, "événement porté", "événements portés"}, {domain.FigPeople, "personne distincte", "personnes distinctes"},
		{domain.FigStructures, "structure représentée", "structures représentées"}} {
		n := row.Counts[f.figure]
		b.Figures = append(b.Figures, BulletinFigure{paris.Number(n), choose(n, f.one, f.many)})
	}
	b.Phrase = s.Phrase(domain.FigPeople, row.Counts[domain.FigPeople], row.Counts[domain.FigStructures])
	return b
}

// Text is the block in plain text.
func (b Bulletin) Text() string {
	lines := []string{b.Title, ""}
	for _, f := range b.Figures {
		lines = append(lines, "- "+f.Value+" "+f.Label)
	}
	return strings.Join(append(lines, "", b.Phrase), "\n") + "\n"
}

// HTML is the block for the tool that writes the newsletter: no style of ours, which those tools drop.
func (b Bulletin) HTML() string {
	var out strings.Builder
	out.WriteString("<h2>" + html.EscapeString(b.Title) + "</h2>\n<ul>\n")
	for _, f := range b.Figures {
		out.WriteString("<li><strong>" + html.EscapeString(f.Value) + "</strong> " + html.EscapeString(f.Label) + "</li>\n")
	}
	out.WriteString("</ul>\n<p>" + html.EscapeString(b.Phrase) + "</p>\n")
	return out.String()
}

// ListWorkbook is the list behind a figure as a sheet, with its period, its filters and its definition.
func ListWorkbook(l List, active []Active, at time.Time) report.Workbook {
	i := domain.Indicators[l.Figure]
	period := "Période\u00a0: " + PeriodText(l.Query.Period)
	if l.Table != "" {
		period += "\u202f; " + lower(l.Table) + "\u00a0: " + l.Line
	}
	for _, a := range active {
		period += "\u202f; " + a.Text()
	}
	count := report.Column{Title: "Compte pour", Kind: report.Int, Width: 14}
	if l.Figure == domain.FigMinutes {
		count.Kind, count.Title = report.Minutes, "Durée"
	}
	s := report.Sheet{Name: "Liste", Title: i.Label, Note: i.Definition, Columns: []report.Column{{Title: "Nom", Width: 36}, {Title: "Structure", Width: 36},
		{Title: "Événement", Width: 48}, {Title: "Date", Kind: report.Date, Width: 14}, {Title: "Participations", Kind: report.Int, Width: 14}, count}}
	for _, r := range l.Rows {
		var when, times any
		if !r.When.IsZero() {
			when = r.When
		}
		if r.Times > 0 {
			times = r.Times
		}
		s.Rows = append(s.Rows, []any{r.Name, r.Detail, r.EventTitle, when, times, r.Count})
	}
	s.Total = []any{"Total", nil, nil, nil, nil, l.Total}
	return report.Workbook{Title: i.Label, Subtitle: period, GeneratedAt: at, Sheets: []report.Sheet{s}}
}
