package hooks_test

import (
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// The trainee's report by its link: a draft kept, nothing lost of what is refused, sent once and read by the desk, given
// back with its reason; both short surveys, once each.
func TestTheReportOfAStage(t *testing.T) {
	app := testapp.New(t)
	srv, guest := testapp.Serve(t, app), testapp.Browser(t)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ReportReviewed = true })
	p := testapp.Signed(t, app, testapp.Matched(t, app, c, testapp.Offer(t, app, c, nil), "Exemple", "Camille"))
	at := func(kind string) string {
		token, err := link.Token(app, kind, p.Row.ID)
		must(t, err)
		return srv.URL + link.Path(kind, token)
	}
	mine, host, desk := at(link.PlacementTrainee), at(link.PlacementHost), srv.URL+"/gestion/placements/"+p.Row.ID+"/rapports"
	if a := get(t, guest, mine+"/rapport"); a.status != 200 || !strings.Contains(a.body, "Pas encore") || strings.Contains(a.body, "<textarea") {
		t.Error("before it began", a.status, a.body)
	}
	testapp.Attended(t, app, p)
	if a := get(t, guest, mine+"/rapport"); !strings.Contains(a.body, "Ne citez aucune personne accompagnée") || !strings.Contains(a.body, `maxlength="2000"`) || !strings.Contains(a.body, "000 signes au plus") {
		t.Error("the form", a.body)
	}
	if a := post(t, guest, mine+"/rapport", "geste", "brouillon", "etonnement", "Un début", "auto", "1"); a.status != 204 {
		t.Error("kept by the page", a.status, a.body)
	}
	if a := get(t, guest, mine+"/rapport"); !strings.Contains(a.body, "Un début") || !strings.Contains(a.body, "Brouillon enregistré le") {
		t.Error("the draft", a.body)
	}
	if a := get(t, boss, desk); strings.Contains(a.body, "Un début") || !strings.Contains(a.body, "brouillon est commencé") {
		t.Error("a draft read by the desk", a.body)
	}
	a := post(t, guest, mine+"/rapport", "geste", "envoyer", "etonnement", "Mme Essai parle bas.", "pratique", strings.Repeat("é", 1501))
	for _, want := range []string{"Mme Essai parle bas.", strings.Repeat("é", 1501), `href="#pratique"`, `href="#lu"`, `href="#sur"`, `name="mots" value="Mme Essai"`} {
		if a.status != 422 || !strings.Contains(a.body, want) {
			t.Error(a.status, "lost: ", want[:min(len(want), 40)])
		}
	}
	if a := post(t, guest, mine+"/rapport", "geste", "envoyer", "etonnement", "Mme Essai parle bas.", "pratique", "<b>Appeler</b>", "lu", "1", "sur", "1", "mots", "Mme Essai"); a.status != 303 {
		t.Error("sent", a.status, a.body)
	}
	if a := get(t, guest, mine+"/rapport"); !strings.Contains(a.body, "Envoyé le") || strings.Contains(a.body, "<textarea") || !strings.Contains(a.body, "&lt;b&gt;Appeler") {
		t.Error("read only", a.body)
	}
	if a := post(t, guest, mine+"/rapport", "geste", "brouillon", "etonnement", "Après"); a.status != 409 {
		t.Error("changed once sent", a.status)
	}
	if a := post(t, boss, desk, "geste", "rendre", "reason", " "); a.status != 422 || !strings.Contains(a.body, `href="#reason"`) {
		t.Error("given back without a reason", a.status)
	}
	if a := post(t, boss, desk, "geste", "rendre", "reason", "Retirez le nom."); a.status != 303 || !strings.Contains(get(t, guest, mine+"/rapport").body, "Retirez le nom.") {
		t.Error("given back", a.status, a.body)
	}
	if a := post(t, boss, desk, "geste", "recevoir"); a.status != 303 || !strings.Contains(get(t, boss, desk).body, "Reçu sur papier") {
		t.Error("on paper", a.status)
	}
	if a := post(t, guest, host+"/retour", "geste", "envoyer", "etonnement", "Un regard neuf.", "lu", "1"); a.status != 303 || !strings.Contains(get(t, boss, desk).body, "Un regard neuf.") {
		t.Error("the host", a.status, a.body)
	}
	if a := post(t, boss, desk, "geste", "attester"); a.status != 303 {
		t.Error("certified", a.status, a.body)
	}
	if done, err := placement.Open(app, p.Row.ID); err != nil || done.P.State != domain.PlacementCertified {
		t.Error(done.P.State, err)
	}
	for _, path := range []string{mine + "/avis", host + "/avis"} {
		party := domain.PartyTrainee
		if path == host+"/avis" {
			party = domain.PartyHost
		}
		typed := []string{"organisation", "Simple."}
		if a := post(t, guest, path, append(typed, "note-simple", "9")...); a.status != 422 || !strings.Contains(a.body, "Simple.") || !strings.Contains(a.body, `href="#note-utile"`) {
			t.Error("half answered", a.status)
		}
		for _, q := range domain.OpinionQuestions(party) {
			typed = append(typed, "note-"+q.Key, "4")
		}
		for range 2 {
			if a := post(t, guest, path, typed...); a.status != 303 {
				t.Error("answered", a.status, a.body)
			}
		}
		if !strings.Contains(get(t, guest, path).body, "vous avez répondu") {
			t.Error("no thanks")
		}
	}
	if list, _ := records.PlacementOpinions(app, c.ID); len(list) != 2 {
		t.Errorf("%d answers", len(list))
	}
}
