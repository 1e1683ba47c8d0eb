package domain

import (
	"testing"
	"time"
)

func TestTension(t *testing.T) {
	at := func(hours int) time.Time { return day0.Add(time.Duration(hours) * time.Hour) }
	var never time.Time
	for name, c := range map[string]struct {
		opens    time.Time
		capacity int
		demands  []Demand
		want     Tension
	}{
		"nobody":          {day0, 2, nil, Tension{}},
		"never full":      {day0, 2, []Demand{{at(1), at(1), never, 1}}, Tension{}},
		"no limit":        {day0, 0, []Demand{{at(1), at(1), never, 1}}, Tension{}},
		"full":            {day0, 2, []Demand{{at(1), at(1), never, 1}, {at(49), at(49), never, 1}}, Tension{true, 2, 0}},
		"companions":      {day0, 3, []Demand{{at(30), at(30), never, 3}}, Tension{true, 1, 0}},
		"before opening":  {at(24), 1, []Demand{{at(1), at(1), never, 1}}, Tension{true, 0, 0}},
		"no opening":      {never, 1, []Demand{{at(1), at(1), never, 1}}, Tension{}},
		"one leaves":      {day0, 2, []Demand{{at(1), at(1), at(2), 1}, {at(2), at(2), never, 1}}, Tension{}},
		"after the start": {day0, 1, []Demand{{at(2000), at(2000), never, 1}}, Tension{}},
		"waits, is seated": {day0, 1, []Demand{{at(1), at(1), at(10), 1}, {at(2), at(10), never, 1}, {at(3), never, at(5), 1}, {at(5), never, never, 1}},
			Tension{true, 0, 2}},
	} {
		if got := TensionOf(c.opens, at(1000), c.capacity, c.demands); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
