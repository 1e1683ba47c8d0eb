// Package lists completes the lists of the territory: territories, sectors, functions, working groups, axes,
// priorities, actions of the roadmap. A line that was used is never removed: it ends, and stays in the figures.
package lists

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Kind is one of the lists: its address, the table, and what its lines have besides a name.
type Kind struct {
	Slug, List string
	Numbered   bool // its code is a number that is typed: priorities, actions
	People     bool // population and council
	OfAGroup   bool // a working group, and a number in it
}

// Kinds are the lists, in the order in which they are shown. (Programmes have a page of their own.)
var Kinds = []Kind{
	{Slug: "territoires", List: records.Territories, People: true},
	{Slug: "groupes", List: records.WorkingGroups},
	{Slug: "axes", List: records.Axes, OfAGroup: true},
	{Slug: "actions", List: records.RoadmapActions, Numbered: true},
	{Slug: "priorites", List: records.Priorities, Numbered: true},
	{Slug: "secteurs", List: records.Sectors},
	{Slug: "fonctions", List: records.Professions},
}

// KindOf finds a list by its address; ErrNotFound for none.
func KindOf(slug string) (Kind, error) {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Slug == slug })
	if i < 0 {
		return Kind{}, domain.Error{Code: domain.ErrNotFound}
	}
	return Kinds[i], nil
}

// Bounds of what a line says.
const (
	maxName       = 400
	maxPopulation = 20_000_000
	maxNumber     = 999
)

// Form is what is typed of a line. Numbers are as typed: 0 where nothing is.
type Form struct {
	Name                 string
	Number               int // of an action, a priority, an axis
	Group                string
	Population           int
	CouncilKind, Council string
	ValidFrom, ValidTo   string // years; empty: not bounded
	Intent               string // id of a new one: the same form makes one
}

// Of shows a line in the form.
func Of(it *records.Item) Form {
	n := it.Number
	if n == 0 {
		n, _ = strconv.Atoi(it.Code) // zero where the code is a word
	}
	return Form{Name: it.Name, Number: n, Group: it.WorkingGroup, Population: it.Population, CouncilKind: it.CouncilKind, Council: it.CouncilName,
		ValidFrom: it.ValidFrom, ValidTo: it.ValidTo}
}

// Save writes a line, new (id empty) or changed: its code and its number never change. Refusals: name (ErrTwice where
// another bears it), number, group, population, council_kind, valid_from, valid_to.
func Save(app core.App, now time.Time, actor string, k Kind, id string, f Form) (it *records.Item, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		all, err := records.Items(app, k.List)
		if err != nil {
			return err
		}
		if id == "" && records.Find(all, f.Intent).ID != "" {
			id = f.Intent // the same form again
		}
		was := records.Find(all, id)
		if id != "" && was.ID == "" {
			return domain.Error{Code: domain.ErrNotFound}
		}
		if err := f.check(app, k, all, id); err != nil {
			return err
		}
		columns := f.columns(k)
		line := records.AuditLine{At: records.At(now), Actor: actor, Action: "edit", Kind: k.List, Target: id}
		if id == "" {
			line.Action, line.Target, id = "create", f.Intent, f.Intent
			if err := f.identify(app, k, all, columns); err != nil {
				return err
			}
			if _, err := records.AddItem(app, k.List, columns); err != nil {
				return err
			}
		} else if err := records.SaveItem(app, k.List, id, columns); err != nil {
			return err
		}
		if it, err = records.ItemOf(app, k.List, id); err != nil {
			return err
		}
		if line.Before, err = json.Marshal(Of(&was)); err != nil {
			return err
		}
		if line.After, err = json.Marshal(Of(it)); err != nil {
			return err
		}
		return records.AddAudit(app, line)
	})
	return it, err
}

func (f *Form) check(app core.App, k Kind, all []records.Item, id string) error {
	f.Name, f.Council = domain.CleanLine(f.Name), domain.CleanLine(f.Council)
	var errs domain.Errors
	refuse := func(code domain.Code, field string) { errs = append(errs, domain.Error{Code: code, Field: field}) }
	if e := domain.CheckLine("name", f.Name, maxName, true, true); e != nil {
		errs = append(errs, *e)
	}
	for _, o := range all {
		if o.ID != id && domain.Fold(o.Name) == domain.Fold(f.Name) && (!k.OfAGroup || o.WorkingGroup == f.Group) && overlap(o, f) {
			refuse(domain.ErrTwice, "name")
			break
		}
	}
	if id == "" && (k.Numbered || k.OfAGroup) {
		if f.Number < 1 || f.Number > maxNumber {
			refuse(domain.ErrNumber, "number")
		} else if slices.ContainsFunc(all, func(o records.Item) bool {
			return Of(&o).Number == f.Number && (!k.OfAGroup || o.WorkingGroup == f.Group)
		}) {
			refuse(domain.ErrTwice, "number")
		}
	}
	if id == "" && k.OfAGroup {
		if _, err := records.ItemOf(app, records.WorkingGroups, f.Group); domain.Is(err, domain.ErrNotFound) {
			refuse(domain.ErrChoice, "group")
		} else if err != nil {
			return err
		}
	}
	if f.Population < 0 || f.Population > maxPopulation {
		refuse(domain.ErrNumber, "population")
	}
	if !slices.Contains([]string{"", "CLSM", "CLS"}, f.CouncilKind) {
		refuse(domain.ErrChoice, "council_kind")
	}
	errs = append(errs, domain.CheckValidity(f.ValidFrom, f.ValidTo)...)
	return errs.OrNil()
}

// overlap tells whether two lines are offered in a same year: a generation may take up the name of the one before.
func overlap(o records.Item, f *Form) bool {
	return (o.ValidTo == "" || f.ValidFrom == "" || o.ValidTo >= f.ValidFrom) && (f.ValidTo == "" || o.ValidFrom == "" || f.ValidTo >= o.ValidFrom)
}

func (f *Form) columns(k Kind) dbx.Params {
	columns := dbx.Params{"name": f.Name, "valid_from": f.ValidFrom, "valid_to": f.ValidTo}
	if k.People {
		columns["population"], columns["council_kind"], columns["council_name"] = f.Population, f.CouncilKind, f.Council
	}
	return columns
}

// identify gives a new line its code, by which figures and files know it for good.
func (f *Form) identify(app core.App, k Kind, all []records.Item, columns dbx.Params) error {
	columns["id"] = f.Intent
	switch {
	case k.OfAGroup:
		group, err := records.ItemOf(app, records.WorkingGroups, f.Group)
		if err != nil {
			return err
		}
		columns["working_group"], columns["number"] = f.Group, f.Number
		columns["code"] = records.FreeCode(all, group.Code+"-"+strconv.Itoa(f.Number))
	case k.Numbered:
		columns["code"] = strconv.Itoa(f.Number)
	default:
		columns["code"] = records.FreeCode(all, f.Name)
	}
	if k.List == records.Sectors {
		columns["named"] = true
	}
	return nil
}

// Move puts a line one place up or down in its list; at an end it stays.
func Move(app core.App, k Kind, id string, up bool) error {
	return app.RunInTransaction(func(app core.App) error {
		all, err := records.Items(app, k.List)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(it records.Item) bool { return it.ID == id })
		if i < 0 {
			return domain.Error{Code: domain.ErrNotFound}
		}
		j := i + 1
		if up {
			j = i - 1
		}
		if j < 0 || j >= len(all) {
			return nil
		}
		all[i], all[j] = all[j], all[i]
		for n, it := range all {
			if it.Position != n+1 {
				if err := records.SaveItem(app, k.List, it.ID, dbx.Params{"position": n + 1}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
