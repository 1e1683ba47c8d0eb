package demo

import (
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

func TestAHalfDayRunsNowWhateverTheHour(t *testing.T) {
	for _, day := range []string{"2026-11-20", "2026-10-25", "2027-03-28"} {
		midnight, err := paris.ParseDay(day)
		if err != nil {
			t.Fatal(err)
		}
		for now := midnight; now.Before(paris.NextDay(midnight).Add(-time.Minute)); now = now.Add(time.Minute) {
			running := 0
			slots := []domain.Slot{}
			for _, h := range today(now) {
				slots = append(slots, domain.Slot{Start: h.start, End: h.end})
				if paris.Day(h.start) != day || paris.Day(h.end) != day {
					t.Fatalf("%s: %s leaves the day", paris.Moment(now), paris.Slot(h.start, h.end))
				}
				if !now.Before(h.start) && now.Before(h.end) {
					running++
				}
			}
			if err := domain.CheckSlots(slots); running != 1 || len(slots) != 2 || err != nil {
				t.Fatalf("%s: %d half-days run, %v", paris.Moment(now), running, err)
			}
		}
	}
}

func TestTheSeasonFollowsTheDay(t *testing.T) {
	noon := time.Date(2026, 1, 1, 11, 0, 0, 0, time.UTC)
	for now := noon; now.Before(noon.AddDate(2, 0, 0)); now = now.AddDate(0, 0, 1) {
		plans, err := season(now)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range plans {
			first, last := p.slots[0], p.slots[len(p.slots)-1]
			over := paris.NextDay(last.end).Add(24 * time.Hour).Before(now)
			switch {
			case (p.fate == held || p.fate == cancelled) && !over:
				t.Errorf("%s: « %s » of %s is not over", paris.Day(now), p.title, paris.Day(last.end))
			case (p.fate == held || p.fate == cancelled) && now.Sub(first.start) > 410*24*time.Hour:
				t.Errorf("%s: « %s » of %s is too old", paris.Day(now), p.title, paris.Day(first.start))
			case (p.fate == coming || p.fate == draft) && !first.start.After(now.Add(8*24*time.Hour)):
				t.Errorf("%s: « %s » of %s is not to come", paris.Day(now), p.title, paris.Day(first.start))
			}
		}
	}
}
