package hooks_test

import (
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// What is ticked reaches the phones with their next list; who is not of the event changes nothing.
func TestWhatTheDoorAsks(t *testing.T) {
	app := testapp.New(t)
	own, other := testapp.User(t, app, records.Organiser, "a@exemple.invalid"), testapp.User(t, app, records.Organiser, "b@exemple.invalid")
	e := testapp.Event(t, app, 5, func(d *event.Draft) { d.Organisers = []string{own.Id} })
	srv := testapp.Serve(t, app)
	at := srv.URL + "/gestion/evenements/" + e.ID + "/accueil/reglages"
	form := []string{"departures", "1", "self_check", "1"}
	if a := post(t, testapp.Login(t, srv, other), at, form...); a.status != 404 {
		t.Fatal("another's organiser:", a.status)
	}
	desk := testapp.Login(t, srv, own)
	if a := get(t, desk, at); a.status != 200 || strings.Contains(a.body, "checked") {
		t.Fatal("a new event asks something:", a.status)
	}
	if a := post(t, desk, at, form...); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	if a := get(t, desk, at); strings.Count(a.body, "checked") != 2 {
		t.Fatal("two boxes were ticked")
	}
	_, list := newPhone(t, app, srv, e).call("/liste", nil)
	rules := list["event"].(map[string]any)["rules"].(map[string]any)
	if rules["departures"] != true || rules["self_check"] != true || len(rules) != 2 {
		t.Fatal(rules)
	}
	if a := post(t, desk, at); a.status != 303 {
		t.Fatal(a.status)
	}
	if e, err := records.EventOf(app, e.ID); err != nil || e.DoorRules.DoorRules != (domain.DoorRules{}) {
		t.Fatal("unticked boxes stay:", e.DoorRules, err)
	}
}
