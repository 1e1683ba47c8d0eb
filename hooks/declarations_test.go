package hooks_test

import (
	"strings"
	"testing"

	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// A partner's action from the link to the agenda, through the pages.
func TestAPartnersAction(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c, guest := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid")), testapp.Browser(t)
	token, err := link.Token(app, link.Declare, link.DeclareTarget)
	must(t, err)
	at := srv.URL + "/declarer/" + token
	has(t, get(t, c, srv.URL+"/gestion/declarations"), 200, at, "Aucune déclaration")
	fields := []string{"titre", "Ciné-débat", "organisation", "Médiathèque d’essai", "territoire", itemID(t, app, records.Territories, "capso"), "debut", "2026-12-01T18:30",
		"fin", "2026-12-01T20:30", "contact", "Alba", "email", "alba@exemple.invalid", "afficher", "1", "intention", strings.Repeat("a", 32), "personnes", ""}
	with := func(name, value string) []string {
		out := append([]string{}, fields...)
		for i := 0; i < len(out); i += 2 {
			if out[i] == name {
				out[i+1] = value
			}
		}
		return out
	}
	has(t, post(t, guest, at, with("personnes", "beaucoup")...), 422, "nombre entier", `value="beaucoup"`, `value="Ciné-débat"`, `value="2026-12-01T18:30"`)
	has(t, post(t, guest, at, append(fields, "site_web", "robot")...), 422, "champ caché", `value="Ciné-débat"`)
	var mine string
	for range 2 { // sent twice it declares once
		a := post(t, guest, at, fields...)
		if a.status != 303 || mine != "" && a.location != mine {
			t.Fatal(a.status, a.location, a.body)
		}
		mine = a.location
	}
	has(t, get(t, guest, srv.URL+mine), 200, "Reçue, à relire", "Non renseigné")
	has(t, post(t, guest, srv.URL+mine, "personnes", "40"), 409)
	has(t, get(t, c, srv.URL+"/gestion"), 200, "est à relire")
	lacks(t, get(t, guest, srv.URL+"/"), "Ciné-débat")
	has(t, follow(t, guest, srv, post(t, guest, srv.URL+mine+"/corriger", with("titre", "Ciné-débat du mardi")...)), 200, "Ciné-débat du mardi")

	rows, err := records.Declarations(app, "")
	must(t, err)
	if len(rows) != 1 {
		t.Fatalf("%d declarations", len(rows))
	}
	desk := srv.URL + "/gestion/declarations/" + rows[0].ID
	has(t, get(t, c, desk), 200, "Médiathèque d’essai", "Souhaité")
	has(t, follow(t, c, srv, post(t, c, desk, "decision", "accepted", "mot", "Merci")), 200, "Action acceptée")
	a := get(t, guest, srv.URL+"/")
	has(t, a, 200, "Ciné-débat du mardi", "Proposé par un partenaire", "Organisé par Médiathèque d’essai")
	lacks(t, a, "alba@exemple.invalid", `/evenements/"`)
	has(t, get(t, guest, srv.URL+"/?programme=sism"), 200, "Ciné-débat du mardi")
	lacks(t, get(t, guest, srv.URL+"/?programme=pssm-jeunes"), "Ciné-débat du mardi")
	has(t, get(t, guest, srv.URL+mine), 200, "Acceptée", "Merci")
	lacks(t, get(t, c, srv.URL+"/gestion/historique"), "Ciné-débat") // it is to come
	if a := post(t, guest, srv.URL+mine+"/corriger", fields...); a.status != 409 {
		t.Error("corrected after the decision:", a.status)
	}
	has(t, follow(t, c, srv, post(t, c, desk+"/modifier", with("titre", "Soirée ciné")...)), 200, "Soirée ciné")
	has(t, follow(t, c, srv, post(t, c, desk, "decision", "refused", "mot", "")), 200, "Déclaration refusée")
	lacks(t, get(t, guest, srv.URL+"/"), "Soirée ciné")
	has(t, follow(t, c, srv, post(t, c, srv.URL+"/gestion/declarations/lien")), 200, "ancien lien est fermé")
	if a := get(t, guest, at); a.status != 410 {
		t.Error("the old link answers", a.status)
	}
	clean(t, app)
}
