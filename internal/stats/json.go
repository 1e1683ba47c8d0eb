package stats

import (
	"encoding/json"
	"io"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// indicator is a figure as the machine contract has it (product.md §2).
type indicator struct {
	Label      string                `json:"label"`
	Definition string                `json:"definition"`
	Recorded   int                   `json:"recorded"`
	Declared   *domain.DeclaredValue `json:"declared"`
}

type table struct {
	Rows  []map[string]any `json:"rows"`
	Total map[string]any   `json:"total"`
}

// contract is the whole answer. Days are yyyy-mm-dd, both included; null where the period has no bound.
type contract struct {
	Period struct {
		From *string `json:"from"`
		To   *string `json:"to"`
	} `json:"period"`
	GeneratedAt      string               `json:"generated_at"`
	Indicators       map[string]indicator `json:"indicators"`
	Tables           map[string]table     `json:"tables"`
	LikelyDuplicates int                  `json:"likely_duplicates"`
	Undated          []string             `json:"declared_undated"`
	Straddling       []string             `json:"declared_straddling"`
}

// WriteJSON writes the figures for machines.
func WriteJSON(w io.Writer, r Report) error {
	c := contract{GeneratedAt: r.At.UTC().Format(time.RFC3339), Indicators: map[string]indicator{}, Tables: map[string]table{},
		LikelyDuplicates: r.Duplicates, Undated: titles(r, domain.Undated), Straddling: titles(r, domain.Straddling)}
	c.Period.From, c.Period.To = Days(r.Period)
	for f, i := range domain.Indicators {
		c.Indicators[i.Code] = indicator{i.Label, i.Definition, r.Total.Counts[f], r.Total.Declared(domain.Figure(f))}
	}
	for i, t := range domain.Tables {
		out := table{Rows: []map[string]any{}, Total: cells(domain.Table(i), r.TotalOf(domain.Table(i)))}
		for _, row := range r.Tables[i] {
			line := cells(domain.Table(i), row)
			line["key"], line["label"] = row.Key, row.Label
			out.Rows = append(out.Rows, line)
		}
		c.Tables[t.Name] = out
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(c)
}

// cells gives the numbers of a line by their codes. Declared ones stand beside; null: nothing is declared.
func cells(t domain.Table, r domain.Row) map[string]any {
	line := map[string]any{}
	for _, f := range t.Figures() {
		line[domain.Indicators[f].Code] = r.Counts[f]
	}
	if t.Declares(domain.FigEvents) {
		line["declared_events"] = value(r.DeclaredEvents)
	}
	if t.Declares(domain.FigPresent) {
		line["declared_present"] = value(r.DeclaredPresent)
	}
	return line
}

// value is nil where nothing is declared.
func value(d *domain.DeclaredValue) any {
	if d == nil {
		return nil
	}
	return d.Value
}

// Days are the first and the last day of a period, both included; nil without a bound.
func Days(p domain.Period) (from, to *string) {
	if !p.From.IsZero() {
		s := paris.Day(p.From)
		from = &s
	}
	if !p.To.IsZero() {
		s := paris.Day(p.To.Add(-time.Nanosecond))
		to = &s
	}
	return from, to
}

// titles lists the lines of the history that stand so in the period.
func titles(r Report, standing domain.Standing) []string {
	list := []string{}
	for _, h := range r.History {
		if h.Standing == standing {
			list = append(list, h.Title)
		}
	}
	return list
}
