package hooks_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/tests"

	"passerelle/internal/device"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// today is ten past nine on the day of testapp.Event.
var today = time.Date(2026, 11, 21, 8, 10, 0, 0, time.UTC)

// day is an event on its day, with two people, two phones and its coordinator at the desk.
type day struct {
	app         *tests.TestApp
	e           *records.Event
	slot        string
	alba, bruno *records.Registration
	desk        *http.Client
	at          string // of the event at the desk
	clock       *time.Time
}

func newDay(t *testing.T) day {
	now := today
	app := testapp.At(t, func() time.Time { return now })
	e := testapp.Event(t, app, 9, nil)
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	d := day{app: app, e: e, slot: slots[0].ID, alba: testapp.Register(t, app, e, "Essai", "Alba"), bruno: testapp.Register(t, app, e, "Essai", "Bruno"), clock: &now}
	srv := testapp.Serve(t, app)
	d.desk, d.at = testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid")), srv.URL+"/gestion/evenements/"+e.ID
	return d
}

// arrives is an arrival noted by a phone.
func (d day) arrives(t *testing.T, phone, nonce string, r *records.Registration, at time.Time) {
	t.Helper()
	place, err := door.Open(d.app, d.e.ID, "", "test")
	must(t, err)
	_, err = door.Sync(d.app, at, place, door.Batch{Device: phone, SentAt: at.Format(time.RFC3339), Scans: []door.Scan{{Nonce: nonce, Code: r.Ticket, Slot: d.slot, At: at.Format(time.RFC3339)}}})
	must(t, err)
}

var (
	subjectField = regexp.MustCompile(`name="sujet" value="([^"]+)"`)
	nonceField   = regexp.MustCompile(`name="nonce" value="(gestion:[^"]+)"`)
)

func TestConflictsAreSeenAndMended(t *testing.T) {
	d := newDay(t)
	has(t, get(t, d.desk, d.at+"/conflits"), 200, "Rien à regarder")
	d.arrives(t, "a", "n1", d.alba, today.Add(-8*time.Minute))
	d.arrives(t, "b", "n2", d.alba, today.Add(-6*time.Minute))
	page := get(t, d.desk, d.at+"/conflits")
	has(t, page, 200, "1\u00a0point à regarder", "notée à 9\u00a0h\u00a002", "puis à 9\u00a0h\u00a004", "copie de son billet", "Annuler la présence")
	has(t, get(t, d.desk, d.at), 200, "Conflits (1")
	has(t, get(t, d.desk, d.at+"/cloturer"), 200, "1\u00a0point de l’accueil est à regarder")
	subject, nonce := subjectField.FindStringSubmatch(page.body)[1], nonceField.FindStringSubmatch(page.body)[1]
	send := func(act, reason string) answer {
		return post(t, d.desk, d.at+"/conflits", "sujet", subject, "nonce", nonce, "act", act, "reason", reason)
	}
	has(t, send("void", " "), 422, "Donnez une raison", nonce)
	if a := send("admit", "parce que"); a.status != 422 {
		t.Error("an act that does not suit it:", a.status)
	}
	if a := send("seen", "elle est ressortie"); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	has(t, get(t, d.desk, d.at+"/conflits"), 200, "Rien à regarder", "1\u00a0point déjà vu", "elle est ressortie")
	*d.clock = today.Add(time.Minute)
	d.arrives(t, "c", "n3", d.alba, today.Add(30*time.Second)) // something new came of it
	has(t, get(t, d.desk, d.at+"/conflits"), 200, "1\u00a0point à regarder")
	for range 2 { // sent twice
		if a := send("void", "billet copié"); a.status != 303 {
			t.Fatal(a.status, a.body)
		}
	}
	if rows, err := records.AttendancesOf(d.app, d.alba.ID); err != nil || len(rows) != 0 {
		t.Error(rows, err)
	}
	scans, err := records.ScansOf(d.app, d.alba.ID)
	if err != nil || len(scans) != 4 || scans[3].Reason != "billet copié" {
		t.Error(len(scans), err)
	}
	has(t, get(t, d.desk, d.at+"/conflits"), 200, "Rien à regarder")
	if a := post(t, d.desk, d.at+"/conflits", "sujet", "two_doors:nulle:part", "nonce", "x", "act", "void", "reason", "r"); a.status != 303 {
		t.Error("gone meanwhile:", a.status)
	}
}

// An arrival that was refused once sent, and those of a link that was closed, count at their hour.
func TestLateArrivalsAreAdmitted(t *testing.T) {
	d := newDay(t)
	place, err := door.Open(d.app, d.e.ID, "porte", "test")
	must(t, err)
	_, err = door.Refuse(d.app, today, place, door.Batch{Device: "a", Scans: []door.Scan{{Nonce: "n1", Code: d.alba.Ticket, Slot: d.slot, At: today.Add(-time.Minute).Format(time.RFC3339)},
		{Nonce: "n2", Registration: d.bruno.ID, Slot: d.slot, At: today.Format(time.RFC3339)}}})
	must(t, err)
	page := get(t, d.desk, d.at+"/conflits")
	has(t, page, 200, "2\u00a0arrivées ont été envoyées", "Compter ces arrivées", "Ouvrir Alba Essai", "Ouvrir Bruno Essai")
	a := post(t, d.desk, d.at+"/conflits", "sujet", subjectField.FindStringSubmatch(page.body)[1], "nonce", nonceField.FindStringSubmatch(page.body)[1], "act", "admit", "reason", "vues en salle")
	if a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	rows, err := records.Attendances(d.app, d.e.ID)
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	for _, r := range rows {
		if r.Registration == d.alba.ID && !r.FirstAt.Time().Equal(today.Add(-time.Minute)) {
			t.Error("not at its hour:", r.FirstAt)
		}
	}
	has(t, get(t, d.desk, d.at+"/conflits"), 200, "Rien à regarder")
}

func TestTheLiveScreen(t *testing.T) {
	d := newDay(t)
	page := get(t, d.desk, d.at+"/direct")
	has(t, page, 200, "Manquants", "Essai Bruno", "Personne n’est encore arrivé", "Actualiser")
	cursor := regexp.MustCompile(`data-cursor="(\d+)" data-slot="([a-z0-9]+)"`).FindStringSubmatch(page.body)
	poll := d.at + "/direct?depuis=" + cursor[1] + "&vue=" + cursor[2]
	if a := get(t, d.desk, poll); a.status != 204 || a.body != "" {
		t.Error("nothing changed:", a.status, a.body)
	}
	d.arrives(t, "a", "n1", d.bruno, today)
	a := get(t, d.desk, poll)
	has(t, a, 200, `data-gone="`+d.bruno.ID+`"`, "Bruno Essai", "9\u00a0h\u00a010")
	if strings.Contains(a.body, "manquants-part") || strings.Contains(a.body, "Alba") || strings.Contains(a.body, "exemple.invalid") {
		t.Error("more than what changed:", a.body)
	}
	place, err := door.Open(d.app, d.e.ID, "", "test")
	must(t, err)
	_, err = door.Correct(d.app, today, place, door.Correction{Nonce: "undo", Registration: d.bruno.ID, Slot: d.slot, Reason: "erreur"})
	must(t, err)
	has(t, get(t, d.desk, poll), 200, "manquants-part", "Essai Alba", "Essai Bruno")
	has(t, get(t, d.desk, d.at+"/direct?q=bruno"), 200, "Essai Bruno")
	if a := get(t, d.desk, d.at+"/direct?q=bruno"); strings.Contains(a.body, "Essai Alba") {
		t.Error("the filter lets all pass")
	}
	has(t, get(t, d.desk, poll+"x&demi-journee=ailleurs"), 200, "manquants-part")
}

func TestClosingWaitsOnThePages(t *testing.T) {
	d := newDay(t)
	d.arrives(t, "a", "n1", d.alba, today)
	phone, err := device.Hear(d.app, today, d.e.ID, "", device.Report{Device: "a", Label: "Entrée nord", Agent: "Android", Queued: 2, SentAt: today.Add(time.Hour).Format(time.RFC3339)})
	must(t, err)
	*d.clock = d.e.EndsAt.Time().Add(time.Minute)
	has(t, get(t, d.desk, d.at+"/accueil"), 200, "Entrée nord", "il y a 7", "Attendu", "Son horloge avance de 1\u00a0h", "Non vérifié", "2\u00a0arrivées ne sont pas envoyées")
	has(t, get(t, d.desk, d.at+"/cloturer"), 200, "1\u00a0téléphone peut encore garder des arrivées", "Entrée nord")
	if a := post(t, d.desk, d.at+"/cloturer"); a.status != 303 {
		t.Fatal(a.status)
	}
	has(t, get(t, d.desk, d.at), 200, "La clôture attend 1\u00a0téléphone", "Attendus")
	has(t, get(t, d.desk, d.at+"/attestations"), 200, "Les attestations attendent un téléphone")
	waive := d.at + "/telephones/" + phone.ID + "/ne-plus-attendre"
	has(t, post(t, d.desk, waive, "raison-"+phone.ID, " "), 422, "Donnez une raison", `href="#raison-`+phone.ID)
	other := testapp.Event(t, d.app, 1, nil)
	if a := post(t, d.desk, strings.Replace(waive, d.e.ID, other.ID, 1), "raison-"+phone.ID, "perdu"); a.status != 404 {
		t.Error("a phone of another event:", a.status)
	}
	for range 2 {
		if a := post(t, d.desk, waive, "raison-"+phone.ID, "Téléphone perdu"); a.status != 303 {
			t.Fatal(a.status, a.body)
		}
	}
	has(t, get(t, d.desk, d.at), 200, "Absents", "a décidé de ne plus attendre un téléphone", "plus aucun téléphone n’est attendu")
	has(t, get(t, d.desk, d.at+"/accueil"), 200, "N’est plus attendu", "Téléphone perdu")
	if rows, err := records.EventCertificates(d.app, d.e.ID); err != nil || len(rows) != 1 {
		t.Error(rows, err)
	}
	must(t, event.Reopen(d.app, *d.clock, "test", d.e.ID, "une feuille"))
}

// Ten phones went home without a word: one reason, and the closing ends.
func TestNoPhoneIsAwaitedAnyMore(t *testing.T) {
	d := newDay(t)
	d.arrives(t, "a", "n1", d.alba, today)
	for _, name := range []string{"b", "c"} {
		_, err := device.Hear(d.app, today, d.e.ID, "", device.Report{Device: name, Queued: 1, SentAt: today.Format(time.RFC3339)})
		must(t, err)
	}
	*d.clock = d.e.EndsAt.Time().Add(time.Minute)
	if a := post(t, d.desk, d.at+"/cloturer"); a.status != 303 {
		t.Fatal(a.status)
	}
	all := d.at + "/telephones/tous/ne-plus-attendre"
	has(t, post(t, d.desk, all, "raison-tous", " "), 422, "Donnez une raison", `href="#raison-tous"`)
	if rows, err := records.EventCertificates(d.app, d.e.ID); err != nil || len(rows) != 0 {
		t.Error("refused, and yet:", rows, err)
	}
	for range 2 {
		if a := post(t, d.desk, all, "raison-tous", "Tous rentrés"); a.status != 303 {
			t.Fatal(a.status, a.body)
		}
	}
	if rows, err := records.EventCertificates(d.app, d.e.ID); err != nil || len(rows) != 1 {
		t.Error(rows, err)
	}
	has(t, get(t, d.desk, d.at+"/accueil"), 200, "N’est plus attendu", "Tous rentrés")
}
