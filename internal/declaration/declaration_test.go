package declaration_test

import (
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/check"
	"passerelle/internal/declaration"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func form(t testing.TB, app core.App) declaration.Form {
	t.Helper()
	territory, err := records.ItemByCode(app, records.Territories, "capso")
	must(t, err)
	return declaration.Form{Title: "Ciné-débat", Organisation: "Médiathèque d’essai", Territory: territory.ID, Starts: testapp.Now.AddDate(0, 0, 3),
		Ends: testapp.Now.AddDate(0, 0, 3).Add(2 * time.Hour), People: declaration.Unknown, ContactName: "Alba", ContactEmail: "alba@exemple.invalid", Intent: "nonce"}
}

// declared gives the totals of « toutes périodes » at a moment: what is declared, and what is recorded.
func declared(t testing.TB, app core.App, now time.Time) (events, people, recorded int) {
	t.Helper()
	r, err := stats.Count(app, now, stats.Query{Period: domain.Period{}})
	must(t, err)
	if v := r.Total.Declared(domain.FigEvents); v != nil {
		events = v.Value
	}
	if v := r.Total.Declared(domain.FigPresent); v != nil {
		people = v.Value
	}
	return events, people, r.Total.Counts[domain.FigEvents] + r.Total.Counts[domain.FigPresent] + r.Total.Counts[domain.FigHeadcount] + r.Total.Counts[domain.FigPeople]
}

// An accepted action counts as declared from its day on, with its number once it is known, and never with what
// was signed; refused, it counts nothing.
func TestADeclaredActionCountsApart(t *testing.T) {
	app := testapp.New(t)
	f := form(t, app)
	after := f.Ends.Add(time.Hour)
	events, people, recorded := declared(t, app, after)
	d, err := declaration.Declare(app, testapp.Now, f)
	must(t, err)
	again, err := declaration.Declare(app, testapp.Now, f)
	must(t, err)
	if again.ID != d.ID {
		t.Error("the same form declared twice")
	}
	expect := func(what string, now time.Time, e, p int) {
		t.Helper()
		if gotE, gotP, gotR := declared(t, app, now); gotE != events+e || gotP != people+p || gotR != recorded {
			t.Errorf("%s: %d actions, %d people, %d recorded; want %d, %d, %d", what, gotE-events, gotP-people, gotR-recorded, e, p, 0)
		}
	}
	expect("proposed", after, 0, 0)
	must(t, declaration.Decide(app, testapp.Now, "c", d.ID, declaration.Accepted, "Merci"))
	expect("accepted, to come", testapp.Now, 0, 0)
	expect("accepted, its day gone", after, 1, 0)
	if err := declaration.SetPeople(app, testapp.Now, "partner", d.ID, 40); !domain.Is(err, domain.ErrNotStarted) {
		t.Error("people before the action:", err)
	}
	must(t, declaration.SetPeople(app, after, "partner", d.ID, 40))
	expect("with its number", after, 1, 40)
	must(t, declaration.SetPeople(app, after, "partner", d.ID, 0)) // nobody came: that is known
	expect("nobody", after, 1, 0)
	if err := declaration.Correct(app, after, d.ID, f); !domain.Is(err, domain.ErrState) {
		t.Error("corrected after the decision:", err)
	}
	rows, err := records.DeclaredCounts(app)
	must(t, err)
	for _, line := range rows {
		if line.Code == "declaration-"+d.ID {
			action, err := records.ItemOf(app, records.RoadmapActions, line.RoadmapAction)
			must(t, err)
			if action.Code != "9" || line.PTSMRole != "soutenu" || line.Partners != "Médiathèque d’essai" {
				t.Errorf("%+v of action %s", line, action.Code)
			}
		}
	}
	must(t, declaration.Decide(app, after, "c", d.ID, declaration.Refused, ""))
	expect("refused afterwards", after, 0, 0)
	letters, _, err := records.Letters(app, records.LetterFilter{Limit: 50})
	must(t, err)
	if len(letters) != 3 {
		t.Errorf("%d letters: received, accepted, refused", len(letters))
	}
}

func TestWhatCannotBeDeclared(t *testing.T) {
	app := testapp.New(t)
	for field, change := range map[string]func(*declaration.Form){
		"titre": func(f *declaration.Form) { f.Title = " " }, "organisation": func(f *declaration.Form) { f.Organisation = "12" },
		"territoire": func(f *declaration.Form) { f.Territory = "ailleurs" }, "debut": func(f *declaration.Form) { f.Starts = time.Time{} },
		"fin": func(f *declaration.Form) { f.Ends = f.Starts }, "personnes": func(f *declaration.Form) { f.People = -2 },
		"contact": func(f *declaration.Form) { f.ContactName = "" }, "email": func(f *declaration.Form) { f.ContactEmail = "alba" },
		"site": func(f *declaration.Form) { f.URL = "javascript:alert(1)" },
	} {
		f := form(t, app)
		change(&f)
		_, err := declaration.Declare(app, testapp.Now, f)
		if r := domain.Refusals(err); len(r) != 1 || r[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// Whatever is decided, edited and counted, in any order, the history has a line exactly for what is accepted.
func TestTheHistoryFollowsTheDecision(t *testing.T) {
	app := testapp.New(t)
	f := form(t, app)
	d, err := declaration.Declare(app, testapp.Now, f)
	must(t, err)
	after := f.Ends.Add(time.Hour)
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			var err error
			after = after.Add(time.Minute)
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				err = declaration.Decide(app, after, "c", d.ID, declaration.Accepted, "")
			case 1:
				err = declaration.Decide(app, after, "c", d.ID, declaration.Refused, "")
			case 2:
				if err = declaration.SetPeople(app, after, "partner", d.ID, rapid.IntRange(0, 50).Draw(t, "people")); domain.Is(err, domain.ErrState) {
					err = nil // refused
				}
			case 3:
				g := f
				g.People = rapid.IntRange(-1, 50).Draw(t, "edited")
				err = declaration.Edit(app, after, "c", d.ID, g)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		now, err := records.DeclarationOf(app, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := records.DeclaredCounts(app)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, line := range rows {
			if line.Code == "declaration-"+d.ID {
				if n++; line.Attendance != now.People {
					t.Fatalf("the history says %d, the declaration %d", line.Attendance, now.People)
				}
			}
		}
		if want := map[string]int{declaration.Accepted: 1}[now.State]; n != want {
			t.Fatalf("%s: %d lines", now.State, n)
		}
	})
	found, err := check.Run(app, after)
	must(t, err)
	for _, v := range found.Violations {
		t.Error(v)
	}
}
