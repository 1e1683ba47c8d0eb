package domain

import "slices"

// Filter narrows what is counted. A line of a table that cuts events keeps the events of which it is the main one; a
// line of a table that cuts people keeps their registrations, and the events where one of them was present.
type Filter struct {
	Keys     map[Table]string // a line of each table; empty: « non renseigné »
	Campaign string           // empty: any
	Partner  string           // folded as Fold does; empty: any
	Status   string           // of the event; empty: any
}

// Any tells whether nothing is left out.
func (f Filter) Any() bool {
	return len(f.Keys) == 0 && f.Campaign == "" && f.Partner == "" && f.Status == ""
}

// OfPeople tells whether the filter looks at who came, which anonymous counts and the history without names cannot say.
func (f Filter) OfPeople() bool {
	for t := range f.Keys {
		if int(t) >= EventTables {
			return true
		}
	}
	return false
}

// Tells tells whether a figure can be known under the filter: who came is not known of anonymous counts, of the seats
// offered, nor of corrections. Such a figure counts nothing, which is not zero.
func (f Filter) Tells(figure Figure) bool {
	switch figure {
	case FigHeadcount, FigSeats, FigTaken, FigCorrections:
		return !f.OfPeople()
	}
	return true
}

// With is the filter and one more line.
func (f Filter) With(t Table, key string) Filter {
	keys := map[Table]string{t: key}
	for k, v := range f.Keys {
		if k != t {
			keys[k] = v
		}
	}
	f.Keys = keys
	return f
}

// Narrow leaves in the input what the filter lets through, before Count or Select. It gives the positions kept of the
// registrations, for what runs beside them; nil: all.
func Narrow(in *StatInput, f Filter) (kept []int32) {
	if f.Any() {
		return nil
	}
	in.Filter = f
	in.Events = slices.DeleteFunc(slices.Clone(in.Events), func(e StatEvent) bool { return !f.holdsEvent(&e) })
	in.Declared = slices.DeleteFunc(slices.Clone(in.Declared), func(d StatDeclared) bool { return !f.holdsDeclared(d) })
	top := -1
	for i := range in.Events {
		top = max(top, in.Events[i].Num)
	}
	inside := make([]bool, top+1)
	for i := range in.Events {
		inside[in.Events[i].Num] = true
	}
	holds := f.holdsFact(*in)
	kept, facts := []int32{}, []StatFact{}
	for i := range in.Facts {
		if n := int(in.Facts[i].Event); n < len(inside) && inside[n] && holds(&in.Facts[i]) {
			kept, facts = append(kept, int32(i)), append(facts, in.Facts[i])
		}
	}
	in.Facts = facts
	in.Stays = slices.DeleteFunc(slices.Clone(in.Stays), func(s Stay) bool {
		return int(s.Event) >= len(inside) || !inside[s.Event] || !holds(&s.StatFact)
	})
	in.setAside(f)
	return kept
}

func (f Filter) holdsEvent(e *StatEvent) bool {
	for t, key := range f.Keys {
		if int(t) < EventTables && e.Keys[t] != key {
			return false
		}
	}
	return (f.Campaign == "" || e.Campaign == f.Campaign) && (f.Status == "" || e.Status == f.Status) && f.holdsPartner(e.Partners)
}

func (f Filter) holdsPartner(partners []string) bool {
	return f.Partner == "" || slices.ContainsFunc(partners, func(p string) bool { return Fold(p) == f.Partner })
}

// holdsDeclared: the history says neither campaign nor who came; all of it was held.
func (f Filter) holdsDeclared(d StatDeclared) bool {
	if f.OfPeople() || f.Campaign != "" || (f.Status != "" && f.Status != Held) || !f.holdsPartner(d.Partners) {
		return false
	}
	for t, key := range f.Keys {
		if d.Keys[t] != key {
			return false
		}
	}
	return true
}

// holdsFact compares numbers: a number that no line bears is « non renseigné ».
func (f Filter) holdsFact(in StatInput) func(*StatFact) bool {
	type wanted struct {
		table Table
		num   int32
		unset map[int32]bool // the numbers that have a line; nil where one line is wanted
	}
	var all []wanted
	for t, key := range f.Keys {
		if int(t) < EventTables {
			continue
		}
		w := wanted{table: t, num: -1}
		if key == "" {
			w.unset = map[int32]bool{}
		}
		for _, l := range in.Labels[t] {
			if key == "" {
				w.unset[int32(l.Num)] = true
			} else if l.Key == key {
				w.num = int32(l.Num)
			}
		}
		all = append(all, w)
	}
	return func(fact *StatFact) bool {
		for _, w := range all {
			n := fact.num(w.table)
			if w.unset != nil && w.unset[n] || w.unset == nil && n != w.num {
				return false
			}
		}
		return true
	}
}

// setAside keeps the courses of those who are left, and sets aside the events where nobody of them was present.
func (in *StatInput) setAside(f Filter) {
	if !f.OfPeople() {
		return
	}
	type place struct{ event, person int }
	top := 0
	for i := range in.Events {
		top = max(top, in.Events[i].Num)
	}
	course, came := make([]bool, top+1), make([]bool, top+1)
	for _, a := range in.Courses {
		if a.Event <= top {
			course[a.Event] = true
		}
	}
	left := map[place]bool{}
	for i := range in.Facts {
		fact := &in.Facts[i]
		if Outcome(fact.Outcome) != Present {
			continue
		}
		came[fact.Event] = true
		if course[fact.Event] { // of all the others nobody asks
			left[place{int(fact.Event), int(fact.Person)}] = true
		}
	}
	in.Courses = slices.DeleteFunc(slices.Clone(in.Courses), func(a Attended) bool { return !left[place{a.Event, a.Person}] })
	for i := range in.Events {
		in.Events[i].Aside = !came[in.Events[i].Num]
		in.Events[i].Headcount, in.Events[i].Corrections, in.Events[i].Capacity = 0, 0, 0
	}
}
