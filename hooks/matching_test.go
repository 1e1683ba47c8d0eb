package hooks_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

var proposalField = regexp.MustCompile(`name="(empreinte|intention|vu)" value="([^"]*)"`)

// proposalForm is the form that the page of the matching holds, with these pairs ticked.
func proposalForm(body string, pairs ...string) url.Values {
	f := url.Values{"place": pairs}
	for _, m := range proposalField.FindAllStringSubmatch(body, -1) {
		f.Set(m[1], m[2])
	}
	return f
}

func says(t *testing.T, a answer, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("status %d, want %d", a.status, status)
	}
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(a.body)
	for _, text := range texts {
		if !strings.Contains(plain, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}

// The coordinator reads a proposal with its reasons, fixes a person, changes the weights, and keeps what was shown; what
// changed meanwhile is said, and nothing is decided.
func TestAProposalIsReadThenKept(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	c := testapp.Campaign(t, app, nil)
	page := srv.URL + "/gestion/stages/" + c.ID + "/affectation"
	says(t, get(t, boss, page), 200, "Personne n’attend de place pour l’instant")

	home, err := records.StructureNamed(app, "EPSM Val de Lys-Artois")
	must(t, err)
	one := testapp.Offer(t, app, c, func(o *records.Offer) { o.Places, o.CrossedWith = 1, home.ID })
	two := testapp.Offer(t, app, c, func(o *records.Offer) { o.Service, o.Places = "Autre équipe", 1 })
	open := testapp.Offer(t, app, c, func(o *records.Offer) { o.Service, o.HalfDays, o.Periods = "SAMSAH d’essai", nil, "un mardi" })
	alix := testapp.Wish(t, app, c, "Exemple", "Alix", nil, one.ID).Row.ID
	bao := testapp.Wish(t, app, c, "Exemple", "Bao", nil, one.ID, two.ID).Row.ID
	cleo := testapp.Wish(t, app, c, "Exemple", "Cléo", nil, one.ID).Row.ID
	dany := testapp.Wish(t, app, c, "Exemple", "Dany", nil, open.ID).Row.ID
	c.ManagerAsked = true
	must(t, records.SaveCampaign(app, c))
	testapp.Wish(t, app, c, "Exemple", "Élie", nil, two.ID)

	first := get(t, boss, page)
	says(t, first, 200, "3 personnes placées sur 4", "2 ont leur premier vœu", "Aucune répartition ne place davantage", "1 demande attend", "proposée à Alix Exemple",
		"Stage croisé entre les deux structures", "Une place de plus à CH Lens, Équipe mobile (n° 1) la placerait", "Un seul sens", "1 place est à convenir")
	says(t, submit(t, boss, page+"/choix", url.Values{"personne": {cleo}, "place-" + cleo: {one.ID}, "genre": {"pin"}}), 422, "Donnez une raison", `id="raison-`+cleo)
	says(t, submit(t, boss, page+"/choix", url.Values{"personne": {cleo}, "place-" + cleo: {one.ID}, "genre": {"pin"}, "raison-" + cleo: {"Demande du service."}}), 303)
	kept := []string{alix + ":" + one.ID, bao + ":" + two.ID}
	late := submit(t, boss, page, proposalForm(first.body, kept...))
	says(t, late, 422, "rien n’a été décidé", "Ce qui a changé depuis", "Cléo Exemple : désormais proposé·e", "Alix Exemple : une autre répartition est devenue meilleure", "Demande du service.", "vous y avez fixées l’occupent")
	if p, err := records.PlacementOf(app, bao); err != nil || p.Offer != "" {
		t.Fatalf("a stale form decided: %v", err)
	}
	says(t, submit(t, boss, page+"/poids", url.Values{"crossed": {"beaucoup"}, "bridged": {"2"}, "unserved": {"1"}}), 422, `value="beaucoup"`, "de 0 à 1000")
	says(t, submit(t, boss, page+"/poids", url.Values{"crossed": {"9"}, "bridged": {"2"}, "unserved": {"1"}}), 303)
	says(t, get(t, boss, page), 200, `value="9"`)

	now := get(t, boss, page)
	says(t, submit(t, boss, page, proposalForm(now.body)), 422, "Cochez au moins une personne")
	f := proposalForm(now.body, cleo+":"+one.ID, bao+":"+two.ID)
	for range 2 {
		says(t, submit(t, boss, page, f), 303)
	}
	for id, want := range map[string]string{alix: "", bao: two.ID, cleo: one.ID, dany: ""} {
		if p, err := records.PlacementOf(app, id); err != nil || p.Offer != want {
			t.Errorf("%s is at %q, want %q, %v", p.FirstName, p.Offer, want, err)
		}
	}
	says(t, get(t, boss, page), 200, "Déjà placées", "Convention à envoyer", "déjà attribuée à Cléo Exemple")

	hand := page + "/main?personne=" + dany + "&place=" + open.ID
	says(t, get(t, boss, hand), 200, "Ses vœux, dans l’ordre", "Découvrir une autre équipe.", "À convenir : un mardi")
	typed := url.Values{"personne": {dany}, "place": {open.ID}, "slot-0-day": {"2026-12-10"}, "slot-0-start": {"14:00"}, "slot-0-end": {"09:00"}}
	says(t, submit(t, boss, page+"/main", typed), 422, `value="14:00"`, "La fin doit venir après le début")
	typed.Set("slot-0-end", "17:00")
	says(t, submit(t, boss, page+"/main", typed), 303)
	if p, err := records.PlacementOf(app, dany); err != nil || p.Offer != open.ID || p.TutorEmail != open.TutorEmail {
		t.Errorf("%+v, %v", p, err)
	}
}
