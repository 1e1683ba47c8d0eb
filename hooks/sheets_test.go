package hooks_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/sheet"
	"passerelle/internal/testapp"
)

func slotIDs(t testing.TB, app core.App, e *records.Event) (ids []string) {
	t.Helper()
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range slots {
		ids = append(ids, s.ID)
	}
	return ids
}

// A sheet is prepared, shown, refused with what was typed, typed again, taken back.
func TestASheetFromPaperToPresence(t *testing.T) {
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	app := testapp.At(t, func() time.Time { return noon })
	srv := testapp.Serve(t, app)
	own := testapp.User(t, app, records.Organiser, "orga@exemple.invalid")
	c := testapp.Login(t, srv, own)
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Organisers = []string{own.Id} })
	ada, bea := testapp.Register(t, app, e, "Aigle", "Ada"), testapp.Register(t, app, e, "Buse", "Béa")
	slots := slotIDs(t, app, e)
	page := srv.URL + "/gestion/evenements/" + e.ID + "/feuilles"
	has(t, get(t, c, page), 200, "Aucune feuille préparée", "2\u00a0personnes confirmées", "Imprimez à 100 %")

	has(t, post(t, c, page, "split", "day", "sorted", "structure", "blanks", "8"), 422, `href="#slots"`, `value="structure" selected`, `value="8" selected`)
	a := post(t, c, page, "slots", slots[0], "slots", slots[1], "split", "day", "sorted", "name", "blanks", "6")
	has(t, follow(t, c, srv, a), 200, "La feuille est prête", "Aigle Ada", "Buse Béa", "Numéros des absents")
	path, _, _ := strings.Cut(a.location, "?")
	one := srv.URL + path
	has(t, get(t, c, page), 200, sheet.Name(path[len(path)-15:]), "À signer", "Ressaisir")
	for _, name := range []string{"/a-signer.pdf", "/presences.pdf"} {
		if res := get(t, c, one+name); res.status != 200 || !strings.HasPrefix(res.body, "%PDF-") {
			t.Errorf("%s: %d", name, res.status)
		}
	}
	has(t, get(t, c, one+"?demi-journee="+slots[1]), 200, "Cette demi-journée n’a pas commencé")

	typed := url.Values{"slot": {slots[0]}, "round": {"1"}, "ligne": {ada.ID, bea.ID}, "absent": {ada.ID}, "numbers": {"7"},
		"added-0-last_name": {"Cygne"}, "added-0-first_name": {""}, "added-0-structure": {"CH Lens"}}
	status, body, _ := askDesk(t, c, one, typed)
	for _, part := range []string{"La feuille n’a pas de ligne 7", `value="7"`, `value="` + ada.ID + `" checked`, `value="Cygne"`} {
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, part) {
			t.Errorf("%d, without %q", status, part)
		}
	}
	typed["numbers"], typed["added-0-first_name"] = []string{""}, []string{"Cora"}
	for range 2 { // a double click
		_, _, to := askDesk(t, c, one, typed)
		has(t, get(t, c, srv.URL+to), 200, "2\u00a0présences ressaisies, 1\u00a0personne absente", "Annuler cette saisie", "ajoutée à la main")
	}
	present := func() int {
		n, err := records.SlotPresence(app, slots[0])
		must(t, err)
		return n
	}
	if present() != 2 {
		t.Errorf("%d present", present())
	}
	has(t, follow(t, c, srv, post(t, c, one+"/annuler", "slot", slots[0])), 200, "2\u00a0présences retirées", `name="round" value="2"`)
	has(t, follow(t, c, srv, post(t, c, one+"/annuler", "slot", slots[0])), 200, "Rien à annuler")
	if present() != 0 {
		t.Errorf("%d present", present())
	}
	has(t, post(t, c, one), 422, "Ressaisir la feuille signée")
	must(t, event.Cancel(app, noon, "test", e.ID, "Salle fermée"))
	has(t, get(t, c, one), 200, "Cet événement est annulé")
	has(t, post(t, c, page, "slots", slots[0], "split", "day", "sorted", "name", "blanks", "6"), 409)
}

// A sheet is of one event: another's address does not open it, whoever asks.
func TestASheetOfAnotherEventIsNotThere(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	one, two := testapp.Event(t, app, 0, nil), testapp.Event(t, app, 0, nil)
	made, err := sheet.Prepare(app, testapp.Now, "test", one.ID, sheet.Request{Slots: slotIDs(t, app, one), Split: sheet.InOne, Sorted: sheet.ByName, Blanks: 5})
	must(t, err)
	for _, end := range []string{"", "/a-signer.pdf", "/presences.pdf"} {
		if a := get(t, c, srv.URL+"/gestion/evenements/"+two.ID+"/feuilles/"+made[0].ID+end); a.status != 404 {
			t.Errorf("%s: %d", end, a.status)
		}
		if a := get(t, c, srv.URL+"/gestion/evenements/"+one.ID+"/feuilles/"+made[0].ID+end); a.status != 200 {
			t.Errorf("%s of its own event: %d", end, a.status)
		}
	}
	for _, end := range []string{"", "/annuler"} {
		if a := post(t, c, srv.URL+"/gestion/evenements/"+two.ID+"/feuilles/"+made[0].ID+end, "slot", made[0].Slots[0], "round", "1"); a.status != 404 {
			t.Errorf("POST %s: %d", end, a.status)
		}
	}
}

func TestBadgesAskForTheirLabels(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 0, nil)
	testapp.Register(t, app, e, "Aigle", "Ada")
	at := srv.URL + "/gestion/evenements/" + e.ID + "/badges.pdf"
	for query, want := range map[string]int{"": 200, "?format=a6&first=4&badge-blanks=0&order=structure": 200, "?format=a6&first=5&badge-blanks=0": 422, "?format=rien&first=1&badge-blanks=0": 422,
		"?format=a6&first=1&badge-blanks=beaucoup": 422} {
		a := get(t, c, at+query)
		if a.status != want || want == 200 && !strings.HasPrefix(a.body, "%PDF-") || want == 422 && !strings.Contains(a.body, "Télécharger les badges") {
			t.Errorf("%s: %d", query, a.status)
		}
	}
	must(t, event.Cancel(app, testapp.Now, "test", e.ID, "Salle fermée"))
	if got, err := records.EventOf(app, e.ID); err != nil || got.Status != domain.Cancelled {
		t.Fatal(got, err)
	}
	lacks(t, get(t, c, srv.URL+"/gestion/evenements/"+e.ID+"/feuilles"), "Télécharger les badges")
}
