package paris

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestShiftAcrossTheChangeOfHour(t *testing.T) {
	for _, c := range []struct {
		from          string
		days, minutes int
		want          string // in UTC; empty: the hour does not exist
	}{
		{"2026-03-26T08:00", 7, 0, "2026-04-02T07:00"},  // 9 h in winter, 9 h in summer
		{"2026-10-22T07:00", 7, 0, "2026-10-29T08:00"},  // and back
		{"2026-03-28T01:30", 1, 0, ""},                  // 2 h 30 is skipped
		{"2026-03-28T01:30", 1, 30, "2026-03-29T01:00"}, // 3 h is there
		{"2026-12-31T22:30", 0, 60, "2026-12-31T23:30"}, // past midnight in Paris
		{"2026-03-29T01:00", 0, -180, "2026-03-28T23:00"},
		{"2026-02-28T08:00", 1, 0, "2026-03-01T08:00"},
	} {
		got, err := Shift(utc(t, c.from), c.days, c.minutes)
		if c.want == "" {
			if err != ErrNoSuchTime {
				t.Errorf("%+v: %v %v", c, got, err)
			}
			continue
		}
		if err != nil || !got.Equal(utc(t, c.want)) {
			t.Errorf("%+v: %v %v", c, got, err)
		}
	}
}

func TestShiftKeepsTheHourOnTheWall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := rapid.Int64Range(1_700_000_000, 1_900_000_000)
		at := time.Unix(moment.Draw(t, "at"), 0).UTC().Truncate(time.Minute)
		to := time.Unix(moment.Draw(t, "to"), 0).UTC().Truncate(time.Minute)
		days, minutes := Wall(at, to)
		moved, err := Shift(at, days, minutes)
		if err != nil || Input(moved) != Input(to) {
			t.Fatalf("%s to %s: %d days and %d minutes, got %s, %v", Input(at), Input(to), days, minutes, Input(moved), err)
		}
		moved, err = Shift(at, days, 0)
		if err == nil && (ClockInput(moved) != ClockInput(at) || Day(moved) != Day(to)) {
			t.Fatalf("%s by %d days is %s", Input(at), days, Input(moved))
		}
	})
}
