package question_test

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func save(t *testing.T, app core.App, event string, d question.Draft) *records.Question {
	t.Helper()
	if d.ID == "" {
		d.ID = records.NewID()
	}
	q, err := question.Save(app, testapp.Now, "essai", event, d)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// answer writes the answers of a registration as registering does.
func answer(t *testing.T, app core.App, r *records.Registration, typed records.Answers) error {
	t.Helper()
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := question.Ask(app, e, typed, r.ID)
	if err != nil {
		return err
	}
	r.Answers = kept
	return records.SaveRegistration(app, r)
}

func labels(list ...string) (out []records.Option) {
	for _, l := range list {
		out = append(out, records.Option{Label: l})
	}
	return out
}

func TestRewordingAQuestionKeepsItsAnswers(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	q := save(t, app, e.ID, question.Draft{Kind: question.Choice, Label: "Repas", Options: labels("Sur place", "Non")})
	r := testapp.Register(t, app, e, "Essai", "Alba")
	if err := answer(t, app, r, records.Answers{q.ID: {q.Options[0].ID}}); err != nil {
		t.Fatal(err)
	}
	d := question.DraftOf(*q)
	d.Label, d.Options = "Déjeunez-vous ?", []records.Option{{ID: q.Options[1].ID, Label: "Non merci"}, {Label: "Oui"}}
	q = save(t, app, e.ID, d)
	if len(q.Options) != 3 || len(question.Offered(*q)) != 2 || !q.Options[2].Removed {
		t.Fatalf("%+v", q.Options)
	}
	if words := question.Words(*q, r.Answers); len(words) != 1 || words[0] != "Sur place" {
		t.Errorf("the answer lost its words: %v", words)
	}
	d = question.DraftOf(*q)
	d.Kind, d.Options = question.Text, nil
	if _, err := question.Save(app, testapp.Now, "essai", e.ID, d); !domain.Is(err, domain.ErrKindAnswered) {
		t.Errorf("a kind that denies an answer: %v", err)
	}
}

func TestTheSameFormMakesOneQuestion(t *testing.T) {
	app := testapp.New(t)
	e, other := testapp.Event(t, app, 0, nil), testapp.Event(t, app, 0, nil)
	d := question.Draft{ID: records.NewID(), Kind: question.Text, Label: "Une question"}
	save(t, app, e.ID, d)
	save(t, app, e.ID, d)
	if rows, err := records.Questions(app, e.ID); err != nil || len(rows) != 1 {
		t.Errorf("%d questions, %v", len(rows), err)
	}
	if _, err := question.Save(app, testapp.Now, "essai", other.ID, d); !domain.Is(err, domain.ErrState) {
		t.Errorf("by another event's page: %v", err)
	}
}

func TestAnAnsweredQuestionIsRemovedOnceSureAndItsAnswersStay(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	never := save(t, app, e.ID, question.Draft{Kind: question.Text, Label: "Jamais répondue"})
	q := save(t, app, e.ID, question.Draft{Kind: question.Tick, Label: "Je reste à midi"})
	shown := save(t, app, e.ID, question.Draft{Kind: question.Text, Label: "Que mangez-vous ?", ShowIf: q.ID, ShowValue: question.Yes})
	r := testapp.Register(t, app, e, "Essai", "Alba")
	if err := answer(t, app, r, records.Answers{q.ID: {"1"}}); err != nil {
		t.Fatal(err)
	}
	remove := func(id string, sure bool) error { return question.Remove(app, testapp.Now, "essai", e.ID, id, sure) }
	if err := remove(q.ID, true); !domain.Is(err, domain.ErrDependent) {
		t.Errorf("another hangs on it: %v", err)
	}
	if err := remove(shown.ID, false); err != nil {
		t.Fatal(err)
	}
	if err := remove(q.ID, false); !domain.Is(err, domain.ErrAnswered) || domain.Refusals(err)[0].Arg != "1" {
		t.Errorf("not warned: %v", err)
	}
	for range 2 {
		if err := remove(q.ID, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := remove(never.ID, false); err != nil {
		t.Fatal(err)
	}
	live, _ := records.Questions(app, e.ID)
	all, err := records.EveryQuestion(app, e.ID)
	if err != nil || len(live) != 0 || len(all) != 1 || all[0].ID != q.ID || len(question.Words(all[0], r.Answers)) != 1 {
		t.Errorf("%+v, %+v %v", live, all, err)
	}
}

func TestAFullWorkshopIsRefusedWhereThereIsNoList(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Waitlist = false })
	q := save(t, app, e.ID, question.Draft{Kind: question.Workshop, Label: "Atelier",
		Options: []records.Option{{Label: "Dessin", Capacity: 1}, {Label: "Marche", Capacity: 1}}})
	drawing, walk := q.Options[0].ID, q.Options[1].ID
	first, second, third := testapp.Register(t, app, e, "Un", "Ana"), testapp.Register(t, app, e, "Deux", "Bo"), testapp.Register(t, app, e, "Trois", "Cy")
	d := question.DraftOf(*q)
	d.Required = true
	save(t, app, e.ID, d)
	for range 2 { // its own seat does not stand in its way
		if err := answer(t, app, first, records.Answers{q.ID: {drawing}}); err != nil {
			t.Fatal(err)
		}
	}
	err := answer(t, app, second, records.Answers{q.ID: {drawing}})
	if !domain.Is(err, domain.ErrWorkshopFull) || domain.Refusals(err)[0] != (domain.Error{Code: domain.ErrWorkshopFull, Field: question.Field(q.ID), Arg: "Dessin"}) {
		t.Errorf("one too many: %v", err)
	}
	if err := answer(t, app, second, records.Answers{}); !domain.Is(err, domain.ErrRequired) {
		t.Errorf("none chosen: %v", err)
	}
	if err := answer(t, app, second, records.Answers{q.ID: {walk}}); err != nil {
		t.Fatal(err)
	}
	if err := answer(t, app, third, records.Answers{}); err != nil {
		t.Errorf("kept out by a choice that is not there: %v", err)
	}
	rooms, err := question.Workshops(app, e.ID, "")
	if err != nil || len(rooms) != 2 || rooms[0].Left() != 0 || rooms[1].Taken != 1 {
		t.Errorf("%+v %v", rooms, err)
	}
	d.Options[0].Capacity = 3
	save(t, app, e.ID, d)
	if err := answer(t, app, third, records.Answers{q.ID: {drawing}}); err != nil {
		t.Fatal(err)
	}
	d.Options[0].Capacity = 1
	if _, err := question.Save(app, testapp.Now, "essai", e.ID, d); !domain.Is(err, domain.ErrCapacityTaken) || domain.Refusals(err)[0].Arg != "2" {
		t.Errorf("under the seats taken: %v", err)
	}
}

func TestALargerWorkshopSeatsWhoWaitsForIt(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	q := save(t, app, e.ID, question.Draft{Kind: question.Workshop, Label: "Atelier", Required: true, Options: []records.Option{{Label: "Dessin", Capacity: 1}, {Label: "Marche"}}})
	register := func(name, option, state string) *records.Registration {
		t.Helper()
		in := testapp.Request(e, name, "Ada")
		in.Answers = records.Answers{q.ID: {option}}
		a, err := registration.Register(app, testapp.Now, in)
		if err != nil || a.Registration.State != state {
			t.Fatalf("%s: %+v %v", name, a.Registration, err)
		}
		return a.Registration
	}
	drawing, walk := q.Options[0].ID, q.Options[1].ID
	register("Premiere", drawing, "confirmed")
	waits := register("Attend", drawing, "waitlisted")
	register("Passe", walk, "confirmed") // held back by a workshop, one lets pass who fits
	in := testapp.Request(e, "Oublie", "Ada")
	if _, err := registration.Register(app, testapp.Now, in); !domain.Is(err, domain.ErrRequired) || domain.Refusals(err)[0].Field != question.Field(q.ID) {
		t.Errorf("no answer: %v", err)
	}
	in.Origin = domain.FromCoordinator
	if _, err := registration.Register(app, testapp.Now, in); err != nil {
		t.Errorf("by the desk, which asks nothing: %v", err)
	}
	rooms, err := question.Workshops(app, e.ID, "")
	if err != nil || rooms[0].Taken != 1 || rooms[0].Asking != 1 || rooms[1].Taken != 1 {
		t.Errorf("%+v %v", rooms, err)
	}
	d := question.DraftOf(*q)
	d.Options[0].Capacity = 2
	if err := event.SaveQuestion(app, testapp.Now, "essai", e.ID, d); err != nil {
		t.Fatal(err)
	}
	if r, err := records.RegistrationOf(app, waits.ID); err != nil || r.State != "confirmed" {
		t.Errorf("%+v %v", r, err)
	}
}

func TestAQuestionStandsAfterTheOneThatShowsIt(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	first := save(t, app, e.ID, question.Draft{Kind: question.Choice, Label: "Première", Options: labels("A", "B")})
	second := save(t, app, e.ID, question.Draft{Kind: question.Text, Label: "Seconde", ShowIf: first.ID, ShowValue: first.Options[0].ID})
	third := save(t, app, e.ID, question.Draft{Kind: question.Text, Label: "Troisième"})
	for name, d := range map[string]question.Draft{
		"on one that comes later":  {ID: first.ID, Kind: question.Text, Label: "x", ShowIf: third.ID, ShowValue: "x"},
		"on itself":                {ID: first.ID, Kind: question.Text, Label: "x", ShowIf: first.ID, ShowValue: first.Options[0].ID},
		"on an answer of nowhere":  {ID: third.ID, Kind: question.Text, Label: "x", ShowIf: first.ID, ShowValue: "rien"},
		"on a text":                {ID: third.ID, Kind: question.Text, Label: "x", ShowIf: second.ID, ShowValue: "x"},
		"on a question of nowhere": {ID: third.ID, Kind: question.Text, Label: "x", ShowIf: records.NewID(), ShowValue: "oui"},
	} {
		if _, err := question.Save(app, testapp.Now, "essai", e.ID, d); !domain.Is(err, domain.ErrCondition) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := question.DraftOf(*first)
	d.Options = []records.Option{d.Options[1], {Label: "C"}}
	if _, err := question.Save(app, testapp.Now, "essai", e.ID, d); !domain.Is(err, domain.ErrDependent) {
		t.Errorf("the answer that shows another is gone: %v", err)
	}
	move := func(id string, up bool) error { return question.Move(app, testapp.Now, "essai", e.ID, id, up) }
	if err := move(second.ID, true); !domain.Is(err, domain.ErrDependent) {
		t.Errorf("before the one that shows it: %v", err)
	}
	for _, step := range []struct {
		id string
		up bool
	}{{third.ID, true}, {third.ID, true}, {third.ID, true}, {second.ID, false}} {
		if err := move(step.id, step.up); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := records.Questions(app, e.ID)
	if err != nil || len(rows) != 3 || rows[0].ID != third.ID || rows[1].ID != first.ID || rows[2].ID != second.ID {
		t.Errorf("%+v %v", rows, err)
	}
}

func TestADraftOfAQuestionIsRefusedAtItsFields(t *testing.T) {
	for name, c := range map[string]struct {
		draft question.Draft
		want  domain.Error
	}{
		"no words":      {question.Draft{Kind: question.Text}, domain.Error{Code: domain.ErrRequired, Field: "label"}},
		"no kind":       {question.Draft{Label: "Mot"}, domain.Error{Code: domain.ErrChoice, Field: "kind"}},
		"one option":    {question.Draft{Kind: question.Choice, Label: "Mot", Options: labels("A")}, domain.Error{Code: domain.ErrOptions, Field: "options"}},
		"twice":         {question.Draft{Kind: question.Several, Label: "Mot", Options: labels("Été", "ete")}, domain.Error{Code: domain.ErrTwice, Field: "option-1"}},
		"an empty one":  {question.Draft{Kind: question.Several, Label: "Mot", Options: labels("A", " ")}, domain.Error{Code: domain.ErrRequired, Field: "option-1"}},
		"seats of none": {question.Draft{Kind: question.Workshop, Label: "Mot", Options: []records.Option{{Label: "A", Capacity: -1}, {Label: "B"}}}, domain.Error{Code: domain.ErrNumber, Field: "seats-0"}},
	} {
		if errs := c.draft.Check(); len(errs) != 1 || errs[0] != c.want {
			t.Errorf("%s: %v", name, errs)
		}
	}
}
