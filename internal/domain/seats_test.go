package domain

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// slowDesk is a desk with names on paper: it keeps no counts, and reads all its sheets again at every step.
type slowDesk struct {
	capacity         int
	waitlist         bool
	limits, reserved []Limit
	seated           []Ask
	waiting          []Unit
}

func (d *slowDesk) bearing(k Key) (n int) {
	for _, a := range d.seated {
		if slices.Contains(a.Keys, k) {
			n++
		}
	}
	return n
}

func (d *slowDesk) taken() (n int) {
	for _, a := range d.seated {
		n += a.Seats
	}
	return n
}

// kept is how many seats nobody but the reserves' own may take.
func (d *slowDesk) kept() (n int) {
	for _, r := range d.reserved {
		n += max(0, r.Max-d.bearing(Key{r.Kind, r.ID}))
	}
	return n
}

// fits seats the unit, looks whether anything is broken that was not, and lets it stand up again if so.
func (d *slowDesk) fits(u Unit) bool {
	before, kept := d.taken(), d.kept()
	d.seated = append(d.seated, u...)
	ok := d.capacity == 0 || (d.taken() <= d.capacity && d.taken()+d.kept() <= max(d.capacity, before+kept))
	for _, l := range d.limits {
		for _, a := range u {
			for _, k := range a.Keys {
				if l.Kind == k.Kind && (l.ID == "" || l.ID == k.ID) && d.bearing(k) > l.Max {
					ok = false
				}
			}
		}
	}
	if !ok {
		d.seated = d.seated[:len(d.seated)-len(u)]
	}
	return ok
}

// fill seats the first who fits, and reads the list again from its head, until nobody fits.
func (d *slowDesk) fill() {
	for i := 0; i < len(d.waiting); i++ {
		if d.fits(d.waiting[i]) {
			d.waiting = slices.Delete(d.waiting, i, i+1)
			i = -1
		}
	}
}

func (d *slowDesk) ask(u Unit) State {
	d.fill()
	switch {
	case d.fits(u):
		d.fill()
		return Confirmed
	case d.waitlist:
		d.waiting = append(d.waiting, u)
		return Waitlisted
	}
	return ""
}

// leave takes a person off; the others of a group that waits go on waiting together.
func (d *slowDesk) leave(id string) {
	gone := func(a Ask) bool { return a.ID == id }
	d.seated = slices.DeleteFunc(d.seated, gone)
	for i := range d.waiting {
		d.waiting[i] = slices.DeleteFunc(slices.Clone(d.waiting[i]), gone)
	}
	d.waiting = slices.DeleteFunc(d.waiting, func(u Unit) bool { return len(u) == 0 })
	d.fill()
}

// rush is the same desk run by the rule, on counts that are moved step by step, as the use cases run it.
type rush struct {
	Seats
	seated  []Ask
	waiting []Unit
}

func (r *rush) promote() {
	served := r.Serve(r.waiting)
	var left []Unit
	for i, u := range r.waiting {
		if served[i] {
			r.Seats, r.seated = r.Take(u), append(r.seated, u...)
		} else {
			left = append(left, u)
		}
	}
	r.waiting = left
}

func (r *rush) ask(u Unit) State {
	state, _ := r.Admit(u, r.waiting)
	switch state {
	case Confirmed:
		r.Seats, r.seated = r.Take(u), append(r.seated, u...)
		r.promote()
	case Waitlisted:
		r.waiting = append(r.waiting, u)
	}
	return state
}

func (r *rush) leave(id string) {
	for i, a := range r.seated {
		if a.ID == id {
			r.Seats, r.seated = r.Free(Unit{a}), slices.Delete(r.seated, i, i+1)
			break
		}
	}
	for i, u := range r.waiting {
		if j := slices.IndexFunc(u, func(a Ask) bool { return a.ID == id }); j >= 0 {
			r.waiting[i] = slices.Delete(slices.Clone(u), j, j+1)
		}
	}
	r.waiting = slices.DeleteFunc(r.waiting, func(u Unit) bool { return len(u) == 0 })
	r.promote()
}

// history is one season of an event: both desks live it, and are compared after every step.
type history struct {
	draw    func(n int) int // 0 to n-1
	desk    *slowDesk
	rush    *rush
	all     []Ask
	log     []any // what happened, for the reader of a failure
	grouped map[string]bool
}

func newHistory(draw func(n int) int) *history {
	h := &history{draw: draw, grouped: map[string]bool{}}
	limits := []Limit{{Kind: PerStructure, Max: 1 + draw(2)}, {PerSector, "s0", 1 + draw(3)}, {Workshop, "w1", 1 + draw(3)}}
	limits = limits[draw(4):]
	reserved := []Limit{{PerSector, "s1", 1 + draw(2)}, {PerParent, "p0", 1}}[draw(3):]
	capacity, waitlist := draw(6), draw(5) > 0
	h.desk = &slowDesk{capacity: capacity, waitlist: waitlist, limits: limits, reserved: reserved}
	h.rush = &rush{Seats: Seats{Capacity: capacity, Waitlist: waitlist, Limits: limits, Reserved: reserved}}
	return h
}

func (h *history) unit() (u Unit) {
	size := 1
	if h.draw(4) == 0 {
		size = 2 + h.draw(2)
	}
	for range size {
		site := h.draw(3)
		a := Ask{ID: fmt.Sprint(len(h.all)), Seats: 1, Keys: []Key{{PerStructure, fmt.Sprint(site)}, {PerParent, fmt.Sprintf("p%d", site/2)},
			{PerSector, fmt.Sprintf("s%d", h.draw(2))}}}
		if h.draw(8) == 0 {
			a.Seats += h.draw(3)
		}
		if h.draw(3) == 0 {
			a.Keys = append(a.Keys, Key{Workshop, fmt.Sprintf("w%d", h.draw(2))})
		}
		h.all, u = append(h.all, a), append(u, a)
		h.grouped[a.ID] = size > 1
	}
	return u
}

// step is one thing that happens; it says what is wrong, if anything.
func (h *history) step() string {
	switch what := h.draw(10); {
	case what < 6:
		u := h.unit()
		want, got := h.desk.ask(u), h.rush.ask(u)
		h.log = append(h.log, u, got)
		if want != got {
			return fmt.Sprintf("asking gives %q, at the slow desk %q", got, want)
		}
	case what < 8 && len(h.all) > 0:
		id := h.all[h.draw(len(h.all))].ID // who gives up, whose offer expires, who is taken off
		h.log = append(h.log, "leave "+id)
		h.desk.leave(id)
		h.rush.leave(id)
	case what == 8 && h.desk.capacity > 0:
		h.log = append(h.log, "grow")
		h.desk.capacity++
		h.rush.Capacity++
		h.desk.fill()
		h.rush.promote()
	case what == 9 && len(h.desk.limits) > 0: // the day of a quota
		h.log = append(h.log, "a quota ends")
		h.desk.limits, h.rush.Limits = h.desk.limits[1:], h.rush.Limits[1:]
		h.desk.fill()
		h.rush.promote()
	}
	return h.wrong()
}

// wrong compares the desks, and looks at what must hold by itself.
func (h *history) wrong() string {
	ids := func(asks []Ask) (list []string) {
		for _, a := range asks {
			list = append(list, a.ID)
		}
		slices.Sort(list)
		return list
	}
	if a, b := ids(h.rush.seated), ids(h.desk.seated); !slices.Equal(a, b) {
		return fmt.Sprintf("seated %v, at the slow desk %v", a, b)
	}
	if a, b := h.rush.waiting, h.desk.waiting; !slices.EqualFunc(a, b, func(x, y Unit) bool { return slices.EqualFunc(x, y, sameAsk) }) {
		return fmt.Sprintf("waiting %v, at the slow desk %v", a, b)
	}
	if h.rush.Taken != h.desk.taken() {
		return fmt.Sprintf("%d seats counted, %d taken", h.rush.Taken, h.desk.taken())
	}
	if h.desk.capacity > 0 && h.rush.Taken > h.desk.capacity {
		return fmt.Sprintf("%d taken of %d seats", h.rush.Taken, h.desk.capacity)
	}
	for k, n := range h.rush.By {
		if n != h.desk.bearing(k) {
			return fmt.Sprintf("%v counted %d, %d bear it", k, n, h.desk.bearing(k))
		}
		for _, l := range h.desk.limits {
			if l.of(k) && n > l.Max {
				return fmt.Sprintf("%d bear %v, at most %d may", n, k, l.Max)
			}
		}
	}
	if served := h.rush.Serve(h.rush.waiting); slices.Contains(served, true) {
		return fmt.Sprintf("%v of %v could be seated", served, h.rush.waiting)
	}
	return h.overtaken()
}

func sameAsk(a, b Ask) bool { return a.ID == b.ID }

// overtaken looks for somebody alone who is seated while an equal who asked earlier waits alone.
func (h *history) overtaken() string {
	for _, u := range h.rush.waiting {
		for _, a := range h.rush.seated {
			if !h.grouped[u[0].ID] && number(a.ID) > number(u[0].ID) && a.Seats == u[0].Seats && slices.Equal(a.Keys, u[0].Keys) && !h.grouped[a.ID] {
				return fmt.Sprintf("%s is seated, %s asked earlier for the same", a.ID, u[0].ID)
			}
		}
	}
	return ""
}

func number(id string) int {
	n, _ := strconv.Atoi(id)
	return n
}

func (h *history) run(steps int) string {
	for range steps {
		if wrong := h.step(); wrong != "" {
			return fmt.Sprintf("%s\ncapacity %d, limits %v, reserved %v\n%v", wrong, h.desk.capacity, h.desk.limits, h.desk.reserved, h.log)
		}
	}
	return ""
}

func TestSeatsAreTakenAsAtASlowDesk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "draw") })
		if wrong := h.run(25); wrong != "" {
			t.Fatal(wrong)
		}
	})
}

// Each seed is a history; the same one lived twice gives the same.
func TestAHundredThousandHistoriesOfSeats(t *testing.T) {
	seated, waited := 0, 0
	for seed := range uint64(100_000) {
		lives := [2]*history{}
		for i := range lives {
			lives[i] = newHistory(rand.New(rand.NewPCG(seed, 26)).IntN)
			if wrong := lives[i].run(12); wrong != "" {
				t.Fatalf("history %d: %s", seed, wrong)
			}
			if seed%20 != 0 { // replaying is the costly half
				lives[1] = lives[0]
				break
			}
		}
		if fmt.Sprint(lives[0].rush.seated, lives[0].rush.waiting) != fmt.Sprint(lives[1].rush.seated, lives[1].rush.waiting) {
			t.Fatalf("history %d lived twice differs", seed)
		}
		seated, waited = seated+len(lives[0].rush.seated), waited+len(lives[0].rush.waiting)
	}
	if seated < 100_000 || waited < 50_000 {
		t.Fatalf("histories too poor to prove anything: %d seated, %d waiting", seated, waited)
	}
}

func person(id string, keys ...Key) Unit { return Unit{{ID: id, Seats: 1, Keys: keys}} }

func TestSeatsTable(t *testing.T) {
	site, sector := Key{PerStructure, "a"}, Key{PerSector, "x"}
	two := Unit{{ID: "1", Seats: 1}, {ID: "2", Seats: 1}}
	for name, c := range map[string]struct {
		seats Seats
		unit  Unit
		list  []Unit
		state State
		err   Code
		never bool
	}{
		"no limit":                          {Seats{Taken: 900}, person("1"), nil, Confirmed, "", false},
		"the last seat":                     {Seats{Capacity: 3, Taken: 2}, person("1"), nil, Confirmed, "", false},
		"full with a list":                  {Seats{Capacity: 3, Taken: 3, Waitlist: true}, person("1"), nil, Waitlisted, "", false},
		"full without":                      {Seats{Capacity: 3, Taken: 3}, person("1"), nil, "", ErrEventFull, false},
		"a seat for who waits":              {Seats{Capacity: 3, Taken: 2, Waitlist: true}, person("1"), []Unit{person("0")}, Waitlisted, "", false},
		"a seat that a group cannot use":    {Seats{Capacity: 3, Taken: 2, Waitlist: true}, person("1"), []Unit{two}, Confirmed, "", false},
		"the structure has its two":         {Seats{Capacity: 9, Waitlist: true, Limits: []Limit{{PerStructure, "", 2}}, By: map[Key]int{site: 2}}, person("1", site), nil, Waitlisted, "", false},
		"and there is no list":              {Seats{Capacity: 9, Limits: []Limit{{PerStructure, "", 2}}, By: map[Key]int{site: 2}}, person("1", site), nil, "", ErrQuota, false},
		"who has no structure passes":       {Seats{Capacity: 9, Limits: []Limit{{PerStructure, "", 2}}, By: map[Key]int{site: 2}}, person("1"), nil, Confirmed, "", false},
		"the last seats are kept":           {Seats{Capacity: 3, Taken: 2, Waitlist: true, Reserved: []Limit{{PerSector, "x", 1}}}, person("1"), nil, Waitlisted, "", false},
		"for this one":                      {Seats{Capacity: 3, Taken: 2, Waitlist: true, Reserved: []Limit{{PerSector, "x", 1}}}, person("1", sector), nil, Confirmed, "", false},
		"a reserve made too late":           {Seats{Capacity: 3, Taken: 2, Waitlist: true, Reserved: []Limit{{PerSector, "x", 3}}}, person("1", sector), nil, Confirmed, "", false},
		"a family takes its seats":          {Seats{Capacity: 3, Taken: 1, Waitlist: true}, Unit{{ID: "1", Seats: 3}}, nil, Waitlisted, "", false},
		"a group larger than the event":     {Seats{Capacity: 1, Waitlist: true}, two, nil, Waitlisted, "", true},
		"a group larger than its quota":     {Seats{Capacity: 9, Waitlist: true, Limits: []Limit{{PerStructure, "", 1}}}, Unit{{ID: "1", Seats: 1, Keys: []Key{site}}, {ID: "2", Seats: 1, Keys: []Key{site}}}, nil, Waitlisted, "", true},
		"without a list, others wait still": {Seats{Capacity: 1, Taken: 0}, person("1"), []Unit{person("0")}, "", ErrEventFull, false},
	} {
		state, err := c.seats.Admit(c.unit, c.list)
		if state != c.state || (err != nil) != (c.err != "") || (err != nil && !Is(err, c.err)) || c.seats.Never(c.unit) != c.never {
			t.Errorf("%s: %q %v, never %v", name, state, err, c.seats.Never(c.unit))
		}
	}
}

// Those over a limit are the last; the others are as many as the limit allows.
func TestWhoIsOverALimit(t *testing.T) {
	site := Key{PerStructure, "a"}
	asks := []Ask{{ID: "1", Seats: 1, Keys: []Key{site}}, {ID: "2", Seats: 1}, {ID: "3", Seats: 1, Keys: []Key{site}}, {ID: "4", Seats: 1, Keys: []Key{site}}}
	if got := Over([]Limit{{PerStructure, "", 2}}, asks); !slices.Equal(got, []bool{false, false, false, true}) {
		t.Error(got)
	}
}
