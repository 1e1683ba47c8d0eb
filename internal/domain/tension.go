package domain

import (
	"slices"
	"time"
)

// Demand is one registration in time; a zero moment never was. Seats counts who comes along.
type Demand struct {
	Asked, Seated, Ended time.Time
	Seats                int
}

// Tension is how fast an event filled up and how many waited. Days is only known where Full.
type Tension struct {
	Full    bool
	Days    int // whole days of 24 hours from the opening
	Longest int // registrations that waited at once
}

// TensionOf follows the demands of an event up to its beginning. Capacity 0: it is never full. Without an opening no
// delay is known. Of one moment, who leaves goes before who comes.
func TensionOf(opens, starts time.Time, capacity int, demands []Demand) (t Tension) {
	type step struct {
		at             time.Time
		seats, waiting int
	}
	var steps []step
	add := func(from, to time.Time, seats, waiting int) {
		if from.IsZero() || !from.Before(starts) || (!to.IsZero() && !from.Before(to)) {
			return
		}
		if steps = append(steps, step{from, seats, waiting}); !to.IsZero() {
			steps = append(steps, step{to, -seats, -waiting})
		}
	}
	for _, d := range demands {
		until := d.Ended
		if !d.Seated.IsZero() {
			add(d.Seated, d.Ended, d.Seats, 0)
			until = d.Seated
		}
		add(d.Asked, until, 0, 1)
	}
	slices.SortStableFunc(steps, func(a, b step) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return (a.seats + a.waiting) - (b.seats + b.waiting)
	})
	taken, waiting := 0, 0
	for _, s := range steps {
		if !s.at.Before(starts) {
			break
		}
		taken, waiting = taken+s.seats, waiting+s.waiting
		t.Longest = max(t.Longest, waiting)
		if capacity > 0 && taken >= capacity && !t.Full && !opens.IsZero() {
			t.Full, t.Days = true, max(0, int(s.at.Sub(opens)/(24*time.Hour)))
		}
	}
	return t
}
