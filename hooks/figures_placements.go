package hooks

import (
	"fmt"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/paris"
)

// stageFigures are the figures of the stages croisés, and the heads of their columns.
var stageFigures = []domain.Figure{domain.FigPlacements, domain.FigHalfDays, domain.FigInstitutions, domain.FigPlacedPairs, domain.FigReports}

var stageHeads = []string{"Stages", "Demi-journées", "Établissements", "Paires entre secteurs", "Rapports"}

// stages are the stages croisés that are done: their figures, between which sectors and structures, by programme and by
// campaign.
func stages(c figureCount) figureSection {
	s := figureSection{ID: "stages", Title: "Stages croisés", Cells: c.totals(stageFigures...),
		Note: "Un stage croisé réalisé est la participation d’une personne : il compte parmi les présents, jamais parmi les événements réalisés."}
	p := c.Report.Placements
	if len(p.Campaigns) == 0 {
		s.Sentences = []string{"Aucun stage croisé n’est terminé sur cette période."}
		return s
	}
	if len(p.Sectors) > 0 {
		s.Charts = append(s.Charts, c.stagePairs("stages-secteurs", "Stages croisés, entre quels secteurs", "Secteurs", p.Sectors, nil))
	}
	if len(p.Pairs) > 0 {
		s.Charts = append(s.Charts, c.stagePairs("stages-etablissements", "Stages croisés, entre quels établissements", "Établissements", p.Pairs, c.linkURL))
	}
	s.Charts = append(s.Charts, c.stageProgrammes(), c.stageCampaigns(p.Campaigns))
	for _, l := range p.Campaigns {
		if l.Key != "" {
			s.Links = append(s.Links, yearLink{Label: "Bilan : " + l.Label, URL: "/gestion/stages/" + l.Key + "/bilan"})
		}
	}
	return s
}

// linkURL is the page of what brought two structures together.
func (c figureCount) linkURL(p domain.PlacementPair) string {
	q := c.Report.Query().Values()
	q.Set("a", fmt.Sprint(p.A))
	q.Set("b", fmt.Sprint(p.B))
	return metPath + "/lien?" + q.Encode()
}

// stagePairs shows who sent whom where, both ways.
func (c figureCount) stagePairs(id, title, line string, pairs []domain.PlacementPair, opens func(domain.PlacementPair) string) figureChart {
	out := figureChart{ID: id, Title: title, Line: line, Columns: []string{"Stages", "Aller", "Retour", "Demi-journées"}}
	var items []chart.Item
	for i, p := range pairs {
		label := p.LabelA + " – " + p.LabelB
		cells := []figureCell{{Value: paris.Number(p.Stages())}, {Value: paris.Number(p.Forth)}, {Value: paris.Number(p.Back)}, {Value: paris.Number(p.HalfDays)}}
		if opens != nil {
			cells[0].URL = opens(p)
		}
		if i < linesShown {
			out.Rows = append(out.Rows, figureRow{Label: label, Cells: cells})
		}
		if i < maxBars {
			items = append(items, chart.Item{Label: label, Value: p.Stages()})
		}
	}
	out.Note = "L’aller va du premier nommé au second ; le retour, dans l’autre sens."
	if len(pairs) > linesShown {
		out.Note += fmt.Sprintf(" Les %d premières lignes sur %s.", linesShown, paris.Number(len(pairs)))
	}
	out.SVG = chart.Bars(chart.Figure{ID: "g-" + id, Title: title, Unit: "stages"}, items)
	return out
}

// stageProgrammes cuts the stages by programme; each number opens its list.
func (c figureCount) stageProgrammes() figureChart {
	def := domain.Tables[domain.ByProgramme]
	out := figureChart{ID: "stages-programmes", Title: "Stages croisés, par programme", Line: def.Line, Columns: stageHeads}
	line := func(row domain.Row, table string) figureRow {
		r := figureRow{Label: row.Label, Unknown: row.Key == "" && table != ""}
		for _, f := range stageFigures {
			cell := figureCell{Value: paris.Number(row.Counts[f])}
			if row.Counts[f] != 0 {
				cell.URL = c.Bar.kept(listURL(c.Report.Query(), f, table, row.Key))
			}
			r.Cells = append(r.Cells, cell)
		}
		return r
	}
	var items []chart.Item
	for _, row := range c.Report.Tables[domain.ByProgramme] {
		if n := row.Counts[domain.FigPlacements]; n > 0 {
			out.Rows = append(out.Rows, line(row, def.Name))
			items = append(items, chart.Item{Label: row.Label, Value: n})
		}
	}
	out.Total = line(c.Report.TotalOf(domain.ByProgramme), "")
	out.SVG = chart.Bars(chart.Figure{ID: "g-" + out.ID, Title: out.Title, Unit: "stages"}, items)
	return out
}

// stageCampaigns cuts the stages by campaign. Structures and pairs are counted in each.
func (c figureCount) stageCampaigns(lines []domain.PlacementLine) figureChart {
	out := figureChart{ID: "stages-campagnes", Title: "Stages croisés, par campagne", Line: "Campagne", Columns: stageHeads}
	var items []chart.Item
	for _, l := range lines {
		if l.Key == "" {
			l.Label = evaluation.ByHand
		}
		r := figureRow{Label: l.Label}
		for _, n := range []int{l.Done, l.HalfDays, l.Structures, l.Across, l.Reports} {
			r.Cells = append(r.Cells, figureCell{Value: paris.Number(n)})
		}
		if l.Key != "" && c.Report.Filter.Campaign == "" {
			q := c.Report.Query()
			q.Filter.Campaign = l.Label
			r.Cells[0].URL = c.Bar.kept(listURL(q, domain.FigPlacements, "", ""))
		}
		out.Rows, items = append(out.Rows, r), append(items, chart.Item{Label: l.Label, Value: l.Done})
	}
	out.SVG = chart.Bars(chart.Figure{ID: "g-" + out.ID, Title: out.Title, Unit: "stages"}, items)
	return out
}
