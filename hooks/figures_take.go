package hooks

import (
	"bytes"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
	"passerelle/internal/stats"
)

// figureImage answers the picture of a table as a file to paste elsewhere.
func (s *site) figureImage(e *core.RequestEvent) error {
	name, ok := strings.CutSuffix(e.Request.PathValue("image"), ".svg")
	t, known := domain.TableOf(name)
	if !ok || !known && name != "cumul" {
		return s.refuse(e, domain.Error{Code: domain.ErrNotFound})
	}
	query, typed, err := s.queryAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	r, err := stats.Count(e.App, s.now(), query)
	if err != nil {
		return s.refuse(e, err)
	}
	title := "Participations cumulées"
	var svg template.HTML
	if known {
		title = "Présents, p" + domain.Tables[t].Title[1:]
		svg, _ = draw(chart.Figure{ID: "g-" + name, Title: title, Unit: "présents"}, t, r.Tables[t])
	} else {
		svg, _ = drawGrown(r)
	}
	active, err := stats.ActiveFilters(e.App, typed)
	if err != nil {
		return s.refuse(e, err)
	}
	source := s.siteOf(e.App).Territory + ", " + stats.PeriodText(r.Period)
	for _, a := range active {
		source += "\u202f; " + a.Text()
	}
	source += ". Présences constatées, arrêtées au\u00a0" + stats.DayText(r.At) + "."
	e.Response.Header().Set("Content-Disposition", `attachment; filename="`+strings.ReplaceAll(name, "_", "-")+"-"+fileOf(query.Period)+`.svg"`)
	return e.Blob(200, "image/svg+xml", []byte(chart.Standalone(svg, title, source)))
}

// figureTablePage is the view of figures/table: every line of one table, page after page.
type figureTablePage struct {
	Title, Period, Back, Line string
	Chips                     []filterChip
	Columns                   []string
	Rows                      []figureRow
	Total                     figureRow
	All, Page, Pages          int
	Previous, Next, Export    string
	Rates                     bool
}

// figureTable shows all the lines of a table.
func (s *site) figureTable(e *core.RequestEvent) error {
	t, ok := domain.TableOf(e.Request.PathValue("table"))
	if !ok {
		return s.refuse(e, domain.Error{Code: domain.ErrNotFound})
	}
	c, err := s.countAsked(e, e.Request.URL.Path)
	if err != nil {
		return s.refuse(e, err)
	}
	if len(c.Errors) > 0 {
		return e.Error(422, c.Errors[0].Text, nil)
	}
	rows := c.Report.Tables[t]
	v := figureTablePage{Title: domain.Tables[t].Title, Period: c.Bar.Period, Line: domain.Tables[t].Line, Back: c.Bar.kept(figuresPath + "?" + string(c.Bar.Query)), Chips: c.Bar.Chips,
		Export: figuresPath + ".xlsx?" + string(c.Bar.Query), All: len(rows), Pages: max(1, (len(rows)+listPage-1)/listPage)}
	v.Page = pageAsked(e.Request.URL.Query().Get("page"), v.Pages)
	for _, f := range shownIn(t) {
		v.Columns = append(v.Columns, shortLabels[f])
	}
	for _, row := range rows[(v.Page-1)*listPage : min(v.Page*listPage, len(rows))] {
		v.Rows = append(v.Rows, c.rowOf(t, row, domain.Tables[t].Name))
	}
	v.Total = c.rowOf(t, c.Report.TotalOf(t), "")
	if t == domain.ByEvent && !c.Report.Filter.OfPeople() {
		if err := v.rates(e.App, c.Report, rows[(v.Page-1)*listPage:min(v.Page*listPage, len(rows))]); err != nil {
			return s.refuse(e, err)
		}
	}
	address := func(n int) string {
		return c.Bar.kept(e.Request.URL.Path + "?" + string(c.Bar.Query) + fmt.Sprintf("&page=%d", n))
	}
	if v.Page > 1 {
		v.Previous = address(v.Page - 1)
	}
	if v.Page < v.Pages {
		v.Next = address(v.Page + 1)
	}
	return s.render(e, 200, "figures/table", v)
}

// rates adds to the lines of events how many came of those expected, how many seats were taken, and how fast.
func (v *figureTablePage) rates(app core.App, r stats.Report, rows []domain.Row) error {
	v.Columns = append(v.Columns, "Présence", "Remplissage", "Complet en", "Plus longue attente")
	v.Rates = true
	for i, row := range rows {
		days, longest := domain.Unset, domain.Unset
		if num, err := strconv.Atoi(row.Key); err == nil { // the history has no registrations
			t, err := stats.TensionOf(app, num)
			if err != nil {
				return err
			}
			if longest = paris.Number(t.Longest); t.Full {
				days = paris.Number(t.Days) + "\u00a0" + agree(t.Days, "jour", "jours")
			}
		}
		v.Rows[i].Cells = append(v.Rows[i].Cells, rateCell(row.AttendanceRate()), rateCell(row.FillRate()), figureCell{Value: days}, figureCell{Value: longest})
	}
	v.Total.Cells = append(v.Total.Cells, rateCell(r.Total.AttendanceRate()), rateCell(r.Total.FillRate()), figureCell{Value: "–"}, figureCell{Value: "–"})
	return nil
}

func rateCell(r domain.Rate) figureCell { return figureCell{Value: stats.Percent(r.Part, r.Whole)} }

// figureListXLSX writes the whole list behind a figure.
func (s *site) figureListXLSX(e *core.RequestEvent) error {
	query, typed, err := s.queryAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	l, err := stats.ListOf(e.App, query, typed.Get("code"), typed.Get("table"), typed.Get("cle"))
	if err != nil {
		return s.refuse(e, err)
	}
	active, err := stats.ActiveFilters(e.App, typed)
	if err != nil {
		return s.refuse(e, err)
	}
	var b bytes.Buffer
	if err := report.WriteXLSX(&b, stats.ListWorkbook(l, active, s.now())); err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", `attachment; filename="liste-`+strings.ReplaceAll(domain.Indicators[l.Figure].Code, "_", "-")+"-"+fileOf(query.Period)+`.xlsx"`)
	return e.Blob(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}

// bulletinPage is the view of figures/bulletin: a block for a newsletter.
type bulletinPage struct {
	Bar         figuresBar
	Shown       bool
	Block       stats.Bulletin
	Text, Paste string
}

// figureBulletin gives a title, three figures and a sentence, to paste in a newsletter.
func (s *site) figureBulletin(e *core.RequestEvent) error {
	c, err := s.countAsked(e, figuresPath+"/bulletin")
	if err != nil {
		return s.refuse(e, err)
	}
	v := bulletinPage{Bar: c.Bar, Shown: len(c.Errors) == 0}
	if !v.Shown {
		return s.renderForm(e, 422, "figures/bulletin", v, c.Errors)
	}
	scope := c.scope()
	scope.Own = true
	v.Block = stats.BulletinOf(scope, lineOf(c.Report, domain.ByRole, "porte"))
	v.Text, v.Paste = v.Block.Text(), v.Block.HTML()
	return s.render(e, 200, "figures/bulletin", v)
}
