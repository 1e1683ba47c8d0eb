package hooks_test

import (
	"encoding/json"
	"html"
	"regexp"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// draftOf is a saved event as the form gives it back, changed.
func draftOf(t *testing.T, app core.App, e *records.Event, change func(*event.Draft)) event.Draft {
	t.Helper()
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	d := event.Draft{ID: e.ID, Title: e.Title, Summary: e.Summary, Programme: e.Programme, Territory: e.Territory, Visibility: e.Visibility,
		Mode: e.Mode, PTSMRole: e.PTSMRole, Rule: e.Rule, Place: e.Place, Address: e.Address, Capacity: e.Capacity, Waitlist: e.Waitlist, Certificate: e.Certificate}
	for _, s := range slots {
		d.Slots = append(d.Slots, event.SlotDraft{ID: s.ID, Label: s.Label, Start: s.StartsAt.Time(), End: s.EndsAt.Time()})
	}
	change(&d)
	return d
}

func TestAnEventIsShownToWhomItIsFor(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	guest, organiser := testapp.Browser(t), testapp.Login(t, srv, testapp.User(t, app, records.Organiser, "orga@exemple.invalid"))
	draft, err := event.Save(app, testapp.Now, "test", event.Draft{Title: "Brouillon", Programme: itemID(t, app, records.Programmes, "sism"), Visibility: domain.Public, Mode: "onsite", PTSMRole: "porte", Rule: domain.AtLeastOneSlot,
		Place: "Salle", Slots: []event.SlotDraft{{Start: testapp.Now.AddDate(0, 0, 3), End: testapp.Now.AddDate(0, 0, 3).Add(3600e9)}}})
	must(t, err)
	see := func(v string) string {
		return testapp.Event(t, app, 10, func(d *event.Draft) { d.Title, d.Visibility = "Visible "+v, v }).Slug
	}
	public, byLink, internal := see(domain.Public), see(domain.ByLink), see(domain.Internal)
	for _, path := range []string{"", "/calendrier.ics", "/inscription"} {
		for slug, want := range map[string][2]int{public: {200, 200}, byLink: {200, 200}, internal: {404, 200}, draft.Slug: {404, 404}, "rien": {404, 404}} {
			if a := get(t, guest, srv.URL+"/evenements/"+slug+path); a.status != want[0] {
				t.Errorf("%s%s: a visitor gets %d, want %d", slug, path, a.status, want[0])
			}
			if a := get(t, organiser, srv.URL+"/evenements/"+slug+path); a.status != want[1] {
				t.Errorf("%s%s: an organiser gets %d, want %d", slug, path, a.status, want[1])
			}
		}
	}
	has(t, get(t, guest, srv.URL+"/evenements/"+byLink), 200, `content="noindex"`)
	lacks(t, get(t, guest, srv.URL+"/evenements/"+public), `content="noindex"`)
	has(t, get(t, guest, srv.URL+"/evenements/rien"), 404, "Cet événement n’existe pas, ou n’est pas encore publié")
}

func TestAnEventPageSaysEverything(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 1, func(d *event.Draft) {
		d.Title, d.Summary = `Santé </script><b>"mentale"`, "Un résumé"
		d.Description, d.Audience, d.Access, d.Partners = "Premier paragraphe\n\nSecond <i>", "Tout le monde", "Bus 3", "Le lycée"
		d.Mode, d.RemoteURL = "mixed", "https://visio.exemple.invalid/secret"
		d.Agenda = []records.AgendaItem{{StartsAt: records.At(d.Slots[0].Start), EndsAt: records.At(d.Slots[0].End), Title: "Accueil café", Speaker: "Une intervenante"}}
	})
	path := srv.URL + "/evenements/" + e.Slug
	a := get(t, c, path)
	has(t, a, 200, "Samedi 21 novembre 2026, 9\u00a0h - 12\u00a0h\u00a030", "Samedi 21 novembre 2026, 14\u00a0h - 17\u00a0h", "Salle des essais", "1 rue des Essais, Arras",
		"<p>Premier paragraphe</p><p>Second &lt;i&gt;</p>", "Tout le monde", "Bus 3", "Le lycée", "Accueil café", "Une intervenante", "1\u00a0restante sur 1",
		"Vous pouvez vous inscrire sur la liste d’attente", `href="/evenements/`+e.Slug+`/inscription"`)
	lacks(t, a, "visio.exemple.invalid", "</script><b>")
	found := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(a.body)
	if found == nil {
		t.Fatal("no JSON-LD")
	}
	var data map[string]any
	must(t, json.Unmarshal([]byte(found[1]), &data))
	if data["@type"] != "Event" || data["name"] != e.Title || data["startDate"] != "2026-11-21T09:00:00+01:00" || data["eventStatus"] != "https://schema.org/EventScheduled" {
		t.Errorf("%v", data)
	}
	has(t, a, 200, `property="og:title" content="`+html.EscapeString(e.Title)+`"`)

	testapp.Register(t, app, e, "Essai", "Alba")
	has(t, get(t, c, path), 200, "Complet\u00a0: liste d’attente", "S’inscrire sur la liste d’attente")
	must(t, event.Cancel(app, testapp.Now, "test", e.ID, "La salle est fermée"))
	gone := get(t, c, path)
	has(t, gone, 200, "Cet événement est annulé", "La salle est fermée", "EventCancelled")
	lacks(t, gone, "/inscription\"")
	has(t, get(t, c, path+"/calendrier.ics"), 200, "STATUS:CANCELLED")
}

func TestACalendarEntryKeepsItsNameAndTellsItsChanges(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 0, nil)
	uid, sequence := regexp.MustCompile(`UID:\S+`), regexp.MustCompile(`SEQUENCE:(\d+)`)
	before := get(t, c, srv.URL+"/evenements/"+e.Slug+"/calendrier.ics")
	must(t, event.Cancel(app, testapp.Now.Add(7200e9), "test", e.ID, ""))
	after := get(t, c, srv.URL+"/evenements/"+e.Slug+"/calendrier.ics")
	if got := uid.FindAllString(before.body, -1); len(got) != 2 || got[0] == got[1] || got[0] != uid.FindString(after.body) {
		t.Error("an entry a half-day, each with one name for ever:", got)
	}
	if a, b := sequence.FindStringSubmatch(before.body), sequence.FindStringSubmatch(after.body); a[1] != "0" || b[1] != "7200" {
		t.Error("the number of changes must grow:", a, b)
	}
	has(t, before, 200, "DTSTART:20261121T080000Z", srv.URL+"/evenements/"+e.Slug)
}
