package imports

import (
	"cmp"
	"slices"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// lists reads sector, territory and function by the lists; what is on none is not known.
func (b *peoplePlan) lists(l domain.ImportLine, r *RowPlan, cell func(domain.ImportField) string) {
	for _, c := range []struct {
		field domain.ImportField
		list  []records.Item
		into  *string
		what  string
	}{{domain.FieldSector, b.d.lists.Sectors, &r.Sector, "Secteur"}, {domain.FieldTerritory, b.d.lists.Territories, &r.Territory, "Territoire"},
		{domain.FieldFunction, b.d.lists.Professions, &r.Profession, "Fonction"}} {
		text := cell(c.field)
		if text == "" {
			continue
		}
		if *c.into = item(c.list, text); *c.into == "" && c.field == domain.FieldFunction {
			if code := domain.FunctionOf(text, b.functions); code != "" {
				*c.into = item(c.list, code)
			}
		}
		if it := records.Find(c.list, *c.into); c.field == domain.FieldSector && it.ID != "" && !it.Named {
			*c.into = "" // never on a person
		}
		if key := c.what + domain.Fold(text); *c.into == "" && !b.unread[key] {
			b.unread[key] = true
			b.warn(l.Number, OffList, c.what+" hors liste : « "+text+" ».", "« Non renseigné » est gardé, ici et plus bas. Ajoutez-le à la liste avant de reprendre, si vous le voulez.")
		}
	}
	if s := r.Structure; s != nil && s.Match != nil {
		r.Sector, r.Territory = cmp.Or(r.Sector, s.Match.Sector), cmp.Or(r.Territory, s.Match.Territory)
	}
}

// structure finds what the file calls so in the directory, or says what is to be decided.
func (b *peoplePlan) structure(name string) *StructurePlan {
	key := domain.Fold(name)
	if key == "" || key == "sans structure" || key == "aucune" || key == "neant" || key == "particulier" {
		return nil
	}
	if s := b.structures[key]; s != nil {
		return s
	}
	s := &StructurePlan{Name: domain.CleanLine(name), Key: key, How: "unknown", Choice: b.m.Choices[key]}
	b.structures[key] = s
	b.Structures = append(b.Structures, s)
	if s.Match = b.d.structures[key]; s.Match != nil {
		s.How = "alias"
		if domain.Fold(s.Match.Name) == key || domain.Fold(s.Match.ShortName) == key {
			s.How = "exact"
		}
	}
	switch s.Choice.As {
	case AsNone:
		s.Match = nil
	case "":
		s.Choice.As = AsNew
		if s.Match != nil {
			s.Choice.As = s.Match.ID
		}
	case AsNew:
		s.Match = nil
	default:
		at := slices.IndexFunc(b.d.all, func(o records.Structure) bool { return o.ID == b.d.root(s.Choice.As) })
		if at < 0 {
			s.Choice = Choice{As: AsNew}
		} else {
			s.Match = &b.d.all[at]
		}
	}
	if s.Match != nil {
		s.id = s.Match.ID
	}
	return s
}
