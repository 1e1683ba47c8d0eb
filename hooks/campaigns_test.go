package hooks_test

import (
	"strings"
	"testing"

	"passerelle/internal/campaign"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// retyped are the fields of a form, with some changed.
func retyped(fields []string, changes ...string) []string {
	out := append([]string{}, fields...)
	for c := 0; c < len(changes); c += 2 {
		found := false
		for i := 0; i < len(out); i += 2 {
			if out[i] == changes[c] {
				out[i+1], found = changes[c+1], true
			}
		}
		if !found {
			out = append(out, changes[c], changes[c+1])
		}
	}
	return out
}

// A campaign from the desk to the public, and a place from the structure's link to the catalogue and out of it.
func TestACampaignAndItsPlaces(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c, guest := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid")), testapp.Browser(t)
	in := func(days int) string { return paris.Day(testapp.Now.AddDate(0, 0, days)) }
	desk := srv.URL + "/gestion/stages"
	has(t, get(t, c, desk), 200, "Aucune campagne")
	lacks(t, get(t, guest, srv.URL+"/"), `href="/stages"`)
	fields := []string{"intent", records.NewID(), "title", "Printemps des stages", "kind", "campaign", "summary", "", "way", "any", "min_half_days", "1", "max_half_days", "3", "manager_asked", "1",
		"from", in(10), "to", in(60), "offers_until", in(15), "wishes_until", in(20), "delay_agree", "12"}
	has(t, post(t, c, desk+"/nouvelle", retyped(fields, "title", "", "to", in(5), "delay_agree", "peu")...), 422, `value="`+in(5)+`"`, `value="peu"`, "Le dernier jour vient après le premier", "de 1 à 365", `name="manager_asked" value="1" checked`)
	at := post(t, c, desk+"/nouvelle", fields...).location
	if again := post(t, c, desk+"/nouvelle", fields...).location; strings.Split(again, "?")[0] != strings.Split(at, "?")[0] {
		t.Error("sent twice:", at, again)
	}
	at = srv.URL + strings.Split(at, "?")[0]
	has(t, get(t, c, at), 200, "Printemps des stages", "Relisez la campagne", "/accueillir/")
	public := srv.URL + "/stages/printemps-des-stages"
	has(t, get(t, guest, public), 404)
	has(t, post(t, c, at+"/etat", "etat", "open"), 422, "summary", `value="Printemps des stages"`) // said in the form
	has(t, post(t, c, at+"/modifier", retyped(fields, "summary", "Quelques jours ailleurs.")...), 303)
	has(t, follow(t, c, srv, post(t, c, at+"/etat", "etat", "open")), 200, "La campagne est ouverte", "Faites proposer des places")
	has(t, get(t, guest, srv.URL+"/"), 200, `href="/stages"`)
	has(t, get(t, guest, srv.URL+"/stages"), 200, "Printemps des stages", "aucun acte de soin")
	has(t, get(t, guest, public), 200, "Pas encore de place")

	row, err := records.CampaignBySlug(app, "printemps-des-stages")
	must(t, err)
	token, err := link.Token(app, link.Hosting, row.ID)
	must(t, err)
	hosting := srv.URL + "/accueillir/" + token
	has(t, get(t, guest, hosting), 200, "Ne citez aucune personne accompagnée, aucune information de santé")
	nurse := itemID(t, app, records.Professions, "infirmier")
	place := []string{"intent", strings.Repeat("b", 32), "structure", "Foyer d’essai", "sector", "medico-social", "territory", "capso", "service", "Accueil de jour", "seen", "Une réunion d’équipe.",
		"professions", nurse, "places", "2", "slot-0-day", in(12), "slot-0-start", "09:00", "slot-0-end", "12:00", "slot-1-day", in(12), "slot-1-start", "14:00", "slot-1-end", "17:00",
		"referent_name", "Claude Référence", "referent_email", "claude@exemple.invalid", "badge", "Au standard."}
	a := post(t, guest, hosting, retyped(place, "referent_email", "claude", "slot-1-end", "13:00", "slot-2-day", in(90), "slot-2-start", "9h", "slot-2-end", "12h", "slot-3-day", in(13), "slot-3-start", "midi", "slot-3-end", "")...)
	has(t, a, 422, `href="#slot-1-end"`, `href="#slot-2-day"`, `href="#slot-3-start"`, `href="#slot-3-end"`, `href="#referent_email"`, `value="Foyer d’essai"`, `value="midi"`, `value="claude"`, `value="`+nurse+`" checked`, "Une réunion d’équipe.", `value="Au standard."`)
	has(t, post(t, guest, hosting, retyped(place, "site_web", "robot")...), 422, "champ caché")
	mine := post(t, guest, hosting, place...).location
	if again := post(t, guest, hosting, place...).location; again != mine || !strings.HasPrefix(mine, "/place-de-stage/") {
		t.Fatal("sent twice:", mine, again)
	}
	mine = srv.URL + mine
	has(t, get(t, guest, mine), 200, "Reçue, à relire", "Foyer d’essai, Accueil de jour")
	lacks(t, get(t, guest, public), "Foyer d’essai")
	has(t, get(t, c, at), 200, "place proposée est à relire")
	offers, err := records.Offers(app, row.ID)
	must(t, err)
	o := offers[0]
	page := public + "/places/" + o.ID
	has(t, get(t, guest, page), 404)
	has(t, get(t, c, at+"/places?etat=published"), 200, "Aucune place dans cet état")
	has(t, follow(t, c, srv, post(t, c, at+"/places/"+o.ID+"/etat", "geste", "publier")), 200, "La place est publiée", "0 sur 2")

	for query, found := range map[string]bool{"": true, "secteur=medico-social&territoire=capso&profession=infirmier&duree=2&libres=1&q=foyer": true, "secteur=sanitaire": false, "territoire=hors": false,
		"profession=medecin": false, "duree=1": false, "duree=convenir": false, "q=ailleurs": false} {
		a := get(t, guest, public+"?"+query)
		if a.status != 200 || strings.Contains(a.body, "Foyer d’essai") != found {
			t.Errorf("%q: status %d, found must be %v", query, a.status, found)
		}
	}
	a = get(t, guest, page)
	has(t, a, 200, "Une réunion d’équipe.", "Au standard.", "2\u00a0places libres", "/stages/printemps-des-stages/souhaits?place="+o.ID)
	lacks(t, a, "Claude", "exemple.invalid")
	has(t, post(t, guest, mine, retyped(place, "service", "", "slot-0-id", o.HalfDays[0].ID)...), 422, `href="#service"`, `value="Foyer d’essai"`)
	has(t, follow(t, guest, srv, post(t, guest, mine, retyped(place, "service", "Accueil de nuit")...)), 200, "Reçue, à relire", "Accueil de nuit")
	has(t, get(t, guest, page), 404) // read again before the public sees it
	has(t, post(t, c, at+"/places/"+o.ID+"/etat", "geste", "refuser", "reason", " "), 422, "Donnez une raison", "Accueil de nuit")
	has(t, follow(t, c, srv, post(t, c, at+"/places/"+o.ID+"/etat", "geste", "publier", "page", "1")), 200, "Page publique")
	has(t, follow(t, c, srv, post(t, c, at+"/places/"+o.ID+"/etat", "geste", "ajouter")), 200, "0 sur 3")
	has(t, get(t, guest, page), 200, "3\u00a0places libres")
	has(t, post(t, guest, mine+"/retirer", "reason", ""), 422, "Donnez une raison")
	has(t, follow(t, guest, srv, post(t, guest, mine+"/retirer", "reason", "Travaux.")), 200, "Retirée", "Travaux.")
	has(t, get(t, guest, page), 404)
	has(t, get(t, c, at+"/places"), 200, "Retirée")
	other := testapp.Campaign(t, app, nil)
	has(t, get(t, c, desk+"/"+other.ID+"/places/"+o.ID), 404) // of another campaign
	has(t, follow(t, c, srv, post(t, c, at+"/lien")), 200, "ancien lien est fermé")
	if a := get(t, guest, hosting); a.status != 410 {
		t.Error("the old link answers", a.status)
	}
	has(t, follow(t, c, srv, post(t, c, at+"/etat", "etat", "closed")), 200, "La campagne est fermée")
	has(t, get(t, guest, public), 200, "Cette campagne est fermée")
	clean(t, app)
}

// A training opens a campaign for its trainees, who find it on their page once it is open.
func TestATrainingOpensACampaign(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c, guest := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid")), testapp.Browser(t)
	ev := testapp.Event(t, app, 5, func(d *event.Draft) {
		d.Title, d.Programme = "Formation ACTION", itemID(t, app, records.Programmes, "action")
	})
	r := testapp.Register(t, app, ev, "Exemple", "Alba")
	token, err := link.Token(app, link.Registration, r.ID)
	must(t, err)
	board := srv.URL + "/gestion/evenements/" + ev.ID
	has(t, get(t, c, board+"/formation"), 200, "Ouvrir des stages croisés")
	for range 2 {
		has(t, follow(t, c, srv, post(t, c, board+"/stages")), 200, "Stages croisés de Formation ACTION")
	}
	all, err := records.PlacementCampaigns(app)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d campaigns", len(all))
	}
	lacks(t, get(t, guest, srv.URL+"/inscriptions/"+token), "Votre stage croisé")
	row := all[0]
	f := campaign.Of(&row)
	f.Summary, f.From, f.To, f.OffersUntil, f.WishesUntil = "Pour continuer.", testapp.Now.AddDate(0, 0, 20), testapp.Now.AddDate(0, 0, 60), testapp.Now.AddDate(0, 0, 30), testapp.Now.AddDate(0, 0, 30)
	_, err = campaign.Save(app, testapp.Now, "c", row.ID, f)
	must(t, err)
	must(t, campaign.SetStatus(app, testapp.Now, "c", row.ID, records.CampaignOpen))
	has(t, get(t, guest, srv.URL+"/inscriptions/"+token), 200, "Votre stage croisé", "/stages/"+row.Slug)
	has(t, get(t, guest, srv.URL+"/evenements/"+ev.Slug), 200, "Et après", "/stages/"+row.Slug)
	has(t, get(t, guest, srv.URL+"/stages/"+row.Slug), 200, "Pour les stagiaires de", "/evenements/"+ev.Slug)
	has(t, get(t, c, board+"/formation"), 200, "/gestion/stages/"+row.ID)
	has(t, post(t, c, srv.URL+"/gestion/evenements/"+testapp.Event(t, app, 5, nil).ID+"/stages"), 409)
}
