package event_test

import (
	"fmt"
	"sort"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/check"
	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// hear is a word of a phone of the event.
func hear(t testing.TB, app core.App, at time.Time, e *records.Event, r device.Report) *records.Device {
	t.Helper()
	d, err := device.Hear(app, at, e.ID, "", r)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func outcomesOf(t testing.TB, app core.App, e *records.Event) map[domain.Outcome]int {
	t.Helper()
	facts, err := records.FactsOfEvents(app, []int{e.Num})
	if err != nil {
		t.Fatal(err)
	}
	count := map[domain.Outcome]int{}
	for _, f := range facts {
		count[f.DomainOutcome()]++
	}
	return count
}

func clean(t testing.TB, app core.App) {
	t.Helper()
	report, err := check.Run(app, now)
	if err != nil || len(report.Violations) > 0 {
		t.Fatal(report.Violations, err)
	}
}

func TestClosingWaitsForAPhone(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	slots := slotsOf(t, app, e)
	here, silent := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	arrive(t, app, e, here, slots[0].ID, slots[0].StartsAt.Time())
	ready := &device.Readiness{List: true, Camera: true, Ticket: true, Space: true, Offline: true}
	lost := hear(t, app, now, e, device.Report{Device: "lost", Ready: ready}) // the day before, and never since
	hear(t, app, slots[0].StartsAt.Time(), e, device.Report{Device: "gone", Left: true})
	away := hear(t, app, slots[0].StartsAt.Time(), e, device.Report{Device: "away", Queued: 1})
	at := e.EndsAt.Time().Add(time.Minute)
	said, err := event.Preview(app, at, e)
	if err != nil || len(said.Awaited) != 2 || said.Of(domain.Absent) != 1 || said.Certificates != 1 {
		t.Fatalf("%+v %v", said, err)
	}
	if err := event.Close(app, at, "test", e.ID); err != nil {
		t.Fatal(err)
	}
	if got := reload(t, records.EventOf, app, e.ID); got.Status != domain.Held || !got.HeldBack {
		t.Fatal(got.Status, got.HeldBack)
	}
	held := func(why string) {
		t.Helper()
		if o := outcomesOf(t, app, e); o[domain.Absent] != 0 || o[domain.Expected] != 1 || o[domain.Present] != 1 {
			t.Errorf("%s: %v", why, o)
		}
		if rows, err := records.EventCertificates(app, e.ID); err != nil || len(rows) != 0 {
			t.Errorf("%s: certificates %v %v", why, rows, err)
		}
		clean(t, app)
	}
	held("closed")
	for name, err := range map[string]error{
		"no reason": waive(app, at, e, lost, "  "), "another event": waive(app, at, testapp.Event(t, app, 1, nil), lost, "perdu"),
	} {
		if err == nil {
			t.Error(name, "is not refused")
		}
	}
	if err := waive(app, at, e, lost, "Téléphone perdu"); err != nil {
		t.Fatal(err)
	}
	held("one of two is waived")
	hear(t, app, at.Add(time.Hour), e, device.Report{Device: "away", Queued: 1})
	held("the other spoke, with an arrival unsent")
	if _, err := door.Sync(app, at.Add(time.Hour), placeOf(t, app, e), door.Batch{Device: "away", Scans: []door.Scan{
		{Nonce: "late", Code: silent.Ticket, Slot: slots[0].ID, At: slots[0].StartsAt.Time().Format(time.RFC3339)}}}); err != nil {
		t.Fatal(err)
	}
	hear(t, app, at.Add(time.Hour), e, device.Report{Device: "away"})
	if o := outcomesOf(t, app, e); o[domain.Present] != 2 || o[domain.Expected] != 0 {
		t.Error("settled:", o)
	}
	if rows, err := records.EventCertificates(app, e.ID); err != nil || len(rows) != 2 {
		t.Error(rows, err)
	}
	clean(t, app)
	if got := reload(t, records.DeviceByID, app, away.ID); got.Queued != 0 {
		t.Error(got)
	}
	trail, err := records.AuditOf(app, "event", e.ID)
	actions := map[string]int{}
	for _, l := range trail {
		actions[l.Action]++
	}
	if err != nil || actions["waive_phone"] != 1 || actions["release"] != 1 || actions["close"] != 1 {
		t.Error(actions, err)
	}
}

func waive(app core.App, at time.Time, e *records.Event, d *records.Device, reason string) error {
	_, err := device.Waive(app, at, "test", e.ID, d.ID, reason)
	return err
}

func placeOf(t testing.TB, app core.App, e *records.Event) door.Place {
	t.Helper()
	p, err := door.Open(app, e.ID, "", "test")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// An ordinary evening holds nothing back: tabs closed cleanly, or a last word after the last half-day.
func TestAnOrdinaryEveningHoldsNothing(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	noon, end := e.StartsAt.Time().Add(3*time.Hour), e.EndsAt.Time()
	hear(t, app, noon, e, device.Report{Device: "closed", Left: true})
	hear(t, app, now, e, device.Report{Device: "open", Ready: &device.Readiness{List: true}})
	hear(t, app, end.Add(time.Minute), e, device.Report{Device: "open"})
	hear(t, app, now.Add(-time.Hour), e, device.Report{Device: "the day before only"})
	if err := event.Close(app, end.Add(time.Hour), "test", e.ID); err != nil {
		t.Fatal(err)
	}
	if got := reload(t, records.EventOf, app, e.ID); got.HeldBack {
		t.Error("held back")
	}
}

func TestReopeningWaitsForNobodyAndClosingAsksAgain(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	testapp.Register(t, app, e, "Essai", "Alba")
	at := e.EndsAt.Time().Add(time.Minute)
	a := hear(t, app, e.StartsAt.Time(), e, device.Report{Device: "a", Queued: 2})
	b := hear(t, app, e.StartsAt.Time(), e, device.Report{Device: "b", Queued: 2})
	held := func(want bool) {
		t.Helper()
		if got := reload(t, records.EventOf, app, e.ID); got.HeldBack != want {
			t.Error("held back:", got.HeldBack)
		}
		clean(t, app)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(event.Close(app, at, "test", e.ID))
	must(waive(app, at, e, a, "perdu"))
	held(true)
	must(event.Reopen(app, at, "test", e.ID, "une feuille retrouvée"))
	held(false)
	hear(t, app, at.Add(time.Minute), e, device.Report{Device: "b"}) // nothing to release now
	hear(t, app, at.Add(time.Minute), e, device.Report{Device: "a", Queued: 1})
	must(event.Close(app, at.Add(time.Hour), "test", e.ID))
	held(false) // the one was waived, the other is back
	must(event.Reopen(app, at, "test", e.ID, "encore une"))
	must(event.Close(app, at.Add(2*time.Hour), "test", e.ID))
	held(true) // the waived one has spoken since: it is in use, and holds an arrival
	must(waive(app, at.Add(2*time.Hour), e, b, "pour rien"))
	held(true)
	must(waive(app, at.Add(2*time.Hour), e, a, "vraiment perdu"))
	held(false)
	if o := outcomesOf(t, app, e); o[domain.Absent] != 1 {
		t.Error(o)
	}
}

// Whatever the order of closing, of phones that come back, of waivers and of late scans, the same people are absent
// and the same certificates stand in the end; and at no moment does the audit find anything.
func TestTheEndIsTheSameInAnyOrder(t *testing.T) {
	app := testapp.New(t)
	want := ""
	rapid.Check(t, func(rt *rapid.T) {
		e := testapp.Event(t, app, 0, nil)
		slots, end := slotsOf(t, app, e), e.EndsAt.Time()
		var people []*records.Registration
		for i := range 4 {
			people = append(people, testapp.Register(t, app, e, "Essai", "P"+string(rune('a'+i))))
		}
		arrive(t, app, e, people[0], slots[0].ID, slots[0].StartsAt.Time())
		back := hear(t, app, slots[0].StartsAt.Time(), e, device.Report{Device: "back", Queued: 1})
		lost := hear(t, app, slots[0].StartsAt.Time(), e, device.Report{Device: "lost", Queued: 2})
		late := func(phone string, who int) func(time.Time) error {
			return func(at time.Time) error {
				_, err := door.Sync(app, at, placeOf(t, app, e), door.Batch{Device: phone, SentAt: at.Format(time.RFC3339), Scans: []door.Scan{
					{Nonce: fmt.Sprint(e.ID, who), Code: people[who].Ticket, Slot: slots[0].ID, At: slots[0].StartsAt.Time().Add(time.Minute).Format(time.RFC3339)}}})
				return err
			}
		}
		steps := map[string]func(time.Time) error{
			"close": func(at time.Time) error { return event.Close(app, at, "test", e.ID) },
			"back": func(at time.Time) error {
				if err := late("back", 1)(at); err != nil {
					return err
				}
				_, err := device.Hear(app, at, e.ID, "", device.Report{Device: back.Device})
				return err
			},
			"waive":            func(at time.Time) error { return waive(app, at, e, lost, "perdu") },
			"late of the lost": late("lost", 2),
			"close again":      func(at time.Time) error { return event.Close(app, at, "test", e.ID) },
		}
		names := make([]string, 0, len(steps))
		for name := range steps {
			names = append(names, name)
		}
		sort.Strings(names)
		order := rapid.Permutation(names).Draw(rt, "order")
		for i, name := range order {
			if err := steps[name](end.Add(time.Duration(i+1) * time.Minute)); err != nil {
				rt.Fatal(name, err)
			}
		}
		if got := reload(t, records.EventOf, app, e.ID); got.HeldBack || got.Status != domain.Held {
			rt.Fatal(order, got.Status, got.HeldBack)
		}
		said := fmt.Sprint(outcomesOf(t, app, e))
		for i, p := range people {
			rows, err := records.CertificatesOf(app, p.ID)
			if err != nil {
				rt.Fatal(err)
			}
			valid := 0
			for _, c := range rows {
				if c.RevokedAt.IsZero() {
					valid++
				}
			}
			said += fmt.Sprintf(" %d:%d", i, valid)
		}
		if want == "" {
			want = said
		}
		if said != want {
			rt.Fatal(order, said, want)
		}
	})
	clean(t, app)
}
