package hooks_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/pocketbase/dbx"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/testapp"
)

// One answers without a name, keeps what one typed where something lacks, and is thanked the second time; a text is read
// by the coordinator alone until it is decided.
func TestASurveyFromTheLetterToTheResults(t *testing.T) {
	app := testapp.New(t)
	srv, guest := testapp.Serve(t, app), testapp.Browser(t)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 0, nil)
	_, err := app.DB().Update("events", dbx.Params{"survey_hot": reference.HotSurvey}, dbx.HashExp{"id": e.ID}).Execute()
	must(t, err)
	var paths []string
	for _, name := range []string{"Alba", "Bruno", "Chloé"} {
		i, err := records.InviteToSurvey(app, records.At(testapp.Now), testapp.Register(t, app, e, "Saxifrage", name), domain.SurveyHot)
		must(t, err)
		token, err := link.Token(app, link.Survey, i.ID)
		must(t, err)
		paths = append(paths, srv.URL+link.Path(link.Survey, token))
	}
	a := post(t, guest, paths[0], "q-contenu", "9", "q-ameliorer", "Moins de bruit")
	if a.status != 422 || !strings.Contains(a.body, "Moins de bruit") || !strings.Contains(a.body, `href="#q-satisfaction"`) || !strings.Contains(a.body, `href="#q-contenu"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	a = post(t, guest, paths[0], "q-contenu", "2", "q-rencontre", "0")
	for _, want := range []string{`<fieldset class="choices line scale has-error" id="q-satisfaction"`, `value="2" checked`, `value="0" checked`, `<span class="vh">5, tout à fait</span>`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("on one line, nothing lost: no %s", want)
		}
	}
	results := srv.URL + "/gestion/evenements/" + e.ID + "/enquete"
	for i, path := range paths {
		if a := post(t, guest, path, flat(url.Values{"q-satisfaction": {"4"}, "q-ameliorer": {"Mme Saxifrage parlait trop bas."}})...); a.status != 303 || !strings.Contains(get(t, guest, path).body, "vous avez répondu") {
			t.Errorf("%d %s", a.status, a.body)
		}
		if shown := strings.Contains(get(t, boss, results).body, "Moyenne"); shown != (i == 2) {
			t.Errorf("after %d answers, shown: %v", i+1, shown)
		}
	}
	queue := srv.URL + "/gestion/enquetes/verbatims"
	page := get(t, boss, queue)
	if !strings.Contains(page.body, "Nom connu") || !strings.Contains(page.body, "Personne désignée") || strings.Contains(get(t, boss, results).body, "trop bas") {
		t.Error("a text that waits", page.body)
	}
	rows, err := records.Verbatims(app, "", "waiting")
	must(t, err)
	id := rows[0].ID
	if a := post(t, boss, queue, flat(url.Values{"texte_id": {id}, "texte-" + id: {" "}, "decision": {"publier"}})...); a.status != 422 {
		t.Error(a.status)
	}
	if a := post(t, boss, queue, flat(url.Values{"texte_id": {id}, "texte-" + id: {"On entendait mal."}, "decision": {"publier"}})...); a.status != 303 {
		t.Error(a.status, a.body)
	}
	if a := post(t, boss, queue, flat(url.Values{"texte_id": {rows[1].ID}, "decision": {"masquer"}})...); a.status != 303 {
		t.Error(a.status)
	}
	kept, err := records.VerbatimOf(app, id)
	must(t, err)
	if kept.Text != "" || !strings.Contains(get(t, boss, results).body, "On entendait mal.") {
		t.Error("what was written first is kept, or what was published is not shown")
	}
	if a := get(t, boss, srv.URL+"/gestion/enquetes/resultats?du=&au="); !strings.Contains(a.body, "4,0") || !strings.Contains(a.body, "(3 sur 3)") {
		t.Error(a.body)
	}
	if a := get(t, boss, srv.URL+"/gestion/enquetes/resultats.xlsx?du=&au="); a.status != 200 {
		t.Error(a.status)
	}
}

// Questions are added, moved and taken away without a script, and stay as they are once answers bear them.
func TestASurveyIsWrittenWithoutAScript(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	at := srv.URL + "/gestion/enquetes/nouvelle"
	typed := url.Values{"intent": {records.NewID()}, "title": {"Le nôtre"}, "kind": {domain.SurveyHot}, "satisfaction": {"s"}, "q-0-key": {"s"}, "q-0-kind": {domain.AskScale}, "q-0-label": {"Content ?"},
		"q-1-key": {"t"}, "q-1-kind": {domain.AskOne}, "q-1-label": {"Lequel ?"}, "q-1-options": {"Un\r\nDeux"}}
	with := func(action string) url.Values {
		v := url.Values{"action": {action}}
		for k, x := range typed {
			v[k] = x
		}
		return v
	}
	if a := post(t, boss, at, flat(with("ajouter"))...); a.status != 200 || !strings.Contains(a.body, `name="q-2-key"`) {
		t.Error(a.status, a.body)
	}
	if a := post(t, boss, at, flat(with("descendre-0"))...); !strings.Contains(a.body, `name="q-1-key" value="s"`) {
		t.Error(a.body)
	}
	if a := post(t, boss, at, flat(with("retirer-1"))...); strings.Contains(a.body, `name="q-1-key"`) {
		t.Error(a.body)
	}
	typed.Set("q-1-options", "Un")
	if a := post(t, boss, at, flat(typed)...); a.status != 422 || !strings.Contains(a.body, "#q-1-options") {
		t.Error(a.status)
	}
	typed.Set("q-1-options", "Un\nDeux")
	for range 2 {
		if a := post(t, boss, at, flat(typed)...); a.status != 303 {
			t.Error(a.status, a.body)
		}
	}
	must(t, records.AddSurveyAnswer(app, &records.SurveyAnswer{Event: "x", Survey: typed.Get("intent"), Kind: "hot", Way: "room", Answers: []byte(`{"s":[4]}`)}, nil))
	own := srv.URL + "/gestion/enquetes/" + typed.Get("intent")
	typed.Set("q-1-options", "Un\nDeux\nTrois")
	if a := post(t, boss, own, flat(typed)...); a.status != 422 {
		t.Error(a.status)
	}
	typed.Set("q-1-options", "Le premier\nLe second")
	if a := post(t, boss, own, flat(typed)...); a.status != 303 {
		t.Error(a.status, a.body)
	}
	if a := post(t, boss, own+"/archiver", flat(url.Values{"archive": {"1"}})...); a.status != 303 {
		t.Error(a.status)
	}
	if a := post(t, boss, srv.URL+"/gestion/enquetes/"+reference.HotSurvey+"/archiver", flat(url.Values{"archive": {"1"}})...); a.status != 409 {
		t.Error(a.status)
	}
}

// flat is a form as post takes it.
func flat(v url.Values) (fields []string) {
	for name, values := range v {
		for _, value := range values {
			fields = append(fields, name, value)
		}
	}
	return fields
}
