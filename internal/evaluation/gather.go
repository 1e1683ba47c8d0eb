package evaluation

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// gatherer turns ids of the lists into codes.
type gatherer struct {
	codes map[string]string
	query stats.Query
}

func (g gatherer) code(id string) string { return g.codes[id] }

func (g gatherer) all(ids records.List) []string {
	list := []string{}
	for _, id := range ids {
		if c := g.codes[id]; c != "" {
			list = append(list, c)
		}
	}
	return list
}

// gather adds to the figures what they are about: events, history, achievements, anonymous counts, lists.
func (c *Content) gather(app core.App, q stats.Query, r stats.Report) error {
	ref, err := records.LoadReference(app)
	if err != nil {
		return err
	}
	g := gatherer{ref.Codes(), q}
	c.Groups, c.Axes, c.Actions, c.Priorities = g.items(ref.Groups), g.items(ref.Axes), g.items(ref.Actions), g.items(ref.Priorities)
	c.Filters = choices(q.Filter, r, ref)
	for _, step := range []func(core.App, stats.Report) error{
		func(app core.App, r stats.Report) error { return c.addEvents(app, g, r) },
		func(app core.App, r stats.Report) error { return c.addHistory(app, g, r) },
		func(app core.App, _ stats.Report) error { return c.addAchievements(app, g) },
		func(app core.App, _ stats.Report) error { return c.addAnonymous(app, g) },
		c.addDerived, c.addSatisfaction, c.addMet, c.addPlacements,
	} {
		if err := step(app, r); err != nil {
			return err
		}
	}
	return nil
}

func (g gatherer) items(rows []records.Item) []Item {
	list := []Item{}
	for _, it := range rows {
		list = append(list, Item{Code: it.Code, Name: it.Name, Of: g.code(it.WorkingGroup)})
	}
	return list
}

// addEvents lists the events that the report counts, the earliest first.
func (c *Content) addEvents(app core.App, g gatherer, r stats.Report) error {
	rows, err := records.EventLines(app)
	if err != nil {
		return err
	}
	counted := map[string]bool{}
	for _, row := range r.Tables[domain.ByEvent] {
		counted[row.Key] = true
	}
	c.Events = []Event{}
	for _, e := range rows {
		key := strconv.Itoa(e.Num)
		if !counted[key] {
			continue
		}
		c.Events = append(c.Events, Event{Key: key, Title: e.Title, Day: paris.Day(e.StartsAt.Time()), Held: e.Status == domain.Held,
			Programme: g.code(e.Programme), Role: e.PTSMRole, Place: g.code(e.Territory), Group: g.code(e.WorkingGroup), Axis: g.code(e.Axis),
			Action: g.code(e.RoadmapAction), Priority: g.code(e.Priority), OtherGroups: g.all(e.OtherGroups), OtherActions: g.all(e.OtherActions),
			OtherPriority: g.all(e.OtherPriorities), Stage: e.Placement != ""})
	}
	return nil
}

func (c *Content) addHistory(app core.App, g gatherer, r stats.Report) error {
	rows, err := records.DeclaredCounts(app)
	if err != nil {
		return err
	}
	others := map[string][]string{}
	for _, d := range rows {
		others[stats.DeclaredKey(d.ID)] = g.all(d.OtherActions)
	}
	c.History = []History{}
	for _, h := range r.History {
		also := others[h.Keys[domain.ByEvent]]
		if also == nil {
			also = []string{}
		}
		c.History = append(c.History, History{Title: h.Title, DateText: h.DateText, Standing: stats.StandingText(h), Counts: h.Counts,
			Occurrences: known(h.Occurrences), Attendance: known(h.Attendance), Trained: known(h.Trained),
			Group: h.Keys[domain.ByGroup], Axis: h.Keys[domain.ByAxis], Action: h.Keys[domain.ByAction], Priority: h.Keys[domain.ByPriority], OtherActions: also})
	}
	return nil
}

// known is nil for what nobody knows: -1 in the rows.
func known(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}

func (c *Content) addAchievements(app core.App, g gatherer) error {
	rows, err := records.Achievements(app)
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b records.Achievement) int { return byDay(a.FromDay, b.FromDay) })
	c.Achievements = []Achievement{}
	for _, a := range rows {
		actions := g.all(a.RoadmapActions)
		in, undated := g.touches(a.FromDay, a.ToDay)
		if !in || !g.about(g.code(a.WorkingGroup), g.code(a.Axis), g.code(a.Priority), actions) {
			continue
		}
		c.Achievements = append(c.Achievements, Achievement{Title: a.Title, DateText: a.DateText, Undated: undated, Group: g.code(a.WorkingGroup), Axis: g.code(a.Axis),
			Priority: g.code(a.Priority), Actions: actions, Status: cmp.Or(a.Status, "done"), Structures: a.Structures, Detail: a.Detail, Link: a.Link})
	}
	return nil
}

func (c *Content) addAnonymous(app core.App, g gatherer) error {
	rows, err := records.AnonymousCounts(app)
	if err != nil {
		return err
	}
	c.Anonymous = []Anonymous{}
	for _, a := range rows {
		var actions []string
		if code := g.code(a.RoadmapAction); code != "" {
			actions = []string{code}
		}
		in, undated := g.touches(a.FromDay, a.ToDay)
		if !in || !g.about(g.code(a.WorkingGroup), g.code(a.Axis), g.code(a.Priority), actions) {
			continue
		}
		c.Anonymous = append(c.Anonymous, Anonymous{Title: a.Title, Kind: a.Kind, DateText: a.DateText, Undated: undated, Sessions: known(a.Sessions),
			Families: known(a.Families), People: known(a.People), Group: g.code(a.WorkingGroup), Axis: g.code(a.Axis), Action: g.code(a.RoadmapAction),
			Priority: g.code(a.Priority), Territory: g.code(a.Territory), Note: a.Note})
	}
	return nil
}

// byDay puts what has no date last.
func byDay(a, b records.Time) int {
	switch {
	case a.IsZero() || b.IsZero():
		return cmp.Compare(boolInt(a.IsZero()), boolInt(b.IsZero()))
	}
	return a.Time().Compare(b.Time())
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// touches tells whether something belongs to the period: what has no date is listed, and said to have none.
func (g gatherer) touches(from, to records.Time) (in, undated bool) {
	if from.IsZero() {
		return true, true
	}
	end := to.Time()
	if to.IsZero() {
		end = from.Time().Add(time.Hour)
	}
	return domain.StatDeclared{From: from.Time(), To: end}.StandingIn(g.query.Period) != domain.Outside, false
}

// about tells whether something without people nor events passes the filter: one that looks at either leaves it out.
func (g gatherer) about(group, axis, priority string, actions []string) bool {
	f := g.query.Filter
	if f.Campaign != "" || f.Partner != "" || (f.Status != "" && f.Status != domain.Held) {
		return false
	}
	for t, key := range f.Keys {
		switch {
		case t == domain.ByGroup && group == key, t == domain.ByAxis && axis == key, t == domain.ByPriority && priority == key:
		case t == domain.ByAction && (slices.Contains(actions, key) || (key == "" && len(actions) == 0)):
		default:
			return false
		}
	}
	return true
}

// choices puts a filter in words, in the order of the tables.
func choices(f domain.Filter, r stats.Report, ref records.Reference) []Choice {
	list := []Choice{}
	for t := range domain.Tables {
		if key, ok := f.Keys[domain.Table(t)]; ok {
			list = append(list, Choice{domain.Tables[t].Line, lineName(r.Tables[t], key, ref)})
		}
	}
	if f.Campaign != "" {
		list = append(list, Choice{"Campagne", f.Campaign})
	}
	if f.Partner != "" {
		list = append(list, Choice{"Partenaire", f.Partner})
	}
	if f.Status != "" {
		list = append(list, Choice{"Statut", map[string]string{domain.Published: "publié", domain.Held: "clôturé", domain.Cancelled: "annulé"}[f.Status]})
	}
	return list
}

func lineName(rows []domain.Row, key string, ref records.Reference) string {
	if key == "" {
		return domain.Unset
	}
	for _, r := range rows {
		if r.Key == key {
			return r.Label
		}
	}
	for _, list := range [][]records.Item{ref.Programmes, ref.Territories, ref.Groups, ref.Axes, ref.Actions, ref.Priorities, ref.Sectors, ref.Professions} {
		for _, it := range list {
			if it.Code == key {
				return it.Name
			}
		}
	}
	return key
}
