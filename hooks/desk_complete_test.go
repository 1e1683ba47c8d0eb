package hooks_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// An arrival under a name alone is in the to-do list, in the filter of the registrations, and completed on its page.
func TestTheDeskCompletesAnArrival(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	alba := testapp.Register(t, app, e, "Essai", "Alba")
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	place, err := door.Open(app, e.ID, "", "test")
	must(t, err)
	arrive := func(nonce, name string) string {
		out, err := door.Admit(app, testapp.Now, place, door.WalkIn{Nonce: nonce, Name: name, Incomplete: true, At: testapp.Now.Format(time.RFC3339)})
		must(t, err)
		return out.Registration
	}
	zoe, same := arrive("a", "Pinson"), arrive("b", "Essai")
	list := srv.URL + "/gestion/evenements/" + e.ID + "/inscriptions"
	if a := get(t, c, srv.URL+"/gestion"); !strings.Contains(a.body, "arrivées sont à compléter") {
		t.Error("not in the to-do list:", a.body)
	}
	if a := get(t, c, list+"?etat=%C3%80+compl%C3%A9ter"); !strings.Contains(a.body, "Pinson") || strings.Contains(a.body, "Essai Alba") {
		t.Error("the filter:", a.body)
	}
	if a := post(t, c, list+"/"+zoe+"/completer", "last_name", "Pinson", "first_name", ""); a.status != 422 || !strings.Contains(a.body, "Écrivez le prénom.") {
		t.Error(a.status, a.body)
	}
	if a := post(t, c, list+"/"+zoe+"/completer", "last_name", "Pinson", "first_name", "Zoé", "structure", "CH Lens"); a.status != 303 || !strings.Contains(a.location, zoe) {
		t.Error(a.status, a.location)
	}
	a := post(t, c, list+"/"+same+"/completer", "last_name", "Essai", "first_name", "Alba")
	if a.status != 422 || !strings.Contains(a.body, alba.ID) || !strings.Contains(a.body, `value="Alba"`) {
		t.Error("a namesake is not asked about:", a.status, a.body)
	}
	if a := post(t, c, list+"/"+same+"/completer", "last_name", "Essai", "first_name", "Alba", "same", alba.ID); a.status != 303 || !strings.Contains(a.location, alba.ID) {
		t.Error(a.status, a.location)
	}
	if rows, _ := records.AttendancesOf(app, alba.ID); len(rows) != 1 {
		t.Error("her presence is not hers:", rows)
	}
	if a := get(t, c, srv.URL+"/gestion"); strings.Contains(a.body, "à compléter") {
		t.Error("still to be done")
	}
}
