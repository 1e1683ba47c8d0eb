package hooks

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/calendar"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// keptInCalendar is how long a subscribed calendar still says what became of an event that is over.
const keptInCalendar = 90 * 24 * time.Hour

// agendaCalendar is the agenda as a calendar to subscribe to: it keeps the cancelled events, as cancelled.
func (s *site) agendaCalendar(e *core.RequestEvent) error {
	rows, err := records.Events(e.App, records.EventFilter{Statuses: []string{domain.Published, domain.Held, domain.Cancelled},
		Visibility: domain.Public, EndsAfter: records.At(s.now().Add(-keptInCalendar))})
	if err != nil {
		return s.refuse(e, err)
	}
	var entries []calendar.Entry
	for i := range rows {
		more, err := calendarOf(e.App, &rows[i])
		if err != nil {
			return s.refuse(e, err)
		}
		entries = append(entries, more...)
	}
	return sendCalendar(e, s.siteOf(e.App).Name+" – agenda", "agenda.ics", entries)
}

// eventCalendar is one event as a calendar, an entry a half-day.
func (s *site) eventCalendar(e *core.RequestEvent) error {
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	entries, err := calendarOf(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	return sendCalendar(e, ev.Title, ev.Slug+".ics", entries)
}

func sendCalendar(e *core.RequestEvent, name, file string, entries []calendar.Entry) error {
	var b bytes.Buffer
	if err := calendar.Write(&b, name, "", entries); err != nil {
		return err
	}
	e.Response.Header().Set("Content-Disposition", `inline; filename="`+file+`"`)
	return e.Blob(http.StatusOK, "text/calendar; charset=utf-8", b.Bytes())
}

// calendarOf gives an entry a half-day. It stands for ever under the half-day's id; its number grows with
// each change, or a calendar keeps what it read first.
func calendarOf(app core.App, e *records.Event) ([]calendar.Entry, error) {
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return nil, err
	}
	changed := e.Updated.Time()
	for _, t := range []records.Time{e.PublishedAt, e.CancelledAt} {
		if t.Time().After(changed) {
			changed = t.Time()
		}
	}
	entries := make([]calendar.Entry, len(slots))
	for i, slot := range slots {
		title := e.Title
		if len(slots) > 1 && slot.Label != "" {
			title += " – " + slot.Label
		}
		entries[i] = calendar.Entry{UID: slot.ID + "@passerelle", Title: title, Description: e.Summary, Place: placeOf(e),
			Start: slot.StartsAt.Time(), End: slot.EndsAt.Time(), Stamp: changed,
			Sequence: int(changed.Sub(e.Created.Time()) / time.Second), Cancelled: e.Status == domain.Cancelled}
		if e.Visibility != domain.Internal {
			entries[i].URL = link.Base(app) + "/evenements/" + e.Slug
		}
	}
	return entries, nil
}

// openEvent is an event of GET /api/evenements; times are RFC 3339 UTC. Nobody's data is in it.
type openEvent struct {
	Slug             string     `json:"slug"`
	Title            string     `json:"title"`
	Summary          string     `json:"summary"`
	Programme        string     `json:"programme"`
	Territory        string     `json:"territory"`
	StartsAt         time.Time  `json:"starts_at"`
	EndsAt           time.Time  `json:"ends_at"`
	Slots            []openSlot `json:"slots"`
	Place            string     `json:"place"`
	Address          string     `json:"address"`
	Mode             string     `json:"mode"`
	Capacity         *int       `json:"capacity"`   // null: no limit
	SeatsLeft        *int       `json:"seats_left"` // null: no limit
	RegistrationOpen bool       `json:"registration_open"`
	URL              string     `json:"url"`
}

type openSlot struct {
	Label    string    `json:"label"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
}

// apiEvents is the agenda as open data.
func (s *site) apiEvents(e *core.RequestEvent) error {
	now := s.now()
	rows, err := listed(e.App, records.EventFilter{}, false, now)
	if err != nil {
		return s.refuse(e, err)
	}
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	seats, err := records.SeatsOfEvents(e.App, rows)
	if err != nil {
		return s.refuse(e, err)
	}
	slots, err := records.SlotsOfEvents(e.App, rows)
	if err != nil {
		return s.refuse(e, err)
	}
	out := make([]openEvent, len(rows))
	for i, ev := range rows {
		out[i] = openEvent{Slug: ev.Slug, Title: ev.Title, Summary: ev.Summary, Programme: records.Find(ref.Programmes, ev.Programme).Name,
			Territory: records.Find(ref.Territories, ev.Territory).Name, StartsAt: ev.StartsAt.Time(), EndsAt: ev.EndsAt.Time(),
			Slots: []openSlot{}, Place: ev.Place, Address: ev.Address, Mode: ev.Mode, URL: link.Base(e.App) + "/evenements/" + ev.Slug}
		for _, slot := range slots[ev.ID] {
			out[i].Slots = append(out[i].Slots, openSlot{slot.Label, slot.StartsAt.Time(), slot.EndsAt.Time()})
		}
		_, full := seats[ev.ID].Outlook()
		out[i].RegistrationOpen = ev.Window().Open(now) == nil && full == nil
		if ev.Capacity > 0 {
			left := seats[ev.ID].Left()
			out[i].Capacity, out[i].SeatsLeft = &rows[i].Capacity, &left
		}
	}
	e.Response.Header().Set("Access-Control-Allow-Origin", "*")
	return e.JSON(http.StatusOK, map[string]any{"events": out})
}

// apiStructures proposes the structures whose names hold what is being typed: id, name, detail, and the
// codes of its sector and territory. A structure proposed by somebody and not validated is not told.
func (s *site) apiStructures(e *core.RequestEvent) error {
	words := domain.CleanLine(e.Request.URL.Query().Get("q"))
	out := [][]string{}
	if len([]rune(domain.Fold(words))) < 2 || len(words) > 200 {
		return e.JSON(http.StatusOK, out)
	}
	rows, err := records.SearchStructures(e.App, words, 8)
	if err != nil {
		return s.refuse(e, err)
	}
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, r := range rows {
		sector, territory := records.Find(ref.Sectors, r.Sector), records.Find(ref.Territories, r.Territory)
		detail := []string{}
		for _, d := range []string{r.Name, territory.Name} {
			if d != "" && d != r.Label() {
				detail = append(detail, d)
			}
		}
		if !sector.Named {
			sector.Code = ""
		}
		out = append(out, []string{r.ID, r.Label(), strings.Join(detail, " – "), sector.Code, territory.Code})
	}
	return e.JSON(http.StatusOK, out)
}
