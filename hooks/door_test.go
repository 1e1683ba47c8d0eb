package hooks_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// phone is a device at the door of an event.
type phone struct {
	t    testing.TB
	app  core.App
	srv  *httptest.Server
	door *records.DoorLink
	at   string // token
}

func newPhone(t testing.TB, app core.App, srv *httptest.Server, e *records.Event) phone {
	t.Helper()
	d, err := door.NewLink(app, testapp.Now, "test", e.ID, "Porte A", testapp.Now.Add(72*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	token, err := link.Token(app, link.Door, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	return phone{t, app, srv, d, token}
}

// call sends a body (a text as it is, anything else as JSON; nil: a GET) and gives the status and the JSON.
func (p phone) call(path string, body any) (int, map[string]any) {
	p.t.Helper()
	var res *http.Response
	var err error
	address := p.srv.URL + "/api/accueil/" + p.at + path
	switch b := body.(type) {
	case nil:
		res, err = http.Get(address)
	case string:
		res, err = http.Post(address, "application/json", strings.NewReader(b))
	default:
		raw, _ := json.Marshal(b)
		res, err = http.Post(address, "application/json", bytes.NewReader(raw))
	}
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		p.t.Fatalf("%s is not JSON: %s", path, res.Header.Get("Content-Type"))
	}
	if cache := res.Header.Get("Cache-Control"); cache != "no-store" {
		p.t.Fatalf("%s: Cache-Control %q", path, cache)
	}
	var out map[string]any
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, out
}

// scan sends one scan and gives its result.
func (p phone) scan(fields map[string]any) map[string]any {
	p.t.Helper()
	status, out := p.call("/scans", map[string]any{"device": "d", "sent_at": testapp.Now.Format(time.RFC3339), "scans": []any{fields}})
	if status != 200 {
		p.t.Fatal(status, out)
	}
	return out["results"].([]any)[0].(map[string]any)
}

func TestDoorContract(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	srv := testapp.Serve(t, app)
	p := newPhone(t, app, srv, e)
	status, list := p.call("/liste", nil)
	people := list["people"].([]any)
	slots := list["slots"].([]any)
	if status != 200 || len(people) != 1 || len(slots) != 2 {
		t.Fatal(status, list)
	}
	who := people[0].(map[string]any)
	if who["id"] != r.ID || who["name"] != "Essai" || who["first_name"] != "Alba" || who["structure"] == "" || len(who["code_hash"].(string)) != 11 {
		t.Fatal(who)
	}
	for _, secret := range []string{"email", "needs", "ticket", "short_code"} {
		if _, ok := who[secret]; ok {
			t.Fatal("the list tells", secret)
		}
	}
	slot := slots[0].(map[string]any)["id"].(string)
	at := testapp.Now.Add(-time.Minute).Format(time.RFC3339)
	got := p.scan(map[string]any{"nonce": "n1", "code": r.Ticket, "slot": slot, "at": at, "kind": "in", "force": false, "reason": ""})
	if got["nonce"] != "n1" || got["outcome"] != "accepted" || got["person"] != "Alba Essai" || got["first_at"] != at || got["explanation"] == "" {
		t.Fatal(got)
	}
	again := p.scan(map[string]any{"nonce": "n1", "code": "autre chose", "kind": "undo"})
	if fmt.Sprint(again) != fmt.Sprint(got) {
		t.Fatalf("a nonce has two answers: %v then %v", got, again)
	}
	_, since := p.call("/liste?depuis="+list["cursor"].(string), nil)
	changed := since["people"].([]any)
	if len(changed) != 1 || changed[0].(map[string]any)["present"].(map[string]any)[slot] != at {
		t.Fatal("the presence is not in what changed:", since)
	}
	if _, rest := p.call("/liste?depuis="+since["cursor"].(string), nil); len(rest["people"].([]any)) != 0 {
		t.Fatal("nothing changed, yet:", rest)
	}
	seen, err := records.DoorLinkOf(app, p.door.ID)
	if err != nil || !seen.LastSeenAt.Time().Equal(testapp.Now) {
		t.Fatal("last seen", seen.LastSeenAt, err)
	}
}

func TestDoorAnswersBadInput(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	other := testapp.Event(t, app, 10, nil)
	stranger := testapp.Register(t, app, other, "Autre", "Bruno")
	p := newPhone(t, app, testapp.Serve(t, app), e)
	if got := p.scan(map[string]any{"nonce": "x1", "registration": stranger.ID}); got["outcome"] != "other_event" || got["person"] != "" {
		t.Fatal("a registration of another event:", got)
	}
	for body, want := range map[string]int{"{": 400, `[1]`: 400, "": 400, `{"scans":"` + strings.Repeat("a", 2<<20) + `"}`: 413} {
		if status, out := p.call("/scans", body); status != want || out["explanation"] == "" {
			t.Fatalf("%.20q: %d %v", body, status, out)
		}
	}
	if status, out := p.call("/liste?depuis=hier", nil); status != 400 || out["explanation"] == "" {
		t.Fatal(status, out)
	}
	body := fmt.Sprintf(`{"scans":[{"nonce":"a","at":5,"code":%q},{"nonce":"b","code":"%s"},null]}`, r.Ticket, r.Ticket)
	_, out := p.call("/scans", body)
	var outcomes []string
	for _, x := range out["results"].([]any) {
		outcomes = append(outcomes, x.(map[string]any)["outcome"].(string))
	}
	if fmt.Sprint(outcomes) != "[invalid accepted invalid]" {
		t.Fatal(outcomes)
	}
	many := make([]map[string]any, 250)
	for i := range many {
		many[i] = map[string]any{"nonce": fmt.Sprint("m", i), "code": r.Ticket}
	}
	if _, out = p.call("/scans", map[string]any{"scans": many}); len(out["results"].([]any)) != 200 {
		t.Fatal("of 250 scans", len(out["results"].([]any)), "were answered")
	}
	p.at = "inconnu"
	if status, out := p.call("/liste", nil); status != 404 || out["explanation"] == "" {
		t.Fatal(status, out)
	}
}

// A large body that a handler does not read must not be taken for the next request of the connection.
func TestUnreadBodyEndsItsConnection(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	for _, size := range []int{200 << 10, 900 << 10, 3 << 20} {
		for range 3 {
			res, err := srv.Client().Post(srv.URL+"/api/accueil/inconnu/scans", "application/json", strings.NewReader(strings.Repeat("a", size)))
			if err != nil {
				t.Fatal(size, err)
			}
			io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if res.StatusCode != 404 && res.StatusCode != 413 {
				t.Fatal(size, res.Status)
			}
			if res, err = srv.Client().Get(srv.URL + "/app.css"); err != nil || res.StatusCode != 200 {
				t.Fatalf("after a body of %d bytes: %v %v", size, res, err)
			}
			io.Copy(io.Discard, res.Body)
			res.Body.Close()
		}
	}
}

func TestClosedDoorKeepsScans(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	srv := testapp.Serve(t, app)
	p := newPhone(t, app, srv, e)
	if err := door.Revoke(app, testapp.Now, "test", e.ID, p.door.ID); err != nil {
		t.Fatal(err)
	}
	batch := map[string]any{"device": "d", "scans": []any{map[string]any{"nonce": "n1", "code": r.Ticket}}}
	for range 2 {
		status, out := p.call("/scans", batch)
		if status != 403 || out["outcome"] != "closed" || out["results"].([]any)[0].(map[string]any)["outcome"] != "closed" {
			t.Fatal(status, out)
		}
	}
	if status, out := p.call("/liste", nil); status != 403 || out["outcome"] != "closed" {
		t.Fatal(status, out)
	}
	if status, out := p.call("/sur-place", map[string]any{"nonce": "w1", "last_name": "Essai", "first_name": "Chloé"}); status != 403 || out["outcome"] != "closed" {
		t.Fatal(status, out)
	}
	kept, err := records.ScansSince(app, e.ID, 0)
	if err != nil || len(kept) != 2 {
		t.Fatal("kept of a closed door:", len(kept), err)
	}
	if !strings.Contains(kept[1].Reason, "Chloé Essai") {
		t.Fatal("the name of a walk-in is lost:", kept[1].Reason)
	}
	if status, body := pageOf(t, srv.URL+"/accueil/"+p.at); status != 410 || !strings.Contains(body, "révoqué") {
		t.Fatal(status, body)
	}
	// Another door of the event takes what the closed one refused.
	q := newPhone(t, app, srv, e)
	if _, out := q.call("/scans", batch); out["results"].([]any)[0].(map[string]any)["outcome"] != "accepted" {
		t.Fatal(out)
	}
}

func TestCancelledEventAtTheDoor(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	p := newPhone(t, app, testapp.Serve(t, app), e)
	if err := event.Cancel(app, testapp.Now, "test", e.ID, "Salle indisponible"); err != nil {
		t.Fatal(err)
	}
	if status, list := p.call("/liste", nil); status != 200 || list["event"].(map[string]any)["status"] != "cancelled" {
		t.Fatal(status, list)
	}
	if got := p.scan(map[string]any{"nonce": "n1", "code": r.Ticket, "force": true, "reason": "il est venu"}); got["outcome"] != "closed" {
		t.Fatal(got)
	}
	if status, got := p.call("/sur-place", map[string]any{"nonce": "w1", "last_name": "Essai", "first_name": "Chloé"}); status != 200 || got["outcome"] != "closed" {
		t.Fatal(status, got)
	}
	if kept, err := records.ScanByNonce(app, "w1"); err != nil || !strings.Contains(kept.Reason, "Chloé Essai") {
		t.Fatal("the walk-in of a cancelled event is lost:", kept, err)
	}
}

func TestWalkInAsksAgain(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Essai", "Alba")
	p := newPhone(t, app, testapp.Serve(t, app), e)
	in := map[string]any{"nonce": "w1", "device": "d", "last_name": "", "first_name": "Chloé", "profession": "psychologue", "email": "", "structure": "CH Lens"}
	status, got := p.call("/sur-place", in)
	if status != 200 || got["outcome"] != "invalid" || got["field"] != "last_name" || got["nonce"] != "w1" || got["explanation"] == "" {
		t.Fatal(status, got)
	}
	in["last_name"] = "Essai"
	_, first := p.call("/sur-place", in)
	if first["outcome"] != "accepted" || first["person"] != "Chloé Essai" || first["registration"] == "" {
		t.Fatal(first)
	}
	in["last_name"] = "Tout Autre"
	if _, again := p.call("/sur-place", in); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Fatal(first, again)
	}
	r, err := records.RegistrationOf(app, first["registration"].(string))
	if err != nil || r.Origin != "door" || r.State != "confirmed" || r.Profession == "" {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestDoorPageWithoutScript(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	r := testapp.Register(t, app, e, "Essai", "Zoé")
	late := testapp.Register(t, app, e, "Attente", "Léo")
	srv := testapp.Serve(t, app)
	p := newPhone(t, app, srv, e)
	page := srv.URL + "/accueil/" + p.at
	if _, body := pageOf(t, page); strings.Contains(body, "Zoé") || !strings.Contains(body, "Porte A") {
		t.Fatal("the page without a search tells names, or is not the door's")
	}
	_, body := pageOf(t, page+"?q="+url.QueryEscape("essai zoe"))
	if !strings.Contains(body, "Zoé Essai") || !strings.Contains(body, r.ID) {
		t.Fatal(body)
	}
	arrive := func(id, nonce, reason string) string {
		res, err := testapp.Browser(t).PostForm(page+"/arrivee", url.Values{"registration": {id}, "nonce": {nonce}, "reason": {reason}})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusSeeOther {
			t.Fatal(res.Status)
		}
		_, body := pageOf(t, srv.URL+res.Header.Get("Location"))
		return body
	}
	for range 2 {
		if body := arrive(r.ID, "p1", ""); !strings.Contains(body, "Zoé Essai") || !strings.Contains(body, "Arrivée enregistrée") {
			t.Fatal(body)
		}
	}
	if body := arrive(late.ID, "p2", ""); !strings.Contains(body, "liste d’attente") {
		t.Fatal(body)
	}
	if body := arrive(late.ID, "p3", "Il reste de la place"); !strings.Contains(body, "la raison est gardée") {
		t.Fatal(body)
	}
	if rows, err := records.Attendances(app, e.ID); err != nil || len(rows) != 2 {
		t.Fatal(len(rows), err)
	}
}

func pageOf(t testing.TB, address string) (int, string) {
	t.Helper()
	res, err := testapp.Browser(t).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// A phone shows some twenty letters of a choice: they must tell two half-days apart, without a label too.
func TestHalfDaysWithoutANameAreToldApart(t *testing.T) {
	app := testapp.New(t)
	one := testapp.Event(t, app, 0, func(d *event.Draft) { d.Slots[0].Label, d.Slots[1].Label = "", "" })
	two := testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Slots[0].Label, d.Slots[1].Label = "", ""
		d.Slots[1].Start, d.Slots[1].End = d.Slots[1].Start.AddDate(0, 0, 1), d.Slots[1].End.AddDate(0, 0, 1)
	})
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	for _, w := range []struct {
		event       *records.Event
		door, sheet []string
	}{
		{one, []string{">9\u00a0h - 12\u00a0h\u00a030<", ">14\u00a0h - 17\u00a0h<"}, []string{">9\u00a0h - 12\u00a0h\u00a030<", ">14\u00a0h - 17\u00a0h<"}},
		{two, []string{">sam. 21 nov., 9\u00a0h - 12\u00a0h\u00a030<", ">dim. 22 nov., 14\u00a0h - 17\u00a0h<"}, []string{">21/11/2026<", ">22/11/2026<"}},
	} {
		testapp.Register(t, app, w.event, "Essai", "Alba")
		_, page := pageOf(t, srv.URL+"/accueil/"+newPhone(t, app, srv, w.event).at)
		for _, want := range w.door {
			if !strings.Contains(page, want) {
				t.Errorf("the door does not say %q", want)
			}
		}
		has(t, get(t, c, srv.URL+"/gestion/evenements/"+w.event.ID+"/inscriptions"), 200, w.sheet...)
	}
}
