package hooks_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"passerelle/internal/retention"
	"passerelle/internal/testapp"
)

func TestDurationsAreTypedByTheCoordinatorAndAWrongOneIsKeptOnThePage(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	desk := testapp.Login(t, srv, testapp.User(t, app, "coordinator", "durees@exemple.invalid"))
	organiser := testapp.Login(t, srv, testapp.User(t, app, "organiser", "organise@exemple.invalid"))
	form := func(unserved, comfort, identities, logs string) url.Values {
		return url.Values{"sans-suite": {unserved}, "confort": {comfort}, "identites": {identities}, "journaux": {logs}}
	}
	for _, c := range []struct {
		name   string
		who    *http.Client
		typed  url.Values
		status int
		want   retention.Terms
	}{
		{"an organiser", organiser, form("6", "20", "4", "24"), 403, retention.House},
		{"nobody known", testapp.Browser(t), form("6", "20", "4", "24"), 401, retention.House},
		{"a word", desk, form("six", "20", "4", "24"), 422, retention.House},
		{"none", desk, form("6", "0", "4", "24"), 422, retention.House},
		{"too long", desk, form("6", "20", "121", "24"), 422, retention.House},
		{"empty", desk, form("6", "20", "4", ""), 422, retention.House},
		{"right", desk, form(" 6 ", "20", "4", "24"), 303, retention.Terms{Unserved: 6, Comfort: 20, Identities: 4, Logs: 24}},
	} {
		res, err := c.who.PostForm(srv.URL+"/gestion/conservation/durees", c.typed)
		a := read(t, res, err)
		now, err := retention.TermsOf(app)
		must(t, err)
		if a.status != c.status || now != c.want {
			t.Errorf("%s: %d, %+v", c.name, a.status, now)
		}
		for _, v := range c.typed {
			if c.status == 422 && !strings.Contains(a.body, `value="`+v[0]+`"`) {
				t.Errorf("%s: « %s » is lost", c.name, v[0])
			}
		}
	}
}
