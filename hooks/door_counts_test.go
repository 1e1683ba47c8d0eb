package hooks_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Two phones count the public apart; each learns the total, the desk sees who counted what, a closed door keeps none.
func TestPhonesCountThePublic(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	srv := testapp.Serve(t, app)
	a, b := newPhone(t, app, srv, e), newPhone(t, app, srv, e)
	tap := func(p phone, device, nonce, category string, n int) (int, map[string]any) {
		return p.call("/decompte", map[string]any{"nonce": nonce, "device": device, "sent_at": testapp.Now.Format(time.RFC3339),
			"at": testapp.Now.Format(time.RFC3339), "category": category, "people": n})
	}
	for i, c := range []struct {
		p             phone
		device, nonce string
		n             int
		total         float64
	}{{a, "a", "1", 7, 7}, {b, "b", "2", 4, 11}, {a, "a", "1", 7, 11}, {a, "a", "3", -2, 9}} {
		status, out := tap(c.p, c.device, c.nonce, "public", c.n)
		if status != 200 || out["outcome"] != "accepted" || out["nonce"] != c.nonce || out["totals"].(map[string]any)["public"] != c.total {
			t.Fatal(i, status, out)
		}
	}
	if _, list := b.call("/liste", nil); list["heads"].(map[string]any)["public"] != 9.0 {
		t.Fatal("the list does not say the total", list["heads"])
	}
	if status, out := tap(a, "a", "4", "public", 0); status != 200 || out["outcome"] != "invalid" {
		t.Fatal("nobody is counted:", status, out)
	}
	desk := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	page := get(t, desk, srv.URL+"/gestion/evenements/"+e.ID).body
	if strings.Count(page, "Un téléphone de l’accueil") != 2 || !strings.Contains(page, `<td class="num" data-l="Personnes">5</td>`) {
		t.Fatal("the desk does not tell the phones apart")
	}
	if err := door.Revoke(app, testapp.Now, "u", e.ID, a.door.ID); err != nil {
		t.Fatal(err)
	}
	if status, out := tap(a, "a", "5", "public", 3); status != 403 || out["outcome"] != "closed" {
		t.Fatal(status, out)
	}
	if totals, err := records.HeadcountTotals(app, e.ID); err != nil || totals["public"] != 9 {
		t.Fatal(totals, err)
	}
}
