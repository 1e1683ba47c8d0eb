package hooks_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/settings"
	"passerelle/internal/testapp"
)

// The picture and the poster answer whom the page answers.
func TestThePictureAndThePosterAnswerAsThePage(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	guest, organiser := testapp.Browser(t), testapp.Login(t, srv, testapp.User(t, app, records.Organiser, "orga@exemple.invalid"))
	draft := testapp.Event(t, app, 5, nil)
	copied, err := event.Duplicate(app, testapp.Now, "test", draft.ID, "", time.Time{})
	must(t, err)
	see := func(v string) string {
		return testapp.Event(t, app, 10, func(d *event.Draft) { d.Visibility = v }).Slug
	}
	for slug, want := range map[string][2]int{see(domain.Public): {200, 200}, see(domain.ByLink): {200, 200}, see(domain.Internal): {404, 200}, copied.Slug: {404, 404}, "rien": {404, 404}} {
		for _, path := range []string{"", "/image.png", "/affiche.pdf"} {
			for i, c := range []*http.Client{guest, organiser} {
				if a := get(t, c, srv.URL+"/evenements/"+slug+path); a.status != want[i] {
					t.Errorf("%s%s: %d, want %d", slug, path, a.status, want[i])
				}
			}
		}
	}
}

func TestThePictureIsKeptUntilAWordOfItChanges(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 5, nil)
	path := srv.URL + "/evenements/" + e.Slug
	ask := func(known string) (int, string, []byte) {
		t.Helper()
		req, err := http.NewRequest("GET", path+"/image.png", nil)
		must(t, err)
		req.Header.Set("If-None-Match", known)
		res, err := c.Do(req)
		must(t, err)
		a := read(t, res, nil)
		if a.status == 200 && res.Header.Get("Content-Type") != "image/png" || res.Header.Get("Cache-Control") != "public, max-age=300" {
			t.Error(res.Header)
		}
		return a.status, res.Header.Get("ETag"), []byte(a.body)
	}
	status, tag, body := ask("")
	config, err := png.DecodeConfig(bytes.NewReader(body))
	if err != nil || status != 200 || tag == "" || config.Width != 1200 || config.Height != 630 {
		t.Fatal(status, tag, config, err)
	}
	if status, _, body := ask(tag); status != 304 || len(body) != 0 {
		t.Error("known already:", status)
	}
	page := get(t, c, path)
	has(t, page, 200, `property="og:image" content="`+path+`/image.png?v=`+strings.Trim(tag, `"`)+`"`, `name="twitter:card" content="summary_large_image"`, `property="og:image:width" content="1200"`)
	must(t, event.Cancel(app, testapp.Now, "test", e.ID, ""))
	status, other, again := ask(tag)
	if status != 200 || other == tag || bytes.Equal(body, again) {
		t.Error("called off, and the picture does not say it:", status)
	}
	has(t, get(t, c, path), 200, strings.Trim(other, `"`))
}

func TestThePosterIsAPage(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	must(t, settings.AddLogo(app, testapp.Now, "test", "logo.png", picture(t)))
	e := testapp.Event(t, app, 16, func(d *event.Draft) {
		d.Title, d.Audience, d.Mode = strings.Repeat("Un titre très long et 😀 ", 8), strings.Repeat("Pour tout le monde. ", 100), "mixed"
		d.Slots, d.Closes = nil, testapp.Now.Add(time.Hour)
		for i := range 7 {
			start := testapp.Now.AddDate(0, 0, 7*i+1)
			d.Slots = append(d.Slots, event.SlotDraft{Start: start, End: start.Add(3 * time.Hour)})
		}
	})
	a := get(t, c, srv.URL+"/evenements/"+e.Slug+"/affiche.pdf")
	if a.status != 200 || !strings.HasPrefix(a.body, "%PDF-") || strings.Count(a.body, "/Type /Page\n") != 1 || !strings.Contains(a.body, "/Subtype /Image") {
		t.Error(a.status, len(a.body))
	}
	has(t, get(t, c, srv.URL+"/evenements/"+e.Slug), 200, "/affiche.pdf", "/calendrier.ics")
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	has(t, get(t, boss, srv.URL+"/gestion/evenements/"+e.ID), 200, "Partager", e.Slug+"/affiche.pdf", e.Slug+"/image.png", e.Slug+"/calendrier.ics")
}

var jsonLD = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// What schema.org/Event and the search engines ask, in every state of an event.
func TestTheEventIsDescribedInFull(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 1, func(d *event.Draft) { d.Mode, d.Closes = "mixed", testapp.Now.Add(time.Hour) })
	remote := testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Title, d.Mode, d.RemoteURL = "Visio", "remote", "https://visio.exemple.invalid/secret"
	})
	path := srv.URL + "/evenements/" + e.Slug
	describe := func(address string) map[string]any {
		t.Helper()
		found := jsonLD.FindStringSubmatch(get(t, c, address).body)
		if found == nil {
			t.Fatal("no JSON-LD")
		}
		var data map[string]any
		must(t, json.Unmarshal([]byte(found[1]), &data))
		for _, key := range []string{"@context", "@type", "name", "description", "startDate", "endDate", "eventStatus", "eventAttendanceMode", "location", "image", "organizer", "url"} {
			if data[key] == nil || data[key] == "" {
				t.Errorf("%s: no %s", address, key)
			}
		}
		for _, key := range []string{"startDate", "endDate"} {
			if _, err := time.Parse(time.RFC3339, data[key].(string)); err != nil {
				t.Error(err)
			}
		}
		return data
	}
	offer := func(data map[string]any) string {
		o, ok := data["offers"].(map[string]any)
		if !ok || o["url"] != path+"/inscription" || o["validFrom"] == nil || o["validThrough"] == nil {
			t.Errorf("offer: %v", data["offers"])
		}
		kind, _ := o["availability"].(string)
		return strings.TrimPrefix(kind, "https://schema.org/")
	}
	data := describe(path)
	places, _ := data["location"].([]any)
	if len(places) != 2 || data["eventAttendanceMode"] != "https://schema.org/MixedEventAttendanceMode" || data["eventStatus"] != "https://schema.org/EventScheduled" {
		t.Errorf("%v", data)
	}
	if offer(data) != "InStock" || data["remainingAttendeeCapacity"] != 1.0 || data["maximumAttendeeCapacity"] != 1.0 {
		t.Errorf("%v", data)
	}
	testapp.Register(t, app, e, "Essai", "Alba")
	if data = describe(path); offer(data) != "SoldOut" || data["remainingAttendeeCapacity"] != 0.0 {
		t.Errorf("%v", data)
	}
	must(t, event.Cancel(app, testapp.Now, "test", e.ID, ""))
	if data = describe(path); data["eventStatus"] != "https://schema.org/EventCancelled" || data["offers"] != nil {
		t.Errorf("%v", data)
	}
	data = describe(srv.URL + "/evenements/" + remote.Slug)
	if where := data["location"].(map[string]any); where["@type"] != "VirtualLocation" || strings.Contains(where["url"].(string), "secret") {
		t.Errorf("%v", where)
	}
}

// A calendar that follows an event sees each of its changes: the number grows, and the hours move.
func TestACalendarFollowsAChange(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 0, nil)
	sequence := regexp.MustCompile(`SEQUENCE:(\d+)`)
	for _, path := range []string{"/evenements/" + e.Slug + "/calendrier.ics", "/agenda.ics"} {
		before := get(t, c, srv.URL+path)
		has(t, before, 200, "DTSTART:20261121T080000Z", "STATUS:CONFIRMED")
		_, err := event.Save(app, testapp.Now.Add(time.Hour), "test", draftOf(t, app, e, func(d *event.Draft) {
			d.Slots[0].Start, d.Place = d.Slots[0].Start.Add(30*time.Minute), "Autre salle"
		}))
		must(t, err)
		after := get(t, c, srv.URL+path)
		has(t, after, 200, "DTSTART:20261121T083000Z", "Autre salle")
		if a, b := sequence.FindStringSubmatch(before.body), sequence.FindStringSubmatch(after.body); a[1] != "0" || b[1] != "3600" {
			t.Error(path, a, b)
		}
		_, err = event.Save(app, testapp.Now, "test", draftOf(t, app, e, func(d *event.Draft) { d.Slots[0].Start = e.StartsAt.Time() }))
		must(t, err)
	}
}
