package hooks

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// eventsPerPage bounds one page of the list.
const eventsPerPage = 50

// deskEventList is the view of desk_event/list.
type deskEventList struct {
	Tabs             []deskTab
	Tab              event.Phase
	TabName          string
	Words, Programme string
	Programmes       []web.Option
	Rows             []deskEventRow
	Coordinator      bool
	Filtered         bool
	Any              bool // there is at least one event to see, in any tab
	Page, Pages      int
	Previous, Next   string
}

type deskTab struct {
	Label, URL string
	N          int
	On         bool
}

type deskEventRow struct {
	eventHead
	Start     time.Time
	Programme string
	Capacity  int
	records.Tally
}

// deskEvents lists the events by phase: all for the coordinator, an organiser's own.
func (s *site) deskEvents(e *core.RequestEvent) error {
	q := e.Request.URL.Query()
	view := deskEventList{Words: q.Get("mots"), Programme: q.Get("programme"), Tab: event.Phase(q.Get("onglet")), Coordinator: user(e).IsCoordinator()}
	if !slices.Contains(event.Phases, view.Tab) {
		view.Tab = event.Coming
	}
	view.TabName, view.Filtered = phaseNames[view.Tab], view.Words != "" || view.Programme != ""
	filter := records.EventFilter{Words: view.Words, Programme: view.Programme}
	if !view.Coordinator {
		filter.Organiser = user(e).Id
	}
	all, err := records.Events(e.App, filter)
	if err != nil {
		return s.refuse(e, err)
	}
	programmes, err := records.Items(e.App, records.Programmes)
	if err != nil {
		return s.refuse(e, err)
	}
	view.Programmes = itemOptions(programmes)
	byPhase := map[event.Phase][]records.Event{}
	for _, ev := range all {
		p := event.PhaseOf(&ev, s.now())
		byPhase[p] = append(byPhase[p], ev)
	}
	view.Any = len(all) > 0
	view.tabs(byPhase)
	page, _ := strconv.Atoi(q.Get("page")) // anything else is the first page
	if view.Rows, err = s.eventRows(e, view.cut(byPhase[view.Tab], page), programmes); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, 200, "desk_event/list", view)
}

// url is the address of a tab and page with the filters kept.
func (v *deskEventList) url(tab event.Phase, page int) string {
	q := url.Values{"onglet": {string(tab)}}
	if v.Words != "" {
		q.Set("mots", v.Words)
	}
	if v.Programme != "" {
		q.Set("programme", v.Programme)
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return "/gestion/evenements?" + q.Encode()
}

func (v *deskEventList) tabs(byPhase map[event.Phase][]records.Event) {
	for _, p := range event.Phases {
		v.Tabs = append(v.Tabs, deskTab{Label: phaseNames[p], URL: v.url(p, 1), N: len(byPhase[p]), On: p == v.Tab})
	}
}

// cut gives the page of the list asked for; what is over comes the latest first.
func (v *deskEventList) cut(rows []records.Event, page int) []records.Event {
	if v.Tab == event.Past || v.Tab == event.Off {
		slices.Reverse(rows)
	}
	v.Pages = max(1, (len(rows)+eventsPerPage-1)/eventsPerPage)
	v.Page = min(max(1, page), v.Pages)
	if v.Page > 1 {
		v.Previous = v.url(v.Tab, v.Page-1)
	}
	if v.Page < v.Pages {
		v.Next = v.url(v.Tab, v.Page+1)
	}
	from := (v.Page - 1) * eventsPerPage
	return rows[from:min(len(rows), from+eventsPerPage)]
}

func (s *site) eventRows(e *core.RequestEvent, events []records.Event, programmes []records.Item) (rows []deskEventRow, err error) {
	ids := make([]string, len(events))
	for i, ev := range events {
		ids[i] = ev.ID
	}
	tallies, err := records.Tallies(e.App, ids)
	for _, ev := range events {
		rows = append(rows, deskEventRow{eventHead: headOf(e, &ev, s.now()), Start: ev.StartsAt.Time(),
			Programme: records.Find(programmes, ev.Programme).Name, Capacity: ev.Capacity, Tally: tallies[ev.ID]})
	}
	return rows, err
}

// itemOptions are the choices of a list of the territory, by id.
func itemOptions(items []records.Item) (out []web.Option) {
	for _, it := range items {
		out = append(out, web.Option{Value: it.ID, Label: it.Name})
	}
	return out
}
