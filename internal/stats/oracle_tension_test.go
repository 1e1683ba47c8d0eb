package stats_test

import (
	"math/rand"
	"testing"
	"time"

	"passerelle/internal/domain"
)

// drawDemands makes the registrations of an event in hours from its opening, several often at once.
func drawDemands(rnd *rand.Rand, opens time.Time) (list []domain.Demand) {
	at := func(hour int) time.Time { return opens.Add(time.Duration(hour) * time.Hour) }
	for range rnd.Intn(8) {
		asked := rnd.Intn(60)
		d := domain.Demand{Asked: at(asked), Seats: 1 + rnd.Intn(2)}
		if rnd.Intn(3) > 0 {
			d.Seated = at(asked + rnd.Intn(3)*10)
		}
		if rnd.Intn(3) == 0 {
			d.Ended = at(asked + 1 + rnd.Intn(40))
			if !d.Seated.Before(d.Ended) {
				d.Seated = time.Time{}
			}
		}
		list = append(list, d)
	}
	return list
}

// compareTension looks at every hour from the opening to the beginning, one after another, at everybody.
func (s rawSeason) compareTension(t *testing.T, rnd *rand.Rand) {
	t.Helper()
	opens := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	const hours = 80
	capacity, demands := rnd.Intn(6), drawDemands(rnd, opens)
	var want domain.Tension
	for hour := range hours {
		now, taken, waiting := opens.Add(time.Duration(hour)*time.Hour), 0, 0
		for _, d := range demands {
			switch gone := !d.Ended.IsZero() && !now.Before(d.Ended); {
			case gone || now.Before(d.Asked):
			case !d.Seated.IsZero() && !now.Before(d.Seated):
				taken += d.Seats
			default:
				waiting++
			}
		}
		if want.Longest = max(want.Longest, waiting); capacity > 0 && taken >= capacity && !want.Full {
			want.Full, want.Days = true, hour/24
		}
	}
	if got := domain.TensionOf(opens, opens.Add(hours*time.Hour), capacity, demands); got != want {
		t.Errorf("%d seats, %v: %v, recounted %v", capacity, demands, got, want)
	}
	if want.Full && want.Days > 0 {
		s.note("derived", "days_to_full", -1)
	}
	if want.Longest > 0 {
		s.note("derived", "longest_list", -1)
	}
}
