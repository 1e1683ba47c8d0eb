package hooks

import (
	"fmt"
	"html/template"
	"slices"
	"time"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// figureChart is one table and its picture.
type figureChart struct {
	ID, Title, Line string
	SVG             template.HTML
	Note            string
	Columns         []string
	Rows            []figureRow
	Total           figureRow
	More            string // address of all the lines, where the screen has the first ones only
	All             int
	Image           string // address of the picture
	Phrase          figurePhrase
}

type figureRow struct {
	Label   string
	Unknown bool
	Cells   []figureCell
}

// shownIn is what the screen shows of each table: the exports have all of it.
func shownIn(t domain.Table) []domain.Figure {
	switch {
	case t == domain.ByEvent: // one event a line: its participations are its people
		return []domain.Figure{domain.FigRegistered, domain.FigPresent, domain.FigStructures}
	case t == domain.ByProof:
		return []domain.Figure{domain.FigPresent, domain.FigPeople, domain.FigStructures}
	case t.Seconds():
		return []domain.Figure{domain.FigEvents, domain.FigSecondary, domain.FigRegistered, domain.FigPresent, domain.FigPeople, domain.FigStructures}
	case int(t) < domain.EventTables:
		return []domain.Figure{domain.FigEvents, domain.FigRegistered, domain.FigPresent, domain.FigPeople, domain.FigStructures}
	}
	return []domain.Figure{domain.FigRegistered, domain.FigWalkIns, domain.FigPresent, domain.FigPeople, domain.FigStructures}
}

// shortLabels head the columns of the screen, where room is scarce.
var shortLabels = map[domain.Figure]string{domain.FigEvents: "Événements", domain.FigSecondary: "Cités en second", domain.FigRegistered: "Inscrits", domain.FigWalkIns: "Sur place",
	domain.FigPresent: "Présents", domain.FigPeople: "Personnes", domain.FigStructures: "Structures"}

// linesShown is how many lines of a table stand under its picture: the paged table has them all.
const linesShown = 60

func (c figureCount) chart(t domain.Table) figureChart {
	def, r := domain.Tables[t], c.Report
	out := figureChart{ID: def.Name, Title: "Présents, p" + def.Title[1:], Line: def.Line, Image: imageURL(c, def.Name),
		Phrase: figurePhrase{"phrase-" + def.Name, c.scope().Lines(t, r.Tables[t])}}
	for _, f := range shownIn(t) {
		out.Columns = append(out.Columns, shortLabels[f])
	}
	for i, row := range r.Tables[t] {
		if i < linesShown || row.Key == "" {
			out.Rows = append(out.Rows, c.rowOf(t, row, def.Name))
		}
	}
	if out.All = len(r.Tables[t]); out.All > len(out.Rows) {
		out.More = tableURL(c, t)
	}
	out.Total = c.rowOf(t, r.TotalOf(t), "")
	out.SVG, out.Note = draw(chart.Figure{ID: "g-" + def.Name, Title: out.Title, Unit: "présents"}, t, r.Tables[t])
	return out
}

// rowOf is a line of a table with the lists behind its numbers.
func (c figureCount) rowOf(t domain.Table, row domain.Row, table string) figureRow {
	out := figureRow{Label: row.Label, Unknown: row.Key == ""}
	for _, f := range shownIn(t) {
		cell := figureCell{Value: paris.Number(row.Counts[f])}
		if row.Counts[f] != 0 {
			cell.URL = c.Bar.kept(listURL(c.Report.Query(), f, table, row.Key))
		}
		if d := row.Declared(f); d != nil {
			cell.Note = paris.Number(d.Value) + "\u00a0" + agree(d.Value, "déclaré", "déclarés")
		}
		out.Cells = append(out.Cells, cell)
	}
	return out
}

func imageURL(c figureCount, name string) string {
	return figuresPath + "/graphique/" + name + ".svg?" + c.Report.Query().Values().Encode()
}

func tableURL(c figureCount, t domain.Table) string {
	return c.Bar.kept(figuresPath + "/tableau/" + domain.Tables[t].Name + "?" + c.Report.Query().Values().Encode())
}

// maxBars is how many bars a chart has at most; the table has all lines.
const maxBars = 12

func draw(f chart.Figure, t domain.Table, rows []domain.Row) (svg template.HTML, note string) {
	if t == domain.ByMonth {
		var items []chart.Item
		for _, r := range rows {
			at, err := time.Parse("2006-01", r.Key)
			if err == nil {
				items = append(items, chart.Item{Label: paris.ShortMonth(at.Add(12 * time.Hour)), Value: r.Counts[domain.FigPresent]})
			}
		}
		return chart.Columns(f, items), ""
	}
	var pairs []chart.Pair
	declared, unknown := false, false
	for _, r := range rows {
		p := chart.Pair{Label: r.Label, First: r.Counts[domain.FigPresent]}
		if r.DeclaredPresent != nil {
			p.Second = r.DeclaredPresent.Value
		}
		if p.First+p.Second > 0 {
			pairs = append(pairs, p)
			declared, unknown = declared || p.Second > 0, r.Key == ""
		}
	}
	if t != domain.ByRole && t != domain.ByProof { // these two have an order of their own
		known := pairs
		if unknown && len(pairs) > 0 { // « non renseigné » stays last
			known = pairs[:len(pairs)-1]
		}
		slices.SortStableFunc(known, func(a, b chart.Pair) int { return b.First + b.Second - a.First - a.Second })
	}
	if len(pairs) > maxBars {
		note = fmt.Sprintf("Les %d premières\u00a0; le tableau les a toutes.", maxBars)
		pairs = pairs[:maxBars]
	}
	if declared {
		return chart.Stacked(f, "constatés", "déclarés", pairs), note
	}
	var items []chart.Item
	for _, p := range pairs {
		items = append(items, chart.Item{Label: p.Label, Value: p.First})
	}
	return chart.Bars(f, items), note
}
