package hooks_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"passerelle/internal/report"
)

// The presences leave one a line, under their header and with nobody's name.
func TestThePresencesLeaveWithoutNames(t *testing.T) {
	s := newSeason(t)
	srv, c := s.desk(t)
	const path = "/gestion/chiffres/presences.xlsx"
	var names []string
	var people []struct {
		Last  string `db:"last_name"`
		First string `db:"first_name"`
		Mail  string `db:"email"`
	}
	must(t, s.app.DB().Select("last_name", "first_name", "email").From("registrations").All(&people))
	for _, p := range people {
		names = append(names, p.Last, p.First, p.Mail)
	}
	attended := 0
	must(t, s.app.DB().NewQuery("SELECT COUNT(*) FROM attendances a JOIN facts f ON f.id = a.registration WHERE f.outcome = 1").Row(&attended))
	for query, want := range map[string]int{"?du=&au=": attended, "?du=1999-01-01&au=1999-12-31": 0} {
		res, err := c.Get(srv.URL + path + query)
		must(t, err)
		var body bytes.Buffer
		_, err = body.ReadFrom(res.Body)
		must(t, err)
		must(t, res.Body.Close())
		if res.StatusCode != http.StatusOK || !strings.Contains(res.Header.Get("Content-Disposition"), "presences-") {
			t.Fatalf("%s: %d, %v", query, res.StatusCode, res.Header)
		}
		f, err := excelize.OpenReader(&body)
		must(t, err)
		rows, err := f.GetRows("Présences")
		must(t, err)
		header := "Événement|Date|Demi-journée|Structure|Secteur|Territoire d’exercice|Fonction|Minutes|Preuve"
		if len(rows) < report.HeaderRow || strings.Join(rows[report.HeaderRow-1], "|") != header || len(rows)-report.HeaderRow != want {
			t.Fatalf("%s: %d rows, want %d\n%q", query, len(rows)-report.HeaderRow, want, rows)
		}
		for _, row := range rows[report.HeaderRow:] {
			for _, name := range names {
				for _, cell := range row {
					if name != "" && strings.Contains(cell, name) {
						t.Errorf("a line names somebody: %q", row)
					}
				}
			}
		}
	}
	for _, bad := range []struct {
		query  string
		status int
	}{{"?du=hier&au=", 422}, {"?du=2026-12-31&au=2026-01-01", 422}, {"?" + url.Values{"programme": {"personne"}}.Encode(), 422}} {
		getBody(t, c, srv.URL+path+bad.query, bad.status)
	}
}
