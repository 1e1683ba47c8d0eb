package hooks

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/roadmap"
	"passerelle/internal/stats"
)

// figuresPage is the view of figures/index and figures/theme.
type figuresPage struct {
	Bar      figuresBar
	Title    string
	Shown    bool // false: the days typed or a filter could not be read
	Empty    bool
	Phrase   figurePhrase
	Sets     []figureSet
	Known    []string // how the figures are known
	Declared []figureCell
	Aside    []figureAside
	History  int // lines of the history that the period cuts or that have no date
	Sections []figureSection
	Survey   *surveyResults // of the page Satisfaction alone
}

// figureAside is what is counted and must not be named: one line each, never added to anything.
type figureAside struct{ Title, When, Text, URL string }

type yearLink struct {
	Label, URL string
	On         bool
}

// figureSet is one strip of key figures.
type figureSet struct {
	ID, Title, Note string
	Calm            bool
	Cells           []figureCell
}

// figureCell is one number with its definition, the list that it counts, and the sentence that says it.
type figureCell struct {
	Label, Definition, Value, Note, URL string
	Change                              string
	Phrase                              figurePhrase
}

// figurePhrase is a sentence to take away; Text empty: none.
type figurePhrase struct{ ID, Text string }

// figures shows the year at a glance: this calendar year unless the query says.
func (s *site) figures(e *core.RequestEvent) error {
	c, err := s.countAsked(e, figuresPath)
	if err != nil {
		return s.refuse(e, err)
	}
	view := figuresPage{Bar: c.Bar, Shown: len(c.Errors) == 0}
	if !view.Shown {
		return s.renderForm(e, 422, "figures/index", view, c.Errors)
	}
	view.Empty = nothing(c.Report)
	view.overview(c)
	aside, err := roadmap.AnonymousIn(e.App, c.Report.Period)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, a := range aside {
		view.Aside = append(view.Aside, figureAside{a.Title, paris.SpanWords(a.DateText), anonymousWords(a), "/gestion/decomptes/" + a.ID})
	}
	return s.render(e, 200, "figures/index", view)
}

// queryAsked reads « du » and « au » and the filters. Both days left out: this year; both empty: « toutes périodes ».
func (s *site) queryAsked(e *core.RequestEvent) (q stats.Query, typed url.Values, err error) {
	typed = e.Request.URL.Query()
	q.Filter = stats.FilterOf(typed)
	if typed.Has("du") || typed.Has("au") {
		q.Period, err = periodOf(typed.Get("du"), typed.Get("au"))
	} else {
		q.From, q.To = paris.Year(s.now().In(paris.Location).Year())
		v := q.Values()
		typed.Set("du", v.Get("du"))
		typed.Set("au", v.Get("au"))
	}
	if err != nil {
		return q, typed, err
	}
	active, err := stats.ActiveFilters(e.App, typed)
	for _, a := range active {
		if !a.Known {
			return q, typed, domain.Error{Code: domain.ErrFilter, Field: a.Name}
		}
	}
	return q, typed, err
}

func yearsOf(asked stats.Query, first, last, now time.Time, read bool) []yearLink {
	return yearsAt("/gestion/chiffres", asked, first, last, now, read)
}

// yearsAt links the years of a page of figures, and « toutes périodes ».
func yearsAt(page string, asked stats.Query, first, last, now time.Time, read bool) (links []yearLink) {
	add := func(label string, p domain.Period) {
		q := stats.Query{Period: p, Filter: asked.Filter}
		links = append(links, yearLink{label, page + "?" + q.Values().Encode(), read && p == asked.Period})
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
	outcomes = []domain.Figure{domain.FigPresent, domain.FigAbsent, domain.FigExcused, domain.FigWithdrawn, domain.FigCancelled,
		domain.FigRefused, domain.FigUnserved, domain.FigReplaced, domain.FigExpected}
)

// nothing tells whether the period holds neither a figure nor a line of the history.
func nothing(r stats.Report) bool {
	return r.Total.Counts == domain.Counts{} && !slices.ContainsFunc(r.History, func(h domain.HistoryLine) bool {
		return h.Counts || h.Standing == domain.Straddling
	})
}

// lineOf finds a line of a table; a zero line where it has no number.
func lineOf(r stats.Report, t domain.Table, key string) domain.Row {
	for _, row := range r.Tables[t] {
		if row.Key == key {
			return row
		}
	}
	return domain.Row{Key: key}
}

func (v *figuresPage) overview(c figureCount) {
	own, before := lineOf(c.Report, domain.ByRole, "porte"), lineOf(c.Before, domain.ByRole, "porte")
	mine := c.scope()
	mine.Own = true
	v.Phrase = figurePhrase{"phrase-une", mine.Phrase(domain.FigPeople, own.Counts[domain.FigPeople], own.Counts[domain.FigStructures])}
	v.Known = stats.HowKnown(c.Report)
	v.Sets = []figureSet{
		{ID: "portes", Title: "Portés par le PTSM", Cells: c.strip(own, before, "by_role", "porte", headline)},
		{ID: "ensemble", Title: "Ensemble, tous rôles du PTSM", Calm: true, Note: "Événements portés, coportés, soutenus, et participations.",
			Cells: c.strip(c.Report.Total, c.Before.Total, "", "", headline)},
	}
	v.Sections = []figureSection{
		{ID: "qui", Title: "Qui est venu", Cells: c.strip(c.Report.Total, c.Before.Total, "", "", []domain.Figure{domain.FigNew, domain.FigReturning, domain.FigWalkIns, domain.FigHeadcount}),
			Charts: []figureChart{c.chart(domain.BySector)}},
		{ID: "ou", Title: "D’où, et quand", Charts: []figureChart{c.chart(domain.ByWork), c.chart(domain.ByMonth)}},
	}
	v.declared(c.Report)
}

// strip gives the figures of one line, each with its list, its change and its sentence.
func (c figureCount) strip(row, before domain.Row, table, key string, figures []domain.Figure) (cells []figureCell) {
	scope := c.scope()
	scope.Own = key == "porte"
	for _, f := range figures {
		n := row.Counts[f]
		cell := figureCell{Label: domain.Indicators[f].Label, Definition: domain.Indicators[f].Definition}
		if !c.Report.Filter.Tells(f) { // unknown under the filter, which is not zero
			cells = append(cells, cell)
			continue
		}
		cell.Value = amount(f, n)
		if n != 0 {
			cell.URL = c.Bar.kept(listURL(c.Report.Query(), f, table, key))
		}
		if f == domain.FigPeople && table == "" && c.Report.Duplicates > 0 {
			cell.Note = fmt.Sprintf("dont %d %s", c.Report.Duplicates, agree(c.Report.Duplicates, "doublon probable", "doublons probables"))
		}
		switch {
		case c.Compared && before.Counts == domain.Counts{} && n != 0:
			cell.Change = stats.NoData(c.Other.Period)
		case c.Compared:
			cell.Change = stats.Change(f, n, before.Counts[f], c.Other.Period)
		}
		id := "phrase-" + domain.Indicators[f].Code + "-" + agree(len(table)+1, "tous", key)
		cell.Phrase = figurePhrase{id, scope.Phrase(f, n, row.Counts[domain.FigStructures])}
		cells = append(cells, cell)
	}
	return cells
}

// declared lists what the history says, apart from what was figureCount.
func (v *figuresPage) declared(r stats.Report) {
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPSSM} {
		c := figureCell{Label: domain.Indicators[f].Label, Definition: domain.Indicators[f].Definition, URL: "/gestion/historique"}
		if d := r.Total.Declared(f); d != nil {
			c.Value = atLeast(d)
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
func amount(f domain.Figure, n int) string { return stats.Amount(f, n) }

func agree(n int, one, many string) string {
	if n > 1 {
		return many
	}
	return one
}

// listURL is the address of the list that a figure counts.
func listURL(query stats.Query, f domain.Figure, table, key string) string {
	q := query.Values()
	q.Set("code", domain.Indicators[f].Code)
	if table != "" {
		q.Set("table", table)
		q.Set("cle", key)
	}
	return "/gestion/chiffres/liste?" + q.Encode()
}

// strip gives the figures of one line, compared with nothing.
func strip(r stats.Report, row domain.Row, table, key string, figures []domain.Figure) []figureCell {
	return figureCount{Report: r}.strip(row, domain.Row{}, table, key, figures)
}
