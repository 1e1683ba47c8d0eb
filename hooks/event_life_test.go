package hooks_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// plainSpaces makes the French spaces of a page ordinary, to look for words in it.
func plainSpaces(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

func TestAnEventFromPublicationToReopening(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, "coordinator", "c@exemple.invalid"))
	e := testapp.Event(t, app, 2, nil)
	here := testapp.Register(t, app, e, "Essai", "Alba")
	testapp.Register(t, app, e, "Essai", "Bruno")
	testapp.Register(t, app, e, "Essai", "Chloé")
	base := srv.URL + "/gestion/evenements/" + e.ID
	step := func(method, path string, form url.Values, status int, words ...string) string {
		t.Helper()
		got, body, to := deskAsk(t, c, method, base+path, form)
		body = plainSpaces(body)
		if got != status {
			t.Fatalf("%s %s: %d, want %d", method, path, got, status)
		}
		for _, w := range words {
			if !strings.Contains(body, w) {
				t.Errorf("%s %s: %q is missing", method, path, w)
			}
		}
		return to
	}
	step("GET", "", nil, 200, "2 / 2", "Publié", "Ouvrir l’accueil", "En liste d’attente")
	step("GET", "/cloturer", nil, 200, "Pas encore", "n’a pas commencé")
	step("POST", "/cloturer", url.Values{"x": {""}}, 409, "n’a pas commencé")

	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	place, err := door.Open(app, e.ID, "", "test")
	if err != nil {
		t.Fatal(err)
	}
	at := slots[0].StartsAt.Time()
	if _, err := door.Sync(app, at, place, door.Batch{Device: "d", SentAt: at.Format(time.RFC3339), Scans: []door.Scan{{Nonce: "n", Code: here.Ticket, Slot: slots[0].ID, At: at.Format(time.RFC3339)}}}); err != nil {
		t.Fatal(err)
	}
	now = at.Add(time.Hour)
	step("GET", "/cloturer", nil, 200, "n’est pas finie", "1 attestation sera émise", "Restés en liste d’attente")
	now = e.EndsAt.Time()
	step("GET", "", nil, 200, "À clôturer")
	for range 2 {
		step("POST", "/cloturer", url.Values{"x": {""}}, 303)
	}
	step("GET", "", nil, 200, "Clôturé", "Voir les attestations", "a clôturé l’événement", "Absents")
	step("POST", "/rouvrir", url.Values{"reason": {"  "}}, 422, `<a href="#reason">`)
	step("POST", "/rouvrir", url.Values{"reason": {"Une feuille retrouvée"}}, 303)
	step("GET", "", nil, 200, "Rouvert après une clôture", "Une feuille retrouvée")
	step("GET", "/cloturer", nil, 200, "1 attestation existe déjà")

	step("POST", "/copier", url.Values{"day": {"bientôt"}}, 422, `<a href="#day">`, `value="bientôt"`)
	copied := step("POST", "/copier", url.Values{"day": {"2027-06-01"}}, 303)
	copied, _, _ = strings.Cut(copied, "?")
	if got, page, _ := deskAsk(t, c, "GET", srv.URL+copied, nil); got != 200 || !strings.Contains(page, `value="2027-06-01"`) || !strings.Contains(page, `value="09:00"`) {
		t.Error("the copy does not show its day and hours:", got)
	}
}

func TestCallingAnEventOffFromThePage(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, "coordinator", "c@exemple.invalid"))
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Essai", "Alba")
	testapp.Register(t, app, e, "Essai", "Bruno")
	base := srv.URL + "/gestion/evenements/" + e.ID
	if status, page, _ := deskAsk(t, c, "GET", base+"/annuler", nil); status != 200 || !strings.Contains(plainSpaces(page), "2 courriels partiront") {
		t.Error(status)
	}
	for range 2 {
		if status, _, _ := deskAsk(t, c, "POST", base+"/annuler", url.Values{"reason": {"Salle fermée"}}); status != http.StatusSeeOther {
			t.Error(status)
		}
	}
	letters, _, err := records.Letters(app, records.LetterFilter{Event: e.ID, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, l := range letters {
		if l.Kind == "annulation" && strings.Contains(l.Text, "Salle fermée") {
			n++
		}
	}
	if n != 2 {
		t.Error("letters:", n)
	}
	if status, page, _ := deskAsk(t, c, "GET", base, nil); status != 200 || !strings.Contains(page, "Salle fermée") || strings.Contains(page, base+"/modifier") {
		t.Error(status)
	}
	for _, path := range []string{"/annuler", "/modifier", "/cloturer"} {
		if status, _, _ := deskAsk(t, c, "GET", base+path, nil); status != http.StatusConflict {
			t.Errorf("%s of a cancelled event: %d", path, status)
		}
	}
}

func TestAHeadcountSentTwiceCountsOnce(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	own := testapp.User(t, app, "organiser", "a@exemple.invalid")
	c := testapp.Login(t, srv, own)
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Organisers = []string{own.Id} })
	base := srv.URL + "/gestion/evenements/" + e.ID
	form := url.Values{"category": {"carers"}, "people": {"12"}, "note": {"Stand"}, "nonce": {"abc"}}
	for range 2 {
		if status, _, to := deskAsk(t, c, "POST", base+"/decompte", form); status != http.StatusSeeOther || !strings.HasSuffix(to, "#decompte") {
			t.Error(status, to)
		}
	}
	form = url.Values{"category": {"carers"}, "people": {"-13"}, "note": {"Erreur de saisie"}, "nonce": {"def"}}
	status, page, _ := deskAsk(t, c, "POST", base+"/decompte", form)
	if status != 422 || !strings.Contains(page, `value="-13"`) || !strings.Contains(page, `value="Erreur de saisie"`) || !strings.Contains(page, `<option value="carers" selected`) || !strings.Contains(page, `value="def"`) {
		t.Error("what was typed is lost:", status)
	}
	sums, err := records.HeadcountsByEvent(app)
	if err != nil || sums[e.ID] != 12 {
		t.Error(sums, err)
	}
}

func TestFormKeepsSeatsAndScans(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, "coordinator", "c@exemple.invalid"))
	e := testapp.Event(t, app, 0, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	testapp.Register(t, app, e, "Essai", "Bruno")
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	place, err := door.Open(app, e.ID, "", "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := door.Sync(app, testapp.Now, place, door.Batch{Scans: []door.Scan{{Nonce: "n", Code: r.Ticket, Slot: slots[1].ID, At: testapp.Now.Format(time.RFC3339)}}}); err != nil {
		t.Fatal(err)
	}
	address := srv.URL + "/gestion/evenements/" + e.ID + "/modifier"
	_, page, _ := deskAsk(t, c, "GET", address, nil)
	values := formValues(t, page)
	values.Set("capacity", "1")
	if status, page, _ := deskAsk(t, c, "POST", address, values); status != 422 || !strings.Contains(page, "celui des places déjà prises : 2.") {
		t.Error(status, errorsOf(page))
	}
	values.Set("capacity", "")
	for _, f := range []string{"day", "start", "end", "label", "room", "break"} {
		values.Set("slot-1-"+f, "")
	}
	status, page, _ := deskAsk(t, c, "POST", address, values)
	if status != 422 || !strings.Contains(errorsOf(page), `href="#slot-1-day"`) || formValues(t, page).Get("slot-1-id") != slots[1].ID || formValues(t, page).Get("slot-1-start") == "" {
		t.Error("the half-day with a scan is not shown again:", status, errorsOf(page))
	}
	if got, err := records.Slots(app, e.ID); err != nil || len(got) != 2 {
		t.Error(got, err)
	}
}

func TestPublishWithoutAPlaceLeadsToItsField(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, "coordinator", "c@exemple.invalid"))
	d := everything(t, app, testapp.Event(t, app, 0, nil).ID)
	d.ID, d.Place = "", ""
	draft, err := event.Save(app, testapp.Now, "test", d)
	if err != nil {
		t.Fatal(err)
	}
	base := srv.URL + "/gestion/evenements/" + draft.ID
	status, _, to := deskAsk(t, c, "POST", base+"/publier", url.Values{"x": {""}})
	if status != http.StatusSeeOther || !strings.Contains(to, "/modifier?") || !strings.HasSuffix(to, "#place") {
		t.Error(status, to)
	}
	if got, err := records.EventOf(app, draft.ID); err != nil || got.Status != domain.Draft {
		t.Error(got, err)
	}
}
