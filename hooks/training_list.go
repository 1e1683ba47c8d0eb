package hooks

import (
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/training"
)

// trainingListPage is the view of desk_training/list: the group on paper, for who teaches it.
type trainingListPage struct {
	Top     eventTop
	Event   *records.Event
	Mode    string
	Columns []trainingColumn
	Rows    []trainingListRow
}

type trainingListRow struct {
	trainingRow
	Profession string
}

// trainingList is the page to print for the trainer.
func (s *site) trainingList(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	b := trainingPage{Event: ev}
	if b.Board, err = training.BoardOf(e.App, s.now(), ev); err != nil {
		return s.refuse(e, err)
	}
	b.matrix()
	professions, err := listNames(e.App, records.Professions)
	if err != nil {
		return s.refuse(e, err)
	}
	v := trainingListPage{Top: s.topOf(e, ev), Event: ev, Mode: modes[ev.Mode], Columns: b.Columns}
	for _, r := range b.Rows {
		v.Rows = append(v.Rows, trainingListRow{r, professions[r.Registration.Profession]})
	}
	return s.render(e, http.StatusOK, "desk_training/list", v)
}

// trainingsPage is the view of desk_training/trainings: every group, by programme.
type trainingsPage struct {
	Coordinator bool
	Programmes  []trainingsOf
	Due         int
}

// trainingsOf is a programme with its groups, the next first.
type trainingsOf struct {
	Name   string
	Coming []trainingGroup
	Past   []trainingGroup
}

// trainingGroup is one group in a line.
type trainingGroup struct {
	eventHead
	records.Tally
	trainingDecision
	Capacity    int
	Start       time.Time
	Silent      int // who did not say whether the new dates suit
	Evaluations int // complete, and the training's own certificate is not recorded
}

// recentTrainings is how long a group stays in the list after its end.
const recentTrainings = 180 * 24 * time.Hour

// trainings lists the groups of every training, or an organiser's own.
func (s *site) trainings(e *core.RequestEvent) error {
	u := user(e)
	own := u.Id
	if u.IsCoordinator() {
		own = ""
	}
	events, err := records.Trainings(e.App, records.At(s.now().Add(-recentTrainings)), own)
	if err != nil {
		return s.refuse(e, err)
	}
	programmes, err := records.Items(e.App, records.Programmes)
	if err != nil {
		return s.refuse(e, err)
	}
	groups, err := s.groupsOf(e, events)
	if err != nil {
		return s.refuse(e, err)
	}
	v := trainingsPage{Coordinator: u.IsCoordinator()}
	for _, p := range programmes {
		of := trainingsOf{Name: p.Name}
		for i, g := range groups {
			switch {
			case events[i].Programme != p.ID:
				continue
			case s.now().Before(events[i].EndsAt.Time()):
				of.Coming = append(of.Coming, g)
			default:
				of.Past = append(of.Past, g)
			}
			if g.Due {
				v.Due++
			}
		}
		slices.Reverse(of.Past)
		if len(of.Coming)+len(of.Past) > 0 {
			v.Programmes = append(v.Programmes, of)
		}
	}
	return s.render(e, http.StatusOK, "desk_training/trainings", v)
}

func (s *site) groupsOf(e *core.RequestEvent, events []records.Event) (out []trainingGroup, err error) {
	ids := make([]string, len(events))
	for i, ev := range events {
		ids[i] = ev.ID
	}
	tallies, err := records.Tallies(e.App, ids)
	if err != nil {
		return nil, err
	}
	silent, err := records.SilentByEvent(e.App, records.At(s.now()))
	if err != nil {
		return nil, err
	}
	evaluations, err := records.EvaluationsByEvent(e.App, records.At(s.now()))
	if err != nil {
		return nil, err
	}
	for i := range events {
		ev := &events[i]
		g := trainingGroup{eventHead: headOf(e, ev, s.now()), Tally: tallies[ev.ID], Capacity: ev.Capacity, Start: ev.StartsAt.Time(),
			Silent: silent[ev.ID], Evaluations: evaluations[ev.ID]}
		if g.trainingDecision, err = decisionOf(e.App, s.now(), ev, g.Tally.Taken); err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// Places is how many seats are taken.
func (g trainingGroup) Places() int { return g.Tally.Taken }
