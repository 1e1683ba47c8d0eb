package stats_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"passerelle/internal/domain"
)

// compareDerived recounts what is made from the figures.
func (s rawSeason) compareDerived(t *testing.T, q asked, r domain.Report) {
	t.Helper()
	same := func(what string, got, want any) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, %s: %v, recounted %v", q, what, got, want)
		}
	}
	s.compareRates(same, q, r)
	s.compareCoverage(same, q, r.Coverage)
	sectors := map[string]map[string]int{}
	for _, row := range s.rows {
		if !row.came() || !q.takesRow(row) || !q.dated(row.starts) {
			continue
		}
		for _, line := range []string{"*", "event " + fmt.Sprint(row.num), "programme " + row.rawEvent.line[domain.ByProgramme]} {
			if sectors[line] == nil {
				sectors[line] = map[string]int{}
			}
			sectors[line][row.line[domain.BySector]]++
		}
	}
	if len(sectors["*"]) > 1 {
		s.note("derived", "mixity", -1)
	}
	same("mixity", mixed(r.Mixity.Total), mixedRaw(sectors["*"]))
	programmes := 0
	for line := range sectors {
		if strings.HasPrefix(line, "programme ") {
			programmes++
		}
	}
	same("programmes that are mixed", len(r.Mixity.Programmes), programmes)
	for _, m := range r.Mixity.Programmes {
		same("mixity of "+m.Key, mixed(m.Mixity), mixedRaw(sectors["programme "+m.Key]))
	}
	for _, e := range r.Events {
		same("mixity of an event", mixed(e.Mixity), mixedRaw(sectors["event "+fmt.Sprint(e.Num)]))
	}
	s.compareTrained(same, q, r.PSSM)
	s.comparePlaced(same, q, r.Placements)
}

// compareCoverage recounts who came from where, year by year.
func (s rawSeason) compareCoverage(same func(string, any, any), q asked, c domain.Coverage) {
	places, years := map[string]int{}, map[string]int{}
	for _, row := range s.rows {
		if row.came() && q.takesRow(row) && q.dated(row.starts) {
			work := row.line[domain.ByWork]
			places[work]++
			years[work+" "+row.rawEvent.line[domain.ByYear]]++
		}
	}
	covered := 0
	for _, l := range c.Lines {
		if covered += l.Present; l.Present > 0 && l.Population > 0 {
			s.note("derived", "coverage", -1)
		}
		same("people of "+l.Key, l.People, s.figure(q, "distinct_people", domain.ByWork, l.Key))
		same("coverage of "+l.Key, l.Rate(), domain.Rate{Part: places[l.Key], Whole: s.population[l.Key]})
		dated := 0
		for i, year := range c.Years {
			dated += l.Years[i]
			same("coverage of "+l.Key+" in "+year, l.Years[i], years[l.Key+" "+year])
		}
		same("years of "+l.Key, dated, l.Present)
	}
	same("coverage in all", covered, s.figure(q, "present", -1, ""))
}

// compareRates recounts rates from the registrations themselves, and the list of events.
func (s rawSeason) compareRates(same func(string, any, any), q asked, r domain.Report) {
	kept, came, taken, seats := 0, 0, 0, 0
	for _, row := range s.rows {
		settled := row.status == domain.Held && !row.heldBack
		stayed := row.came() || row.outcome == domain.Absent || row.outcome == domain.Excused
		if !settled || !stayed || !row.registered || row.entry || !q.dated(row.starts) || !q.takesRow(row) {
			continue
		}
		if kept++; row.came() {
			came++
		}
		if row.capacity > 0 {
			taken++
		}
	}
	for _, e := range s.events {
		if e.status == domain.Held && !e.heldBack && !e.entry && q.dated(e.starts) && q.takes(e) {
			seats += e.capacity
		}
	}
	same("rate of presence", r.Total.AttendanceRate(), domain.Rate{Part: came, Whole: kept})
	if !q.ofPeople() { // of seats it says nothing
		same("rate of filling", r.Total.FillRate(), domain.Rate{Part: taken, Whole: seats})
	}
	if came > 0 && kept > came {
		s.note("derived", "attendance_rate", -1)
	}
	if taken > 0 && !q.ofPeople() {
		s.note("derived", "fill_rate", -1)
	}
	for _, e := range r.Events {
		line, found := r.Line(domain.ByEvent, strconv.Itoa(e.Num))
		same("an event's own line", fmt.Sprint(e.Row.Counts, true), fmt.Sprint(line.Counts, found))
	}
}

func mixed(m domain.Mixity) [4]int { return [4]int{m.Sectors, m.Largest, m.Known, m.Unknown} }

func mixedRaw(present map[string]int) (m [4]int) {
	for sector, n := range present {
		if sector == "" {
			m[3] += n
			continue
		}
		m[0], m[1], m[2] = m[0]+1, max(m[1], n), m[2]+n
	}
	return m
}

// compareTrained counts everybody at the first course completed, up to the end of the period.
func (s rawSeason) compareTrained(same func(string, any, any), q asked, c domain.Cumulation) {
	first := map[int]raw{}
	for _, r := range s.rows {
		if !r.came() || !q.takesRow(r) || !s.complete(r) || !(q.To.IsZero() || r.last.Before(q.To)) {
			continue
		}
		f, seen := first[r.person]
		work, known := r.line[domain.ByWork], f.line[domain.ByWork]
		sooner := !seen || r.last.Before(f.last) || (r.last.Equal(f.last) && r.num < f.num)
		if sooner || (r.rawEvent == f.rawEvent && work != "" && (known == "" || s.order[work] < s.order[known])) {
			first[r.person] = r
		}
	}
	s.compareModules(same, q, c)
	total, lines := 0, map[string]int{}
	if len(first) > 0 {
		s.note("derived", "pssm_cumulated", -1)
	}
	for _, r := range first {
		year := parisText(r.last, "2006")
		total++
		lines[r.line[domain.ByWork]+" "+year]++
		lines["* "+year]++
	}
	same("first-aiders", c.Total.Sum(), total)
	for i, year := range c.Years {
		same("first-aiders of "+year, c.Total.New[i], lines["* "+year])
		for _, l := range c.Territories {
			same("first-aiders of "+l.Key+" in "+year, l.New[i], lines[l.Key+" "+year])
		}
	}
}

// compareModules counts everybody once a programme.
func (s rawSeason) compareModules(same func(string, any, any), q asked, c domain.Cumulation) {
	modules := map[string]map[int]bool{}
	for _, r := range s.rows {
		if !r.came() || !q.takesRow(r) || !s.complete(r) || !(q.To.IsZero() || r.last.Before(q.To)) {
			continue
		}
		module := r.rawEvent.line[domain.ByProgramme]
		if modules[module] == nil {
			modules[module] = map[int]bool{}
		}
		modules[module][r.person] = true
	}
	for _, m := range c.Modules {
		same("first-aiders of the module "+m.Key, m.Sum(), len(modules[m.Key]))
		delete(modules, m.Key)
	}
	same("modules without a line", len(modules), 0)
}
