package hooks_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
	"passerelle/internal/training"
)

// course makes a published training of two half-days, that many days after Now, with a minimum.
func course(t *testing.T, app core.App, capacity, minimum, days int, change func(*event.Draft)) *records.Event {
	t.Helper()
	programme, err := records.ItemByCode(app, records.Programmes, "pssm-standard")
	must(t, err)
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
	e := testapp.Event(t, app, capacity, func(d *event.Draft) {
		d.Title, d.Programme, d.Rule = "Premiers secours", programme.ID, domain.EverySlot
		d.Slots = []event.SlotDraft{{Label: "Un", Start: day.Add(8 * time.Hour), End: day.Add(11 * time.Hour)},
			{Label: "Deux", Start: day.Add(13 * time.Hour), End: day.Add(16 * time.Hour)}}
		if change != nil {
			change(d)
		}
	})
	e.GroupMin = minimum
	must(t, records.SaveEvent(app, e))
	return e
}

// sound audits the platform: not one violation.
func sound(t *testing.T, app core.App, now time.Time) {
	t.Helper()
	report, err := check.Run(app, now)
	must(t, err)
	for _, v := range report.Violations {
		t.Error(v)
	}
}

// lettersAbout counts the letters of a kind about an event.
func lettersAbout(t *testing.T, app core.App, event, kind string) int {
	t.Helper()
	n := 0
	must(t, app.DB().NewQuery("SELECT COUNT(*) FROM outbox WHERE event = {:e} AND kind = {:k}").Bind(map[string]any{"e": event, "k": kind}).Row(&n))
	return n
}

func submit(t *testing.T, c *http.Client, address string, form url.Values) answer {
	t.Helper()
	res, err := c.PostForm(address, form)
	return read(t, res, err)
}

func postponement(t *testing.T, app core.App, e *records.Event, days int) url.Values {
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	f := url.Values{"seen": {training.Seen(e, slots)}, "reason": {"Formatrice absente"}}
	for i, hours := range [][2]string{{"09:00", "12:00"}, {"14:00", "17:00"}} {
		at := fmt.Sprintf("slot-%d-", i)
		f.Set(at+"day", paris.Day(e.StartsAt.Time().AddDate(0, 0, days)))
		f.Set(at+"start", hours[0])
		f.Set(at+"end", hours[1])
	}
	return f
}

// A training is postponed from its page: everybody is asked once, answers, and is chased once; who cannot come leaves
// the seat to the next of the list.
func TestATrainingIsPostponed(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv := testapp.Serve(t, app)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := course(t, app, 3, 0, 20, func(d *event.Draft) { d.Closes = time.Date(2026, 12, 8, 11, 0, 0, 0, time.UTC) })
	var people []*records.Registration
	for _, name := range []string{"Un", "Deux", "Trois", "Quatre"} {
		people = append(people, testapp.Register(t, app, e, name, "Alba"))
	}
	e, err := records.EventOf(app, e.ID)
	must(t, err)
	page := srv.URL + "/gestion/evenements/" + e.ID + "/formation"
	if a := get(t, boss, page+"/reporter?decaler=14"); a.status != 200 || !strings.Contains(a.body, `value="2026-12-24"`) {
		t.Fatalf("the form, a fortnight later: %d", a.status)
	}
	wrong := postponement(t, app, e, 14)
	wrong.Set("slot-1-start", "10:00")
	if a := submit(t, boss, page+"/reporter", wrong); a.status != 422 || !strings.Contains(a.body, `value="10:00"`) || !strings.Contains(a.body, "slot-1-start") || !strings.Contains(a.body, "Formatrice absente") {
		t.Fatalf("an overlap: %d", a.status)
	}
	if n := lettersAbout(t, app, e.ID, mail.Postponed); n != 0 {
		t.Fatalf("%d letters of a refused postponement", n)
	}
	good := postponement(t, app, e, 14)
	for range 2 { // twice the same
		if a := submit(t, boss, page+"/reporter", good); a.status != 303 {
			t.Fatalf("postponed: %d %s", a.status, a.body)
		}
	}
	if n := lettersAbout(t, app, e.ID, mail.Postponed); n != 4 {
		t.Fatalf("%d letters for four people", n)
	}
	if n := lettersAbout(t, app, e.ID, mail.Changed); n != 0 {
		t.Fatal("told twice")
	}
	moved, err := records.EventOf(app, e.ID)
	must(t, err)
	if got := moved.RegistrationCloses.Time(); !got.Equal(time.Date(2026, 12, 22, 11, 0, 0, 0, time.UTC)) {
		t.Errorf("registrations close on %s", got)
	}
	if _, _, err := records.Untold(app, e.ID); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("a move is still to be told: %v", err)
	}
	if a := get(t, testapp.Browser(t), srv.URL+"/evenements/"+e.Slug); !strings.Contains(a.body, "Reportée du jeudi 10 décembre 2026 au jeudi 24 décembre 2026") {
		t.Error("the public page does not say it")
	}
	sound(t, app, now)

	guest := testapp.Browser(t)
	own := func(r *records.Registration) string {
		token, err := link.Token(app, link.Registration, r.ID)
		must(t, err)
		return srv.URL + "/inscriptions/" + token
	}
	if a := get(t, guest, own(people[0])+"/dates?reponse=non"); a.status != 200 || !strings.Contains(a.body, "Je viens toujours") {
		t.Fatalf("the question: %d", a.status)
	}
	if a := submit(t, guest, own(people[0])+"/dates", url.Values{"reponse": {"oui"}}); a.status != 303 {
		t.Fatalf("yes: %d", a.status)
	}
	for range 2 {
		if a := submit(t, guest, own(people[1])+"/dates", url.Values{"reponse": {"non"}}); a.status != 303 {
			t.Fatalf("no: %d", a.status)
		}
	}
	if a := submit(t, guest, own(people[2])+"/dates", url.Values{}); a.status != 422 {
		t.Fatalf("neither: %d", a.status)
	}
	for i, want := range []string{"confirmed", "cancelled", "confirmed", "confirmed"} {
		r, err := records.RegistrationOf(app, people[i].ID)
		must(t, err)
		if r.State != want || r.DatesConfirmedAt.IsZero() == (i == 0) || r.ByOrganiser() {
			t.Errorf("person %d: %s, confirmed %s", i, r.State, r.DatesConfirmedAt)
		}
	}
	if a := get(t, boss, page); !strings.Contains(a.body, "Vient toujours") || !strings.Contains(a.body, "Pas encore répondu") {
		t.Error("the dashboard does not say who answered")
	}
	for _, c := range []struct {
		at   time.Time
		want int
	}{{moved.StartsAt.Time().AddDate(0, 0, -9), 0}, {moved.StartsAt.Time().AddDate(0, 0, -8).Add(time.Hour), 2}, {moved.StartsAt.Time().AddDate(0, 0, -6), 2}} {
		now = c.at
		_, err := training.Chase(app, now)
		must(t, err)
		if n := lettersAbout(t, app, e.ID, mail.PostponedAgain); n != c.want {
			t.Errorf("%s: %d reminders, want %d", c.at, n, c.want)
		}
	}
	a := submit(t, boss, page+"/dates", url.Values{"inscription": {people[2].ID}, "reponse": {"oui"}})
	if r, err := records.RegistrationOf(app, people[2].ID); err != nil || a.status != 303 || r.DatesConfirmedAt.IsZero() {
		t.Errorf("an answer by telephone: %d %v", a.status, err)
	}
	sound(t, app, now)
}

// Once somebody was present, or the event is over, a training is not postponed any more; the form says why.
func TestATrainingThatMetIsNotPostponed(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := course(t, app, 0, 0, 20, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	must(t, records.PutAttendance(app, records.Attendance{Event: e.ID, Registration: r.ID, Slot: slots[0].ID, FirstAt: slots[0].StartsAt, Minutes: 180, Proof: 4, Scans: 1}, true))
	page := srv.URL + "/gestion/evenements/" + e.ID + "/formation"
	if a := get(t, boss, page+"/reporter"); a.status != 200 || !strings.Contains(a.body, "ne se reporte plus") {
		t.Errorf("the form: %d", a.status)
	}
	if a := submit(t, boss, page+"/reporter", postponement(t, app, e, 7)); a.status != 409 {
		t.Errorf("postponed: %d", a.status)
	}
	if n := lettersAbout(t, app, e.ID, mail.Postponed); n != 0 {
		t.Errorf("%d letters", n)
	}
}

// Of two who postpone at once to other dates, one is told that it changed meanwhile: nobody gets two letters.
func TestTwoPostponeAtOnce(t *testing.T) {
	app := testapp.New(t)
	e := course(t, app, 0, 0, 20, nil)
	for i := range 5 {
		testapp.Register(t, app, e, fmt.Sprint("Essai", i), "Alba")
	}
	e, err := records.EventOf(app, e.ID)
	must(t, err)
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	refused := make([]error, 4)
	var all sync.WaitGroup
	for i := range refused {
		all.Go(func() {
			to := training.Dates{Seen: training.Seen(e, slots), Slots: records.DomainSlots(slots)}
			for j := range to.Slots {
				to.Slots[j].Start, to.Slots[j].End = to.Slots[j].Start.AddDate(0, 0, 7*(i+1)), to.Slots[j].End.AddDate(0, 0, 7*(i+1))
			}
			_, refused[i] = training.Postpone(app, testapp.Now, "test", e.ID, to)
		})
	}
	all.Wait()
	done := 0
	for _, err := range refused {
		if err == nil {
			done++
		} else if !domain.Is(err, domain.ErrChangedMeanwhile) {
			t.Error(err)
		}
	}
	if n := lettersAbout(t, app, e.ID, mail.Postponed); done != 1 || n != 5 {
		t.Errorf("%d postponed it, %d letters", done, n)
	}
	sound(t, app, testapp.Now)
}

// Under its minimum, fifteen days before, a training is on the home page until somebody decides, and again when people
// leave it afterwards.
func TestUnderItsMinimum(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv := testapp.Serve(t, app)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	e := course(t, app, 16, 4, 20, nil)
	first := testapp.Register(t, app, e, "Un", "Alba")
	testapp.Register(t, app, e, "Deux", "Alba")
	page := srv.URL + "/gestion/evenements/" + e.ID + "/formation"
	due := func(want bool, when string) {
		t.Helper()
		home, board := get(t, boss, srv.URL+"/gestion"), get(t, boss, page)
		if strings.Contains(home.body, "pour un minimum de 4") != want || strings.Contains(board.body, "que décidez-vous") != want {
			t.Errorf("%s: the decision is asked for wrongly (%v)", when, want)
		}
	}
	due(false, "three weeks before")
	now = testapp.Now.AddDate(0, 0, 6)
	due(true, "a fortnight before")
	for range 2 {
		if a := submit(t, boss, page+"/maintenir", url.Values{"prevenir": {"1"}}); a.status != 303 {
			t.Fatalf("maintained: %d", a.status)
		}
	}
	if n := lettersAbout(t, app, e.ID, mail.Maintained); n != 2 {
		t.Errorf("%d letters for two people", n)
	}
	due(false, "maintained")
	must(t, registration.Cancel(app, now, first.ID, registration.ByPerson, "participant", ""))
	due(true, "somebody left")
	for _, name := range []string{"Trois", "Quatre", "Cinq"} {
		testapp.Register(t, app, e, name, "Alba")
	}
	due(false, "enough people")
	if a := get(t, boss, page); !strings.Contains(a.body, "atteint maintenant son minimum") {
		t.Error("the dashboard does not say that it is large enough")
	}
	if a := submit(t, boss, page+"/maintenir", url.Values{}); a.status != 409 {
		t.Errorf("maintained, with nothing to decide: %d", a.status)
	}
	if a := get(t, boss, srv.URL+"/gestion/formations"); a.status != 200 || !strings.Contains(a.body, "Premiers secours") {
		t.Errorf("the list: %d", a.status)
	}
	sound(t, app, now)
}

// Somebody changes group: a free seat is taken, a full group gives a place on its list, the seat left goes to the next;
// another programme, and a group of somebody else, are refused.
func TestSomebodyChangesGroup(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	u := testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	boss := testapp.Login(t, srv, u)
	one, two := course(t, app, 2, 0, 20, nil), course(t, app, 2, 0, 30, nil)
	other := testapp.Event(t, app, 5, nil)
	a, b, waits := testapp.Register(t, app, one, "Un", "Alba"), testapp.Register(t, app, one, "Deux", "Alba"), testapp.Register(t, app, one, "Trois", "Alba")
	c := testapp.Register(t, app, two, "Quatre", "Alba")
	at := func(r *records.Registration) string {
		return srv.URL + "/gestion/evenements/" + r.Event + "/formation/groupe/" + r.ID
	}
	if p := get(t, boss, at(a)); p.status != 200 || !strings.Contains(p.body, "1\u00a0place libre sur 2") {
		t.Fatalf("the page: %d", p.status)
	}
	for _, wrong := range []string{other.ID, one.ID, "", "nulle-part"} {
		if p := submit(t, boss, at(a), url.Values{"groupe": {wrong}}); p.status != 422 {
			t.Errorf("moved to %q: %d", wrong, p.status)
		}
	}
	if p := submit(t, boss, at(a), url.Values{"groupe": {two.ID}}); p.status != 303 {
		t.Fatalf("moved: %d", p.status)
	}
	if p := submit(t, boss, at(a), url.Values{"groupe": {two.ID}}); p.status != 422 {
		t.Errorf("moved twice: %d", p.status)
	}
	next, err := records.RegistrationOf(app, waits.ID)
	must(t, err)
	there, err := records.LiveRegistration(app, two.ID, a.Person)
	must(t, err)
	if next.State != "confirmed" || there.State != "confirmed" || there.Ticket == a.Ticket {
		t.Errorf("who waited is %s, who moved %s", next.State, there.State)
	}
	if p := submit(t, boss, at(b), url.Values{"groupe": {two.ID}}); p.status != 303 {
		t.Fatalf("moved to a full group: %d", p.status)
	}
	if there, err = records.LiveRegistration(app, two.ID, b.Person); err != nil || there.State != "waitlisted" {
		t.Errorf("in a full group: %v %v", there, err)
	}
	if n := lettersAbout(t, app, two.ID, mail.GroupChanged); n != 2 {
		t.Errorf("%d letters for two people", n)
	}
	if p := submit(t, boss, at(next), url.Values{"geste": {"echanger"}, "personne": {c.ID}}); p.status != 303 {
		t.Errorf("exchanged: %d %s", p.status, p.body)
	}
	own := testapp.User(t, app, records.Organiser, "o@exemple.invalid")
	e, err := records.EventOf(app, one.ID)
	must(t, err)
	e.Organisers = []string{own.Id}
	must(t, records.SaveEvent(app, e))
	mine, err := records.LiveRegistration(app, one.ID, c.Person)
	must(t, err)
	if p := submit(t, testapp.Login(t, srv, own), at(mine), url.Values{"groupe": {two.ID}}); p.status != 422 {
		t.Errorf("an organiser moved somebody to another's group: %d", p.status)
	}
	sound(t, app, testapp.Now)
}
