package hooks_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// withMail registers somebody under an address.
func withMail(t *testing.T, app core.App, e *records.Event, last, first, email string) *records.Registration {
	t.Helper()
	in := testapp.Request(e, last, first)
	in.Email = email
	a, err := registration.Register(app, testapp.Now, in)
	must(t, err)
	return a.Registration
}

func spaceLetters(t *testing.T, app core.App) (out []records.Letter) {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 100})
	must(t, err)
	for _, l := range rows {
		if l.Kind == mail.Space {
			out = append(out, l)
		}
	}
	return out
}

func TestTheAnswerIsTheSameWhetherAnAddressIsKnown(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	withMail(t, app, testapp.Event(t, app, 0, nil), "Essai", "Alba", "alba@exemple.invalid")
	var answers []answer
	for _, email := range []string{" ALBA@exemple.invalid ", "personne@exemple.invalid"} {
		begin := time.Now()
		a := post(t, c, srv.URL+"/mes-inscriptions", "email", email)
		if took := time.Since(begin); took < 240*time.Millisecond {
			t.Error("the time of the answer tells:", took)
		}
		answers = append(answers, a, follow(t, c, srv, a))
	}
	if answers[0] != answers[2] || answers[1] != answers[3] {
		t.Error("the answers differ:", answers[0], answers[2])
	}
	has(t, answers[1], 200, "Si des inscriptions portent cette adresse")
	letters := spaceLetters(t, app)
	if len(letters) != 1 || letters[0].Recipient != "alba@exemple.invalid" {
		t.Fatal("one letter, to the mailbox itself:", len(letters))
	}
	post(t, c, srv.URL+"/mes-inscriptions", "email", "alba@exemple.invalid")
	if n := len(spaceLetters(t, app)); n != 1 {
		t.Error("nobody fills another's mailbox:", n)
	}
	for _, bad := range []string{"", "alba", "a@b"} {
		has(t, post(t, c, srv.URL+"/mes-inscriptions", "email", bad), 422, `id="email-erreur"`, `value="`+bad+`"`)
	}
	post(t, c, srv.URL+"/mes-inscriptions", "email", "alba@exemple.invalid", "site_web", "x")

	found := strings.Split(strings.Split(mail.Plain(letters[0].Text, mail.Resolver(app)), srv.URL)[1], "\n")[0]
	has(t, get(t, c, srv.URL+found), 200, "Journée d’essai", "Inscription confirmée")
}

func TestOnesOwnMailboxListsEverything(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	first, second := testapp.Event(t, app, 0, on(1, "Première")), testapp.Event(t, app, 0, on(2, "Seconde"))
	a := withMail(t, app, first, "Essai", "Zoé", "zoe@exemple.invalid")
	withMail(t, app, second, "ESSAI", "zoe", "zoe@exemple.invalid")
	withMail(t, app, second, "Autre", "Bruno", "bruno@exemple.invalid")
	token, err := link.Grant(app, link.Space, "zoe@exemple.invalid", testapp.Now.Add(time.Hour))
	must(t, err)
	own, err := link.Token(app, link.Registration, a.ID)
	must(t, err)
	page := get(t, c, srv.URL+"/espace/"+token)
	has(t, page, 200, "Première", "Seconde", "/inscriptions/"+own)
	lacks(t, page, "Bruno", "Code court")
	late, err := link.Grant(app, link.Space, "zoe@exemple.invalid", testapp.Now)
	must(t, err)
	has(t, get(t, c, srv.URL+"/espace/"+late), 410, "délai est passé")
	has(t, get(t, c, srv.URL+"/espace/"+own), 404)
}

func TestASharedMailboxIsNoKey(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 0, nil)
	a, b := withMail(t, app, e, "Secrète", "Alba", "service@exemple.invalid"), withMail(t, app, e, "Modèle", "Bruno", "service@exemple.invalid")
	stranger := withMail(t, app, e, "Fictif", "Chloé", "chloe@exemple.invalid")
	token, err := link.Grant(app, link.Space, "service@exemple.invalid", testapp.Now.Add(time.Hour))
	must(t, err)
	own, err := link.Token(app, link.Registration, a.ID)
	must(t, err)
	path := srv.URL + "/espace/" + token
	page := get(t, c, path)
	has(t, page, 200, "Alba", "Bruno", "Montrer le billet", "<svg", "code court")
	lacks(t, page, "Secrète", "Modèle", "/inscriptions/", a.ShortCode, ticket.ShowShort(a.ShortCode), "Chloé")

	good := post(t, c, path, "inscription", a.ID, "code", " "+strings.ToLower(ticket.ShowShort(a.ShortCode)))
	if good.status != 303 || good.location != "/inscriptions/"+own {
		t.Fatal(good.status, good.location)
	}
	for _, wrong := range [][2]string{{a.ID, b.ShortCode}, {a.ID, ""}, {a.ID, "😀"}, {stranger.ID, stranger.ShortCode}, {"", a.ShortCode}, {"'\"><b>", "x"}} {
		refused := post(t, c, path, "inscription", wrong[0], "code", wrong[1])
		has(t, refused, 422, "Ce n’est pas le code court")
		lacks(t, refused, own, "'\"><b>")
	}
	has(t, post(t, c, srv.URL+"/espace/"+strings.Repeat("a", 41), "inscription", a.ID, "code", a.ShortCode), 404)
}
