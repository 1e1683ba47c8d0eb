package hooks_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// The board says each placement under its state, what is late on top and of whom; the filters narrow it, and the home page
// of the coordinator leads to it.
func TestTheBoardSaysWhatIsLateAndOfWhom(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv := testapp.Serve(t, app)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ManagerAsked = true })
	o := testapp.Offer(t, app, c, nil)
	asked := testapp.Wish(t, app, c, "Attente", "Sacha", nil, o.ID)
	asked.Row.ManagerEmail = ""
	must(t, records.SavePlacement(app, asked.Row))
	testapp.Matched(t, app, c, o, "Placée", "Camille")
	off := testapp.Wish(t, app, c, "Partie", "Lou", nil, o.ID)
	testapp.Moved(t, app, testapp.Now, off, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveCancel})
	now = now.AddDate(0, 0, 8)
	client := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	page := srv.URL + "/gestion/stages/" + c.ID + "/suivi"
	a := get(t, client, page)
	has(t, a, 200, "Accord attendu", "Place trouvée", "Annulé (1)", "En retard", "L’accord du responsable", "à joindre autrement", "/gestion/placements/"+asked.Row.ID, "3\u00a0stages")
	if late, states := strings.Index(a.body, "<h2>En retard"), strings.Index(a.body, `<section id="requested"`); late < 0 || states < late {
		t.Error("what is late is not on top")
	}
	for filter, want := range map[string][3]bool{"?mots=camille": {false, true, false}, "?mots=equipe+MOBILE": {false, true, false}, "?retard=1": {true, true, false},
		"?structure=" + o.Structure: {false, true, false}, "?structure=" + asked.Row.Structure: {true, true, true}, "?mots=personne": {}} {
		body := get(t, client, page+filter).body
		for i, name := range []string{"Sacha Attente", "Camille Placée", "Lou Partie"} {
			if strings.Contains(body, name) != want[i] {
				t.Errorf("%s shows %s: %v", filter, name, !want[i])
			}
		}
	}
	has(t, get(t, client, srv.URL+"/gestion"), 200, "2\u00a0stages croisés sont en retard", "attend l’accord du responsable depuis le", "/suivi?retard=1")
}
