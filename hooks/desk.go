package hooks

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// homeView is desk/home: what happens today, what is to be done, what comes, the year so far.
type homeView struct {
	Now         time.Time
	Coordinator bool
	Today, Next []homeEvent
	More        int // coming events that are not shown
	Todo        []task
	Year        int
	Figures     []homeFigure
	None        bool // not one event yet
	Welcome     bool // the assistant ends here
}

// homeEvent is an event with its numbers.
type homeEvent struct {
	eventHead
	records.Tally
	Start    time.Time
	Capacity int
	Slots    []homeSlot // of today
}

type homeSlot struct {
	Label      string
	Start, End time.Time
	Running    bool
}

// Full tells whether every seat is taken.
func (h homeEvent) Full() bool { return h.Capacity > 0 && h.Taken >= h.Capacity }

// Block is the day as the little calendar shows it: « jeu. », « 12 », « mars ».
func (h homeEvent) Block() [3]string {
	words := strings.Fields(paris.Long(h.Start))
	return [3]string{words[0][:3] + ".", words[1], words[2]}
}

// homeFigure is a figure of the year that opens its list.
type homeFigure struct {
	Label, URL string
	Value      int
}

// comingShown is how many coming events the home shows.
const comingShown = 6

func (s *site) deskHome(e *core.RequestEvent) error {
	u, now := user(e), s.now()
	view := homeView{Now: now, Coordinator: u.IsCoordinator(),
		Welcome: e.Request.URL.Query().Get("bienvenue") == "1"}
	filter := records.EventFilter{}
	if !view.Coordinator {
		filter.Organiser = u.Id
	}
	events, err := records.Events(e.App, filter)
	if err != nil {
		return err
	}
	view.None = len(events) == 0
	if err := s.fillDays(e, &view, events); err != nil {
		return err
	}
	if view.Todo, err = s.tasks(e, events); err != nil {
		return err
	}
	if view.Coordinator && !view.None {
		if err := view.countYear(e.App, now); err != nil {
			return err
		}
	}
	return s.render(e, http.StatusOK, "desk/home", view)
}

// fillDays sorts the events into today's and the coming ones, with their numbers.
func (s *site) fillDays(e *core.RequestEvent, v *homeView, events []records.Event) error {
	var ids []string
	for _, ev := range events {
		if ev.Status == domain.Published || ev.Status == domain.Held {
			ids = append(ids, ev.ID)
		}
	}
	tallies, err := records.Tallies(e.App, ids)
	if err != nil {
		return err
	}
	for i := range events {
		ev := &events[i]
		slots, err := s.slotsToday(e.App, ev, v.Now)
		if err != nil {
			return err
		}
		h := homeEvent{headOf(e, ev, v.Now), tallies[ev.ID], ev.StartsAt.Time(), ev.Capacity, slots}
		switch {
		case len(slots) > 0:
			v.Today = append(v.Today, h)
		case h.Phase == event.Coming && len(v.Next) < comingShown:
			v.Next = append(v.Next, h)
		case h.Phase == event.Coming:
			v.More++
		}
	}
	return nil
}

// slotsToday are the half-days of a published or closed event that fall on today in Paris.
func (s *site) slotsToday(app core.App, ev *records.Event, now time.Time) (today []homeSlot, err error) {
	from := paris.StartOfDay(now)
	to := paris.NextDay(from)
	if ev.Status != domain.Published && ev.Status != domain.Held || !ev.StartsAt.Time().Before(to) || !ev.EndsAt.Time().After(from) {
		return nil, nil
	}
	slots, err := records.Slots(app, ev.ID)
	for _, sl := range slots {
		start, end := sl.StartsAt.Time(), sl.EndsAt.Time()
		if start.Before(to) && end.After(from) {
			today = append(today, homeSlot{sl.Label, start, end, !now.Before(start) && now.Before(end)})
		}
	}
	return today, err
}

// countYear takes the year's figures from the one room that counts them.
func (v *homeView) countYear(app core.App, now time.Time) error {
	v.Year = now.In(paris.Location).Year()
	from, to := paris.Year(v.Year)
	report, err := stats.Count(app, now, stats.Query{Period: domain.Period{From: from, To: to}})
	if err != nil {
		return err
	}
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures} {
		i := domain.Indicators[f]
		q := url.Values{"code": {i.Code}, "du": {paris.Day(from)}, "au": {paris.Day(to.Add(-time.Hour))}}
		v.Figures = append(v.Figures, homeFigure{i.Label, "/gestion/chiffres/liste?" + q.Encode(), report.Total.Counts[f]})
	}
	return nil
}
