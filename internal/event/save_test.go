package event_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestSaveWritesWhatWasTyped(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, func(d *event.Draft) {
		d.Title, d.Summary = "  Journée\tdes  aidants ", "En bref\r\nsur deux lignes"
		d.Agenda = []records.AgendaItem{{StartsAt: records.At(d.Slots[0].Start), EndsAt: records.At(d.Slots[0].Start.Add(time.Hour)), Title: "Accueil", Speaker: "L’équipe"}}
	})
	if e.Title != "Journée des aidants" || e.Summary != "En bref\nsur deux lignes" || e.Slug != "journee-des-aidants" {
		t.Errorf("%q %q %q", e.Title, e.Summary, e.Slug)
	}
	slots := slotsOf(t, app, e)
	if len(slots) != 2 || !e.StartsAt.Equal(slots[0].StartsAt) || !e.EndsAt.Equal(slots[1].EndsAt) {
		t.Error(slots, e.StartsAt, e.EndsAt)
	}
	agenda, err := records.Agenda(app, e.ID)
	if err != nil || len(agenda) != 1 || agenda[0].Title != "Accueil" {
		t.Error(agenda, err)
	}
	trail, err := records.AuditOf(app, "event", e.ID)
	if err != nil || len(trail) != 2 {
		t.Error(trail, err)
	}
}

func TestSaveRefusesAtTheField(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, nil)
	day := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		field string
		code  domain.Code
		spoil func(*event.Draft)
	}{
		{"no title", "title", domain.ErrRequired, func(d *event.Draft) { d.Title = " " }},
		{"only emoji", "title", domain.ErrRequired, func(d *event.Draft) { d.Title = "🎉🎉" }},
		{"only signs", "title", domain.ErrCharacters, func(d *event.Draft) { d.Title = "!!!" }},
		{"long title", "title", domain.ErrTooLong, func(d *event.Draft) { d.Title = strings.Repeat("é", 201) }},
		{"no programme", "programme", domain.ErrRequired, func(d *event.Draft) { d.Programme = "" }},
		{"unknown programme", "programme", domain.ErrChoice, func(d *event.Draft) { d.Programme = "rien" }},
		{"unknown mode", "mode", domain.ErrChoice, func(d *event.Draft) { d.Mode = "téléphone" }},
		{"unknown visibility", "visibility", domain.ErrChoice, func(d *event.Draft) { d.Visibility = "" }},
		{"unknown role", "ptsm_role", domain.ErrChoice, func(d *event.Draft) { d.PTSMRole = "" }},
		{"unknown rule", "rule", domain.ErrChoice, func(d *event.Draft) { d.Rule = "half" }},
		{"more hours than there are", "rule_amount", domain.ErrTooManyMinutes, func(d *event.Draft) { d.Rule, d.RuleAmount = domain.EnoughMinutes, 391 }},
		{"no hours", "rule_amount", domain.ErrNumber, func(d *event.Draft) { d.Rule, d.RuleAmount = domain.EnoughMinutes, 0 }},
		{"more half-days than there are", "rule_amount", domain.ErrTooManySlots, func(d *event.Draft) { d.Rule, d.RuleAmount = domain.EnoughSlots, 3 }},
		{"less than no half-day", "rule_amount", domain.ErrNumber, func(d *event.Draft) { d.Rule, d.RuleAmount = domain.EnoughSlots, -1 }},
		{"negative capacity", "capacity", domain.ErrNumber, func(d *event.Draft) { d.Capacity = -1 }},
		{"script as address", "remote_url", domain.ErrAddress, func(d *event.Draft) { d.RemoteURL = "javascript:alert(1)" }},
		{"closes before it opens", "closes", domain.ErrSlotOrder, func(d *event.Draft) { d.Opens, d.Closes = day, day.Add(-time.Hour) }},
		{"no half-day", "slot-0", domain.ErrSlotMissing, func(d *event.Draft) { d.Slots = nil }},
		{"ends before it starts", "slot-1", domain.ErrSlotOrder, func(d *event.Draft) { d.Slots[1].End = d.Slots[1].Start.Add(-time.Hour) }},
		{"half-days overlap", "slot-1", domain.ErrSlotOverlap, func(d *event.Draft) { d.Slots[1].Start = d.Slots[0].Start.Add(time.Hour) }},
		{"break longer than the half-day", "slot-0", domain.ErrNumber, func(d *event.Draft) { d.Slots[0].BreakMinutes = 600 }},
		{"long room", "slot-1", domain.ErrTooLong, func(d *event.Draft) { d.Slots[1].Room = strings.Repeat("a", 301) }},
		{"running order without a title", "item-0", domain.ErrRequired, func(d *event.Draft) {
			d.Agenda = []records.AgendaItem{{StartsAt: records.At(day), EndsAt: records.At(day.Add(time.Hour))}}
		}},
		{"running order backwards", "item-0", domain.ErrSlotOrder, func(d *event.Draft) {
			d.Agenda = []records.AgendaItem{{StartsAt: records.At(day), EndsAt: records.At(day), Title: "Accueil"}}
		}},
		{"unknown territory", "territory", domain.ErrChoice, func(d *event.Draft) { d.Territory = "x" }},
		{"unknown axis", "axis", domain.ErrChoice, func(d *event.Draft) { d.Axis = "x" }},
		{"unknown secondary action", "other_actions", domain.ErrChoice, func(d *event.Draft) { d.OtherActions = []string{"x"} }},
		{"unknown organiser", "organisers", domain.ErrChoice, func(d *event.Draft) { d.Organisers = []string{"x"} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draftOf(t, app, e)
			c.spoil(&d)
			if _, err := event.Save(app, now, "test", d); !has(err, c.code, c.field) {
				t.Errorf("got %v, want %s at %s", err, c.code, c.field)
			}
			d.ID = ""
			if _, err := event.Save(app, now, "test", d); !has(err, c.code, c.field) {
				t.Errorf("new: got %v, want %s at %s", err, c.code, c.field)
			}
		})
	}
	if got := reload(t, records.EventOf, app, e.ID); got.Title != e.Title || got.Capacity != 16 {
		t.Error("a refused draft changed the event:", got)
	}
	if all, err := records.Events(app, records.EventFilter{}); err != nil || len(all) != 1 {
		t.Error("a refused draft made an event:", len(all), err)
	}
}

func TestCapacityThatRisesSeatsThoseWhoWaitInOrder(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	first := testapp.Register(t, app, e, "Essai", "Alba")
	var waiting []*records.Registration
	for _, name := range []string{"Bruno", "Chloé", "Dalia"} {
		waiting = append(waiting, testapp.Register(t, app, e, "Essai", name))
	}
	d := draftOf(t, app, e)
	d.Capacity = 3
	if _, err := event.Save(app, now, "test", d); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"confirmed", "confirmed", "waitlisted"} {
		if got := reload(t, records.RegistrationOf, app, waiting[i].ID); got.State != want {
			t.Errorf("%s is %s, want %s", got.FirstName, got.State, want)
		}
	}
	if n := lettersOf(t, app, e, "promotion"); len(n) != 2 || n[waiting[0].Email] != 1 || n[waiting[1].Email] != 1 {
		t.Error(n)
	}
	d.Capacity = 2
	if _, err := event.Save(app, now, "test", d); !has(err, domain.ErrCapacityTaken, "capacity") || domain.Refusals(err)[0].Arg != "3" {
		t.Error("a capacity under the seats taken:", err)
	}
	d.Capacity = 0 // no limit any more
	if _, err := event.Save(app, now, "test", d); err != nil {
		t.Fatal(err)
	}
	if got := reload(t, records.RegistrationOf, app, waiting[2].ID); got.State != "confirmed" {
		t.Error(got.State)
	}
	if got := reload(t, records.RegistrationOf, app, first.ID); got.State != "confirmed" {
		t.Error(got.State)
	}
}

func TestHalfDaysWithScans(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	slots := slotsOf(t, app, e)
	arrive(t, app, e, r, slots[0].ID, slots[0].StartsAt.Time())

	d := draftOf(t, app, e)
	d.Slots = d.Slots[1:]
	if _, err := event.Save(app, now, "test", d); !has(err, domain.ErrSlotAttended, "slot-"+slots[0].ID) {
		t.Error("a half-day that bears a scan was removed:", err)
	}
	if len(slotsOf(t, app, e)) != 2 {
		t.Error("a refused draft dropped a half-day")
	}

	d = draftOf(t, app, e)
	d.Slots = append(d.Slots[:1], event.SlotDraft{Label: "Soir", Start: d.Slots[1].End, End: d.Slots[1].End.Add(time.Hour)})
	d.Slots[0].End, d.Slots[0].BreakMinutes = d.Slots[0].End.Add(time.Hour), 30
	if _, err := event.Save(app, now, "test", d); err != nil {
		t.Fatal(err)
	}
	after := slotsOf(t, app, e)
	if len(after) != 2 || after[0].ID != slots[0].ID || after[1].ID == slots[1].ID || after[1].Label != "Soir" {
		t.Error(after)
	}
	presences, err := records.Attendances(app, e.ID)
	if err != nil || len(presences) != 1 || presences[0].Minutes != 4*60 {
		t.Error("the minutes did not follow the half-day:", presences, err)
	}
	facts, err := records.FactsOfEvents(app, []int{e.Num})
	if err != nil || len(facts) != 1 || facts[0].Minutes != 4*60 {
		t.Error("the figures did not follow:", facts, err)
	}
}

func TestAClosedEventKeepsWhatItsCertificatesSay(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Rule, d.RuleAmount = domain.EnoughSlots, 1 })
	if err := event.Close(app, e.EndsAt.Time(), "test", e.ID); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*event.Draft){
		"hours":       func(d *event.Draft) { d.Slots[0].End = d.Slots[0].End.Add(-time.Hour) },
		"one less":    func(d *event.Draft) { d.Slots = d.Slots[:1] },
		"rule":        func(d *event.Draft) { d.Rule = domain.EverySlot },
		"certificate": func(d *event.Draft) { d.Certificate = false },
		"amount":      func(d *event.Draft) { d.RuleAmount = 2 },
	} {
		d := draftOf(t, app, e)
		spoil(&d)
		if _, err := event.Save(app, now, "test", d); !domain.Is(err, domain.ErrEventHeld) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := draftOf(t, app, e)
	d.Title, d.Slots[0].Label = "Autre titre", "Matinée"
	if _, err := event.Save(app, now, "test", d); err != nil {
		t.Error(err)
	}
}

func TestAProposedActionStaysAProposalUntilConfirmed(t *testing.T) {
	app := testapp.New(t)
	action, err := records.ItemByCode(app, records.RoadmapActions, "40")
	if err != nil {
		t.Fatal(err)
	}
	e := testapp.Event(t, app, 0, nil) // « attractivité » proposes action 40
	if len(e.ProposedActions) != 1 || e.ProposedActions[0] != action.ID || e.RoadmapAction != "" || len(e.OtherActions) != 0 {
		t.Fatal(e.ProposedActions, e.RoadmapAction, e.OtherActions)
	}
	for _, c := range []struct {
		main          string
		others        []string
		left, counted int
	}{{"", nil, 1, 0}, {"", []string{action.ID, action.ID}, 0, 1}, {action.ID, []string{action.ID}, 0, 0}} {
		d := draftOf(t, app, e)
		d.ProposedActions, d.Action, d.OtherActions = []string{action.ID}, c.main, c.others
		saved, err := event.Save(app, now, "test", d)
		if err != nil || len(saved.ProposedActions) != c.left || len(saved.OtherActions) != c.counted || saved.RoadmapAction != c.main {
			t.Error(c, saved, err)
		}
	}
}

func TestTwoEventsOfOneTitleHaveTwoAddresses(t *testing.T) {
	app := testapp.New(t)
	a, b := testapp.Event(t, app, 0, nil), testapp.Event(t, app, 0, nil)
	if a.Slug != "journee-d-essai" || b.Slug != "journee-d-essai-2" || a.Tag == b.Tag {
		t.Error(a.Slug, b.Slug, a.Tag, b.Tag)
	}
}

func TestTheSameFormMakesOneEvent(t *testing.T) {
	app := testapp.New(t)
	d := draftOf(t, app, testapp.Event(t, app, 0, nil))
	d.ID, d.Intent = "", records.NewID()
	for i := range d.Slots {
		d.Slots[i].ID = ""
	}
	a, err := event.Save(app, now, "test", d)
	if err != nil {
		t.Fatal(err)
	}
	d.Title = "Envoyé une seconde fois"
	b, err := event.Save(app, now, "test", d)
	if err != nil || a.ID != d.Intent || b.ID != a.ID || b.Title != d.Title {
		t.Error(a, b, err)
	}
	if all, err := records.Events(app, records.EventFilter{}); err != nil || len(all) != 2 {
		t.Error(len(all), err)
	}
}

func TestAChangeMadeMeanwhileIsNotWrittenOver(t *testing.T) {
	app := testapp.New(t)
	mine := draftOf(t, app, testapp.Event(t, app, 0, nil))
	theirs := mine
	theirs.Title = "Le titre d’une autre main"
	if _, err := event.Save(app, now.Add(time.Second), "other", theirs); err != nil {
		t.Fatal(err)
	}
	mine.Summary = "Mon résumé"
	if _, err := event.Save(app, now.Add(time.Minute), "test", mine); !domain.Is(err, domain.ErrChangedMeanwhile) {
		t.Fatalf("%v, want a refusal", err)
	}
	saved, err := records.EventOf(app, mine.ID)
	if err != nil || saved.Title != theirs.Title {
		t.Error(saved.Title, err)
	}
}
