package domain

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// metSeason makes a random season of few structures, so that they meet often: years, places, workshops, filters, parents.
func metSeason(r *rand.Rand) MetInput {
	in := MetInput{PlenaryOver: 2 + r.IntN(6)}
	in.Labels[BySector] = []Label{{1, "soin", "Soin"}, {2, "social", "Social"}}
	in.Labels[ByWork] = []Label{{1, "nord", "Nord"}, {2, "sud", "Sud"}}
	in.Labels[ByPlace] = in.Labels[ByWork]
	for n := range int32(2 + r.IntN(6)) {
		s := MetStructure{Num: n + 1, Parent: int32(max(0, r.IntN(12)-6)), Label: fmt.Sprint("s", r.IntN(4)), Sector: []string{"soin", "social", ""}[r.IntN(3)], Validated: r.IntN(3) > 0}
		in.Structures = append(in.Structures, s)
		in.Labels[ByStructure] = append(in.Labels[ByStructure], Label{int(s.Num), fmt.Sprint(s.Num), s.Label})
	}
	for i := range r.IntN(7) {
		e := StatEvent{Num: i + 1, Starts: day0.AddDate(0, r.IntN(30), 0), Campaign: []string{"", "sism"}[r.IntN(2)]}
		if r.IntN(8) == 0 {
			e.Starts = time.Time{}
		} else {
			e.Keys[ByYear] = fmt.Sprint(e.Starts.Year())
		}
		if e.Entry = r.IntN(3) == 0; e.Entry {
			e.Host = int32(r.IntN(len(in.Structures) + 1))
		}
		e.Keys[ByPlace] = []string{"nord", "sud", ""}[r.IntN(3)]
		in.Events = append(in.Events, e)
		for range 1 + r.IntN(3) {
			in.Gatherings = append(in.Gatherings, Gathering{Event: int32(e.Num)})
			for range r.IntN(9) {
				in.Presences = append(in.Presences, MetPresence{int32(len(in.Gatherings) - 1), StatFact{Event: int32(e.Num),
					Structure: int32(r.IntN(len(in.Structures) + 1)), Sector: int32(r.IntN(3)), Territory: int32(r.IntN(3))}})
			}
		}
	}
	if r.IntN(3) > 0 {
		in.Period = Period{From: day0.AddDate(0, r.IntN(12), 0), To: day0.AddDate(0, 12+r.IntN(20), 0)}
		if r.IntN(5) == 0 {
			in.Period.To = time.Time{}
		}
	}
	switch r.IntN(6) {
	case 0:
		in.Filter = in.Filter.With(BySector, []string{"soin", ""}[r.IntN(2)])
	case 1:
		in.Filter = in.Filter.With(ByStructure, "1")
	case 2:
		in.Filter = in.Filter.With(ByPlace, "nord").With(ByWork, "sud")
	case 3:
		in.Filter.Campaign = "sism"
	}
	return in
}

// obvious says who met whom the slow way: every pair of structures, every event, every pair of people.
type obvious struct {
	in     MetInput
	events map[int32]StatEvent
	people map[int32][]MetPresence // by gathering
}

func (o obvious) lets(p MetPresence) bool {
	for t, key := range o.in.Filter.Keys {
		if int(t) < EventTables {
			continue
		}
		own := ""
		for _, l := range o.in.Labels[t] {
			if int32(l.Num) == p.num(t) {
				own = l.Key
			}
		}
		if own != key {
			return false
		}
	}
	return true
}

func (o obvious) counts(e StatEvent) bool {
	for t, key := range o.in.Filter.Keys {
		if int(t) < EventTables && e.Keys[t] != key {
			return false
		}
	}
	return (o.in.Filter.Campaign == "" || e.Campaign == o.in.Filter.Campaign) && o.in.Period.Holds(e.Starts)
}

// hosted is the half-day where the host of a stage croisé met who came: the first with anybody of a structure; -1: none.
func (o obvious) hosted(e StatEvent) int32 {
	for g, at := range o.in.Gatherings {
		came := slices.ContainsFunc(o.people[int32(g)], func(p MetPresence) bool { return p.Structure != 0 })
		if e.Entry && e.Host != 0 && at.Event == int32(e.Num) && came {
			return int32(g)
		}
	}
	return -1
}

// pair gives the events where two structures met in what is counted, whether a plenary session joined them there, and
// the first of all events where they met, up to the end of the period.
func (o obvious) pair(a, b int32) (met []StatEvent, meetings int, plenary bool, first *StatEvent) {
	for _, e := range o.in.Events {
		here := false
		hosted := o.hosted(e)
		for g, at := range o.in.Gatherings {
			if at.Event != int32(e.Num) {
				continue
			}
			var hasA, hasB, kept bool
			for _, p := range o.people[int32(g)] {
				hasA, hasB = hasA || p.Structure == a, hasB || p.Structure == b
				kept = kept || ((p.Structure == a || p.Structure == b) && o.lets(p))
			}
			if hosted == int32(g) {
				hasA, hasB = hasA || e.Host == a, hasB || e.Host == b
			}
			if !hasA || !hasB {
				continue
			}
			if len(o.people[int32(g)]) > o.in.PlenaryOver {
				plenary = plenary || (o.counts(e) && kept)
				continue
			}
			known := o.in.Period.All() || !e.Starts.IsZero() && (o.in.Period.To.IsZero() || e.Starts.Before(o.in.Period.To))
			if known && (first == nil || e.Starts.Before(first.Starts) || e.Starts.Equal(first.Starts) && e.Num < first.Num) {
				first = &StatEvent{Num: e.Num, Starts: e.Starts, Keys: e.Keys}
			}
			if o.counts(e) && kept {
				here = true
				meetings++
			}
		}
		if here {
			met = append(met, e)
		}
	}
	return met, meetings, plenary, first
}

// sums are the numbers that both ways must give.
type sums struct {
	Total, Year, Place, Matrix map[string]int
	Links                      map[string]string
	Missed, Never              []int32
}

func (o obvious) count() sums {
	s := sums{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]string{}, nil, nil}
	sector := func(n int32) string { return o.in.Structures[n-1].Sector }
	for a := int32(1); int(a) <= len(o.in.Structures); a++ {
		for b := a + 1; int(b) <= len(o.in.Structures); b++ {
			met, meetings, plenary, first := o.pair(a, b)
			if len(met) == 0 {
				if plenary {
					s.Total["plenary"]++
				}
				continue
			}
			isNew := o.in.Period.Holds(first.Starts)
			if slices.ContainsFunc(met, func(e StatEvent) bool { return e.Entry }) {
				s.Total["stages"]++
			}
			s.Links[fmt.Sprint(a, b)] = fmt.Sprint(len(met), meetings, isNew, first.Starts)
			low, high := min(sector(a), sector(b)), max(sector(a), sector(b))
			s.Matrix[low+"/"+high]++
			count := func(into map[string]int, key string, events int, isNew bool) {
				into[key+"pairs"]++
				for name, on := range map[string]bool{"repeated": events > 1, "new": isNew, "known": low != "", "across": low != "" && low != high} {
					if on {
						into[key+name]++
					}
				}
			}
			count(s.Total, "", len(met), isNew)
			years, places := map[string]int{}, map[string]int{}
			for _, e := range met {
				years[e.Keys[ByYear]]++
				places[e.Keys[ByPlace]]++
			}
			for y, n := range years {
				count(s.Year, y, n, isNew && y == first.Keys[ByYear])
			}
			for p, n := range places {
				count(s.Place, p, n, isNew)
			}
		}
	}
	o.directory(&s)
	return s
}

func (o obvious) directory(s *sums) {
	under := func(n, top int32) bool {
		for hops := 0; n != 0 && hops < 20; hops++ {
			if n == top {
				return true
			}
			if int(n) > len(o.in.Structures) {
				return false
			}
			n = o.in.Structures[n-1].Parent
		}
		return false
	}
	for _, st := range o.in.Structures {
		now, ever, own := false, false, map[string]bool{}
		for g, people := range o.people {
			e := o.events[o.in.Gatherings[g].Event]
			hosted := o.hosted(e) == g && under(e.Host, st.Num)
			ever = ever || hosted
			for _, p := range people {
				now = now || hosted && p.Structure != 0 && o.counts(e) && o.lets(p)
				ever = ever || under(p.Structure, st.Num)
				if !o.counts(e) || !o.lets(p) {
					continue
				}
				now = now || under(p.Structure, st.Num)
				if p.Structure == st.Num {
					own["y"+e.Keys[ByYear]], own["p"+e.Keys[ByPlace]] = true, true
				}
			}
		}
		if len(own) > 0 {
			s.Total["reached"]++
		}
		for key := range own {
			map[byte]map[string]int{'y': s.Year, 'p': s.Place}[key[0]][key[1:]+"reached"]++
		}
		if st.Validated && !ever {
			s.Never = append(s.Never, st.Num)
		} else if st.Validated && !now {
			s.Missed = append(s.Missed, st.Num)
		}
	}
}

// told are the same numbers as Meet gives them.
func told(m Met) sums {
	s := sums{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]string{}, slices.Clone(m.Missed), slices.Clone(m.Never)}
	slices.Sort(s.Missed)
	slices.Sort(s.Never)
	line := func(into map[string]int, key string, l MetLine) {
		for name, n := range map[string]int{"pairs": l.Pairs, "repeated": l.Repeated, "new": l.New, "known": l.Known, "across": l.Across, "reached": l.Reached} {
			if n > 0 {
				into[key+name] = n
			}
		}
	}
	line(s.Total, "", m.Total)
	if m.ByStage > 0 {
		s.Total["stages"] = m.ByStage
	}
	if m.PlenaryOnly > 0 {
		s.Total["plenary"] = m.PlenaryOnly
	}
	for _, l := range m.ByYear {
		line(s.Year, l.Key, l)
	}
	for _, l := range m.ByPlace {
		line(s.Place, l.Key, l)
	}
	for i, row := range m.Matrix {
		for j, n := range row {
			if a, b := m.Sectors[i].Key, m.Sectors[j].Key; n > 0 && a <= b {
				s.Matrix[a+"/"+b] = n
			}
		}
	}
	for _, l := range m.Links {
		s.Links[fmt.Sprint(l.A, l.B)] = fmt.Sprint(len(l.Events), l.Meetings, l.New, l.First)
	}
	return s
}

func TestWhoMetWhomIsWhatTheObviousCountSays(t *testing.T) {
	for seed := range uint64(1000) {
		in := metSeason(rand.New(rand.NewPCG(seed, 6)))
		o := obvious{in, map[int32]StatEvent{}, map[int32][]MetPresence{}}
		for _, e := range in.Events {
			o.events[int32(e.Num)] = e
		}
		for _, p := range in.Presences {
			o.people[p.Gathering] = append(o.people[p.Gathering], p)
		}
		want, got := o.count(), told(Meet(in))
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("season %d:\nobvious %+v\nMeet    %+v", seed, want, got)
		}
	}
}

// The order of the rows says nothing: structures, events, gatherings and presences come as the database gives them.
func TestWhoMetWhomDoesNotDependOnTheOrderOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "season")
		in := metSeason(rand.New(rand.NewPCG(seed, 6)))
		want := Meet(in)
		r := rand.New(rand.NewPCG(seed, 7))
		r.Shuffle(len(in.Structures), func(i, j int) { in.Structures[i], in.Structures[j] = in.Structures[j], in.Structures[i] })
		r.Shuffle(len(in.Events), func(i, j int) { in.Events[i], in.Events[j] = in.Events[j], in.Events[i] })
		r.Shuffle(len(in.Presences), func(i, j int) { in.Presences[i], in.Presences[j] = in.Presences[j], in.Presences[i] })
		if got := Meet(in); !reflect.DeepEqual(want, got) {
			t.Fatalf("%+v\n%+v", want, got)
		}
	})
}

// What holds in every season: headlines are parts of all pairs, and the strongest links come first.
func TestLinksAreRankedAndTheirPartsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Meet(metSeason(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "season"), 6))))
		if n := m.Total; n.Pairs != len(m.Links) || n.Repeated > n.Pairs || n.Across > n.Known || n.Known > n.Pairs || n.New > n.Pairs || n.Pairs > (n.Reached+len(m.Hosted))*(n.Reached+len(m.Hosted)-1)/2 && m.Filter.Any() || m.ByStageMore > min(m.ByStage, n.Repeated) {
			t.Fatalf("%+v", m.Total)
		}
		if !slices.IsSortedFunc(m.Links, func(a, b Link) int {
			return cmp.Or(len(b.Events)-len(a.Events), b.Meetings-a.Meetings)
		}) {
			t.Fatalf("%+v", m.Links)
		}
		sum := 0
		for i, row := range m.Matrix {
			for j, n := range row {
				if n != m.Matrix[j][i] {
					t.Fatalf("the matrix is not the same on both sides: %v", m.Matrix)
				}
				if j >= i {
					sum += n
				}
			}
		}
		if sum != m.Total.Pairs {
			t.Fatalf("%d pairs in the matrix, %d in all", sum, m.Total.Pairs)
		}
	})
}
