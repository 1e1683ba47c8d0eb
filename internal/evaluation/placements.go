package evaluation

import (
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
	"passerelle/internal/stats"
)

// Placements are the stages croisés that are done, as they were on the day of the report.
type Placements struct {
	Pairs     []PlacementPair `json:"pairs"`   // between structures
	Sectors   []PlacementPair `json:"sectors"` // between sectors
	Campaigns []PlacementLine `json:"campaigns"`
}

// PlacementPair is what happened between two structures or two sectors. Unnamed: one is in no published list.
type PlacementPair struct {
	A        string `json:"a"`
	B        string `json:"b"`
	Forth    int    `json:"a_to_b"`
	Back     int    `json:"b_to_a"`
	HalfDays int    `json:"half_days"`
	Unnamed  bool   `json:"unnamed,omitempty"`
}

// PlacementLine is a campaign. Title empty: events entered by hand.
type PlacementLine struct {
	Title      string `json:"title"`
	Done       int    `json:"done"`
	HalfDays   int    `json:"half_days"`
	Structures int    `json:"institutions"`
	Across     int    `json:"pairs"`
	Reports    int    `json:"reports"`
}

// ByHand names the stages that came from no campaign.
const ByHand = "Stages saisis comme événements"

// addPlacements keeps who sent whom where.
func (c *Content) addPlacements(app core.App, r stats.Report) error {
	if len(r.Placements.Campaigns) == 0 {
		return nil
	}
	hidden, err := hiddenStructures(app)
	if err != nil {
		return err
	}
	p := &Placements{Pairs: []PlacementPair{}, Sectors: []PlacementPair{}, Campaigns: []PlacementLine{}}
	for _, l := range r.Placements.Pairs {
		p.Pairs = append(p.Pairs, PlacementPair{l.LabelA, l.LabelB, l.Forth, l.Back, l.HalfDays, hidden[strconv.Itoa(int(l.A))] || hidden[strconv.Itoa(int(l.B))]})
	}
	for _, l := range r.Placements.Sectors {
		p.Sectors = append(p.Sectors, PlacementPair{A: l.LabelA, B: l.LabelB, Forth: l.Forth, Back: l.Back, HalfDays: l.HalfDays})
	}
	for _, l := range r.Placements.Campaigns {
		title := l.Label
		if l.Key == "" {
			title = ""
		}
		p.Campaigns = append(p.Campaigns, PlacementLine{title, l.Done, l.HalfDays, l.Structures, l.Across, l.Reports})
	}
	c.Placements = p
	return nil
}

var placementFigures = []domain.Figure{domain.FigPlacements, domain.FigHalfDays, domain.FigInstitutions, domain.FigPlacedPairs, domain.FigReports}

// placements is the chapter of the stages croisés; nothing without any.
func (c Content) placements() []report.Chapter {
	comment := c.commented("chapter:placements")
	switch {
	case c.Placements == nil && len(comment) == 0:
		return nil
	case c.Placements == nil:
		return []report.Chapter{{Title: "Stages croisés", Level: 1, Blocks: comment}}
	}
	all, before := c.whole()
	blocks := append(comment, report.Block{Figures: c.keyFigures(all, before, placementFigures...)},
		report.Block{Note: "Un stage croisé est la participation d’une personne\u00a0; il n’est pas compté parmi les événements réalisés."})
	for _, t := range []struct {
		heading, of string
		lines       []PlacementPair
	}{{"Entre quels secteurs", "Secteur", c.Placements.Sectors}, {"Entre quels établissements", "Établissement", c.Placements.Pairs}} {
		if g := pairGrid(t.of, t.lines); len(g.Rows) > 0 {
			blocks = append(blocks, report.Block{Heading: t.heading}, report.Block{Grid: g})
		}
	}
	g := &report.Grid{Columns: []report.GridColumn{{Title: "Campagne", Share: 62}, {Title: "Stages", Share: 18, Number: true}, {Title: "Demi-journées", Share: 26, Number: true},
		{Title: "Établissements", Share: 26, Number: true}, {Title: "Rapports", Share: 20, Number: true}}}
	for _, l := range c.Placements.Campaigns {
		g.Rows = append(g.Rows, []string{l.name(), paris.Number(l.Done), paris.Number(l.HalfDays), paris.Number(l.Structures), paris.Number(l.Reports)})
	}
	return []report.Chapter{{Title: "Stages croisés", Level: 1, Blocks: append(blocks, report.Block{Heading: "Par campagne"}, report.Block{Grid: g})}}
}

func (l PlacementLine) name() string {
	if l.Title == "" {
		return ByHand
	}
	return l.Title
}

func pairGrid(of string, lines []PlacementPair) *report.Grid {
	g := &report.Grid{Columns: []report.GridColumn{{Title: of + " A", Share: 52}, {Title: of + " B", Share: 52}, {Title: "De A à B", Share: 18, Number: true},
		{Title: "De B à A", Share: 18, Number: true}, {Title: "Demi-journées", Share: 26, Number: true}}}
	for _, l := range lines {
		if !l.Unnamed {
			g.Rows = append(g.Rows, []string{l.A, l.B, paris.Number(l.Forth), paris.Number(l.Back), paris.Number(l.HalfDays)})
		}
	}
	return g
}

// placementSheet is the same for a spreadsheet, a line a pair, then a line a campaign.
func (c Content) placementSheet() report.Sheet {
	s := report.Sheet{Name: "Stages croisés", Title: "Stages croisés", Note: "D’un établissement ou d’un secteur à l’autre. Une structure dont le nom n’est jamais publié n’y est pas.",
		Columns: []report.Column{{Title: "Tableau", Width: 22}, {Title: "A", Width: 44}, {Title: "B", Width: 44}, {Title: "Stages de A à B", Kind: report.Int}, {Title: "Stages de B à A", Kind: report.Int},
			{Title: "Demi-journées", Kind: report.Int}, {Title: "Rapports reçus", Kind: report.Int}}}
	for name, lines := range []([]PlacementPair){c.Placements.Sectors, c.Placements.Pairs} {
		for _, l := range lines {
			if !l.Unnamed {
				s.Rows = append(s.Rows, []any{[]string{"Secteurs", "Établissements"}[name], l.A, l.B, l.Forth, l.Back, l.HalfDays, nil})
			}
		}
	}
	for _, l := range c.Placements.Campaigns {
		s.Rows = append(s.Rows, []any{"Campagnes", l.name(), nil, l.Done, nil, l.HalfDays, l.Reports})
	}
	return s
}
