package evaluation

import (
	"fmt"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// Changed is what differs between two reports, in words.
type Changed struct {
	Head  string   // what is compared with what
	Lines []string // one a figure; empty: nothing differs
	Past  []string // what changed of the days that both reports hold
	Same  bool     // same period and same filters: whatever differs was changed since
}

// Difference compares two reports, the earlier one first.
func Difference(a, b Content) (d Changed) {
	d.Same = a.Query == b.Query
	d.Head = fmt.Sprintf("%s (%s, arrêté au %s), comparé à %s (%s, arrêté au %s).", b.Number, b.Figures.Period, paris.Short(b.At()), a.Number, a.Figures.Period, paris.Short(a.At()))
	for _, w := range differenceWords {
		code := domain.Indicators[w.figure].Code
		was, before := a.Figures.Total.Counts[code]
		is, now := b.Figures.Total.Counts[code]
		if !before || !now || was == is {
			continue
		}
		line := Sentence(was, is, w.one, w.many, w.less)
		if code == minutesCode {
			line = hours(was, is, w.less)
		}
		if parts := dueTo(a.Table("by_programme"), b.Table("by_programme"), code, is > was); parts != "" && !domain.Indicators[w.figure].Distinct && code != minutesCode {
			line += ", " + parts
		}
		d.Lines = append(d.Lines, line+".")
	}
	d.Past = past(a, b)
	return d
}

// Sentence words a change: « 12 personnes distinctes de plus (312 contre 300) ».
func Sentence(was, is int, one, many, none string) string {
	diff, way := is-was, "de plus"
	if diff == 0 {
		return "autant de " + many + " (" + paris.Number(is) + ")"
	}
	if diff < 0 {
		diff, way = -diff, "de moins"
	}
	against := paris.Number(was)
	if was == 0 {
		against = none
	}
	said := paris.Number(is)
	if is == 0 {
		said = none
	}
	return count(diff, one, many) + " " + way + " (" + said + " contre " + against + ")"
}

// hours words a change of a duration: « 3 h 30 suivies de plus (12 h contre 8 h 30) ».
func hours(was, is int, none string) string {
	said := func(n int) string {
		if n == 0 {
			return none
		}
		return Amount(minutesCode, n)
	}
	if is < was {
		return said(was-is) + " suivies de moins (" + said(is) + " contre " + said(was) + ")"
	}
	return said(is-was) + " suivies de plus (" + said(is) + " contre " + said(was) + ")"
}

// dueTo names the lines of a table where most of a change lies; for what adds up only.
func dueTo(a, b Table, code string, more bool) string {
	type change struct {
		label string
		n     int
	}
	var best []change
	for _, r := range b.Rows {
		n := r.Counts[code] - a.Row(r.Key).Counts[code]
		if (more && n > 0) || (!more && n < 0) {
			best = append(best, change{r.Label, n})
		}
	}
	if !more {
		for _, r := range a.Rows {
			if b.Row(r.Key).Counts == nil && r.Counts[code] > 0 {
				best = append(best, change{r.Label, -r.Counts[code]})
			}
		}
	}
	if len(best) < 2 {
		return ""
	}
	top := best[0]
	for _, c := range best[1:] {
		if c.n*c.n > top.n*top.n || (c.n == top.n && c.label < top.label) {
			top = c
		}
	}
	if top.n < 0 {
		top.n = -top.n
	}
	return fmt.Sprintf("dont %s pour « %s »", paris.Number(top.n), top.label)
}

// past says what changed of the events that both reports hold: late corrections, events closed or renamed since.
func past(a, b Content) (lines []string) {
	present := domain.Indicators[domain.FigPresent].Code
	before, now := a.Table("by_event"), b.Table("by_event")
	known := map[string]Event{}
	for _, e := range a.Events {
		known[e.Key] = e
	}
	for _, e := range b.Events {
		if e.Stage {
			continue
		}
		was, ok := known[e.Key]
		delete(known, e.Key)
		if !ok {
			if e.Day <= a.lastDay() && e.Day >= a.firstDay() {
				lines = append(lines, fmt.Sprintf("« %s » (%s) compte désormais, et ne comptait pas alors.", e.Title, shortDay(e.Day)))
			}
			continue
		}
		n, m := before.Row(e.Key).Counts[present], now.Row(e.Key).Counts[present]
		switch {
		case !was.Held && e.Held:
			lines = append(lines, fmt.Sprintf("« %s » (%s) a été clôturé depuis\u00a0: %s.", e.Title, shortDay(e.Day), count(m, "présent", "présents")))
		case n != m:
			lines = append(lines, fmt.Sprintf("« %s » (%s)\u00a0: présences corrigées depuis, %s.", e.Title, shortDay(e.Day), strings.TrimSuffix(Sentence(n, m, "présent", "présents", "aucun"), ".")))
		}
	}
	for _, e := range a.Events {
		if _, gone := known[e.Key]; gone && !e.Stage && a.Query == b.Query {
			lines = append(lines, fmt.Sprintf("« %s » (%s) ne compte plus\u00a0: sa date ou son rattachement a changé.", e.Title, shortDay(e.Day)))
		}
	}
	return lines
}

func (c Content) firstDay() string {
	if c.Figures.From == nil {
		return ""
	}
	return *c.Figures.From
}

// lastDay is the last day that the report could hold: that of its period, or the day it was made.
func (c Content) lastDay() string {
	made := paris.Day(c.At())
	if c.Figures.To == nil || *c.Figures.To > made {
		return made
	}
	return *c.Figures.To
}
