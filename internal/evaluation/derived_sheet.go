package evaluation

import (
	"passerelle/internal/domain"
	"passerelle/internal/report"
)

// derivedSheets are what is made from the counts, a sheet each.
func (c Content) derivedSheets() []report.Sheet {
	return []report.Sheet{c.mixitySheet(), c.coverageSheet(), c.firstAidSheet()}
}

// share is a rate for a cell, empty where nothing can be divided.
func share(part, whole int) any {
	if whole == 0 {
		return nil
	}
	return float64(part) / float64(whole)
}

func (c Content) mixitySheet() report.Sheet {
	s := report.Sheet{Name: "Mixité", Title: "Mixité, par programme", Note: c.definition("mixity"), Columns: []report.Column{{Title: "Programme", Width: 44}, {Title: "Code", Width: 18},
		{Title: "Secteurs", Kind: report.Int}, {Title: "Premier secteur", Width: 40}, {Title: "Ses présents", Kind: report.Int},
		{Title: "Présents dont le secteur est connu", Kind: report.Int, Width: 18}, {Title: "Sa part", Kind: report.Percent}, {Title: "Sans secteur connu", Kind: report.Int}}}
	line := func(m Mixed) []any {
		return []any{m.Label, m.Key, m.Sectors, m.Main, m.Largest, m.Known, share(m.Largest, m.Known), m.Unknown}
	}
	for _, m := range c.Derived.Programmes {
		s.Rows = append(s.Rows, line(m))
	}
	s.Total = line(c.Derived.Mixity)
	return s
}

// yearColumns are a column a year.
func yearColumns(years []string, word string) (list []report.Column) {
	for _, y := range years {
		if y == "" {
			list = append(list, report.Column{Title: "Sans date", Kind: report.Int})
		} else {
			list = append(list, report.Column{Title: word + y, Kind: report.Int})
		}
	}
	return list
}

var rateColumns = []report.Column{{Title: "Population", Kind: report.Int}, {Title: "Pour 10\u202f000 habitants", Kind: report.Decimal, Width: 14}}

// rateCells are the population and the rate; « non renseigné » where the population is not known.
func rateCells(r domain.Rate) []any {
	n, known := r.TenthsPer10000()
	if !known {
		return []any{report.Unknown, nil}
	}
	return []any{r.Whole, float64(n) / 10}
}

func (c Content) coverageSheet() report.Sheet {
	v := c.Derived.Coverage
	s := report.Sheet{Name: "Couverture", Title: "Couverture, par territoire d’exercice", Note: c.definition("coverage"),
		Columns: append([]report.Column{{Title: "Territoire d’exercice", Width: 44}, {Title: "Code", Width: 18}}, yearColumns(v.Years, "Présents ")...)}
	s.Columns = append(append(s.Columns, report.Column{Title: "Présents", Kind: report.Int}, report.Column{Title: "Personnes distinctes", Kind: report.Int}), rateColumns...)
	for _, l := range v.Lines {
		row := []any{l.Label, l.Key}
		for _, n := range l.Years {
			row = append(row, n)
		}
		s.Rows = append(s.Rows, append(append(row, l.Present, l.People), rateCells(l.Rate())...))
	}
	return s
}

func (c Content) firstAidSheet() report.Sheet {
	v := c.Derived.FirstAiders
	s := report.Sheet{Name: "Secouristes en cumul", Title: "Secouristes en santé mentale formés, en cumul", Note: c.definition("pssm_cumulated"),
		Columns: append([]report.Column{{Title: "Par", Width: 22}, {Title: "Ligne", Width: 44}, {Title: "Code", Width: 18}}, yearColumns(v.Years, "Fin ")...)}
	s.Columns = append(s.Columns, rateColumns...)
	line := func(by string, l CumulLine) []any {
		row := []any{by, l.Label, l.Key}
		for _, n := range l.Sums {
			row = append(row, n)
		}
		if by == "Territoire d’exercice" {
			return append(row, rateCells(l.Rate())...)
		}
		return append(row, nil, nil)
	}
	for _, l := range v.Territories {
		s.Rows = append(s.Rows, line("Territoire d’exercice", l))
	}
	for _, l := range v.Modules {
		s.Rows = append(s.Rows, line("Module", l))
	}
	s.Total = line("Total", v.Total)
	return s
}
