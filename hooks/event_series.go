package hooks

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// seriesPage is the view of desk_event/series.
type seriesPage struct {
	Head        eventHead
	Intent      string
	Members     []seriesMember // in the order of their dates; the event itself alone: no series yet
	Rows        []repeatRow
	Single      bool // one half-day: its end may be typed too
	Start, End  string
	Place       string
	Capacity    int
	Territory   string
	Territories []web.Option
}

// seriesMember is one date of a series.
type seriesMember struct {
	records.Event
	State, StateKind, Territory, When string
	Taken                             int
	Here                              bool // the event of the page
}

// repeatRow is a repetition as typed; N as in slotRow. Empty: as the original, but for the day.
type repeatRow struct{ N, Day, Start, End, Territory, Place, Address, Capacity string }

func (r repeatRow) blank() bool {
	return r.Day+r.Start+r.End+r.Territory+r.Place+r.Address+r.Capacity == ""
}

// Pattern is the empty row that the page's script copies; Spares those of a page without a script.
func (v seriesPage) Pattern() repeatRow { return repeatRow{N: "__i__"} }

// Spares are the empty rows of a page without a script.
func (v seriesPage) Spares() (rows []repeatRow) {
	for i := range spares {
		rows = append(rows, repeatRow{N: strconv.Itoa(len(v.Rows) + i)})
	}
	return rows
}

// seriesForm shows the dates of an event's series, and the form for more.
func (s *site) seriesForm(e *core.RequestEvent) error {
	return s.showSeries(e, 200, records.NewID(), nil, nil)
}

// repeatEvent makes drafts of the dates that were typed: all or none.
func (s *site) repeatEvent(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if err := e.Request.ParseForm(); err != nil {
		return e.BadRequestError("", err)
	}
	intent, typed := e.Request.PostForm.Get("intent"), readRepeatRows(e.Request.PostForm)
	rows, errs := repetitions(ev, typed)
	if len(errs) == 0 {
		done, err := event.Repeat(e.App, s.now(), actor(e), ev.ID, intent, rows)
		if err == nil {
			return s.tell(e, eventPath(e)+"/serie", "ok", repeatedWords(done))
		}
		if errs = domain.Refusals(err); errs == nil {
			return s.refuse(e, err)
		}
	}
	return s.showSeries(e, 422, intent, typed, fieldErrors(errs))
}

func repeatedWords(done event.Repeated) string {
	switch {
	case done.Made == 0:
		return "Ces dates étaient déjà enregistrées\u00a0: rien n’a été ajouté."
	case done.Made == 1:
		return "Une date est enregistrée comme brouillon. Relisez-la, puis publiez-la."
	}
	return strconv.Itoa(done.Made) + " dates sont enregistrées comme brouillons. Relisez-les, puis publiez-les."
}

func (s *site) showSeries(e *core.RequestEvent, status int, intent string, rows []repeatRow, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	v := seriesPage{Head: headOf(e, ev, s.now()), Intent: intent, Rows: rows, Single: len(slots) == 1, Place: ev.Place, Capacity: ev.Capacity,
		Start: paris.Clock(ev.StartsAt.Time()), End: paris.Clock(ev.EndsAt.Time()), Territory: records.Find(ref.Territories, ev.Territory).Name,
		Territories: itemOptions(ref.Territories)}
	if len(v.Rows) == 0 {
		v.Rows = []repeatRow{{}}
	}
	for i := range v.Rows {
		v.Rows[i].N = strconv.Itoa(i)
	}
	if v.Members, err = seriesMembers(e.App, ev, ref, s.now()); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "desk_event/series", v, errs)
}

// seriesMembers lists the dates of an event's series with where each stands.
func seriesMembers(app core.App, ev *records.Event, ref records.Reference, now time.Time) (list []seriesMember, err error) {
	rows := []records.Event{*ev}
	if ev.Series != "" {
		if rows, err = records.Events(app, records.EventFilter{Series: ev.Series}); err != nil {
			return nil, err
		}
	}
	seats, err := records.SeatsOfEvents(app, rows)
	for _, r := range rows {
		m := seriesMember{Event: r, Territory: records.Find(ref.Territories, r.Territory).Name, Taken: seats[r.ID].Taken, Here: r.ID == ev.ID, When: spanOf(&r)}
		m.State, m.StateKind = eventState(event.PhaseOf(&r, now), !now.Before(r.StartsAt.Time()))
		list = append(list, m)
	}
	return list, err
}

// readRepeatRows gathers the rows that were typed, in the order of their numbers; empty ones are left out.
func readRepeatRows(v url.Values) (rows []repeatRow) {
	for _, n := range rowNumbers(v, "row-", event.MaxRepetitions) {
		get := func(name string) string { return strings.TrimSpace(v.Get("row-" + n + "-" + name)) }
		r := repeatRow{Day: get("day"), Start: get("start"), End: get("end"), Territory: get("territory"), Place: get("place"), Address: get("address"), Capacity: get("capacity")}
		if !r.blank() {
			rows = append(rows, r)
		}
	}
	return rows
}

// repetitions reads the rows; what is left empty is as the event has it.
func repetitions(ev *records.Event, typed []repeatRow) (rows []event.Repetition, errs domain.Errors) {
	if len(typed) == 0 {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "row-0-day"})
	}
	for i, r := range typed {
		at := "row-" + strconv.Itoa(i) + "-"
		start := r.Start
		if start == "" {
			start = paris.ClockInput(ev.StartsAt.Time())
		}
		out := event.Repetition{Territory: r.Territory, Place: r.Place, Address: r.Address, Capacity: ev.Capacity}
		out.Start, errs = readMoment(r.Day, start, at+"day", at+"start", errs)
		if r.End != "" && !slices.ContainsFunc(errs, func(e domain.Error) bool { return e.Field == at+"day" }) {
			out.End, errs = readMoment(r.Day, r.End, at+"day", at+"end", errs)
		}
		if r.Capacity != "" {
			n, err := strconv.Atoi(r.Capacity)
			if err != nil || n < 1 {
				errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: at + "capacity"})
			}
			out.Capacity = n
		}
		rows = append(rows, out)
	}
	return rows, errs
}

// seriesDates names the other dates of an event's series that its texts may be given to.
func (s *site) seriesDates(app core.App, ev *records.Event) (names []string, err error) {
	others, err := event.Siblings(app, s.now(), ev)
	if err != nil || len(others) == 0 {
		return nil, err
	}
	ref, err := records.LoadReference(app)
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		name := paris.Range(o.StartsAt.Time(), o.EndsAt.Time())
		if t := records.Find(ref.Territories, o.Territory).Name; t != "" {
			name += " (" + t + ")"
		}
		names = append(names, name)
	}
	return names, nil
}
