package evaluation

import (
	"slices"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// freeze turns a count into what a report keeps of it. hidden are the structures whose names are never published.
func freeze(r stats.Report, hidden map[string]bool) Figures {
	f := Figures{Period: stats.PeriodText(r.Period), Duplicates: r.Duplicates, Total: row(r.Total, allFigures())}
	f.From, f.To = stats.Days(r.Period)
	for i, def := range domain.Tables {
		t := domain.Table(i)
		figures := t.Figures()
		table := Table{Name: def.Name, Title: def.Title, Line: def.Line, Figures: codes(figures), Rows: []Row{}, Total: row(r.TotalOf(t), figures)}
		for _, line := range r.Tables[i] {
			one := row(line, figures)
			one.Unnamed = t == domain.ByStructure && hidden[line.Key]
			table.Rows = append(table.Rows, one)
		}
		f.Tables = append(f.Tables, table)
	}
	return f
}

func allFigures() (list []domain.Figure) {
	for f := range domain.Indicators {
		list = append(list, domain.Figure(f))
	}
	return list
}

func codes(figures []domain.Figure) (list []string) {
	for _, f := range figures {
		list = append(list, domain.Indicators[f].Code)
	}
	return list
}

func row(r domain.Row, figures []domain.Figure) Row {
	out := Row{Key: r.Key, Label: r.Label, Counts: map[string]int{}}
	for _, f := range figures {
		code := domain.Indicators[f].Code
		out.Counts[code] = r.Counts[f]
		if d := r.Declared(f); d != nil {
			if out.Declared == nil {
				out.Declared = map[string]domain.DeclaredValue{}
			}
			out.Declared[code] = *d
		}
	}
	return out
}

// Report gives the figures back as they were counted, for what works on counts. A figure that did not exist when the
// report was made stays zero there: Content.Indicators says which did.
func (c Content) Report() domain.Report { return c.Figures.report() }

func (f Figures) report() (r domain.Report) {
	r.Period, r.Duplicates, r.Total = f.Span(), f.Duplicates, f.Total.thawed()
	for _, t := range f.Tables {
		i, ok := domain.TableOf(t.Name)
		if !ok {
			continue
		}
		for _, line := range t.Rows {
			r.Tables[i] = append(r.Tables[i], line.thawed())
		}
	}
	return r
}

func (r Row) thawed() domain.Row {
	out := domain.Row{Key: r.Key, Label: r.Label}
	for code, n := range r.Counts {
		if f, ok := domain.FigureOf(code); ok {
			out.Counts[f] = n
		}
	}
	out.DeclaredEvents, out.DeclaredPresent, out.DeclaredTrained = r.Said(domain.FigEvents), r.Said(domain.FigPresent), r.Said(domain.FigPSSM)
	return out
}

// withoutNames are the sectors of which no structure is named in what is published: an association of users, or of
// those close to them, tells the health of whoever comes from it (domain.md §5).
var withoutNames = []string{"associatif", "usagers"}

// hiddenStructures are the keys of those whose names never appear in a published list. So are those of which it is not
// known yet that they may: what somebody typed and nobody validated, what bears no sector, the sites of a hidden one.
func hiddenStructures(app core.App) (map[string]bool, error) {
	sectors, err := records.Items(app, records.Sectors)
	if err != nil {
		return nil, err
	}
	rows, err := records.AllStructures(app)
	byID, hidden := map[string]records.Structure{}, map[string]bool{}
	for _, s := range rows {
		byID[s.ID] = s
	}
	unnamed := func(s records.Structure) bool {
		code := records.Find(sectors, s.Sector).Code
		return s.Unpublished || s.Status != "validated" || code == "" || slices.Contains(withoutNames, code)
	}
	for _, s := range rows {
		for above, hops := s, 0; above.ID != "" && hops < 20; above, hops = byID[above.Parent], hops+1 {
			if unnamed(above) {
				hidden[strconv.Itoa(s.Num)] = true
			}
		}
	}
	return hidden, err
}

func indicators() (list []Indicator) {
	for _, i := range domain.Indicators {
		list = append(list, Indicator{i.Code, i.Label, i.Definition, i.Distinct})
	}
	return list
}
