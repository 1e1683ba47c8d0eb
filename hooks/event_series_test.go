package hooks_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

var intentField = regexp.MustCompile(`name="intent" value="([^"]*)"`)

func TestAnEventIsRepeatedFromTheDesk(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 16, func(d *event.Draft) { d.Slots = d.Slots[:1] })
	lens := itemID(t, app, records.Territories, "lens-henin")
	path := srv.URL + "/gestion/evenements/" + e.ID + "/serie"
	status, page, _ := deskAsk(t, c, "GET", path, nil)
	intent := intentField.FindStringSubmatch(page)
	if status != 200 || intent == nil || !strings.Contains(page, "Une seule date pour l’instant") || !strings.Contains(page, "début à 9\u00a0h") {
		t.Fatal(status, page)
	}
	rows := url.Values{"intent": {intent[1]}, "row-0-day": {"2027-04-06"}, "row-0-territory": {lens}, "row-0-place": {"Médiathèque de Lens"}, "row-0-capacity": {"30"},
		"row-1-day": {""}, "row-3-day": {"2027-01-12"}, "row-3-start": {"13:30"}, "row-3-end": {"17:00"}}
	bad := url.Values{"intent": rows["intent"], "row-0-day": {"2027-04-06"}, "row-0-capacity": {"zéro"}, "row-7-place": {"Sans jour"}, "row-8-day": {"2027-03-28"}, "row-8-start": {"02:30"}}
	status, page, _ = deskAsk(t, c, "POST", path, bad)
	for _, want := range []string{`href="#row-0-capacity"`, `href="#row-1-day"`, `href="#row-2-start"`, `value="zéro"`, `value="Sans jour"`, `id="row-1-day"`, `value="` + intent[1] + `"`} {
		if status != 422 || !strings.Contains(page, want) {
			t.Error(status, want)
		}
	}
	if status, page, _ = deskAsk(t, c, "POST", path, url.Values{"intent": rows["intent"]}); status != 422 || !strings.Contains(page, `href="#row-0-day"`) {
		t.Error("no row:", status)
	}
	for _, want := range []string{"2 dates sont enregistrées comme brouillons", "déjà enregistrées"} {
		status, page, location := deskAsk(t, c, "POST", path, rows)
		if status != 303 {
			t.Fatal(status, page)
		}
		_, page, _ = deskAsk(t, c, "GET", srv.URL+location, nil)
		for _, w := range []string{want, "3 dates dans cette série", "Médiathèque de Lens", "Mardi 6 avril 2027, 9\u00a0h\u00a0-\u00a0", "Mardi 12 janvier 2027, 13\u00a0h\u00a030\u00a0-\u00a017\u00a0h", "Brouillon"} {
			if !strings.Contains(page, w) {
				t.Errorf("no %q in %s", w, page)
			}
		}
	}
	if all, err := records.Events(app, records.EventFilter{}); err != nil || len(all) != 3 {
		t.Error(len(all), err)
	}
	if status, page, _ = deskAsk(t, c, "GET", srv.URL+"/gestion/evenements/"+e.ID, nil); !strings.Contains(page, "l’une des 3 dates d’une série") {
		t.Error(status)
	}
}

func TestTheOtherDatesAreOffered(t *testing.T) {
	app := testapp.New(t)
	srv, guest := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 1, func(d *event.Draft) { d.Slots, d.Description = d.Slots[:1], "Présentée" })
	day := e.StartsAt.Time().AddDate(0, 0, 7)
	_, err := event.Repeat(app, testapp.Now, "test", e.ID, records.NewID(), []event.Repetition{
		{Start: day, Territory: itemID(t, app, records.Territories, "lens-henin"), Place: "Médiathèque", Capacity: 30},
		{Start: day.AddDate(0, 0, 1), Place: "Salle brouillon"}, {Start: day.AddDate(0, 0, 2), Place: "Salle interne"}})
	must(t, err)
	e, err = records.EventOf(app, e.ID)
	must(t, err)
	others, err := event.Siblings(app, testapp.Now, e)
	must(t, err)
	others[2].Visibility = domain.Internal
	must(t, records.SaveEvent(app, &others[2]))
	must(t, event.Publish(app, testapp.Now, "test", others[2].ID))
	path := srv.URL + "/evenements/" + e.Slug
	lacks(t, get(t, guest, path), "Autres dates")
	must(t, event.Publish(app, testapp.Now, "test", others[0].ID))
	a := get(t, guest, path)
	has(t, a, 200, "Autres dates", "Lens-Hénin, samedi 28 novembre 2026, 9\u00a0h", "30 places restantes", `href="/evenements/`+others[0].Slug+`"`)
	lacks(t, a, others[1].Slug, others[2].Slug)
	if strings.Index(a.body, "Autres dates") < strings.Index(a.body, "Présentée") {
		t.Error("before the rest, though there is room here")
	}
	has(t, get(t, guest, srv.URL+"/evenements/"+others[0].Slug), 200, "Autres dates", e.Slug)
	testapp.Register(t, app, e, "Essai", "Alba")
	a = get(t, guest, path)
	has(t, a, 200, "il reste de la place")
	if strings.Index(a.body, "Autres dates") > strings.Index(a.body, "Présentée") {
		t.Error("full, and the other dates come last")
	}
}

func TestTheTickGivesTheTextsToTheOtherDates(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 5, nil)
	path := srv.URL + "/gestion/evenements/" + e.ID + "/modifier"
	if _, page, _ := deskAsk(t, c, "GET", path, nil); strings.Contains(page, "with_series") {
		t.Error("a tick without a series")
	}
	_, err := event.Repeat(app, testapp.Now, "test", e.ID, records.NewID(), []event.Repetition{{Start: e.StartsAt.Time().AddDate(0, 0, 7), Place: "Médiathèque"}})
	must(t, err)
	_, page, _ := deskAsk(t, c, "GET", path, nil)
	values := formValues(t, page)
	if !strings.Contains(page, "28 novembre 2026 (") || values.Has("with_series") {
		t.Error("the other dates are not named, or the tick is set")
	}
	values.Set("title", "Autre titre")
	values.Set("with_series", "1")
	values.Set("capacity", "-4")
	if status, page, _ := deskAsk(t, c, "POST", path, values); status != 422 || !formValues(t, page).Has("with_series") {
		t.Error("the tick is forgotten:", status)
	}
	values.Set("capacity", "5")
	if status, page, _ := deskAsk(t, c, "POST", path, values); status != 303 {
		t.Fatal(status, page)
	}
	e, err = records.EventOf(app, e.ID)
	must(t, err)
	others, err := event.Siblings(app, testapp.Now, e)
	must(t, err)
	if others[0].Title != "Autre titre" || others[0].Place != "Médiathèque" {
		t.Errorf("%+v", others[0])
	}
}

func TestACopySentTwiceIsOne(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := testapp.Event(t, app, 5, nil)
	path := srv.URL + "/gestion/evenements/" + e.ID
	_, page, _ := deskAsk(t, c, "GET", path, nil)
	form := url.Values{"intent": {intentField.FindStringSubmatch(page)[1]}, "day": {"2027-01-12"}}
	_, _, first := deskAsk(t, c, "POST", path+"/copier", form)
	_, _, again := deskAsk(t, c, "POST", path+"/copier", form)
	before, _, _ := strings.Cut(first, "?")
	after, _, _ := strings.Cut(again, "?")
	if all, err := records.Events(app, records.EventFilter{}); before != after || err != nil || len(all) != 2 {
		t.Error(first, again, len(all), err)
	}
}
