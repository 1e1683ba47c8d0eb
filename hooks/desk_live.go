package hooks

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// lastShown is how many of the last arrivals are named; maxColumns how many columns the chart has at most.
const (
	lastShown  = 12
	maxColumns = 24
)

// livePage is the view of desk_live/live, and of the part of it that is asked again (desk_live/part).
type livePage struct {
	Top        eventTop
	Slot       string
	Slots      []liveSlot
	Name, When string // of the half-day
	Counts     records.LiveCounts
	Cursor     int
	At         time.Time
	Chart      template.HTML
	Every      int // minutes a column
	Columns    []chart.Item
	Odd        int // arrivals too far from the half-day to be drawn
	Doors      []chart.Item
	Last       []liveRow
	Missing    []liveRow
	Q          string
	Whole      bool   // the list of who is missing comes along
	Gone       string // ids of who is not missing any more
}

type liveSlot struct {
	ID, Name string
	On       bool
}

type liveRow struct {
	ID, Name, Structure string
	At                  time.Time
	WalkIn              bool
}

// live is the screen of the day. With `depuis`, it gives the part that changes, or nothing where nothing changed: a
// screen left open costs one question every ten seconds.
func (s *site) live(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	since, err := strconv.Atoi(q.Get("depuis"))
	part := err == nil
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	slot := liveSlotOf(slots, q.Get("demi-journee"), s.now())
	cursor, err := records.LastChange(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	if part && cursor == since && slot.ID == q.Get("vue") {
		return e.NoContent(http.StatusNoContent)
	}
	v := livePage{Slot: slot.ID, When: paris.Slot(slot.StartsAt.Time(), slot.EndsAt.Time()), Cursor: cursor, At: s.now(), Q: q.Get("q"), Whole: true}
	for i, name := range slotLabels(slots) {
		v.Slots = append(v.Slots, liveSlot{slots[i].ID, name, slots[i].ID == slot.ID})
		if slots[i].ID == slot.ID {
			v.Name = name
		}
	}
	if part {
		if v.Whole, v.Gone, err = noLongerMissing(e.App, ev.ID, slot.ID, q.Get("vue"), since); err != nil {
			return s.refuse(e, err)
		}
	} else {
		v.Top = s.topOf(e, ev)
	}
	if err := v.fill(e.App, ev.ID, slot); err != nil {
		return s.refuse(e, err)
	}
	if part {
		return s.render(e, http.StatusOK, "desk_live/part", v)
	}
	return s.render(e, http.StatusOK, "desk_live/live", v)
}

// liveSlotOf is the half-day asked for, else the one the door works for now.
func liveSlotOf(slots []records.Slot, asked string, now time.Time) (slot records.Slot) {
	for _, sl := range slots {
		if sl.ID == asked {
			return sl
		}
	}
	if i := domain.CurrentSlot(records.DomainSlots(slots), now); i >= 0 {
		slot = slots[i]
	}
	return slot
}

// noLongerMissing tells who left the list of the missing since a cursor; or that the whole list must be shown again:
// another half-day, somebody more, a cursor of another database.
func noLongerMissing(app core.App, event, slot, shown string, since int) (whole bool, ids string, err error) {
	rows, err := records.ChangedAt(app, event, slot, since)
	var gone []string
	for _, r := range rows {
		whole = whole || r.Missing
		gone = append(gone, r.ID)
	}
	return whole || slot != shown || len(rows) == 0, strings.Join(gone, " "), err
}

// fill reads what the screen shows of a half-day.
func (v *livePage) fill(app core.App, event string, slot records.Slot) (err error) {
	if v.Counts, err = records.LiveCountsOf(app, event, slot.ID); err != nil {
		return err
	}
	minutes, err := records.ArrivalsByMinute(app, event, slot.ID)
	if err != nil {
		return err
	}
	v.Columns, v.Every, v.Odd = columnsOf(minutes, slot.Domain())
	v.Chart = chart.Columns(chart.Figure{ID: "rythme", Title: "Arrivées au fil du temps", Unit: "arrivées"}, v.Columns)
	doors, err := records.ArrivalsByDoor(app, event, slot.ID)
	if err != nil {
		return err
	}
	who, err := actorsOf(app, event)
	if err != nil {
		return err
	}
	for id, n := range doors {
		name := who.doors[id]
		if name == "" {
			name = "Autrement (gestion, feuille, code affiché)"
		}
		v.Doors = append(v.Doors, chart.Item{Label: name, Value: n})
	}
	slices.SortFunc(v.Doors, func(a, b chart.Item) int { return (b.Value-a.Value)*2 + strings.Compare(a.Label, b.Label) })
	return v.names(app, event)
}

// names lists who came last, and who is missing.
func (v *livePage) names(app core.App, event string) error {
	last, err := records.LastArrivals(app, event, v.Slot, lastShown)
	if err != nil {
		return err
	}
	structures, err := door.StructureNames(app)
	if err != nil {
		return err
	}
	for _, p := range last {
		v.Last = append(v.Last, liveRow{p.ID, p.FirstName + " " + p.LastName, structures[p.Structure], p.FirstAt.Time(), p.Origin == domain.FromDoor})
	}
	if !v.Whole {
		return nil
	}
	missing, err := records.MissingAt(app, event, v.Slot)
	words := strings.Fields(domain.Fold(v.Q))
	for _, p := range missing {
		row := liveRow{ID: p.ID, Name: p.LastName + " " + p.FirstName, Structure: structures[p.Structure]}
		if text := domain.Fold(row.Name + " " + row.Structure); !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			v.Missing = append(v.Missing, row)
		}
	}
	slices.SortStableFunc(v.Missing, func(a, b liveRow) int { return strings.Compare(domain.Fold(a.Structure), domain.Fold(b.Structure)) })
	return err
}

// columnsOf puts arrivals in columns of one, five, ten… minutes, from the first to the last. Those far from the
// half-day are counted apart: they would flatten the others.
func columnsOf(minutes map[string]int, slot domain.Slot) (items []chart.Item, every, odd int) {
	var first, last time.Time
	at := map[time.Time]int{}
	for text, n := range minutes {
		m, err := time.Parse("2006-01-02 15:04", text)
		if err != nil || m.Before(slot.Start.Add(-2*time.Hour)) || m.After(slot.End.Add(time.Hour)) {
			odd += n
			continue
		}
		at[m] += n
		if first.IsZero() || m.Before(first) {
			first = m
		}
		if m.After(last) {
			last = m
		}
	}
	if len(at) == 0 {
		return nil, 1, odd
	}
	for _, every = range []int{1, 5, 10, 15, 30, 60} {
		if int(last.Sub(first)/time.Minute)/every < maxColumns {
			break
		}
	}
	width := time.Duration(every) * time.Minute
	first = first.Truncate(width)
	for from := first; !from.After(last); from = from.Add(width) {
		item := chart.Item{Label: paris.Clock(from)}
		for m := from; m.Before(from.Add(width)); m = m.Add(time.Minute) {
			item.Value += at[m]
		}
		items = append(items, item)
	}
	return items, every, odd
}
