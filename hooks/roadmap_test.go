package hooks_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestWhatFeedsTheRoadmapIsTypedCorrectedAndConfirmed(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	post := func(path string, status int, f url.Values) string {
		t.Helper()
		res, err := c.PostForm(srv.URL+path, f)
		a := read(t, res, err)
		if a.status != status {
			t.Fatalf("%s: %d, want %d\n%s", path, a.status, status, a.body)
		}
		return a.body
	}
	for path, f := range map[string]url.Values{
		"/gestion/realisations/nouvelle": {"title": {"Guide des ressources"}, "date": {"bientôt"}, "status": {"done"}},
		"/gestion/decomptes/nouveau":     {"title": {"Guide des ressources"}, "kind": {"bref"}, "sessions": {"beaucoup"}},
		"/gestion/historique/nouvelle":   {"title": {"Guide des ressources"}, "role": {"porte"}, "people": {"-3"}},
	} {
		f.Set("intent", records.NewID())
		body := post(path, 422, f)
		if !strings.Contains(body, `value="Guide des ressources"`) || !strings.Contains(body, "Erreur") {
			t.Errorf("%s: what was typed is lost", path)
		}
	}
	action, err := records.ItemByCode(app, records.RoadmapActions, "15")
	must(t, err)
	post("/gestion/decomptes/nouveau", 303, url.Values{"intent": {records.NewID()}, "title": {"Ateliers BREF"}, "kind": {"bref"}, "date": {"2026"}, "families": {"11"}, "action": {action.ID}})
	post("/gestion/historique/nouvelle", 303, url.Values{"intent": {records.NewID()}, "title": {"Forum des aidants"}, "role": {"porte"}, "date": {"mai 2024"}, "meetings": {"1"}, "people": {"45"}, "action": {action.ID}})
	board := get(t, c, srv.URL+"/gestion/feuille-de-route").body
	for _, want := range []string{"Ateliers BREF", "11\u00a0familles", "Forum des aidants", "mai 2024", "45\u00a0personnes, déclaré"} {
		if !strings.Contains(board, want) {
			t.Errorf("the board does not say %q", want)
		}
	}
	m := regexp.MustCompile(`name="cible" value="(\w+)"><input type="hidden" name="action" value="(\w+)"`).FindStringSubmatch(board)
	if m == nil {
		t.Fatal("no proposal to confirm")
	}
	f := url.Values{"cible": {m[1]}, "action": {m[2]}, "reponse": {"oui"}}
	post("/gestion/feuille-de-route", 303, f)
	post("/gestion/feuille-de-route", 409, f)
}
