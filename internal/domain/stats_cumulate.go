package domain

import (
	"cmp"
	"slices"
)

// Cumulation is how many people became first-aiders, year after year, from the first course on to the end of the
// period. A person counts once in the total and in the territories, at the first course completed; a module counts
// its own.
type Cumulation struct {
	Years       []string // of completion; empty: without a date, the last
	Total       CumulLine
	Territories []CumulLine // of work, as that registration had it; they sum to the total, the last is « non renseigné »
	Modules     []CumulLine // programmes: who completed two is in both
}

// CumulLine is one line. Population 0: not known.
type CumulLine struct {
	Key, Label string
	Population int
	New        []int // beside Cumulation.Years
}

// Sums are the running sums of a line: how many by the end of each year.
func (l CumulLine) Sums() (sums []int) {
	sum := 0
	for _, n := range l.New {
		sum += n
		sums = append(sums, sum)
	}
	return sums
}

// Sum is how many in all.
func (l CumulLine) Sum() (sum int) {
	for _, n := range l.New {
		sum += n
	}
	return sum
}

// Rate is its first-aiders for its inhabitants.
func (l CumulLine) Rate() Rate { return Rate{l.Sum(), l.Population} }

// earlier tells which of two courses was completed first; what has no date is the last.
func (in *StatInput) earlier(a, b int) bool {
	x, y := &in.Events[a], &in.Events[b]
	if x.Last.IsZero() != y.Last.IsZero() {
		return y.Last.IsZero()
	}
	return cmp.Or(x.Last.Compare(y.Last), cmp.Compare(x.Num, y.Num)) < 0
}

// cumulate counts first-aiders once each, at their first course.
func (t *tally) cumulate(r *Report) {
	in := t.in
	years, all := map[string]int{}, []Trained{}
	for _, who := range t.complete {
		if e := &in.Events[who.Event]; !e.Last.IsZero() || in.Period.All() {
			all = append(all, who)
			years[e.LastYear] = 0
		}
	}
	c := Cumulation{Years: yearsOf(years)}
	for i, year := range c.Years {
		years[year] = i
	}
	where := in.worksAt()
	total := newCumul(Label{Label: "Total"}, len(c.Years))
	territories, modules := cumulLines{}, cumulLines{}
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Person == all[0].Person {
			n++
		}
		first, ofModules := in.firstCourses(all[:n])
		year := years[in.Events[first].LastYear]
		total.New[year]++
		territories.of(where[Trained{in.Events[first].Num, all[0].Person}], len(c.Years)).New[year]++
		for _, event := range ofModules {
			e := &in.Events[event]
			modules.of(e.Keys[ByProgramme], len(c.Years)).New[years[e.LastYear]]++
		}
		all = all[n:]
	}
	c.Total = *total
	c.Territories = territories.list(in.Labels[ByWork], len(c.Years))
	for i := range c.Territories {
		c.Territories[i].Population = in.Population[c.Territories[i].Key]
	}
	c.Modules = modules.list(in.Labels[ByProgramme], len(c.Years))
	r.PSSM = c
}

// firstCourses gives the first course that one person completed, and the first of each module.
func (in *StatInput) firstCourses(courses []Trained) (first int, ofModules []int) {
	first = courses[0].Event
	for _, who := range courses {
		if in.earlier(who.Event, first) {
			first = who.Event
		}
		at := slices.IndexFunc(ofModules, func(o int) bool {
			return in.Events[o].Keys[ByProgramme] == in.Events[who.Event].Keys[ByProgramme]
		})
		switch {
		case at < 0:
			ofModules = append(ofModules, who.Event)
		case in.earlier(who.Event, ofModules[at]):
			ofModules[at] = who.Event
		}
	}
	return first, ofModules
}

// worksAt gives the territory of work of everybody present at a PSSM course, by number of event and of person. Of
// several registrations of one person, the first listed territory is taken.
func (in *StatInput) worksAt() map[Trained]string {
	top := 0
	for i := range in.Events {
		top = max(top, in.Events[i].Num)
	}
	course := make([]bool, top+1)
	for i := range in.Events {
		course[in.Events[i].Num] = in.Events[i].PSSM
	}
	rank := map[int32]int{}
	for i, l := range in.Labels[ByWork] {
		rank[int32(l.Num)] = i + 1
	}
	best := map[Trained]int{}
	for i := range in.Facts {
		f := &in.Facts[i]
		if Outcome(f.Outcome) != Present || int(f.Event) > top || !course[f.Event] {
			continue
		}
		if n := rank[f.Territory]; n > 0 {
			who := Trained{int(f.Event), int(f.Person)}
			if at := best[who]; at == 0 || n < at {
				best[who] = n
			}
		}
	}
	keys := make(map[Trained]string, len(best))
	for who, n := range best {
		keys[who] = in.Labels[ByWork][n-1].Key
	}
	return keys
}

// cumulLines are lines under way, by key.
type cumulLines map[string]*CumulLine

func newCumul(l Label, years int) *CumulLine {
	return &CumulLine{Key: l.Key, Label: l.Label, New: make([]int, years)}
}

func (c cumulLines) of(key string, years int) *CumulLine {
	if c[key] == nil {
		c[key] = newCumul(Label{Key: key, Label: key}, years)
	}
	return c[key]
}

// list gives the lines in the order of the labels, those without a number left out, « non renseigné » the last.
func (c cumulLines) list(labels []Label, years int) (lines []CumulLine) {
	seen := map[string]bool{"": true}
	for _, l := range labels {
		if line := c[l.Key]; line != nil && !seen[l.Key] {
			seen[l.Key] = true
			line.Label = l.Label
			lines = append(lines, *line)
		}
	}
	unset := c.of("", years)
	unset.Label = Unset
	return append(lines, *unset)
}
