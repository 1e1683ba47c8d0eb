package hooks

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// figuresPage is the view of figures/index.
type figuresPage struct {
	From, To string // as typed
	Period   string
	Query    string // of the period, for exports and lists
	Years    []yearLink
	Sets     []figureSet
	Outcomes []figureCell
	All      figureCell // the registrations that the outcomes add up to
	Declared []figureCell
	History  int // lines of the history that the period cuts or that have no date
	Charts   []figureChart
	Shown    bool // false: the dates typed could not be read
	Empty    bool
}

type yearLink struct {
	Label, URL string
	On         bool
}

// figureSet is one strip of key figures.
type figureSet struct {
	Title, Note string
	Calm        bool
	Cells       []figureCell
}

// figureCell is one number with its definition and the list that it counts.
type figureCell struct {
	Label, Definition, Value, Note, URL string
}

// figureChart is one table and its picture.
type figureChart struct {
	ID, Title, Line string
	SVG             template.HTML
	Note            string
	Columns         []string
	Rows            []figureRow
	Total           figureRow
}

type figureRow struct {
	Label   string
	Unknown bool
	Cells   []figureCell
}

// figures shows the evaluation of a period: this calendar year unless the query says.
func (s *site) figures(e *core.RequestEvent) error {
	period, typed, err := s.periodAsked(e)
	view := figuresPage{From: typed.Get("du"), To: typed.Get("au")}
	first, last, ferr := records.FirstAndLastDay(e.App)
	if ferr != nil {
		return s.refuse(e, ferr)
	}
	view.Years = yearsOf(period, first.Time(), last.Time(), s.now(), err == nil)
	if err != nil {
		return s.renderForm(e, 422, "figures/index", view, fieldErrors(err))
	}
	r, err := stats.Count(e.App, s.now(), period)
	if err != nil {
		return s.refuse(e, err)
	}
	view.fill(r)
	return s.render(e, 200, "figures/index", view)
}

// periodAsked reads « du » and « au »; both left out: this year; both empty: « toutes périodes ».
func (s *site) periodAsked(e *core.RequestEvent) (domain.Period, url.Values, error) {
	q := e.Request.URL.Query()
	if !q.Has("du") && !q.Has("au") {
		from, to := paris.Year(s.now().In(paris.Location).Year())
		p := domain.Period{From: from, To: to}
		return p, periodValues(p), nil
	}
	p, err := periodOf(q.Get("du"), q.Get("au"))
	return p, url.Values{"du": {q.Get("du")}, "au": {q.Get("au")}}, err
}

// periodValues is a period as the query says it.
func periodValues(p domain.Period) url.Values {
	v := url.Values{"du": {""}, "au": {""}}
	from, to := stats.Days(p)
	if from != nil {
		v.Set("du", *from)
	}
	if to != nil {
		v.Set("au", *to)
	}
	return v
}

func yearsOf(asked domain.Period, first, last, now time.Time, read bool) (links []yearLink) {
	add := func(label string, p domain.Period) {
		links = append(links, yearLink{label, "/gestion/chiffres?" + periodValues(p).Encode(), read && p == asked})
	}
	begin, end := now.In(paris.Location).Year(), now.In(paris.Location).Year()
	if !first.IsZero() {
		begin = min(begin, first.In(paris.Location).Year())
		end = max(end, last.In(paris.Location).Year())
	}
	for y := max(begin, end-11); y <= end; y++ {
		from, to := paris.Year(y)
		add(fmt.Sprint(y), domain.Period{From: from, To: to})
	}
	add("Toutes périodes", domain.Period{})
	return links
}

// The strips of key figures.
var (
	headline = []domain.Figure{domain.FigEvents, domain.FigRegistered, domain.FigPresent, domain.FigPeople, domain.FigStructures}
	besides  = []domain.Figure{domain.FigWalkIns, domain.FigMinutes, domain.FigHeadcount, domain.FigPSSM}
	outcomes = []domain.Figure{domain.FigPresent, domain.FigAbsent, domain.FigExcused, domain.FigWithdrawn, domain.FigCancelled,
		domain.FigRefused, domain.FigUnserved, domain.FigReplaced, domain.FigExpected}
)

func (v *figuresPage) fill(r stats.Report) {
	v.Shown, v.Period, v.Query = true, stats.PeriodText(r.Period), periodValues(r.Period).Encode()
	v.Empty = r.Total.Counts == domain.Counts{} && !slices.ContainsFunc(r.History, func(h domain.HistoryLine) bool {
		return h.Counts || h.Standing == domain.Straddling
	})
	cell := func(f domain.Figure, row domain.Row, table, key string) figureCell {
		c := figureCell{Label: domain.Indicators[f].Label, Definition: domain.Indicators[f].Definition, Value: amount(f, row.Counts[f])}
		if row.Counts[f] != 0 {
			c.URL = listURL(r.Period, f, table, key)
		}
		return c
	}
	strip := func(row domain.Row, table, key string, figures ...domain.Figure) (cells []figureCell) {
		for _, f := range figures {
			c := cell(f, row, table, key)
			if f == domain.FigPeople && table == "" && r.Duplicates > 0 {
				c.Note = fmt.Sprintf("dont %d %s", r.Duplicates, agree(r.Duplicates, "doublon probable", "doublons probables"))
			}
			cells = append(cells, c)
		}
		return cells
	}
	own := domain.Row{}
	for _, row := range r.Tables[domain.ByRole] {
		if row.Key == "porte" {
			own = row
		}
	}
	v.Sets = []figureSet{
		{Title: "Portés par le PTSM", Cells: strip(own, "by_role", "porte", headline...)},
		{Title: "Ensemble, tous rôles du PTSM", Calm: true, Note: "Événements portés, coportés, soutenus, et participations.",
			Cells: strip(r.Total, "", "", append(append([]domain.Figure{}, headline...), besides...)...)},
	}
	v.Outcomes, v.All = strip(r.Total, "", "", outcomes...), cell(domain.FigRegistrations, r.Total, "", "")
	v.declared(r)
	for t := range domain.Tables {
		v.Charts = append(v.Charts, chartOf(r, domain.Table(t)))
	}
}

// declared lists what the history says, apart from what was counted.
func (v *figuresPage) declared(r stats.Report) {
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPSSM} {
		c := figureCell{Label: domain.Indicators[f].Label, Definition: domain.Indicators[f].Definition, URL: "/gestion/historique"}
		if d := r.Total.Declared(f); d != nil {
			c.Value = paris.Number(d.Value)
			if d.AtLeast {
				c.Note = "au moins"
			}
		}
		v.Declared = append(v.Declared, c)
	}
	for _, h := range r.History {
		if !h.Counts {
			v.History++
		}
	}
}

// amount writes a figure: minutes as hours.
func amount(f domain.Figure, n int) string {
	if f != domain.FigMinutes {
		return paris.Number(n)
	}
	hours, minutes := n/60, n%60
	if hours < 1000 {
		return paris.Minutes(n)
	}
	if minutes == 0 {
		return paris.Number(hours) + "\u00a0h"
	}
	return fmt.Sprintf("%s\u00a0h\u00a0%02d", paris.Number(hours), minutes)
}

func agree(n int, one, many string) string {
	if n > 1 {
		return many
	}
	return one
}

// listURL is the address of the list that a figure counts.
func listURL(p domain.Period, f domain.Figure, table, key string) string {
	q := periodValues(p)
	q.Set("code", domain.Indicators[f].Code)
	if table != "" {
		q.Set("table", table)
		q.Set("cle", key)
	}
	return "/gestion/chiffres/liste?" + q.Encode()
}

// shownIn is what the screen shows of each table: the exports have all of it.
func shownIn(t domain.Table) []domain.Figure {
	switch {
	case t == domain.ByProof:
		return []domain.Figure{domain.FigPresent, domain.FigPeople, domain.FigStructures}
	case int(t) < domain.EventTables:
		return []domain.Figure{domain.FigEvents, domain.FigRegistered, domain.FigPresent, domain.FigPeople, domain.FigStructures}
	}
	return []domain.Figure{domain.FigRegistered, domain.FigWalkIns, domain.FigPresent, domain.FigPeople, domain.FigStructures}
}

// shortLabels head the columns of the screen, where room is scarce.
var shortLabels = map[domain.Figure]string{domain.FigEvents: "Événements", domain.FigRegistered: "Inscrits", domain.FigWalkIns: "Sur place",
	domain.FigPresent: "Présents", domain.FigPeople: "Personnes", domain.FigStructures: "Structures"}

func chartOf(r stats.Report, t domain.Table) figureChart {
	def := domain.Tables[t]
	c := figureChart{ID: def.Name, Title: "Présents, p" + def.Title[1:], Line: def.Line}
	for _, f := range shownIn(t) {
		c.Columns = append(c.Columns, shortLabels[f])
	}
	line := func(row domain.Row, table string) figureRow {
		out := figureRow{Label: row.Label, Unknown: row.Key == ""}
		for _, f := range shownIn(t) {
			cell := figureCell{Value: paris.Number(row.Counts[f])}
			if row.Counts[f] != 0 {
				cell.URL = listURL(r.Period, f, table, row.Key)
			}
			if d := row.Declared(f); d != nil {
				cell.Note = paris.Number(d.Value) + "\u00a0" + agree(d.Value, "déclaré", "déclarés")
			}
			out.Cells = append(out.Cells, cell)
		}
		return out
	}
	for _, row := range r.Tables[t] {
		c.Rows = append(c.Rows, line(row, def.Name))
	}
	c.Total = line(r.TotalOf(t), "")
	c.SVG, c.Note = draw(chart.Figure{ID: "g-" + def.Name, Title: c.Title, Unit: "présents"}, t, r.Tables[t])
	return c
}

// maxBars is how many bars a chart has at most; the table has all lines.
const maxBars = 12

func draw(f chart.Figure, t domain.Table, rows []domain.Row) (svg template.HTML, note string) {
	if t == domain.ByMonth {
		var items []chart.Item
		for _, r := range rows {
			at, err := time.Parse("2006-01", r.Key)
			if err == nil {
				items = append(items, chart.Item{Label: paris.ShortMonth(at.Add(12 * time.Hour)), Value: r.Counts[domain.FigPresent]})
			}
		}
		return chart.Columns(f, items), ""
	}
	var pairs []chart.Pair
	declared, unknown := false, false
	for _, r := range rows {
		p := chart.Pair{Label: strings.ReplaceAll(r.Label, "'", "’"), First: r.Counts[domain.FigPresent]}
		if r.DeclaredPresent != nil {
			p.Second = r.DeclaredPresent.Value
		}
		if p.First+p.Second > 0 {
			pairs = append(pairs, p)
			declared, unknown = declared || p.Second > 0, r.Key == ""
		}
	}
	if t != domain.ByRole && t != domain.ByProof { // these two have an order of their own
		known := pairs
		if unknown && len(pairs) > 0 { // « non renseigné » stays last
			known = pairs[:len(pairs)-1]
		}
		slices.SortStableFunc(known, func(a, b chart.Pair) int { return b.First + b.Second - a.First - a.Second })
	}
	if len(pairs) > maxBars {
		note = fmt.Sprintf("Les %d premières\u00a0; le tableau les a toutes.", maxBars)
		pairs = pairs[:maxBars]
	}
	if declared {
		return chart.Stacked(f, "constatés", "déclarés", pairs), note
	}
	var items []chart.Item
	for _, p := range pairs {
		items = append(items, chart.Item{Label: p.Label, Value: p.First})
	}
	return chart.Bars(f, items), note
}
