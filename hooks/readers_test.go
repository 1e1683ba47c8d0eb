package hooks_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/link"
	"passerelle/internal/reader"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// fetch reads a page.
func fetch(t *testing.T, c *http.Client, address string) (*http.Response, string) {
	t.Helper()
	res, err := c.Get(address)
	must(t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	must(t, err)
	return res, string(b)
}

func TestAReaderHasFrozenAggregatesByALinkWithAnEnd(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv := testapp.Serve(t, app)
	boss := testapp.User(t, app, "coordinator", "lecteurs@exemple.invalid")
	desk := testapp.Login(t, srv, boss)
	ev := testapp.Event(t, app, 0, nil)
	testapp.Register(t, app, ev, "Invisible", "Odile")
	made, err := evaluation.Make(app, now, boss.Id, evaluation.Request{Query: stats.Query{}, Intent: records.NewID()})
	must(t, err)
	again, err := evaluation.Make(app, now, boss.Id, evaluation.Request{Query: stats.Query{}, Intent: records.NewID()})
	must(t, err)
	form := func(more ...string) url.Values {
		return url.Values{"nom": {"ARS, essai"}, "fin": {"2026-12-31"}, "rapports": more}
	}
	post := func(path string, v url.Values) *http.Response {
		res, err := desk.PostForm(srv.URL+path, v)
		must(t, err)
		res.Body.Close()
		return res
	}
	if res := post("/gestion/lecteurs", form(made.ID)); res.StatusCode != 422 {
		t.Errorf("a report that is not published: %d", res.StatusCode)
	}
	must(t, evaluation.Publish(app, now, boss.Id, made.ID, true))
	must(t, evaluation.Publish(app, now, boss.Id, again.ID, true))
	if res := post("/gestion/lecteurs", form(made.ID, again.ID)); res.StatusCode != 422 {
		t.Errorf("two reports of the same days: %d", res.StatusCode)
	}
	res := post("/gestion/lecteurs", form(made.ID))
	if res.StatusCode != 303 {
		t.Fatalf("a link: %d", res.StatusCode)
	}
	id := strings.TrimPrefix(strings.Split(res.Header.Get("Location"), "?")[0], "/gestion/lecteurs/")
	token, err := link.Token(app, link.Reader, id)
	must(t, err)
	warned(t, app, desk, srv.URL, again.ID, id)
	guest := testapp.Browser(t)
	at := "/lecture/" + token
	for path, want := range map[string]int{at: 200, at + "/" + made.ID: 200, at + "/" + again.ID: 404, at + "/" + made.ID + "/tableaux.xlsx": 200,
		at + "/" + made.ID + "/tableaux.zip": 200, "/lecture/x": 404} {
		res, body := fetch(t, guest, srv.URL+path)
		if res.StatusCode != want || strings.Contains(body, "Invisible") || !discreet(res) {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
	if _, body := fetch(t, guest, srv.URL+at+"/"+made.ID); !strings.Contains(body, "&lt; 5") {
		t.Error("one registration is not hidden")
	}
	must(t, evaluation.Publish(app, now, boss.Id, made.ID, false))
	if res, _ := fetch(t, guest, srv.URL+at+"/"+made.ID); res.StatusCode != 404 {
		t.Errorf("unpublished since: %d", res.StatusCode)
	}
	now = time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)
	if res, body := fetch(t, guest, srv.URL+at); res.StatusCode != 410 || !strings.Contains(body, "expiré") {
		t.Errorf("after its end: %d", res.StatusCode)
	}
	now = testapp.Now
	must(t, reader.Revoke(app, now, boss.Id, id))
	if res, body := fetch(t, guest, srv.URL+at); res.StatusCode != 410 || !strings.Contains(body, "fermé") {
		t.Errorf("revoked: %d", res.StatusCode)
	}
	if _, err := reader.Add(app, now, boss.Id, reader.Form{Label: "x", Expires: now, Reports: []string{again.ID}}); !domain.Is(err, domain.ErrReaderEnd) {
		t.Error("an end that is past:", err)
	}
}

// discreet tells whether what is behind a secret is neither indexed, nor cached, nor told to others.
func discreet(res *http.Response) bool {
	return res.Header.Get("Cache-Control") == "no-store" && res.Header.Get("X-Robots-Tag") != "" && res.Header.Get("Referrer-Policy") == "same-origin"
}

// warned makes a second link whose report counts the same days: it is not refused, and its page names the other link.
func warned(t *testing.T, app core.App, desk *http.Client, base, report, first string) {
	t.Helper()
	second, err := reader.Add(app, testapp.Now, "test", reader.Form{Label: "COPIL, essai", Expires: testapp.Now.AddDate(0, 1, 0), Reports: []string{report}})
	must(t, err)
	for id, name := range map[string]string{second.ID: "ARS, essai", first: "COPIL, essai"} {
		if _, body := fetch(t, desk, base+"/gestion/lecteurs/"+id); !strings.Contains(body, "Attention") || !strings.Contains(body, name+"\u00a0» ouvre un autre rapport") {
			t.Errorf("the page of a link does not name « %s », whose report counts the same days", name)
		}
	}
	must(t, reader.Revoke(app, testapp.Now, "test", second.ID))
	if _, body := fetch(t, desk, base+"/gestion/lecteurs/"+first); strings.Contains(body, "Attention") {
		t.Error("a link that opens nothing any more is warned of")
	}
}
