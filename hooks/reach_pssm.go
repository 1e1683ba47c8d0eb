package hooks

import (
	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// firstAiders is how many people were trained by the end of each year, as columns, and by territory, in tiles.
func firstAiders(r stats.Report, territories []records.Item) reachChart {
	c := reachChart{ID: "pssm", Title: "Secouristes en santé mentale formés, en cumul", Line: domain.Tables[domain.ByWork].Line}
	if r.PSSM.Total.Sum() == 0 {
		return c
	}
	var columns []chart.Item
	for i, n := range r.PSSM.Total.Sums() {
		year := r.PSSM.Years[i]
		if year == "" {
			year = "sans date"
		}
		c.Columns = append(c.Columns, "Fin "+year)
		if r.PSSM.Years[i] == "" {
			c.Columns[i] = year
		}
		columns = append(columns, chart.Item{Label: year, Value: n})
	}
	c.Columns = append(c.Columns, "Population", "Pour 10\u202f000 habitants")
	byKey := map[string]int{}
	for _, l := range r.PSSM.Territories {
		byKey[l.Key] = l.Sum()
		c.Rows = append(c.Rows, cumulRow(l))
	}
	c.Total = cumulRow(r.PSSM.Total)
	c.Total.Cells[len(c.Total.Cells)-2].Value, c.Total.Cells[len(c.Total.Cells)-1].Value = "–", "–"
	c.Map = chart.Columns(chart.Figure{ID: "colonnes-pssm", Title: c.Title, Unit: "secouristes"}, columns)
	var tiles []chart.Tile
	for _, t := range arranged(territories) {
		n := byKey[t.item.Code]
		tiles = append(tiles, chart.Tile{Label: typographic(shortTerritory(t.item.Name)), Col: t.col, Row: t.row, Value: n, Says: paris.Number(n) + " secouristes", Aside: t.aside})
	}
	c.Tiles = chart.Tiles(chart.Figure{ID: "tuiles-pssm", Title: c.Title + ", par territoire d’exercice", Unit: "secouristes"}, tiles, paris.Number)
	return c
}

func cumulRow(l domain.CumulLine) figureRow {
	row := figureRow{Label: l.Label, Unknown: l.Key == "" && l.Label == domain.Unset}
	for _, n := range l.Sums() {
		row.Cells = append(row.Cells, figureCell{Value: paris.Number(n)})
	}
	population, rate := "non renseignée", "–"
	if l.Population > 0 {
		population, rate = paris.Number(l.Population), tenths(per10000(l.Rate()))
	}
	return figureRow{Label: row.Label, Unknown: row.Unknown, Cells: append(row.Cells, figureCell{Value: population}, figureCell{Value: rate})}
}
