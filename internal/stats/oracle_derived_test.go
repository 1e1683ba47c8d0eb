package stats_test

import (
	"fmt"
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
	sectors, places, years := map[string]map[string]int{}, map[string]int{}, map[string]int{}
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
		work := row.line[domain.ByWork]
		places[work]++
		years[work+" "+row.rawEvent.line[domain.ByYear]]++
	}
	same("mixity", mixed(r.Mixity.Total), mixedRaw(sectors["*"]))
	for _, m := range r.Mixity.Programmes {
		same("mixity of "+m.Key, mixed(m.Mixity), mixedRaw(sectors["programme "+m.Key]))
	}
	for _, e := range r.Events {
		same("mixity of an event", mixed(e.Mixity), mixedRaw(sectors["event "+fmt.Sprint(e.Num)]))
	}
	for _, l := range r.Coverage.Lines {
		same("coverage of "+l.Key, l.Rate(), domain.Rate{Part: places[l.Key], Whole: s.population[l.Key]})
		for i, year := range r.Coverage.Years {
			same("coverage of "+l.Key+" in "+year, l.Years[i], years[l.Key+" "+year])
		}
	}
	s.compareTrained(same, q, r.PSSM)
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
	total, lines := 0, map[string]int{}
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
