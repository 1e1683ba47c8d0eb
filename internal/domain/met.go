package domain

import (
	"slices"
	"time"
)

// PlenaryOver is how many present people make a half-day or a workshop too large to meet in, unless the
// coordinator says another number.
const PlenaryOver = 60

// MetFigure is one of the numbers of who met whom.
type MetFigure int

// The figures of who met whom, in the order in which they are listed.
const (
	MetRepeated MetFigure = iota
	MetPairs
	MetAcross
	MetNew
	MetPlenary
	MetReached
	MetMissed
	MetNever
	metCount
)

// MetIndicators says what each of them is (domain.md §7). None adds up: each level counts its own pairs.
var MetIndicators = [metCount]Indicator{
	MetRepeated: {Code: "met_repeated", Label: "Paires ensemble à deux événements ou plus", Definition: "Co-présences répétées : paires de structures dont des personnes étaient présentes à la même demi-journée ou au même atelier, à au moins deux événements différents. Les séances plénières ne font pas de paires.", Distinct: true},
	MetPairs:    {Code: "met_pairs", Label: "Paires de structures rencontrées", Definition: "Co-présences (« interconnaissance ») : paires de structures ou de sites différents dont des personnes étaient présentes à la même demi-journée ou au même atelier, au moins une fois. À un atelier sont ceux qui l’ont choisi et ont été présents à l’événement. Un stage croisé réalisé réunit une fois l’établissement d’origine et celui d’accueil. Qui vient sans structure ne fait pas de paire. Être au même endroit ne prouve pas que l’on s’est parlé.", Distinct: true},
	MetAcross:   {Code: "met_across", Label: "Paires entre secteurs différents", Definition: "Paires dont les deux structures ont, dans le répertoire, deux secteurs d’activité différents. La part se rapporte aux paires dont les deux secteurs sont renseignés.", Distinct: true},
	MetNew:      {Code: "met_new", Label: "Liens nouveaux", Definition: "Paires dont la toute première rencontre, à quelque événement que ce soit, tombe dans la période. Sur « toutes périodes », chacune a été nouvelle une fois.", Distinct: true},
	MetPlenary:  {Code: "met_plenary", Label: "Paires en séance plénière seulement", Definition: "Paires réunies seulement à une demi-journée ou à un atelier de plus de présents que le seuil des plénières. Elles restent à part : on ne se rencontre pas à deux cents comme à vingt.", Distinct: true},
	MetReached:  {Code: "structures", Label: Indicators[FigStructures].Label, Definition: Indicators[FigStructures].Definition, Distinct: true},
	MetMissed:   {Code: "met_missed", Label: "Structures absentes de la période", Definition: "Structures validées du répertoire déjà venues, mais sans présent ni stage croisé accueilli dans ce qui est compté ici. Une structure dont un site ou un service est venu n’y est pas.", Distinct: true},
	MetNever:    {Code: "met_never", Label: "Structures jamais touchées", Definition: "Structures validées du répertoire sans aucun présent ni stage croisé accueilli, à quelque date que ce soit. Une structure dont un site ou un service est venu n’y est pas.", Distinct: true},
}

// MetStructure is a structure of the directory that was not merged into another.
type MetStructure struct {
	Num, Parent int32 // parent 0: none
	Label       string
	Sector      string // key; empty: non renseigné
	Territory   string
	Validated   bool
	Unpublished bool // its name is for the coordinator alone
}

// Gathering is a half-day or a workshop of an event.
type Gathering struct {
	Event int32 // number
}

// MetPresence is a person present at a gathering: its position, and the registration, structure after merges.
type MetPresence struct {
	Gathering int32
	StatFact
}

// MetInput is what Meet counts: every event and every presence, whatever the period and the filter.
type MetInput struct {
	Period      Period
	Filter      Filter
	Events      []StatEvent
	Labels      [tableCount][]Label
	Structures  []MetStructure
	Gatherings  []Gathering
	Presences   []MetPresence
	PlenaryOver int // present people; a gathering of more is a plenary session
}

// Link is a pair of structures that met in what is counted. A is under B.
type Link struct {
	A, B     int32
	Events   []int32 // numbers, the earliest first
	Meetings int     // half-days and workshops; a stage croisé is one
	Stages   int     // of them, the stages croisés
	First    time.Time
	New      bool // they had not met before the period
	Across   bool // of two sectors
	Known    bool // both sectors are
}

// MetLine is who met in a year or a place. Pairs are counted anew in every line.
type MetLine struct {
	Key, Label                                   string
	Pairs, Repeated, Across, Known, New, Reached int
}

// Met is who met whom.
type Met struct {
	Period      Period
	Filter      Filter
	PlenaryOver int
	Links       []Link // the strongest first
	Total       MetLine
	Plenaries   int           // sessions apart
	PlenaryOnly int           // pairs that met nowhere else
	Sectors     []Label       // of the matrix, « non renseigné » the last, with an empty key
	Matrix      [][]int       // pairs by sectors, on both sides of the diagonal
	ByYear      []MetLine     // of the events
	ByPlace     []MetLine     // of the events, « non renseigné » the last
	Missed      []int32       // structures, as MetIndicators says; by label
	Never       []int32       // the same
	Presence    map[int32]int // events of each structure that came
	Hosted      map[int32]int // stages croisés that each structure welcomed
	ByStage     int           // pairs that met by a stage croisé, perhaps elsewhere too
	ByStageMore int           // of the pairs together at two events or more, those that did
	Directory   int           // validated structures
	Structures  map[int32]MetStructure
}

// Value is one of the figures.
func (m Met) Value(f MetFigure) int {
	return [metCount]int{MetRepeated: m.Total.Repeated, MetPairs: m.Total.Pairs, MetAcross: m.Total.Across, MetNew: m.Total.New,
		MetPlenary: m.PlenaryOnly, MetReached: m.Total.Reached, MetMissed: len(m.Missed), MetNever: len(m.Never)}[f]
}

// pair is two structures, the smaller number first.
type pair struct{ a, b int32 }

// meeting is the count under way.
type meeting struct {
	in      MetInput
	events  map[int32]*StatEvent
	counted map[int32]bool // events of the period that the filter lets through
	links   map[pair]*Link
	first   map[pair]*StatEvent
	plenary map[pair]bool
	reached map[int32][]int32 // events of each structure
	hosts   map[int32]bool    // entries whose host was seen
	ever    map[int32]bool
	m       Met
}

// Meet says who met whom in the events of a period. A filter on people keeps the pairs of which one at least has
// somebody that the filter lets through. What happened before the period says only which links are new.
func Meet(in MetInput) Met {
	w := &meeting{in: in, events: map[int32]*StatEvent{}, counted: map[int32]bool{}, links: map[pair]*Link{}, first: map[pair]*StatEvent{},
		plenary: map[pair]bool{}, reached: map[int32][]int32{}, hosts: map[int32]bool{}, ever: map[int32]bool{}}
	w.m = Met{Period: in.Period, Filter: in.Filter, PlenaryOver: in.PlenaryOver, Structures: map[int32]MetStructure{}, Presence: map[int32]int{}, Hosted: map[int32]int{}}
	for _, s := range in.Structures {
		w.m.Structures[s.Num] = s
	}
	for i := range in.Events {
		e := &in.Events[i]
		w.events[int32(e.Num)] = e
		w.counted[int32(e.Num)] = in.Period.Holds(e.Starts) && in.Filter.holdsEvent(e)
	}
	w.gather()
	w.rank()
	w.lines()
	w.matrix()
	w.directory()
	return w.m
}

// crowd is who is at a gathering: each structure once, and whether the filter lets somebody of it through.
type crowd struct {
	at         Gathering
	people     int
	structures []int32
	kept       map[int32]bool
}

// gather goes through the gatherings, the earliest event first.
func (w *meeting) gather() {
	crowds := make([]crowd, len(w.in.Gatherings))
	holds := w.in.Filter.holdsFact(StatInput{Labels: w.in.Labels})
	for i := range w.in.Presences {
		p := &w.in.Presences[i]
		c := &crowds[p.Gathering]
		c.people++
		if p.Structure == 0 {
			continue
		}
		if c.kept == nil {
			c.kept = map[int32]bool{}
		}
		kept, here := c.kept[p.Structure]
		if !here {
			c.structures = append(c.structures, p.Structure)
		}
		c.kept[p.Structure] = kept || holds(&p.StatFact)
	}
	var order []int
	for i, g := range w.in.Gatherings {
		crowds[i].at = g
		if w.events[g.Event] != nil && len(crowds[i].structures) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := w.events[crowds[a].at.Event], w.events[crowds[b].at.Event]
		if c := x.Starts.Compare(y.Starts); c != 0 {
			return c
		}
		return x.Num - y.Num
	})
	for _, i := range order {
		w.see(&crowds[i])
	}
}

// see counts one gathering.
func (w *meeting) see(c *crowd) {
	e, counted := w.events[c.at.Event], w.counted[c.at.Event]
	for _, s := range c.structures {
		w.ever[s] = true
		if list := w.reached[s]; counted && c.kept[s] && (len(list) == 0 || list[len(list)-1] != c.at.Event) {
			w.reached[s] = append(list, c.at.Event)
		}
	}
	w.welcome(e, c, counted)
	plenary := c.people > w.in.PlenaryOver
	if plenary && counted {
		w.m.Plenaries++
	}
	before := w.in.Period.All() || (!e.Starts.IsZero() && (w.in.Period.To.IsZero() || e.Starts.Before(w.in.Period.To)))
	if (plenary && !counted) || !before {
		return
	}
	slices.Sort(c.structures)
	for i, a := range c.structures {
		for _, b := range c.structures[i+1:] {
			w.together(pair{a, b}, e, plenary, counted && (c.kept[a] || c.kept[b]))
		}
	}
}

// welcome adds the host of a stage croisé to the first of its half-days where somebody was: both structures met there,
// once. Nobody of the host's is counted present.
func (w *meeting) welcome(e *StatEvent, c *crowd, counted bool) {
	n := int32(e.Num)
	if !e.Entry || e.Host == 0 || w.hosts[n] {
		return
	}
	w.hosts[n], w.ever[e.Host] = true, true
	let := slices.ContainsFunc(c.structures, func(s int32) bool { return c.kept[s] })
	if counted && let {
		w.m.Hosted[e.Host]++
	}
	if !slices.Contains(c.structures, e.Host) {
		c.structures = append(c.structures, e.Host)
	}
}

// together notes that two structures were at the same gathering of an event.
func (w *meeting) together(p pair, e *StatEvent, plenary, counted bool) {
	if plenary {
		if counted {
			w.plenary[p] = true
		}
		return
	}
	if _, met := w.first[p]; !met {
		w.first[p] = e
	}
	if !counted {
		return
	}
	l := w.links[p]
	if l == nil {
		a, b := w.m.Structures[p.a].Sector, w.m.Structures[p.b].Sector
		l = &Link{A: p.a, B: p.b, First: w.first[p].Starts, New: w.in.Period.Holds(w.first[p].Starts), Known: a != "" && b != "", Across: a != "" && b != "" && a != b}
		w.links[p] = l
	}
	if l.Meetings++; e.Entry {
		l.Stages++
	}
	if n := len(l.Events); n == 0 || l.Events[n-1] != int32(e.Num) {
		l.Events = append(l.Events, int32(e.Num))
	}
}
