package hooks

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/stats"
)

// What the page shows of many: the export has all of it.
const (
	metLinksShown = 100
	metLinksFirst = 12
	metNodes      = 60
	metEdges      = 180
	metBusiest    = 25
)

// metPage is the view of met/index.
type metPage struct {
	Bar         figuresBar
	Shown       bool
	Period      string
	Query       template.URL
	Cells       []figureCell
	Picture     template.HTML
	PictureNote string
	Legend      []metGroup
	Alone       []metName
	Links, More []metRow // the first of them, and the next
	LinksShown  int
	LinksAll    int
	Sectors     metTable
	Busiest     metTable
	Lines       []metLines
	Absent      []metAbsent
	Plenary     int
	Plenaries   int
	Empty       bool
}

// metName is a structure; Hidden: its name is for the coordinator's screen alone.
type metName struct {
	Name   string
	Hidden bool
}

type metGroup struct {
	Mark template.HTML
	Name string
}

type metRow struct {
	A, B             metName
	URL, Sectors     string
	Events, Meetings int
	Stages           int
	New              bool
}

// metTable is a matrix: heads name its columns, in the order of its lines.
type metTable struct {
	Heads []string
	Rows  []metMatrixRow
}

type metMatrixRow struct {
	Head  metName
	Short string
	Cells []metCell
}

// metCell is a number of a matrix, and how strong it is beside the others, from 0 to 4.
type metCell struct {
	Value string
	Level int
	Same  bool
}

type metLines struct {
	Title, Of string
	Rows      []metLine
	Total     metLine
}

type metLine struct {
	domain.MetLine
	Across string
}

type metAbsent struct {
	ID, Title, Definition string
	Names                 []metName
}

func metNameOf(m stats.Met, n int32) metName {
	return metName{m.Name(n, false), m.Structures[n].Unpublished}
}

func namesOf(m stats.Met, nums []int32) (list []metName) {
	for _, n := range nums {
		list = append(list, metNameOf(m, n))
	}
	return list
}

func (v *metPage) fill(m stats.Met) {
	v.Shown, v.Period, v.Query = true, stats.PeriodText(m.Period), template.URL(m.Query().Values().Encode())
	v.Plenary, v.Plenaries, v.Empty = m.PlenaryOver, m.Plenaries, m.Total.Reached == 0
	v.cells(m)
	v.links(m)
	v.network(m)
	v.matrices(m)
	for _, t := range []struct {
		title, of string
		lines     []domain.MetLine
	}{{"Par année", "Année", m.ByYear}, {"Par territoire du lieu", "Territoire du lieu", m.ByPlace}} {
		out := metLines{Title: t.title, Of: t.of, Total: metLine{m.Total, stats.Across(m.Total)}}
		for _, l := range t.lines {
			out.Rows = append(out.Rows, metLine{l, stats.Across(l)})
		}
		v.Lines = append(v.Lines, out)
	}
	v.Absent = []metAbsent{
		{"jamais", domain.MetIndicators[domain.MetNever].Label, domain.MetIndicators[domain.MetNever].Definition, namesOf(m, m.Never)},
		{"absentes", domain.MetIndicators[domain.MetMissed].Label, domain.MetIndicators[domain.MetMissed].Definition, namesOf(m, m.Missed)},
	}
}

func (v *metPage) cells(m stats.Met) {
	opens := map[domain.MetFigure]string{domain.MetRepeated: "#liens", domain.MetPairs: "#liens", domain.MetNew: "#liens", domain.MetNever: "#jamais", domain.MetMissed: "#absentes",
		domain.MetAcross: "#secteurs", domain.MetReached: listURL(m.Query(), domain.FigStructures, "", "")}
	for f, i := range domain.MetIndicators {
		figure := domain.MetFigure(f)
		c := figureCell{Label: i.Label, Definition: i.Definition, Value: paris.Number(m.Value(figure))}
		if m.Value(figure) > 0 {
			c.URL = opens[figure]
		}
		switch figure {
		case domain.MetRepeated:
			c.Note = byStage(m.ByStageMore)
		case domain.MetPairs:
			c.Note = byStage(m.ByStage)
		case domain.MetAcross:
			c.Note = stats.Across(m.Total)
		case domain.MetPlenary:
			c.Note = fmt.Sprintf("%s %s", paris.Number(m.Plenaries), agree(m.Plenaries, "séance plénière", "séances plénières"))
		case domain.MetNever, domain.MetMissed:
			c.Note = fmt.Sprintf("sur %s au répertoire", paris.Number(m.Directory))
		}
		v.Cells = append(v.Cells, c)
	}
}

// byStage says how many pairs met by a stage croisé, perhaps elsewhere too.
func byStage(pairs int) string {
	if pairs == 0 {
		return ""
	}
	return "dont " + paris.Number(pairs) + " par un stage croisé"
}

func (v *metPage) links(m stats.Met) {
	var links []metRow
	for _, l := range m.Links[:min(len(m.Links), metLinksShown)] {
		sectors := m.SectorOf(l.A)
		if other := m.SectorOf(l.B); other != sectors {
			sectors += " – " + other
		}
		q := m.Query().Values()
		q.Set("a", fmt.Sprint(l.A))
		q.Set("b", fmt.Sprint(l.B))
		links = append(links, metRow{metNameOf(m, l.A), metNameOf(m, l.B), metPath + "/lien?" + q.Encode(), sectors, len(l.Events), l.Meetings, l.Stages, l.New})
	}
	first := min(len(links), metLinksFirst)
	v.Links, v.More, v.LinksShown, v.LinksAll = links[:first], links[first:], len(links), len(m.Links)
}

// network draws the strongest links, between as many structures as a picture can name. It may leave the platform:
// no structure that is never published is named in it.
func (v *metPage) network(m stats.Met) {
	group := map[string]int{"": -1}
	for i, l := range m.Sectors {
		if l.Key != "" {
			group[l.Key] = i
		}
	}
	drawn := map[int32]bool{}
	var edges []chart.Edge
	for _, l := range m.Links {
		fresh := 0
		for _, n := range []int32{l.A, l.B} {
			if !drawn[n] {
				fresh++
			}
		}
		if len(edges) >= metEdges || len(drawn)+fresh > metNodes {
			break
		}
		drawn[l.A], drawn[l.B] = true, true
		edges = append(edges, chart.Edge{A: fmt.Sprint(l.A), B: fmt.Sprint(l.B), Weight: len(l.Events)})
	}
	var nodes []chart.Node
	seen := make([]bool, len(m.Sectors)+1)
	for n := range drawn {
		g, ok := group[m.Structures[n].Sector]
		if !ok {
			g = -1
		}
		seen[g+1] = true
		nodes = append(nodes, chart.Node{Key: fmt.Sprint(n), Label: typographic(m.Name(n, true)), Weight: m.Presence[n] + m.Hosted[n], Group: g})
	}
	var names []string
	for i, l := range m.Sectors {
		names = append(names, l.Label)
		if l.Key != "" && seen[i+1] {
			v.Legend = append(v.Legend, metGroup{chart.Mark(i), l.Label})
		}
	}
	if seen[0] {
		v.Legend = append(v.Legend, metGroup{chart.Mark(-1), "secteur non renseigné"})
	}
	v.Picture = chart.Network(chart.Figure{ID: "reseau", Title: "Structures qui se sont rencontrées, " + v.Period, Unit: "structures"}, nodes, edges, names)
	if len(edges) < len(m.Links) {
		v.PictureNote = fmt.Sprintf("Les %s liens les plus forts sur %s, entre %s structures.", paris.Number(len(edges)), paris.Number(len(m.Links)), paris.Number(len(drawn)))
	}
	v.alone(m)
}

// alone lists who came and met nobody.
func (v *metPage) alone(m stats.Met) {
	met := map[int32]bool{}
	for _, l := range m.Links {
		met[l.A], met[l.B] = true, true
	}
	for _, n := range m.Busiest(len(m.Presence)) {
		if !met[n] {
			v.Alone = append(v.Alone, metNameOf(m, n))
		}
	}
}

func typographic(s string) string { return strings.ReplaceAll(s, "'", "’") }

func (v *metPage) matrices(m stats.Met) {
	top := 0
	for _, row := range m.Matrix {
		for _, n := range row {
			top = max(top, n)
		}
	}
	some := func(i int) bool { return slices.Max(m.Matrix[i]) > 0 } // a sector without a pair is left out
	for i, l := range m.Sectors {
		letter := chart.Letter(i)
		if l.Key == "" {
			letter = "–"
		} else if !some(i) {
			continue
		}
		v.Sectors.Heads = append(v.Sectors.Heads, letter)
		row := metMatrixRow{Head: metName{Name: l.Label}, Short: letter}
		for j, n := range m.Matrix[i] {
			if m.Sectors[j].Key != "" && !some(j) {
				continue
			}
			row.Cells = append(row.Cells, metCell{Value: paris.Number(n), Level: level(n, top)})
		}
		v.Sectors.Rows = append(v.Sectors.Rows, row)
	}
	together := map[[2]int32]int{}
	top = 0
	for _, l := range m.Links {
		together[[2]int32{l.A, l.B}], together[[2]int32{l.B, l.A}] = len(l.Events), len(l.Events)
		top = max(top, len(l.Events))
	}
	nums := m.Busiest(metBusiest)
	for i, a := range nums {
		v.Busiest.Heads = append(v.Busiest.Heads, fmt.Sprint(i+1))
		row := metMatrixRow{Head: metNameOf(m, a), Short: fmt.Sprint(i + 1)}
		for _, b := range nums {
			n := together[[2]int32{a, b}]
			row.Cells = append(row.Cells, metCell{Value: paris.Number(n), Level: level(n, top), Same: a == b})
		}
		v.Busiest.Rows = append(v.Busiest.Rows, row)
	}
}

// level is how strong a number is beside the greatest, from 0 to 4.
func level(n, top int) int {
	if n == 0 || top == 0 {
		return 0
	}
	return 1 + 3*n/top
}
