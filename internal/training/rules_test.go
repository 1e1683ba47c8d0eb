package training_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/training"
)

// asked is something in every field.
var asked = training.Rules{GroupMin: 8, Prerequisites: "Aucun", Provider: "Organisme fictif", Issuer: "PSSM France",
	EvaluationURL: "https://evaluation.exemple.invalid/pssm?a=1", TrainerNeeds: "Salle, vidéoprojecteur, boissons", PriceNote: "Gratuit\nRepas à votre charge"}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func eventNow(t *testing.T, app core.App, id string) *records.Event {
	t.Helper()
	e, err := records.EventOf(app, id)
	ok(t, err)
	return e
}

func stored(e *records.Event) training.Rules {
	r := training.RulesOf(e)
	r.Seen = ""
	return r
}

func TestWhatATrainingAsksIsWrittenOnceAndSeen(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, nil)
	later := testapp.Now.Add(time.Minute)
	r := asked
	r.Seen = e.Updated.String()
	ok(t, training.SaveRules(app, later, "essai", e.ID, r))
	if got := stored(eventNow(t, app, e.ID)); got != asked {
		t.Errorf("%+v", got)
	}
	if err := training.SaveRules(app, later, "essai", e.ID, r); !domain.Is(err, domain.ErrChangedMeanwhile) {
		t.Error("another's change is written over:", err)
	}
	again := training.RulesOf(eventNow(t, app, e.ID))
	ok(t, training.SaveRules(app, later.Add(time.Minute), "essai", e.ID, again))
	trail, err := records.AuditOf(app, "event", e.ID)
	ok(t, err)
	n := 0
	for _, line := range trail {
		if line.Action == "training" {
			n++
		}
	}
	if n != 1 {
		t.Error("lines of the trail:", n)
	}
	ok(t, event.Cancel(app, later, "essai", e.ID, "Essai"))
	if err := training.SaveRules(app, later, "essai", e.ID, asked); !domain.Is(err, domain.ErrState) {
		t.Error(err)
	}
}

func TestRulesAreRefusedAtTheirField(t *testing.T) {
	for name, c := range map[string]struct {
		field string
		code  domain.Code
		spoil func(*training.Rules)
	}{
		"fewer than nobody":   {"group_min", domain.ErrNumber, func(r *training.Rules) { r.GroupMin = -1 }},
		"more than the seats": {"group_min", domain.ErrGroupMin, func(r *training.Rules) { r.GroupMin = 17 }},
		"no https":            {"evaluation_url", domain.ErrHTTPS, func(r *training.Rules) { r.EvaluationURL = "http://exemple.invalid/a" }},
		"a script":            {"evaluation_url", domain.ErrHTTPS, func(r *training.Rules) { r.EvaluationURL = "javascript:alert(1)" }},
		"no server":           {"evaluation_url", domain.ErrHTTPS, func(r *training.Rules) { r.EvaluationURL = "https:///a" }},
		"half a server":       {"evaluation_url", domain.ErrHTTPS, func(r *training.Rules) { r.EvaluationURL = "https://evaluation" }},
		"a name in it":        {"evaluation_url", domain.ErrHTTPS, func(r *training.Rules) { r.EvaluationURL = "https://qui@exemple.invalid/" }},
		"words":               {"evaluation_url", domain.ErrHTTPS, func(r *training.Rules) { r.EvaluationURL = "voir le site" }},
		"a long provider":     {"provider", domain.ErrTooLong, func(r *training.Rules) { r.Provider = strings.Repeat("é", event.MaxLine+1) }},
		"a long issuer":       {"issuer", domain.ErrTooLong, func(r *training.Rules) { r.Issuer = strings.Repeat("é", event.MaxLine+1) }},
		"long needs":          {"trainer_needs", domain.ErrTooLong, func(r *training.Rules) { r.TrainerNeeds = strings.Repeat("é", event.MaxText+1) }},
	} {
		r := asked
		c.spoil(&r)
		if got := r.Check(16); len(got) != 1 || got[0].Field != c.field || got[0].Code != c.code {
			t.Errorf("%s: %v", name, got)
		}
	}
	if r := asked; len(r.Check(16)) > 0 || len(r.Check(8)) > 0 || len(r.Check(0)) > 0 {
		t.Error("refused as it is")
	}
}

func TestASmallerRoomIsRefusedUnderTheMinimum(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, nil)
	ok(t, training.SaveRules(app, testapp.Now, "essai", e.ID, asked))
	slots, err := records.Slots(app, e.ID)
	ok(t, err)
	d := event.DraftOf(eventNow(t, app, e.ID), slots, nil)
	d.Capacity = 7
	if _, err := event.Save(app, testapp.Now, "essai", d); !domain.Is(err, domain.ErrUnderMinimum) || domain.Refusals(err)[0].Field != "capacity" {
		t.Error(err)
	}
	rows := []event.Repetition{{Start: e.StartsAt.Time().AddDate(0, 0, 7), Capacity: 7}}
	if _, err := event.Repeat(app, testapp.Now, "essai", e.ID, "repeter00000001", rows); !domain.Is(err, domain.ErrUnderMinimum) || domain.Refusals(err)[0].Field != "row-0-capacity" {
		t.Error(err)
	}
	d.Capacity = 0 // no limit bounds no group
	_, err = event.Save(app, testapp.Now, "essai", d)
	ok(t, err)
}

// TestACopyAsksTheSameAndDecidesAnew: a copy and a series keep what a training asks, and drop what was decided of it.
func TestACopyAsksTheSameAndDecidesAnew(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, func(d *event.Draft) { d.Rule, d.RuleAmount = domain.EnoughMinutes, 330 })
	ok(t, training.SaveRules(app, testapp.Now, "essai", e.ID, asked))
	e = eventNow(t, app, e.ID)
	e.MaintainedAt, e.PostponedAt, e.ReleasedAt, e.ReviewCertificates = records.At(testapp.Now), records.At(testapp.Now), records.At(testapp.Now), true
	ok(t, records.SaveEvent(app, e))
	copied, err := event.Duplicate(app, testapp.Now, "essai", e.ID, "", e.StartsAt.Time().AddDate(0, 1, 0))
	ok(t, err)
	_, err = event.Repeat(app, testapp.Now, "essai", e.ID, "repeter00000001", []event.Repetition{{Start: e.StartsAt.Time().AddDate(0, 2, 0), Capacity: 12}})
	ok(t, err)
	others, err := event.Siblings(app, testapp.Now, eventNow(t, app, e.ID))
	ok(t, err)
	if len(others) != 1 {
		t.Fatal(len(others))
	}
	for _, c := range []*records.Event{eventNow(t, app, copied.ID), &others[0]} {
		if stored(c) != asked || c.Completion() != e.Completion() || !c.ReviewCertificates {
			t.Errorf("%+v", c)
		}
		if !c.MaintainedAt.IsZero() || !c.PostponedAt.IsZero() || !c.ReleasedAt.IsZero() {
			t.Error("what was decided of the original is decided of its copy")
		}
	}
}

// draftOf is a draft that can be saved, of a programme.
func draftOf(p *records.Item) event.Draft {
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	d := event.DraftFor(*p)
	d.Title, d.Intent = "Session d’essai", records.NewID()
	for i := range 4 {
		at := day.AddDate(0, 0, 7*i)
		d.Slots = append(d.Slots, event.SlotDraft{Start: at.Add(8 * time.Hour), End: at.Add(11*time.Hour + 30*time.Minute)})
	}
	return d
}

func TestANewEventTakesWhatItsProgrammeAsks(t *testing.T) {
	app := testapp.New(t)
	for code, want := range map[string]struct {
		rule, issuer, box string
		capacity, minutes int
	}{
		"pssm-standard": {domain.EverySlot, "PSSM France", "J’ai 18 ans ou plus", 16, 840},
		"pssm-jeunes":   {domain.EverySlot, "PSSM France", "J’ai 18 ans ou plus", 16, 840},
		"action":        {domain.EverySlot, "", "", 0, 0},
		"alfa-psy":      {domain.EverySlot, "", "", 0, 0},
		"copil":         {domain.AtLeastOneSlot, "", "", 0, 0},
	} {
		p, err := records.ItemByCode(app, records.Programmes, code)
		ok(t, err)
		d := draftOf(p)
		e, err := training.SaveEvent(app, testapp.Now, "essai", d)
		ok(t, err)
		if e.Rule != want.rule || e.RuleAmount != 0 || e.Issuer != want.issuer || e.Capacity != want.capacity || e.GroupMin != 0 || p.Minutes != want.minutes {
			t.Errorf("%s: %+v", code, e)
		}
		d.Title = "Session corrigée" // the same form again
		_, err = training.SaveEvent(app, testapp.Now, "essai", d)
		ok(t, err)
		questions, err := records.Questions(app, e.ID)
		ok(t, err)
		box := ""
		if len(questions) == 1 && questions[0].Required {
			box = questions[0].Label
		}
		if box != want.box || len(questions) > 1 {
			t.Errorf("%s: %+v", code, questions)
		}
	}
}

func TestADraftFollowsItsProgrammeUntilSomebodyWrites(t *testing.T) {
	app := testapp.New(t)
	pssm, err := records.ItemByCode(app, records.Programmes, "pssm-standard")
	ok(t, err)
	alfa, err := records.ItemByCode(app, records.Programmes, "alfa-psy")
	ok(t, err)
	p := training.ProgrammeOf(alfa)
	p.Rules, p.Capacity = asked, 16
	alfa, err = training.SaveProgramme(app, testapp.Now, "essai", alfa.ID, p)
	ok(t, err)
	e, err := training.SaveEvent(app, testapp.Now, "essai", draftOf(pssm))
	ok(t, err)
	change := func(to *records.Item, capacity int) training.Rules {
		slots, err := records.Slots(app, e.ID)
		ok(t, err)
		d := event.DraftOf(eventNow(t, app, e.ID), slots, nil)
		d.Programme, d.Capacity = to.ID, capacity
		_, err = training.SaveEvent(app, testapp.Now, "essai", d)
		ok(t, err)
		return stored(eventNow(t, app, e.ID))
	}
	if got := change(alfa, 16); got != asked {
		t.Errorf("%+v", got)
	}
	if got := change(pssm, 16); got != (training.Rules{Issuer: "PSSM France"}) {
		t.Errorf("%+v", got)
	}
	if got := change(alfa, 6); got.GroupMin != 6 {
		t.Errorf("a group of %d in a room of 6", got.GroupMin)
	}
	own := asked
	own.GroupMin, own.PriceNote = 5, "Payant"
	ok(t, training.SaveRules(app, testapp.Now, "essai", e.ID, own))
	if got := change(pssm, 6); got != own {
		t.Errorf("what somebody wrote is gone: %+v", got)
	}
}

func TestAProgrammeChangesNoEventThatExists(t *testing.T) {
	app := testapp.New(t)
	pssm, err := records.ItemByCode(app, records.Programmes, "pssm-standard")
	ok(t, err)
	e, err := training.SaveEvent(app, testapp.Now, "essai", draftOf(pssm))
	ok(t, err)
	p := training.ProgrammeOf(pssm)
	p.Rules, p.Completion, p.Capacity = asked, domain.Completion{Rule: domain.EnoughSlots, Amount: 3}, 12
	_, err = training.SaveProgramme(app, testapp.Now, "essai", pssm.ID, p)
	ok(t, err)
	if after := eventNow(t, app, e.ID); after.Capacity != 16 || after.Rule != domain.EverySlot || stored(after) != (training.Rules{Issuer: "PSSM France"}) || !after.Updated.Equal(e.Updated) {
		t.Errorf("%+v", after)
	}
	changed, err := records.ItemOf(app, records.Programmes, pssm.ID)
	ok(t, err)
	next, err := training.SaveEvent(app, testapp.Now, "essai", draftOf(changed))
	ok(t, err)
	if next.RuleAmount != 3 || next.Capacity != 12 || stored(next) != asked || changed.Code != "pssm-standard" || len(changed.RoadmapActions) != len(pssm.RoadmapActions) {
		t.Errorf("%+v", next)
	}
	p.Intent, p.Name = records.NewID(), "Gestes d’été"
	for range 2 { // a double click
		made, err := training.SaveProgramme(app, testapp.Now, "essai", "", p)
		ok(t, err)
		if made.ID != p.Intent || made.Code != "gestes-d-ete" || made.Num == 0 {
			t.Errorf("%+v", made)
		}
	}
	p.Intent = records.NewID()
	if _, err := training.SaveProgramme(app, testapp.Now, "essai", "", p); !domain.Is(err, domain.ErrTwice) {
		t.Error("two programmes of one name:", err)
	}
}

// TestARhythmGivesEveryMinute: whatever the length, what is proposed adds up to it, in hours that follow one another.
func TestARhythmGivesEveryMinute(t *testing.T) {
	var labels []string
	for _, r := range training.Rhythms(840) {
		labels = append(labels, r.Label)
	}
	if got := strings.Join(labels, ", "); got != "2\u00a0jours, 4\u00a0demi-journées sur 4\u00a0dates, 7\u00a0séances de 2\u00a0h à distance" {
		t.Error(got)
	}
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.IntRange(-60, 4000).Draw(t, "minutes")
		for _, r := range training.Rhythms(minutes) {
			total := 0
			for _, h := range r.Hours {
				from, err1 := paris.Combine("2026-12-01", h[0])
				to, err2 := paris.Combine("2026-12-01", h[1])
				if err1 != nil || err2 != nil || !to.After(from) {
					t.Fatal(h)
				}
				total += int(to.Sub(from) / time.Minute)
			}
			if total != minutes {
				t.Fatalf("%s: %d minutes of %d", r.Label, total, minutes)
			}
		}
	})
}
