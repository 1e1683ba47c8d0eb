// Package testapp gives tests the real app: the schema from the migrations, the lists of the territory, the
// shipped pragmas, the hooks that main binds. Imported by _test files only.
package testapp

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"passerelle/hooks"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	_ "passerelle/migrations"
)

// Now is the moment of the tests: a winter morning, 9 h 30 in Paris.
var Now = time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)

// New makes an app on an empty folder, with the lists loaded. Its clock stands at Now.
func New(t testing.TB) *tests.TestApp { return At(t, func() time.Time { return Now }) }

// At is New with a clock of one's own.
func At(t testing.TB, now func() time.Time) *tests.TestApp {
	t.Helper()
	dir := t.TempDir()
	if err := lay(dir); err != nil {
		t.Fatal(err)
	}
	app, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		app.Cleanup()
		os.RemoveAll(dir)
	})
	if err := hooks.Register(app, hooks.Options{Now: now}); err != nil {
		t.Fatal(err)
	}
	return app
}

func start(dir string) (*tests.TestApp, error) {
	return tests.NewTestAppWithConfig(core.BaseAppConfig{DataDir: dir, DBConnect: hooks.Connect, EncryptionEnv: "pb_test_env"})
}

// Handler builds the whole router of an app, once.
func Handler(t testing.TB, app core.App) http.Handler {
	t.Helper()
	r, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	var h http.Handler
	err = app.OnServe().Trigger(&core.ServeEvent{App: app, Router: r}, func(e *core.ServeEvent) (err error) {
		h, err = e.Router.BuildMux()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Serve starts the whole app on loopback, its public address set to the server's.
func Serve(t testing.TB, app core.App) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(Handler(t, app))
	app.Settings().Meta.AppURL = srv.URL
	t.Cleanup(srv.Close)
	return srv
}

// Browser is a client with cookies that does not follow redirections.
func Browser(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Password is the one of every account of the tests.
const Password = "une phrase de passe pour les essais"

// User makes an account with a role.
func User(t testing.TB, app core.App, role, email string) *records.User {
	t.Helper()
	u, err := records.AddUser(app, "Compte "+role, email, Password, role)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Login gives a client the session of an account.
func Login(t testing.TB, srv *httptest.Server, u *records.User) *http.Client {
	t.Helper()
	token, err := u.ProxyRecord().NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	c := Browser(t)
	at, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	c.Jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: token, Path: "/"}})
	return c
}

// Event makes a published event of two half-days on the day after Now (Paris), with room for capacity
// people (0: no limit) and a waitlist. change may alter the draft before it is saved.
func Event(t testing.TB, app core.App, capacity int, change func(*event.Draft)) *records.Event {
	t.Helper()
	programme, err := records.ItemByCode(app, records.Programmes, "attractivite")
	if err != nil {
		t.Fatal(err)
	}
	territory, err := records.ItemByCode(app, records.Territories, "cua")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	d := event.Draft{Title: "Journée d’essai", Programme: programme.ID, Territory: territory.ID, Visibility: domain.Public, Mode: "onsite",
		PTSMRole: "porte", Rule: domain.AtLeastOneSlot, Certificate: true, Place: "Salle des essais", Address: "1 rue des Essais, Arras",
		Capacity: capacity, Waitlist: true, Slots: []event.SlotDraft{
			{Label: "Matin", Start: day.Add(8 * time.Hour), End: day.Add(11*time.Hour + 30*time.Minute)},
			{Label: "Après-midi", Start: day.Add(13 * time.Hour), End: day.Add(16 * time.Hour)}}}
	if change != nil {
		change(&d)
	}
	e, err := event.Save(app, Now, "test", d)
	if err != nil {
		t.Fatal(err)
	}
	if err := event.Publish(app, Now, "test", e.ID); err != nil {
		t.Fatal(err)
	}
	if e, err = records.EventOf(app, e.ID); err != nil {
		t.Fatal(err)
	}
	return e
}

// Request is a registration that can be made: a nurse of the CH Lens with a fictitious name.
func Request(e *records.Event, last, first string) registration.Request {
	return registration.Request{Event: e.ID, LastName: last, FirstName: first, Structure: "CH Lens", Profession: "infirmier",
		Email: strings.ToLower(first+"."+last) + "@exemple.invalid", Origin: domain.FromOnline}
}

// Register makes a registration that must succeed.
func Register(t testing.TB, app core.App, e *records.Event, last, first string) *records.Registration {
	t.Helper()
	a, err := registration.Register(app, Now, Request(e, last, first))
	if err != nil {
		t.Fatal(err)
	}
	return a.Registration
}
