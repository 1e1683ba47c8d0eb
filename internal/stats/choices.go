package stats

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// FilterTables are the tables whose lines a filter may keep, in the order of the screen.
var FilterTables = []domain.Table{domain.ByProgramme, domain.ByRole, domain.ByPlace, domain.ByGroup, domain.ByAxis, domain.ByAction, domain.ByPriority,
	domain.BySector, domain.ByWork, domain.ByStructure, domain.ByProfession, domain.ByProof, domain.ByEvent}

// Statuses are the statuses of an event that may be asked for.
var Statuses = []domain.Label{{Key: domain.Published, Label: "À venir ou en cours"}, {Key: domain.Held, Label: "Clôturé"}, {Key: domain.Cancelled, Label: "Annulé"}}

// Active is one filter in words. Name is its parameter; Known: false where its value is no line of any list.
type Active struct {
	Name, Title, Label string
	Known              bool
}

// Text says the filter within a sentence.
func (a Active) Text() string { return lower(a.Title) + "\u00a0: " + a.Label }

// ActiveFilters says the filters of an address in words, those that no list knows included.
func ActiveFilters(app core.App, v url.Values) (list []Active, err error) {
	names, err := filterLabels(app)
	if err != nil {
		return nil, err
	}
	for _, t := range FilterTables {
		key := v.Get(params[t])
		if key == "" {
			continue
		}
		a := Active{Name: params[t], Title: domain.Tables[t].Line, Label: key}
		if key == unset {
			a.Label, a.Known = domain.Unset, true
		} else if i := slices.IndexFunc(names[t], func(l domain.Label) bool { return l.Key == key }); i >= 0 {
			a.Label, a.Known = names[t][i].Label, true
		}
		list = append(list, a)
	}
	campaigns, partners, err := Free(app)
	if err != nil {
		return nil, err
	}
	free := func(name, title string, known []string, same func(string) bool) {
		if value := strings.TrimSpace(v.Get(name)); value != "" {
			a := Active{Name: name, Title: title, Label: value}
			if i := slices.IndexFunc(known, same); i >= 0 {
				a.Label, a.Known = known[i], true
			}
			list = append(list, a)
		}
	}
	free("campagne", "Campagne", campaigns, func(c string) bool { return c == strings.TrimSpace(v.Get("campagne")) })
	free("partenaire", "Partenaire", partners, func(p string) bool { return domain.Fold(p) == domain.Fold(v.Get("partenaire")) })
	if status := v.Get("statut"); status != "" {
		a := Active{Name: "statut", Title: "Statut", Label: status}
		if i := slices.IndexFunc(Statuses, func(l domain.Label) bool { return l.Key == status }); i >= 0 {
			a.Label, a.Known = Statuses[i].Label, true
		}
		list = append(list, a)
	}
	return list, nil
}

// filterLabels names every line that a filter may keep.
func filterLabels(app core.App) (names map[domain.Table][]domain.Label, err error) {
	ref, err := records.LoadReference(app)
	if err != nil {
		return nil, err
	}
	d := &data{events: map[int]records.EventLine{}}
	d.label(ref)
	rows, err := records.AllStructures(app)
	if err != nil {
		return nil, err
	}
	d.labelStructures(rows)
	names = map[domain.Table][]domain.Label{}
	for _, t := range FilterTables {
		names[t] = d.Labels[t]
	}
	events, err := records.EventLines(app)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		names[domain.ByEvent] = append(names[domain.ByEvent], domain.Label{Num: e.Num, Key: strconv.Itoa(e.Num), Label: e.Title})
	}
	return names, nil
}

// Free lists what events name in words of their own: campaigns and partners, once each, by name.
func Free(app core.App) (campaigns, partners []string, err error) {
	events, err := records.EventLines(app)
	if err != nil {
		return nil, nil, err
	}
	history, err := records.DeclaredCounts(app)
	if err != nil {
		return nil, nil, err
	}
	seen := map[string]bool{}
	add := func(names []string) {
		for _, p := range names {
			if k := domain.Fold(p); !seen[k] {
				seen[k], partners = true, append(partners, p)
			}
		}
	}
	for _, e := range events {
		if e.Campaign != "" && !slices.Contains(campaigns, e.Campaign) {
			campaigns = append(campaigns, e.Campaign)
		}
		add(names(e.Partners))
	}
	for _, h := range history {
		add(names(h.Partners))
	}
	slices.SortFunc(campaigns, byName)
	slices.SortFunc(partners, byName)
	return campaigns, partners, nil
}
