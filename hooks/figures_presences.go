package hooks

import (
	"net/http"
	"os"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/report"
	"passerelle/internal/stats"
)

// figuresPresences is every presence of the query as a workbook, one line each, without names. It is written whole to a
// file of its own before the first byte leaves: a fault is still a page that says so.
func (s *site) figuresPresences(e *core.RequestEvent) error {
	query, _, err := s.queryAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := os.CreateTemp("", "presences-*.xlsx")
	if err != nil {
		return s.refuse(e, err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	err = stats.WritePresences(e.App, s.now(), query, func(w report.Workbook) error { return report.WriteRows(f, w) })
	if err != nil {
		return s.refuse(e, err)
	}
	h := e.Response.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename="`+strings.Replace(fileOf(query.Period), "chiffres", "presences", 1)+`.xlsx"`)
	http.ServeContent(e.Response, e.Request, "", s.now(), f)
	return nil
}
