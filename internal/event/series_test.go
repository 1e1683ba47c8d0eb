package event_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

const intent = "repeter00000001"

// at is a moment of the wall clock of Paris.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := paris.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRepeatMakesDraftsOfItsOwnDatesAndPlaces(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, func(d *event.Draft) {
		d.Rule, d.RuleAmount = domain.EnoughSlots, 2
		d.Title, d.Description, d.Access, d.Slots[0].Room = "1 000 premiers jours", "Le même texte", "Bus 3", "Salle A"
		d.Agenda = []records.AgendaItem{{StartsAt: records.At(d.Slots[0].Start), EndsAt: records.At(d.Slots[0].End), Title: "Accueil"}}
	})
	lens, err := records.ItemByCode(app, records.Territories, "lens-henin")
	if err != nil {
		t.Fatal(err)
	}
	rows := []event.Repetition{
		{Start: at(t, "2027-04-06T09:00"), Territory: lens.ID, Place: "Médiathèque de Lens", Capacity: 30}, // summer time
		{Start: at(t, "2027-01-12T13:30"), Capacity: 0},
	}
	done, err := event.Repeat(app, now, "test", e.ID, intent, rows)
	if err != nil || done != (event.Repeated{Made: 2}) {
		t.Fatal(done, err)
	}
	e = reload(t, records.EventOf, app, e.ID)
	others, err := event.Siblings(app, now, e)
	if err != nil || len(others) != 2 || e.Series == "" {
		t.Fatal(others, err)
	}
	january, april := others[0], others[1]
	if april.Place != "Médiathèque de Lens" || april.Address != "" || april.Access != "" || april.Territory != lens.ID || april.Capacity != 30 ||
		april.Description != e.Description || april.Completion() != e.Completion() || april.Status != domain.Draft || april.Slug == e.Slug || april.Tag == e.Tag {
		t.Errorf("%+v", april)
	}
	if january.Place != e.Place || january.Address != e.Address || january.Access != "Bus 3" || january.Capacity != 0 {
		t.Errorf("%+v", january)
	}
	for i, want := range []string{"2027-04-06T09:00", "2027-04-06T14:00"} { // 9 h is 9 h, whatever the season
		if s := slotsOf(t, app, &april)[i]; paris.Input(s.StartsAt.Time()) != want || s.Room != "" {
			t.Errorf("%+v, want %s", s, want)
		}
	}
	for i, want := range []string{"2027-01-12T13:30", "2027-01-12T18:30"} {
		if s := slotsOf(t, app, &january)[i]; paris.Input(s.StartsAt.Time()) != want {
			t.Errorf("%+v, want %s", s, want)
		}
	}
	if agenda, err := records.Agenda(app, january.ID); err != nil || len(agenda) != 1 || paris.Input(agenda[0].StartsAt.Time()) != "2027-01-12T13:30" {
		t.Error(agenda, err)
	}

	more := append(rows, event.Repetition{Start: at(t, "2027-05-11T09:00")})
	if done, err := event.Repeat(app, now, "test", e.ID, intent, more); err != nil || done != (event.Repeated{Made: 1, Already: 2}) {
		t.Error("the same form with one row more:", done, err)
	}
	if again := reload(t, records.EventOf, app, e.ID); again.Series != e.Series {
		t.Error("another series:", again.Series)
	}
}

func TestRepeatTakesTheEndOfAnOnlyHalfDay(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, func(d *event.Draft) { d.Slots = d.Slots[:1] })
	if _, err := event.Repeat(app, now, "test", e.ID, intent, []event.Repetition{{Start: at(t, "2027-01-12T14:00"), End: at(t, "2027-01-12T18:15")}}); err != nil {
		t.Fatal(err)
	}
	others, err := event.Siblings(app, now, reload(t, records.EventOf, app, e.ID))
	if err != nil || len(others) != 1 || paris.Input(others[0].EndsAt.Time()) != "2027-01-12T18:15" {
		t.Error(others, err)
	}
}

func TestRepeatIsAllOrNothing(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, func(d *event.Draft) { d.Slots = d.Slots[:1] })
	good := event.Repetition{Start: at(t, "2027-01-12T09:00"), Capacity: 16}
	for field, bad := range map[string]event.Repetition{
		"row-1-day": {}, "row-1-end": {Start: at(t, "2027-01-12T09:00"), End: at(t, "2027-01-12T08:00")},
		"row-1-territory": {Start: good.Start, Territory: "rien"}, "row-1-capacity": {Start: good.Start, Capacity: -1},
		"row-1-place": {Start: good.Start, Address: "1 rue sans lieu"},
	} {
		if _, err := event.Repeat(app, now, "test", e.ID, intent, []event.Repetition{good, bad}); len(domain.Refusals(err)) != 1 || domain.Refusals(err)[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	kept := domain.Quota{Kind: domain.ReservedSector, Of: e.Programme, Max: 10}
	e.Quotas = records.Quotas{kept}
	if err := records.SaveEvent(app, e); err != nil {
		t.Fatal(err)
	}
	small := event.Repetition{Start: good.Start, Capacity: 9}
	if _, err := event.Repeat(app, now, "test", e.ID, intent, []event.Repetition{small}); !has(err, domain.ErrReserved, "row-0-capacity") {
		t.Error("fewer seats than are kept:", err)
	}
	for _, rows := range [][]event.Repetition{nil, make([]event.Repetition, event.MaxRepetitions+1)} {
		if _, err := event.Repeat(app, now, "test", e.ID, intent, rows); err == nil {
			t.Error(len(rows), "rows")
		}
	}
	if _, err := event.Repeat(app, now, "test", e.ID, "", []event.Repetition{good}); err == nil {
		t.Error("without an intent")
	}
	if _, err := event.Repeat(app, now, "test", "rien", intent, []event.Repetition{good}); !domain.Is(err, domain.ErrNotFound) {
		t.Error(err)
	}
	if all, err := records.Events(app, records.EventFilter{}); err != nil || len(all) != 1 || all[0].Series != "" {
		t.Error("something was written:", all, err)
	}
}

func TestRepeatTwiceMakesEachRowOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, nil)
	rapid.Check(t, func(rt *rapid.T) {
		key := rapid.StringMatching(`[a-z0-9]{15}`).Draw(rt, "intent")
		var rows []event.Repetition
		for range rapid.IntRange(1, 2).Draw(rt, "rows") {
			day := rapid.IntRange(0, 300).Draw(rt, "day")
			start, err := paris.Shift(e.StartsAt.Time(), day, rapid.SampledFrom([]int{0, 60, 270}).Draw(rt, "minutes"))
			if err != nil {
				rt.Fatal(err)
			}
			rows = append(rows, event.Repetition{Start: start, Capacity: rapid.IntRange(0, 30).Draw(rt, "capacity")})
		}
		count := func() int {
			all, err := records.Events(app, records.EventFilter{})
			if err != nil {
				rt.Fatal(err)
			}
			return len(all)
		}
		before := count()
		for try := range 2 {
			done, err := event.Repeat(app, now, "test", e.ID, key, rows)
			if err != nil || done.Made+done.Already != len(rows) || try > 0 && done.Made != 0 {
				rt.Fatal(done, err)
			}
		}
		if got := count() - before; got > len(rows) {
			rt.Fatalf("%d rows made %d events", len(rows), got)
		}
	})
}

func TestTheOtherDatesTakeTheTextsAndKeepTheirOwn(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, nil)
	if _, err := event.Repeat(app, now, "test", e.ID, intent, []event.Repetition{
		{Start: at(t, "2027-01-12T09:00"), Place: "Médiathèque de Lens", Capacity: 30}, {Start: at(t, "2026-11-02T09:00")}}); err != nil {
		t.Fatal(err)
	}
	e = reload(t, records.EventOf, app, e.ID)
	rows, err := records.Events(app, records.EventFilter{Series: e.Series})
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	past, coming := rows[0], rows[2]
	d := draftOf(t, app, e)
	d.Title, d.Summary, d.Description, d.Audience, d.Contact, d.Partners = "Autre titre", "Bref", "Long", "Tous", "c@exemple.invalid", "La mairie"
	d.Place, d.Capacity, d.Access = "Ailleurs", 20, "Tram"
	if _, err := event.Save(app, now, "test", d); err != nil {
		t.Fatal(err)
	}
	if got := reload(t, records.EventOf, app, coming.ID); got.Title != coming.Title {
		t.Error("without the tick:", got.Title)
	}
	d.WithSeries, d.Seen = true, ""
	if _, err := event.Save(app, now.Add(time.Hour), "test", d); err != nil {
		t.Fatal(err)
	}
	got := reload(t, records.EventOf, app, coming.ID)
	if got.Title != d.Title || got.Summary != d.Summary || got.Description != d.Description || got.Audience != d.Audience || got.Contact != d.Contact || got.Partners != d.Partners {
		t.Errorf("texts: %+v", got)
	}
	if got.Place != coming.Place || got.Capacity != 30 || got.Access != coming.Access || got.Slug != coming.Slug || !got.StartsAt.Equal(coming.StartsAt) || got.Updated.Equal(coming.Updated) {
		t.Errorf("its own: %+v", got)
	}
	if trail, err := records.AuditOf(app, "event", coming.ID); err != nil || len(trail) != 2 || trail[0].Action != "series-texts" {
		t.Error(trail, err)
	}
	if was := reload(t, records.EventOf, app, past.ID); was.Title != past.Title {
		t.Error("a date that is over took the texts:", was.Title)
	}
}

func TestDuplicateOnceByIntentAndDay(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 16, nil)
	day := at(t, "2027-01-12T00:00")
	first, err := event.Duplicate(app, now, "test", e.ID, intent, day)
	if err != nil {
		t.Fatal(err)
	}
	again, err := event.Duplicate(app, now, "test", e.ID, intent, day)
	if err != nil || again.ID != first.ID {
		t.Error(again, err)
	}
	other, err := event.Duplicate(app, now, "test", e.ID, intent, day.AddDate(0, 0, 7)) // « back », and another day
	if err != nil || other.ID == first.ID {
		t.Error(other, err)
	}
	if _, err := event.Duplicate(app, now, "test", e.ID, "Not One", day); !domain.Is(err, domain.ErrRequired) {
		t.Error(err)
	}
	if all, err := records.Events(app, records.EventFilter{}); err != nil || len(all) != 3 {
		t.Error(len(all), err)
	}
}
