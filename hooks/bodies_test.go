package hooks_test

import (
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// A committee from its creation to the answer of a member, through the pages.
func TestAMeetingByInvitation(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	own := testapp.User(t, app, records.Organiser, "a@exemple.invalid")
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	at := srv.URL + "/gestion/instances"
	has(t, get(t, c, at), 200, "Aucune instance pour l’instant")
	a := post(t, c, at+"/nouvelle", "nom", "", "genre", "group", "quorum", "douze", "intention", "aaaaaaaaaaaaaaa")
	has(t, a, 422, "Cette réponse est nécessaire", "Choisissez une des réponses", "nombre entier", `value="douze"`)
	fields := []string{"nom", "Comité de pilotage", "genre", "steering", "quorum", "2", "intention", "bbbbbbbbbbbbbbb"}
	for range 2 { // sent twice it makes one
		a = post(t, c, at+"/nouvelle", fields...)
		if a.status != 303 || !strings.HasPrefix(a.location, "/gestion/instances/bbbbbbbbbbbbbbb/membres/nouveau") {
			t.Fatal(a.status, a.location, a.body)
		}
	}
	at += "/bbbbbbbbbbbbbbb"
	has(t, post(t, c, at+"/membres/nouveau", "prenom", "Alba", "nom", "Orme", "email", "alba@", "du", "hier"), 422, "n’est pas complète", "Écrivez un jour", `value="alba@"`)
	for range 2 {
		a = post(t, c, at+"/membres/nouveau", "prenom", "Alba", "nom", "Orme", "email", "alba@exemple.invalid", "structure", "CH Lens", "du", "2026-01-01", "intention", "ccccccccccccccc")
		if a.status != 303 {
			t.Fatal(a.status, a.body)
		}
	}
	has(t, post(t, c, at+"/membres/nouveau", "prenom", "alba", "nom", "ORME"), 422, "siège déjà")
	has(t, post(t, c, at+"/membres/liste", "liste", "Saule;Noé;noe@exemple.invalid;Direction\nn’importe quoi"), 422, "membre ajouté", "n’ont pas été comprises", "n’importe quoi")
	has(t, get(t, c, at), 200, "2\u00a0membres", "Alba Orme", "Noé Saule", "CH Lens", "Quorum")

	ev := testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Title, d.Visibility, d.Organisers = "Réunion discrète", domain.ByLink, []string{own.Id}
	})
	page := srv.URL + "/gestion/evenements/" + ev.ID + "/invitations"
	has(t, get(t, c, page), 200, "Choisissez-la")
	has(t, post(t, c, page+"/instance", "instance", "zzzzzzzzzzzzzzz"), 422, "Choisissez une des réponses")
	has(t, follow(t, c, srv, post(t, c, page+"/instance", "instance", "bbbbbbbbbbbbbbb")), 200, "Inviter les membres")
	organiser := testapp.Login(t, srv, own)
	has(t, follow(t, organiser, srv, post(t, organiser, page)), 200, "2\u00a0membres invités", "Quorum pas encore atteint")
	has(t, follow(t, c, srv, post(t, c, page)), 200, "déjà invités")
	has(t, follow(t, c, srv, post(t, c, page+"/relancer")), 200, "Personne à relancer")

	rows, err := records.Invitations(app, ev.ID)
	must(t, err)
	token, err := link.Token(app, link.Invitation, rows[0].ID)
	must(t, err)
	mine, guest := srv.URL+"/invitations/"+token, testapp.Browser(t)
	has(t, get(t, guest, mine), 200, "Réponse attendue", "Réunion discrète", "Comité de pilotage")
	has(t, post(t, guest, mine, "reponse", "peut-être", "mot", "Bonjour"), 422, "Choisissez une des réponses", `value="Bonjour"`)
	has(t, post(t, guest, mine, "reponse", "represented", "prenom", "Alba", "nom", "Orme"), 422, "pas le vôtre")
	has(t, follow(t, guest, srv, post(t, guest, mine, "reponse", "present")), 200, "présent</h2>", "Voir mon inscription")
	has(t, follow(t, guest, srv, post(t, guest, mine, "reponse", "represented", "prenom", "Zoé", "nom", "Linotte")), 200, "représenté par Zoé Linotte")
	has(t, follow(t, c, srv, post(t, c, page+"/"+rows[1].ID, "reponse", "remote")), 200, "Quorum atteint", "À distance", "Zoé Linotte")
	has(t, get(t, c, page+"/feuille"), 200, "Noé Saule", "Quorum", "2 sur 2, atteint")

	for _, address := range []string{"/", "/agenda.ics", "/api/evenements", "/?q=discr%C3%A8te"} {
		lacks(t, get(t, guest, srv.URL+address), "Réunion discrète")
	}
	clean(t, app)
}
