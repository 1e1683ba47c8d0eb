package stats

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// List is what one figure counts, line by line: the sum of the counts is the figure.
type List struct {
	Figure domain.Figure
	Table  string // title; empty for the total
	Line   string // label of the line
	Total  int
	Rows   []Line
	Query  Query
}

// Line is one of the things counted.
type Line struct {
	Name         string
	Detail       string // the structure, or what else tells it apart
	EventTitle   string
	When         time.Time
	Event        string // ids, for links; may be empty
	Registration string
	Times        int // how many participations a person or a structure has here
	Count        int
}

// ListOf lists what a figure counts in a line of a table (empty: the total), by the rules of Count. Error:
// ErrNotFound for a figure, a table or a line that does not exist.
func ListOf(app core.App, q Query, code, table, key string) (l List, err error) {
	figure, ok := domain.FigureOf(code)
	t := domain.Table(-1)
	if table != "" && ok {
		t, ok = domain.TableOf(table)
	}
	if !ok || (table != "" && !slices.Contains(t.Figures(), figure)) {
		return l, domain.Error{Code: domain.ErrNotFound}
	}
	l = List{Figure: figure, Query: q}
	err = with(app, q, func(d *data) (err error) {
		if t >= 0 {
			l.Table = domain.Tables[t].Title
			if l.Line, ok = d.lineName(t, key); !ok {
				return domain.Error{Code: domain.ErrNotFound}
			}
		}
		l.Rows, err = d.lines(app, figure, domain.Select(d.StatInput, figure, t, key))
		for _, r := range l.Rows {
			l.Total += r.Count
		}
		return err
	})
	return l, err
}

func (d *data) lineName(t domain.Table, key string) (string, bool) {
	if key == "" {
		return domain.Unset, true
	}
	for _, l := range d.Labels[t] {
		if l.Key == key {
			return l.Label, true
		}
	}
	return "", false
}

func (d *data) lines(app core.App, f domain.Figure, s domain.Selection) ([]Line, error) {
	if f.OfEvents() {
		return d.eventRows(f, s.Events), nil
	}
	if f == domain.FigPSSM {
		return d.trainedRows(app, s.Trained)
	}
	if f == domain.FigInstitutions || f == domain.FigPlacedPairs {
		return d.stayRows(f, s.Stays), nil
	}
	structures, err := structureNames(app)
	if err != nil {
		return nil, err
	}
	if f == domain.FigStructures {
		return d.structureRows(s.Facts), nil
	}
	var listed []counted
	for _, n := range s.Facts {
		one := counted{d.Facts[n].Person, d.rows[n], 1}
		if f == domain.FigMinutes {
			one.amount = int(d.Facts[n].Minutes)
		}
		listed = append(listed, one)
	}
	listed = append(listed, d.staysCounted(f, s.Stays)...)
	rows := make([]int32, len(listed))
	for i, one := range listed {
		rows[i] = one.row
	}
	lines, err := records.FigureLines(app, rows)
	if err != nil {
		return nil, err
	}
	return d.registrationRows(f, listed, lines, structures), nil
}

// counted is a registration behind a figure: its person, the row of its fact, and what it counts for.
type counted struct {
	person, row int32
	amount      int
}

func (d *data) eventRows(f domain.Figure, positions []int) (rows []Line) {
	for _, i := range positions {
		e := d.events[d.Events[i].Num]
		rows = append(rows, Line{Name: e.Title, Event: e.ID, When: e.StartsAt.Time(), Count: d.Events[i].Amount(f)})
	}
	return rows
}

func (d *data) trainedRows(app core.App, done []domain.Trained) (rows []Line, err error) {
	seen := map[int]bool{}
	var nums []int
	for _, who := range done {
		if !seen[who.Person] {
			seen[who.Person] = true
			nums = append(nums, who.Person)
			e := d.events[d.Events[who.Event].Num]
			rows = append(rows, Line{EventTitle: e.Title, Event: e.ID, When: e.LastAt.Time(), Count: 1})
		}
	}
	people, err := records.PeopleByNum(app, nums)
	for i, n := range nums {
		rows[i].Name = name(people[n].LastName, people[n].FirstName)
	}
	sortByName(rows)
	return rows, err
}

func (d *data) structureRows(facts []int) (rows []Line) {
	label := map[int32]string{}
	for _, l := range d.Labels[domain.ByStructure] {
		label[int32(l.Num)] = l.Label
	}
	times := map[int32]int{}
	for _, n := range facts {
		times[d.Facts[n].Structure]++
	}
	for num, n := range times {
		rows = append(rows, Line{Name: label[num], Times: n, Count: 1})
	}
	sortByName(rows)
	return rows
}

// registrationRows lists registrations, or their people once each.
func (d *data) registrationRows(f domain.Figure, listed []counted, lines map[int32]records.FigureLine, structures map[string]string) (rows []Line) {
	events := map[string]records.EventLine{}
	for _, e := range d.events {
		events[e.ID] = e
	}
	at := map[int32]int{}
	for _, one := range listed {
		r := lines[one.row]
		if domain.Indicators[f].Distinct {
			if i, seen := at[one.person]; seen {
				rows[i].Times++
				continue
			}
			at[one.person] = len(rows)
		}
		e := events[r.Event]
		rows = append(rows, Line{Name: name(r.LastName, r.FirstName), Detail: structures[r.Structure], EventTitle: e.Title, Event: r.Event,
			When: e.StartsAt.Time(), Registration: r.ID, Times: 1, Count: one.amount})
	}
	sortByName(rows)
	return rows
}

func structureNames(app core.App) (map[string]string, error) {
	rows, err := records.AllStructures(app)
	names := map[string]string{}
	for _, s := range rows {
		names[s.ID] = s.Label()
	}
	return names, err
}

// name is « Nom Prénom »; an erased one says so.
func name(last, first string) string {
	if n := strings.TrimSpace(last + " " + first); n != "" {
		return n
	}
	return "Nom effacé"
}

func sortByName(rows []Line) {
	slices.SortStableFunc(rows, func(a, b Line) int {
		if c := byName(a.Name, b.Name); c != 0 {
			return c
		}
		return a.When.Compare(b.When)
	})
}
