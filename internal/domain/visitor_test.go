package domain

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWhenVisitorsMayAnnounceThemselves(t *testing.T) {
	at := func(h, m int) time.Time { return time.Date(2026, 11, 21, h, m, 0, 0, time.UTC) }
	slots := []Slot{{Start: at(8, 0), End: at(11, 30)}, {Start: at(14, 0), End: at(16, 0)}}
	for _, x := range []struct {
		now  time.Time
		open bool
		next time.Time
	}{
		{at(5, 59), false, at(6, 0)}, {at(6, 0), true, time.Time{}}, {at(11, 29), true, time.Time{}},
		{at(11, 30), false, at(12, 0)}, {at(12, 0), true, time.Time{}}, {at(16, 0), false, time.Time{}},
	} {
		if open, next := VisitorsOpen(slots, x.now); open != x.open || !next.Equal(x.next) {
			t.Errorf("%s: %v, %v", x.now.Format("15:04"), open, next)
		}
	}
	if open, next := VisitorsOpen(nil, at(8, 0)); open || !next.IsZero() {
		t.Error("an event without half-days")
	}
}

// Whoever is told an hour to come back at is let in at that hour.
func TestTheHourToComeBackIsRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
		minutes := func(max int, label string) time.Duration {
			return time.Duration(rapid.IntRange(1, max).Draw(t, label)) * time.Minute
		}
		var slots []Slot
		for range rapid.IntRange(0, 4).Draw(t, "slots") {
			start := base.Add(minutes(4000, "start"))
			slots = append(slots, Slot{Start: start, End: start.Add(minutes(300, "long"))})
		}
		now := base.Add(minutes(5000, "now"))
		open, next := VisitorsOpen(slots, now)
		if open || next.IsZero() {
			return
		}
		if again, _ := VisitorsOpen(slots, next); !again || !next.After(now) {
			t.Fatalf("closed at %v, told %v", now, next)
		}
	})
}
