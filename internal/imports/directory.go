package imports

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Directory is what a file is matched against: read once, looked up in maps.
type Directory struct {
	lists      records.Reference
	structures map[string]*records.Structure // by folded name
	all        []records.Structure
	roots      map[string]string // of a merged structure: what it became
	people     map[string][]*PersonPlan
	events     map[string]*records.Event // held ones, by folded title and first day
	byID       map[string]*records.Event
	app        core.App // of the registrations of an event that is there
}

// Load reads the directory.
func Load(app core.App) (d *Directory, err error) {
	d = &Directory{structures: map[string]*records.Structure{}, roots: map[string]string{}, people: map[string][]*PersonPlan{},
		events: map[string]*records.Event{}, byID: map[string]*records.Event{}, app: app}
	if d.lists, err = records.LoadReference(app); err != nil {
		return nil, err
	}
	if d.all, err = records.AllStructures(app); err != nil {
		return nil, err
	}
	d.nameStructures()
	if err = d.loadPeople(app); err != nil {
		return nil, err
	}
	events, err := records.Events(app, records.EventFilter{})
	for i := range events {
		e := &events[i]
		d.byID[e.ID] = e
		d.events[eventKey(e.Title, e.StartsAt.Time())] = e
	}
	return d, err
}

// nameStructures files every structure under its names, as records.StructureNamed finds them: a validated one first,
// then the first known.
func (d *Directory) nameStructures() {
	order := slices.Clone(d.all)
	slices.SortStableFunc(order, func(a, b records.Structure) int {
		return cmp.Or(-strings.Compare(a.Status, b.Status), cmp.Compare(a.Num, b.Num))
	})
	into := map[string]string{}
	for _, s := range d.all {
		into[s.ID] = s.MergedInto
	}
	for i := range order {
		s := &order[i]
		root := s.ID
		for hops := 0; into[root] != "" && hops < 20; hops++ {
			root = into[root]
		}
		d.roots[s.ID] = root
		if s.MergedInto != "" {
			continue
		}
		for key := range strings.SplitSeq(s.Search, "|") {
			if key != "" && d.structures[key] == nil {
				d.structures[key] = s
			}
		}
	}
}

// loadPeople files people under their names, in the order of records.Namesakes.
func (d *Directory) loadPeople(app core.App) error {
	rows, err := records.PeopleNamed(app)
	if err != nil {
		return err
	}
	into := map[string]string{}
	for _, r := range rows {
		into[r.ID] = r.MergedInto
	}
	for _, r := range rows {
		root := r.ID
		for hops := 0; into[root] != "" && hops < 20; hops++ {
			root = into[root]
		}
		d.people[r.NameKey] = append(d.people[r.NameKey], &PersonPlan{ID: r.ID, Email: r.Email, Key: r.NameKey, known: d.root(r.Structure), distinct: r.Distinct, root: root})
	}
	return nil
}

func (d *Directory) root(structure string) string { return cmp.Or(d.roots[structure], structure) }

// item finds a row of a list by its name or its code, spelling aside; empty: none.
func item(list []records.Item, cell string) string {
	key := domain.Fold(cell)
	for _, it := range list {
		if key != "" && (domain.Fold(it.Name) == key || domain.Fold(it.Code) == key) {
			return it.ID
		}
	}
	for _, it := range list { // « CUA » of « Communauté urbaine d’Arras (CUA) », « Sanitaire » of « Sanitaire (hors…) »
		name, more, _ := strings.Cut(it.Name, "(")
		if key != "" && (domain.Fold(name) == key || domain.Fold(strings.TrimSuffix(more, ")")) == key) {
			return it.ID
		}
	}
	return ""
}

// named is the functions of the list, as domain reads them.
func (d *Directory) named() (list []domain.Named) {
	for _, it := range d.lists.Professions {
		list = append(list, domain.Named{Code: it.Code, Name: it.Name})
	}
	return list
}

// likely proposes structures of the directory for names that it does not have, all at once.
func (d *Directory) likely(unknown []*StructurePlan) {
	if len(unknown) == 0 || len(unknown) > 400 {
		return
	}
	var list []domain.Institution
	byID := map[string]records.Structure{}
	for _, s := range d.all {
		if s.MergedInto == "" {
			byID[s.ID] = s
			list = append(list, domain.Institution{ID: s.ID, Names: append([]string{s.Name, s.ShortName}, s.Aliases...), Territory: s.Territory})
		}
	}
	asked := map[string]*StructurePlan{}
	for _, u := range unknown {
		id := "?" + u.Key
		asked[id] = u
		list = append(list, domain.Institution{ID: id, Names: []string{u.Name}})
	}
	for _, pair := range domain.LikelyStructures(list) {
		for _, ab := range [][2]string{{pair.A, pair.B}, {pair.B, pair.A}} {
			u, known := asked[ab[0]], byID[ab[1]]
			if u != nil && known.ID != "" && len(u.Likely) < 5 {
				u.Likely, u.How = append(u.Likely, known), "likely"
			}
		}
	}
}
