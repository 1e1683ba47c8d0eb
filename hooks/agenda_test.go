package hooks_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// on moves a draft's two half-days to the day so many days after the tests' day.
func on(days int, title string, more ...func(*event.Draft)) func(*event.Draft) {
	return func(d *event.Draft) {
		d.Title = title
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 0, days-1), d.Slots[i].End.AddDate(0, 0, days-1)
		}
		for _, change := range more {
			change(d)
		}
	}
}

func lacks(t *testing.T, a answer, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(a.body, p) {
			t.Errorf("the page must not hold %q", p)
		}
	}
}

func TestTheAgendaListsWhatIsComingAndPublic(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	has(t, get(t, c, srv.URL+"/"), 200, "Aucun événement à venir pour l’instant", "Accessibilité : non conforme")

	testapp.Event(t, app, 40, on(1, "Rencontre de demain"))
	testapp.Event(t, app, 0, on(0, "Rencontre du jour même"))
	testapp.Event(t, app, 40, on(-5, "Rencontre passée"))
	held := testapp.Event(t, app, 40, on(-3, "Rencontre clôturée"))
	must(t, event.Close(app, testapp.Now, "test", held.ID))
	testapp.Event(t, app, 40, on(2, "Réunion interne", func(d *event.Draft) { d.Visibility = domain.Internal }))
	testapp.Event(t, app, 40, on(2, "Réunion par lien", func(d *event.Draft) { d.Visibility = domain.ByLink }))
	off := testapp.Event(t, app, 40, on(2, "Rencontre annulée"))
	must(t, event.Cancel(app, testapp.Now, "test", off.ID, "Salle indisponible"))

	coming := get(t, c, srv.URL+"/")
	has(t, coming, 200, "Rencontre de demain", "Rencontre du jour même", "40 places restantes", "Inscriptions ouvertes")
	lacks(t, coming, "Rencontre passée", "Rencontre clôturée", "Réunion interne", "Réunion par lien", "Rencontre annulée")
	past := get(t, c, srv.URL+"/?passes=1")
	has(t, past, 200, "Rencontre passée", "Rencontre clôturée", "<h1>Événements passés</h1>")
	lacks(t, past, "Rencontre de demain", "Réunion interne", "Réunion par lien")

	feed := get(t, c, srv.URL+"/agenda.ics")
	has(t, feed, 200, "BEGIN:VCALENDAR", "Rencontre de demain", "Rencontre annulée", "STATUS:CANCELLED", "Rencontre clôturée")
	lacks(t, feed, "Réunion interne", "Réunion par lien")
	open := get(t, c, srv.URL+"/api/evenements")
	has(t, open, 200, "Rencontre de demain")
	lacks(t, open, "Réunion interne", "Réunion par lien", "Rencontre passée")
}

func TestTheAgendaIsFiltered(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	pssm, lens := itemID(t, app, records.Programmes, "pssm-standard"), itemID(t, app, records.Territories, "lens-henin")
	testapp.Event(t, app, 40, on(1, "Journée des infirmières", func(d *event.Draft) { d.Place = "Théâtre d’Arras" }))
	testapp.Event(t, app, 16, on(45, "Secours en santé mentale", func(d *event.Draft) { d.Programme, d.Territory = pssm, lens }))
	for query, want := range map[string][2]bool{ // the first event, the second
		"":                               {true, true},
		"programme=attractivite":         {true, false},
		"programme=pssm-standard":        {false, true},
		"programme=inconnu":              {false, false},
		"territoire=lens-henin":          {false, true},
		"mois=2026-11":                   {true, false},
		"mois=2027-01":                   {false, true},
		"mois=2027-02":                   {false, false},
		"mois=demain":                    {true, true},
		"q=infirmieres":                  {true, false},
		"q=THEATRE+arras":                {true, false},
		"q=%F0%9F%98%80":                 {true, true}, // nothing is left of an emoji
		"q=%00%ff":                       {true, true},
		"q=secours&mois=2027-01":         {false, true},
		"q=secours&mois=2026-11":         {false, false},
		"q=" + strings.Repeat("a", 5000): {false, false},
	} {
		a := get(t, c, srv.URL+"/?"+query)
		got := [2]bool{strings.Contains(a.body, ">Journée des infirmières<"), strings.Contains(a.body, ">Secours en santé mentale<")}
		if a.status != 200 || got != want {
			t.Errorf("?%.60s: status %d, lists %v, want %v", query, a.status, got, want)
		}
		if !want[0] && !want[1] {
			has(t, a, 200, "Aucun événement ne correspond")
		}
	}
	has(t, get(t, c, srv.URL+"/?q=secours&programme=pssm-standard"), 200, `value="secours"`, `<option value="pssm-standard" selected>`)
}

// The page is kept in memory: whatever changes must show at once, although the clock stands still.
func TestTheAgendaShowsAChangeAtOnce(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 3, nil)
	has(t, get(t, c, srv.URL+"/"), 200, "3 places restantes")
	a := testapp.Register(t, app, e, "Essai", "Alba")
	testapp.Register(t, app, e, "Essai", "Bruno")
	has(t, get(t, c, srv.URL+"/"), 200, "1 place restante")
	testapp.Register(t, app, e, "Essai", "Chloé")
	has(t, get(t, c, srv.URL+"/"), 200, "Complet\u00a0: liste d’attente")
	must(t, registration.Cancel(app, testapp.Now, a.ID, registration.ByPerson, "test", ""))
	has(t, get(t, c, srv.URL+"/"), 200, "1 place restante")
	_, err := event.Save(app, testapp.Now, "test", draftOf(t, app, e, func(d *event.Draft) { d.Title, d.Capacity = "Journée renommée", 30 }))
	must(t, err)
	has(t, get(t, c, srv.URL+"/"), 200, "Journée renommée", "28 places restantes")
	set, err := records.LoadSettings(app)
	must(t, err)
	set.Name = "Le Pont"
	must(t, records.SaveSettings(app, set))
	has(t, get(t, c, srv.URL+"/"), 200, "Le Pont")
	must(t, event.Cancel(app, testapp.Now, "test", e.ID, ""))
	lacks(t, get(t, c, srv.URL+"/"), "Journée renommée")
}

// A kept page ends with the minute: the registrations that open at nine are open at nine.
func TestTheAgendaFollowsTheClock(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	testapp.Event(t, app, 30, func(d *event.Draft) { d.Opens, d.Closes = testapp.Now.Add(30*time.Minute), testapp.Now.Add(time.Hour) })
	for _, step := range []struct {
		after time.Duration
		want  string
	}{{0, "Inscriptions à partir du"}, {30*time.Minute - 1, "Inscriptions à partir du"}, {30 * time.Minute, "30 places restantes"},
		{time.Hour - 1, "30 places restantes"}, {time.Hour, "Inscriptions closes"}} {
		now = testapp.Now.Add(step.after)
		if a := get(t, c, srv.URL+"/"); !strings.Contains(a.body, step.want) {
			t.Errorf("after %s the agenda lacks %q", step.after, step.want)
		}
	}
}

func TestPastEventsAreListedByPages(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	for i := range 31 {
		testapp.Event(t, app, 0, on(-40+i, "Passé n°"+strconv.Itoa(i)+"."))
	}
	first, second := get(t, c, srv.URL+"/?passes=1"), get(t, c, srv.URL+"/?passes=1&page=2")
	has(t, first, 200, "Passé n°30.", "Passé n°1.", "Page 1 sur 2", "page=2")
	lacks(t, first, "Passé n°0.")
	has(t, second, 200, "Passé n°0.", "Page 2 sur 2")
	for _, page := range []string{"3", "0", "-1", "x", "99999999999999999999"} {
		has(t, get(t, c, srv.URL+"/?passes=1&page="+page), 200, "Passé n°")
	}
}

func TestTheAgendaIsOpenData(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	e := testapp.Event(t, app, 2, nil)
	testapp.Event(t, app, 0, on(9, "Sans limite"))
	testapp.Register(t, app, e, "Essai", "Alba")
	res, err := http.Get(srv.URL + "/api/evenements")
	must(t, err)
	defer res.Body.Close()
	if res.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("open data must be readable from another site")
	}
	var out struct {
		Events []struct {
			Slug, Programme, Territory, URL string
			StartsAt                        time.Time `json:"starts_at"`
			Slots                           []struct{ Label string }
			Capacity                        *int
			SeatsLeft                       *int `json:"seats_left"`
			RegistrationOpen                bool `json:"registration_open"`
		}
	}
	must(t, json.NewDecoder(res.Body).Decode(&out))
	if len(out.Events) != 2 {
		t.Fatalf("%+v", out)
	}
	first, second := out.Events[0], out.Events[1]
	if first.Slug != e.Slug || len(first.Slots) != 2 || first.Slots[0].Label != "Matin" || *first.Capacity != 2 || *first.SeatsLeft != 1 ||
		!first.RegistrationOpen || first.URL != srv.URL+"/evenements/"+e.Slug || !first.StartsAt.Equal(e.StartsAt.Time()) || first.Territory == "" {
		t.Errorf("%+v", first)
	}
	if second.Capacity != nil || second.SeatsLeft != nil {
		t.Errorf("no limit must be null: %+v", second)
	}
}

func TestStructuresAreProposed(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	for _, s := range []records.Structure{
		{Name: "Zénith proposé", Status: "proposed"}, {Name: "Zénith usagers", Status: "validated", Unpublished: true}, {Name: "Zénith connu", Status: "validated"}} {
		must(t, records.AddStructure(app, &s))
	}
	var rows [][]string
	ask := func(q string) [][]string {
		t.Helper()
		rows = nil
		a := get(t, c, srv.URL+"/api/structures?q="+q)
		if a.status != 200 || json.Unmarshal([]byte(a.body), &rows) != nil {
			t.Fatalf("q=%.20s: %d %.200s", q, a.status, a.body)
		}
		return rows
	}
	if got := ask("ZENITH"); len(got) != 1 || got[0][1] != "Zénith connu" {
		t.Error("only what is validated and published is proposed:", got)
	}
	got := ask("ch+lens")
	if len(got) == 0 || got[0][1] != "CH Lens" || got[0][3] != "sanitaire" || got[0][4] != "lens-henin" || len(got[0]) != 5 {
		t.Error("the hospital of Lens with its sector and territory:", got)
	}
	if got := ask("centre"); len(got) == 0 || len(got) > 8 {
		t.Error("eight at most:", len(got))
	}
	for _, q := range []string{"", "a", "%F0%9F%98%80%F0%9F%98%80", "%27%22%7C", strings.Repeat("x", 4000), "zzzz"} {
		if got := ask(q); len(got) != 0 {
			t.Errorf("q=%.20s: %v", q, got)
		}
	}
}
