package hooks_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// chosen is a training that chooses its participants, with applications that wait, and the coordinator's browser.
type chosen struct {
	app    core.App
	srv    *httptest.Server
	boss   *http.Client
	event  *records.Event
	people []*records.Registration
	path   string
}

func newChosen(t *testing.T, capacity, people int, change func(*records.Event)) *chosen {
	t.Helper()
	app := testapp.New(t)
	c := &chosen{app: app, event: testapp.Event(t, app, capacity, nil)}
	c.event.Approval = true
	if change != nil {
		change(c.event)
	}
	must(t, records.SaveEvent(app, c.event))
	for i := range people {
		in := testapp.Request(c.event, fmt.Sprintf("Demande%03d", i), "Alba")
		in.Email = fmt.Sprintf("alba%d@exemple.invalid", i)
		if c.event.Manager {
			in.ManagerEmail = "chefferie@exemple.invalid"
		}
		a, err := registration.Register(app, testapp.Now, in)
		must(t, err)
		c.people = append(c.people, a.Registration)
	}
	c.srv = testapp.Serve(t, app)
	c.boss = testapp.Login(t, c.srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	c.path = "/gestion/evenements/" + c.event.ID + "/candidatures"
	return c
}

func (c *chosen) ids() (ids []string) {
	for _, r := range c.people {
		ids = append(ids, r.ID)
	}
	return ids
}

// states counts the applications by where they stand.
func (c *chosen) states(t *testing.T) string {
	t.Helper()
	counts, err := records.StateCounts(c.app, c.event.ID)
	must(t, err)
	var out []string
	for s, n := range counts {
		out = append(out, fmt.Sprintf("%s %d", s, n))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func (c *chosen) sound(t *testing.T) {
	t.Helper()
	report, err := check.Run(c.app, testapp.Now)
	must(t, err)
	for _, v := range report.Violations {
		t.Error(v)
	}
}

// letters are the texts of all that was written about a registration.
func (c *chosen) letters(t *testing.T, r *records.Registration) (out string) {
	t.Helper()
	rows, _, err := records.Letters(c.app, records.LetterFilter{Registration: r.ID, Limit: 10})
	must(t, err)
	for _, l := range rows {
		out += plainText(l.Subject + "\n" + l.Text)
	}
	return out
}

func plainText(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "&#39;", "'").Replace(s)
}

func TestTheBoardShowsWhoWaitsAndAnswersThem(t *testing.T) {
	c := newChosen(t, 2, 4, nil)
	_, home, _ := askDesk(t, c.boss, c.srv.URL+"/gestion", nil)
	if !strings.Contains(plainText(home), "4 demandes d’inscription attendent") {
		t.Error("the home does not say that people wait")
	}
	for _, order := range []string{"", "asked", "sector", "new", "house", "rien"} {
		status, body, _ := askDesk(t, c.boss, c.srv.URL+c.path+"?tri="+order+"&cocher=2&page=7", nil)
		if body = plainText(body); status != 200 || !strings.Contains(body, "Candidatures (4") || strings.Count(body, " checked") != 3 || !strings.Contains(body, "Première participation") {
			t.Errorf("%q: %d, %d ticked", order, status, strings.Count(body, " checked"))
		}
	}
	some := c.ids()[:3]
	// Shown, and nothing done.
	status, body, _ := askDesk(t, c.boss, c.srv.URL+c.path, url.Values{"demande": some, "decision": {"refuse"}, "word": {"Priorité au secteur."}, "do": {"apercu"}})
	if status != 200 || !strings.Contains(plainText(body), "n’a pas pu être retenue") || strings.Count(body, "Priorité au secteur.") != 2 || c.states(t) != "requested 4" {
		t.Errorf("preview: %d, %s", status, c.states(t))
	}
	for name, f := range map[string]url.Values{
		"nobody":   {"decision": {"accept"}, "word": {"gardé"}},
		"nothing":  {"demande": some, "word": {"gardé"}},
		"nonsense": {"demande": some, "decision": {"autre"}, "word": {"gardé"}},
		"too long": {"demande": some, "decision": {"accept"}, "word": {"gardé" + strings.Repeat("é", 500)}},
	} {
		status, body, _ := askDesk(t, c.boss, c.srv.URL+c.path, f)
		if status != 422 || !strings.Contains(body, "gardé") || strings.Count(body, `name="demande"`) != 4 || c.states(t) != "requested 4" {
			t.Errorf("%s: %d, %s", name, status, c.states(t))
		}
		if name == "too long" && strings.Count(body, " checked") != 4 {
			t.Errorf("%s: the ticks are lost", name)
		}
	}
	page := landAt(t, c.boss, c.srv.URL, c.path, url.Values{"demande": some, "decision": {"accept"}, "word": {"À bientôt."}})
	if !strings.Contains(plainText(page), "3 réponses enregistrées : 2 places attribuées, 1 en liste d’attente, faute de place libre ou à cause d’un quota.") || c.states(t) != "confirmed 2, requested 1, waitlisted 1" {
		t.Error(c.states(t))
	}
	page = landAt(t, c.boss, c.srv.URL, c.path, url.Values{"demande": some, "decision": {"refuse"}})
	if !strings.Contains(plainText(page), "avaient déjà leur réponse") || c.states(t) != "confirmed 2, requested 1, waitlisted 1" {
		t.Error("answered twice: " + c.states(t))
	}
	if got := c.letters(t, c.people[2]); !strings.Contains(got, "Vous êtes 1er sur la liste") || !strings.Contains(got, "Le mot de la coordination : À bientôt.") {
		t.Errorf("letter of the list:\n%s", got)
	}
	c.sound(t)
}

func TestARefusalIsTakenBackOnce(t *testing.T) {
	c := newChosen(t, 1, 2, nil)
	landAt(t, c.boss, c.srv.URL, c.path, url.Values{"demande": c.ids(), "decision": {"refuse"}, "word": {"Complet."}})
	if c.states(t) != "refused 2" {
		t.Fatal(c.states(t))
	}
	again := testapp.Request(c.event, "Demande001", "Alba") // asks once more by the form
	again.Email = "alba1@exemple.invalid"
	_, err := registration.Register(c.app, testapp.Now, again)
	must(t, err)
	for range 2 {
		page := landAt(t, c.boss, c.srv.URL, c.path, url.Values{"reprendre": {c.people[0].ID}})
		if !strings.Contains(plainText(page), "attend de nouveau votre réponse") {
			t.Error("not said")
		}
	}
	page := landAt(t, c.boss, c.srv.URL, c.path, url.Values{"reprendre": {c.people[1].ID}})
	if !strings.Contains(plainText(page), "existe déjà") || c.states(t) != "refused 1, requested 2" {
		t.Error(c.states(t))
	}
	if status, _, _ := askDesk(t, c.boss, c.srv.URL+c.path, url.Values{"reprendre": {"rien"}}); status != 404 {
		t.Errorf("somebody of nowhere: %d", status)
	}
	landAt(t, c.boss, c.srv.URL, c.path, url.Values{"demande": {c.people[0].ID}, "decision": {"accept"}})
	if status, body, _ := askDesk(t, c.boss, c.srv.URL+"/gestion/evenements/"+c.event.ID+"/inscriptions/"+c.people[0].ID, nil); status != 200 || !strings.Contains(body, "Refus repris") {
		t.Errorf("%d: the trail does not say it", status)
	}
	c.sound(t)
}

// Two hundred at once is one answer; the seats go in the order of asking.
func TestTwoHundredAreAnsweredAtOnce(t *testing.T) {
	c := newChosen(t, 16, 205, nil)
	status, body, _ := askDesk(t, c.boss, c.srv.URL+c.path+"?cocher=200", nil)
	if status != 200 || strings.Count(body, `name="demande"`) != 200 || strings.Count(body, " checked") != 201 || !strings.Contains(body, "page=2") {
		t.Fatalf("%d, %d rows", status, strings.Count(body, `name="demande"`))
	}
	landAt(t, c.boss, c.srv.URL, c.path, url.Values{"demande": c.ids()[:200], "decision": {"accept"}})
	if c.states(t) != "confirmed 16, requested 5, waitlisted 184" {
		t.Error(c.states(t))
	}
	last, err := records.RegistrationOf(c.app, c.people[15].ID)
	must(t, err)
	if last.State != string(domain.Confirmed) {
		t.Error("not in the order of asking")
	}
	c.sound(t)
}

// A list that the event does not have is no answer, and seats that are not left are said so.
func TestWithoutAListSeatsRunOut(t *testing.T) {
	c := newChosen(t, 1, 2, func(e *records.Event) { e.Waitlist = false })
	for _, x := range []struct {
		decision string
		want     int
	}{{"list", 422}, {"accept", 409}} {
		status, body, _ := askDesk(t, c.boss, c.srv.URL+c.path, url.Values{"demande": c.ids(), "decision": {x.decision}, "word": {"gardé"}})
		if status != x.want || !strings.Contains(body, "gardé") || c.states(t) != "requested 2" {
			t.Errorf("%s: %d %s", x.decision, status, c.states(t))
		}
	}
	landAt(t, c.boss, c.srv.URL, c.path, url.Values{"demande": c.ids()[:1], "decision": {"accept"}})
	c.sound(t)
}

func (c *chosen) agreementOf(t *testing.T, r *records.Registration) string {
	t.Helper()
	token, err := link.Token(c.app, link.Manager, r.ID)
	must(t, err)
	return "/accord/" + token
}

func TestAManagerAnswersOnce(t *testing.T) {
	c := newChosen(t, 1, 3, func(e *records.Event) { e.Approval, e.Manager, e.Waitlist = false, true, false })
	guest := testapp.Browser(t)
	at := c.agreementOf(t, c.people[0])
	for range 3 { // mails are scanned: their links are opened by machines
		status, body, _ := askDesk(t, guest, c.srv.URL+at, nil)
		if status != 200 || !strings.Contains(plainText(body), "Votre réponse est attendue") || !strings.Contains(body, "Je ne suis pas d’accord") || !strings.Contains(body, "Demande000") {
			t.Fatalf("%d", status)
		}
	}
	for name, f := range map[string]url.Values{"nothing": {"mot": {"gardé"}}, "nonsense": {"reponse": {"x"}, "mot": {"gardé"}}, "too long": {"reponse": {"oui"}, "mot": {"gardé" + strings.Repeat("a", 500)}}} {
		if status, body, _ := askDesk(t, guest, c.srv.URL+at, f); status != 422 || !strings.Contains(body, "gardé") || c.states(t) != "pending_manager 3" {
			t.Errorf("%s: %d %s", name, status, c.states(t))
		}
	}
	for i, f := range []url.Values{{"reponse": {"oui"}, "mot": {"Avec plaisir."}}, {"reponse": {"non"}, "mot": {"Finalement non."}}} {
		page := plainText(landAt(t, guest, c.srv.URL, at, f))
		if !strings.Contains(page, "Vous avez répondu le 20 novembre") && !strings.Contains(page, "Vous avez répondu le vendredi 20 novembre") || !strings.Contains(page, "Avec plaisir.") || strings.Contains(page, "Finalement") || strings.Contains(page, `value="oui"`) {
			t.Errorf("answer %d:\n%s", i, page)
		}
	}
	if c.states(t) != "confirmed 1, pending_manager 2" {
		t.Error(c.states(t))
	}
	landAt(t, guest, c.srv.URL, c.agreementOf(t, c.people[1]), url.Values{"reponse": {"non"}, "mot": {"Service à effectif minimum."}})
	landAt(t, guest, c.srv.URL, c.agreementOf(t, c.people[2]), url.Values{"reponse": {"oui"}}) // nothing is left
	if c.states(t) != "confirmed 1, refused 2" {
		t.Error(c.states(t))
	}
	for i, want := range map[int]string{1: "Votre responsable n’a pas donné son accord. Son mot : Service à effectif minimum.", 2: "plus aucune place n’était libre"} {
		if got := c.letters(t, c.people[i]); !strings.Contains(got, want) {
			t.Errorf("letters:\n%s", got)
		}
	}
	c.sound(t)
}
