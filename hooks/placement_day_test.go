package hooks_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// The tutor, on a phone: the page, a half-day refused with what was typed, told with the code that the camera read, put
// off, set again, finished with what took place; nothing of it is another link's.
func TestTheTutorTellsTheDaysAndPutsThemOff(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv := testapp.Serve(t, app)
	camp := testapp.Campaign(t, app, nil)
	offer := testapp.Offer(t, app, camp, nil)
	p := testapp.Signed(t, app, testapp.Matched(t, app, camp, offer, "Exemple", "Camille"))
	other := testapp.Matched(t, app, camp, offer, "Essai", "Noa")
	token, err := link.Token(app, link.PlacementHost, p.Row.ID)
	must(t, err)
	mine, err := link.Token(app, link.PlacementTrainee, p.Row.ID)
	must(t, err)
	host, day := srv.URL+"/stage-accueil/"+token, func(i int) string {
		return srv.URL + "/stage-accueil/" + token + "/demi-journees/" + p.P.Days[i].ID
	}
	c, stranger := testapp.Browser(t), testapp.Browser(t)

	now = p.P.Days[0].End.Add(time.Minute)
	page := get(t, c, host)
	for _, want := range []string{"Accueillir Camille Exemple", "Confirmer la présence", "Signaler qu’elle n’aura pas lieu", "EPSM", "Convention"} {
		if page.status != http.StatusOK || !strings.Contains(page.body, want) {
			t.Errorf("%d without %q", page.status, want)
		}
	}
	if a := get(t, c, srv.URL+"/stage-accueil/"+token+"/demi-journees/"+other.P.Days[0].ID); a.status != http.StatusNotFound {
		t.Errorf("the half-day of another placement: %d", a.status)
	}

	// The ticket of a stage: a stranger reads no name; the tutor's own browser goes to the half-day, the code filled in.
	ticketAt := srv.URL + "/B/" + p.Row.Ticket
	if a := get(t, stranger, ticketAt); a.status != http.StatusOK || !strings.Contains(a.body, "Billet de stage valable") || strings.Contains(a.body, "Exemple") || strings.Contains(a.body, token) {
		t.Errorf("a stranger with the ticket: %d %s", a.status, a.body)
	}
	scanned := get(t, c, ticketAt)
	if scanned.status != http.StatusSeeOther || !strings.HasSuffix(scanned.location, p.P.Days[0].ID+"?billet="+p.Row.Ticket) {
		t.Fatalf("the ticket in the tutor's browser: %d %s", scanned.status, scanned.location)
	}
	if a := get(t, c, srv.URL+"/B/"+ticket.New(placement.TicketTag)); a.status != http.StatusNotFound {
		t.Errorf("a ticket of nobody: %d", a.status)
	}
	if form := follow(t, c, srv, scanned); form.status != http.StatusOK || !strings.Contains(form.body, `value="`+p.Row.Ticket+`"`) {
		t.Errorf("the form: %d", form.status)
	}

	bad := post(t, c, day(0), "intent", records.NewID(), "presence", "yes", "minutes", "1 h", "incident", "shortened", "how", "code", "code", "BCDF-GH23", "reason", "")
	if bad.status != http.StatusUnprocessableEntity || !strings.Contains(bad.body, "BCDF-GH23") || !strings.Contains(bad.body, `value="1 h"`) || !strings.Contains(bad.body, `href="#code"`) || !strings.Contains(bad.body, `href="#reason"`) {
		t.Errorf("a wrong code: %d", bad.status)
	}
	intent := records.NewID()
	for range 2 {
		if a := post(t, c, day(0), "intent", intent, "presence", "yes", "minutes", "2 h", "incident", "shortened", "how", "code", "code", p.Row.Ticket, "reason", "Réunion"); a.status != http.StatusSeeOther {
			t.Fatalf("told: %d %s", a.status, a.body)
		}
	}
	if page := get(t, c, host); !strings.Contains(page.body, "billet scanné") {
		t.Error("the page does not say how")
	}

	// Put off by the trainee, set again by the host: the agreement must be amended first.
	change := srv.URL + "/mon-stage/" + mine + "/changement"
	if a := post(t, stranger, change, "move", "postpone", "intent", records.NewID(), "reason-postpone", ""); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#reason-postpone"`) {
		t.Errorf("put off without a reason: %d", a.status)
	}
	if a := post(t, stranger, change, "move", "resume", "intent", records.NewID(), "slot-0-day", "2026-12-10", "slot-0-start", "09:00", "slot-0-end", "12:00"); a.status != http.StatusConflict && a.status != http.StatusForbidden {
		t.Errorf("the trainee sets the days: %d", a.status)
	}
	if a := post(t, stranger, change, "move", "postpone", "intent", records.NewID(), "reason-postpone", "Formation"); a.status != http.StatusSeeOther {
		t.Errorf("put off: %d", a.status)
	}
	if a := get(t, c, host+"/changement"); !strings.Contains(a.body, "Poser de nouvelles dates") || !strings.Contains(a.body, "Terminer avec ce qui a eu lieu") || strings.Contains(a.body, "Annuler le stage") {
		t.Errorf("what the host may change: %d", a.status)
	}
	if a := post(t, c, host+"/changement", "move", "resume", "intent", records.NewID(), "slot-0-day", "", "slot-0-start", "13:00", "slot-0-end", "16:00", "slot-1-day", "2026-11-01", "slot-1-start", "9h", "slot-1-end", "12h"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#slot-0-day"`) || !strings.Contains(a.body, "2026-11-01") {
		t.Errorf("days that are past: %d", a.status)
	}
	again := paris.Day(now.AddDate(0, 0, 9))
	if a := post(t, c, host+"/changement", "move", "resume", "intent", records.NewID(), "slot-0-day", again, "slot-0-start", "9h", "slot-0-end", "12h"); a.status != http.StatusSeeOther {
		t.Errorf("days set again: %d", a.status)
	}
	if page := get(t, c, host); !strings.Contains(page.body, "Nouvelle version de la convention attendue") || strings.Contains(page.body, "Confirmer la présence") {
		t.Error("the days can be told before the amendment")
	}
	for _, file := range []string{host + "/consignes.pdf", host + "/calendrier.ics", srv.URL + "/mon-stage/" + mine + "/consignes.pdf", srv.URL + "/mon-stage/" + mine + "/calendrier.ics"} {
		if a := get(t, stranger, file); a.status != http.StatusOK || len(a.body) < 200 {
			t.Errorf("%s: %d", file, a.status)
		}
	}

	// Finished with what took place, twice.
	if a := post(t, c, host+"/changement", "move", "postpone", "intent", records.NewID(), "reason-postpone", "Travaux"); a.status != http.StatusSeeOther {
		t.Fatalf("put off again: %d", a.status)
	}
	if a := post(t, c, host+"/changement", "move", "finish", "intent", records.NewID(), "reason-finish", "Plus de date"); a.status != http.StatusSeeOther {
		t.Errorf("finished: %d %s", a.status, a.body)
	}
	if a := post(t, c, host+"/terminer"); a.status != http.StatusSeeOther {
		t.Errorf("finished again: %d", a.status)
	}
	done, err := placement.Open(app, p.Row.ID)
	if err != nil || done.P.State != domain.PlacementDone || done.Row.Registration == "" {
		t.Errorf("%s, %v", done.P.State, err)
	}
}
