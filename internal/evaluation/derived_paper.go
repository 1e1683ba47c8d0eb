package evaluation

import (
	"fmt"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

// mostYears is how many years a table on paper has, the latest: the files have all of them.
const mostYears = 5

func (m Mixed) share() string { return percent(m.Largest, m.Known) }

// rates say how many came of those expected, and how many seats were taken.
func (c Content) rates() []string {
	say := func(title string, part, whole domain.Figure) string {
		n, of := c.Figures.Total.Of(part), c.Figures.Total.Of(whole)
		if of == 0 {
			return title + "\u00a0: " + domain.Unset + "."
		}
		return fmt.Sprintf("%s\u00a0: %s (%s sur %s).", title, percent(n, of), paris.Number(n), paris.Number(of))
	}
	return []string{say("Taux de présence des inscrits maintenus", domain.FigPresentRegistered, domain.FigKept),
		say("Taux de remplissage des événements qui ont une capacité", domain.FigTaken, domain.FigSeats)}
}

// mixity says how mixed those who came are, in all and by programme.
func (c Content) mixity() []report.Block {
	m := c.Derived.Mixity
	if m.Sectors == 0 {
		return nil
	}
	blocks := []report.Block{{Heading: "Mixité"}, {Text: fmt.Sprintf("%s\u00a0; le premier, « %s », fait %s des participations dont le secteur est connu.",
		paris.Capital(count(m.Sectors, "secteur représenté", "secteurs représentés")), m.Main, m.share())}}
	g := &report.Grid{Columns: []report.GridColumn{{Title: "Programme", Share: 60}, {Title: "Secteurs", Share: 20, Number: true}, {Title: "Premier secteur", Share: 54},
		{Title: "Sa part", Share: 20, Number: true}, {Title: "Sans secteur connu", Share: 24, Number: true}}}
	for _, p := range c.Derived.Programmes {
		g.Rows = append(g.Rows, []string{p.Label, paris.Number(p.Sectors), p.Main, p.share(), paris.Number(p.Unknown)})
	}
	return append(blocks, report.Block{Grid: g})
}

// latest is the place of the first of the years that a table has, and the titles of their columns.
func latest(years []string, word string) (from int, columns []report.GridColumn) {
	from = max(0, len(years)-mostYears)
	for _, y := range years[from:] {
		title := word + y
		if y == "" {
			title = "Sans date"
		}
		columns = append(columns, report.GridColumn{Title: title, Share: 20, Number: true})
	}
	return from, columns
}

// per10000 are the last cells of a line: its population, and its rate.
func per10000(r domain.Rate) []string {
	n, known := r.TenthsPer10000()
	if !known {
		return []string{domain.Unset, "–"}
	}
	return []string{paris.Number(r.Whole), fmt.Sprintf("%s,%d", paris.Number(n/10), n%10)}
}

var per10000Columns = []report.GridColumn{{Title: "Population", Share: 26, Number: true}, {Title: "Pour 10\u202f000 habitants", Share: 26, Number: true}}

// coverage says who came from where, for the inhabitants.
func (c Content) coverage() []report.Block {
	v := c.Derived.Coverage
	if len(v.Years) == 0 {
		return nil
	}
	from, years := latest(v.Years, "")
	g := &report.Grid{Columns: append([]report.GridColumn{{Title: "Territoire d’exercice", Share: 60}}, years...)}
	g.Columns = append(append(g.Columns, report.GridColumn{Title: "Présents", Share: 20, Number: true}), per10000Columns...)
	for _, l := range v.Lines {
		row := []string{l.Label}
		for _, n := range l.Years[from:] {
			row = append(row, paris.Number(n))
		}
		g.Rows = append(g.Rows, append(append(row, paris.Number(l.Present)), per10000(l.Rate())...))
	}
	return []report.Block{{Heading: "Couverture"}, {Grid: g}}
}

// firstAiders is the chapter of those trained, year after year; nothing before the first.
func (c Content) firstAiders() []report.Chapter {
	v := c.Derived.FirstAiders
	if v.Total.Sum() == 0 {
		return nil
	}
	from, years := latest(v.Years, "Fin ")
	table := func(title string, lines []CumulLine, people bool) *report.Grid {
		g := &report.Grid{Columns: append([]report.GridColumn{{Title: title, Share: 60}}, years...)}
		if people {
			g.Columns = append(g.Columns, per10000Columns...)
		}
		line := func(l CumulLine) []string {
			row := []string{l.Label}
			for _, n := range l.Sums[from:] {
				row = append(row, paris.Number(n))
			}
			if people {
				row = append(row, per10000(l.Rate())...)
			}
			return row
		}
		for _, l := range lines {
			if l.Sum() > 0 {
				g.Rows = append(g.Rows, line(l))
			}
		}
		if people {
			g.Total = line(v.Total)
			for i := len(g.Total) - 2; i < len(g.Total); i++ {
				g.Total[i] = "–"
			}
		}
		return g
	}
	text := strings.Replace(c.definition("pssm_cumulated"), "Personnes différentes formées", "Sont comptées les personnes différentes formées", 1)
	return []report.Chapter{{Title: "Secouristes en santé mentale, en cumul", Level: 2, Blocks: []report.Block{{Note: text},
		{Grid: table("Territoire d’exercice", v.Territories, true)}, {Grid: table("Module", v.Modules, false)}}}}
}

// definition is that of a derived measure, as it was.
func (c Content) definition(code string) string {
	for _, i := range c.Derived.Definitions {
		if i.Code == code {
			return i.Definition
		}
	}
	return ""
}
