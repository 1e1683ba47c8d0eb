package hooks_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// typed is a form that can be sent, with some answers changed; an answer "-" is left out.
func typed(changes ...string) []string {
	answers := map[string]string{"prenom": "Alba", "nom": "Essai", "email": "alba.essai@exemple.invalid", "structure": "CH Lens",
		"fonction": "infirmier", "intention": "abcdefghijklmnopqrstuvwxyz012345"}
	for i := 0; i+1 < len(changes); i += 2 {
		answers[changes[i]] = changes[i+1]
	}
	var fields []string
	for name, v := range answers {
		if v != "-" {
			fields = append(fields, name, v)
		}
	}
	return fields
}

// kept lists the registrations of an event.
func kept(t *testing.T, app core.App, e *records.Event) []records.Registration {
	t.Helper()
	rows, err := records.Registrations(app, e.ID)
	must(t, err)
	return rows
}

func formURL(srv *httptest.Server, e *records.Event) string {
	return srv.URL + "/evenements/" + e.Slug + "/inscription"
}

func TestTheFormHasTheLabelsOfTheContract(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	a := get(t, c, formURL(srv, testapp.Event(t, app, 5, nil)))
	for id, label := range map[string]string{"prenom": "Prénom", "nom": "Nom", "email": "Adresse électronique", "structure": "Structure",
		"fonction": "Fonction", "secteur": "Secteur d&#39;activité", "territoire": "Territoire d&#39;exercice"} {
		has(t, a, 200, `<label for="`+id+`">`+label+`</label>`)
	}
	has(t, a, 200, `>S&#39;inscrire</button>`, "62G13", "article 6.1.e", "/confidentialite", `name="site_web"`)
	lacks(t, a, "Personnes concernées", `value="usagers"`)
}

func TestOneRegistersAndSeesTheTicket(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 1, nil)
	first := post(t, c, formURL(srv, e), typed("besoins", "Une place près de l’écran")...)
	if !strings.HasPrefix(first.location, "/inscriptions/") {
		t.Fatal(first.status, first.location, first.body)
	}
	has(t, follow(t, c, srv, first), 200, "Inscription confirmée", "Alba Essai", "<svg", "Annuler mon inscription", "Salle des essais")
	r := kept(t, app, e)[0]
	sector, territory := itemID(t, app, records.Sectors, "sanitaire"), itemID(t, app, records.Territories, "lens-henin")
	if r.State != "confirmed" || r.Sector != sector || r.Territory != territory || r.Needs != "Une place près de l’écran" || r.Origin != domain.FromOnline {
		t.Errorf("%+v", r)
	}
	has(t, get(t, c, srv.URL+first.location+"/billet.pdf"), 200, "%PDF-")

	has(t, get(t, c, formURL(srv, e)), 200, "vous serez sur la liste d’attente", "Vous y serez en tête")
	second := post(t, c, formURL(srv, e), typed("prenom", "Bruno", "email", "bruno@exemple.invalid")...)
	waiting := follow(t, c, srv, second)
	has(t, waiting, 200, "Vous êtes en tête de la liste d’attente")
	lacks(t, waiting, "<svg class=\"qr", "billet.pdf")
	has(t, get(t, c, srv.URL+second.location+"/billet.pdf"), 409, "Un billet n’existe que pour une inscription confirmée")
	third := post(t, c, formURL(srv, e), typed("prenom", "Chloé", "email", "chloe@exemple.invalid")...)
	has(t, follow(t, c, srv, third), 200, "Liste d’attente\u00a0: vous êtes 2e sur 2")
	letters, _, err := records.Letters(app, records.LetterFilter{Limit: 10})
	if err != nil || len(letters) != 3 {
		t.Error("a letter each:", len(letters), err)
	}
}

func TestABadAnswerIsSaidAtItsFieldAndNothingTypedIsLost(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 5, nil)
	long := strings.Repeat("é", 300)
	for _, row := range []struct {
		name, value, field, want string
	}{
		{"prenom", "", "prenom", "Indiquez votre prénom."},
		{"nom", "   ", "nom", "Indiquez votre nom."},
		{"nom", long, "nom", "C’est trop long"},
		{"prenom", long, "prenom", "C’est trop long"},
		{"prenom", "😀🎉", "prenom", "Indiquez votre prénom."},
		{"nom", "123", "nom", "Écrivez au moins une lettre"},
		{"nom", "\u202e\u2066", "nom", "Indiquez votre nom."},
		{"email", "", "email", "Indiquez votre adresse électronique"},
		{"email", "alba.essai", "email", "le signe « @ »"},
		{"email", "alba@exemple", "email", "le signe « @ »"},
		{"email", "a@b@exemple.fr", "email", "le signe « @ »"},
		{"structure", "", "structure", "Indiquez votre structure"},
		{"structure", long, "structure", "C’est trop long"},
		{"fonction", "", "fonction", "Choisissez votre fonction"},
		{"fonction", "pompier", "fonction", "Choisissez une des réponses proposées"},
		{"secteur", "usagers", "secteur", "Choisissez une des réponses proposées"},
		{"territoire", "paris", "territoire", "Choisissez une des réponses proposées"},
		{"besoins", strings.Repeat("b", 501), "besoins", "C’est trop long"},
	} {
		a := post(t, c, formURL(srv, e), typed(row.name, row.value)...)
		has(t, a, 422, row.want, `id="`+row.field+`-erreur"`, `<a href="#`+row.field+`">`, "<title>Erreur", "Une réponse est à corriger")
		if row.name != "email" {
			has(t, a, 422, `value="alba.essai@exemple.invalid"`)
		}
	}
	all := post(t, c, formURL(srv, e))
	has(t, all, 422, "5 réponses sont à corriger")
	if n := len(kept(t, app, e)); n != 0 {
		t.Error("nothing may be kept of a bad form:", n)
	}
}

func TestOddButRealAnswersAreTaken(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 0, nil)
	for i, changes := range [][]string{
		{"nom", "N’Guyen-D’Å Œuvré", "prenom", "Zoé 😀"},
		{"nom", "مريم", "prenom", "نور"},
		{"nom", "<script>alert(1)</script>", "prenom", "=Zoé()"},
		{"nom", "Sans", "structure", "-", "sans_structure", "1"},
		{"nom", "Libre", "structure", "Cabinet tout neuf", "secteur", "ville", "territoire", "ternois"},
		{"nom", "Majuscule", "email", " ALBA.Essai@Exemple.INVALID "},
	} {
		a := post(t, c, formURL(srv, e), typed(changes...)...)
		page := follow(t, c, srv, a)
		has(t, page, 200, "Inscription confirmée")
		lacks(t, page, "<script>alert")
		if n := len(kept(t, app, e)); n != i+1 {
			t.Fatal(changes, n)
		}
	}
	rows := kept(t, app, e)
	if rows[0].FirstName != "Zoé" || rows[3].Structure != "" || rows[5].Email != "alba.essai@exemple.invalid" {
		t.Errorf("%+v", rows)
	}
	proposed, err := records.StructureOf(app, rows[4].Structure)
	if err != nil || proposed.Status != "proposed" || proposed.Name != "Cabinet tout neuf" {
		t.Error("a new structure waits for its validation:", proposed, err)
	}
}

func TestADoubleClickRegistersOnce(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	e := testapp.Event(t, app, 5, nil)
	var wg sync.WaitGroup
	got := make([]answer, 8)
	for i := range got {
		c := testapp.Browser(t)
		wg.Go(func() { got[i] = post(t, c, formURL(srv, e), typed()...) })
	}
	wg.Wait()
	for _, a := range got {
		if a.status != 303 || a.location != got[0].location {
			t.Error("every click leads to the same page:", a.status, a.location)
		}
	}
	if n := len(kept(t, app, e)); n != 1 {
		t.Error("registered", n, "times")
	}
	// « Back », and a colleague's name typed over one's own: the colleague is registered too.
	c := testapp.Browser(t)
	colleague := post(t, c, formURL(srv, e), typed("prenom", "Bruno", "email", "bruno@exemple.invalid")...)
	has(t, follow(t, c, srv, colleague), 200, "Bruno Essai")
	if n := len(kept(t, app, e)); n != 2 {
		t.Error("the colleague is lost:", n)
	}
}

func TestTheSamePersonTwiceIsAskedKindly(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 5, nil)
	first := testapp.Register(t, app, e, "Essai", "Alba")
	token, err := link.Token(app, link.Registration, first.ID)
	must(t, err)
	again := post(t, c, formURL(srv, e), typed("email", "autre@exemple.invalid", "nom", "ESSAI", "besoins", "Rien")...)
	has(t, again, 409, "Vous êtes déjà inscrit·e", "vient d’être envoyé de nouveau", "Je suis une autre personne", `name="autre_personne" value="1"`,
		`name="email" value="autre@exemple.invalid"`, `name="besoins" value="Rien"`)
	lacks(t, again, token, first.Email, first.ShortCode, first.Ticket)
	letters, _, err := records.Letters(app, records.LetterFilter{Limit: 10})
	must(t, err)
	sent := 0
	for _, l := range letters {
		if l.Kind == "renvoi" && l.Recipient == first.Email {
			sent++
		}
		if l.Recipient == "autre@exemple.invalid" {
			t.Error("nothing of somebody's registration goes to an address that somebody else typed")
		}
	}
	if sent != 1 {
		t.Error("the link is sent again, to the address of the registration:", sent)
	}
	other := post(t, c, formURL(srv, e), typed("email", "autre@exemple.invalid", "autre_personne", "1", "intention", strings.Repeat("z", 32))...)
	has(t, follow(t, c, srv, other), 200, "Inscription confirmée")
	rows := kept(t, app, e)
	if len(rows) != 2 || rows[0].Person == rows[1].Person {
		t.Error("two people of one name:", len(rows))
	}
}

func TestARobotIsNotRegistered(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 5, nil)
	a := post(t, c, formURL(srv, e), typed("site_web", "https://exemple.invalid")...)
	has(t, a, 422, "n’a pas été gardée", `value="Alba"`)
	if n := len(kept(t, app, e)); n != 0 {
		t.Error("kept", n)
	}
}

func TestAShutEventTakesNobody(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	make := func(title string, change func(*event.Draft)) *records.Event {
		return testapp.Event(t, app, 1, func(d *event.Draft) { d.Title = title; change(d) })
	}
	full := make("Complet", func(d *event.Draft) { d.Waitlist = false })
	testapp.Register(t, app, full, "Essai", "Zoé")
	off := make("Annulé", func(*event.Draft) {})
	must(t, event.Cancel(app, now, "test", off.ID, ""))
	for want, e := range map[string]*records.Event{
		"Toutes les places sont prises":                                 full,
		"Cet événement est annulé":                                      off,
		"Les inscriptions ouvriront le lundi 23 novembre":               make("Tôt", func(d *event.Draft) { d.Opens = now.AddDate(0, 0, 3); on(9, "Tôt")(d) }),
		"Les inscriptions sont closes depuis le jeudi 19 novembre 2026": make("Tard", func(d *event.Draft) { d.Closes = now.AddDate(0, 0, -1) }),
		"Cet événement a commencé ou a eu lieu":                         make("Passé", on(-3, "Passé")),
	} {
		before := len(kept(t, app, e))
		shown, sent := get(t, c, formURL(srv, e)), post(t, c, formURL(srv, e), typed()...)
		has(t, shown, 200, want)
		lacks(t, shown, "<form class=\"sheet\"")
		has(t, sent, 409, want)
		if n := len(kept(t, app, e)); n != before {
			t.Errorf("%s: %d registrations, want %d", e.Title, n, before)
		}
	}
	has(t, post(t, c, srv.URL+"/evenements/rien/inscription", typed()...), 404, "Cet événement n’existe pas")
}

func TestAHugeBodyIsRefusedInFrench(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 5, nil)
	huge := append([]byte("prenom="), bytes.Repeat([]byte("a"), 2<<20)...)
	for name, body := range map[string]io.Reader{"told": bytes.NewReader(huge), "in pieces": io.MultiReader(bytes.NewReader(huge))} {
		res, err := c.Post(formURL(srv, e), "application/x-www-form-urlencoded", body)
		a := read(t, res, err)
		if a.status != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, "trop volumineux") {
			t.Errorf("%s: %d %.300s", name, a.status, a.body)
		}
	}
	res, err := c.Post(formURL(srv, e), "application/x-www-form-urlencoded", strings.NewReader("prenom=%zz"))
	has(t, read(t, res, err), 400, "Demande incomplète")
}
