package hooks_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

var roomLetters = regexp.MustCompile(`<span class="vh">((?:[A-Z] ){5}[A-Z])</span>`)

// room is an event whose people confirm themselves, during its first half-day.
type room struct {
	app   core.App
	now   *time.Time
	e     *records.Event
	slots []records.Slot
	srv   *httptest.Server
	base  string
	token string
}

func newRoom(t *testing.T, rules domain.DoorRules, change func(*event.Draft)) *room {
	t.Helper()
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	e := testapp.Event(t, app, 9, change)
	must(t, event.SaveDoorRules(app, now, "test", e.ID, rules))
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	token, err := link.Token(app, link.SelfCheck, e.ID)
	must(t, err)
	now = slots[0].StartsAt.Time().Add(5 * time.Minute)
	srv := testapp.Serve(t, app)
	return &room{app: app, now: &now, e: e, slots: slots, srv: srv, base: srv.URL, token: token}
}

// letters reads the code off the screen of the room.
func (r *room) letters(t *testing.T, path string) string {
	t.Helper()
	a := get(t, testapp.Browser(t), r.base+path)
	found := roomLetters.FindStringSubmatch(a.body)
	if a.status != 200 || found == nil {
		t.Fatalf("no code on %s: %d", path, a.status)
	}
	return strings.ReplaceAll(found[1], " ", "")
}

func hiddenField(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("no field %s", name)
	}
	return found[1]
}

// TestOneConfirmsOnesPresence: with the code of the room, on one's own phone, once.
func TestOneConfirmsOnesPresence(t *testing.T) {
	r := newRoom(t, domain.DoorRules{SelfCheck: true}, nil)
	who := testapp.Register(t, r.app, r.e, "Essai", "Alba")
	waiting := testapp.Register(t, r.app, r.e, "Essai", "Denis")
	waiting.State = string(domain.Waitlisted)
	must(t, records.SaveRegistration(r.app, waiting))
	stranger := testapp.Register(t, r.app, testapp.Event(t, r.app, 9, nil), "Essai", "Gaël")
	phone := newPhone(t, r.app, nil, r.e)
	screen := "/accueil/" + phone.at + "/code"
	form := r.base + "/emarger/" + r.token
	code := r.letters(t, screen)
	c := testapp.Browser(t)
	send := func(code, short, pass, nonce string) answer {
		return post(t, c, form, "code", code, "billet", short, "passe", pass, "nonce", nonce)
	}
	for i, x := range []struct {
		code, short string
		status      int
		says        string
	}{
		{"", "", 422, "Ce code n’est pas"}, {"BCDFGH", who.ShortCode, 422, "Ce code n’est pas"}, {code, "", 422, "Aucune inscription"},
		{code, "22222222", 422, "Aucune inscription"}, {code, stranger.ShortCode, 422, "Aucune inscription"}, {code[:5], who.ShortCode, 422, "Ce code n’est pas"},
	} {
		a := send(x.code, x.short, "", fmt.Sprint("w", i))
		if a.status != x.status || !strings.Contains(a.body, x.says) || !strings.Contains(a.body, `value="`+x.short+`"`) {
			t.Errorf("%q %q: %d", x.code, x.short, a.status)
		}
	}
	if rows, err := records.Signatures(r.app, r.e.ID); err != nil || len(rows) != 0 {
		t.Fatal("signed already:", rows, err)
	}
	for range 2 { // a double click
		if a := send(strings.ToLower(code), ticket.ShowShort(who.ShortCode), "", "soi"); a.status != 303 {
			t.Fatal(a.status, a.body)
		}
	}
	rows, err := records.Signatures(r.app, r.e.ID)
	must(t, err)
	if len(rows) != 1 || rows[0].Way != domain.SelfWay || rows[0].Registration != who.ID || len(rows[0].Snapshot) < 50 {
		t.Fatalf("%+v", rows)
	}
	there, err := records.AttendancesOf(r.app, who.ID)
	must(t, err)
	if len(there) != 1 || domain.Proof(there[0].Proof) != domain.Signed || there[0].Slot != r.slots[0].ID {
		t.Fatalf("%+v", there)
	}
	if a := send(code, waiting.ShortCode, "", "liste"); a.status != 303 || !strings.Contains(get(t, c, r.base+a.location).body, "liste d’attente") {
		t.Error("on the list:", a.status, a.location)
	}
	if rows, err := records.AttendancesOf(r.app, waiting.ID); err != nil || len(rows) != 0 {
		t.Error("who waits is present:", rows, err)
	}
}

// TestAFormMayBeSentLater: a code that is past is refused, unless the form was opened with it in time.
func TestAFormMayBeSentLater(t *testing.T) {
	r := newRoom(t, domain.DoorRules{SelfCheck: true}, nil)
	who := testapp.Register(t, r.app, r.e, "Essai", "Alba")
	phone := newPhone(t, r.app, nil, r.e)
	code := r.letters(t, "/accueil/"+phone.at+"/code")
	form, c := r.base+"/emarger/"+r.token, testapp.Browser(t)
	opened := get(t, c, form+"?code="+code)
	pass := hiddenField(t, opened.body, "passe")
	if !strings.Contains(opened.body, "Le code de la salle est bon") || pass == "" {
		t.Fatal("the room's QR opens a form without its code")
	}
	*r.now = r.now.Add(3 * time.Minute)
	if a := post(t, c, form, "code", code, "billet", who.ShortCode, "nonce", "a"); a.status != 422 || !strings.Contains(a.body, "ou n’est plus") {
		t.Error("a code of three minutes ago:", a.status)
	}
	if a := get(t, c, form+"?code="+code); !strings.Contains(a.body, "ou n’est plus") {
		t.Error("an old address of the room's QR says nothing")
	}
	*r.now = r.now.Add(3 * time.Minute)
	if a := post(t, c, form, "code", code, "billet", who.ShortCode, "passe", pass, "nonce", "b"); a.status != 422 {
		t.Error("a form of six minutes ago:", a.status)
	}
	*r.now = r.now.Add(-2 * time.Minute)
	if a := post(t, c, form, "code", code, "billet", who.ShortCode, "passe", pass, "nonce", "c"); a.status != 303 {
		t.Error("a form of four minutes ago:", a.status)
	}
	for _, at := range []time.Time{r.slots[0].StartsAt.Time().Add(-20 * time.Minute), r.slots[1].EndsAt.Time().Add(31 * time.Minute)} {
		*r.now = at
		if a := get(t, c, form); a.status != 200 || !strings.Contains(a.body, "Ce n’est pas le moment") {
			t.Error(at, a.status)
		}
		if a := post(t, c, form, "code", code, "billet", who.ShortCode, "nonce", "d"); a.status != 409 {
			t.Error(at, a.status)
		}
	}
}

// TestThePersonalPageLeadsToTheConfirmation: during a half-day, where the event asks for it, and needs no other code.
func TestThePersonalPageLeadsToTheConfirmation(t *testing.T) {
	r := newRoom(t, domain.DoorRules{SelfCheck: true}, nil)
	who := testapp.Register(t, r.app, r.e, "Essai", "Alba")
	mine, err := link.URL(r.app, link.Registration, who.ID)
	must(t, err)
	mine = r.base + mine[strings.Index(mine, "/inscriptions/"):]
	c := testapp.Browser(t)
	found := regexp.MustCompile(`href="(/emarger/[^"]+)">Confirmer ma présence`).FindStringSubmatch(get(t, c, mine).body)
	if found == nil {
		t.Fatal("no way to confirm")
	}
	a := get(t, c, r.base+strings.ReplaceAll(found[1], "&amp;", "&"))
	if !strings.Contains(a.body, "Alba Essai") || strings.Contains(a.body, "Code de votre billet") {
		t.Error("the own link still asks who it is")
	}
	phone := newPhone(t, r.app, nil, r.e)
	code := r.letters(t, "/accueil/"+phone.at+"/code")
	a = post(t, c, r.base+"/emarger/"+r.token, "code", code, "moi", hiddenField(t, a.body, "moi"), "nonce", hiddenField(t, a.body, "nonce"))
	if a.status != 303 || !strings.HasPrefix(a.location, "/inscriptions/") {
		t.Fatal(a.status, a.location, a.body)
	}
	*r.now = r.slots[0].StartsAt.Time().Add(-time.Hour)
	if strings.Contains(get(t, c, mine).body, "Confirmer ma présence") {
		t.Error("an hour before")
	}
	*r.now = r.slots[0].StartsAt.Time()
	must(t, event.SaveDoorRules(r.app, *r.now, "test", r.e.ID, domain.DoorRules{}))
	if strings.Contains(get(t, c, mine).body, "Confirmer ma présence") || get(t, c, r.base+"/emarger/"+r.token).status != 404 {
		t.Error("where the event does not ask for it")
	}
}

// TestTheTrainerCountersigns: what was read is what is signed, and a change asks for another signature.
func TestTheTrainerCountersigns(t *testing.T) {
	r := newRoom(t, domain.DoorRules{}, func(d *event.Draft) {
		d.Slots[0].Trainer, d.Slots[0].TrainerRole = "Nom Fictif", "Formatrice"
	})
	who, late := testapp.Register(t, r.app, r.e, "Essai", "Alba"), testapp.Register(t, r.app, r.e, "Tard", "Bruno")
	boss := testapp.User(t, r.app, records.Coordinator, "c@exemple.invalid")
	desk := testapp.Login(t, r.srv, boss)
	c := testapp.Browser(t)
	token, err := link.Token(r.app, link.Trainer, r.slots[0].ID)
	must(t, err)
	sheet := r.base + "/intervenants/" + token
	at := r.base + "/gestion/evenements/" + r.e.ID
	place, err := door.Open(r.app, r.e.ID, "", "test")
	must(t, err)
	arrive := func(reg *records.Registration) {
		_, err := door.Sync(r.app, *r.now, place, door.Batch{Scans: []door.Scan{{Nonce: reg.ID, Registration: reg.ID, Slot: r.slots[0].ID, At: r.now.Format(time.RFC3339)}}})
		must(t, err)
	}
	sign := func(body string, more ...string) answer {
		return post(t, c, sheet, append([]string{"nonce", hiddenField(t, body, "nonce"), "vu", hiddenField(t, body, "vu")}, more...)...)
	}
	if a := get(t, c, sheet); a.status != 200 || !strings.Contains(a.body, "rien à contresigner") || strings.Contains(a.body, who.Email) {
		t.Fatal(a.status)
	}
	arrive(who)
	read := get(t, c, sheet).body
	if !strings.Contains(read, `value="Nom Fictif"`) || !strings.Contains(read, `value="Formatrice"`) {
		t.Error("the trainer's name is not there")
	}
	if a := sign(read, "nom", " "); a.status != 422 || !strings.Contains(a.body, "nécessaire") {
		t.Error("without a name:", a.status)
	}
	if a := sign(read, "nom", "Nom Fictif", "traits", "[[1]]"); a.status != 422 {
		t.Error("no drawing:", a.status)
	}
	arrive(late)
	if a := sign(read, "nom", "Nom Fictif"); a.status != 422 || !strings.Contains(a.body, "La liste a changé pendant") || !strings.Contains(a.body, "Tard Bruno") {
		t.Error("a list that was not read:", a.status)
	}
	read = get(t, c, sheet).body
	for range 2 {
		if a := sign(read, "nom", "Nom Fictif", "fonction", "Formatrice", "traits", "[[10,10,900,300]]"); a.status != 303 {
			t.Fatal(a.status, a.body)
		}
	}
	rows, err := records.Signatures(r.app, r.e.ID)
	must(t, err)
	if len(rows) != 1 || rows[0].Way != domain.TrainerWay || strings.Count(string(rows[0].Snapshot), `"id"`) != 2 {
		t.Fatalf("%+v", rows)
	}
	if a := get(t, desk, at+"/signatures?demi-journee="+r.slots[0].ID); !strings.Contains(a.body, "Contresignée par Nom Fictif") || !strings.Contains(a.body, "M10 10L900 300") {
		t.Error("the desk does not say it")
	}
	_, err = door.Correct(r.app, *r.now, place, door.Correction{Nonce: "v", Registration: late.ID, Slot: r.slots[0].ID, Reason: "parti"})
	must(t, err)
	for _, page := range []string{sheet, at + "/signatures?demi-journee=" + r.slots[0].ID} {
		if a := get(t, desk, page); !strings.Contains(a.body, "La liste a changé depuis") {
			t.Error("a change is not told:", page)
		}
	}
	if a := sign(get(t, c, sheet).body, "nom", "Nom Fictif"); a.status != 303 {
		t.Error("signing again:", a.status)
	}
	if a := get(t, c, sheet); !strings.Contains(a.body, "Demi-journée contresignée") || !strings.Contains(a.body, "Signatures précédentes") {
		t.Error("both stay")
	}
	shown := post(t, desk, at+"/intervenants/"+r.slots[0].ID)
	if shown.status != 200 || !strings.Contains(shown.body, "/intervenants/"+token) {
		t.Error("the link to give:", shown.status)
	}
	if a := post(t, desk, at+"/intervenants/"+r.slots[0].ID, "nouveau", "1"); a.status != 200 || get(t, c, sheet).status != 410 {
		t.Error("the old link still opens:", a.status)
	}
	if lines, err := records.AuditOf(r.app, "slot", r.slots[0].ID); err != nil || len(lines) != 4 {
		t.Error("trail:", lines, err)
	}
	*r.now = r.now.Add(61 * 24 * time.Hour)
	token, err = link.Token(r.app, link.Trainer, r.slots[0].ID)
	must(t, err)
	if a := get(t, c, r.base+"/intervenants/"+token); a.status != 410 {
		t.Error("two months after:", a.status)
	}
}

// TestTheDeskRevokesASignature with a reason, and the person may sign again.
func TestTheDeskRevokesASignature(t *testing.T) {
	r := newRoom(t, domain.DoorRules{Signature: true}, nil)
	who := testapp.Register(t, r.app, r.e, "Essai", "Alba")
	boss := testapp.User(t, r.app, records.Coordinator, "c@exemple.invalid")
	srv := r.srv
	desk := testapp.Login(t, srv, boss)
	place, err := door.Open(r.app, r.e.ID, "", "test")
	must(t, err)
	_, err = door.Sync(r.app, *r.now, place, door.Batch{Scans: []door.Scan{{Nonce: "n", Registration: who.ID, Slot: r.slots[0].ID,
		At: r.now.Format(time.RFC3339), Signature: []byte(`{"way":"drawn","strokes":[[100,200,400,100]]}`)}}})
	must(t, err)
	g, err := records.SignatureByNonce(r.app, "n")
	must(t, err)
	page := srv.URL + "/gestion/evenements/" + r.e.ID + "/signatures"
	if a := get(t, desk, page); !strings.Contains(a.body, "M100 200L400 100") || !strings.Contains(a.body, "signature dessinée") && !strings.Contains(a.body, "Signature dessinée") {
		t.Error("the drawing is not shown")
	}
	if a := post(t, desk, page+"/"+g.ID+"/revoquer", "demi-journee", r.slots[0].ID, "motif", " "); a.status != 422 || !strings.Contains(a.body, "Donnez une raison") {
		t.Error("without a reason:", a.status)
	}
	a := post(t, desk, page+"/"+g.ID+"/revoquer", "demi-journee", r.slots[0].ID, "motif", "signée par une autre personne")
	if a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	if u, err := url.Parse(a.location); err != nil || !strings.Contains(get(t, desk, srv.URL+u.String()).body, "Révoquée") {
		t.Error("the page does not say it")
	}
	if a := get(t, desk, page+"?demi-journee=ailleurs"); a.status != 404 {
		t.Error("a half-day of elsewhere:", a.status)
	}
}
