package stats

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
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

// lists runs fn on what there is little of: as it is kept ready, or as the transaction has it.
func lists(app core.App, fn func(b *base)) error {
	if !app.IsTransactional() {
		return readyOf(app).borrow(app, func(b *base) error { fn(b); return nil })
	}
	b := &base{}
	if err := b.readLists(app); err != nil {
		return err
	}
	fn(b)
	return nil
}

// ActiveFilters says the filters of an address in words, those that no list knows included.
func ActiveFilters(app core.App, v url.Values) (list []Active, err error) {
	if !slices.ContainsFunc(append(slices.Collect(maps.Values(params)), "campagne", "partenaire", "statut"), v.Has) {
		return nil, nil
	}
	err = lists(app, func(b *base) { list = b.active(v) })
	return list, err
}

func (b *base) active(v url.Values) (list []Active) {
	for _, t := range FilterTables {
		key := v.Get(params[t])
		if key == "" {
			continue
		}
		a := Active{Name: params[t], Title: domain.Tables[t].Line, Label: key}
		if key == unset {
			a.Label, a.Known = domain.Unset, true
		} else if label, ok := b.labelOf(t, key); ok {
			a.Label, a.Known = label, true
		}
		list = append(list, a)
	}
	campaigns, partners := b.free()
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
	return list
}

// labelOf names a line that a filter may keep.
func (b *base) labelOf(t domain.Table, key string) (label string, ok bool) {
	if t == domain.ByEvent {
		i := slices.IndexFunc(b.Events, func(e domain.StatEvent) bool { return e.Keys[t] == key })
		if i < 0 {
			return "", false
		}
		return b.events[b.Events[i].Num].Title, true
	}
	i := slices.IndexFunc(b.Labels[t], func(l domain.Label) bool { return l.Key == key })
	if i < 0 {
		return "", false
	}
	return b.Labels[t][i].Label, true
}

// Free lists what events name in words of their own: campaigns and partners, once each, by name.
func Free(app core.App) (campaigns, partners []string, err error) {
	err = lists(app, func(b *base) { campaigns, partners = b.free() })
	return campaigns, partners, err
}

func (b *base) free() (campaigns, partners []string) {
	seen := map[string]bool{}
	add := func(names []string) {
		for _, p := range names {
			if k := domain.Fold(p); !seen[k] {
				seen[k], partners = true, append(partners, p)
			}
		}
	}
	for i := range b.Events {
		if e := &b.Events[i]; e.Campaign != "" && !slices.Contains(campaigns, e.Campaign) {
			campaigns = append(campaigns, e.Campaign)
		}
		add(b.Events[i].Partners)
	}
	for _, d := range b.Declared {
		add(d.Partners)
	}
	slices.SortFunc(campaigns, byName)
	slices.SortFunc(partners, byName)
	return campaigns, partners
}
