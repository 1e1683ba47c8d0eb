package hooks_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/tests"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/training"
)

// twoGroups are two groups of one training, a week apart; the first has an issuer. Somebody came to one half-day of two.
func twoGroups(t *testing.T, now *time.Time) (h *deskOfGroups) {
	h = &deskOfGroups{t: t, now: now}
	app := testapp.At(t, func() time.Time { return *now })
	h.srv = testapp.Serve(t, app)
	h.app, h.own, h.boss = app, testapp.User(t, app, records.Organiser, "a@exemple.invalid"), testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	programme, err := records.ItemByCode(app, records.Programmes, "pssm-standard")
	must(t, err)
	group := func(days, capacity int) *records.Event {
		e := testapp.Event(t, app, capacity, func(d *event.Draft) {
			d.Title, d.Programme, d.Rule, d.Organisers = "Secours", programme.ID, domain.EverySlot, []string{h.own.Id}
			for i := range d.Slots {
				d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 0, days), d.Slots[i].End.AddDate(0, 0, days)
			}
		})
		e.Issuer, e.EvaluationURL = "PSSM France", "https://evaluation.exemple.invalid/"
		must(t, records.SaveEvent(app, e))
		return e
	}
	h.first, h.other = group(0, 8), group(7, 1)
	h.r, h.whole = testapp.Register(t, app, h.first, "Bruyere", "Nora"), testapp.Register(t, app, h.first, "Complete", "Ana")
	testapp.Register(t, app, h.other, "Ailleurs", "Bo") // full
	h.slots, err = records.Slots(app, h.first.ID)
	must(t, err)
	h.there, err = records.Slots(app, h.other.ID)
	must(t, err)
	place, err := door.Open(app, h.first.ID, "", "test")
	must(t, err)
	for i, c := range []struct {
		r    *records.Registration
		slot int
	}{{h.r, 0}, {h.whole, 0}, {h.whole, 1}} {
		_, err := door.Correct(app, h.slots[c.slot].StartsAt.Time(), place, door.Correction{Nonce: string(rune('a' + i)), Registration: c.r.ID, Slot: h.slots[c.slot].ID, Present: true, Reason: "vue"})
		must(t, err)
	}
	return h
}

type deskOfGroups struct {
	t            *testing.T
	app          *tests.TestApp
	srv          *httptest.Server
	own, boss    *records.User
	now          *time.Time
	first, other *records.Event
	r, whole     *records.Registration
	slots, there []records.Slot
}

func (h *deskOfGroups) at(e *records.Event) string {
	return h.srv.URL + "/gestion/evenements/" + e.ID + "/formation"
}

func (h *deskOfGroups) clean() {
	h.t.Helper()
	report, err := check.Run(h.app, *h.now)
	must(h.t, err)
	if len(report.Violations) > 0 {
		h.t.Fatal(report.Violations)
	}
}

func TestAMissedHalfDayIsPlannedAndNotedFromTheBoard(t *testing.T) {
	now := testapp.Now.AddDate(0, 0, 2)
	h := twoGroups(t, &now)
	c, trainer := testapp.Login(t, h.srv, h.own), testapp.Browser(t)
	has(t, get(t, c, h.at(h.first)), 200, "Prévoir un rattrapage", "Bruyere Nora, ", "(groupe complet)")
	missed := h.r.ID + ":" + h.slots[1].ID
	for name, form := range map[string][]string{
		"nothing":   {"raison", "Un mot gardé"},
		"own group": {"manquee", missed, "autre", h.slots[0].ID, "raison", "Un mot gardé"},
		"attended":  {"manquee", h.r.ID + ":" + h.slots[0].ID, "autre", h.there[0].ID, "raison", "Un mot gardé"},
		"no such":   {"manquee", missed, "autre", "inconnue", "raison", "Un mot gardé"},
	} {
		t.Run(name, func(t *testing.T) {
			has(t, post(t, c, h.at(h.first)+"/rattrapages", form...), 422, "Un mot gardé", "id=\"erreurs\"")
		})
	}
	if a := post(t, c, h.at(h.other)+"/rattrapages", "manquee", missed, "autre", h.there[0].ID); a.status != 404 {
		t.Fatal("planned from another group: ", a.status)
	}
	for range 2 {
		if a := post(t, c, h.at(h.first)+"/rattrapages", "manquee", missed, "autre", h.there[0].ID, "raison", "Malade"); a.status != 303 {
			t.Fatal(a.status, a.body)
		}
	}
	rows, err := records.CatchUps(h.app, h.first.ID)
	must(t, err)
	if len(rows) != 1 {
		t.Fatal(rows)
	}
	letters, _, err := records.Letters(h.app, records.LetterFilter{Event: h.first.ID, Limit: 50})
	must(t, err)
	n := 0
	for _, l := range letters {
		if l.Kind == "rattrapage" {
			n++
			for _, text := range []string{"samedi 28 novembre 2026", "samedi 21 novembre 2026", "Salle des essais", "Malade"} {
				if !strings.Contains(strings.ReplaceAll(l.Text, "\u00a0", " "), text) {
					t.Error(text, " is not in ", l.Text)
				}
			}
		}
	}
	if n != 1 {
		t.Fatal("letters: ", n)
	}
	one := "/rattrapages/" + rows[0].ID
	has(t, get(t, c, h.at(h.other)), 200, "En rattrapage ici", "Bruyere Nora")
	token, err := link.Token(h.app, link.Trainer, h.there[0].ID)
	must(t, err)
	sheet := h.srv.URL + "/intervenants/" + token
	has(t, get(t, trainer, sheet), 200, "En rattrapage", "Attendue")
	if a := post(t, c, h.at(h.other)+one, "act", "present"); a.status != 409 { // before that half-day
		t.Fatal(a.status)
	}
	now = h.there[0].StartsAt.Time().Add(time.Hour)
	has(t, get(t, trainer, sheet), 200, "Présent·e au rattrapage")
	if a := post(t, trainer, sheet+one, "act", "present"); a.status != 303 {
		t.Fatal(a.status)
	}
	h.clean()
	has(t, get(t, c, h.at(h.first)), 200, "Rattrapée")
	has(t, post(t, c, h.at(h.first)+one, "act", "undo"), 422, "Donnez une raison")
	if a := post(t, c, h.at(h.first)+one, "act", "undo", "raison-"+rows[0].ID, "Erreur"); a.status != 303 {
		t.Fatal(a.status)
	}
	if a := post(t, c, h.at(h.other)+one, "act", "drop", "raison-"+rows[0].ID, "Erreur"); a.status != 303 {
		t.Fatal(a.status)
	}
	if a := post(t, c, h.at(h.first)+one, "act", "valse"); a.status != 400 {
		t.Fatal(a.status)
	}
	h.clean()
}

// The certificate of the issuer is recorded for several at once, taken back, chased once, and seen by the person.
func TestTheIssuersCertificateIsRecorded(t *testing.T) {
	now := testapp.Now.AddDate(0, 0, 2)
	h := twoGroups(t, &now)
	must(t, event.Close(h.app, now, "test", h.first.ID))
	c := testapp.Login(t, h.srv, h.own)
	has(t, get(t, c, h.at(h.first)), 200, "Certificat PSSM France", "Complete Ana", "une seule fois")
	lacks(t, get(t, c, h.at(h.first)), "Choisir Bruyere Nora")
	record := h.at(h.first) + "/certificats"
	for name, form := range map[string][]string{
		"nobody":  {"day", "2026-11-22"},
		"to come": {"day", "2026-11-30", "personne", h.whole.ID},
		"before":  {"day", "2026-11-20", "personne", h.whole.ID},
		"no day":  {"day", "hier", "personne", h.whole.ID},
	} {
		t.Run(name, func(t *testing.T) { has(t, post(t, c, record, form...), 422, "id=\"erreurs\"") })
	}
	if a := post(t, c, record, "day", "2026-11-22", "personne", h.r.ID); a.status != 409 { // a half-day is missing
		t.Fatal(a.status)
	}
	token, err := link.Token(h.app, link.Registration, h.whole.ID)
	must(t, err)
	mine := h.srv.URL + "/inscriptions/" + token
	has(t, get(t, testapp.Browser(t), mine), 200, "https://evaluation.exemple.invalid/", "Certificat PSSM France")

	count := func() (n int) {
		must(t, h.app.DB().NewQuery("SELECT COUNT(*) FROM outbox WHERE kind = 'certificat-organisme'").Row(&n))
		return n
	}
	for _, c := range []struct {
		days, sent int
	}{{14, 0}, {16, 1}, {17, 1}} {
		now = h.first.EndsAt.Time().AddDate(0, 0, c.days)
		n, err := training.ChaseIssuers(h.app, now)
		must(t, err)
		if count() != c.sent || n > 1 {
			t.Fatal(c.days, " days after: ", count())
		}
	}
	if a := post(t, c, record+"/rappel"); a.status != 303 || count() != 1 {
		t.Fatal("chased twice: ", a.status, count())
	}
	for range 2 {
		if a := post(t, c, record, "day", "2026-11-22", "personne", h.whole.ID); a.status != 303 {
			t.Fatal(a.status)
		}
	}
	has(t, get(t, c, h.at(h.first)), 200, "certificat délivré par PSSM France le dimanche 22")
	has(t, get(t, testapp.Browser(t), mine), 200, "Certificat délivré par PSSM France le dimanche 22")
	h.clean()
	if a := post(t, c, record, "retirer", h.whole.ID); a.status != 303 {
		t.Fatal(a.status)
	}
	lacks(t, get(t, c, h.at(h.first)), "certificat délivré par PSSM France le")
	h.clean()
}
