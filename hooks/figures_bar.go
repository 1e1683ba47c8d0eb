package hooks

import (
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/web"
)

const figuresPath = "/gestion/chiffres"

// figuresBar is what stands above the figures: the period, the comparison, the filters and the themes.
type figuresBar struct {
	Path, Period       string
	Query              template.URL // parameters, as an address takes them
	From, To           string       // as typed
	OtherFrom, OtherTo string
	Years, Tabs        []yearLink
	Chips              []filterChip
	Clear              string // address without any filter
	Filters            []filterField
	Open               bool // the panel
	Alone              bool // the page compares with nothing: what was chosen is only kept
	Versus             string
	SameDays           string // address that compares an unfinished year up to today
	Notes              []string
}

// filterChip is a filter at work, and the address without it.
type filterChip struct{ Text, URL string }

// filterField is one choice of the panel.
type filterField struct {
	Name, Label, Value, Hint string
	Options                  []web.Option
}

// figureCount is what a page of figures shows: the report, that of the other period, and what stands above.
type figureCount struct {
	Report, Before stats.Report
	Other          stats.Query
	Compared       bool // something was there to compare with
	Active         []stats.Active
	PTSM           string
	Bar            figuresBar
	Errors         []web.FieldError // what was typed could not be read: nothing is figureCount
}

// scope is what a sentence of this page must say.
func (c figureCount) scope() stats.Scope {
	s := stats.Scope{Period: c.Report.Period, At: c.Report.At, PTSM: c.PTSM, AtDoor: stats.AtDoor(c.Report), Stages: c.Report.Total.Counts[domain.FigPlacements] > 0}
	for _, a := range c.Active {
		s.Filters = append(s.Filters, a.Text())
	}
	return s
}

// countAlone is countAsked for a page that compares with nothing.
func (s *site) countAlone(e *core.RequestEvent, path string) (figureCount, error) {
	return s.countWith(e, path, false)
}

// countAsked reads the address and counts what it asks for, and what it is compared with. The error is a fault; what was typed badly is in Errors.
func (s *site) countAsked(e *core.RequestEvent, path string) (figureCount, error) {
	return s.countWith(e, path, true)
}

func (s *site) countWith(e *core.RequestEvent, path string, compares bool) (c figureCount, err error) {
	q, typed, asked := s.queryAsked(e)
	c.PTSM, c.Errors = s.siteOf(e.App).Territory, fieldErrors(asked)
	if asked != nil && c.Errors == nil {
		return c, asked
	}
	if c.Active, err = stats.ActiveFilters(e.App, typed); err != nil {
		return c, err
	}
	explicit := typed.Get("cdu") != "" || typed.Get("cau") != ""
	var compared bool
	if c.Other, compared = q.Before(); explicit {
		compared = true
		var bad error
		if c.Other.Period, bad = periodOf(typed.Get("cdu"), typed.Get("cau")); bad != nil {
			c.Errors = append(c.Errors, otherErrors(bad)...)
		}
	}
	if c.Bar, err = s.bar(e.App, path, q, typed, c.Active, len(c.Errors) == 0); err != nil || len(c.Errors) > 0 {
		return c, err
	}
	c.Bar.Alone = !compares
	if c.Report, err = stats.Count(e.App, s.now(), q); err != nil {
		return c, err
	}
	if compared && compares {
		c.Before, err = stats.Count(e.App, s.now(), c.Other)
		c.Compared = !nothing(c.Before)
		c.Bar.compare(c, s.now().Before(q.To) && !explicit, paris.Day(s.now()))
	}
	whole := c.Report
	if !q.Any() {
		if whole, err = stats.Count(e.App, s.now(), stats.Query{Period: q.Period}); err != nil {
			return c, err
		}
	}
	return c, errors.Join(err, c.Bar.choices(e.App, whole, typed, c.Active))
}

// otherErrors are those of the period compared with, at its own fields.
func otherErrors(err error) []web.FieldError {
	list := fieldErrors(err)
	for i := range list {
		list[i].Field = "c" + list[i].Field
	}
	return list
}

func (s *site) bar(app core.App, path string, q stats.Query, typed url.Values, active []stats.Active, read bool) (b figuresBar, err error) {
	b = figuresBar{Path: path, From: typed.Get("du"), To: typed.Get("au"), OtherFrom: typed.Get("cdu"), OtherTo: typed.Get("cau"), Open: !read}
	first, last, err := records.FirstAndLastDay(app)
	if err != nil {
		return b, err
	}
	b.Years = yearsOf(q, first.Time(), last.Time(), s.now(), read)
	for i := range b.Years {
		b.Years[i].URL = path + strings.TrimPrefix(b.Years[i].URL, figuresPath)
	}
	kept := q.Values()
	for _, name := range []string{"cdu", "cau"} {
		if typed.Get(name) != "" {
			kept.Set(name, typed.Get(name))
		}
	}
	for _, t := range figureTabs {
		b.Tabs = append(b.Tabs, yearLink{t.Label, t.URL + "?" + kept.Encode(), t.URL == path})
	}
	b.Query = template.URL(q.Values().Encode())
	if read {
		b.Period = stats.PeriodText(q.Period)
	}
	for _, a := range active {
		without := url.Values{}
		for name := range typed {
			if name != a.Name && name != "page" {
				without.Set(name, typed.Get(name))
			}
		}
		b.Chips = append(b.Chips, filterChip{a.Text(), path + "?" + without.Encode()})
	}
	b.Clear = path + "?" + stats.Query{Period: q.Period}.Values().Encode()
	b.Notes = filterNotes(q.Filter)
	return b, nil
}

// kept adds to an address of the figures the period compared with, so that one comes back to it.
func (b figuresBar) kept(address string) string {
	return keepOther(address, url.Values{"cdu": {b.OtherFrom}, "cau": {b.OtherTo}})
}

func keepOther(address string, typed url.Values) string {
	for _, name := range []string{"cdu", "cau"} {
		if v := typed.Get(name); v != "" {
			address += "&" + name + "=" + url.QueryEscape(v)
		}
	}
	return address
}

// compare says with what the figures are compared, and offers the same days where the year is not over.
func (b *figuresBar) compare(c figureCount, unfinished bool, today string) {
	other := stats.PeriodText(c.Other.Period)
	if !c.Compared {
		b.Versus = "Rien n’est compté sur la période de comparaison (" + other + ")\u00a0: aucun écart n’est affiché."
		return
	}
	b.Versus = "Les écarts comparent à\u00a0: " + other + "."
	if from, _ := stats.Days(c.Report.Period); unfinished && from != nil && *from <= today {
		b.Versus = "La période n’est pas terminée\u00a0; les écarts comparent à toute la période précédente (" + other + ")."
		v := c.Report.Query().Values()
		v.Set("au", today)
		b.SameDays = b.Path + "?" + v.Encode()
	}
}

// filterNotes says what a filter leaves out that one might look for.
func filterNotes(f domain.Filter) (notes []string) {
	if f.OfPeople() {
		notes = append(notes, "Un filtre porte sur les personnes (secteur, territoire d’exercice, structure, fonction ou preuve)\u00a0: l’historique sans noms et les décomptes anonymes ne disent rien d’elles, ils ne sont donc pas comptés ici. Un événement compte quand au moins un de ses présents répond au filtre.")
	}
	if f.Campaign != "" {
		notes = append(notes, "L’historique sans noms ne connaît pas les campagnes\u00a0: il n’est pas compté ici.")
	}
	if f.Status != "" && f.Status != domain.Held {
		notes = append(notes, "Ce statut n’est pas « clôturé »\u00a0: aucun événement réalisé n’est compté, l’historique non plus.")
	}
	return notes
}

// mostChoices is how many structures the panel offers at most: those that came most often.
const mostChoices = 300

// choices fills the panel with the values that exist in the period, and those already chosen.
func (b *figuresBar) choices(app core.App, whole stats.Report, typed url.Values, active []stats.Active) error {
	campaigns, partners, err := stats.Free(app)
	if err != nil {
		return err
	}
	chosen := map[string]stats.Active{}
	for _, a := range active {
		chosen[a.Name] = a
	}
	field := func(name, label string, options []web.Option) {
		value := typed.Get(name)
		if a, ok := chosen[name]; ok && !hasOption(options, value) {
			options = append(options, web.Option{Value: value, Label: a.Label})
		}
		if len(options) > 0 {
			b.Filters = append(b.Filters, filterField{Name: name, Label: label, Value: value, Options: options})
		}
	}
	for _, t := range stats.FilterTables {
		if t == domain.ByEvent && chosen["evenement"].Name == "" {
			continue // six thousand of them: one filters by an event from its line
		}
		var options []web.Option
		for _, row := range whole.Tables[t] {
			if row.Key != "" && t != domain.ByEvent && len(options) < mostChoices {
				options = append(options, web.Option{Value: row.Key, Label: row.Label})
			}
		}
		if len(options) > 0 && t != domain.ByEvent {
			options = append(options, web.Option{Value: "-", Label: "Non renseigné"})
		}
		field(stats.Param(t), domain.Tables[t].Line, options)
	}
	free := func(names []string) (options []web.Option) {
		for _, n := range names {
			options = append(options, web.Option{Value: n, Label: n})
		}
		return options
	}
	field("campagne", "Campagne", free(campaigns))
	if a, ok := chosen["partenaire"]; ok {
		typed.Set("partenaire", a.Label) // as the list writes it
	}
	field("partenaire", "Partenaire", free(partners))
	var statuses []web.Option
	for _, l := range stats.Statuses {
		statuses = append(statuses, web.Option{Value: l.Key, Label: l.Label})
	}
	field("statut", "Statut de l’événement", statuses)
	return nil
}

func hasOption(options []web.Option, value string) bool {
	for _, o := range options {
		if o.Value == value {
			return true
		}
	}
	return false
}

// pageAsked is the page of a long list that the address asks for, among so many.
func pageAsked(asked string, pages int) int {
	n := 1
	if _, err := fmt.Sscan(asked, &n); err != nil {
		return 1
	}
	return min(max(n, 1), pages)
}
