package hooks_test

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"passerelle/internal/backup"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestTheHomeSaysWhatHappensAndWhatWaits(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv := testapp.Serve(t, app)
	coordinator := testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	organiser := testapp.User(t, app, records.Organiser, "o@exemple.invalid")
	c, o := testapp.Login(t, srv, coordinator), testapp.Login(t, srv, organiser)
	has(t, get(t, c, srv.URL+"/gestion"), 200, "Créez votre premier événement", "L’envoi des messages n’est pas réglé")
	own := testapp.Event(t, app, 1, func(d *event.Draft) { d.Title, d.Organisers = "Journée à moi", []string{organiser.Id} })
	testapp.Event(t, app, 0, func(d *event.Draft) { d.Title = "Journée d’autrui" })
	testapp.Register(t, app, own, "Essai", "Alba")
	testapp.Register(t, app, own, "Essai", "Bruno")
	has(t, get(t, c, srv.URL+"/gestion"), 200, "Journée à moi", "Journée d’autrui", "1\u00a0inscrit sur 1", "1 en liste d’attente", "2\u00a0messages attendent")
	if a := get(t, o, srv.URL+"/gestion"); strings.Contains(a.body, "autrui") || strings.Contains(a.body, "messages attendent") || !strings.Contains(a.body, "Journée à moi") {
		t.Errorf("an organiser sees %s", a.body)
	}
	now = own.StartsAt.Time().Add(time.Minute)
	has(t, get(t, testapp.Login(t, srv, organiser), srv.URL+"/gestion"), 200, "Aujourd’hui", "Ouvrir l’accueil du jour", "en cours", "/gestion/evenements/"+own.ID+"/accueil")
	now = own.EndsAt.Time().Add(48 * time.Hour)
	has(t, get(t, testapp.Login(t, srv, organiser), srv.URL+"/gestion"), 200, "est à clôturer", "/gestion/evenements/"+own.ID+"/cloturer")
}

func TestTheOutboxMasksLinksUntilAskedFor(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	organiser, other := testapp.User(t, app, records.Organiser, "o@exemple.invalid"), testapp.User(t, app, records.Organiser, "x@exemple.invalid")
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 10, func(d *event.Draft) { d.Organisers = []string{organiser.Id} })
	r := testapp.Register(t, app, e, "Essai", "Alba")
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 10})
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	page := srv.URL + "/gestion/messages/" + rows[0].ID
	secret := srv.URL + "/inscriptions/" + r.ID
	masked := get(t, c, page)
	has(t, masked, 200, "(lien personnel masqué)", "Afficher les liens")
	if strings.Contains(masked.body, secret) {
		t.Error("a secret address is on the page")
	}
	has(t, post(t, c, page+"/liens"), 200, secret, "est notée")
	if trail, err := records.AuditOf(app, "letter", rows[0].ID); err != nil || len(trail) != 1 || trail[0].Action != "reveal-links" {
		t.Errorf("trail: %v %v", trail, err)
	}
	has(t, get(t, testapp.Login(t, srv, organiser), page), 200)
	has(t, get(t, testapp.Login(t, srv, organiser), srv.URL+"/gestion/messages"), 200, "alba.essai@exemple.invalid")
	foreign := testapp.Login(t, srv, other)
	has(t, get(t, foreign, page), 404)
	for _, action := range []string{"/liens", "/envoyer"} {
		has(t, post(t, foreign, page+action), 404)
		has(t, post(t, testapp.Browser(t), page+action), 401)
	}
	if a := get(t, foreign, srv.URL+"/gestion/messages?evenement="+e.ID); strings.Contains(a.body, "alba.essai") {
		t.Error("another organiser sees the mails of the event")
	}
	for filter, want := range map[string]bool{"?mots=alba": true, "?mots=personne": false, "?etat=failed": false, "?etat=queued": true, "?evenement=" + e.ID: true, "?page=0": true} {
		if a := get(t, c, srv.URL+"/gestion/messages"+filter); strings.Contains(a.body, "alba.essai") != want {
			t.Errorf("%s shows it: %v", filter, !want)
		}
	}
}

func TestALetterThatFailedIsSentAgain(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	testapp.Register(t, app, testapp.Event(t, app, 10, nil), "Essai", "Alba")
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	l := rows[0]
	l.Status, l.Attempts, l.LastError = "failed", 7, "550 no such user"
	if err := records.MarkLetter(app, &l); err != nil {
		t.Fatal(err)
	}
	page := srv.URL + "/gestion/messages/" + l.ID
	has(t, get(t, c, page), 200, "Renvoyer", "550 no such user", "7\u00a0essais")
	has(t, follow(t, c, srv, post(t, c, page+"/envoyer")), 200, "dès que l’envoi sera réglé")
	again, err := records.LetterOf(app, l.ID)
	if err != nil || again.Status != "queued" || again.Attempts != 0 {
		t.Fatalf("%+v %v", again, err)
	}
	again.Status = "sent"
	if err := records.MarkLetter(app, again); err != nil {
		t.Fatal(err)
	}
	has(t, post(t, c, page+"/envoyer"), 409)
}

func TestTheMailMergeNamesEachPersonsLink(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 1, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	testapp.Register(t, app, e, "Essai", "Bruno")
	testapp.Register(t, app, testapp.Event(t, app, 1, nil), "Autre", "Chloé")
	for query, want := range map[string]int{"": 3, "?evenement=" + e.ID: 2} {
		a := get(t, c, srv.URL+"/gestion/messages/publipostage.xlsx"+query)
		book, err := excelize.OpenReader(bytes.NewReader([]byte(a.body)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		mails, links := 0, 0
		for _, row := range rows {
			for _, cell := range row {
				if strings.HasSuffix(cell, "@exemple.invalid") {
					mails++
				}
				if strings.HasPrefix(cell, srv.URL+"/inscriptions/"+r.ID) {
					links++
				}
			}
		}
		if mails != want || links != 1 {
			t.Errorf("%q: %d addresses, %d links of Alba", query, mails, links)
		}
	}
	has(t, get(t, c, srv.URL+"/gestion/messages/publipostage.xlsx?evenement=inconnu"), 404)
}

func TestAccountsAreMadeAndDisabled(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	u := testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	c := testapp.Login(t, srv, u)
	to := srv.URL + "/gestion/comptes"
	has(t, post(t, c, to, "nom", "Organisation", "email", "c@exemple.invalid", "role", "organiser"), 422, "existe déjà", `value="Organisation"`)
	has(t, post(t, c, to, "nom", "", "email", "x", "role", "roi", "mot-de-passe", "court"), 422, "4 réponses")
	made := follow(t, c, srv, post(t, c, to, "nom", "Organisation", "email", "o@exemple.invalid", "role", "organiser"))
	password := codePattern.FindString(made.body)
	has(t, made, 200, "Premier mot de passe", "Compte créé")
	o := testapp.Browser(t)
	has(t, follow(t, o, srv, post(t, o, srv.URL+"/gestion/connexion", "email", "o@exemple.invalid", "mot-de-passe", password)), 200, "Bonjour")
	organiser, err := records.UserByEmail(app, "o@exemple.invalid")
	if err != nil {
		t.Fatal(err)
	}
	has(t, follow(t, c, srv, post(t, c, to+"/"+u.Id+"/desactiver")), 200, "propre compte")
	has(t, follow(t, c, srv, post(t, c, to+"/"+organiser.Id+"/desactiver")), 200, "Compte désactivé")
	if a := get(t, o, srv.URL+"/gestion"); a.status != 303 {
		t.Errorf("a disabled account is still in: %d", a.status)
	}
	has(t, follow(t, c, srv, post(t, c, to+"/"+organiser.Id+"/desactiver")), 200, "Compte réactivé")
	has(t, post(t, c, to+"/inconnu/desactiver"), 303)
}

func TestAProposedStructureIsValidated(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	s := &records.Structure{Name: "Cabinet d’essai", Status: "proposed"}
	if err := records.AddStructure(app, s); err != nil {
		t.Fatal(err)
	}
	page := srv.URL + "/gestion/structures/" + s.ID
	has(t, get(t, c, srv.URL+"/gestion/structures?etat=proposed"), 200, "Cabinet d’essai", "Vérifier")
	has(t, get(t, c, page), 200, "Valider cette structure")
	has(t, post(t, c, page, "nom", "Cabinet d’essai", "sigle", "ch lens"), 422, "Une autre structure porte déjà ce nom", `value="ch lens"`)
	has(t, post(t, c, page, "nom", "", "secteur", "inconnu", "rattachement", s.ID), 422, "3 réponses")
	has(t, post(t, c, page, "nom", "Cabinet d’essai", "siret", "123", "finess", "62 012", "accord", "oui", "representant", "Alix Direction"), 422, `href="#siret"`, `href="#finess"`, `href="#accord"`, `value="Alix Direction"`)
	has(t, follow(t, c, srv, post(t, c, page, "nom", "Cabinet d’essai", "autres-noms", "Cabinet Essai\r\n\r\nLes essais", "valider", "1",
		"adresse", "1 rue d’essai", "siret", "732 829 320 00074", "finess", "62 000 0123", "representant", "Alix Direction", "fonction", "Direction", "accord", "no")), 200, "est enregistrée")
	saved, err := records.StructureNamed(app, "les ESSAIS")
	if err != nil || saved.ID != s.ID || saved.Status != "validated" || len(saved.Aliases) != 2 ||
		saved.Address+saved.SIRET+saved.FINESS+saved.LegalName+saved.LegalFunction+saved.ManagerAsked != "1 rue d’essai73282932000074620000123Alix DirectionDirectionno" {
		t.Errorf("%+v %v", saved, err)
	}
	has(t, get(t, c, srv.URL+"/gestion/structures/inconnue"), 404)
}

func TestABackupIsMadeAndDownloaded(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	has(t, get(t, c, srv.URL+"/gestion/sauvegardes"), 200, "Aucune sauvegarde")
	has(t, follow(t, c, srv, post(t, c, srv.URL+"/gestion/sauvegardes")), 200, "est faite", "Vendredi 20 novembre 2026 à 9\u00a0h\u00a030")
	copies, err := backup.List(app.DataDir())
	if err != nil || len(copies) != 1 {
		t.Fatal(copies, err)
	}
	res, err := c.Get(srv.URL + "/gestion/sauvegardes/" + copies[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || res.ContentLength != copies[0].Size || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d, %d bytes, %v", res.StatusCode, res.ContentLength, res.Header)
	}
	for _, name := range []string{"passerelle-2026.tar.gz", "..%2fdata.db", "data.db", "passerelle-2020-01-01T000000Z.tar.gz"} {
		has(t, get(t, c, srv.URL+"/gestion/sauvegardes/"+name), 404)
	}
	if !regexp.MustCompile(`^passerelle-2026-11-20T083000Z\.tar\.gz$`).MatchString(copies[0].Name) {
		t.Error(copies[0].Name)
	}
}
