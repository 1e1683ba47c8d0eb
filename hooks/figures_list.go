package hooks

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/report"
	"passerelle/internal/stats"
)

// figureListPage is the view of figures/list.
type figureListPage struct {
	Label, Definition, Period, Back string
	Export                          string
	Chips                           []filterChip
	Table, Line                     string
	Beside                          string // head of what tells a line apart
	Total                           string
	Measured                        bool // lines have an amount of their own (minutes, people)
	Distinct                        bool
	Rows                            []figureListRow
	Page, Pages                     int
	Previous, Next                  string
}

type figureListRow struct {
	Name, URL, Detail, Event, EventURL, Amount, Times string
	When                                              time.Time
}

// listPage is how many lines a page of a list has.
const listPage = 200

// figureList shows what a figure counts, line by line.
func (s *site) figureList(e *core.RequestEvent) error {
	query, _, err := s.queryAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	l, err := stats.ListOf(e.App, query, q.Get("code"), q.Get("table"), q.Get("cle"))
	if err != nil {
		return s.refuse(e, err)
	}
	indicator := domain.Indicators[l.Figure]
	view := figureListPage{Label: indicator.Label, Definition: indicator.Definition, Period: stats.PeriodText(query.Period),
		Back: keepOther(figuresPath+"?"+query.Values().Encode(), q), Table: l.Table, Line: l.Line, Total: amount(l.Figure, l.Total),
		Measured: l.Figure == domain.FigMinutes || l.Figure == domain.FigHalfDays || (l.Figure.OfEvents() && l.Figure != domain.FigEvents), Distinct: indicator.Distinct}
	if view.Beside = "Structure"; l.Figure == domain.FigInstitutions || l.Figure == domain.FigPlacedPairs {
		view.Beside = "Secteur d’activité"
	}
	view.Export = "/gestion/chiffres/lignes.xlsx?" + strings.SplitN(listURL(query, l.Figure, q.Get("table"), q.Get("cle")), "?", 2)[1]
	active, err := stats.ActiveFilters(e.App, q)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, a := range active {
		view.Chips = append(view.Chips, filterChip{Text: a.Text()})
	}
	rows := view.cut(l.Rows, q.Get("page"), func(page int) string {
		q.Set("page", fmt.Sprint(page))
		return e.Request.URL.Path + "?" + q.Encode()
	})
	for _, r := range rows {
		view.Rows = append(view.Rows, listRow(l.Figure, r))
	}
	return s.render(e, 200, "figures/list", view)
}

// cut keeps one page of the lines.
func (v *figureListPage) cut(rows []stats.Line, asked string, address func(int) string) []stats.Line {
	v.Page, v.Pages = 1, max(1, (len(rows)+listPage-1)/listPage)
	if n := 0; asked != "" {
		if _, err := fmt.Sscan(asked, &n); err == nil {
			v.Page = min(max(n, 1), v.Pages)
		}
	}
	if v.Page > 1 {
		v.Previous = address(v.Page - 1)
	}
	if v.Page < v.Pages {
		v.Next = address(v.Page + 1)
	}
	return rows[(v.Page-1)*listPage : min(v.Page*listPage, len(rows))]
}

func listRow(f domain.Figure, r stats.Line) figureListRow {
	row := figureListRow{Name: r.Name, Detail: r.Detail, Event: r.EventTitle, When: r.When, Amount: amount(f, r.Count)}
	switch {
	case r.Registration != "":
		row.URL = "/gestion/evenements/" + r.Event + "/inscriptions/" + r.Registration
	case r.EventTitle == "" && r.Event != "":
		row.URL = "/gestion/evenements/" + r.Event
	}
	if r.EventTitle != "" {
		row.EventURL = "/gestion/evenements/" + r.Event
	}
	if r.Times > 1 {
		row.Times = fmt.Sprintf("%d participations", r.Times)
	}
	return row
}

// figureDefinitions prints what each figure counts.
func (s *site) figureDefinitions(e *core.RequestEvent) error {
	return s.render(e, 200, "figures/definitions", struct{ Indicators []domain.Indicator }{definitionsShown()})
}

// definitionsShown are those of the figures, of what is made from them, of who met whom.
func definitionsShown() []domain.Indicator {
	all := slices.Concat(domain.Indicators[:], domain.Derived)
	for f, i := range domain.MetIndicators {
		if domain.MetFigure(f) != domain.MetReached { // one of the figures already
			all = append(all, i)
		}
	}
	return all
}

// export answers a file of the figures, counted whole before the first byte leaves.
func (s *site) export(e *core.RequestEvent, extension, kind string, write func(io.Writer, stats.Report) error) error {
	query, _, err := s.queryAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	r, err := stats.Count(e.App, s.now(), query)
	if err != nil {
		return s.refuse(e, err)
	}
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", `attachment; filename="`+fileOf(query.Period)+"."+extension+`"`)
	return e.Blob(200, kind, b.Bytes())
}

// fileOf names an export by its period: « chiffres-2026-01-01_2026-12-31 ».
func fileOf(p domain.Period) string {
	if p.All() {
		return "chiffres-toutes-periodes"
	}
	v := stats.Query{Period: p}.Values()
	return strings.Trim("chiffres-"+v.Get("du")+"_"+v.Get("au"), "_")
}

func (s *site) figuresXLSX(e *core.RequestEvent) error {
	return s.export(e, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		func(w io.Writer, r stats.Report) error { return report.WriteXLSX(w, stats.Workbook(r)) })
}

func (s *site) figuresCSV(e *core.RequestEvent) error {
	return s.export(e, "csv", "text/csv; charset=utf-8", stats.WriteCSV)
}

// figuresZIP packs one CSV a table, with the definitions.
func (s *site) figuresZIP(e *core.RequestEvent) error {
	return s.export(e, "zip", "application/zip", func(w io.Writer, r stats.Report) error { return report.CSVPack(w, stats.Workbook(r)) })
}

func (s *site) figuresJSON(e *core.RequestEvent) error {
	return s.export(e, "json", "application/json; charset=utf-8", stats.WriteJSON)
}

// figuresPDF draws what the screen counts as a report that nobody kept.
func (s *site) figuresPDF(e *core.RequestEvent) error {
	return s.export(e, "pdf", "application/pdf", drawFigures(e.App))
}
