package reference

import (
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// structures writes the institutions, then ties services to them: a parent may stand lower in the file.
func (l *loader) structures() error {
	rows, err := read(l.files, "structures.csv", "short_name", "name", "sector", "territory", "parent", "aliases")
	if err != nil {
		return err
	}
	byName := map[string]*records.Structure{}
	owners := map[string]*records.Structure{} // folded name → whose it is
	for _, r := range rows {
		s := &records.Structure{ShortName: r.required("short_name"), Name: r.required("name"), Aliases: r.list("aliases"),
			Sector: l.one(r, "sector", records.Sectors), Territory: l.one(r, "territory", records.Territories),
			Status: "validated"}
		claim(r, s, owners)
		if r.err != nil {
			return r.err
		}
		if err := records.AddStructure(l.tx, s); err != nil {
			return r.at(err)
		}
		byName[s.ShortName] = s
	}
	return l.parents(rows, byName)
}

// claim refuses a name that another structure bears already: it would name two.
func claim(r *row, s *records.Structure, owners map[string]*records.Structure) {
	for _, name := range append([]string{s.Name, s.ShortName}, s.Aliases...) {
		key := domain.Fold(name)
		if other, taken := owners[key]; taken && other != s {
			r.fault("%q is a name of %q too", name, other.ShortName)
		}
		owners[key] = s
	}
}

func (l *loader) parents(rows []*row, byName map[string]*records.Structure) error {
	for _, r := range rows {
		name := r.text("parent")
		if name == "" {
			continue
		}
		child, parent := byName[r.text("short_name")], byName[name]
		if parent == nil || parent == child {
			r.fault("parent: %q is not in structures", name)
			return r.err
		}
		child.Parent = parent.ID
		if err := records.SaveStructure(l.tx, child); err != nil {
			return r.at(err)
		}
	}
	return nil
}
