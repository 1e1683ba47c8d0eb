package hooks_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// groupOf is a group that can be booked: nurses of one ward with these first names.
func groupOf(e *records.Event, first ...string) registration.Group {
	g := registration.Group{Event: e.ID, LastName: "Référente", FirstName: "Nora", Email: "nora@exemple.invalid", Informed: true, Actor: registration.Referent, Intent: records.NewID()}
	for _, f := range first {
		g.People = append(g.People, registration.Request{LastName: hidden, FirstName: f, Structure: "CH Lens", Profession: "infirmier"})
	}
	return g
}

func seedGroup(t *testing.T, app core.App, e *records.Event) registration.Booked {
	t.Helper()
	out, err := registration.Book(app, testapp.Now, groupOf(e, "Alba-Nour"))
	must(t, err)
	return out
}

// typedGroup is a group's form that can be sent, with some answers changed; an answer "-" is left out.
func typedGroup(names []string, changes ...string) []string {
	answers := map[string]string{"referent_prenom": "Nora", "referent_nom": "Référente", "referent_email": "nora@exemple.invalid", "structure": "CH Lens",
		"ensemble": "possible", "informes": "1", "intention": "abcdefghijklmnopqrstuvwxyz012345"}
	for i, name := range names {
		first, last, _ := strings.Cut(name, " ")
		p := fmt.Sprintf("ligne-%d-", i)
		answers[p+"prenom"], answers[p+"nom"], answers[p+"fonction"] = first, last, "infirmier"
	}
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

func groupURL(srv *httptest.Server, e *records.Event) string { return formURL(srv, e) + "/groupe" }

var three = []string{"Alba Essai", "Béa Exemple", "Célia Modèle"}

func TestAReferentRegistersColleagues(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 5, nil)
	has(t, get(t, c, formURL(srv, e)), 200, "/inscription/groupe", "Inscrire plusieurs collègues")
	has(t, get(t, c, groupURL(srv, e)), 200, `<label for="ligne-0-prenom">Prénom</label>`, `<label for="structure">Structure</label>`, "Collez ici des lignes", "<noscript>")

	a := post(t, c, groupURL(srv, e), typedGroup(three, "ligne-1-email", "bea@exemple.invalid")...)
	if a.status != 303 || !strings.HasPrefix(a.location, "/groupes/") {
		t.Fatal(a.status, a.location, a.body)
	}
	page := follow(t, c, srv, a)
	has(t, page, 200, "3 inscriptions confirmées", "Alba Essai", "Béa Exemple", "Célia Modèle", "Code court")
	lacks(t, page, "bea@exemple.invalid")
	rows := kept(t, app, e)
	tickets := map[string]bool{}
	for _, r := range rows {
		tickets[r.Ticket] = true
		if r.State != "confirmed" || r.Origin != domain.FromGroup || r.Structure == "" || r.Booking == "" {
			t.Errorf("%+v", r)
		}
	}
	if len(rows) != 3 || len(tickets) != 3 || rows[0].Notify != "nora@exemple.invalid" || rows[1].Address() != "bea@exemple.invalid" {
		t.Errorf("%d rows, %d tickets, %q, %q", len(rows), len(tickets), rows[0].Notify, rows[1].Address())
	}
	again := post(t, c, groupURL(srv, e), typedGroup(three, "ligne-1-email", "bea@exemple.invalid")...)
	if again.location != a.location || len(kept(t, app, e)) != 3 {
		t.Errorf("sent twice: %s, %d rows", again.location, len(kept(t, app, e)))
	}
	other := post(t, c, groupURL(srv, e), typedGroup([]string{"Dina Essai"})...)
	if other.status != 303 || other.location == a.location || len(kept(t, app, e)) != 4 {
		t.Errorf("other names in the same form: %d %s", other.status, other.location)
	}
	clean(t, app)
}

// Nothing is kept of a form with one bad row, each refusal stands at its field, and all that was typed is there.
func TestABadGroupKeepsWhatWasTyped(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Waitlist = false })
	for _, row := range []struct{ name, value, field, want string }{
		{"referent_prenom", "", "referent_prenom", "Indiquez votre prénom."},
		{"referent_nom", "", "referent_nom", "Indiquez votre nom."},
		{"referent_email", "", "referent_email", "Indiquez votre adresse électronique"},
		{"referent_email", "nora", "referent_email", "le signe « @ »"},
		{"structure", "", "structure", "Indiquez votre structure"},
		{"secteur", "usagers", "secteur", "Choisissez une des réponses proposées"},
		{"territoire", "paris", "territoire", "Choisissez une des réponses proposées"},
		{"informes", "-", "informes", "Cochez cette case"},
		{"ligne-1-prenom", "", "ligne-1-prenom", "Indiquez le prénom."},
		{"ligne-1-nom", "123", "ligne-1-nom", "Écrivez au moins une lettre"},
		{"ligne-2-email", "celia@exemple", "ligne-2-email", "le signe « @ »"},
		{"ligne-2-fonction", "", "ligne-2-fonction", "Choisissez la fonction."},
		{"ligne-2-fonction", "pompier", "ligne-2-fonction", "Choisissez une des réponses proposées"},
	} {
		a := post(t, c, groupURL(srv, e), typedGroup(three, row.name, row.value)...)
		has(t, a, 422, row.want, `id="`+row.field+`-erreur"`, `<a href="#`+row.field+`">`, "<title>Erreur", "Une réponse est à corriger", `value="Alba"`, `value="Modèle"`, `value="Célia"`)
	}
	twice := post(t, c, groupURL(srv, e), typedGroup([]string{"Alba Essai", "Béa Exemple", "ALBA essai"})...)
	has(t, twice, 422, `<a href="#ligne-2-nom">Collègue 3, nom`, "gardez-en une seule", "C’est une autre personne, du même nom")
	has(t, post(t, c, groupURL(srv, e), typedGroup(nil)...), 422, `<a href="#ligne-0-prenom">`, "Ajoutez au moins un collègue.")
	var crowd []string
	for i := range registration.MaxGroup + 1 {
		crowd = append(crowd, "Alba "+strings.Repeat("É", i+1))
	}
	has(t, post(t, c, groupURL(srv, e), typedGroup(crowd)...), 422, "60 personnes au plus", `id="ligne-60-prenom-erreur"`)
	has(t, post(t, c, groupURL(srv, e), typedGroup(three, "site_web", "x")...), 422, "Un champ caché a été rempli")
	if n := len(kept(t, app, e)); n != 0 {
		t.Errorf("%d rows of bad forms", n)
	}
	has(t, post(t, c, groupURL(srv, e), typedGroup([]string{"Alba Essai", "Béa Exemple", "ALBA essai"}, "ligne-2-autre", "1")...), 303)
	clean(t, app)
}

// Pasted lines come back as rows, and nothing is registered before they are confirmed.
func TestPastedColleaguesAreConfirmedFirst(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 5, nil)
	text := "Nom\tPrénom\tMétier\tMail\nESSAI\tAlba\tIDE\talba@exemple.invalid\nEXEMPLE\tBéa\tsecrétaire\t"
	for _, act := range []string{"lire", ""} {
		a := post(t, c, groupURL(srv, e), typedGroup([]string{"Célia Modèle"}, "collage", text, "acte", act)...)
		has(t, a, 200, "2\u00a0lignes lues", `name="ligne-0-prenom" value="Célia"`, `name="ligne-1-nom" value="ESSAI"`, `name="ligne-1-email" value="alba@exemple.invalid"`,
			`name="ligne-2-nom" value="EXEMPLE"`, "Lu\u00a0: secrétaire", `value="Référente"`)
		lacks(t, a, "Échanger noms et prénoms", "ESSAI\tAlba")
	}
	guessed := post(t, c, groupURL(srv, e), typedGroup(nil, "collage", "Essai\tAlba\nExemple\tBéa", "acte", "lire")...)
	has(t, guessed, 200, `name="ligne-0-nom" value="Essai"`, "Échanger noms et prénoms")
	has(t, post(t, c, groupURL(srv, e), typedGroup([]string{"Essai Alba"}, "acte", "inverser")...), 200, `name="ligne-0-nom" value="Essai"`, `name="ligne-0-prenom" value="Alba"`)
	has(t, post(t, c, groupURL(srv, e), typedGroup(nil, "collage", "42;;", "acte", "lire")...), 422, "Aucun nom n’a été trouvé", "42;;")
	if n := len(kept(t, app, e)); n != 0 {
		t.Errorf("%d rows before the confirmation", n)
	}
}

// Who is registered already is told kindly, gets the own link again, and is never there twice.
func TestAColleagueWhoIsRegisteredAlready(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 9, nil)
	known := testapp.Register(t, app, e, "Exemple", "Béa")
	a := post(t, c, groupURL(srv, e), typedGroup(three)...)
	has(t, a, 422, `<a href="#ligne-1-nom">Collègue 2, nom`, "déjà inscrite à cet événement", "Continuer sans cette personne", "C’est une autre personne")
	lacks(t, a, known.Email)
	letters, _, err := records.Letters(app, records.LetterFilter{Registration: known.ID, Limit: 9})
	if err != nil || len(letters) != 2 || letters[0].Recipient != known.Email {
		t.Errorf("%d letters, %v", len(letters), err)
	}
	if n := len(kept(t, app, e)); n != 1 {
		t.Fatalf("%d rows", n)
	}
	without := post(t, c, groupURL(srv, e), typedGroup(three, "ligne-1-sans", "1")...)
	page := follow(t, c, srv, without)
	has(t, page, 200, "2 inscriptions confirmées", "Alba Essai", "Célia Modèle")
	lacks(t, page, "Béa Exemple")
	twin := post(t, c, groupURL(srv, e), typedGroup([]string{"Béa Exemple"}, "ligne-0-autre", "1")...)
	has(t, follow(t, c, srv, twin), 200, "1 inscription confirmée", "Béa Exemple")
	if n := len(kept(t, app, e)); n != 4 {
		t.Errorf("%d rows", n)
	}
	clean(t, app)
}

// The event's questions are asked of each colleague, and everything that is wrong is said at once.
func TestEachColleagueAnswersTheQuestions(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 9, nil)
	testapp.Register(t, app, e, "Exemple", "Béa")
	q := &records.Question{Event: e.ID, Kind: question.Text, Label: "Numéro de badge", Required: true}
	must(t, records.AddQuestion(app, q))
	field := question.Field(q.ID)
	has(t, get(t, c, groupURL(srv, e)), 200, `name="ligne-0-`+field+`"`, `name="ligne-__i__-`+field+`"`)
	a := post(t, c, groupURL(srv, e), typedGroup([]string{"Alba Essai", "Béa Exemple", "Célia Modèle", "Dina ", "Émi Essai"}, "ligne-0-"+field, "B12", "ligne-1-"+field, "B13", "ligne-4-"+field, "B14", "informes", "-")...)
	has(t, a, 422, "4 réponses sont à corriger", `<a href="#ligne-1-nom">`, `<a href="#ligne-2-`+field+`">`, `<a href="#ligne-3-nom">`, `<a href="#informes">`, `value="B12"`)
	good := post(t, c, groupURL(srv, e), typedGroup([]string{"Alba Essai", "Célia Modèle"}, "ligne-0-"+field, "B12", "ligne-1-"+field, "B15")...)
	has(t, follow(t, c, srv, good), 200, "2 inscriptions confirmées", `name="ligne-0-`+field+`"`)
	if rows := kept(t, app, e); rows[1].Answers[q.ID][0] != "B12" || rows[2].Answers[q.ID][0] != "B15" {
		t.Errorf("%v, %v", rows[1].Answers, rows[2].Answers)
	}
	clean(t, app)
}

// Who exchanges the workshops of two colleagues reads each one's beside the name.
func TestTheReferentSeesTheWorkshopsToExchange(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 9, nil)
	shop := ask(t, app, e, question.Draft{Kind: question.Workshop, Label: "Atelier", Options: []records.Option{{Label: "Dessin", Capacity: 4}, {Label: "Marche"}}})
	field := question.Field(shop.ID)
	a := post(t, c, groupURL(srv, e), typedGroup([]string{"Alba Essai", "Célia Modèle"}, "ligne-0-"+field, shop.Options[0].ID, "ligne-1-"+field, shop.Options[1].ID)...)
	has(t, follow(t, c, srv, a), 200, ">Alba Essai, Dessin</option>", ">Célia Modèle, Marche</option>")
}

// A group that wants to be whole waits whole and is promoted whole; one that does not takes what there is.
func TestGroupsWhole(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 4, nil)
	first := []*records.Registration{testapp.Register(t, app, e, "Premier", "Un"), testapp.Register(t, app, e, "Premier", "Deux")}
	whole := post(t, c, groupURL(srv, e), typedGroup(three, "ensemble", "ensemble")...)
	has(t, follow(t, c, srv, whole), 200, "Votre groupe attend 3 places", "1er sur 3", "servi d’un seul coup")
	must(t, registration.Cancel(app, testapp.Now, first[0].ID, registration.ByOrganiser, "test", ""))
	has(t, follow(t, c, srv, whole), 200, "3 inscriptions confirmées")
	some := post(t, c, groupURL(srv, e), typedGroup([]string{"Dina Essai", "Émi Essai"})...)
	has(t, follow(t, c, srv, some), 200, "0 sur 2 ont une place", "1er sur 2", "2e sur 2")
	must(t, registration.Cancel(app, testapp.Now, first[1].ID, registration.ByOrganiser, "test", ""))
	has(t, follow(t, c, srv, some), 200, "1 sur 2 ont une place")
	clean(t, app)
}

// Without a list, as many as possible have a seat and the others are named; together, nobody.
func TestGroupsWithoutAList(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 2, func(d *event.Draft) { d.Waitlist = false })
	has(t, post(t, c, groupURL(srv, e), typedGroup(three, "ensemble", "ensemble")...), 422, "ne permettent pas d’accueillir ces 3 personnes ensemble")
	a := post(t, c, groupURL(srv, e), typedGroup(three)...)
	has(t, follow(t, c, srv, a), 200, "2 inscriptions confirmées", "plus de place pour Célia Modèle")
	has(t, post(t, c, groupURL(srv, e), typedGroup([]string{"Dina Essai"})...), 409, "Toutes les places sont prises")
	has(t, get(t, c, groupURL(srv, e)), 200, "L’inscription n’est pas possible")
	clean(t, app)
}

// A quota counts each colleague; who is over it waits, and the others are seated.
func TestAGroupUnderAQuota(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 9, nil)
	e.Quotas = records.Quotas{{Kind: domain.PerStructure, Max: 2, Until: testapp.Now.Add(time.Hour)}}
	must(t, records.SaveEvent(app, e))
	has(t, follow(t, c, srv, post(t, c, groupURL(srv, e), typedGroup(three)...)), 200, "2 sur 3 ont une place", "1er sur 1")
	has(t, follow(t, c, srv, post(t, c, groupURL(srv, e), typedGroup([]string{"Dina Essai", "Émi Essai", "Fanny Essai"}, "ensemble", "ensemble")...)), 200, "Votre groupe attend 3 places")
	clean(t, app)
}

// The referent adds, cancels and takes offers for the own colleagues, and for nobody else's.
func TestTheReferentsPage(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 3, nil)
	e.Promotion = domain.PromoteByOffer
	must(t, records.SaveEvent(app, e))
	at := srv.URL + post(t, c, groupURL(srv, e), typedGroup(three[:2])...).location
	stranger := testapp.Register(t, app, e, "Ailleurs", "Zoé")
	joined := post(t, c, at+"/ajouter", "intention", "abcdefghijklmnopqrstuvwxyz012345", "ligne-0-prenom", "Célia", "ligne-0-nom", "Modèle", "ligne-0-fonction", "infirmier")
	has(t, follow(t, c, srv, joined), 200, "Célia Modèle", "1er sur 1")
	again := post(t, c, at+"/ajouter", "intention", "abcdefghijklmnopqrstuvwxyz012345", "ligne-0-prenom", "Célia", "ligne-0-nom", "Modèle", "ligne-0-fonction", "infirmier")
	if rows := kept(t, app, e); again.status != 303 || len(rows) != 4 || rows[3].Structure != rows[0].Structure || rows[3].Sector != rows[0].Sector {
		t.Fatalf("%d, %d rows", again.status, len(rows))
	}
	has(t, post(t, c, at+"/ajouter", "ligne-0-prenom", "Béa", "ligne-0-nom", "Exemple", "ligne-0-fonction", "infirmier"), 422, "déjà inscrite", `value="Exemple"`)
	has(t, post(t, c, at+"/ajouter", "ligne-0-prenom", "Dina", "ligne-0-nom", ""), 422, "Indiquez le nom.", "Choisissez la fonction.", `value="Dina"`)

	has(t, post(t, c, at+"/annuler", "inscription", stranger.ID), 404)
	rows := kept(t, app, e)
	has(t, post(t, c, at+"/annuler", "inscription", rows[0].ID, "raison", strings.Repeat("r", 501)), 422, "C’est trop long", `id="raison-`+rows[0].ID+`-erreur"`)
	has(t, follow(t, c, srv, post(t, c, at+"/annuler", "inscription", rows[0].ID, "raison", "Congé")), 200, "Inscription annulée", "Ne viennent plus", "Place proposée jusqu’au", "Prendre la place proposée")
	has(t, follow(t, c, srv, post(t, c, at+"/offre")), 200, "1 place prise.", "2 inscriptions confirmées")
	has(t, post(t, c, at+"/offre"), 303)
	if r := kept(t, app, e)[0]; r.State != "cancelled" || r.CancelReason != "Congé" || r.CancelledBy != registration.ByPerson {
		t.Errorf("%+v", r)
	}
	clean(t, app)
}

// Two groups of five want eight seats at the same moment, together or not at all: one has all of its seats, the
// other waits with all of its people.
func TestTwoWholeGroupsAtOnce(t *testing.T) {
	for round := range 10 {
		app := testapp.New(t)
		srv := testapp.Serve(t, app)
		e := testapp.Event(t, app, 8, nil)
		done := make(chan answer, 2)
		for g := range 2 {
			var names []string
			for i := range 5 {
				names = append(names, fmt.Sprintf("%s Groupe%c", []string{"Alba", "Béa", "Célia", "Dina", "Émi"}[i], 'A'+g))
			}
			c := testapp.Browser(t)
			go func() {
				done <- post(t, c, groupURL(srv, e), typedGroup(names, "ensemble", "ensemble", "intention", fmt.Sprintf("abcdefghijklmnopqrstuvwxyz%06d", g))...)
			}()
		}
		for range 2 {
			if a := <-done; a.status != 303 {
				t.Fatalf("round %d: %d %s", round, a.status, a.body)
			}
		}
		states := map[string]map[string]int{}
		for _, r := range kept(t, app, e) {
			if states[r.Booking] == nil {
				states[r.Booking] = map[string]int{}
			}
			states[r.Booking][r.State]++
		}
		seated, waiting := 0, 0
		for _, s := range states {
			switch {
			case s["confirmed"] == 5:
				seated++
			case s["waitlisted"] == 5:
				waiting++
			}
		}
		if seated != 1 || waiting != 1 {
			t.Fatalf("round %d: %v", round, states)
		}
		report, err := check.Run(app, testapp.Now)
		must(t, err)
		if len(report.Violations) > 0 {
			t.Fatalf("round %d: %v", round, report.Violations)
		}
	}
}

// A colleague with a mailbox reads who registered him or her, and the rights that go with it; without, all goes to
// the referent, who reads for whom.
func TestTheLettersOfAGroup(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	g := groupOf(e, "Alba", "Béa")
	g.People[1].Email = "bea@exemple.invalid"
	out, err := registration.Book(app, testapp.Now, g)
	must(t, err)
	letters, _, err := records.Letters(app, records.LetterFilter{Event: e.ID, Limit: 9})
	must(t, err)
	texts := map[string]string{}
	for _, l := range letters {
		texts[l.Recipient] += l.Text
	}
	for _, want := range []string{"Nora Référente vous a inscrit(e)", "Vos données", "|adresse:/confidentialite]]", "CNIL"} {
		if !strings.Contains(texts["bea@exemple.invalid"], want) {
			t.Errorf("the colleague's letter lacks %q: %s", want, texts["bea@exemple.invalid"])
		}
	}
	if own := texts["nora@exemple.invalid"]; strings.Contains(own, "vous a inscrit") || !strings.Contains(own, "Alba "+hidden) || !strings.Contains(own, "|groupe:"+out.Booking.ID) {
		t.Errorf("the referent's letter: %s", own)
	}
	must(t, registration.Withdraw(app, testapp.Now, out.Booking.ID, out.Rows[0].Registration.ID, "Congé"))
	letters, _, err = records.Letters(app, records.LetterFilter{Registration: out.Rows[0].Registration.ID, Limit: 9})
	must(t, err)
	if len(letters) != 1 || letters[0].Recipient != "nora@exemple.invalid" || !strings.Contains(letters[0].Text, "Congé") {
		t.Errorf("%+v", letters)
	}
}

// At the desk, the list says which group somebody came with; the referent's link is shown once asked for, which
// is kept, and to whoever may see the event only.
func TestTheDeskSeesGroups(t *testing.T) {
	h := newHouse(t)
	rows, err := records.Registrations(h.app, h.coming.ID)
	must(t, err)
	var mate *records.Registration
	for i := range rows {
		if rows[i].Booking != "" {
			mate = &rows[i]
		}
	}
	list := "/gestion/evenements/" + h.coming.ID + "/inscriptions"
	at := h.srv.URL + list + "/" + mate.ID
	has(t, get(t, h.own, h.srv.URL+list+"?q=nora+référente"), 200, "groupe de Nora Référente", "Alba-Nour")
	page := get(t, h.own, at)
	has(t, page, 200, "Inscription en groupe", "Par Nora Référente")
	lacks(t, page, h.fill["/groupes/{token}"])
	has(t, post(t, h.other, at+"/groupe"), 404)
	has(t, post(t, h.own, at+"/groupe"), 200, "/groupes/"+h.fill["/groupes/{token}"], "Lien du groupe affiché")
	for _, r := range rows {
		if r.Booking == "" {
			has(t, post(t, h.own, h.srv.URL+list+"/"+r.ID+"/groupe"), 404)
			break
		}
	}
	has(t, get(t, h.guest, h.srv.URL+"/inscriptions/"+h.token(t, link.Registration, mate.ID)), 200, "Inscription faite par", "Nora Référente")
}

// The referent gives the seat of a colleague to another: the list does not move, the old ticket ends.
func TestTheReferentReplacesAColleague(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 2, nil)
	at := srv.URL + post(t, c, groupURL(srv, e), typedGroup(three[:2])...).location
	waiting := testapp.Register(t, app, e, "Ailleurs", "Zoé")
	rows := kept(t, app, e)
	give := func(id, first, last string) answer {
		return post(t, c, at+"/remplacer", "inscription", id, "numero", "1", "intention", "abcdefghijklmnopqrstuvwxyz012345", "ligne-1-prenom", first, "ligne-1-nom", last, "ligne-1-fonction", "infirmier")
	}
	has(t, give(waiting.ID, "Célia", "Modèle"), 404)
	has(t, give(rows[0].ID, "Célia", ""), 422, "Indiquez le nom.", `value="Célia"`, `id="ligne-1-nom-erreur"`)
	has(t, give(rows[0].ID, "Béa", "Exemple"), 422, "déjà inscrite", `value="Béa"`)
	has(t, follow(t, c, srv, give(rows[0].ID, "Célia", "Modèle")), 200, "Célia Modèle a la place", "Ne viennent plus", "2 inscriptions confirmées")
	has(t, give(rows[0].ID, "Célia", "Modèle"), 303)
	after := kept(t, app, e)
	if len(after) != 4 || after[0].State != "replaced" || after[3].Replaces != rows[0].ID || after[3].Structure != rows[0].Structure || after[3].Notify != "nora@exemple.invalid" || after[2].State != "waitlisted" {
		t.Errorf("%+v", after)
	}
	has(t, get(t, c, at+"/billets.pdf"), 200, "%PDF-")
	has(t, get(t, c, at+"/convocations.pdf"), 200, "%PDF-")
	has(t, get(t, c, srv.URL+"/inscriptions/"+tokenOf(t, app, waiting.ID)+"/convocation.pdf"), 409, "Une convocation n’existe que pour une inscription confirmée")
	clean(t, app)
}

func tokenOf(t *testing.T, app core.App, id string) string {
	t.Helper()
	token, err := link.Token(app, link.Registration, id)
	must(t, err)
	return token
}
