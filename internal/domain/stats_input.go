package domain

import "time"

// Attended is a half-day of a PSSM course that somebody attended.
type Attended struct {
	Event, Person int // numbers
	Slot          string
}

// StatInput is what Count counts.
type StatInput struct {
	Period Period
	Filter Filter // already applied by Narrow
	Events []StatEvent
	// Facts are those of the events of the period and of every PSSM course at least, people and structures after their merges. In the order of
	// their people they are counted at once; else they are put in that order first.
	Facts    []StatFact
	Declared []StatDeclared
	Courses  []Attended // of the PSSM courses, people after their merges
	// Stays are those of the events of stages croisés, people and structures after their merges.
	Stays []Stay
	// Sectors gives the number of the sector of each structure that has one, by number, after merges.
	Sectors map[int32]int32
	// Namesakes gives the group of each person who bears the name of another and was not told apart.
	Namesakes map[int32]int32
	First     Firsts              // whatever the filter
	Labels    [tableCount][]Label // in the order of the lines
	// Population gives the inhabitants of the territories where they are filled in, by key.
	Population map[string]int
}

// Firsts gives the start of the first event where each person was ever present: minutes since 1970, by the number of
// the person; 0: never, or at events without a date.
type Firsts []int32

// FirstsOf finds the first presence of everybody: of all facts of all events.
func FirstsOf(events []StatEvent, facts []StatFact) Firsts {
	top, last := 0, int32(0)
	for i := range events {
		top = max(top, events[i].Num)
	}
	starts := make([]int32, top+1)
	for i := range events {
		if e := &events[i]; !e.Starts.IsZero() {
			starts[e.Num] = int32(e.Starts.Unix() / 60)
		}
	}
	for i := range facts {
		last = max(last, facts[i].Person)
	}
	first := make(Firsts, last+1)
	for i := range facts {
		f := &facts[i]
		if Outcome(f.Outcome) != Present || int(f.Event) > top || starts[f.Event] == 0 {
			continue
		}
		if at := &first[f.Person]; *at == 0 || starts[f.Event] < *at {
			*at = starts[f.Event]
		}
	}
	return first
}

// Of is when a person first came; the zero time when never.
func (l Firsts) Of(person int32) time.Time {
	if int(person) >= len(l) || l[person] == 0 {
		return time.Time{}
	}
	return time.Unix(int64(l[person])*60, 0).UTC()
}
