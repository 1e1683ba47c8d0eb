package hooks_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestTheCoordinatorRewordsALetterAndSeesItBefore(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	testapp.Register(t, app, testapp.Event(t, app, 5, nil), "Mésange", "Aliénor")
	at := srv.URL + "/gestion/modeles/rappel"
	a := sendForm(t, boss, at, url.Values{"subject": {"Rappel"}, "text": {"Bonjour {prénom} {inconnue}"}})
	if a.status != 422 || !strings.Contains(a.body, "Bonjour {prénom} {inconnue}</textarea>") || !strings.Contains(a.body, "{inconnue}. Choisissez") {
		t.Errorf("%d\n%s", a.status, a.body)
	}
	a = sendForm(t, boss, at, url.Values{"subject": {"Rappel"}, "text": {"Bonjour {prénom}, [[x|inscription:y]]"}, "do": {"apercu"}})
	if a.status != 200 || !strings.Contains(a.body, "Bonjour Aliénor, ((x|inscription:y))") {
		t.Errorf("%d\n%s", a.status, a.body)
	}
	if n, err := records.MailTemplates(app); err != nil || len(n) != 0 {
		t.Error("a preview was kept", n, err)
	}
	for range 2 {
		if a := sendForm(t, boss, at, url.Values{"subject": {"Rappel"}, "text": {"Bonjour {prénom}"}}); a.status != 303 {
			t.Errorf("%d\n%s", a.status, a.body)
		}
	}
	if a := post(t, boss, at+"/origine"); a.status != 303 {
		t.Error(a.status)
	}
	for _, kind := range []string{"code", "message", "rien"} {
		if a := get(t, boss, srv.URL+"/gestion/modeles/"+kind); a.status != 404 {
			t.Errorf("%s: %d", kind, a.status)
		}
	}
}

func TestAnOrganiserWritesToThePeopleOfTheOwnEvent(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	u := testapp.User(t, app, records.Organiser, "a@exemple.invalid")
	own := testapp.Login(t, srv, u)
	e := testapp.Event(t, app, 5, func(d *event.Draft) { d.Organisers = []string{u.Id} })
	testapp.Register(t, app, e, "Mésange", "Aliénor")
	at := srv.URL + "/gestion/evenements/" + e.ID + "/ecrire"
	form := url.Values{"intent": {records.NewID()}, "state": {"confirmed"}, "subject": {"Un mot"}, "text": {"Bonjour {prénom}"}, "do": {"lire"}}
	if a := sendForm(t, own, at, form); a.status != 200 || !strings.Contains(a.body, "Bonjour Aliénor") || !strings.Contains(a.body, "Envoyer à 1") {
		t.Errorf("%d\n%s", a.status, a.body)
	}
	form.Set("text", "{rien}")
	if a := sendForm(t, own, at, form); a.status != 422 || !strings.Contains(a.body, "{rien}</textarea>") {
		t.Errorf("%d\n%s", a.status, a.body)
	}
	form.Set("text", "Bonjour {prénom}")
	form.Set("do", "essai")
	if a := sendForm(t, own, at, form); a.status != 200 || !strings.Contains(a.body, "a@exemple.invalid") {
		t.Errorf("%d\n%s", a.status, a.body)
	}
	form.Set("do", "envoyer")
	form.Set("people", "7")
	if a := sendForm(t, own, at, form); a.status != 409 || !strings.Contains(a.body, "Bonjour {prénom}</textarea>") {
		t.Errorf("another number: %d", a.status)
	}
	form.Set("people", "1")
	for range 2 {
		if a := sendForm(t, own, at, form); a.status != 303 {
			t.Errorf("%d\n%s", a.status, a.body)
		}
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Event: e.ID, Limit: 10})
	must(t, err)
	kinds := map[string]int{}
	for _, l := range rows {
		kinds[l.Kind]++
		if l.Kind == "essai" && (l.Recipient != "a@exemple.invalid" || strings.Contains(l.Text, "|inscription:")) {
			t.Errorf("%+v", l)
		}
	}
	if kinds["message"] != 1 || kinds["essai"] != 1 {
		t.Error(kinds)
	}
	if a := get(t, own, srv.URL+"/gestion/evenements/"+e.ID+"/messages"); a.status != 200 || !strings.Contains(a.body, "Un mot") || strings.Contains(a.body, "Envoi du rappel") {
		t.Errorf("%d\n%s", a.status, a.body)
	}
}

func sendForm(t *testing.T, c *http.Client, address string, form url.Values) answer {
	t.Helper()
	var fields []string
	for name := range form {
		fields = append(fields, name, form.Get(name))
	}
	return post(t, c, address, fields...)
}
