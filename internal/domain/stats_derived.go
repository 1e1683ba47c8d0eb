package domain

import (
	"cmp"
	"slices"
	"time"
)

// EventFigures is what is known of one event of the period.
type EventFigures struct {
	Num      int
	Starts   time.Time
	Held     bool
	Entry    bool // of a stage croisé: neither seats nor rates
	Capacity int  // 0: no limit, or not told by the filter
	Row           // its line of the table of events
	Mixity   Mixity
}

// Mixity is how mixed those who came are.
type Mixity struct {
	Sectors    int    // different ones among those present
	Largest    int    // present of the sector that has the most
	Known      int    // present whose sector is known
	Unknown    int    // present whose sector is not
	Key, Label string // of the largest sector, the first of the list where several are
}

// Share is the share of the largest sector among those whose sector is known.
func (m Mixity) Share() Rate { return Rate{m.Largest, m.Known} }

// MixityLine is the mixity of a programme; an empty key is « non renseigné ».
type MixityLine struct {
	Key, Label string
	Mixity
}

// MixityTable is the mixity of each programme that anybody came to, and of them all.
type MixityTable struct {
	Total      Mixity
	Programmes []MixityLine
}

// Coverage is who came by territory of work and by year, the last line being « non renseigné ».
type Coverage struct {
	Years []string // with anybody present; empty: without a date, the last
	Lines []CoverageLine
}

// CoverageLine is one territory. Population 0: not known.
type CoverageLine struct {
	Key, Label      string
	Population      int
	Present, People int
	Years           []int // present, beside Coverage.Years
}

// Rate is its participations for its inhabitants.
func (l CoverageLine) Rate() Rate { return Rate{l.Present, l.Population} }

// derive adds what is made from the counts.
func (t *tally) derive(r *Report) {
	t.mix(r)
	t.events(r)
	t.cover(r)
	t.cumulate(r)
}

// mixedTables are the tables that cut people whose lines are counted event by event: sectors, then territories of work.
const mixedTables = 2

// grid counts who was present, by event and by place of a line among the labels of its table; 0: « non renseigné ».
type grid [][]int32

func newGrid(events, lines int) grid {
	g, all := make(grid, events), make([]int32, events*lines)
	for i := range g {
		g[i] = all[i*lines : (i+1)*lines]
	}
	return g
}

func (g grid) join(o grid) {
	for i := range g {
		for k, n := range o[i] {
			g[i][k] += n
		}
	}
}

// mixity is that of the counts of a column by sector.
func (t *tally) mixity(counts []int32) (m Mixity) {
	if len(counts) == 0 {
		return m
	}
	m.Unknown = int(counts[0])
	for i, n := range counts[1:] {
		if n == 0 {
			continue
		}
		m.Sectors++
		m.Known += int(n)
		if int(n) > m.Largest {
			m.Largest, m.Key, m.Label = int(n), t.in.Labels[BySector][i].Key, t.in.Labels[BySector][i].Label
		}
	}
	return m
}

// mix gives the mixity of each programme and of all.
func (t *tally) mix(r *Report) {
	total := make([]int32, len(t.in.Labels[BySector])+1)
	programmes := map[string][]int32{}
	for i, counts := range t.mixed[0] {
		key := t.in.Events[i].Keys[ByProgramme]
		if programmes[key] == nil {
			programmes[key] = make([]int32, len(total))
		}
		for s, n := range counts {
			total[s] += n
			programmes[key][s] += n
		}
	}
	r.Mixity.Total = t.mixity(total)
	for _, row := range r.Tables[ByProgramme] {
		if m := t.mixity(programmes[row.Key]); m.Known+m.Unknown > 0 {
			r.Mixity.Programmes = append(r.Mixity.Programmes, MixityLine{row.Key, row.Label, m})
		}
	}
}

// events gives each event of the period that has a number its line.
func (t *tally) events(r *Report) {
	rows := map[string]Row{}
	for _, row := range r.Tables[ByEvent] {
		rows[row.Key] = row
	}
	for i := range t.in.Events {
		e := &t.in.Events[i]
		row, ok := rows[e.Keys[ByEvent]]
		if t.event[e.Num] == 0 || !ok || row.Key == "" {
			continue
		}
		r.Events = append(r.Events, EventFigures{Num: e.Num, Starts: e.Starts, Held: e.Held, Entry: e.Entry, Capacity: e.Capacity, Row: row, Mixity: t.mixity(t.mixed[0][i])})
	}
	slices.SortStableFunc(r.Events, func(a, b EventFigures) int {
		return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.Num, b.Num))
	})
}

// cover gives the participations of each territory of work by year.
func (t *tally) cover(r *Report) {
	labels := t.in.Labels[ByWork]
	years, counts := map[string]int{}, map[string][]int{}
	for i, places := range t.mixed[1] {
		year := t.in.Events[i].Keys[ByYear]
		for k, n := range places {
			if n == 0 {
				continue
			}
			if years[year] = 0; counts[year] == nil {
				counts[year] = make([]int, len(labels)+1)
			}
			counts[year][k] += int(n)
		}
	}
	r.Coverage.Years = yearsOf(years)
	for _, row := range r.Tables[ByWork] {
		l := CoverageLine{Key: row.Key, Label: row.Label, Population: t.in.Population[row.Key], Present: row.Counts[FigPresent], People: row.Counts[FigPeople]}
		place := 1 + slices.IndexFunc(labels, func(l Label) bool { return l.Key == row.Key && l.Key != "" })
		for _, year := range r.Coverage.Years {
			l.Years = append(l.Years, counts[year][place])
		}
		r.Coverage.Lines = append(r.Coverage.Lines, l)
	}
}

// yearsOf are the years of a set in their order, what has no date the last.
func yearsOf(set map[string]int) (years []string) {
	for year := range set {
		years = append(years, year)
	}
	slices.SortFunc(years, func(a, b string) int {
		if (a == "") != (b == "") {
			return cmp.Compare(b, a)
		}
		return cmp.Compare(a, b)
	})
	return years
}
