// Package stats counts the figures of a period from the database, and writes them as a workbook, a CSV, a
// JSON, or the list behind one of them. What is counted is said once, in domain.
package stats

import (
	"slices"
	"strconv"
	"strings"
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

// data is the input of a count, with what the list behind a figure shows of it.
type data struct {
	domain.StatInput
	events map[int]records.EventLine // by number
	merges map[int32]int32           // of structures: what counts as what
	rows   []int32                   // of the facts, in the order of StatInput.Facts
}

// of is what a query counts from, before its filter.
func (b *base) of(q Query) *data {
	d := b.data
	d.Period = q.Period
	return &d
}

// until leaves out what is declared for a day to come.
func (d *data) until(now time.Time) {
	d.Declared = slices.DeleteFunc(slices.Clone(d.Declared), func(h domain.StatDeclared) bool { return h.From.After(now) })
}

// readLists reads what there is little of: the lists, events with their half-days and counts, the history, structures.
// Whatever is read here may change by any hand without a word: it is read again after each commit.
func (b *base) readLists(app core.App) error {
	ref, err := records.LoadReference(app)
	if err != nil {
		return err
	}
	keys := keys(ref.Codes())
	if err := b.readEvents(app, keys); err != nil {
		return err
	}
	history, err := records.DeclaredCounts(app)
	if err != nil {
		return err
	}
	b.Declared = nil
	for _, h := range history {
		b.Declared = append(b.Declared, keys.declared(h))
	}
	b.Labels = domain.StatInput{}.Labels
	b.label(ref)
	b.Population = map[string]int{}
	for _, it := range ref.Territories {
		if it.Population > 0 {
			b.Population[it.Code] = it.Population
		}
	}
	rows, err := records.AllStructures(app)
	if err != nil {
		return err
	}
	b.merges = b.labelStructures(rows)
	b.sectors(rows, ref)
	return b.readEntries(app)
}

func (b *base) readEvents(app core.App, keys keys) error {
	lines, err := records.EventLines(app)
	if err != nil {
		return err
	}
	heads, err := records.HeadcountsByEvent(app)
	if err != nil {
		return err
	}
	corrections, err := records.CorrectionsByEvent(app)
	if err != nil {
		return err
	}
	b.Events, b.events, b.courses = make([]domain.StatEvent, 0, len(lines)), make(map[int]records.EventLine, len(lines)), map[int32]bool{}
	b.stages = map[int32]bool{}
	for _, e := range lines {
		one := keys.event(e)
		one.Headcount, one.Corrections = heads[e.ID], corrections[e.ID]
		b.events[e.Num] = e
		b.Events = append(b.Events, one)
		if one.PSSM {
			b.courses[int32(e.Num)] = true
		}
		if one.Placement {
			b.stages[int32(e.Num)] = true
		}
	}
	return nil
}

// readPeople reads who counts as whom, and who bears whose name.
func (b *base) readPeople(app core.App) (err error) {
	if b.people, err = records.PeopleMerges(app); err != nil {
		return err
	}
	b.Namesakes, err = records.NamesakeGroups(app)
	return err
}

// readCourses reads who attended the half-days of the PSSM courses.
func (b *base) readCourses(app core.App) (err error) {
	if b.Courses, err = records.Courses(app, PSSM...); err != nil {
		return err
	}
	for i := range b.Courses {
		if to, ok := b.people[b.Courses[i].Person]; ok {
			b.Courses[i].Person = to
		}
	}
	return nil
}

// labelStructures labels the structures that count, and gives the number of each that was merged away.
func (d *data) labelStructures(rows []records.Structure) map[int32]int32 {
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

func (k keys) event(e records.EventLine) domain.StatEvent {
	s := domain.StatEvent{Num: e.Num, Held: e.Status == domain.Held, HeldBack: e.HeldBack, Status: e.Status, Starts: e.StartsAt.Time(), Last: e.LastAt.Time(),
		LastMonth: month(e.LastAt.Time()), LastYear: year(e.LastAt.Time()), Slots: e.Slots, Capacity: e.Capacity,
		Campaign: e.Campaign, Partners: names(e.Partners), Placement: e.Kind == records.PlacementKind}
	s.PSSM = slices.Contains(PSSM, k[e.Programme])
	s.Keys = [domain.EventTables]string{domain.ByProgramme: k[e.Programme], domain.ByRole: e.PTSMRole, domain.ByPlace: k[e.Territory],
		domain.ByYear: year(e.StartsAt.Time()), domain.ByMonth: month(e.StartsAt.Time()), domain.ByGroup: k[e.WorkingGroup], domain.ByAxis: k[e.Axis],
		domain.ByAction: k[e.RoadmapAction], domain.ByPriority: k[e.Priority], domain.ByEvent: strconv.Itoa(e.Num)}
	s.Others = [domain.EventTables][]string{domain.ByGroup: k.all(e.OtherGroups), domain.ByAxis: k.all(e.OtherAxes),
		domain.ByAction: k.all(e.OtherActions), domain.ByPriority: k.all(e.OtherPriorities)}
	return s
}

func (k keys) all(ids records.List) (codes []string) {
	for _, id := range ids {
		codes = append(codes, k[id])
	}
	return codes
}

// names are those that a text separates by commas.
func names(text string) (list []string) {
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}

func (k keys) declared(h records.Declared) domain.StatDeclared {
	d := domain.StatDeclared{Title: h.Title, DateText: h.DateText, From: h.FromDay.Time(), To: h.ToDay.Time(),
		Occurrences: h.Occurrences, Attendance: h.Attendance, Trained: h.TrainedAtLeast}
	d.Partners = names(h.Partners)
	d.Others[domain.ByAction] = k.all(h.OtherActions)
	in, of := "", ""
	if last := d.To.Add(-time.Nanosecond); !d.From.IsZero() {
		if month(d.From) == month(last) {
			in = month(d.From) // what lies in one month; « 2024 » has none
		}
		if year(d.From) == year(last) {
			of = year(d.From)
		}
	}
	d.Keys = [domain.EventTables]string{domain.ByProgramme: k[h.Programme], domain.ByRole: h.PTSMRole, domain.ByPlace: k[h.Territory],
		domain.ByYear: of, domain.ByMonth: in, domain.ByGroup: k[h.WorkingGroup], domain.ByAxis: k[h.Axis],
		domain.ByAction: k[h.RoadmapAction], domain.ByPriority: k[h.Priority], domain.ByEvent: DeclaredKey(h.ID)}
	return d
}

// DeclaredKey is the key of a line of the history among events.
func DeclaredKey(id string) string { return "h:" + id }

// year is the key of a year in Paris; empty without a date.
func year(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return paris.Day(t)[:4]
}

// month is the key of a month in Paris, « 2026-03 »; empty without a date.
func month(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return paris.Day(t)[:7]
}
