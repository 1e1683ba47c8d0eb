package hooks_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// entrance is an event on its day, with the form of its poster.
type entrance struct {
	t    *testing.T
	app  core.App
	srv  *httptest.Server
	e    *records.Event
	now  time.Time
	page string
}

func newEntrance(t *testing.T) *entrance {
	x := &entrance{t: t, now: testapp.Now}
	app := testapp.At(t, func() time.Time { return x.now })
	x.app, x.e = app, testapp.Event(t, app, 1, nil)
	x.e.DoorRules = records.Rules{DoorRules: domain.DoorRules{Visitors: true}}
	must(t, records.SaveEvent(app, x.e))
	x.srv = testapp.Serve(t, app)
	address, err := link.URL(app, link.Visitor, x.e.ID)
	must(t, err)
	x.page = address
	testapp.Register(t, app, x.e, "Essai", "Alba")
	x.now = time.Date(2026, 11, 21, 7, 30, 0, 0, time.UTC)
	return x
}

// send posts the form and gives the status, the address it leads to, and the page.
func (x *entrance) send(fields url.Values) (int, string, string) {
	x.t.Helper()
	res, err := testapp.Browser(x.t).PostForm(x.page, fields)
	a := read(x.t, res, err)
	return a.status, a.location, a.body
}

func (x *entrance) get(page string) (int, string) {
	x.t.Helper()
	res, err := testapp.Browser(x.t).Get(page)
	a := read(x.t, res, err)
	return a.status, a.body
}

func (x *entrance) count() int {
	rows, err := records.Registrations(x.app, x.e.ID)
	must(x.t, err)
	return len(rows)
}

func visit(last, first string) url.Values {
	return url.Values{"nom": {last}, "prenom": {first}, "structure": {"CH Lens"}, "intention": {strings.Repeat("a", 24)}}
}

func TestAVisitorGetsACodeAndIsPresentByItsScan(t *testing.T) {
	x := newEntrance(t)
	if status, body := x.get(x.page); status != 200 || !strings.Contains(body, "Recevoir mon code") || !strings.Contains(body, "2e") {
		t.Fatal(status, "the form, which says that the event is full:", body)
	}
	status, to, _ := x.send(visit("Pinson", "Zoé"))
	if status != 303 || !strings.HasPrefix(x.srv.URL+to, x.page+"/") {
		t.Fatal(status, to)
	}
	if again, same, _ := x.send(visit("Pinson", "Zoé")); again != 303 || same != to || x.count() != 2 {
		t.Fatal("sent twice:", again, same, x.count())
	}
	rows, _ := records.Registrations(x.app, x.e.ID)
	r := rows[1]
	if r.Origin != domain.FromDoor || r.State != string(domain.Confirmed) {
		t.Fatalf("%+v", r)
	}
	status, body := x.get(x.srv.URL + to)
	if status != 200 || !strings.Contains(body, "Zoé Pinson") || !strings.Contains(body, "<svg") || strings.Contains(body, "Votre arrivée est notée") {
		t.Fatal(status, body)
	}
	if present, _ := records.AttendancesOf(x.app, r.ID); len(present) != 0 {
		t.Fatal("present without a scan")
	}
	p := newPhone(t, x.app, x.srv, x.e)
	if _, list := p.call("/liste", nil); len(list["people"].([]any)) != 2 {
		t.Fatal("phones do not get the visitor:", list)
	}
	if got := p.scan(map[string]any{"nonce": "v", "code": r.Ticket, "kind": "in"}); got["outcome"] != "accepted" {
		t.Fatal(got)
	}
	if _, body := x.get(x.srv.URL + to); !strings.Contains(body, "Votre arrivée est notée") {
		t.Fatal(body)
	}
	other, err := link.Token(x.app, link.Visitor, records.NewID())
	must(t, err)
	if status, _ := x.get(x.srv.URL + "/sur-place/" + other + to[strings.LastIndex(to, "/"):]); status != 404 {
		t.Fatal("a ticket under another event's poster:", status)
	}
}

func TestAVisitorWhoIsRegisteredIsToldKindly(t *testing.T) {
	x := newEntrance(t)
	rows, _ := records.Registrations(x.app, x.e.ID)
	for _, fields := range []url.Values{visit("ESSAI", "alba"), {"nom": {"Essai"}, "prenom": {"Alba"}}, {"nom": {"Alba"}, "prenom": {"Essai"}}} {
		status, _, body := x.send(fields)
		if status != 409 || !strings.Contains(body, "Une inscription existe déjà à ce nom") {
			t.Fatal(status, body)
		}
		for _, secret := range []string{rows[0].ID, rows[0].Email, rows[0].Ticket, "<svg class=\"qr"} {
			if strings.Contains(body, secret) {
				t.Fatal("the page tells", secret)
			}
		}
	}
	if x.count() != 1 {
		t.Fatal("registered twice")
	}
	fields := visit("Essai", "Alba")
	fields.Set("autre_personne", "1")
	if status, _, body := x.send(fields); status != 303 || x.count() != 2 {
		t.Fatal("somebody else of that name:", status, body)
	}
}

func TestTheVisitorsFormRefuses(t *testing.T) {
	x := newEntrance(t)
	for name, c := range map[string]struct {
		change url.Values
		want   string
	}{"no name": {url.Values{"nom": {""}}, "Indiquez votre nom."}, "a bad mailbox": {url.Values{"email": {"alba"}}, "adresse"}, "a robot": {url.Values{"site_web": {"x"}}, "champ caché"}} {
		fields := visit("Pinson", "Zoé")
		for k, v := range c.change {
			fields[k] = v
		}
		if status, _, body := x.send(fields); status != 422 || !strings.Contains(body, c.want) || !strings.Contains(body, `value="Zoé"`) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	day := x.now
	for name, c := range map[string]struct {
		now    time.Time
		status string
		rules  bool
		want   string
	}{"the day before": {day.Add(-24 * time.Hour), domain.Published, true, "ouvrira le samedi 21 novembre 2026"}, "after": {day.Add(24 * time.Hour), domain.Published, true, "terminé"},
		"closed": {day, domain.Held, true, "terminé"}, "called off": {day, domain.Cancelled, true, "annulé"}, "not asked for": {day, domain.Published, false, "présentez-vous à l’accueil"}} {
		x.now, x.e.Status, x.e.DoorRules = c.now, c.status, records.Rules{DoorRules: domain.DoorRules{Visitors: c.rules}}
		must(t, records.SaveEvent(x.app, x.e))
		if status, body := x.get(x.page); status != 200 || !strings.Contains(body, c.want) || strings.Contains(body, "Recevoir mon code") {
			t.Errorf("%s: %d %s", name, status, body)
		}
		if status, _, _ := x.send(visit("Tarin", "Élie")); status != 409 {
			t.Errorf("%s: registered (%d)", name, status)
		}
	}
	if status, _ := x.get(x.page + "a"); status != http.StatusNotFound {
		t.Error("another link:", status)
	}
	if x.count() != 1 {
		t.Error(x.count(), "registrations")
	}
}

func TestTheDoorAsksAboutANamesakeAndCompletes(t *testing.T) {
	x := newEntrance(t)
	rows, _ := records.Registrations(x.app, x.e.ID)
	p := newPhone(t, x.app, x.srv, x.e)
	status, got := p.call("/sur-place", map[string]any{"nonce": "d1", "last_name": "Essai", "first_name": "Alba"})
	candidates, _ := got["candidates"].([]any)
	if status != 200 || got["outcome"] != "invalid" || got["field"] != "duplicate" || len(candidates) != 1 || candidates[0].(map[string]any)["id"] != rows[0].ID {
		t.Fatal(status, got)
	}
	if _, got = p.call("/sur-place", map[string]any{"nonce": "d1", "last_name": "Essai", "first_name": "Alba", "new": true}); got["outcome"] != "accepted" || got["registration"] == rows[0].ID {
		t.Fatal(got)
	}
	_, got = p.call("/sur-place", map[string]any{"nonce": "d2", "name": "Loriot", "incomplete": true})
	id := got["registration"]
	if got["outcome"] != "accepted" || got["person"] != "Loriot" {
		t.Fatal(got)
	}
	_, list := p.call("/liste", nil)
	if last := list["people"].([]any)[2].(map[string]any); last["incomplete"] != true {
		t.Fatal(last)
	}
	if _, got = p.call("/completer", map[string]any{"nonce": "c1", "registration": id, "last_name": "Loriot", "first_name": ""}); got["outcome"] != "invalid" || got["field"] != "first_name" {
		t.Fatal(got)
	}
	for range 2 {
		if _, got = p.call("/completer", map[string]any{"nonce": "c1", "registration": id, "last_name": "Loriot", "first_name": "Diane"}); got["outcome"] != "accepted" || got["person"] != "Diane Loriot" {
			t.Fatal(got)
		}
	}
	if status, _ := p.call("/completer", map[string]any{"nonce": "c2", "registration": "inconnue"}); status != 404 {
		t.Fatal(status)
	}
}
