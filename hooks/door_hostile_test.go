package hooks_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Six letters are few: neither the form nor the address that brings a code along may be asked without end, however
// many ask together; another address, and the same one a minute later, are served.
func TestTheRoomsCodeIsNotGuessed(t *testing.T) {
	r := newRoom(t, domain.DoorRules{SelfCheck: true}, nil)
	who := testapp.Register(t, r.app, r.e, "Essai", "Alba")
	code := r.letters(t, "/accueil/"+newPhone(t, r.app, nil, r.e).at+"/code")
	form, c := r.base+"/emarger/"+r.token, testapp.Browser(t)
	for i := range 200 { // good ones cost nothing
		if a := get(t, c, form+"?code="+code); a.status != 200 || hiddenField(t, a.body, "passe") == "" {
			t.Fatal(i, a.status)
		}
	}
	looked := 0
	for range 300 {
		if a := get(t, c, form+"?code=BCDFGH"); a.status == 200 {
			looked++
		} else if a.status != 429 || !strings.Contains(a.body, "Beaucoup de codes faux") {
			t.Fatal(a.status)
		}
	}
	if looked < 50 || looked > 100 {
		t.Error(looked, "wrong codes were looked at")
	}
	if a := get(t, c, form+"?code="+code); a.status == 200 {
		t.Error("a good code is told from a wrong one all the same")
	}
	if a := post(t, c, form, "code", code, "billet", who.ShortCode, "nonce", "soi:1"); a.status != 429 {
		t.Error("by the form:", a.status)
	}
	if a := get(t, c, form); a.status != 200 {
		t.Error("the form itself:", a.status)
	}
}

// What this platform names by itself is not a phone's to claim: it neither reads another's answer nor takes its place.
func TestAPhoneDoesNotClaimOurNames(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	who, other := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Secret", "Zoé")
	p := newPhone(t, app, testapp.Serve(t, app), e)
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	place, err := door.Open(app, e.ID, "", "test")
	must(t, err)
	const name = "feuille:perdue000000000:1"
	if r, err := door.Sync(app, testapp.Now, place, door.Batch{Scans: []door.Scan{{Nonce: name + ":a", Registration: other.ID, Slot: slots[0].ID}}}); err != nil || r[0].Outcome != "accepted" {
		t.Fatal(r, err)
	}
	for range 2 {
		for _, nonce := range []string{name + ":a", name + ":b", "complete:x", "refuse:x", "sans-nonce:x"} {
			status, out := p.call("/scans", map[string]any{"device": "d", "scans": []any{map[string]any{"nonce": nonce, "registration": who.ID, "slot": slots[0].ID}}})
			if said := fmt.Sprint(out["results"]); status != 200 || !strings.Contains(said, "outcome:invalid") || strings.Contains(said, "Secret") {
				t.Error(nonce, status, said)
			}
			status, out = p.call("/sur-place", map[string]any{"nonce": nonce, "last_name": "Passante", "first_name": "Ana", "slot": slots[0].ID})
			if status != 200 || out["outcome"] != "invalid" || strings.Contains(fmt.Sprint(out), "Secret") {
				t.Error(nonce, status, out)
			}
		}
	}
	res, err := testapp.Browser(t).PostForm(p.srv.URL+"/accueil/"+p.at+"/arrivee", url.Values{"nonce": {name + ":c"}, "registration": {who.ID}, "slot": {slots[0].ID}})
	must(t, err)
	res.Body.Close()
	if there, err := records.AttendancesOf(app, who.ID); err != nil || len(there) != 0 {
		t.Error(there, err)
	}
	if _, err := records.ScanByNonce(app, name+":b"); !domain.Is(err, domain.ErrNotFound) {
		t.Error("kept under a name of ours:", err)
	}
}

// One door makes no thousand phones; and a link that was taken back names no new one.
func TestPhonesAreCounted(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	p := newPhone(t, app, testapp.Serve(t, app), e)
	for i := range 230 {
		body := map[string]any{"device": fmt.Sprint("p", i), "queued": 1_000_000_000}
		if i%2 == 0 {
			if status, _ := p.call("/scans", map[string]any{"device": fmt.Sprint("p", i), "queued": -4, "scans": []any{}}); status != 200 {
				t.Fatal(status)
			}
		} else if status, _ := p.call("/appareil", body); status != 200 && i < 200 {
			t.Fatal(i, status)
		}
	}
	rows, err := records.Devices(app, e.ID)
	if err != nil || len(rows) != 200 {
		t.Fatal(len(rows), err)
	}
	if status, _ := p.call("/scans", map[string]any{"device": "p8", "queued": 3, "scans": []any{}}); status != 200 {
		t.Fatal(status)
	}
	if d, err := records.DeviceOf(app, e.ID, "p8"); err != nil || d.Queued != 3 {
		t.Error("one of them is no more heard:", d, err)
	}
	fresh := testapp.Event(t, app, 10, nil)
	q := newPhone(t, app, p.srv, fresh)
	must(t, door.Revoke(app, testapp.Now, "test", fresh.ID, q.door.ID))
	if status, out := q.call("/appareil", map[string]any{"device": "ghost", "queued": 5}); status != 403 || out["outcome"] != "closed" {
		t.Error(status, out)
	}
	if rows, err := records.Devices(app, fresh.ID); err != nil || len(rows) != 0 {
		t.Error(rows, err)
	}
}

// A closing whose phones need no word any more is not left waiting.
func TestAClosingIsNotForgotten(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	e.Status, e.HeldAt, e.HeldBack = domain.Held, records.At(testapp.Now.Add(100*time.Hour)), true
	must(t, records.SaveEvent(app, e))
	for want := 1; want >= 0; want-- {
		if n, err := device.ReleaseAll(app, testapp.Now.Add(101*time.Hour)); err != nil || n != want {
			t.Fatal(n, err)
		}
	}
}
