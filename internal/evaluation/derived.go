package evaluation

import (
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/stats"
)

// Derived is what is made from the counts, as it was on the day of the report.
type Derived struct {
	Definitions []Indicator  `json:"definitions"`
	Mixity      Mixed        `json:"mixity"` // of all
	Programmes  []Mixed      `json:"mixity_by_programme"`
	Coverage    Coverage     `json:"coverage"`
	FirstAiders Cumulation   `json:"first_aiders"`
	Events      []EventRates `json:"events"`
}

// Mixed is how mixed those who came are. Main is the sector that has the most.
type Mixed struct {
	Key     string `json:"key"`
	Label   string `json:"label"`
	Sectors int    `json:"sectors"`
	Main    string `json:"main"`
	Largest int    `json:"largest"` // present of that sector
	Known   int    `json:"known"`   // present whose sector is known
	Unknown int    `json:"unknown"`
}

// Coverage is who came by territory of work, year by year.
type Coverage struct {
	Years []string       `json:"years"` // empty: without a date, the last
	Lines []CoverageLine `json:"lines"`
}

// CoverageLine is one territory. Population 0: not known.
type CoverageLine struct {
	Key        string `json:"key"`
	Label      string `json:"label"`
	Population int    `json:"population"`
	Present    int    `json:"present"`
	People     int    `json:"people"`
	Years      []int  `json:"years"` // present, beside Coverage.Years
}

// Rate is its participations for its inhabitants.
func (l CoverageLine) Rate() domain.Rate { return domain.Rate{Part: l.Present, Whole: l.Population} }

// Cumulation is how many first-aiders there were at the end of each year, from the first course on.
type Cumulation struct {
	Years       []string    `json:"years"`
	Total       CumulLine   `json:"total"`
	Territories []CumulLine `json:"territories"`
	Modules     []CumulLine `json:"modules"`
}

// CumulLine is one line. Population 0: not known.
type CumulLine struct {
	Key        string `json:"key"`
	Label      string `json:"label"`
	Population int    `json:"population"`
	Sums       []int  `json:"sums"` // running, beside Cumulation.Years
}

// Sum is how many in all.
func (l CumulLine) Sum() int {
	if len(l.Sums) == 0 {
		return 0
	}
	return l.Sums[len(l.Sums)-1]
}

// Rate is its first-aiders for its inhabitants.
func (l CumulLine) Rate() domain.Rate { return domain.Rate{Part: l.Sum(), Whole: l.Population} }

// EventRates is what is known of one event besides its counts. Capacity 0: no limit.
type EventRates struct {
	Key        string `json:"key"`
	Capacity   int    `json:"capacity"`
	Sectors    int    `json:"sectors"`
	DaysToFull *int   `json:"days_to_full"` // nil: it never was, or nobody knows when it opened
	Longest    int    `json:"longest_list"`
}

// Rates are those of an event, by its key; zeros for one that nothing is known of.
func (c Content) Rates(key string) EventRates {
	for _, e := range c.Derived.Events {
		if e.Key == key {
			return e
		}
	}
	return EventRates{Key: key}
}

// addDerived keeps what is made from the counts.
func (c *Content) addDerived(app core.App, r stats.Report) error {
	d := Derived{Mixity: mixed("", "Total", r.Mixity.Total), Programmes: []Mixed{}, Events: []EventRates{},
		Coverage: Coverage{Years: list(r.Coverage.Years), Lines: []CoverageLine{}},
		FirstAiders: Cumulation{Years: list(r.PSSM.Years), Total: cumul(r.PSSM.Total), Territories: cumuls(r.PSSM.Territories),
			Modules: cumuls(r.PSSM.Modules)}}
	for _, i := range domain.Derived {
		d.Definitions = append(d.Definitions, Indicator{i.Code, i.Label, i.Definition, i.Distinct})
	}
	for _, m := range r.Mixity.Programmes {
		d.Programmes = append(d.Programmes, mixed(m.Key, m.Label, m.Mixity))
	}
	for _, l := range r.Coverage.Lines {
		d.Coverage.Lines = append(d.Coverage.Lines, CoverageLine{l.Key, l.Label, l.Population, l.Present, l.People, list(l.Years)})
	}
	for _, e := range r.Events {
		if e.Entry {
			continue
		}
		t, err := stats.TensionOf(app, e.Num)
		if err != nil {
			return err
		}
		one := EventRates{Key: strconv.Itoa(e.Num), Capacity: e.Capacity, Sectors: e.Mixity.Sectors, Longest: t.Longest}
		if t.Full {
			one.DaysToFull = &t.Days
		}
		d.Events = append(d.Events, one)
	}
	c.Derived = d
	return nil
}

func mixed(key, label string, m domain.Mixity) Mixed {
	return Mixed{key, label, m.Sectors, m.Label, m.Largest, m.Known, m.Unknown}
}

func cumul(l domain.CumulLine) CumulLine {
	return CumulLine{l.Key, l.Label, l.Population, list(l.Sums())}
}

func cumuls(lines []domain.CumulLine) []CumulLine {
	out := []CumulLine{}
	for _, l := range lines {
		out = append(out, cumul(l))
	}
	return out
}

// list is never null in what is written.
func list[T any](l []T) []T { return append([]T{}, l...) }
