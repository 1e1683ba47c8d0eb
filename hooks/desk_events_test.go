package hooks_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// page asks for an address and gives the answer's status, body and Location.
func deskAsk(t *testing.T, c *http.Client, method, address string, form url.Values) (int, string, string) {
	t.Helper()
	req, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body), res.Header.Get("Location")
}

func TestEventsOfTheDeskByRole(t *testing.T) {
	app := testapp.New(t)
	coordinator, own := testapp.User(t, app, "coordinator", "c@exemple.invalid"), testapp.User(t, app, "organiser", "a@exemple.invalid")
	srv := testapp.Serve(t, app)
	organiser, boss := testapp.Login(t, srv, own), testapp.Login(t, srv, coordinator)
	mine := func(d *event.Draft) { d.Organisers = []string{own.Id} }
	for _, c := range []struct {
		method, path     string
		own, coordinator int
	}{
		{"GET", "", 200, 200},
		{"GET", "/modifier", 403, 200},
		{"POST", "/modifier", 403, 422},
		{"POST", "/publier", 403, 303},
		{"POST", "/copier", 403, 422},
		{"GET", "/annuler", 403, 200},
		{"POST", "/annuler", 403, 303},
		{"GET", "/cloturer", 200, 200},
		{"POST", "/cloturer", 409, 409},
		{"POST", "/rouvrir", 403, 409},
		{"POST", "/decompte", 422, 422},
	} {
		for _, who := range []struct {
			name   string
			client *http.Client
			want   int
		}{{"organiser", organiser, c.own}, {"coordinator", boss, c.coordinator}} {
			e := testapp.Event(t, app, 0, mine)
			var form url.Values
			if c.method == "POST" {
				form = url.Values{"x": {"1"}}
			}
			if status, _, to := deskAsk(t, who.client, c.method, srv.URL+"/gestion/evenements/"+e.ID+c.path, form); status != who.want {
				t.Errorf("%s %s as %s: %d, want %d (%s)", c.method, c.path, who.name, status, who.want, to)
			}
		}
	}
	for _, client := range []*http.Client{organiser, boss} {
		if status, _, _ := deskAsk(t, client, "GET", srv.URL+"/gestion/evenements/inconnu", nil); status != 404 {
			t.Errorf("an unknown event: %d", status)
		}
	}
}

func TestTheListShowsEachTabItsOwn(t *testing.T) {
	app := testapp.New(t)
	own := testapp.User(t, app, "organiser", "a@exemple.invalid")
	coordinator := testapp.User(t, app, "coordinator", "c@exemple.invalid")
	title := func(s string, organisers ...string) func(*event.Draft) {
		return func(d *event.Draft) { d.Title, d.Organisers = s, organisers }
	}
	shown := testapp.Event(t, app, 2, title("Journée nommée", own.Id))
	testapp.Event(t, app, 0, title("Autre rencontre"))
	off := testapp.Event(t, app, 0, title("Rencontre empêchée"))
	if err := event.Cancel(app, testapp.Now, coordinator.Id, off.ID, ""); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Alba", "Bruno", "Chloé"} {
		testapp.Register(t, app, shown, "Essai", name)
	}
	srv := testapp.Serve(t, app)
	for _, c := range []struct {
		who         *records.User
		query       string
		want, wrong []string
	}{
		{coordinator, "", []string{"Journée nommée", "Autre rencontre", "2 / 2", "À venir (2)", "Annulés (1)", "Créer un événement"}, []string{"Rencontre empêchée"}},
		{coordinator, "?onglet=annules", []string{"Rencontre empêchée"}, []string{"Journée nommée"}},
		{coordinator, "?mots=JOURNEE", []string{"Journée nommée", "À venir (1)"}, []string{"Autre rencontre"}},
		{coordinator, "?mots=zzz", []string{"Aucun événement ne correspond"}, []string{"Journée nommée"}},
		{coordinator, "?onglet=passes", []string{"Aucun événement dans cet onglet"}, nil},
		{coordinator, "?onglet=nimporte&page=-3", []string{"Journée nommée"}, nil},
		{own, "", []string{"Journée nommée", "À venir (1)"}, []string{"Autre rencontre", "Créer un événement"}},
		{own, "?onglet=annules", []string{"Annulés (0)"}, []string{"Rencontre empêchée"}},
	} {
		status, body, _ := deskAsk(t, testapp.Login(t, srv, c.who), "GET", srv.URL+"/gestion/evenements"+c.query, nil)
		body = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(body)
		if status != 200 {
			t.Errorf("%s: %d", c.query, status)
		}
		for _, w := range c.want {
			if !strings.Contains(body, w) {
				t.Errorf("%s %q: %q is missing", c.who.Role(), c.query, w)
			}
		}
		for _, w := range c.wrong {
			if strings.Contains(body, w) {
				t.Errorf("%s %q: %q is shown", c.who.Role(), c.query, w)
			}
		}
	}
}
