package domain

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func parisTime(t interface{ Fatal(...any) }) *time.Location {
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestDecisionUnderTheMinimum(t *testing.T) {
	paris := parisTime(t)
	start := time.Date(2026, 12, 7, 8, 0, 0, 0, time.UTC) // a Monday, 9 h
	day := func(n int) time.Time { return start.AddDate(0, 0, -n) }
	for _, c := range []struct {
		name       string
		now        time.Time
		taken, min int
		maintained int
		want       bool
	}{
		{"too early", day(16), 5, 8, Undecided, false},
		{"a minute before the day", time.Date(2026, 11, 21, 22, 59, 0, 0, time.UTC), 5, 8, Undecided, false},
		{"the day itself, at midnight", time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC), 5, 8, Undecided, true},
		{"the eve", day(1), 5, 8, Undecided, true},
		{"it has begun", start, 5, 8, Undecided, false},
		{"enough", day(1), 8, 8, Undecided, false},
		{"no minimum", day(1), 0, 0, Undecided, false},
		{"nobody", day(1), 0, 8, Undecided, true},
		{"maintained", day(1), 5, 8, 5, false},
		{"maintained, and more came", day(1), 6, 8, 5, false},
		{"maintained, and some left", day(1), 4, 8, 5, true},
		{"maintained with nobody", day(1), 0, 8, 0, false},
	} {
		g := Group{Start: start, Taken: c.taken, Min: c.min, Maintained: c.maintained}
		if got := g.Due(c.now, paris); got != c.want {
			t.Errorf("%s: due is %v", c.name, got)
		}
	}
}

// Once due, it stays so until somebody decides, somebody comes, or it begins; a decision settles it; more people never
// make it due.
func TestDecisionProperties(t *testing.T) {
	paris := parisTime(t)
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 400*24*60).Draw(t, "start")) * time.Minute)
		g := Group{Start: start, Taken: rapid.IntRange(0, 20).Draw(t, "taken"), Min: rapid.IntRange(0, 20).Draw(t, "min"),
			Maintained: rapid.IntRange(-1, 20).Draw(t, "maintained")}
		now := start.Add(-time.Duration(rapid.IntRange(-1000, 30*24*60).Draw(t, "before")) * time.Minute)
		due := g.Due(now, paris)
		more, decided := g, g
		more.Taken += rapid.IntRange(1, 5).Draw(t, "more")
		decided.Maintained = g.Taken
		later := now.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "later")) * time.Minute)
		switch {
		case due && (g.Taken >= g.Min || !now.Before(start)):
			t.Fatal("due for a group that is large enough, or has begun")
		case due && start.Sub(now) > 16*24*time.Hour:
			t.Fatal("due too early")
		case due && decided.Due(now, paris):
			t.Fatal("due though it was just decided")
		case due && later.Before(start) && !g.Due(later, paris):
			t.Fatal("no longer due, and nobody decided")
		case !due && more.Due(now, paris):
			t.Fatal("due because somebody came")
		}
	})
}

func TestDatesChaser(t *testing.T) {
	paris := parisTime(t)
	at := func(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name               string
		asked, start, want time.Time
	}{
		{"long before", at(1, 10), at(20, 8), at(12, 8)},
		{"asked in the last days", at(10, 10), at(15, 8), at(13, 8)},
		{"no time is left", at(13, 10), at(15, 8), time.Time{}},
	} {
		if got := DatesChaser(c.asked, c.start, paris); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		asked := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 300*24*60).Draw(t, "asked")) * time.Minute)
		start := asked.Add(time.Duration(rapid.IntRange(-100, 60*24*60).Draw(t, "start")) * time.Minute)
		due := DatesChaser(asked, start, paris)
		if !due.IsZero() && (due.Before(asked.Add(48*time.Hour)) || !due.Before(start)) {
			t.Fatalf("asked %s, begins %s, chased %s", asked, start, due)
		}
	})
}

func TestCheckPostponed(t *testing.T) {
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	slot := func(day, from, to int) Slot {
		d := time.Date(2026, 12, day, 0, 0, 0, 0, time.UTC)
		return Slot{Start: d.Add(time.Duration(from) * time.Hour), End: d.Add(time.Duration(to) * time.Hour)}
	}
	before := []Slot{slot(1, 8, 11), slot(1, 13, 16)}
	for _, c := range []struct {
		name  string
		after []Slot
		field string
		code  Code
	}{
		{"later", []Slot{slot(8, 8, 11), slot(9, 13, 16)}, "", ""},
		{"one only", []Slot{slot(1, 8, 11), slot(9, 13, 16)}, "", ""},
		{"the same", before, "slot-0", ErrSameDates},
		{"fewer", before[:1], "slot-0", ErrSlotMissing},
		{"ends before it begins", []Slot{slot(8, 8, 11), slot(8, 16, 13)}, "slot-1", ErrSlotOrder},
		{"overlap", []Slot{slot(8, 8, 11), slot(8, 10, 13)}, "slot-1", ErrSlotOverlap},
		{"the second before the first", []Slot{slot(8, 8, 11), slot(7, 8, 11)}, "slot-1", ErrSlotSequence},
		{"begun", []Slot{slot(-20, 8, 11), slot(8, 8, 11)}, "slot-0", ErrMomentPast},
	} {
		refused := Refusals(CheckPostponed(now, before, c.after))
		if c.code == "" && refused == nil {
			continue
		}
		if len(refused) != 1 || refused[0].Field != c.field || refused[0].Code != c.code {
			t.Errorf("%s: %v", c.name, refused)
		}
	}
}
