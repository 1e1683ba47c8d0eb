package hooks_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
	"github.com/xuri/excelize/v2"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/survey"
	"passerelle/internal/testapp"
)

// A text that waits is in one page, the coordinator's queue, whoever asks for whatever else.
func TestATextThatWaitsIsInTheQueueAlone(t *testing.T) {
	const secret = "trop bas pour entendre"
	app := testapp.New(t)
	srv, own := testapp.Serve(t, app), testapp.User(t, app, records.Organiser, "o@exemple.invalid")
	e := testapp.Event(t, app, 0, nil)
	_, err := app.DB().Update("events", dbx.Params{"survey_hot": reference.HotSurvey, "organisers": `["` + own.Id + `"]`}, dbx.HashExp{"id": e.ID}).Execute()
	must(t, err)
	for range 6 {
		a := &records.SurveyAnswer{Event: e.ID, Survey: reference.HotSurvey, Kind: domain.SurveyHot, Way: survey.Room, Answers: []byte(`{"satisfaction":[4]}`)}
		must(t, records.AddSurveyAnswer(app, a, []records.SurveyVerbatim{{Question: "ameliorer", Text: secret}}))
	}
	queue, event := "/gestion/enquetes/verbatims", "/gestion/evenements/"+e.ID+"/enquete"
	pages := []string{queue, event, "/gestion/evenements/" + e.ID, "/gestion/enquetes/resultats?du=&au=", "/gestion/enquetes/resultats.xlsx?du=&au=",
		"/gestion/chiffres.json?du=&au=", "/gestion/chiffres.xlsx?du=&au=", "/gestion/chiffres/satisfaction?du=&au=", "/api/collections/survey_verbatims/records"}
	for role, who := range map[string]struct {
		client *http.Client
		opens  map[string]bool
	}{
		"guest":                   {testapp.Browser(t), nil},
		"organiser of another":    {testapp.Login(t, srv, testapp.User(t, app, records.Organiser, "x@exemple.invalid")), nil},
		"organiser of this event": {testapp.Login(t, srv, own), map[string]bool{event: true}},
		"coordinator":             {testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid")), map[string]bool{queue: true, event: true}},
	} {
		for _, page := range pages {
			a := get(t, who.client, srv.URL+page)
			if said := strings.Contains(wordsOf(a.body), secret); said != (role == "coordinator" && page == queue) {
				t.Errorf("%s at %s: %d, the text is there: %v", role, page, a.status, said)
			}
			if who.opens[page] && a.status != 200 || role != "coordinator" && !who.opens[page] && strings.HasPrefix(page, "/gestion/enquetes") && a.status == 200 {
				t.Errorf("%s at %s: %d", role, page, a.status)
			}
		}
	}
}

// wordsOf is a page, or the cells of a workbook.
func wordsOf(body string) string {
	book, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	if err != nil {
		return body
	}
	defer book.Close()
	var b strings.Builder
	for _, sheet := range book.GetSheetList() {
		rows, _ := book.GetRows(sheet)
		for _, r := range rows {
			b.WriteString(strings.Join(r, " "))
		}
	}
	return b.String()
}
