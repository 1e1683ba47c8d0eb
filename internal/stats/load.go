// Package stats counts the figures of a period from the database, and writes them as a workbook, a CSV, a
// JSON, or the list behind one of them. What is counted is said once, in domain.
package stats

import (
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// PSSM are the programmes whose complete participants are first-aiders in mental health.
var PSSM = []string{"pssm-standard", "pssm-jeunes"}

// Report is the figures of a period, and when they were counted.
type Report struct {
	domain.Report
	At time.Time
}

// Count counts the figures of a period, as they stand at now.
func Count(app core.App, now time.Time, period domain.Period) (Report, error) {
	d, err := load(app, period, false)
	if err != nil {
		return Report{}, err
	}
	d.Declared = slices.DeleteFunc(d.Declared, func(h domain.StatDeclared) bool { return h.From.After(now) }) // declared for a day to come
	return Report{domain.Count(d.StatInput), now}, nil
}

// data is the input of a count, with what the list behind a figure shows of it.
type data struct {
	domain.StatInput
	events []records.EventLine // in the order of StatInput.Events
	ids    []string            // of the registrations, in the order of StatInput.Facts; nil unless asked for
}

func load(app core.App, period domain.Period, withIDs bool) (d *data, err error) {
	d = &data{StatInput: domain.StatInput{Period: period}}
	ref, err := records.LoadReference(app)
	if err != nil {
		return nil, err
	}
	keys := keysOf(ref)
	if err := d.loadEvents(app, keys); err != nil {
		return nil, err
	}
	history, err := records.DeclaredCounts(app)
	if err != nil {
		return nil, err
	}
	for _, h := range history {
		d.Declared = append(d.Declared, keys.declared(h))
	}
	if d.Facts, d.ids, err = records.StatFacts(app, d.inside(), withIDs); err != nil {
		return nil, err
	}
	if d.Courses, err = records.Courses(app, PSSM...); err != nil {
		return nil, err
	}
	if d.Namesakes, err = records.NamesakeGroups(app); err != nil {
		return nil, err
	}
	d.label(ref)
	return d, d.merge(app)
}

func (d *data) loadEvents(app core.App, keys keys) (err error) {
	if d.events, err = records.EventLines(app); err != nil {
		return err
	}
	heads, err := records.HeadcountsByEvent(app)
	if err != nil {
		return err
	}
	for _, e := range d.events {
		d.Events = append(d.Events, keys.event(e, heads[e.ID]))
	}
	return nil
}

// inside lists the numbers of the events of the period; nil when it holds all of them.
func (d *data) inside() []int {
	if d.Period.All() {
		return nil
	}
	nums := []int{}
	for _, e := range d.Events {
		if d.Period.Holds(e.Starts) {
			nums = append(nums, e.Num)
		}
	}
	return nums
}

// merge counts merged people and structures as what they were merged into.
func (d *data) merge(app core.App) error {
	people, err := records.PeopleMerges(app)
	if err != nil {
		return err
	}
	rows, err := records.AllStructures(app)
	if err != nil {
		return err
	}
	structures := d.structures(rows)
	for i := range d.Facts {
		f := &d.Facts[i]
		if to, ok := people[int(f.Person)]; ok {
			f.Person = int32(to)
		}
		if to, ok := structures[f.Structure]; ok {
			f.Structure = to
		}
	}
	for i := range d.Courses {
		if to, ok := people[d.Courses[i].Person]; ok {
			d.Courses[i].Person = to
		}
	}
	return nil
}

// structures labels the structures that count, and gives the number of each that was merged away.
func (d *data) structures(rows []records.Structure) map[int32]int32 {
	byID := map[string]records.Structure{}
	for _, s := range rows {
		byID[s.ID] = s
	}
	merged := map[int32]int32{}
	for _, s := range rows {
		end := s
		for hops := 0; end.MergedInto != "" && hops < 20; hops++ {
			end = byID[end.MergedInto]
		}
		if s.MergedInto != "" {
			merged[int32(s.Num)] = int32(end.Num)
			continue
		}
		d.Labels[domain.ByStructure] = append(d.Labels[domain.ByStructure], domain.Label{Num: s.Num, Key: strconv.Itoa(s.Num), Label: s.Label()})
	}
	slices.SortStableFunc(d.Labels[domain.ByStructure], func(a, b domain.Label) int { return byName(a.Label, b.Label) })
	return merged
}

// keys gives the key of each row of a list by its id.
type keys map[string]string

func keysOf(ref records.Reference) keys {
	k := keys{}
	for _, list := range [][]records.Item{ref.Programmes, ref.Territories, ref.Groups, ref.Axes, ref.Actions, ref.Priorities} {
		for _, it := range list {
			k[it.ID] = it.Code
		}
	}
	return k
}

func (k keys) event(e records.EventLine, heads int) domain.StatEvent {
	s := domain.StatEvent{Num: e.Num, Held: e.Status == domain.Held, Starts: e.StartsAt.Time(), Last: e.LastAt.Time(),
		LastMonth: month(e.LastAt.Time()), Headcount: heads, Slots: e.Slots}
	s.PSSM = slices.Contains(PSSM, k[e.Programme])
	s.Keys = [domain.EventTables]string{domain.ByProgramme: k[e.Programme], domain.ByRole: e.PTSMRole, domain.ByPlace: k[e.Territory],
		domain.ByMonth: month(e.StartsAt.Time()), domain.ByGroup: k[e.WorkingGroup], domain.ByAxis: k[e.Axis],
		domain.ByAction: k[e.RoadmapAction], domain.ByPriority: k[e.Priority]}
	return s
}

func (k keys) declared(h records.Declared) domain.StatDeclared {
	d := domain.StatDeclared{Title: h.Title, DateText: h.DateText, From: h.FromDay.Time(), To: h.ToDay.Time(),
		Occurrences: h.Occurrences, Attendance: h.Attendance, Trained: h.TrainedAtLeast}
	in := ""
	if !d.From.IsZero() && month(d.From) == month(d.To.Add(-time.Nanosecond)) {
		in = month(d.From) // what lies in one month; « 2024 » has none
	}
	d.Keys = [domain.EventTables]string{domain.ByProgramme: k[h.Programme], domain.ByRole: h.PTSMRole, domain.ByPlace: k[h.Territory],
		domain.ByMonth: in, domain.ByGroup: k[h.WorkingGroup], domain.ByAxis: k[h.Axis],
		domain.ByAction: k[h.RoadmapAction], domain.ByPriority: k[h.Priority]}
	return d
}

// month is the key of a month in Paris, « 2026-03 »; empty without a date.
func month(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return paris.Day(t)[:7]
}
