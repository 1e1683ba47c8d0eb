package hooks_test

import (
	"testing"

	"passerelle/internal/records"
)

// Who comes along is in the public of its event on every screen, and the definition printed beside says so.
func TestCompanionsAreCountedWithThePublic(t *testing.T) {
	s := newSeason(t)
	srv, c := s.desk(t)
	a := get(t, c, srv.URL+"/gestion/evenements/"+s.course.ID)
	has(t, a, 200, "Accompagnants", `<tr><th scope="row" colspan="3">Total</th><td class="num">16</td>`)
	a = get(t, c, srv.URL+"/gestion/chiffres/liste?code=headcount_public&du=&au=")
	has(t, a, 200, "Cours d’essai", ">16<", "accompagnants des inscriptions présentes")
	has(t, get(t, c, srv.URL+"/gestion/chiffres/definitions"), 200, "accompagnants des inscriptions présentes", "ni dans les personnes distinctes")

	a = get(t, c, srv.URL+"/gestion/evenements/"+s.day.ID)
	lacks(t, a, "Accompagnants") // Bruno did not come, nor did those he announced
	n, err := records.CompanionsPresent(s.app, s.day.ID)
	must(t, err)
	if n != 0 {
		t.Errorf("%d came along with somebody absent", n)
	}
}
