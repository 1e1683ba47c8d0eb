package hooks_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/account"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// answer is what came back: its status, where it leads, its text.
type answer struct {
	status   int
	location string
	body     string
}

func get(t *testing.T, c *http.Client, address string) answer {
	t.Helper()
	res, err := c.Get(address)
	return read(t, res, err)
}

func post(t *testing.T, c *http.Client, address string, fields ...string) answer {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	res, err := c.PostForm(address, form)
	return read(t, res, err)
}

func read(t *testing.T, res *http.Response, err error) answer {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Location"), string(b)}
}

// follow opens where a 303 leads.
func follow(t *testing.T, c *http.Client, srv *httptest.Server, a answer) answer {
	t.Helper()
	if a.status != http.StatusSeeOther {
		t.Fatalf("status %d, want 303: %s", a.status, a.body)
	}
	return get(t, c, srv.URL+a.location)
}

func has(t *testing.T, a answer, status int, parts ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("status %d, want %d", a.status, status)
	}
	for _, p := range parts {
		if !strings.Contains(a.body, p) {
			t.Errorf("the page lacks %q", p)
		}
	}
	if t.Failed() {
		t.Logf("%s", a.body)
	}
}

var codePattern = regexp.MustCompile(`[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}`)

func firstRunURL(t *testing.T, app core.App, srv *httptest.Server) string {
	t.Helper()
	token, err := link.Grant(app, link.FirstRun, "premier-demarrage", testapp.Now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return srv.URL + link.Path(link.FirstRun, token)
}

func TestTheFirstRunLinkMakesOneCoordinatorOnce(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Browser(t)
	address, other := firstRunURL(t, app, srv), firstRunURL(t, app, srv)
	has(t, get(t, c, srv.URL+"/gestion/premier-demarrage"), 200, "dans la console")
	has(t, get(t, c, address), 200, "Créer mon compte")
	has(t, get(t, c, address+"x"), 404, "nouveau lien")
	has(t, post(t, c, address, "nom", "Coordination d’essai", "email", "coordination@exemple.invalid", "mot-de-passe", "court"), 422,
		"Coordination d’essai", "coordination@exemple.invalid", "au moins 12 caractères")
	has(t, post(t, c, address, "nom", "Coordination d’essai", "email", "coordination@exemple.invalid", "mot-de-passe", "Coordination@exemple.invalid"), 422, "Ne prenez pas votre adresse")

	made := post(t, c, address, "nom", "Coordination d’essai", "email", "coordination@exemple.invalid", "mot-de-passe", testapp.Password)
	sheet := follow(t, c, srv, made)
	has(t, sheet, 200, "Imprimer les codes", "etape=2")
	if n := len(codePattern.FindAllString(strings.ReplaceAll(sheet.body, "K7QM-2RTX-9HVA", ""), -1)); n != account.CodesPerSheet {
		t.Errorf("%d codes shown, want %d", n, account.CodesPerSheet)
	}
	has(t, get(t, c, address), 410, "a déjà servi")
	has(t, post(t, testapp.Browser(t), other, "nom", "Autre", "email", "autre@exemple.invalid", "mot-de-passe", testapp.Password), 410)
	users, err := records.Users(app)
	if err != nil || len(users) != 1 || !users[0].IsCoordinator() {
		t.Errorf("accounts: %v, %v", users, err)
	}
	// Another reader does not see the codes, even with their address.
	foreign := testapp.Login(t, srv, testapp.User(t, app, records.Organiser, "o@exemple.invalid"))
	has(t, get(t, foreign, srv.URL+made.location), 200, "ne s’affichent plus")
}

func TestLoginSaysTheSameOfEveryMistake(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	u := testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	off := testapp.User(t, app, records.Organiser, "parti@exemple.invalid")
	if _, err := account.Toggle(app, testapp.Now, u.Id, off.Id); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct{ email, password string }{
		"unknown address":   {"inconnue@exemple.invalid", testapp.Password},
		"wrong password":    {"c@exemple.invalid", "ce n’est pas le bon"},
		"disabled account":  {"parti@exemple.invalid", testapp.Password},
		"nothing":           {"", ""},
		"enormous password": {"inconnue@exemple.invalid", strings.Repeat("a", 5000)},
	} {
		t.Run(name, func(t *testing.T) {
			c := testapp.Browser(t)
			has(t, post(t, c, srv.URL+"/gestion/connexion", "email", row.email, "mot-de-passe", row.password), 422, "Adresse ou mot de passe inconnus", `value="`+row.email+`"`)
			if a := get(t, c, srv.URL+"/gestion/compte"); a.status != 303 {
				t.Errorf("let in: %d", a.status)
			}
		})
	}
	c := testapp.Browser(t)
	if a := get(t, c, srv.URL+"/gestion/compte"); a.location != "/gestion/connexion?retour=%2Fgestion%2Fcompte" {
		t.Errorf("led to %q", a.location)
	}
	a := post(t, c, srv.URL+"/gestion/connexion", "email", " C@exemple.invalid ", "mot-de-passe", testapp.Password, "retour", "/gestion/compte")
	if a.location != "/gestion/compte" {
		t.Errorf("came back to %q", a.location)
	}
	has(t, follow(t, c, srv, a), 200, "Mon compte", "c@exemple.invalid")
	post(t, c, srv.URL+"/gestion/deconnexion")
	if a := get(t, c, srv.URL+"/gestion/compte"); a.status != 303 {
		t.Errorf("after logout: %d", a.status)
	}
}

func TestLoginComesBackToTheCoordinatorsSpaceOnly(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	for _, back := range []string{"https://ailleurs.example/gestion", "//ailleurs.example/gestion", "/gestion\\@ailleurs", "/gestionx", "/", "/gestion/connexion", "javascript:alert(1)", "%"} {
		if a := post(t, testapp.Browser(t), srv.URL+"/gestion/connexion", "email", "c@exemple.invalid", "mot-de-passe", testapp.Password, "retour", back); a.location != "/gestion" {
			t.Errorf("%q came back to %q", back, a.location)
		}
	}
}

func TestARecoveryCodeServesOnceAndEndsSessions(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	u := testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	old := testapp.Login(t, srv, u)
	codes, err := account.NewCodes(app, testapp.Now, u.Id, u.Id)
	if err != nil {
		t.Fatal(err)
	}
	to := srv.URL + "/gestion/recuperation"
	typed := strings.ToLower(strings.ReplaceAll(codes[0], "-", " "))
	has(t, post(t, testapp.Browser(t), to, "email", "c@exemple.invalid", "code", "AAAA-BBBB-CCCC", "mot-de-passe", "un tout autre mot"), 422, "AAAA-BBBB-CCCC", "reconnu")
	has(t, post(t, testapp.Browser(t), to, "email", "inconnue@exemple.invalid", "code", typed, "mot-de-passe", "un tout autre mot"), 422, "reconnu")
	has(t, post(t, testapp.Browser(t), to, "email", "c@exemple.invalid", "code", typed, "mot-de-passe", "court"), 422, "au moins 12")
	c := testapp.Browser(t)
	has(t, follow(t, c, srv, post(t, c, to, "email", "c@exemple.invalid", "code", typed, "mot-de-passe", "un tout autre mot")), 200, "Il vous reste 9")
	if a := get(t, old, srv.URL+"/gestion/compte"); a.status != 303 {
		t.Errorf("the old session is still open: %d", a.status)
	}
	has(t, post(t, testapp.Browser(t), to, "email", "c@exemple.invalid", "code", typed, "mot-de-passe", "encore un autre mot"), 422, "reconnu")
	if _, err := account.Login(app, "c@exemple.invalid", "un tout autre mot"); err != nil {
		t.Error(err)
	}
}

func TestAnAccountChangesItsPassword(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	u := testapp.User(t, app, records.Organiser, "o@exemple.invalid")
	c, other := testapp.Login(t, srv, u), testapp.Login(t, srv, u)
	has(t, post(t, c, srv.URL+"/gestion/compte", "ancien", "faux", "nouveau", "court"), 422, "mot de passe actuel", "2 réponses")
	has(t, follow(t, c, srv, post(t, c, srv.URL+"/gestion/compte", "ancien", testapp.Password, "nouveau", "une autre phrase entière")), 200, "est changé")
	if a := get(t, other, srv.URL+"/gestion/compte"); a.status != 303 {
		t.Errorf("the other session is still open: %d", a.status)
	}
	a := follow(t, c, srv, post(t, c, srv.URL+"/gestion/compte/codes"))
	has(t, a, 200, "Imprimer les codes")
}
