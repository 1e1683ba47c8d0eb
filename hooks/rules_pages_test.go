package hooks_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/tests"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// desk is an event, the coordinator's browser, and the address of the event's pages.
func desk(t *testing.T, capacity int, change func(*event.Draft)) (*tests.TestApp, *httptest.Server, *http.Client, *records.Event, string) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, capacity, change)
	return app, srv, c, e, srv.URL + "/gestion/evenements/" + e.ID
}

// ask adds a question to an event.
func ask(t *testing.T, app *tests.TestApp, e *records.Event, d question.Draft) *records.Question {
	t.Helper()
	d.ID = records.NewID()
	q, err := question.Save(app, testapp.Now, "essai", e.ID, d)
	must(t, err)
	return q
}

func rulesForm(changes ...string) []string {
	answers := map[string]string{"promotion": "direct", "offer_hours": "48", "cancel_hours": "0"}
	for i := 0; i+1 < len(changes); i += 2 {
		answers[changes[i]] = changes[i+1]
	}
	var fields []string
	for name, v := range answers {
		fields = append(fields, name, v)
	}
	return fields
}

func TestTheRulesOfPlacesAreWrittenAtTheDesk(t *testing.T) {
	app, srv, c, e, at := desk(t, 10, on(30, "Journée"))
	sector := itemID(t, app, records.Sectors, "sanitaire")
	has(t, get(t, c, at+"/regles"), 200, "Limites et places réservées", at[len(srv.URL):]+"/modifier#capacity")
	has(t, get(t, c, at), 200, `/regles">Places et règles</a>`, `/questions">Questions</a>`)
	a := post(t, c, at+"/regles", rulesForm("quota-0-kind", "structure", "quota-0-max", "2", "quota-0-end", "15", "quota-3-kind", "reserved_structure",
		"quota-3-max", "3", "quota-3-structure", "ch lens", "quota-4-kind", "reserved_sector", "quota-4-max", "1", "quota-4-sector", sector,
		"promotion", "offer", "offer_hours", "24", "approval", "1", "cancel_hours", "48", "companions", "1", "companions_max", "4")...)
	has(t, follow(t, c, srv, a), 200, "Règles enregistrées", "CH Lens", `<option value="15" selected>`)
	kept, err := records.EventOf(app, e.ID)
	must(t, err)
	if len(kept.Quotas) != 3 || kept.Quotas[0].Until.Format("2006-01-02T15:04") != "2026-12-05T08:00" || kept.Quotas[1].Of == "" || !kept.Quotas[2].Until.IsZero() ||
		!kept.Approval || kept.Promotion != domain.PromoteByOffer || kept.OfferHours != 24 || kept.CancelHours != 48 || kept.CompanionsMax != 4 {
		t.Errorf("%+v", kept)
	}
	page := get(t, testapp.Browser(t), formURL(srv, e))
	has(t, page, 200, "Comment les places sont partagées", "Au plus 2\u00a0personnes par structure, jusqu’au samedi 5 décembre 2026 à 9\u00a0h", "Votre demande sera étudiée", "Nous venons à … personnes")
}

func TestBadRulesAreSaidAtTheirFieldsAndKept(t *testing.T) {
	_, _, c, _, at := desk(t, 5, nil)
	for name, row := range map[string]struct {
		fields []string
		field  string
	}{
		"no number":       {[]string{"quota-0-kind", "structure", "quota-0-max", "deux"}, "quota-0-max"},
		"no kind":         {[]string{"quota-0-max", "2"}, "quota-0-kind"},
		"no such house":   {[]string{"quota-0-kind", "reserved_structure", "quota-0-max", "2", "quota-0-structure", "Maison jamais vue"}, "quota-0-structure"},
		"for which":       {[]string{"quota-0-kind", "reserved_sector", "quota-0-max", "2"}, "quota-0-sector"},
		"too many":        {[]string{"quota-0-kind", "reserved_structure", "quota-0-max", "6", "quota-0-structure", "CH Lens"}, "quota-0-max"},
		"a date of none":  {[]string{"quota-0-kind", "structure", "quota-0-max", "2", "quota-0-end", "date"}, "quota-0-until"},
		"a day gone":      {[]string{"quota-0-kind", "structure", "quota-0-max", "2", "quota-0-until", "2026-11-01T09:00"}, "quota-0-until"},
		"J-15 is gone":    {[]string{"quota-0-kind", "structure", "quota-0-max", "2", "quota-0-end", "15"}, "quota-0-end"},
		"twice":           {[]string{"quota-0-kind", "structure", "quota-0-max", "2", "quota-1-kind", "structure", "quota-1-max", "3"}, "quota-1-kind"},
		"hours":           {[]string{"cancel_hours", "demain"}, "cancel_hours"},
		"an offer of 0 h": {[]string{"promotion", "offer", "offer_hours", "0"}, "offer_hours"},
		"companions":      {[]string{"companions", "1"}, "companions_max"},
	} {
		a := post(t, c, at+"/regles", rulesForm(row.fields...)...)
		has(t, a, 422, `<a href="#`+row.field+`">`, "Une réponse est à corriger")
		for i := 1; i < len(row.fields); i += 2 {
			if !strings.Contains(a.body, `value="`+row.fields[i]+`"`) {
				t.Errorf("%s: %q is lost", name, row.fields[i])
			}
		}
	}
}

func TestQuestionsAreWrittenMovedAndRemovedAtTheDesk(t *testing.T) {
	app, srv, c, e, at := desk(t, 5, nil)
	has(t, get(t, c, at+"/questions"), 200, "Aucune question")
	fields := []string{"id", records.NewID(), "kind", "workshop", "label", "Quel atelier ?", "option-0-label", "Dessin", "option-0-seats", "1", "option-2-label", "Marche"}
	bad := post(t, c, at+"/questions/nouvelle", append(fields[:len(fields):len(fields)], "option-2-seats", "deux")...)
	has(t, bad, 422, `<a href="#option-1-seats">`, `value="Dessin"`, `value="deux"`)
	for range 2 {
		has(t, follow(t, c, srv, post(t, c, at+"/questions/nouvelle", fields...)), 200, "Question enregistrée", "Dessin (1\u00a0place)")
	}
	rows, err := records.Questions(app, e.ID)
	must(t, err)
	if len(rows) != 1 {
		t.Fatal(len(rows), "questions")
	}
	q := rows[0]
	second := ask(t, app, e, question.Draft{Kind: question.Text, Label: "Avec qui ?", ShowIf: q.ID, ShowValue: q.Options[0].ID})
	has(t, get(t, c, at+"/questions"), 200, "Posée si la personne a répondu «\u00a0Dessin\u00a0» à «\u00a0Quel atelier")
	has(t, post(t, c, at+"/questions/"+second.ID+"/deplacer", "sens", "haut"), 409, "changez d’abord sa condition")
	has(t, post(t, c, at+"/questions/"+q.ID+"/retirer"), 409, "Avec qui")
	has(t, follow(t, c, srv, post(t, c, at+"/questions/"+second.ID+"/retirer")), 200, "n’est plus posée")
	in := testapp.Request(e, "Essai", "Alba")
	in.Answers = records.Answers{q.ID: {q.Options[0].ID}}
	r, err := registration.Register(app, testapp.Now, in)
	must(t, err)
	has(t, get(t, c, at+"/ateliers"), 200, "Essai Alba", "Complet")
	has(t, get(t, c, at+"/inscriptions?atelier="+q.Options[0].ID), 200, "Essai Alba")
	has(t, get(t, c, at+"/inscriptions?atelier="+q.Options[1].ID), 200, "Aucune inscription ne répond")
	has(t, post(t, c, at+"/questions/"+q.ID+"/retirer"), 409, "1\u00a0personne a déjà répondu", "Ne plus la poser")
	has(t, follow(t, c, srv, post(t, c, at+"/questions/"+q.ID+"/retirer", "sure", "1")), 200, "Questions qui ne sont plus posées")
	has(t, get(t, c, at+"/inscriptions/"+r.Registration.ID), 200, "Dessin", "n’est plus posée")
	if a := get(t, c, at+"/inscriptions/liste.xlsx"); a.status != 200 {
		t.Error(a.status)
	}
	other := testapp.Event(t, app, 0, nil)
	foreign := ask(t, app, other, question.Draft{Kind: question.Text, Label: "Ailleurs"})
	has(t, get(t, c, at+"/questions/"+foreign.ID), 404)
}

func TestAProgrammeProposesItsMinimumAge(t *testing.T) {
	app, srv, c, e, at := desk(t, 5, func(*event.Draft) {})
	pssm, err := records.ItemByCode(app, records.Programmes, "pssm-standard")
	must(t, err)
	e.Programme = pssm.ID
	must(t, records.SaveEvent(app, e))
	has(t, get(t, c, at+"/questions"), 200, "J’ai 18 ans ou plus", "Ajouter cette case")
	a := post(t, c, at+"/questions/nouvelle", "id", records.NewID(), "kind", "tick", "label", "J’ai 18 ans ou plus", "required", "1")
	lacks(t, follow(t, c, srv, a), "Ajouter cette case")
	has(t, post(t, testapp.Browser(t), formURL(srv, e), typed()...), 422, "Cochez cette case", `value="alba.essai@exemple.invalid"`)
}

func TestTheFormAsksTheEventsQuestions(t *testing.T) {
	app, srv, _, e, _ := desk(t, 5, nil)
	guest := testapp.Browser(t)
	meal := ask(t, app, e, question.Draft{Kind: question.Choice, Label: "Repas", Required: true, Options: []records.Option{{Label: "Oui"}, {Label: "Non"}}})
	diet := ask(t, app, e, question.Draft{Kind: question.Text, Label: "Régime", ShowIf: meal.ID, ShowValue: meal.Options[0].ID, Required: true})
	shop := ask(t, app, e, question.Draft{Kind: question.Workshop, Label: "Atelier", Options: []records.Option{{Label: "Dessin", Capacity: 1}, {Label: "Marche"}}})
	mealAt, dietAt, shopAt := question.Field(meal.ID), question.Field(diet.ID), question.Field(shop.ID)
	has(t, get(t, guest, formURL(srv, e)), 200, "À remplir si vous avez répondu «\u00a0Oui\u00a0» à «\u00a0Repas", `data-shown-by="`+mealAt+`"`, "1\u00a0place restante", "conditions.js")
	has(t, post(t, guest, formURL(srv, e), typed("prenom", "", shopAt, shop.Options[0].ID)...), 422, "Indiquez votre prénom", `<a href="#`+mealAt+`">`, shop.Options[0].ID+`" checked`)
	has(t, post(t, guest, formURL(srv, e), typed(mealAt, meal.Options[0].ID)...), 422, `<a href="#`+dietAt+`">`, meal.Options[0].ID+`" checked`)
	has(t, post(t, guest, formURL(srv, e), typed(mealAt, "rien")...), 422, `<a href="#`+mealAt+`">`)
	ok := post(t, guest, formURL(srv, e), typed(mealAt, meal.Options[1].ID, dietAt, "jamais gardé", shopAt, shop.Options[0].ID)...)
	page := follow(t, guest, srv, ok)
	has(t, page, 200, "Inscription confirmée", "Repas", "Dessin")
	lacks(t, page, "jamais gardé")

	two := typed("prenom", "Bruno", "email", "b@exemple.invalid", "intention", "12345678901234567890", mealAt, meal.Options[1].ID, shopAt, shop.Options[0].ID)
	filled := post(t, guest, formURL(srv, e), two...) // free when the form was shown, full since
	has(t, filled, 422, "Dessin » est complet", `name="complets" value="`+shop.Options[0].ID+`"`, "vous entrez en liste d’attente")
	has(t, follow(t, guest, srv, post(t, guest, formURL(srv, e), append(two, "complets", shop.Options[0].ID)...)), 200, "de la liste d’attente")

	same := post(t, guest, formURL(srv, e), typed("intention", "abcdefghijklmnopqrst", mealAt, meal.Options[1].ID)...)
	has(t, same, 409, `name="`+mealAt+`" value="`+meal.Options[1].ID+`"`)
}

// What is missing is said with the question's own words: a summary that says only « nécessaire » helps nobody.
func TestTheSummaryNamesTheQuestion(t *testing.T) {
	app, srv, _, e, _ := desk(t, 5, nil)
	q := ask(t, app, e, question.Draft{Kind: question.Choice, Label: "Quel repas ?", Required: true, Options: []records.Option{{Label: "Chaud"}, {Label: "Froid"}}})
	a := post(t, testapp.Browser(t), formURL(srv, e), typed()...)
	has(t, a, 422, `<a href="#`+question.Field(q.ID)+`">Quel repas&nbsp;: Cette réponse est nécessaire.`)
}

func TestTheFormAsksForManagerAndCompanions(t *testing.T) {
	app, srv, _, e, _ := desk(t, 5, nil)
	guest := testapp.Browser(t)
	r := event.RulesOf(e)
	r.Manager, r.Companions, r.CompanionMax = true, true, 2
	_, err := event.SaveRules(app, testapp.Now, "essai", e.ID, r)
	must(t, err)
	has(t, get(t, guest, formURL(srv, e)), 200, "Adresse de votre responsable", "Je suis responsable de service", `max="3"`)
	has(t, post(t, guest, formURL(srv, e), typed("personnes", "9")...), 422, `<a href="#personnes">`, `<a href="#responsable">`, "Indiquez l’adresse de votre responsable", `value="9"`)
	a := post(t, guest, formURL(srv, e), typed("personnes", "3", "responsable", "cadre@exemple.invalid")...)
	if a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	b := post(t, guest, formURL(srv, e), typed("prenom", "Bruno", "je_suis_responsable", "1", "responsable", "oubliée")...)
	has(t, follow(t, guest, srv, b), 200, "Inscription confirmée")
	rows := kept(t, app, e)
	if rows[0].Companions != 2 || rows[0].ManagerEmail != "cadre@exemple.invalid" || rows[0].State != string(domain.PendingManager) || rows[1].ManagerEmail != "" {
		t.Errorf("%+v", rows)
	}
}

func TestTheFormSaysWhatAQuotaWouldAnswer(t *testing.T) {
	app, srv, _, e, _ := desk(t, 9, nil)
	r := event.RulesOf(e)
	r.Quotas = []domain.Quota{{Kind: domain.PerStructure, Max: 1, Until: testapp.Now.Add(90 * 60e9)}}
	_, err := event.SaveRules(app, testapp.Now, "essai", e.ID, r)
	must(t, err)
	guest := testapp.Browser(t)
	at := srv.URL + "/api/evenements/" + e.Slug + "/perspective?structure="
	has(t, get(t, guest, at+"CH+Lens"), 200, `"text":""`)
	testapp.Register(t, app, e, "Premiere", "Ada")
	for _, typed := range []string{"CH+Lens", "ch%20lens"} {
		has(t, get(t, guest, at+typed), 200, "Votre structure a déjà une personne inscrite", "vous entrez en liste d’attente jusqu’au vendredi 20 novembre 2026 à 11\u00a0h")
	}
	has(t, get(t, guest, at+"Maison+jamais+vue"), 200, `"text":""`)
	has(t, post(t, guest, formURL(srv, e), typed("prenom", "")...), 422, "Votre structure a déjà une personne inscrite")
	hidden := testapp.Event(t, app, 9, func(d *event.Draft) { d.Visibility = domain.Internal })
	has(t, get(t, guest, srv.URL+"/api/evenements/"+hidden.Slug+"/perspective?structure=CH+Lens"), 404)
}
