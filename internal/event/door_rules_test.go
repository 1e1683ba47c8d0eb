package event_test

import (
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// What the door is asked is written with its trail, once, and goes with a copy and a repetition.
func TestDoorRules(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	rules := domain.DoorRules{Departures: true, Visitors: true}
	for range 2 {
		if err := event.SaveDoorRules(app, testapp.Now, "u", e.ID, rules); err != nil {
			t.Fatal(err)
		}
	}
	trail, err := records.AuditOf(app, "event", e.ID)
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, l := range trail {
		if l.Action == "door-rules" {
			lines++
			if string(l.Before) != "{}" || string(l.After) != `{"departures":true,"visitors":true}` {
				t.Errorf("the trail says %s → %s", l.Before, l.After)
			}
		}
	}
	if lines != 1 {
		t.Fatalf("%d lines for one change", lines)
	}
	copied, err := event.Duplicate(app, testapp.Now, "u", e.ID, "", testapp.Now.AddDate(0, 0, 9))
	if err != nil {
		t.Fatal(err)
	}
	if copied, err = records.EventOf(app, copied.ID); err != nil || copied.DoorRules.DoorRules != rules {
		t.Fatal(copied.DoorRules, err)
	}
	if _, err := event.Repeat(app, testapp.Now, "u", e.ID, records.NewID(), []event.Repetition{{Start: testapp.Now.AddDate(0, 0, 30)}}); err != nil {
		t.Fatal(err)
	}
	if e, err = records.EventOf(app, e.ID); err != nil {
		t.Fatal(err)
	}
	others, err := event.Siblings(app, testapp.Now, e)
	if err != nil || len(others) != 1 || others[0].DoorRules.DoorRules != rules {
		t.Fatal(others, err)
	}
	if err := event.Cancel(app, testapp.Now, "u", e.ID, "plus de salle"); err != nil {
		t.Fatal(err)
	}
	if err := event.SaveDoorRules(app, testapp.Now.Add(time.Minute), "u", e.ID, domain.DoorRules{}); !domain.Is(err, domain.ErrState) {
		t.Fatal("a cancelled event asks again", err)
	}
}
