package hooks_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

func TestTheDeskListsSpeakers(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Slots[0].Trainer, d.Slots[0].TrainerRole = "Ode Fictive", "Formatrice" })
	at := srv.URL + "/gestion/evenements/" + e.ID + "/intervenants"
	has(t, get(t, c, at), 200, "Ode Fictive", "Nommés dans l’événement", "first_name=Ode", "Personne n’est encore dans cette liste.")
	has(t, get(t, c, at+"?last_name=Fictive&first_name=Ode&role=Formation"), 200, `value="Fictive"`, `value="Formation"`)
	a := post(t, c, at, "action", "enregistrer", "last_name", "Fictive", "first_name", "", "role", "Formation", "email", "ode@", "minutes", "une heure", "subject", "Le sujet")
	has(t, a, 422, `value="Fictive"`, `id="first_name-erreur"`, `id="email-erreur"`, `id="minutes-erreur"`, `value="une heure"`, `value="Le sujet"`)
	if a := post(t, c, at, "action", "enregistrer", "last_name", "Fictive", "first_name", "Ode", "role", "Formation", "minutes", "45"); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	shown := get(t, c, at)
	has(t, shown, 200, "À la clôture", "45\u00a0min")
	if strings.Contains(shown.body, "Nommés dans l’événement") {
		t.Error("who is listed is proposed again")
	}
	rows, err := records.Speakers(app, e.ID)
	must(t, err)
	must(t, event.Close(app, e.EndsAt.Time(), "essai", e.ID))
	_, err = certificate.Seal(app, e.EndsAt.Time(), 10)
	must(t, err)
	has(t, get(t, c, at), 200, "Valable", "ATT-2026-000001", "/verifier/")
	has(t, get(t, c, at+"?modifier="+rows[0].ID), 200, `value="45"`, "Modifier la fiche")
	has(t, get(t, c, srv.URL+"/gestion/evenements/"+e.ID+"/attestations"), 200, "Fictive Ode")
	post(t, c, at, "action", "absent", "intervenant", rows[0].ID)
	has(t, get(t, c, at), 200, "Révoquée", "Est venu·e")
	other := testapp.Event(t, app, 0, nil)
	if a := post(t, c, srv.URL+"/gestion/evenements/"+other.ID+"/intervenants", "action", "absent", "intervenant", rows[0].ID); a.status != 404 {
		t.Error("a speaker of another event:", a.status)
	}
}

// presentWithMail registers somebody under an address, who then comes; the event is closed.
func presentWithMail(t *testing.T, app core.App, last, first, email string) *records.Registration {
	t.Helper()
	e := testapp.Event(t, app, 0, nil)
	r := withMail(t, app, e, last, first, email)
	place, err := door.Open(app, e.ID, "", "essai")
	must(t, err)
	at := place.Slots[0].StartsAt.Time().Add(time.Minute)
	_, err = door.Sync(app, at, place, door.Batch{Scans: []door.Scan{{Nonce: records.NewID(), Registration: r.ID, Slot: place.Slots[0].ID, At: at.Format(time.RFC3339), Kind: domain.ScanIn}}})
	must(t, err)
	must(t, event.Close(app, e.EndsAt.Time(), "essai", e.ID))
	return r
}

func TestAMailboxAsksForItsYear(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	r := presentWithMail(t, app, "Essai", "Alba", "alba@exemple.invalid")
	token, err := link.Grant(app, link.Space, "alba@exemple.invalid", testapp.Now.Add(time.Hour))
	must(t, err)
	space := srv.URL + "/espace/" + token
	has(t, get(t, c, space), 200, "Récapitulatif 2026", "/recapitulatif")
	a := post(t, c, space+"/recapitulatif", "inscription", r.ID, "annee", "2026")
	if a.status != 303 || !strings.HasPrefix(a.location, "/attestations/") {
		t.Fatal(a.status, a.location)
	}
	has(t, get(t, c, srv.URL+a.location), 200, "Mon récapitulatif</h1>", "Journée d’essai")
	if again := post(t, c, space+"/recapitulatif", "inscription", r.ID, "annee", "2026"); again.location != a.location {
		t.Error("another one:", again.location)
	}
	for _, q := range []url.Values{{"annee": {"2025"}, "inscription": {r.ID}}, {"annee": {"x"}, "inscription": {r.ID}}, {"annee": {"2026"}, "inscription": {"ailleurs0000000"}}} {
		if a := post(t, c, space+"/recapitulatif", "annee", q.Get("annee"), "inscription", q.Get("inscription")); strings.HasPrefix(a.location, "/attestations/") {
			t.Error(q, a.location)
		}
	}
	// Another person comes to share the mailbox: each needs the short code.
	presentWithMail(t, app, "Autre", "Bruno", "alba@exemple.invalid")
	has(t, get(t, c, space), 200, "Mon récapitulatif 2026")
	has(t, post(t, c, space+"/recapitulatif", "inscription", r.ID, "annee", "2026", "code", "BCDF-2345"), 422, "code court")
	if a := post(t, c, space+"/recapitulatif", "inscription", r.ID, "annee", "2026", "code", ticket.ShowShort(r.ShortCode)); !strings.HasPrefix(a.location, "/attestations/") {
		t.Error("with the code:", a.status, a.location)
	}
}

func TestATypedLengthIsSaidOnceOverSeveralHalfDays(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 0, nil)
	at := srv.URL + "/gestion/evenements/" + e.ID + "/intervenants"
	post(t, c, at, "action", "enregistrer", "last_name", "Fictive", "first_name", "Ode", "role", "Formation", "minutes", "45")
	must(t, event.Close(app, e.EndsAt.Time(), "essai", e.ID))
	_, err := certificate.Seal(app, e.EndsAt.Time(), 10)
	must(t, err)
	rows, err := records.SpeakerCertificates(app, e.ID)
	must(t, err)
	token, err := link.Token(app, link.Certificate, rows[0].ID)
	must(t, err)
	for _, address := range []string{"/attestations/" + token, "/verifier/" + ticket.ShowCertificateCode(rows[0].Code)} {
		a := get(t, c, srv.URL+address)
		has(t, a, 200, "45\u00a0min", "9\u00a0h - 12\u00a0h\u00a030")
		lacks(t, a, "3\u00a0h\u00a030", ">Durée</th>", ">Présence</th>", "0\u00a0min<", "qualité de formation")
	}
}
