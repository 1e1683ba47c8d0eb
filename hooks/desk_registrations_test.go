package hooks_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// askDesk sends a request (a form as POST; nil: a GET) and gives status, body and where it leads.
func askDesk(t testing.TB, c *http.Client, address string, form url.Values) (status int, body, to string) {
	t.Helper()
	var res *http.Response
	var err error
	if form == nil {
		res, err = c.Get(address)
	} else {
		res, err = c.PostForm(address, form)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b), res.Header.Get("Location")
}

// landAt posts a form that must lead somewhere, and gives the page it leads to.
func landAt(t testing.TB, c *http.Client, base, path string, form url.Values) string {
	t.Helper()
	status, body, to := askDesk(t, c, base+path, form)
	if status != http.StatusSeeOther {
		t.Fatalf("POST %s: %d\n%s", path, status, body)
	}
	_, body, _ = askDesk(t, c, base+to, nil)
	return body
}

// Nobody is let in by another event's address: hooks/access_test.go holds who else is not.
func TestWhoSeesRegistrations(t *testing.T) {
	app := testapp.New(t)
	mine := testapp.User(t, app, records.Organiser, "a@exemple.invalid")
	boss := testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	e := testapp.Event(t, app, 5, func(d *event.Draft) { d.Organisers = []string{mine.Id} })
	elsewhere := testapp.Event(t, app, 5, nil)
	r, far := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, elsewhere, "Essai", "Bruno")
	srv := testapp.Serve(t, app)
	p := newPhone(t, app, srv, e)
	base := "/gestion/evenements/" + e.ID
	one := base + "/inscriptions/" + r.ID
	clients := map[string]*http.Client{"own": testapp.Login(t, srv, mine), "boss": testapp.Login(t, srv, boss)}
	form := url.Values{"x": {""}}
	for _, x := range []struct {
		path string
		form url.Values
		want int
	}{
		{base + "/inscriptions", nil, 200}, {base + "/inscriptions/ajouter", nil, 200}, {base + "/inscriptions/liste.xlsx", nil, 200}, {one, nil, 200},
		{base + "/accueil", nil, 200}, {base + "/accueil/" + p.door.ID, nil, 200}, {base + "/attestations", nil, 200},
		{base + "/inscriptions/ajouter", form, 422}, {base + "/accueil", form, 422}, {one + "/presence", form, 422}, {one + "/lien", form, 200},
		{one + "/renvoyer", form, 303}, {one + "/excuse", form, 303}, {base + "/accueil/" + p.door.ID + "/revoquer", form, 303},
		{base + "/inscriptions/" + far.ID, nil, 404}, {base + "/inscriptions/" + far.ID + "/lien", form, 404},
		{base + "/inscriptions/" + far.ID + "/annuler", form, 404}, {base + "/inscriptions/" + far.ID + "/presence", form, 404}, {base + "/accueil/inconnu", nil, 404},
		{one + "/annuler", form, 303},
	} {
		for who, c := range clients {
			if status, body, _ := askDesk(t, c, srv.URL+x.path, x.form); status != x.want || status == 404 && strings.Contains(body, "Bruno") {
				t.Errorf("%s %s (form %v): %d, want %d", who, x.path, x.form != nil, status, x.want)
			}
		}
	}
}

func TestDeskRegistersByHand(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	list := "/gestion/evenements/" + e.ID + "/inscriptions"
	add := list + "/ajouter"
	typed := url.Values{"nonce": {"n1"}, "first_name": {"Zoé"}, "last_name": {""}, "email": {"zoe"}, "structure": {"Cabinet <neuf>"}, "needs": {"Plain-pied"}, "profession": {"psychologue"}}
	status, body, _ := askDesk(t, c, srv.URL+add, typed)
	for _, kept := range []string{`value="Zoé"`, `value="zoe"`, "Cabinet &lt;neuf&gt;", "Plain-pied", `value="psychologue" selected`, "Écrivez le nom.", "Erreur\u00a0: "} {
		if status != 422 || (!strings.Contains(body, kept) && !strings.Contains(body, strings.ReplaceAll(kept, "\u00a0", " "))) {
			t.Fatalf("%d without %q", status, kept)
		}
	}
	typed.Set("last_name", "Essai")
	typed.Set("email", "")
	for range 2 { // a double click
		if page := landAt(t, c, srv.URL, add, typed); !strings.Contains(page, "Zoé Essai a une place") || !strings.Contains(page, "Plain-pied") {
			t.Fatal(page)
		}
	}
	again := url.Values{"nonce": {"n2"}, "first_name": {"zoe"}, "last_name": {"ESSAI"}, "structure": {"cabinet neuf"}}
	if status, body, _ := askDesk(t, c, srv.URL+add, again); status != 422 || !strings.Contains(body, "Voir l’inscription qui existe") {
		t.Fatal(status, body)
	}
	over := url.Values{"nonce": {"n3"}, "first_name": {"Léo"}, "last_name": {"Essai"}, "no_structure": {"1"}, "over": {"1"}}
	if page := landAt(t, c, srv.URL, add, over); !strings.Contains(page, "Léo Essai a une place") {
		t.Fatal(page)
	}
	if now, err := records.EventOf(app, e.ID); err != nil || now.Capacity != 2 {
		t.Fatal("places after one beyond them:", now.Capacity, err)
	}
	again.Set("other", "1")
	if page := landAt(t, c, srv.URL, add, again); !strings.Contains(page, "liste d’attente, numéro\u00a01") {
		t.Fatal(page)
	}
	late := url.Values{"nonce": {"n4"}, "first_name": {"Ève"}, "last_name": {"Essai"}, "no_structure": {"1"}, "over": {"1"}}
	if status, body, _ := askDesk(t, c, srv.URL+add, late); status != 422 || !strings.Contains(body, "Elles passent d’abord") || !strings.Contains(body, `href="#over"`) {
		t.Fatal("a seat of its own while somebody waits:", status, body)
	}
	_, body, _ = askDesk(t, c, srv.URL+list+"?q=leo", nil)
	if !strings.Contains(body, "Essai Léo") || strings.Contains(body, "Essai Zoé") {
		t.Fatal("the filter without JavaScript")
	}
	if _, body, _ = askDesk(t, c, srv.URL+list+"?etat="+url.QueryEscape("Liste d’attente"), nil); strings.Contains(body, "Essai Léo") || !strings.Contains(body, "zoe") {
		t.Fatal("the filter by state")
	}
}

func TestFullWithoutListIsRefusedAtTheTick(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, func(d *event.Draft) { d.Waitlist = false })
	testapp.Register(t, app, e, "Essai", "Alba")
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	form := url.Values{"nonce": {"n"}, "first_name": {"Léo"}, "last_name": {"Essai"}, "no_structure": {"1"}}
	status, body, _ := askDesk(t, c, srv.URL+"/gestion/evenements/"+e.ID+"/inscriptions/ajouter", form)
	if status != 422 || !strings.Contains(body, `href="#over"`) {
		t.Fatal(status, body)
	}
}

func TestDeskCorrectsOneRegistration(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	r, next := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	one := "/gestion/evenements/" + e.ID + "/inscriptions/" + r.ID
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, page, _ := askDesk(t, c, srv.URL+one, nil)
	if strings.Contains(page, "/inscriptions/"+r.ID+"a") || strings.Contains(page, "lien-personnel") {
		t.Fatal("the personal link stands there unasked")
	}
	if _, page, _ = askDesk(t, c, srv.URL+one+"/lien", url.Values{}); !strings.Contains(page, "lien-personnel") || !strings.Contains(page, "Lien personnel affiché") {
		t.Fatal("the link asked for, or its trail, is missing")
	}
	presence := url.Values{"slot": {slots[0].ID}, "act": {"add"}, "nonce": {"p1"}, "reason": {""}}
	if status, page, _ := askDesk(t, c, srv.URL+one+"/presence", presence); status != 422 || !strings.Contains(page, `href="#raison-`+slots[0].ID) {
		t.Fatal(status)
	}
	count := func() int {
		n, err := records.SlotPresence(app, slots[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	presence.Set("reason", "Vue en salle")
	for range 2 {
		if page := landAt(t, c, srv.URL, one+"/presence", presence); !strings.Contains(page, "ajoutée après coup") || !strings.Contains(page, "Vue en salle") {
			t.Fatal(page)
		}
	}
	if count() != 1 {
		t.Fatal("presences", count())
	}
	if page := landAt(t, c, srv.URL, one+"/presence", url.Values{"slot": {slots[0].ID}, "act": {"void"}, "nonce": {"p2"}, "reason": {"Erreur de nom"}}); count() != 0 || !strings.Contains(page, "Erreur de nom") {
		t.Fatal("a voided presence", count())
	}
	if page := landAt(t, c, srv.URL, one+"/excuse", url.Values{"excused": {"1"}, "excuse": {"Garde"}}); !strings.Contains(page, "Absence excusée") {
		t.Fatal(page)
	}
	landAt(t, c, srv.URL, one+"/renvoyer", url.Values{})
	for range 2 {
		if page := landAt(t, c, srv.URL, one+"/annuler", url.Values{"reason": {"Salle trop petite"}}); !strings.Contains(page, "Salle trop petite") {
			t.Fatal(page)
		}
	}
	if after, _ := records.RegistrationOf(app, next.ID); after.State != string(domain.Confirmed) {
		t.Fatal("the first of the list has no place:", after.State)
	}
	letters, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 20})
	if err != nil || len(letters) != 3 { // confirmation, link again, cancelled
		t.Fatal(len(letters), err)
	}
}

func TestRegistrationsXLSX(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	r := testapp.Register(t, app, e, "=Essai", "Alba")
	place, _ := door.Open(app, e.ID, "", "test")
	at := e.StartsAt.Time().Add(time.Minute)
	if _, err := door.Sync(app, at, place, door.Batch{Scans: []door.Scan{{Nonce: "n", Code: r.Ticket, At: at.Format(time.RFC3339)}}}); err != nil {
		t.Fatal(err)
	}
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	_, body, _ := askDesk(t, c, srv.URL+"/gestion/evenements/"+e.ID+"/inscriptions/liste.xlsx", nil)
	book, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 6 {
		t.Fatal(rows, err)
	}
	line := strings.Join(rows[5], "|")
	if rows[5][0] != "=Essai" || !strings.Contains(line, "CH Lens") || !strings.Contains(line, "Confirmée") || !strings.Contains(line, r.Email) {
		t.Fatal(line)
	}
	if kind, _ := book.GetCellType(book.GetSheetName(0), "A6"); kind == excelize.CellTypeFormula {
		t.Fatal("a name became a formula")
	}
}

func TestDeskDoorAndCertificates(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	e := testapp.Event(t, app, 5, func(d *event.Draft) { d.Rule = domain.EverySlot })
	all, half, none := testapp.Register(t, app, e, "Essai", "Toute"), testapp.Register(t, app, e, "Essai", "Moitié"), testapp.Register(t, app, e, "Essai", "Absent")
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	base := "/gestion/evenements/" + e.ID
	form := url.Values{"label": {"Porte <A>"}, "expires": {"2026-11-19T10:00"}}
	if status, page, _ := askDesk(t, c, srv.URL+base+"/accueil", form); status != 422 || !strings.Contains(page, "Porte &lt;A&gt;") || !strings.Contains(page, "déjà passé") {
		t.Fatal(status, page)
	}
	form.Set("expires", "2026-11-22T23:59")
	page := landAt(t, c, srv.URL, base+"/accueil", form)
	if !strings.Contains(page, "<svg") || !strings.Contains(page, srv.URL+"/accueil/") {
		t.Fatal("no code to scan:", page)
	}
	token := page[strings.Index(page, srv.URL+"/accueil/")+len(srv.URL+"/accueil/"):][:41]
	if status, body := pageOf(t, srv.URL+"/accueil/"+token); status != 200 || !strings.Contains(body, "Journée d’essai") {
		t.Fatal("the link of the page does not open the door:", status)
	}
	links, _ := records.DoorLinks(app, e.ID)
	landAt(t, c, srv.URL, base+"/accueil/"+links[0].ID+"/revoquer", url.Values{})
	if _, page, _ := askDesk(t, c, srv.URL+base+"/accueil/"+links[0].ID, nil); strings.Contains(page, token) || !strings.Contains(page, "révoqué") {
		t.Fatal("a revoked door still shows its link")
	}
	if _, page, _ := askDesk(t, c, srv.URL+base+"/attestations", nil); !strings.Contains(page, "à la clôture") {
		t.Fatal(page)
	}
	place, _ := door.Open(app, e.ID, "", "test")
	for i, s := range []door.Scan{{Code: all.Ticket, Slot: place.Slots[0].ID}, {Code: all.Ticket, Slot: place.Slots[1].ID}, {Code: half.Ticket, Slot: place.Slots[0].ID}} {
		s.Nonce, s.At = string(rune('a'+i)), e.StartsAt.Time().Format(time.RFC3339)
		if _, err := door.Sync(app, e.StartsAt.Time(), place, door.Batch{Scans: []door.Scan{s}}); err != nil {
			t.Fatal(err)
		}
	}
	now = e.EndsAt.Time()
	if err := event.Close(app, now, "test", e.ID); err != nil {
		t.Fatal(err)
	}
	if _, page, _ = askDesk(t, c, srv.URL+base+"/attestations", nil); !strings.Contains(page, "En préparation") {
		t.Fatal(page)
	}
	if _, err := certificate.Seal(app, now, 9); err != nil {
		t.Fatal(err)
	}
	_, page, _ = askDesk(t, c, srv.URL+base+"/attestations", nil)
	for _, want := range []string{"ATT-2026-000001", "Valable", "attestation.pdf", "/verifier/", "sur 2", "Aucune présence notée", none.ID, half.ID} {
		if !strings.Contains(page, want) {
			t.Errorf("certificates without %q", want)
		}
	}
}
