// Package evaluation keeps reports. A report is one count of everything, frozen: every paper and every file of it is
// drawn from that content alone, so that it says for ever what it said on the day it was made.
package evaluation

import (
	"slices"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// Format is the shape of the contents that are made today.
const Format = 1

// Content is everything that a report says. Its canonical JSON is the file « report:ID », whose hash the row bears.
type Content struct {
	Format    int    `json:"format"`
	Number    string `json:"number"` // « R-2026-003 »; empty: a preview that nobody kept
	Code      string `json:"code"`   // of verification, twenty characters
	VerifyURL string `json:"verify_url"`
	Title     string `json:"title"`
	MadeAt    string `json:"made_at"` // RFC 3339: « arrêté au »
	Site      string `json:"site"`
	Organiser string `json:"organiser"`
	Territory string `json:"territory"`

	Query      string      `json:"query"` // as an address says it
	Filters    []Choice    `json:"filters"`
	Indicators []Indicator `json:"indicators"` // as they were defined on that day
	Figures    Figures     `json:"figures"`
	Before     *Figures    `json:"before"` // the compared period; nil: none
	Derived    Derived     `json:"derived"`

	Groups     []Item `json:"groups"`
	Axes       []Item `json:"axes"`
	Actions    []Item `json:"actions"`
	Priorities []Item `json:"priorities"`

	Events       []Event           `json:"events"`
	History      []History         `json:"history"`
	Achievements []Achievement     `json:"achievements"`
	Anonymous    []Anonymous       `json:"anonymous"`
	Satisfaction []Satisfaction    `json:"satisfaction"`
	Met          []Fact            `json:"met"` // interconnaissance: its headlines
	Links        []Link            `json:"links"`
	Comments     map[string]string `json:"comments"` // by subject
	Placements   *Placements       `json:"placements,omitempty"`
}

// At is when the report was made.
func (c Content) At() time.Time {
	t, err := time.Parse(time.RFC3339, c.MadeAt)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Preview tells whether the content is a count that nobody kept.
func (c Content) Preview() bool { return c.Number == "" }

// Table finds a table of the main period by its name; a zero table if the report has none.
func (c Content) Table(name string) Table { return c.Figures.Table(name) }

// Indicator finds a figure by its code, as it was defined.
func (c Content) Indicator(code string) Indicator {
	for _, i := range c.Indicators {
		if i.Code == code {
			return i
		}
	}
	return Indicator{Code: code, Label: code}
}

// Defines tells whether a figure was counted on the day of the report: of one that came since, it says nothing.
func (c Content) Defines(f domain.Figure) bool {
	return slices.ContainsFunc(c.Indicators, func(i Indicator) bool { return i.Code == domain.Indicators[f].Code })
}

// Figures is a count of a period, every table of it.
type Figures struct {
	From       *string `json:"from"` // aaaa-mm-jj, both included; nil: no bound
	To         *string `json:"to"`
	Period     string  `json:"period"` // in words
	Total      Row     `json:"total"`
	Tables     []Table `json:"tables"`
	Duplicates int     `json:"likely_duplicates"`
}

// Span is the period as the figures have it.
func (f Figures) Span() (p domain.Period) {
	if f.From != nil {
		p.From, _ = paris.ParseDay(*f.From) // frozen as paris writes it
	}
	if f.To != nil {
		if last, err := paris.ParseDay(*f.To); err == nil {
			p.To = paris.NextDay(last)
		}
	}
	return p
}

// Table finds a table by its name; a zero table if there is none.
func (f Figures) Table(name string) Table {
	for _, t := range f.Tables {
		if t.Name == name {
			return t
		}
	}
	return Table{Name: name}
}

// Table is one cut. Figures are the codes that it counts, in order.
type Table struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Line    string   `json:"line"` // what a line is
	Figures []string `json:"figures"`
	Rows    []Row    `json:"rows"` // « non renseigné » is the last, with an empty key
	Total   Row      `json:"total"`
}

// Row finds a line by its key; a zero row if nothing was counted there.
func (t Table) Row(key string) Row {
	for _, r := range t.Rows {
		if r.Key == key {
			return r
		}
	}
	return Row{Key: key}
}

// Row is one line. Counts has a number for each figure of its table, by code.
type Row struct {
	Key      string                          `json:"key"`
	Label    string                          `json:"label"`
	Counts   map[string]int                  `json:"counts"`
	Declared map[string]domain.DeclaredValue `json:"declared,omitempty"`
	Unnamed  bool                            `json:"unnamed,omitempty"` // a structure whose name is in no published list
}

// Of is a count of the line.
func (r Row) Of(f domain.Figure) int { return r.Counts[domain.Indicators[f].Code] }

// Said is what is declared of a figure; nil where nothing is.
func (r Row) Said(f domain.Figure) *domain.DeclaredValue {
	if d, ok := r.Declared[domain.Indicators[f].Code]; ok {
		return &d
	}
	return nil
}

// Indicator is a figure as it was defined on the day of the report.
type Indicator struct {
	Code       string `json:"code"`
	Label      string `json:"label"`
	Definition string `json:"definition"`
	Distinct   bool   `json:"distinct"`
}

// Choice is one of the filters: « Programme », « PSSM ».
type Choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Item is a row of a list of the territory. Of is the working group of an axis.
type Item struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Of   string `json:"of,omitempty"`
}

// Event is an event that the report counts; its numbers are the line of « by_event » with its key.
type Event struct {
	Key           string   `json:"key"`
	Title         string   `json:"title"`
	Day           string   `json:"day"` // aaaa-mm-jj, of the first half-day
	Held          bool     `json:"held"`
	Programme     string   `json:"programme"` // codes, empty: not given
	Role          string   `json:"role"`
	Place         string   `json:"place"`
	Group         string   `json:"group"`
	Axis          string   `json:"axis"`
	Action        string   `json:"action"`
	Priority      string   `json:"priority"`
	OtherGroups   []string `json:"other_groups"`
	OtherActions  []string `json:"other_actions"`
	OtherPriority []string `json:"other_priorities"`
	Stage         bool     `json:"stage,omitempty"` // a stage croisé: somebody's participation, and no event held
}

// History is a line of the history without names. nil: not known.
type History struct {
	Title        string   `json:"title"`
	DateText     string   `json:"date_text"`
	Standing     string   `json:"standing"` // what the period makes of it, in words
	Counts       bool     `json:"counts"`
	Occurrences  *int     `json:"occurrences"`
	Attendance   *int     `json:"attendance"`
	Trained      *int     `json:"trained"`
	Group        string   `json:"group"`
	Axis         string   `json:"axis"`
	Action       string   `json:"action"`
	Priority     string   `json:"priority"`
	OtherActions []string `json:"other_actions"`
}

// Achievement is something done without an event.
type Achievement struct {
	Title      string   `json:"title"`
	DateText   string   `json:"date_text"`
	Undated    bool     `json:"undated"`
	Group      string   `json:"group"`
	Axis       string   `json:"axis"`
	Priority   string   `json:"priority"`
	Actions    []string `json:"actions"`
	Status     string   `json:"status"` // done, ongoing, planned
	Structures string   `json:"structures"`
	Detail     string   `json:"detail"`
	Link       string   `json:"link"`
}

// Anonymous is what is counted and must not be named. nil: not known.
type Anonymous struct {
	Title     string `json:"title"`
	Kind      string `json:"kind"`
	DateText  string `json:"date_text"`
	Undated   bool   `json:"undated"`
	Sessions  *int   `json:"sessions"`
	Families  *int   `json:"families"`
	People    *int   `json:"people"`
	Group     string `json:"group"`
	Axis      string `json:"axis"`
	Action    string `json:"action"`
	Priority  string `json:"priority"`
	Territory string `json:"territory"`
	Note      string `json:"note"`
}

// Satisfaction is what the surveys of the period say, a line each.
type Satisfaction struct {
	Label   string `json:"label"` // « À chaud, toutes les enquêtes »
	Answers int    `json:"answers"`
	Mean    int    `json:"mean_hundredths"` // 431 for 4.31
	High    int    `json:"high"`            // how many answered 4 or 5
	Asked   int    `json:"asked"`           // invited by link
	ByLink  int    `json:"by_link"`         // of the answers
}

// Fact is a headline with its definition.
type Fact struct {
	Label      string `json:"label"`
	Value      int    `json:"value"`
	Definition string `json:"definition"`
}

// Link is a pair of structures that met. Unnamed: one of them is in no published list.
type Link struct {
	A       string `json:"a"`
	B       string `json:"b"`
	Times   int    `json:"times"`
	Unnamed bool   `json:"unnamed,omitempty"`
}
