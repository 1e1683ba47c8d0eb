package domain

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// slowDesk is a desk with a list of people on paper: it knows no counts, only who stands where.
type slowDesk struct {
	capacity        int
	waitlist        bool
	seated, waiting []int
	turnedAway      map[int]bool
}

func (d *slowDesk) room() bool { return d.capacity == 0 || len(d.seated) < d.capacity }

func (d *slowDesk) fill() {
	for len(d.waiting) > 0 && d.room() {
		d.seated, d.waiting = append(d.seated, d.waiting[0]), d.waiting[1:]
	}
}

func (d *slowDesk) ask(id int) State {
	switch {
	case d.room() && (len(d.waiting) == 0 || !d.waitlist):
		d.seated = append(d.seated, id)
		return Confirmed
	case d.waitlist:
		d.waiting = append(d.waiting, id)
		return Waitlisted
	}
	d.turnedAway[id] = true
	return ""
}

func (d *slowDesk) leave(id int) {
	same := func(n int) bool { return n == id }
	d.seated, d.waiting = slices.DeleteFunc(d.seated, same), slices.DeleteFunc(d.waiting, same)
}

// rush is the same desk run by the rules, with counts alone, as the use cases run it.
type rush struct {
	seats Seats
	state map[int]State
	order []int // of asking
}

func (r *rush) count() Seats {
	s := r.seats
	s.Taken, s.Waiting = 0, 0
	for _, state := range r.state {
		if state.Seated() {
			s.Taken++
		}
		if state == Waitlisted {
			s.Waiting++
		}
	}
	return s
}

func (r *rush) promote() {
	for range r.count().Promotions() {
		for _, id := range r.order {
			if r.state[id] == Waitlisted {
				r.state[id] = Confirmed
				break
			}
		}
	}
}

func TestSeatsAreTakenAsAtASlowDesk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity := rapid.IntRange(0, 5).Draw(t, "capacity")
		waitlist := rapid.Bool().Draw(t, "waitlist")
		desk := &slowDesk{capacity: capacity, waitlist: waitlist, turnedAway: map[int]bool{}}
		r := &rush{seats: Seats{Capacity: capacity, Waitlist: waitlist}, state: map[int]State{}}
		for step := range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"ask", "ask", "ask", "leave", "grow"}).Draw(t, "what") {
			case "ask":
				want := desk.ask(step)
				got, err := r.count().Admit()
				if got != want || (err != nil) != (want == "") || (err != nil && !Is(err, ErrEventFull)) {
					t.Fatalf("asking: %q %v, the desk says %q", got, err, want)
				}
				if err == nil {
					r.state[step], r.order = got, append(r.order, step)
				}
			case "leave":
				if len(r.order) == 0 {
					continue
				}
				id := rapid.SampledFrom(r.order).Draw(t, "who")
				desk.leave(id)
				desk.fill()
				r.state[id] = RegistrationStopped
				r.promote()
			case "grow":
				if capacity > 0 {
					desk.capacity++
					desk.fill()
					r.seats.Capacity++
					r.promote()
				}
			}
			compare(t, desk, r)
		}
	})
}

func compare(t *rapid.T, desk *slowDesk, r *rush) {
	s := r.count()
	if s.Capacity > 0 && s.Taken > s.Capacity {
		t.Fatalf("%d seated for %d seats", s.Taken, s.Capacity)
	}
	if s.Waiting > 0 && s.Left() != 0 {
		t.Fatalf("%d wait while %d seats are free", s.Waiting, s.Left())
	}
	var seated, waiting []int
	for _, id := range r.order {
		if r.state[id].Seated() {
			seated = append(seated, id)
		}
		if r.state[id] == Waitlisted {
			waiting = append(waiting, id)
		}
	}
	slices.Sort(desk.seated)
	if !slices.Equal(seated, desk.seated) || !slices.Equal(waiting, desk.waiting) {
		t.Fatalf("seated %v, waiting %v; the desk: %v, %v", seated, waiting, desk.seated, desk.waiting)
	}
}

func TestSeatsTable(t *testing.T) {
	for name, c := range map[string]struct {
		seats      Seats
		state      State
		full       bool
		left, next int
	}{
		"no limit":                         {Seats{Taken: 1000, Waiting: 0}, Confirmed, false, -1, 0},
		"a limit taken off":                {Seats{Taken: 10, Waiting: 4}, Confirmed, false, -1, 4},
		"free":                             {Seats{Capacity: 3, Taken: 2, Waitlist: true}, Confirmed, false, 1, 0},
		"full with a list":                 {Seats{Capacity: 3, Taken: 3, Waitlist: true}, Waitlisted, false, 0, 0},
		"full without":                     {Seats{Capacity: 3, Taken: 3}, "", true, 0, 0},
		"free but somebody waits":          {Seats{Capacity: 3, Taken: 2, Waiting: 1, Waitlist: true}, Waitlisted, false, 1, 1},
		"more wait than there are seats":   {Seats{Capacity: 3, Taken: 1, Waiting: 9, Waitlist: true}, Waitlisted, false, 2, 2},
		"over the capacity (it was lower)": {Seats{Capacity: 3, Taken: 5, Waiting: 1, Waitlist: true}, Waitlisted, false, 0, 0},
		"list switched off, seat free":     {Seats{Capacity: 3, Taken: 2, Waiting: 1}, Confirmed, false, 1, 1},
	} {
		state, err := c.seats.Admit()
		if state != c.state || Is(err, ErrEventFull) != c.full || (err != nil) != c.full {
			t.Errorf("%s: %q %v", name, state, err)
		}
		if c.seats.Left() != c.left || c.seats.Promotions() != c.next {
			t.Errorf("%s: %d left, %d promoted", name, c.seats.Left(), c.seats.Promotions())
		}
	}
}
