package hooks

import (
	"fmt"
	"html/template"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

const reachPath = "/gestion/chiffres/territoires"

// reachPage is the view of met/reach.
type reachPage struct {
	Bar       figuresBar
	Shown     bool
	Period    string
	Query     template.URL
	Charts    []reachChart
	PSSM      reachChart // cumulated
	HasMap    bool
	Populated bool // some territory's population is filled in
}

// reachChart is a cartogram, its map, and the table behind them.
type reachChart struct {
	ID, Title, Note, Line string
	Tiles, Map            template.HTML
	Columns               []string
	Rows                  []figureRow
	Total                 figureRow
}

// reach shows where those who came work, and where the events took place.
func (s *site) reach(e *core.RequestEvent) error {
	c, err := s.countAlone(e, reachPath)
	if err != nil {
		return s.refuse(e, err)
	}
	view, r, query := reachPage{Bar: c.Bar}, c.Report, c.Report.Query()
	if len(c.Errors) > 0 {
		return s.renderForm(e, 422, "figures/reach", view, c.Errors)
	}
	territories, err := records.Items(e.App, records.Territories)
	if err != nil {
		return s.refuse(e, err)
	}
	outlines, err := stats.LoadMap(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	view.Shown, view.Period, view.Query = true, stats.PeriodText(query.Period), template.URL(query.Values().Encode())
	view.HasMap = outlines != nil && len(outlines.Match) > 0
	for _, t := range territories {
		view.Populated = view.Populated || t.Population > 0
	}
	view.Charts = append(view.Charts, coverage(r, territories, outlines, false))
	if view.Populated {
		view.Charts = append(view.Charts, coverage(r, territories, outlines, true))
	}
	view.Charts = append(view.Charts, places(r, territories, outlines))
	view.PSSM = firstAiders(r, territories)
	return s.render(e, 200, "figures/reach", view)
}

// coverage is the presences by work territory, or their number for 10 000 inhabitants, in tenths.
func coverage(r stats.Report, territories []records.Item, outlines *stats.TerritoryMap, rate bool) reachChart {
	c := reachChart{ID: "travail", Title: "Présents, par territoire d’exercice", Line: domain.Tables[domain.ByWork].Line,
		Columns: []string{"Présents", "Personnes", "Structures", "Population", "Présents pour 10\u202f000 habitants"}}
	write, unit := paris.Number, "présents"
	if rate {
		c.ID, c.Title, write, unit = "taux", "Présents pour 10\u202f000 habitants, par territoire d’exercice", tenths, "présents pour 10\u202f000 habitants"
		c.Note = "Seuls les territoires dont la population est renseignée ont un taux."
	}
	c.fill(r, domain.ByWork, territories, []domain.Figure{domain.FigPresent, domain.FigPeople, domain.FigStructures}, true)
	c.draw(r.Tables[domain.ByWork], territories, outlines, unit, write, !rate, func(row domain.Row, t records.Item) int {
		if rate {
			return per10000(domain.Rate{Part: row.Counts[domain.FigPresent], Whole: t.Population})
		}
		return row.Counts[domain.FigPresent]
	})
	return c
}

// places is the events held, by the territory of their place.
func places(r stats.Report, territories []records.Item, outlines *stats.TerritoryMap) reachChart {
	c := reachChart{ID: "lieux", Title: "Événements réalisés, par territoire du lieu", Line: domain.Tables[domain.ByPlace].Line,
		Columns: []string{"Événements", "Présents", "Personnes", "Structures"}}
	c.fill(r, domain.ByPlace, territories, []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures}, false)
	c.draw(r.Tables[domain.ByPlace], territories, outlines, "événements", paris.Number, true, func(row domain.Row, _ records.Item) int { return row.Counts[domain.FigEvents] })
	return c
}

// per10000 is a rate for 10 000, in tenths; -1 where it is not known.
func per10000(r domain.Rate) int {
	if n, known := r.TenthsPer10000(); known {
		return n
	}
	return -1
}

// tenths writes a number of tenths: 123 is « 12,3 ».
func tenths(n int) string { return fmt.Sprintf("%s,%d", paris.Number(n/10), n%10) }

// fill is the table: a line for every territory, nothing counted included.
func (c *reachChart) fill(r stats.Report, table domain.Table, territories []records.Item, figures []domain.Figure, population bool) {
	rows := map[string]domain.Row{}
	for _, row := range r.Tables[table] {
		rows[row.Key] = row
	}
	line := func(row domain.Row, name, table string, people int) figureRow {
		out := figureRow{Label: row.Label, Unknown: row.Key == "" && table != ""}
		for _, f := range figures {
			cell := figureCell{Value: paris.Number(row.Counts[f])}
			if row.Counts[f] != 0 {
				cell.URL = listURL(r.Query(), f, table, row.Key)
			}
			out.Cells = append(out.Cells, cell)
		}
		if population {
			known, rate := "non renseignée", "–"
			if people > 0 {
				known, rate = paris.Number(people), tenths(per10000(domain.Rate{Part: row.Counts[domain.FigPresent], Whole: people}))
			}
			if row.Key == "" {
				known = "–"
			}
			out.Cells = append(out.Cells, figureCell{Value: known}, figureCell{Value: rate})
		}
		return out
	}
	for _, t := range territories {
		row, ok := rows[t.Code]
		if !ok {
			row = domain.Row{Key: t.Code, Label: t.Name}
		}
		c.Rows = append(c.Rows, line(row, t.Name, domain.Tables[table].Name, t.Population))
		delete(rows, t.Code)
	}
	for _, row := range r.Tables[table] { // what the list does not name, and « non renseigné »
		if _, left := rows[row.Key]; left {
			c.Rows = append(c.Rows, line(row, row.Label, domain.Tables[table].Name, 0))
		}
	}
	c.Total = line(r.TotalOf(table), "Total", "", 0)
}

// draw is the cartogram, and the map where the coordinator brought one in.
func (c *reachChart) draw(rows []domain.Row, territories []records.Item, outlines *stats.TerritoryMap, unit string, write func(int) string, bubbles bool, value func(domain.Row, records.Item) int) {
	byKey := map[string]domain.Row{}
	for _, row := range rows {
		byKey[row.Key] = row
	}
	figure := chart.Figure{ID: "tuiles-" + c.ID, Title: c.Title, Unit: unit}
	var tiles []chart.Tile
	var lands []chart.Land
	by, rest := map[string][][]int{}, [][]int(nil)
	if outlines != nil {
		by, rest = outlines.Lands()
	}
	if len(rest) > 0 {
		lands = append(lands, chart.Land{Label: "Hors des territoires", Rings: rest, Blank: true})
	}
	for _, t := range arranged(territories) {
		n := value(byKey[t.item.Code], t.item)
		says := "non renseigné"
		if n >= 0 {
			says = write(n) + " " + unit
		}
		short := typographic(shortTerritory(t.item.Name))
		tiles = append(tiles, chart.Tile{Label: short, Col: t.col, Row: t.row, Value: n, Says: says, Aside: t.aside})
		if rings := by[t.item.Code]; len(rings) > 0 {
			lands = append(lands, chart.Land{Label: typographic(t.item.Name), Short: short, Value: n, Says: says, Rings: rings})
		}
	}
	c.Tiles = chart.Tiles(figure, tiles, write)
	if len(by) > 0 {
		figure.ID = "carte-" + c.ID
		c.Map = chart.Map(figure, outlines.Lines.Width, outlines.Lines.Height, lands, bubbles, write)
	}
}
