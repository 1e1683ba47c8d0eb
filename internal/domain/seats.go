package domain

import "maps"

// Kinds of what is counted beside the seats themselves: those of quotas, and the options of workshops.
const Workshop = "workshop"

// Key is something whose seats are counted: a site, an institution, a sector, a workshop.
type Key struct{ Kind, ID string }

// Limit bounds the seats of a key: Max of each key of the kind, or of the key named ID alone. As a reserve it
// keeps Max seats for who bears the key.
type Limit struct {
	Kind, ID string
	Max      int
}

// of tells whether the limit speaks of a key.
func (l Limit) of(k Key) bool { return l.Kind == k.Kind && (l.ID == "" || l.ID == k.ID) }

// Ask is one person who asks for a seat. Seats is 1 and the companions.
type Ask struct {
	ID    string
	Seats int
	Keys  []Key
}

// Unit is who is served together or not at all: one person, or a group that wants to be whole.
type Unit []Ask

// Seats is what the rule of admission needs to know of an event at a moment. Capacity 0 means no limit; Taken
// counts the seats of confirmed and offered registrations but for those of the door, By the people among them
// who bear each key; Waiting counts the people of the list.
type Seats struct {
	Capacity int
	Taken    int
	Waiting  int
	Waitlist bool
	Limits   []Limit // quotas and workshops
	Reserved []Limit // seats kept for some
	By       map[Key]int
}

// Left is the number of free seats; -1 without a limit.
func (s Seats) Left() int {
	if s.Capacity == 0 {
		return -1
	}
	return max(0, s.Capacity-s.Taken)
}

// Hindrance is what keeps a unit from a seat; its zero value: nothing.
type Hindrance struct {
	Full     bool  // no seat is left
	Reserved bool  // the seats that are left are kept for others
	Limit    Limit // the quota that is reached, Count people bearing Key
	Key      Key
	Count    int
}

// None tells whether nothing stands in the way.
func (h Hindrance) None() bool { return h == Hindrance{} }

// Quota tells whether a limit other than the number of seats stands in the way.
func (h Hindrance) Quota() bool { return h.Reserved || h.Limit.Max > 0 }

// Hinder says what keeps a unit from being seated now. The limits come first: they say more than « full ».
func (s Seats) Hinder(u Unit) Hindrance {
	seats, by := 0, map[Key]int{}
	for _, a := range u {
		seats += a.Seats
		for _, k := range a.Keys {
			by[k]++
		}
	}
	for _, l := range s.Limits {
		for _, a := range u {
			for _, k := range a.Keys {
				if l.of(k) && s.By[k]+by[k] > l.Max {
					return Hindrance{Limit: l, Key: k, Count: s.By[k]}
				}
			}
		}
	}
	if s.Capacity == 0 {
		return Hindrance{}
	}
	if s.Taken+seats > s.Capacity {
		return Hindrance{Full: true}
	}
	// A reserve that was made when too many seats were taken already only keeps what is left of it.
	before, after := s.Taken+s.kept(nil), s.Taken+seats+s.kept(by)
	if after > max(s.Capacity, before) {
		return Hindrance{Reserved: true}
	}
	return Hindrance{}
}

// kept is how many seats are still kept for those who bear the keys of the reserves, once more are seated.
func (s Seats) kept(more map[Key]int) (n int) {
	for _, r := range s.Reserved {
		k := Key{r.Kind, r.ID}
		n += max(0, r.Max-s.By[k]-more[k])
	}
	return n
}

// Take is the seats once a unit has some.
func (s Seats) Take(u Unit) Seats { return s.move(u, 1) }

// Free is the seats once a unit has left its own.
func (s Seats) Free(u Unit) Seats { return s.move(u, -1) }

func (s Seats) move(u Unit, sign int) Seats {
	s.By = maps.Clone(s.By)
	if s.By == nil {
		s.By = map[Key]int{}
	}
	for _, a := range u {
		s.Taken += sign * a.Seats
		for _, k := range a.Keys {
			s.By[k] += sign
		}
	}
	return s
}

// Serve says which units of the list are seated now, in the order of the list. A unit that a quota, a reserve
// or its own size holds back keeps its rank and lets pass who fits; nobody else is overtaken (invariant 2).
// Somebody who counts in two reserves at once makes room: then the list is read again from its head.
func (s Seats) Serve(list []Unit) (seated []bool) {
	seated = make([]bool, len(list))
	for i := 0; i < len(list) && (s.Capacity == 0 || s.Taken < s.Capacity); i++ {
		if seated[i] || !s.Hinder(list[i]).None() {
			continue
		}
		s, seated[i] = s.Take(list[i]), true
		if len(s.Reserved) > 1 {
			i = -1
		}
	}
	return seated
}

// Admit says what becomes of a new unit behind the list: confirmed when it can be seated after those of the
// list who can (who then may leave room for others of the list: serve it again), else on the list, else refused: ErrEventFull, or ErrQuota (Arg: how many may) where a seat is
// left for others.
func (s Seats) Admit(u Unit, list []Unit) (State, error) {
	served := s.Serve(append(append([]Unit{}, list...), u))
	if served[len(list)] {
		return Confirmed, nil
	}
	if s.Waitlist {
		return Waitlisted, nil
	}
	h := s.Hinder(u)
	if h.Limit.Max > 0 {
		return "", Error{Code: ErrQuota, Arg: itoa(h.Limit.Max)}
	}
	return "", Error{Code: ErrEventFull}
}

// Never tells whether a unit is too large for the event even when nobody is seated: it would wait for ever.
func (s Seats) Never(u Unit) bool {
	s.Taken, s.By = 0, nil
	return !s.Hinder(u).None()
}

// Outlook is what somebody alone, whom no quota holds back, would be told.
func (s Seats) Outlook() (State, error) {
	switch {
	case s.Left() != 0:
		return Confirmed, nil
	case s.Waitlist:
		return Waitlisted, nil
	}
	return "", Error{Code: ErrEventFull}
}

// Over lists the seated whom the limits do not allow, in the order given: those of before a quota, or let in by
// hand, keep their seat outside its count.
func Over(limits []Limit, seated []Ask) (over []bool) {
	s, over := Seats{Limits: limits}, make([]bool, len(seated))
	for i, a := range seated {
		if over[i] = !s.Hinder(Unit{a}).None(); !over[i] {
			s = s.Take(Unit{a})
		}
	}
	return over
}
