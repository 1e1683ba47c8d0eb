package roadmap

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Sheet is an action of the roadmap and what fed it in a period.
type Sheet struct {
	Action       records.Item
	Events       []EventFeed // held; the secondary ones are listed, never summed
	Stages       int         // stages croisés done, of which this is the main action
	History      []HistoryFeed
	Achievements []records.Achievement
	Anonymous    []records.AnonymousCount
	Proposals    []Proposal
}

// Fed tells whether anything confirmed feeds the action.
func (s Sheet) Fed() bool {
	return s.Stages+len(s.Events)+len(s.History)+len(s.Achievements)+len(s.Anonymous) > 0
}

// EventFeed is an event that feeds an action.
type EventFeed struct {
	records.EventLine
	Secondary bool
}

// HistoryFeed is a line of the history that feeds an action.
type HistoryFeed struct {
	records.Declared
	Secondary bool
}

// Proposal is a link that the report does not print: it counts nowhere until somebody confirms it.
type Proposal struct {
	Target, Title, DateText string
	At                      time.Time // of an event; zero for the history
	Event                   bool
}

// Sheets lists every action of the roadmap, in its order, with what fed it in a period, as things stand at now.
func Sheets(app core.App, now time.Time, period domain.Period) ([]Sheet, error) {
	actions, err := records.Items(app, records.RoadmapActions)
	if err != nil {
		return nil, err
	}
	sheets, at := make([]Sheet, len(actions)), map[string]*Sheet{}
	for i, a := range actions {
		sheets[i].Action, at[a.ID] = a, &sheets[i]
	}
	if err := feedEvents(app, at, period); err != nil {
		return nil, err
	}
	if err := feedHistory(app, at, now, period); err != nil {
		return nil, err
	}
	done, err := records.Achievements(app)
	if err != nil {
		return nil, err
	}
	for _, a := range done {
		for _, id := range a.RoadmapActions {
			if s := at[id]; s != nil && touches(period, a.FromDay.Time(), a.ToDay.Time()) {
				s.Achievements = append(s.Achievements, a)
			}
		}
	}
	counts, err := AnonymousIn(app, period)
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		if s := at[c.RoadmapAction]; s != nil {
			s.Anonymous = append(s.Anonymous, c)
		}
	}
	return sheets, nil
}

// touches tells whether something dated belongs to a period, in whole or in part; what has no date belongs to « toutes
// périodes » only.
func touches(p domain.Period, from, to time.Time) bool {
	return domain.StatDeclared{From: from, To: to}.StandingIn(p) != domain.Outside && (p.All() || !from.IsZero())
}

func feedEvents(app core.App, at map[string]*Sheet, period domain.Period) error {
	lines, err := records.EventLines(app)
	if err != nil {
		return err
	}
	for _, e := range lines {
		if e.Placement != "" {
			if s := at[e.RoadmapAction]; s != nil && e.Status == domain.Held && period.Holds(e.StartsAt.Time()) {
				s.Stages++
			}
			continue
		}
		if e.Status == domain.Held && period.Holds(e.StartsAt.Time()) {
			for i, id := range append([]string{e.RoadmapAction}, e.OtherActions...) {
				if s := at[id]; s != nil {
					s.Events = append(s.Events, EventFeed{e, i > 0})
				}
			}
		}
		if e.Status == domain.Cancelled || !period.Holds(e.StartsAt.Time()) {
			continue
		}
		for _, id := range e.ProposedActions {
			if s := at[id]; s != nil {
				s.Proposals = append(s.Proposals, Proposal{Target: e.ID, Title: e.Title, At: e.StartsAt.Time(), Event: true})
			}
		}
	}
	return nil
}

func feedHistory(app core.App, at map[string]*Sheet, now time.Time, period domain.Period) error {
	rows, err := records.DeclaredCounts(app)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(d records.Declared) bool {
		return d.FromDay.Time().After(now) || !touches(period, d.FromDay.Time(), d.ToDay.Time())
	})
	for _, d := range rows {
		for i, id := range append([]string{d.RoadmapAction}, d.OtherActions...) {
			if s := at[id]; s != nil {
				s.History = append(s.History, HistoryFeed{d, i > 0})
			}
		}
		for _, id := range d.ProposedActions {
			if s := at[id]; s != nil {
				s.Proposals = append(s.Proposals, Proposal{Target: d.ID, Title: d.Title, DateText: d.DateText})
			}
		}
	}
	return nil
}
