package records

import (
	"encoding/json"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// EventLine is what figures read of an event: ids of the lists, and the span of its half-days.
type EventLine struct {
	ID              string `db:"id"`
	Num             int    `db:"num"`
	Title           string `db:"title"`
	Status          string `db:"status"`
	Programme       string `db:"programme"`
	PTSMRole        string `db:"ptsm_role"`
	Territory       string `db:"territory"`
	WorkingGroup    string `db:"working_group"`
	Axis            string `db:"axis"`
	RoadmapAction   string `db:"roadmap_action"`
	Priority        string `db:"priority"`
	OtherGroups     List   `db:"other_groups"`
	OtherAxes       List   `db:"other_axes"`
	OtherActions    List   `db:"other_actions"`
	OtherPriorities List   `db:"other_priorities"`
	ProposedActions List   `db:"proposed_actions"`
	Campaign        string `db:"campaign"`
	Partners        string `db:"partners"`
	Capacity        int    `db:"capacity"`
	Kind            string `db:"kind"` // of the programme
	StartsAt        Time   `db:"starts_at"`
	LastAt          Time   `db:"last_at"` // start of the last half-day
	Slots           int    `db:"slots"`
	Placement       string `db:"placement"` // the stage croisé that it is the register's entry of: no event that was held
	HeldBack        bool   `db:"held_back"` // closed, but absences wait for a phone of the door
}

// EventLines lists every event as figures read it, the earliest first.
func EventLines(app core.App) (rows []EventLine, err error) {
	err = app.DB().NewQuery(`SELECT e.id, e.num, e.title, e.status, e.programme, e.ptsm_role, e.territory, e.working_group, e.axis,
		e.roadmap_action, e.priority, e.other_groups, e.other_axes, e.other_actions, e.other_priorities, e.proposed_actions, e.campaign, e.partners, e.capacity, e.held_back, e.placement,
		COALESCE(p.kind, '') AS kind, e.starts_at, COALESCE(s.last_at, '') AS last_at, COALESCE(s.n, 0) AS slots FROM events e
		LEFT JOIN programmes p ON p.id = e.programme
		LEFT JOIN (SELECT event, MAX(starts_at) AS last_at, COUNT(*) AS n FROM slots GROUP BY event) s ON s.event = e.id
		ORDER BY e.starts_at, e.num`).All(&rows)
	return rows, err
}

// PlacementEntry is what figures read of the register's entry of a stage croisé. Host is a number, before merges; 0: none.
type PlacementEntry struct {
	Num      int    `db:"num"` // of the event
	Host     int32  `db:"host"`
	Campaign string `db:"campaign"` // of stages
	Report   bool   `db:"report"`   // of the trainee, received
}

// PlacementEntries lists the entries of the register. A report that came on paper left no text: the placement went on.
func PlacementEntries(app core.App) (rows []PlacementEntry, err error) {
	err = app.DB().NewQuery(`SELECT e.num, COALESCE(s.num, 0) AS host, COALESCE(p.campaign, '') AS campaign,
		(COALESCE(p.report_asked, 0) AND p.state IN ('report_received', 'certified'))
		OR EXISTS (SELECT 1 FROM placement_reports r WHERE r.placement = e.placement AND r.party = 'trainee' AND r.sent_at != '') AS report
		FROM events e LEFT JOIN structures s ON s.id = e.host LEFT JOIN placements p ON p.id = e.placement WHERE e.placement != ''`).All(&rows)
	return rows, err
}

// Attended is how many half-days a registration attended, by the row of its fact.
type Attended struct {
	Row      int32 `db:"row"`
	HalfDays int32 `db:"n"`
}

// AttendedAt counts the half-days of each registration that was present at the events with these numbers, in the order
// of their facts.
func AttendedAt(app core.App, events []int32) (rows []Attended, err error) {
	if len(events) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(events)
	if err != nil {
		return nil, err
	}
	err = app.DB().NewQuery(`SELECT f.rowid AS row, COUNT(*) AS n FROM facts f JOIN attendances a ON a.registration = f.id
		WHERE f.event IN (SELECT value FROM json_each({:events})) GROUP BY f.rowid ORDER BY f.rowid`).Bind(dbx.Params{"events": string(list)}).All(&rows)
	return rows, err
}

// Courses lists every half-day attended at events of these programmes (codes).
func Courses(app core.App, programmes ...string) (rows []domain.Attended, err error) {
	in := make([]any, len(programmes))
	for i, p := range programmes {
		in[i] = p
	}
	err = app.DB().Select("e.num AS event", "p.num AS person", "a.slot AS slot").From("attendances a").
		InnerJoin("events e", dbx.NewExp("e.id = a.event")).
		InnerJoin("programmes g", dbx.NewExp("g.id = e.programme")).
		InnerJoin("registrations r", dbx.NewExp("r.id = a.registration")).
		InnerJoin("people p", dbx.NewExp("p.id = r.person")).
		Where(dbx.In("g.code", in...)).All(&rows)
	return rows, err
}

// NamesakeGroups gives, for each person who bears the name of another and was not told apart from it, the
// group of them: the number of the first.
func NamesakeGroups(app core.App) (map[int32]int32, error) {
	var rows []namesake
	err := app.DB().NewQuery(`WITH keyed AS (SELECT p.id, p.num, COALESCE((SELECT s.name_key FROM people s WHERE p.erased_at != '' AND s.id = substr(p.name_key, 8)), p.name_key) AS name_key
		FROM people p WHERE p.merged_into = '' AND p.distinct_from_namesake = 0)
		SELECT p.id AS id, p.num AS num, g.first AS first FROM keyed p JOIN (
		SELECT name_key, MIN(num) AS first FROM keyed
		GROUP BY name_key HAVING COUNT(*) > 1) g ON g.name_key = p.name_key`).All(&rows)
	if err != nil {
		return nil, err
	}
	apart, err := KeptApart(app, OfPeople)
	if err != nil {
		return nil, err
	}
	groups, members := make(map[int32]int32, len(rows)), map[int32][]namesake{}
	for _, r := range rows {
		groups[r.Num] = r.First
		if len(apart) > 0 {
			members[r.First] = append(members[r.First], r)
		}
	}
	for _, list := range members {
		for _, p := range list {
			if !slices.ContainsFunc(list, func(o namesake) bool { return o.ID != p.ID && !apart[PairKey(o.ID, p.ID)] }) {
				delete(groups, p.Num)
			}
		}
	}
	return groups, nil
}

type namesake struct {
	ID    string `db:"id"`
	Num   int32  `db:"num"`
	First int32  `db:"first"`
}

// FigureLine is what the list behind a figure shows of a registration.
type FigureLine struct {
	Row       int32  `db:"row"` // of its fact
	ID        string `db:"id"`
	Event     string `db:"event"`
	LastName  string `db:"last_name"`
	FirstName string `db:"first_name"`
	Structure string `db:"structure"`
	State     string `db:"state"`
}

// FigureLines reads the registrations whose facts are at these rows, by row.
func FigureLines(app core.App, facts []int32) (map[int32]FigureLine, error) {
	lines := make(map[int32]FigureLine, len(facts))
	for len(facts) > 0 {
		part := facts[:min(len(facts), 5000)]
		facts = facts[len(part):]
		list, err := json.Marshal(part)
		if err != nil {
			return nil, err
		}
		var rows []FigureLine
		if err := app.DB().NewQuery(`SELECT f.rowid AS row, r.id, r.event, r.last_name, r.first_name, r.structure, r.state
			FROM facts f JOIN registrations r ON r.id = f.id WHERE f.rowid IN (SELECT value FROM json_each({:rows}))`).
			Bind(dbx.Params{"rows": string(list)}).All(&rows); err != nil {
			return nil, err
		}
		for _, r := range rows {
			lines[r.Row] = r
		}
	}
	return lines, nil
}

// PersonNum is a person's number in the figures, and the name shown for it.
type PersonNum struct {
	Num       int    `db:"num"`
	LastName  string `db:"last_name"`
	FirstName string `db:"first_name"`
}

// PeopleByNum reads the names of the people with these numbers.
func PeopleByNum(app core.App, nums []int) (map[int]PersonNum, error) {
	people := make(map[int]PersonNum, len(nums))
	for len(nums) > 0 {
		part := nums[:min(len(nums), 500)]
		nums = nums[len(part):]
		in := make([]any, len(part))
		for i, n := range part {
			in[i] = n
		}
		var rows []PersonNum
		if err := app.DB().Select("num", "last_name", "first_name").From("people").Where(dbx.In("num", in...)).All(&rows); err != nil {
			return nil, err
		}
		for _, r := range rows {
			people[r.Num] = r
		}
	}
	return people, nil
}

// FirstAndLastDay are the starts of the first and of the last event, the dated history included; zero without any.
func FirstAndLastDay(app core.App) (first, last Time, err error) {
	var row struct {
		First Time `db:"first"`
		Last  Time `db:"last"`
	}
	err = app.DB().NewQuery(`SELECT COALESCE(MIN(day), '') AS first, COALESCE(MAX(day), '') AS last FROM (
		SELECT starts_at AS day FROM events WHERE starts_at != '' AND status != 'draft'
		UNION ALL SELECT from_day FROM declared_counts WHERE from_day != '')`).One(&row)
	return row.First, row.Last, err
}

// CorrectionsByEvent counts what was changed by hand in the presence of each event after its closing.
func CorrectionsByEvent(app core.App) (map[string]int, error) {
	return sums(app, `SELECT e.id AS name, COUNT(*) AS n FROM events e JOIN scans s ON s.event = e.id
		WHERE e.held_at != '' AND (s.source = 'manual' OR s.source = 'paper') AND s.counts AND s.received_at > e.held_at GROUP BY e.id`, nil)
}
