package hooks_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// own is the address of a registration's page.
func own(t *testing.T, app core.App, r *records.Registration) string {
	t.Helper()
	token, err := link.Token(app, link.Registration, r.ID)
	must(t, err)
	return "/inscriptions/" + token
}

func colleague(last, first string) []string {
	return []string{"prenom", first, "nom", last, "email", strings.ToLower(first + "." + last + "@exemple.invalid"), "structure", "CH Lens",
		"fonction", "infirmier", "informe", "1", "intention", strings.Repeat("a", 20) + last}
}

func TestAPersonGivesTheSeatToAColleague(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 1, nil)
	old, waiting := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	path := own(t, app, old)
	has(t, get(t, c, srv.URL+path+"/remplacer"), 200, "Me faire remplacer", "Alba Essai")
	if r, _ := records.RegistrationOf(app, old.ID); r.State != "confirmed" {
		t.Fatal("the form alone changed something")
	}
	form := colleague("Vient", "Cleo")
	lacking := append([]string{}, form...)
	lacking[1] = ""
	has(t, post(t, c, srv.URL+path+"/remplacer", lacking...), 422, "Indiquez votre prénom", "Vient")
	for range 2 {
		said := follow(t, c, srv, post(t, c, srv.URL+path+"/remplacer", form...))
		has(t, said, 200, "Votre place est à Cleo", "La place est donnée à Cleo")
		lacks(t, said, "cleo.vient@", "billet.pdf")
	}
	next, err := records.SuccessorOf(app, old.ID)
	must(t, err)
	has(t, get(t, c, srv.URL+own(t, app, next)), 200, "Inscription confirmée", "Cleo Vient")
	has(t, get(t, c, srv.URL+"/B/"+old.Ticket), 200, "Billet remplacé")
	has(t, get(t, c, srv.URL+own(t, app, waiting)), 200, "tête de la liste")
	has(t, get(t, c, srv.URL+path+"/remplacer"), 409, "la situation a changé")
}

func TestTheFormOfAReplacementSaysWhy(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 2, nil)
	old := testapp.Register(t, app, e, "Essai", "Alba")
	testapp.Register(t, app, e, "Assise", "Bruno")
	path := srv.URL + own(t, app, old) + "/remplacer"
	has(t, post(t, c, path, colleague("Assise", "Bruno")...), 422, "a déjà une inscription", "qui porte le même nom")
	has(t, post(t, c, path, colleague("Essai", "Alba")...), 422, "C’est la personne déjà inscrite")
	form := colleague("Vient", "Cleo")
	for i, v := range form {
		if v == "informe" {
			form[i+1] = ""
		}
	}
	has(t, post(t, c, path, form...), 422, "doit savoir que vous", "Vient")
}

func TestAPersonCorrectsTheRegistration(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	r := testapp.Register(t, app, testapp.Event(t, app, 1, nil), "Essai", "Alba")
	path := srv.URL + own(t, app, r) + "/modifier"
	has(t, get(t, c, path), 200, `value="Alba"`, `value="alba.essai@exemple.invalid"`)
	form := []string{"prenom", "Alba", "nom", "Essay", "email", "alba@ailleurs.invalid", "structure", "CH Lens", "fonction", "infirmier", "besoins", "Une rampe"}
	for range 2 {
		has(t, follow(t, c, srv, post(t, c, path, form...)), 200, "Votre inscription est à jour", "Alba Essay")
	}
	form[3] = "Martin"
	has(t, post(t, c, path, form...), 422, "celui d’une autre personne", "Martin")
	now = testapp.Now.AddDate(0, 0, 1)
	page := get(t, c, path)
	has(t, page, 200, "L’événement a commencé")
	lacks(t, page, `name="structure"`, `name="fonction"`)
	has(t, follow(t, c, srv, post(t, c, path, "prenom", "Alba", "nom", "Essay", "email", "alba@ailleurs.invalid", "besoins", "Rien")), 200, "à jour")
	got, err := records.RegistrationOf(app, r.ID)
	must(t, err)
	if got.Needs != "Rien" || got.Structure != r.Structure || got.Profession != r.Profession {
		t.Errorf("%+v", got)
	}
}

func TestTwoPeopleExchange(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	one, two := testapp.Event(t, app, 1, nil), testapp.Event(t, app, 1, func(d *event.Draft) { d.Title = "Autre session" })
	a, b := testapp.Register(t, app, one, "Essai", "Alba"), testapp.Register(t, app, two, "Essai", "Bruno")
	mine, theirs := srv.URL+own(t, app, a), srv.URL+own(t, app, b)
	has(t, get(t, c, mine+"/echanger"), 200, "Autre session")
	has(t, post(t, c, mine+"/echanger", "session", two.ID, "code", "BCDF-2345"), 422, "Aucune inscription confirmée", "BCDF-2345")
	has(t, follow(t, c, srv, post(t, c, mine+"/echanger", "session", two.ID, "code", b.ShortCode)), 200, "L’échange est proposé", "Bruno Essai")
	has(t, get(t, c, theirs), 200, "Alba Essai vous propose un échange")
	received, _, err := registration.OpenSwaps(app, testapp.Now, b.ID)
	must(t, err)
	has(t, post(t, c, mine+"/echanger/repondre", "echange", received[0].ID, "reponse", "accepter"), 404)
	said := follow(t, c, srv, post(t, c, theirs+"/echanger/repondre", "echange", received[0].ID, "reponse", "accepter"))
	has(t, said, 200, "L’échange est fait", "Journée d’essai", "Bruno Essai")
	has(t, get(t, c, mine), 200, "Voir mon inscription après l’échange")
	has(t, post(t, c, theirs+"/echanger/repondre", "echange", received[0].ID, "reponse", "refuser"), 409, "ne tient plus")
}

func TestAnOfferIsTakenOrLeft(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 1, nil)
	e.Promotion, e.OfferHours = "offer", 2
	must(t, records.SaveEvent(app, e))
	first := testapp.Register(t, app, e, "Essai", "Alba")
	var waiting []*records.Registration
	for _, name := range []string{"Bruno", "Chloe", "Dora"} {
		waiting = append(waiting, testapp.Register(t, app, e, "Essai", name))
	}
	at := func(i int) string { return srv.URL + own(t, app, waiting[i]) }
	has(t, get(t, c, at(1)), 200, "vous êtes 2e sur 3", "proposée par courriel")
	must(t, registration.Cancel(app, now, first.ID, registration.ByPerson, "", ""))
	has(t, get(t, c, at(0)), 200, "Une place vous est proposée", "Prendre cette place")
	has(t, follow(t, c, srv, post(t, c, at(0)+"/offre", "reponse", "laisser")), 200, "Vous avez annulé")
	has(t, get(t, c, at(1)), 200, "Une place vous est proposée")
	now = now.Add(3 * time.Hour)
	has(t, post(t, c, at(1)+"/offre", "reponse", "accepter"), 409, "Le délai pour confirmer")
	_, err := registration.Tick(app, now)
	must(t, err)
	has(t, get(t, c, at(1)), 200, "n’a pas été prise à temps")
	for range 2 {
		has(t, follow(t, c, srv, post(t, c, at(2)+"/offre", "reponse", "accepter")), 200, "Inscription confirmée")
	}
}

func TestWhoLeftComesBackWithEverythingFilled(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e, other := testapp.Event(t, app, 1, nil), testapp.Event(t, app, 1, func(d *event.Draft) { d.Title = "Ailleurs" })
	hidden := testapp.Event(t, app, 1, func(d *event.Draft) { d.Title, d.Visibility = "Secrète", "internal" })
	r := testapp.Register(t, app, e, "Essai", "Alba")
	path := own(t, app, r)
	must(t, registration.Cancel(app, testapp.Now, r.ID, registration.ByPerson, "", ""))
	has(t, get(t, c, srv.URL+path), 200, "Me réinscrire", path+"/inscrire/"+e.Slug)
	has(t, get(t, c, srv.URL+path+"/inscrire/"+e.Slug), 200, `value="Alba"`, `value="Essai"`, "alba.essai@exemple.invalid", `action="/evenements/`+e.Slug+`/inscription"`)
	list := get(t, c, srv.URL+path+"/inscrire")
	has(t, list, 200, "Ailleurs", path+"/inscrire/"+other.Slug)
	lacks(t, list, "Secrète")
	has(t, get(t, c, srv.URL+path+"/inscrire/"+hidden.Slug), 404)
}

func TestTheDeskReplacesAndExchanges(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	own, elsewhere := testapp.User(t, app, records.Organiser, "a@exemple.invalid"), testapp.User(t, app, records.Organiser, "b@exemple.invalid")
	one := testapp.Event(t, app, 2, func(d *event.Draft) { d.Organisers = []string{own.Id} })
	two := testapp.Event(t, app, 1, func(d *event.Draft) { d.Title, d.Organisers = "Autre session", []string{elsewhere.Id} })
	a, x, b := testapp.Register(t, app, one, "Essai", "Alba"), testapp.Register(t, app, one, "Essai", "Xena"), testapp.Register(t, app, two, "Essai", "Bruno")
	organiser, boss := testapp.Login(t, srv, own), testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	base := srv.URL + "/gestion/evenements/" + one.ID + "/inscriptions/"
	has(t, get(t, organiser, base+x.ID+"/remplacer"), 200, "Remplacer Xena Essai")
	has(t, post(t, organiser, base+x.ID+"/remplacer", "nom", "Vient"), 422, "Vient")
	has(t, follow(t, organiser, srv, post(t, organiser, base+x.ID+"/remplacer", "nom", "Vient", "prenom", "Cleo", "structure", "CH Lens")), 200, "Cleo Vient", "A reçu la place de")
	has(t, get(t, organiser, base+x.ID), 200, "La place est à")
	ask := func(c *http.Client) answer {
		return post(t, c, base+a.ID+"/echanger", "session", two.ID, "code", b.ShortCode)
	}
	has(t, ask(organiser), 422, "ne porte ce code") // not an event of this organiser
	has(t, follow(t, boss, srv, ask(boss)), 200, "L’échange est fait", "La place est à")
	has(t, ask(boss), 422, "doivent être confirmées")
}
