package device_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

var now = testapp.Now

func at(ahead time.Duration) string { return now.Add(ahead).Format(time.RFC3339) }

// place makes an event and two doors of it.
func place(t *testing.T) (app core.App, event, a, b string) {
	t.Helper()
	app = testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	var ids []string
	for _, label := range []string{"Porte A", "Porte B"} {
		d, err := door.NewLink(app, now, "test", e.ID, label, now.Add(48*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, d.ID)
	}
	return app, e.ID, ids[0], ids[1]
}

func hear(t *testing.T, app core.App, when time.Time, event, door string, r device.Report) *records.Device {
	t.Helper()
	d, err := device.Hear(app, when, event, door, r)
	if err != nil {
		t.Fatal(err)
	}
	row, err := records.DeviceOf(app, event, r.Device)
	if err != nil {
		t.Fatal(err)
	}
	if row.Label != d.Label {
		t.Fatalf("told %q, kept %q", d.Label, row.Label)
	}
	return row
}

func TestAPhoneTellsOfItself(t *testing.T) {
	app, event, a, b := place(t)
	first := hear(t, app, now, event, a, device.Report{Device: "p1", Agent: "Android", Queued: 3, SentAt: at(-2 * time.Hour)})
	if first.Label != "Téléphone 1" || first.Queued != 3 || first.ClockError != -7200 || !first.LeftAt.IsZero() || first.Agent != "Android" {
		t.Fatalf("%+v", first)
	}
	if second := hear(t, app, now, event, a, device.Report{Device: "p2"}); second.Label != "Téléphone 2" {
		t.Fatal(second.Label)
	}
	later := now.Add(time.Minute)
	named := hear(t, app, later, event, b, device.Report{Device: "p1", Label: "  Entrée   nord ", Left: true, Queued: 1})
	if named.Label != "Entrée nord" || !named.LeftAt.IsZero() || named.Door != b || !named.FirstSeenAt.Time().Equal(now) || !named.LastSeenAt.Time().Equal(later) ||
		named.ClockError != -7200 || named.Agent != "Android" {
		t.Fatalf("%+v", named)
	}
	if gone := hear(t, app, later, event, b, device.Report{Device: "p1", Left: true}); !gone.LeftAt.Time().Equal(later) || gone.Label != "Entrée nord" {
		t.Fatalf("%+v", gone)
	}
	if back := hear(t, app, later, event, b, device.Report{Device: "p1"}); !back.LeftAt.IsZero() {
		t.Fatal("a phone that speaks again has not left")
	}
	rows, err := records.Devices(app, event)
	if err != nil || len(rows) != 2 {
		t.Fatal(len(rows), err)
	}
}

// « I leave » overtakes « I am still there » on its way: the phone has left. What it says later, or with arrivals in
// hand, brings it back.
func TestALateWordDoesNotBringAPhoneBack(t *testing.T) {
	app, event, a, _ := place(t)
	for _, ahead := range []time.Duration{0, -2 * time.Hour, 40 * time.Minute} {
		say := func(after time.Duration, r device.Report) bool {
			r.Device, r.SentAt = "p"+ahead.String(), at(ahead+after)
			return hear(t, app, now.Add(5*time.Second), event, a, r).LeftAt.IsZero()
		}
		hear(t, app, now, event, a, device.Report{Device: "p" + ahead.String(), SentAt: at(ahead), Left: true})
		for _, c := range []struct {
			after time.Duration
			r     device.Report
			there bool
		}{{-30 * time.Second, device.Report{}, false}, {-30 * time.Second, device.Report{Queued: 2}, true}, {0, device.Report{Left: true}, false}, {20 * time.Second, device.Report{}, true}} {
			if there := say(c.after, c.r); there != c.there {
				t.Errorf("clock %v, %v after it left, %d held: there %v", ahead, c.after, c.r.Queued, there)
			}
		}
	}
}

func TestReadinessIsKept(t *testing.T) {
	app, event, a, _ := place(t)
	silent := hear(t, app, now, event, a, device.Report{Device: "p1"})
	if _, ok := device.ReadinessOf(*silent); ok {
		t.Fatal("ready without a word")
	}
	hear(t, app, now, event, a, device.Report{Device: "p1", Ready: &device.Readiness{List: true, Space: true, Offline: true, At: at(0)}})
	row := hear(t, app, now.Add(time.Hour), event, a, device.Report{Device: "p1"})
	r, ok := device.ReadinessOf(*row)
	if !ok || r.Whole() || fmt.Sprint(r.Missing()) != "[caméra billet d’essai]" || r.At != at(0) || !row.ReadyAt.Time().Equal(now) {
		t.Fatalf("%+v %v", r, ok)
	}
	row = hear(t, app, now, event, a, device.Report{Device: "p1", Ready: &device.Readiness{true, true, true, true, true, "demain"}})
	if r, _ = device.ReadinessOf(*row); !r.Whole() || r.At != "" {
		t.Fatalf("%+v", r)
	}
}

func TestWhatAPhoneMayNotSay(t *testing.T) {
	app, event, a, _ := place(t)
	for _, r := range []device.Report{{}, {Device: "p1", Label: strings.Repeat("é", 41)}} {
		if _, err := device.Hear(app, now, event, a, r); len(domain.Refusals(err)) != 1 {
			t.Errorf("%+v: %v", r, err)
		}
	}
	row := hear(t, app, now, event, a, device.Report{Device: "p1", Queued: -5, Agent: strings.Repeat("a", 500), SentAt: "hier"})
	if row.Queued != 0 || row.Agent != "" || row.ClockError != 0 {
		t.Fatalf("%+v", row)
	}
	if _, err := device.Hear(app, now, event, a, device.Report{Device: strings.Repeat("é", 300)}); err != nil {
		t.Fatal(err)
	}
}

// A call of scans writes the phone's row when something changed or a minute has passed, and not otherwise.
func TestScansAreASignOfLife(t *testing.T) {
	app, event, a, b := place(t)
	n := func(n int) *int { return &n }
	row := func() *records.Device {
		t.Helper()
		d, err := records.DeviceOf(app, event, "p1")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	seen := func(after time.Duration, door string, queued *int) {
		t.Helper()
		if err := device.Seen(app, now.Add(after), event, door, "p1", at(after+5*time.Minute), queued); err != nil {
			t.Fatal(err)
		}
	}
	seen(0, a, n(4))
	if d := row(); d.Label != "Téléphone 1" || d.Queued != 4 || d.ClockError != 300 || !d.FirstSeenAt.Time().Equal(now) {
		t.Fatalf("%+v", d)
	}
	seen(30*time.Second, a, n(4))
	if d := row(); !d.LastSeenAt.Time().Equal(now) {
		t.Fatal("written though nothing changed")
	}
	seen(40*time.Second, a, nil)
	seen(50*time.Second, a, n(2))
	if d := row(); d.Queued != 2 || !d.LastSeenAt.Time().Equal(now.Add(50*time.Second)) {
		t.Fatalf("%+v", d)
	}
	seen(2*time.Minute, a, nil)
	if d := row(); d.Queued != 2 || !d.LastSeenAt.Time().Equal(now.Add(2*time.Minute)) {
		t.Fatalf("%+v", d)
	}
	seen(2*time.Minute, b, nil)
	if d := row(); d.Door != b {
		t.Fatal("the door it came by")
	}
	hear(t, app, now.Add(2*time.Minute), event, b, device.Report{Device: "p1", Label: "Entrée", Left: true})
	seen(130*time.Second, b, n(0))
	if d := row(); !d.LeftAt.IsZero() || d.Label != "Entrée" {
		t.Fatalf("%+v", d)
	}
	if err := device.Seen(app, now, event, a, "", at(0), n(1)); err != nil {
		t.Fatal(err)
	}
	if rows, _ := records.Devices(app, event); len(rows) != 1 {
		t.Fatal("a phone without a name left a trace")
	}
}
