package hooks

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/paris"
	"passerelle/internal/report"
	"passerelle/internal/settings"
	"passerelle/internal/stats"
)

const metPath = "/gestion/chiffres/interconnaissance"

// met shows which structures met.
func (s *site) met(e *core.RequestEvent) error {
	c, err := s.countAlone(e, metPath)
	if err != nil {
		return s.refuse(e, err)
	}
	view := metPage{Bar: c.Bar}
	if len(c.Errors) > 0 {
		return s.renderForm(e, 422, "figures/met", view, c.Errors)
	}
	m, err := stats.MetOf(e.App, s.now(), c.Report.Query())
	if err != nil {
		return s.refuse(e, err)
	}
	view.fill(m)
	return s.render(e, 200, "figures/met", view)
}

// savePlenary keeps from how many present people a session is a plenary one.
func (s *site) savePlenary(e *core.RequestEvent) error {
	back, err := url.ParseQuery(e.Request.FormValue("retour"))
	if err != nil {
		back = nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(e.Request.FormValue("seuil")))
	if err != nil || n < 2 || n > 10000 {
		return s.tell(e, metPath+"?"+back.Encode()+"#seuil-form", "err", "Le seuil des plénières est un nombre de présents, entre 2 et 10 000.")
	}
	if err := settings.SavePlenary(e.App, s.now(), actor(e), n); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, metPath+"?"+back.Encode(), "ok", fmt.Sprintf("Une séance de plus de %s présents est maintenant une plénière.", paris.Number(n)))
}

// metAsked reads what is asked and counts who met whom in it.
func (s *site) metAsked(e *core.RequestEvent) (query stats.Query, m stats.Met, err error) {
	if query, _, err = s.queryAsked(e); err != nil {
		return query, m, err
	}
	m, err = stats.MetOf(e.App, s.now(), query)
	return query, m, err
}

// metXLSX answers who met whom as a workbook.
func (s *site) metXLSX(e *core.RequestEvent) error {
	query, m, err := s.metAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	var b bytes.Buffer
	if err := report.WriteXLSX(&b, stats.MetWorkbook(m)); err != nil {
		return s.refuse(e, err)
	}
	name := strings.Replace(fileOf(query.Period), "chiffres", "interconnaissance", 1)
	e.Response.Header().Set("Content-Disposition", `attachment; filename="`+name+`.xlsx"`)
	return e.Blob(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}

// metLinkPage is the view of met/link.
type metLinkPage struct {
	A, B         metName
	Back, Period string
	New          bool
	Rows         []figureListRow
}

// metLink shows the events where two structures met.
func (s *site) metLink(e *core.RequestEvent) error {
	query, m, err := s.metAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	asked := e.Request.URL.Query()
	for _, l := range m.Links {
		if fmt.Sprint(l.A) != asked.Get("a") || fmt.Sprint(l.B) != asked.Get("b") {
			continue
		}
		view := metLinkPage{A: metNameOf(m, l.A), B: metNameOf(m, l.B), Period: stats.PeriodText(query.Period), Back: metPath + "?" + query.Values().Encode(), New: l.New}
		for _, n := range l.Events {
			ev := m.Events[n]
			view.Rows = append(view.Rows, figureListRow{Name: ev.Title, URL: "/gestion/evenements/" + ev.ID, When: ev.StartsAt.Time()})
		}
		return s.render(e, 200, "figures/link", view)
	}
	return s.tell(e, metPath+"?"+query.Values().Encode(), "warn", "Ces deux structures ne se sont pas rencontrées sur cette période.")
}
