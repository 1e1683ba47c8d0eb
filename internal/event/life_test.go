package event_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func TestPublishAsksForAPlaceAndActsOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	if err := event.Publish(app, now.Add(time.Hour), "test", e.ID); err != nil {
		t.Error("twice:", err)
	}
	if got := reload(t, records.EventOf, app, e.ID); !got.PublishedAt.Equal(records.At(now)) {
		t.Error(got.PublishedAt)
	}
	d := draftOf(t, app, e)
	d.ID, d.Place = "", ""
	draft, err := event.Save(app, now, "test", d)
	if err != nil {
		t.Fatal(err)
	}
	if err := event.Publish(app, now, "test", draft.ID); !has(err, domain.ErrRequired, "place") {
		t.Error(err)
	}
	if err := event.Publish(app, now, "test", "inconnu"); !domain.Is(err, domain.ErrNotFound) {
		t.Error(err)
	}
}

func TestCancelWritesOnceToEachLiveRegistration(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	seated := testapp.Register(t, app, e, "Essai", "Alba")
	waiting := testapp.Register(t, app, e, "Essai", "Bruno")
	gone := testapp.Register(t, app, e, "Essai", "Chloé")
	if err := registration.Cancel(app, now, gone.ID, registration.ByPerson, "participant", ""); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := event.Cancel(app, now, "test", e.ID, "La salle est fermée"); err != nil {
			t.Fatal(err)
		}
	}
	if n := lettersOf(t, app, e, "annulation"); len(n) != 2 || n[seated.Email] != 1 || n[waiting.Email] != 1 {
		t.Error(n)
	}
	facts, err := records.FactsOfEvents(app, []int{e.Num})
	if err != nil {
		t.Fatal(err)
	}
	count := map[domain.Outcome]int{}
	for _, f := range facts {
		count[f.DomainOutcome()]++
	}
	if count[domain.CancelledByOrganiser] != 2 || count[domain.Withdrawn] != 1 {
		t.Error(count)
	}
	for name, err := range map[string]error{
		"close": event.Close(app, e.EndsAt.Time(), "test", e.ID), "publish": event.Publish(app, now, "test", e.ID),
		"reopen": event.Reopen(app, now, "test", e.ID, "erreur"),
	} {
		if !domain.Is(err, domain.ErrState) {
			t.Errorf("%s a cancelled event: %v", name, err)
		}
	}
	if _, err := event.Save(app, now, "test", draftOf(t, app, e)); !domain.Is(err, domain.ErrEventCancelled) {
		t.Error("edit a cancelled event:", err)
	}
}

func TestCloseDoesWhatItSaidItWould(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	slots := slotsOf(t, app, e)
	here := testapp.Register(t, app, e, "Essai", "Alba")
	testapp.Register(t, app, e, "Essai", "Bruno")
	testapp.Register(t, app, e, "Essai", "Chloé")
	testapp.Register(t, app, e, "Essai", "Dalia") // waits
	if _, err := event.Preview(app, now, e); !domain.Is(err, domain.ErrNotStarted) {
		t.Error(err)
	}
	if err := event.Close(app, now, "test", e.ID); !domain.Is(err, domain.ErrNotStarted) {
		t.Error(err)
	}
	arrive(t, app, e, here, slots[0].ID, slots[0].StartsAt.Time())
	said, err := event.Preview(app, slots[0].EndsAt.Time(), e)
	if err != nil || !said.Running || said.Of(domain.Present) != 1 || said.Of(domain.Absent) != 2 || said.Of(domain.Unserved) != 1 || said.Certificates != 1 {
		t.Fatal(said, err)
	}
	at := e.EndsAt.Time().Add(time.Minute)
	for range 2 {
		if err := event.Close(app, at, "test", e.ID); err != nil {
			t.Fatal(err)
		}
	}
	done := map[domain.Outcome]int{}
	facts, err := records.FactsOfEvents(app, []int{e.Num})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range facts {
		done[f.DomainOutcome()]++
	}
	for _, o := range domain.Outcomes {
		if done[o] != said.Of(o) {
			t.Errorf("%s: %d, said %d", o.Code(), done[o], said.Of(o))
		}
	}
	rows, err := records.EventCertificates(app, e.ID)
	if err != nil || len(rows) != said.Certificates {
		t.Error(len(rows), err)
	}
	trail, err := records.AuditOf(app, "event", e.ID)
	closes := 0
	for _, l := range trail {
		if l.Action == "close" {
			closes++
		}
	}
	if err != nil || closes != 1 {
		t.Error("closed twice in the trail:", closes, err)
	}
}

func TestReopenAsksAReasonAndKeepsCertificates(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	slots := slotsOf(t, app, e)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	if err := event.Reopen(app, now, "test", e.ID, "erreur"); !domain.Is(err, domain.ErrState) {
		t.Error("an open event was reopened:", err)
	}
	arrive(t, app, e, r, slots[0].ID, slots[0].StartsAt.Time())
	at := e.EndsAt.Time()
	if err := event.Close(app, at, "test", e.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.Seal(app, at, 10); err != nil {
		t.Fatal(err)
	}
	if err := event.Reopen(app, at, "test", e.ID, "  "); !has(err, domain.ErrReason, "reason") {
		t.Error(err)
	}
	if err := event.Reopen(app, at, "test", e.ID, "Une feuille papier retrouvée"); err != nil {
		t.Fatal(err)
	}
	got := reload(t, records.EventOf, app, e.ID)
	if got.Status != domain.Published || !got.HeldAt.IsZero() || got.ReopenReason == "" {
		t.Error(got.Status, got.HeldAt, got.ReopenReason)
	}
	said, err := event.Preview(app, at, got)
	if err != nil || said.Existing != 1 || said.Certificates != 0 {
		t.Error(said, err)
	}
	if err := event.Close(app, at, "test", e.ID); err != nil {
		t.Fatal(err)
	}
	if rows, err := records.EventCertificates(app, e.ID); err != nil || len(rows) != 1 || !rows[0].RevokedAt.IsZero() {
		t.Error(rows, err)
	}
}

func TestDuplicateKeepsTheHourOnTheWall(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 12, func(d *event.Draft) {
		d.Agenda = []records.AgendaItem{{StartsAt: records.At(d.Slots[0].Start), EndsAt: records.At(d.Slots[0].End), Title: "Accueil"}}
		d.Closes = now.Add(time.Hour)
	})
	testapp.Register(t, app, e, "Essai", "Alba")
	slots := slotsOf(t, app, e)
	rapid.Check(t, func(rt *rapid.T) {
		day := time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 400).Draw(rt, "days"))
		c, err := event.Duplicate(app, now, "test", e.ID, "", day)
		if err != nil {
			rt.Fatal(err)
		}
		if paris.Day(c.StartsAt.Time()) != paris.Day(day) || c.Status != domain.Draft || c.Slug == e.Slug || c.Tag == e.Tag || !c.RegistrationCloses.IsZero() {
			rt.Fatal(c)
		}
		for i, s := range slotsOf(t, app, c) {
			if paris.ClockInput(s.StartsAt.Time()) != paris.ClockInput(slots[i].StartsAt.Time()) || paris.ClockInput(s.EndsAt.Time()) != paris.ClockInput(slots[i].EndsAt.Time()) {
				rt.Fatal(s)
			}
		}
		if rows, err := records.Registrations(app, c.ID); err != nil || len(rows) != 0 {
			rt.Fatal(rows, err)
		}
		if agenda, err := records.Agenda(app, c.ID); err != nil || len(agenda) != 1 || !agenda[0].StartsAt.Equal(c.StartsAt) {
			rt.Fatal(agenda, err)
		}
	})
}

func TestDuplicateRefusesAnHourThatSpringSkips(t *testing.T) {
	app := testapp.New(t)
	start := time.Date(2026, 11, 21, 1, 30, 0, 0, time.UTC) // 2 h 30 in Paris
	e := testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Slots = []event.SlotDraft{{Start: start, End: start.Add(time.Hour)}}
	})
	_, err := event.Duplicate(app, now, "test", e.ID, "", time.Date(2027, 3, 28, 10, 0, 0, 0, time.UTC))
	if !has(err, domain.ErrNoSuchTime, "day") {
		t.Error(err)
	}
}

func TestPhase(t *testing.T) {
	end := now.Add(time.Hour)
	for _, c := range []struct {
		status string
		at     time.Time
		want   event.Phase
	}{
		{domain.Draft, now, event.Drafts}, {domain.Published, now, event.Coming}, {domain.Published, end, event.ToClose},
		{domain.Held, end, event.Past}, {domain.Cancelled, now, event.Off},
	} {
		if got := event.PhaseOf(&records.Event{Status: c.status, EndsAt: records.At(end)}, c.at); got != c.want {
			t.Error(c, got)
		}
	}
}
