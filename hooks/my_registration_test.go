package hooks_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func TestCancellingFreesTheSeatOnce(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 1, nil)
	a, b := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	token, err := link.Token(app, link.Registration, a.ID)
	must(t, err)
	path := srv.URL + "/inscriptions/" + token
	has(t, get(t, c, path+"/annuler"), 200, "Annuler mon inscription", "Alba Essai", "La garder")
	if r, _ := records.RegistrationOf(app, a.ID); r.State != "confirmed" {
		t.Fatal("the question alone must change nothing")
	}
	for range 2 {
		has(t, follow(t, c, srv, post(t, c, path+"/annuler")), 200, "Vous avez annulé votre inscription", "Me réinscrire")
	}
	if r, _ := records.RegistrationOf(app, b.ID); r.State != "confirmed" {
		t.Error("the first of the list has the seat:", r.State)
	}
	if _, total, _ := records.Letters(app, records.LetterFilter{Limit: 1}); total != 4 {
		t.Error("confirmation, list, withdrawal, promotion, each once:", total)
	}
	if got := get(t, c, path+"/annuler"); got.status != 303 {
		t.Error("nothing is left to cancel:", got.status)
	}
	lacks(t, get(t, c, path), "billet.pdf")
}

func TestOneDoesNotCancelWhatHasBegun(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	r := testapp.Register(t, app, testapp.Event(t, app, 1, nil), "Essai", "Alba")
	token, err := link.Token(app, link.Registration, r.ID)
	must(t, err)
	now = testapp.Now.AddDate(0, 0, 1)
	path := srv.URL + "/inscriptions/" + token
	lacks(t, get(t, c, path), "Annuler mon inscription")
	has(t, get(t, c, path+"/annuler"), 409, "a commencé ou a eu lieu")
	has(t, post(t, c, path+"/annuler"), 409, "a commencé ou a eu lieu")
}

func TestARegistrationSaysWhatBecameOfIt(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 0, nil)
	removed, stays := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	see := func(r *records.Registration) answer {
		t.Helper()
		token, err := link.Token(app, link.Registration, r.ID)
		must(t, err)
		return get(t, c, srv.URL+"/inscriptions/"+token)
	}
	must(t, registration.Cancel(app, testapp.Now, removed.ID, registration.ByOrganiser, "test", "Doublon"))
	has(t, see(removed), 200, "a été annulée par l’organisateur", "Doublon")
	must(t, event.Cancel(app, testapp.Now, "test", e.ID, "Salle inondée"))
	gone := see(stays)
	has(t, gone, 200, "Cet événement est annulé", "Salle inondée")
	lacks(t, gone, "billet.pdf", "/annuler")
	for _, wrong := range []string{"x", strings.Repeat("a", 41), stays.ID, stays.Ticket, "%F0%9F%98%80"} {
		has(t, get(t, c, srv.URL+"/inscriptions/"+wrong), 404, "Page introuvable")
	}
}
