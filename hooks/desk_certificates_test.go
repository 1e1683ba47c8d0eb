package hooks_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/tests"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// came notes the presence of people at the half-days of an event, all at their begin.
func came(t *testing.T, app *tests.TestApp, e *records.Event, slots int, people ...*records.Registration) {
	t.Helper()
	place, err := door.Open(app, e.ID, "", "test")
	must(t, err)
	for _, slot := range place.Slots[:slots] {
		at := slot.StartsAt.Time()
		for _, r := range people {
			_, err = door.Sync(app, at, place, door.Batch{SentAt: at.Format(time.RFC3339), Scans: []door.Scan{{Nonce: records.NewID(), Code: r.Ticket, Slot: slot.ID, At: at.Format(time.RFC3339), Kind: domain.ScanIn}}})
			must(t, err)
		}
	}
}

func sealAll(t *testing.T, app *tests.TestApp) {
	t.Helper()
	_, err := certificate.Seal(app, testapp.Now, 1000)
	must(t, err)
}

func TestCertificatesAreReadBeforeTheyLeave(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	o := testapp.User(t, app, records.Organiser, "o@exemple.invalid")
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Organisers = []string{o.Id} })
	whole, part, absent := testapp.Register(t, app, e, "Entiere", "Alba"), testapp.Register(t, app, e, "Partie", "Bruno"), testapp.Register(t, app, e, "Absente", "Cleo")
	came(t, app, e, 2, whole)
	came(t, app, e, 1, part)
	path := "/gestion/evenements/" + e.ID
	page := srv.URL + path + "/attestations"
	has(t, get(t, c, page), 200, "Relire avant d’émettre", "pas encore clôturé")
	has(t, post(t, testapp.Login(t, srv, o), page+"/reglages", "review", "1"), 403)
	has(t, follow(t, c, srv, post(t, c, page+"/reglages", "review", "1")), 200, "Réglages enregistrés")
	has(t, post(t, c, page+"/reglages", "survey", "1", "seen", "2020-01-01 00:00:00.000Z"), 422, "Quelqu’un d’autre a modifié")
	must(t, event.Close(app, e.EndsAt.Time(), "test", e.ID))
	has(t, post(t, c, page+"/reglages", "survey", "1"), 422, "rouvrez-le")
	has(t, get(t, c, srv.URL+"/gestion"), 200, "attendent votre relecture")
	has(t, get(t, c, page), 200, "À relire avant d’émettre", "1\u00a0attestation complète", "1\u00a0partielle", "1\u00a0personne", "Sera émise après votre relecture", ">À relire</span>", "Aucune présence notée", "Émettre les 2 attestations")
	lacks(t, get(t, testapp.Login(t, srv, o), page), "Émettre les")
	has(t, follow(t, c, srv, post(t, c, page+"/emettre")), 200, "se préparent", "0 sur 2", "Sans attestation (1)")
	has(t, follow(t, c, srv, post(t, c, page+"/emettre")), 200)
	var p struct{ Ready, Total, Failed int }
	a := get(t, c, page+"/avancement.json")
	must(t, json.Unmarshal([]byte(a.body), &p))
	if p.Ready != 0 || p.Total != 2 || p.Failed != 0 {
		t.Errorf("%+v", p)
	}
	sealAll(t, app)
	lacks(t, get(t, c, page), "À relire avant d’émettre", "Préparation des documents")
	has(t, get(t, c, page+"?etat=partielles"), 200, "Partie Bruno", "Partielle, 3\u00a0h\u00a030")
	lacks(t, get(t, c, page+"?etat=partielles"), "Entiere Alba", "Absente Cleo")
	has(t, get(t, c, page+"?etat=sans"), 200, "Absente Cleo")
	lacks(t, get(t, c, page+"?q=ENTIÈRE"), "Partie Bruno")
	has(t, get(t, c, page+"?q=rien"), 200, "Aucune ligne ne correspond")
	_ = absent
}

func TestACertificateIsReissuedWithheldAndSentAgain(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 0, nil)
	r, mute := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, e, "Pinson", "Basile")
	came(t, app, e, 2, r, mute)
	must(t, event.Close(app, e.EndsAt.Time(), "test", e.ID))
	sealAll(t, app)
	page := srv.URL + "/gestion/evenements/" + e.ID + "/attestations"
	person := page + "/" + r.ID
	first, err := certificate.LiveOf(app, r.ID)
	must(t, err)
	has(t, get(t, c, person), 200, "Attestation valable", first.Number)
	has(t, post(t, c, person+"/nom", "last_name", "Tout", "first_name", "Autre"), 422, "très différent", `value="Tout"`, "C’est bien la même personne")
	has(t, post(t, c, person+"/nom", "last_name", "", "first_name", "Autre"), 422, `value="Autre"`)
	has(t, follow(t, c, srv, post(t, c, person+"/nom", "last_name", "Mésanges", "first_name", "Aliénor")), 200, "Nom corrigé", "porte encore")
	has(t, get(t, c, page), 200, "Un nom a été corrigé", "Réémettre cette attestation", "désormais Mésanges Aliénor")
	has(t, follow(t, c, srv, post(t, c, page+"/corriger")), 200, "1\u00a0attestation réémise")
	sealAll(t, app)
	second, err := certificate.LiveOf(app, r.ID)
	must(t, err)
	replaced := get(t, c, page+"?etat=remplacees")
	has(t, replaced, 200, first.Number, "Remplacée par "+second.Number, ">Page<")
	lacks(t, replaced, "Télécharger", "attestation.pdf") // it would only say that it is worth nothing any more
	registration := get(t, c, srv.URL+"/gestion/evenements/"+e.ID+"/inscriptions/"+r.ID)
	has(t, registration, 200, first.Number+"</a>", second.Number+" (PDF)")
	lacks(t, registration, first.Number+" (PDF)")
	lacks(t, get(t, c, page), "Un nom a été corrigé")
	has(t, post(t, c, person+"/reemettre", "reason", " "), 422, "Donnez une raison")
	has(t, follow(t, c, srv, post(t, c, person+"/reemettre", "reason", "Structure corrigée")), 200, "nouveau numéro")
	has(t, post(t, c, person+"/renvoyer", "nonce", "a"), 409) // not drawn yet
	sealAll(t, app)
	third, err := certificate.LiveOf(app, r.ID)
	must(t, err)
	for range 2 { // sent twice: one letter
		has(t, follow(t, c, srv, post(t, c, person+"/renvoyer", "nonce", "a")), 200, "part de nouveau à "+r.Email)
	}
	has(t, follow(t, c, srv, post(t, c, page+"/renvoyer", "nonce", "b")), 200, "2\u00a0attestations partent")
	if n := lettersOf(t, app, r, "attestation"); n != 5 { // three numbers, once by hand, once all
		t.Errorf("%d letters", n)
	}
	has(t, post(t, c, person+"/retenir", "withhold", ""), 422, "Donnez une raison")
	has(t, follow(t, c, srv, post(t, c, person+"/retenir", "withhold", "Émargement contesté")), 200, "Retenue", "Rendre l’attestation")
	if c, err := records.CertificateOf(app, third.ID); err != nil || c.RevokedAt.IsZero() {
		t.Error("withheld and valid", err)
	}
	has(t, post(t, c, person+"/reemettre", "reason", "x"), 409)
	has(t, follow(t, c, srv, post(t, c, person+"/rendre")), 200, "n’est plus retenue")
	if _, err := certificate.LiveOf(app, r.ID); err != nil {
		t.Error("given back:", err)
	}
	has(t, get(t, c, page+"/rien"), 404)
}

func lettersOf(t *testing.T, app *tests.TestApp, r *records.Registration, kind string) (n int) {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 100})
	must(t, err)
	for _, l := range rows {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

func TestCompletionIsDeclaredByHand(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Rule = domain.ByHand })
	a, b, absent := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, e, "Pinson", "Basile"), testapp.Register(t, app, e, "Merle", "Cleo")
	came(t, app, e, 2, a, b)
	must(t, event.Close(app, e.EndsAt.Time(), "test", e.ID))
	page := srv.URL + "/gestion/evenements/" + e.ID + "/attestations"
	shown := get(t, c, page)
	has(t, shown, 200, "Déclarer complet", `value="`+a.ID+`"`)
	lacks(t, shown, `value="`+absent.ID+`"`)
	has(t, follow(t, c, srv, post(t, c, page+"/declarer", "act", "grant")), 200, "Cochez au moins")
	has(t, follow(t, c, srv, post(t, c, page+"/declarer", "act", "grant", "registration", a.ID, "registration", b.ID)), 200, "2\u00a0personnes déclarées")
	sealAll(t, app)
	has(t, follow(t, c, srv, post(t, c, page+"/declarer", "act", "undo", "registration", b.ID, "retour", "1")), 200, "déclaration retirée", "Pas d’attestation valable")
	if _, err := certificate.LiveOf(app, b.ID); !domain.Is(err, domain.ErrNotFound) {
		t.Error("undone and valid", err)
	}
	other := testapp.Register(t, app, testapp.Event(t, app, 0, nil), "Ailleurs", "Zoe")
	has(t, post(t, c, page+"/declarer", "act", "grant", "registration", other.ID), 404)
}

func TestTheEvaluationComesFirst(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	guest := testapp.Browser(t)
	e := testapp.Event(t, app, 0, nil)
	must(t, certificate.SaveRules(app, testapp.Now, "test", e.ID, certificate.Rules{SurveyFirst: true}))
	r, other, absent := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, e, "Pinson", "Basile"), testapp.Register(t, app, e, "Merle", "Cleo")
	came(t, app, e, 1, r, other)
	mine := func(r *records.Registration) string {
		token, err := link.Token(app, link.Registration, r.ID)
		must(t, err)
		return srv.URL + link.Path(link.Registration, token)
	}
	has(t, post(t, guest, mine(r)+"/evaluation"), 409) // not closed
	must(t, event.Close(app, e.EndsAt.Time(), "test", e.ID))
	for who, want := range map[*records.Registration]int{r: 1, other: 1, absent: 0} {
		if n := lettersOf(t, app, who, "evaluation-attestation"); n != want {
			t.Errorf("%s is told %d times, want %d", who.FirstName, n, want)
		}
	}
	has(t, get(t, guest, mine(r)), 200, "J’ai rempli l’évaluation")
	lacks(t, get(t, guest, mine(absent)), "J’ai rempli")
	has(t, post(t, guest, mine(absent)+"/evaluation"), 409)
	for range 2 {
		if a := post(t, guest, mine(r)+"/evaluation"); a.status != 303 {
			t.Errorf("%d", a.status)
		}
	}
	sealAll(t, app)
	has(t, get(t, guest, mine(r)), 200, "Télécharger mon attestation")
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	person := srv.URL + "/gestion/evenements/" + e.ID + "/attestations/" + other.ID
	has(t, get(t, c, person), 200, "L’évaluation est remplie")
	has(t, follow(t, c, srv, post(t, c, person+"/evaluation")), 200, "notée comme remplie", "en préparation")
}

func TestCertificatesLeaveTogether(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 0, nil)
	page := srv.URL + "/gestion/evenements/" + e.ID + "/attestations"
	for _, last := range []string{"L’Hôpital", `D:\Œuvre "x"?`, "Double", "Double"} {
		in := testapp.Request(e, last, "Zoé")
		in.Email, in.Structure = records.NewID()+"@exemple.invalid", "Cabinet "+records.NewID()
		a, err := registration.Register(app, testapp.Now, in)
		must(t, err)
		came(t, app, e, 2, a.Registration)
	}
	has(t, follow(t, c, srv, get(t, c, page+"/attestations.zip")), 200, "Aucune attestation n’est encore prête")
	must(t, event.Close(app, e.EndsAt.Time(), "test", e.ID))
	sealAll(t, app)
	pack := getBody(t, c, page+"/attestations.zip", 200)
	z, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	must(t, err)
	names := map[string]bool{}
	for _, f := range z.File {
		names[f.Name] = true
		if strings.ContainsAny(f.Name, `<>:"/\|?*`) || !strings.HasSuffix(f.Name, ".pdf") || !strings.Contains(f.Name, " - ATT-2026-00000") {
			t.Errorf("%q", f.Name)
		}
		r, err := f.Open()
		must(t, err)
		head := make([]byte, 5)
		_, err = r.Read(head)
		must(t, err)
		if string(head) != "%PDF-" {
			t.Errorf("%s is no document", f.Name)
		}
	}
	if len(names) != 4 {
		t.Errorf("%v", names)
	}
	if b := getBody(t, c, page+"/a-imprimer.pdf", 200); !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Error("no document to print")
	}
}

// A document that cannot be made is told, holds back no other, and is tried again.
func TestWhatCannotBeDrawnIsTold(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	set, err := records.LoadSettings(app)
	must(t, err)
	set.Logos = records.List{"a logo that is gone"}
	must(t, records.SaveSettings(app, set))
	e := testapp.Event(t, app, 0, nil)
	r := testapp.Register(t, app, e, "Mésange", "Aliénor")
	came(t, app, e, 2, r)
	must(t, event.Close(app, e.EndsAt.Time(), "test", e.ID))
	for range certificate.Tries + 2 {
		_, err := certificate.Seal(app, testapp.Now, 50)
		_ = err
	}
	page := srv.URL + "/gestion/evenements/" + e.ID + "/attestations"
	has(t, get(t, c, page), 200, "1\u00a0document n’a pas pu être établi", "Un logo ou la signature", "5 essais", "Réessayer")
	has(t, get(t, c, srv.URL+"/gestion"), 200, "ne peuvent pas être établies")
	has(t, follow(t, c, srv, post(t, c, page+"/reessayer")), 200, "1\u00a0document est préparé de nouveau")
	set.Logos = nil
	must(t, records.SaveSettings(app, set))
	has(t, follow(t, c, srv, post(t, c, page+"/"+r.ID+"/reemettre", "reason", "Logo remis")), 200, "nouveau numéro")
	sealAll(t, app)
	has(t, get(t, c, page), 200, "Valable")
}
