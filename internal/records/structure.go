package records

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// Structure is an institution, a site or a service of one.
type Structure struct {
	ID          string `db:"id"`
	Num         int    `db:"num"`
	Name        string `db:"name"`
	ShortName   string `db:"short_name"`
	Search      string `db:"search"` // folded names and aliases, and those of what was merged into it, separated by |
	Aliases     List   `db:"aliases"`
	Sector      string `db:"sector"`
	Territory   string `db:"territory"`
	Status      string `db:"status"` // proposed, validated
	Unpublished bool   `db:"unpublished"`
	Parent      string `db:"parent"`
	MergedInto  string `db:"merged_into"`
	Level       string `db:"level"`  // establishment, site, service; empty: not said
	Import      string `db:"import"` // the file it was first named in; empty: none

	Address       string `db:"address"` // what an agreement says of it; all may be empty
	SIRET         string `db:"siret"`
	FINESS        string `db:"finess"`
	LegalName     string `db:"legal_name"` // who signs for it
	LegalFunction string `db:"legal_function"`
	ManagerAsked  string `db:"manager_asked"` // « yes », « no »: whether a placement of its people asks for their manager's agreement; empty: as the campaign says
}

// TableName is the collection's.
func (*Structure) TableName() string { return "structures" }

// Label is the name by which lists show the structure.
func (s Structure) Label() string {
	if s.ShortName != "" {
		return s.ShortName
	}
	return s.Name
}

// AddStructure writes a new structure with its number and its search key.
func AddStructure(app core.App, s *Structure) (err error) {
	if s.Num, err = nextNum(app, "structures"); err != nil {
		return err
	}
	if s.ID == "" {
		s.ID = NewID()
	}
	if s.Aliases == nil {
		s.Aliases = List{}
	}
	s.Search = searchKey(*s)
	return insert(app, s)
}

func searchKey(s Structure) string {
	keys := []string{}
	for _, n := range append([]string{s.Name, s.ShortName}, s.Aliases...) {
		if k := domain.Fold(n); k != "" {
			keys = append(keys, k)
		}
	}
	return "|" + strings.Join(keys, "|") + "|"
}

// StructureOf finds a structure by id, following its merge.
func StructureOf(app core.App, id string) (*Structure, error) {
	s, err := byColumn[Structure](app, "structures", "id", id)
	for hops := 0; err == nil && s.MergedInto != "" && hops < 10; hops++ {
		s, err = byColumn[Structure](app, "structures", "id", s.MergedInto)
	}
	return s, err
}

// StructureNamed finds the structure that has exactly this name, short name or alias, spelling aside.
func StructureNamed(app core.App, name string) (*Structure, error) {
	key := domain.Fold(name)
	if key == "" {
		return nil, ErrNone
	}
	return one[Structure](app, "merged_into = '' AND instr(search, ?) > 0 ORDER BY status DESC, num LIMIT 1", "|"+key+"|")
}

// StructureWithName finds a structure other than this one that has exactly this name, spelling aside.
func StructureWithName(app core.App, name, except string) (*Structure, error) {
	key := domain.Fold(name)
	if key == "" {
		return nil, ErrNone
	}
	var s Structure
	q := app.DB().Select().From("structures").
		Where(dbx.NewExp("merged_into = '' AND id != {:x} AND instr(search, {:k}) > 0", dbx.Params{"k": "|" + key + "|", "x": except})).
		OrderBy("status DESC", "num").Limit(1)
	if err := find(q, &s); err != nil {
		return nil, err
	}
	return &s, nil
}

// SearchStructures lists validated structures, but for those that are never published, of which every word
// typed is part of a name or alias; those whose name begins with the words come first.
func SearchStructures(app core.App, words string, limit int) (rows []Structure, err error) {
	q := app.DB().Select().From("structures").Where(dbx.HashExp{"status": "validated", "merged_into": "", "unpublished": false})
	for i, w := range strings.Fields(domain.Fold(words)) {
		p := "w" + string(rune('a'+i%26))
		q.AndWhere(dbx.NewExp("instr(search, {:"+p+"}) > 0", dbx.Params{p: w}))
	}
	err = q.Bind(dbx.Params{"begin": "|" + domain.Fold(words)}).
		OrderBy("instr(search, {:begin}) = 0", "short_name", "name").Limit(int64(limit)).All(&rows)
	return rows, err
}

// Structures lists all structures that are not merged into another.
func Structures(app core.App) (rows []Structure, err error) {
	err = app.DB().Select().From("structures").Where(dbx.HashExp{"merged_into": ""}).OrderBy("short_name", "name").All(&rows)
	return rows, err
}

// ProposedStructures counts those that wait for the coordinator.
func ProposedStructures(app core.App) (int, error) {
	return count(app, "SELECT COUNT(*) FROM structures WHERE status = 'proposed' AND merged_into = ''", nil)
}

// AllStructures lists every row, merged ones included: the figures follow the merges.
func AllStructures(app core.App) (rows []Structure, err error) {
	err = app.DB().Select().From("structures").OrderBy("num").All(&rows)
	return rows, err
}

// StructureLabels gives the labels of structures by id, merged ones under the name of what they became: all of them,
// or some.
func StructureLabels(app core.App, ids []string) (map[string]string, error) {
	byID := map[string]Structure{}
	for want := ids; ids == nil || len(want) > 0; {
		where, args := "true", []any(nil)
		if ids != nil {
			where, args = among("id", want)
		}
		rows, err := all[named](app, where, args...)
		if err != nil {
			return nil, err
		}
		want = nil
		for _, r := range rows {
			byID[r.ID] = Structure{ID: r.ID, Name: r.Name, ShortName: r.ShortName, MergedInto: r.MergedInto}
		}
		if ids == nil {
			break
		}
		for _, r := range rows {
			if _, known := byID[r.MergedInto]; r.MergedInto != "" && !known {
				want = append(want, r.MergedInto)
			}
		}
	}
	labels := map[string]string{}
	for id, s := range byID {
		for hops := 0; s.MergedInto != "" && hops < 10; hops++ {
			s = byID[s.MergedInto]
		}
		labels[id] = s.Label()
	}
	return labels, nil
}

// named are the columns of a structure that its label is made of.
type named struct {
	ID         string `db:"id"`
	Name       string `db:"name"`
	ShortName  string `db:"short_name"`
	MergedInto string `db:"merged_into"`
}

// TableName is the collection's.
func (*named) TableName() string { return "structures" }

// SaveStructure writes what a coordinator can change of a structure.
func SaveStructure(app core.App, s *Structure) (err error) {
	if s.Search, err = wholeSearchKey(app, *s); err != nil {
		return err
	}
	return set(app, "structures", s.ID, dbx.Params{"name": s.Name, "short_name": s.ShortName, "aliases": s.Aliases,
		"search": s.Search, "sector": s.Sector, "territory": s.Territory, "status": s.Status,
		"unpublished": s.Unpublished, "parent": s.Parent, "level": s.Level, "merged_into": s.MergedInto,
		"address": s.Address, "siret": s.SIRET, "finess": s.FINESS, "legal_name": s.LegalName, "legal_function": s.LegalFunction, "manager_asked": s.ManagerAsked})
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}
