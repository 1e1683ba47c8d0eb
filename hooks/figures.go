package hooks

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

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

// figures shows the evaluation of a period: this calendar year unless the query says.
func (s *site) figures(e *core.RequestEvent) error {
	query, typed, err := s.queryAsked(e)
	view := figuresPage{From: typed.Get("du"), To: typed.Get("au")}
	first, last, ferr := records.FirstAndLastDay(e.App)
	if ferr != nil {
		return s.refuse(e, ferr)
	}
	view.Years = yearsOf(query, first.Time(), last.Time(), s.now(), err == nil)
	if err != nil {
		return s.renderForm(e, 422, "figures/index", view, fieldErrors(err))
	}
	r, err := stats.Count(e.App, s.now(), query)
	if err != nil {
		return s.refuse(e, err)
	}
	view.fill(r)
	return s.render(e, 200, "figures/index", view)
}

// queryAsked reads « du » and « au » and the filters. Both days left out: this year; both empty: « toutes périodes ».
func (s *site) queryAsked(e *core.RequestEvent) (q stats.Query, typed url.Values, err error) {
	typed = e.Request.URL.Query()
	q.Filter = stats.FilterOf(typed)
	if typed.Has("du") || typed.Has("au") {
		q.Period, err = periodOf(typed.Get("du"), typed.Get("au"))
		return q, typed, err
	}
	q.From, q.To = paris.Year(s.now().In(paris.Location).Year())
	return q, q.Values(), nil
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
	besides  = []domain.Figure{domain.FigNew, domain.FigReturning, domain.FigWalkIns, domain.FigMinutes, domain.FigHeadcount, domain.FigPSSM, domain.FigPlacements,
		domain.FigKept, domain.FigPresentRegistered, domain.FigSeats, domain.FigTaken, domain.FigCorrections}
	outcomes = []domain.Figure{domain.FigPresent, domain.FigAbsent, domain.FigExcused, domain.FigWithdrawn, domain.FigCancelled,
		domain.FigRefused, domain.FigUnserved, domain.FigReplaced, domain.FigExpected}
)

func (v *figuresPage) fill(r stats.Report) {
	v.Shown, v.Period, v.Query = true, stats.PeriodText(r.Period), r.Query().Values().Encode()
	v.Empty = r.Total.Counts == domain.Counts{} && !slices.ContainsFunc(r.History, func(h domain.HistoryLine) bool {
		return h.Counts || h.Standing == domain.Straddling
	})
	own := domain.Row{}
	for _, row := range r.Tables[domain.ByRole] {
		if row.Key == "porte" {
			own = row
		}
	}
	v.Sets = []figureSet{
		{Title: "Portés par le PTSM", Cells: strip(r, own, "by_role", "porte", headline)},
		{Title: "Ensemble, tous rôles du PTSM", Calm: true, Note: "Événements portés, coportés, soutenus, et participations.",
			Cells: strip(r, r.Total, "", "", slices.Concat(headline, besides))},
	}
	v.Outcomes = strip(r, r.Total, "", "", outcomes)
	v.All = strip(r, r.Total, "", "", []domain.Figure{domain.FigRegistrations})[0]
	v.declared(r)
	for t := range domain.Tables {
		v.Charts = append(v.Charts, chartOf(r, domain.Table(t)))
	}
}

// strip gives the figures of one line, each with its list.
func strip(r stats.Report, row domain.Row, table, key string, figures []domain.Figure) (cells []figureCell) {
	for _, f := range figures {
		c := figureCell{Label: domain.Indicators[f].Label, Definition: domain.Indicators[f].Definition, Value: amount(f, row.Counts[f])}
		if row.Counts[f] != 0 {
			c.URL = listURL(r.Query(), f, table, key)
		}
		if f == domain.FigPeople && table == "" && r.Duplicates > 0 {
			c.Note = fmt.Sprintf("dont %d %s", r.Duplicates, agree(r.Duplicates, "doublon probable", "doublons probables"))
		}
		cells = append(cells, c)
	}
	return cells
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
func listURL(query stats.Query, f domain.Figure, table, key string) string {
	q := query.Values()
	q.Set("code", domain.Indicators[f].Code)
	if table != "" {
		q.Set("table", table)
		q.Set("cle", key)
	}
	return "/gestion/chiffres/liste?" + q.Encode()
}
