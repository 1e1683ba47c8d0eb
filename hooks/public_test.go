package hooks_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// fingerprint sums up every row of every table.
func fingerprint(t *testing.T, app core.App) string {
	t.Helper()
	var tables []struct {
		Name string `db:"name"`
	}
	must(t, app.DB().NewQuery("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").All(&tables))
	h, n := sha256.New(), 0
	for _, table := range tables {
		var rows []dbx.NullStringMap
		must(t, app.DB().NewQuery("SELECT * FROM "+table.Name+" ORDER BY 1, 2").All(&rows))
		n += len(rows)
		for _, r := range rows {
			fmt.Fprintln(h, table.Name, r)
		}
	}
	if len(tables) < 20 || n < 50 {
		t.Fatal("read", len(tables), "tables,", n, "rows")
	}
	return hex.EncodeToString(h.Sum(nil))
}

// A mail scanner follows every link: no GET changes anything, and no public page holds an address or a need.
func TestPublicPagesChangeNothingAndTellNobodysData(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e, r, cert := attended(t, app, true)
	coming := testapp.Event(t, app, 1, on(5, "À venir", func(d *event.Draft) { d.Capacity = 1 }))
	in := testapp.Request(coming, "Secret", "Alba")
	in.Needs, in.Email = "besoin-confidentiel", "adresse-confidentielle@exemple.invalid"
	kept, err := registration.Register(app, testapp.Now, in)
	must(t, err)
	waiting := testapp.Register(t, app, coming, "Secret", "Bruno")
	token := func(kind, id string) string {
		s, err := link.Token(app, kind, id)
		must(t, err)
		return link.Path(kind, s)
	}
	space, err := link.Grant(app, link.Space, in.Email, testapp.Now.Add(time.Hour))
	must(t, err)
	mine := token(link.Registration, kept.Registration.ID)
	public := []string{"/", "/?passes=1", "/?q=secret", "/agenda.ics", "/api/evenements", "/api/structures?q=lens", "/evenements/" + e.Slug,
		"/evenements/" + coming.Slug, "/evenements/" + coming.Slug + "/calendrier.ics", "/evenements/" + coming.Slug + "/inscription",
		"/B/" + kept.Registration.Ticket, "/B/" + strings.ToLower(waiting.Ticket), "/B/x", "/mes-inscriptions", "/mes-inscriptions?envoye=1",
		"/verifier", "/verifier/x", "/verifier?code=x", "/accessibilite", "/confidentialite", "/mentions-legales", "/rien", "/inscriptions/x"}
	secret := []string{mine, mine + "/billet.pdf", mine + "/annuler", token(link.Registration, r.ID), token(link.Registration, waiting.ID),
		"/espace/" + space, "/verifier/" + cert.Code, token(link.Certificate, cert.ID)}
	before := fingerprint(t, app)
	for _, path := range append(append([]string{}, public...), secret...) {
		a := get(t, c, srv.URL+path)
		if a.status >= 500 {
			t.Errorf("%s: %d", path, a.status)
		}
		lacks(t, a, in.Needs)
		if fingerprint(t, app) != before {
			t.Fatalf("GET %s changed a row", path)
		}
	}
	for _, path := range public {
		a := get(t, c, srv.URL+path)
		lacks(t, a, in.Email, r.Email, waiting.Email, ">Secret", "Alba", "Bruno", "Élise", kept.Registration.ShortCode)
	}
	if must(t, records.TouchPerson(app, r.Person, "autre@exemple.invalid", r.Structure)); fingerprint(t, app) == before {
		t.Error("the fingerprint sees nothing")
	}
}

func TestATicketTellsItsStateToWhoeverScansIt(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 1, nil)
	a, b := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	has(t, get(t, c, srv.URL+"/B/"+a.Ticket), 200, "Billet valable", "Journée d’essai")
	has(t, get(t, c, srv.URL+"/B/"+strings.ToLower(a.Ticket)), 200, "Billet valable")
	has(t, get(t, c, srv.URL+"/B/"+b.Ticket), 200, "En liste d’attente")
	must(t, registration.Cancel(app, testapp.Now, a.ID, registration.ByPerson, "test", ""))
	has(t, get(t, c, srv.URL+"/B/"+a.Ticket), 200, "Billet annulé")
	must(t, event.Cancel(app, testapp.Now, "test", e.ID, ""))
	has(t, get(t, c, srv.URL+"/B/"+b.Ticket), 200, "Événement annulé")
	for _, wrong := range []string{"x", strings.Repeat("A", 32), a.ShortCode, "%F0%9F%98%80"} {
		has(t, get(t, c, srv.URL+"/B/"+wrong), 404, "Billet inconnu")
	}
}
