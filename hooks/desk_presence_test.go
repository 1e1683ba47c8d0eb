package hooks_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Hours and excuses of one half-day, by the desk's forms; after closing the certificate follows, and the page of
// corrections tells it.
func TestHalfDaysAtTheDesk(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	e := testapp.Event(t, app, 9, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	srv := testapp.Serve(t, app)
	now = slots[1].EndsAt.Time().Add(time.Hour)
	desk := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	at := srv.URL + "/gestion/evenements/" + e.ID + "/inscriptions/" + r.ID
	list := srv.URL + "/gestion/evenements/" + e.ID + "/inscriptions"
	if body := get(t, desk, list).body; !strings.Contains(body, ">Absente</span>") {
		t.Fatal("she came to none:", body)
	}
	hours := func(nonce, arrived, left, reason string) answer {
		return post(t, desk, at+"/heures", "slot", slots[0].ID, "nonce", nonce, "arrived", arrived, "left", left, "reason", reason)
	}
	for name, a := range map[string]answer{"no reason": hours("a", "09:10", "", ""), "left before": hours("a", "09:10", "09:00", "vu"), "no hour": hours("a", "", "", "vu")} {
		if a.status != 422 || !strings.Contains(a.body, `id="arrived-`+slots[0].ID) {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a := hours("a", "09:10", "10:10", "vue en salle"); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	excuse := func(fields ...string) answer {
		return post(t, desk, at+"/excuse-demi-journee", append(fields, "slot", slots[1].ID)...)
	}
	if a := excuse("excuse", " "); a.status != 422 {
		t.Fatal("an excuse without a reason:", a.status)
	}
	if a := excuse("excuse", "Retenue par le service"); a.status != 303 {
		t.Fatal(a.status)
	}
	page := get(t, desk, at).body
	for _, words := range []string{"départ à 10\u00a0h\u00a010", "Retenue par le service", "2\u00a0gestes notés"} {
		if !strings.Contains(strings.ReplaceAll(page, "&nbsp;", "\u00a0"), words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	if body := get(t, desk, list+"?presence=Venue+en+partie").body; !strings.Contains(body, "Essai Alba") {
		t.Error("the filter by status loses her")
	}
	must(t, event.Close(app, now, "u", e.ID))
	now = now.Add(time.Hour)
	if a := hours("b", "09:10", "11:00", "la feuille dit 11 h"); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	if certs, err := records.CertificatesOf(app, r.ID); err != nil || len(certs) != 2 {
		t.Error("one certificate at closing, one after the correction:", len(certs), err)
	}
	body := get(t, desk, srv.URL+"/gestion/evenements/"+e.ID+"/corrections").body
	if !strings.Contains(body, "la feuille dit 11") || strings.Contains(body, "vue en salle") {
		t.Error("the corrections are those made after closing")
	}
	if a := excuse("act", "back"); a.status != 303 {
		t.Fatal(a.status)
	}
	if r, err = records.RegistrationOf(app, r.ID); err != nil || len(r.SlotExcuses) != 0 {
		t.Fatal(r.SlotExcuses, err)
	}
}
