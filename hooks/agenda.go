package hooks

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// pastPerPage is how many past events one page lists; the coming ones are all on one.
const pastPerPage = 30

// agendaFilter is what the query string of the agenda asks for, already known to be valid.
type agendaFilter struct {
	Programme, Territory string // codes
	Month                string // 2026-11
	Words                string
	Past                 bool
	Page                 int
}

func agendaFilterOf(q url.Values) agendaFilter {
	f := agendaFilter{Programme: q.Get("programme"), Territory: q.Get("territoire"), Words: domain.CleanLine(q.Get("q")), Past: q.Get("passes") != ""}
	if _, err := time.Parse("2006-01", q.Get("mois")); err == nil {
		f.Month = q.Get("mois")
	}
	if r := []rune(f.Words); len(r) > 100 {
		f.Words = string(r[:100])
	}
	f.Page, _ = strconv.Atoi(q.Get("page")) // anything else is the first page
	f.Page = max(1, f.Page)
	return f
}

// query is the filter as an address writes it; empty without any.
func (f agendaFilter) query(page int) string {
	q := url.Values{}
	for name, v := range map[string]string{"programme": f.Programme, "territoire": f.Territory, "mois": f.Month, "q": f.Words} {
		if v != "" {
			q.Set(name, v)
		}
	}
	if f.Past {
		q.Set("passes", "1")
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return q.Encode()
}

// narrows tells whether the list is not the whole one.
func (f agendaFilter) narrows() bool {
	return f.Programme != "" || f.Territory != "" || f.Month != "" || f.Words != ""
}

// agendaView is the view of agenda/agenda.
type agendaView struct {
	Filter                          agendaFilter
	Narrowed                        bool
	Programmes, Territories, Months []web.Option
	Groups                          []agendaMonth
	Count                           int
	declared                        []declaredCard // of partners, still to be put among the events
	Pages                           int
	Previous, Next                  string
}

type agendaMonth struct {
	Title string
	Cards []eventCard
}

type eventCard struct {
	Slug, Title, Summary, When, Place, Mode, Programme, Territory string
	Weekday, Day, Month                                           string
	State                                                         tag
	Past                                                          bool
	Partner, URL                                                  string // who declared it, and its own page; an event of the platform has none
}

// agenda lists the coming public events. Its page is kept as long as nothing it shows has changed; what
// depends on the clock changes on whole minutes.
func (s *site) agenda(e *core.RequestEvent) error {
	f, now := agendaFilterOf(e.Request.URL.Query()), s.now()
	if f.Past || e.Request.URL.Query().Has("message") {
		return s.agendaFresh(e, f, now)
	}
	version, err := s.fresh.of(e.App, now)
	if err != nil {
		return s.refuse(e, err)
	}
	key, packed := "agenda?"+f.query(1), strings.Contains(e.Request.Header.Get("Accept-Encoding"), "gzip")
	if packed {
		key = "gzip " + key
	}
	body, ok := s.cache.get(key, version, now)
	if !ok {
		if body, err = s.agendaBody(e.App, f, now, packed); err != nil {
			return s.refuse(e, err)
		}
		s.cache.put(key, version, body, now.Truncate(time.Minute).Add(time.Minute-1))
	}
	e.Response.Header().Add("Vary", "Accept-Encoding")
	if packed {
		e.Response.Header().Set("Content-Encoding", "gzip")
	}
	return e.HTML(http.StatusOK, body)
}

func (s *site) agendaFresh(e *core.RequestEvent, f agendaFilter, now time.Time) error {
	view, err := agendaOf(e.App, f, now)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "agenda/agenda", view)
}

// agendaBody draws the page as it is sent, packed or not.
func (s *site) agendaBody(app core.App, f agendaFilter, now time.Time, packed bool) (string, error) {
	view, err := agendaOf(app, f, now)
	if err != nil {
		return "", err
	}
	var page, small bytes.Buffer
	if err := s.pages.Render(&page, "agenda/agenda", web.Page{Site: s.siteOf(app), Path: "/", View: view}); err != nil {
		return "", err
	}
	if !packed {
		return page.String(), nil
	}
	w := gzip.NewWriter(&small)
	if _, err := page.WriteTo(w); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return small.String(), nil
}

// agendaOf gathers the list and what it can be filtered by.
func agendaOf(app core.App, f agendaFilter, now time.Time) (v agendaView, err error) {
	ref, err := records.LoadReference(app)
	if err != nil {
		return v, err
	}
	all, err := listed(app, records.EventFilter{}, f.Past, now)
	if err != nil {
		return v, err
	}
	v = agendaView{Filter: f, Narrowed: f.narrows()}
	v.offer(all, ref)
	rows := all
	if f.narrows() {
		if rows, err = listed(app, f.records(ref), f.Past, now); err != nil {
			return v, err
		}
	}
	v.Count = len(rows)
	rows = v.cut(rows)
	if !f.Past {
		if v.declared, err = declaredOf(app, f, ref, now); err != nil {
			return v, err
		}
		v.Count += len(v.declared)
	}
	seats, err := records.SeatsOfEvents(app, rows)
	if err != nil {
		return v, err
	}
	for _, e := range rows {
		for len(v.declared) > 0 && v.declared[0].starts.Before(e.StartsAt.Time()) {
			v.add(v.declared[0].starts, v.declared[0].eventCard)
			v.declared = v.declared[1:]
		}
		v.add(e.StartsAt.Time(), cardOf(e, seats[e.ID], ref, now))
	}
	for _, d := range v.declared {
		v.add(d.starts, d.eventCard)
	}
	return v, nil
}

// add puts a card under its month; cards come in their order.
func (v *agendaView) add(starts time.Time, c eventCard) {
	month := paris.Month(starts)
	if n := len(v.Groups); n == 0 || v.Groups[n-1].Title != month {
		v.Groups = append(v.Groups, agendaMonth{Title: month})
	}
	last := &v.Groups[len(v.Groups)-1]
	last.Cards = append(last.Cards, c)
}

// listed gives the public events that are to come, or those that are over, the latest first. The history
// without names is no event: it is not listed.
func listed(app core.App, filter records.EventFilter, past bool, now time.Time) (rows []records.Event, err error) {
	filter.Visibility = domain.Public
	if !past {
		filter.Statuses, filter.EndsAfter = []string{domain.Published}, records.At(now)
		return records.Events(app, filter)
	}
	filter.Statuses, filter.Newest = []string{domain.Published, domain.Held}, true
	rows, err = records.Events(app, filter)
	return slices.DeleteFunc(rows, func(e records.Event) bool {
		return e.Status == domain.Published && e.EndsAt.Time().After(now)
	}), err
}

// records turns the codes of the address into a filter. A code that no list knows finds nothing.
func (f agendaFilter) records(ref records.Reference) (out records.EventFilter) {
	out.Words = f.Words
	if f.Programme != "" {
		out.Programme = orNone(byCode(ref.Programmes, f.Programme).ID)
	}
	if f.Territory != "" {
		out.Territory = orNone(byCode(ref.Territories, f.Territory).ID)
	}
	if first, err := time.ParseInLocation("2006-01", f.Month, paris.Location); err == nil {
		out.From, out.To = records.At(first), records.At(first.AddDate(0, 1, 0))
	}
	return out
}

func orNone(id string) string {
	if id == "" {
		return "none"
	}
	return id
}

func byCode(items []records.Item, code string) records.Item {
	for _, it := range items {
		if it.Code == code {
			return it
		}
	}
	return records.Item{}
}

// offer makes the choices of the filters: what occurs in the list, in the order of the territory's own lists.
func (v *agendaView) offer(rows []records.Event, ref records.Reference) {
	programmes, territories, months := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range rows {
		programmes[e.Programme], territories[e.Territory] = true, true
		at := e.StartsAt.Time()
		if key := paris.Day(at)[:7]; !months[key] {
			months[key] = true
			v.Months = append(v.Months, web.Option{Value: key, Label: paris.Month(at)})
		}
	}
	for _, it := range ref.Programmes {
		if programmes[it.ID] || it.Code == v.Filter.Programme {
			v.Programmes = append(v.Programmes, web.Option{Value: it.Code, Label: it.Name})
		}
	}
	for _, it := range ref.Territories {
		if territories[it.ID] || it.Code == v.Filter.Territory {
			v.Territories = append(v.Territories, web.Option{Value: it.Code, Label: it.Name})
		}
	}
}

// cut keeps the page asked for of the past events.
func (v *agendaView) cut(rows []records.Event) []records.Event {
	if !v.Filter.Past {
		return rows
	}
	v.Pages = max(1, (len(rows)+pastPerPage-1)/pastPerPage)
	page := min(v.Filter.Page, v.Pages)
	v.Filter.Page = page
	if page > 1 {
		v.Previous = "/?" + v.Filter.query(page-1)
	}
	if page < v.Pages {
		v.Next = "/?" + v.Filter.query(page+1)
	}
	return rows[(page-1)*pastPerPage : min(len(rows), page*pastPerPage)]
}

func cardOf(e records.Event, seats domain.Seats, ref records.Reference, now time.Time) eventCard {
	c := eventCard{Slug: e.Slug, Title: e.Title, Summary: e.Summary, When: spanOf(&e), Place: e.Place, Mode: modes[e.Mode],
		Programme: records.Find(ref.Programmes, e.Programme).Name, Territory: records.Find(ref.Territories, e.Territory).Name,
		State: stateOf(&e, seats, now), Past: over(&e, now)}
	if domain.Fold(c.Programme) == domain.Fold(c.Title) {
		c.Programme = ""
	}
	c.Weekday, c.Day, c.Month = paris.Block(e.StartsAt.Time())
	return c
}
