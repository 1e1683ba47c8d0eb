package evaluation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

// printed are the figures of a table on paper: the files have all of them.
func printed(t Table) []domain.Figure {
	table, ok := domain.TableOf(t.Name)
	switch {
	case !ok:
		return nil
	case table == domain.ByProof:
		return []domain.Figure{domain.FigPresent, domain.FigPeople, domain.FigStructures}
	case int(table) < domain.EventTables:
		return []domain.Figure{domain.FigEvents, domain.FigRegistered, domain.FigPresent, domain.FigPeople, domain.FigStructures}
	}
	return []domain.Figure{domain.FigRegistered, domain.FigWalkIns, domain.FigPresent, domain.FigPeople, domain.FigStructures}
}

var shortLabels = map[domain.Figure]string{domain.FigEvents: "Événements", domain.FigRegistered: "Inscrits", domain.FigWalkIns: "Sur place",
	domain.FigPresent: "Présents", domain.FigPeople: "Personnes distinctes", domain.FigStructures: "Structures"}

// grid is a table on paper; nil where nothing was counted. total tells whether it ends with its total.
func (c Content) grid(name string, total bool) *report.Grid {
	t := c.Table(name)
	figures := printed(t)
	g := &report.Grid{Columns: []report.GridColumn{{Title: t.Line, Share: 64}}}
	for _, f := range figures {
		share := 20.0
		if f == domain.FigEvents {
			share = 26 // for the word
		}
		g.Columns = append(g.Columns, report.GridColumn{Title: shortLabels[f], Share: share, Number: true})
	}
	declared := t.Total.Said(domain.FigPresent) != nil
	if declared {
		g.Columns = append(g.Columns, report.GridColumn{Title: "Présents déclarés, à part", Share: 25, Number: true})
	}
	line := func(r Row, label string) []string {
		cells := []string{label}
		for _, f := range figures {
			cells = append(cells, paris.Number(r.Of(f)))
		}
		if declared {
			cells = append(cells, declaredText(r, domain.FigPresent))
		}
		return cells
	}
	for _, r := range t.Rows {
		g.Rows = append(g.Rows, line(r, r.Label))
	}
	if len(g.Rows) == 0 {
		return nil
	}
	if total {
		g.Total = line(t.Total, "Total")
	}
	return g
}

// maxBars is how many bars a chart has; the table has all lines.
const maxBars = 12

// cut is a table with its chart.
func (c Content) cut(name string) []report.Block {
	t := c.Table(name)
	g := c.grid(name, true)
	if g == nil {
		return nil
	}
	blocks := []report.Block{{Heading: t.Title}}
	if !t.says() {
		return append(blocks, report.Block{Text: "Rien n’a été compté sur cette période."})
	}
	if b := c.bars(t); len(b.Items) > 1 {
		blocks = append(blocks, report.Block{Bars: &b})
	}
	return append(blocks, report.Block{Grid: g})
}

// says tells whether anything at all was counted or declared in a table.
func (t Table) says() bool {
	for _, r := range t.Rows {
		if len(r.Declared) > 0 {
			return true
		}
		for _, n := range r.Counts {
			if n != 0 {
				return true
			}
		}
	}
	return false
}

func (c Content) bars(t Table) report.Bars {
	b := report.Bars{Caption: "Présents (participations)", First: "constatés"}
	for _, r := range t.Rows {
		i := report.Bar{Label: r.Label, First: r.Of(domain.FigPresent)}
		if d := r.Said(domain.FigPresent); d != nil && d.Value > 0 {
			i.Second, b.Second = d.Value, "déclarés"
		}
		if i.First+i.Second > 0 {
			b.Items = append(b.Items, i)
		}
	}
	if t.Name != "by_role" && t.Name != "by_year" { // these have an order of their own
		slices.SortStableFunc(b.Items, func(x, y report.Bar) int { return y.First + y.Second - x.First - x.Second })
	}
	if len(b.Items) > maxBars {
		b.Caption += fmt.Sprintf(", les %d premières lignes", maxBars)
		b.Items = b.Items[:maxBars]
	}
	return b
}

// months is the chart of the year; nothing where there is nothing to draw.
func (c Content) months() []report.Block {
	b := report.Bars{Caption: "Présents (participations) par mois", Columns: true}
	for _, r := range c.Table("by_month").Rows {
		if at, err := time.Parse("2006-01", r.Key); err == nil {
			b.Items = append(b.Items, report.Bar{Label: paris.ShortMonth(at.Add(12 * time.Hour)), First: r.Of(domain.FigPresent)})
		}
	}
	const most = 36
	if len(b.Items) > most {
		b.Items = b.Items[len(b.Items)-most:]
		b.Caption += fmt.Sprintf(", les %d derniers", most)
	}
	if !slices.ContainsFunc(b.Items, func(i report.Bar) bool { return i.First > 0 }) {
		return nil
	}
	return []report.Block{{Bars: &b}}
}

func sortNames(names []string) {
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(domain.Fold(a), domain.Fold(b)) })
}

func joinNames(names []string) string { return strings.Join(names, ", ") }
