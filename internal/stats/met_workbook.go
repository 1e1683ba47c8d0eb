package stats

import (
	"fmt"
	"slices"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

// Across says a share of pairs: « 62 % (31 sur 50) »; empty where no pair has its two sectors.
func Across(l domain.MetLine) string {
	if l.Known == 0 {
		return ""
	}
	return fmt.Sprintf("%d\u00a0%% (%s sur %s)", (200*l.Across+l.Known)/(2*l.Known), paris.Number(l.Across), paris.Number(l.Known))
}

// MetWorkbook is who met whom as sheets, as others may read it: no structure that is never published is named.
func MetWorkbook(m Met) report.Workbook {
	w := report.Workbook{Title: "Interconnaissance", Subtitle: "Période\u00a0: " + PeriodText(m.Period), GeneratedAt: m.At}
	w.Sheets = []report.Sheet{metFigures(m), metLinks(m), metMatrix(m),
		metLines("Par année", "Année", m, m.ByYear), metLines("Par territoire du lieu", "Territoire du lieu", m, m.ByPlace),
		metAbsent(m, "Jamais touchées", domain.MetNever, m.Never), metAbsent(m, "Absentes de la période", domain.MetMissed, m.Missed)}
	return w
}

func metFigures(m Met) report.Sheet {
	s := report.Sheet{Name: "Chiffres clés", Title: "Qui a rencontré qui", Note: PlenaryText(m.PlenaryOver) + " Chaque niveau compte ses propres paires\u00a0: elles ne s’additionnent pas.",
		Columns: []report.Column{{Title: "Indicateur", Width: 50}, {Title: "Code", Width: 18}, {Title: "Nombre", Kind: report.Int}, {Title: "Définition", Width: 100}}}
	for f, i := range domain.MetIndicators {
		s.Rows = append(s.Rows, []any{i.Label, i.Code, m.Value(domain.MetFigure(f)), i.Definition})
	}
	return s
}

// PlenaryText says what a plenary session is.
func PlenaryText(over int) string {
	return fmt.Sprintf("Une séance de plus de %s présents est une plénière, à part.", paris.Number(over))
}

func metLinks(m Met) report.Sheet {
	s := report.Sheet{Name: "Liens", Title: "Paires de structures, les liens les plus forts d’abord",
		Columns: []report.Column{{Title: "Structure", Width: 40}, {Title: "Secteur", Width: 28}, {Title: "Structure rencontrée", Width: 40}, {Title: "Secteur de celle-ci", Width: 28},
			{Title: "Événements", Kind: report.Int}, {Title: "Demi-journées et ateliers", Kind: report.Int}, {Title: "Dont stages croisés", Kind: report.Int}, {Title: "Première rencontre", Kind: report.Date}, {Title: "Lien nouveau", Width: 14}}}
	for _, l := range m.Links {
		s.Rows = append(s.Rows, []any{m.Name(l.A, true), m.SectorOf(l.A), m.Name(l.B, true), m.SectorOf(l.B), len(l.Events), l.Meetings, l.Stages, l.First, l.New})
	}
	return s
}

// SectorOf is the name of a structure's sector.
func (m Met) SectorOf(structure int32) string {
	key := m.Structures[structure].Sector
	for _, l := range m.Sectors {
		if l.Key == key {
			return l.Label
		}
	}
	return domain.Unset
}

func metMatrix(m Met) report.Sheet {
	s := report.Sheet{Name: "Par secteurs", Title: "Paires par secteurs", Note: "Sur la diagonale, les paires d’un même secteur. Une paire de deux secteurs se lit des deux côtés.",
		Columns: []report.Column{{Title: "Secteur", Width: 36}}}
	for i, l := range m.Sectors {
		s.Columns = append(s.Columns, report.Column{Title: l.Label, Kind: report.Int, Width: 18})
		row := []any{l.Label}
		for _, n := range m.Matrix[i] {
			row = append(row, n)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func metLines(name, of string, m Met, lines []domain.MetLine) report.Sheet {
	s := report.Sheet{Name: name, Title: "Interconnaissance, " + lower(name), Note: "Chaque ligne et le total comptent leurs propres paires.",
		Columns: []report.Column{{Title: of, Width: 36}, {Title: "Structures présentes", Kind: report.Int}, {Title: "Paires", Kind: report.Int}, {Title: "À deux événements ou plus", Kind: report.Int},
			{Title: "Entre secteurs", Kind: report.Int}, {Title: "Secteurs renseignés", Kind: report.Int}, {Title: "Liens nouveaux", Kind: report.Int}}}
	cells := func(l domain.MetLine) []any {
		return []any{l.Label, l.Reached, l.Pairs, l.Repeated, l.Across, l.Known, l.New}
	}
	for _, l := range lines {
		s.Rows = append(s.Rows, cells(l))
	}
	s.Total = cells(m.Total)
	return s
}

func metAbsent(m Met, name string, f domain.MetFigure, nums []int32) report.Sheet {
	s := report.Sheet{Name: name, Title: domain.MetIndicators[f].Label, Note: domain.MetIndicators[f].Definition,
		Columns: []report.Column{{Title: "Structure", Width: 60}, {Title: "Secteur", Width: 36}}}
	hidden := 0
	for _, n := range nums {
		if m.Structures[n].Unpublished {
			hidden++
			continue
		}
		s.Rows = append(s.Rows, []any{m.Name(n, true), m.SectorOf(n)})
	}
	if hidden > 0 {
		s.Rows = append(s.Rows, []any{fmt.Sprintf("(structures non publiées\u00a0: %d)", hidden), nil})
	}
	return s
}

// Busiest lists the structures that came to the most events, as many as most; names decide between equals.
func (m Met) Busiest(most int) (nums []int32) {
	for n := range m.Presence {
		nums = append(nums, n)
	}
	slices.SortFunc(nums, func(a, b int32) int {
		if d := m.Presence[b] - m.Presence[a]; d != 0 {
			return d
		}
		if d := byName(m.Structures[a].Label, m.Structures[b].Label); d != 0 {
			return d
		}
		return int(a - b)
	})
	return nums[:min(len(nums), most)]
}
