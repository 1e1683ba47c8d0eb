package registration

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// place fills structure, sector, territory and profession: what was chosen, else what the structure says.
// A structure that the list does not know is kept as « proposed », out of the public list.
func place(app core.App, in Request, r *records.Registration) error {
	for _, l := range []struct {
		list, field, code string
		into              *string
	}{
		{records.Sectors, "sector", in.Sector, &r.Sector},
		{records.Territories, "territory", in.Territory, &r.Territory},
		{records.Professions, "profession", in.Profession, &r.Profession},
	} {
		if l.code == "" {
			continue
		}
		item, err := records.ItemByCode(app, l.list, l.code)
		if err != nil && !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		if err != nil || (l.list == records.Sectors && !item.Named) {
			return domain.Error{Code: domain.ErrChoice, Field: l.field}
		}
		*l.into = item.ID
	}
	if in.NoStructure {
		return nil
	}
	s, err := StructureOf(app, in.StructureID, in.Structure, r.Sector, r.Territory)
	if err != nil || s == nil {
		return err
	}
	r.Structure = s.ID
	if r.Sector == "" {
		r.Sector = s.Sector
	}
	if r.Territory == "" {
		r.Territory = s.Territory
	}
	return nil
}

// StructureOf gives the structure that somebody chose (id) or typed (name); nil where both are empty. One that
// no list knows is written as « proposed », with this sector and territory.
func StructureOf(app core.App, id, name, sector, territory string) (*records.Structure, error) {
	if id != "" {
		if s, err := records.StructureOf(app, id); !domain.Is(err, domain.ErrNotFound) {
			return s, err
		}
	}
	if name == "" {
		if id != "" { // an id that is no structure's stands for no answer
			return nil, domain.Error{Code: domain.ErrRequired, Field: "structure"}
		}
		return nil, nil // the door may leave it out: completed later
	}
	s, err := records.StructureNamed(app, name)
	if err == nil {
		return s, nil
	}
	if !domain.Is(err, domain.ErrNotFound) {
		return nil, err
	}
	s = &records.Structure{Name: name, Sector: sector, Territory: territory, Status: "proposed"}
	return s, records.AddStructure(app, s)
}

// identify gives the person of a request: who bears the same name (case and accents aside) and the same
// structure, or the same name and address. It is a guess, for figures only: « Je suis une autre personne »
// makes a new one.
func identify(app core.App, now time.Time, in Request, r *records.Registration) (string, error) {
	key := domain.NameKey(in.LastName, in.FirstName)
	if !in.OtherPerson {
		same, err := records.Namesakes(app, key)
		if err != nil {
			return "", err
		}
		if p := match(same, in.Email, r.Structure); p != nil {
			structure := r.Structure
			if structure == "" {
				structure = p.Structure
			}
			email := in.Email
			if email == "" {
				email = p.Email
			}
			return p.ID, records.TouchPerson(app, p.ID, email, structure)
		}
	}
	p := &records.Person{LastName: in.LastName, FirstName: in.FirstName, NameKey: key, Email: in.Email,
		Structure: r.Structure, Distinct: in.OtherPerson, Created: records.At(now)}
	err := records.AddPerson(app, p)
	return p.ID, err
}

// PersonOf gives the person of a registration that another room writes, found as identify finds it.
func PersonOf(app core.App, now time.Time, r *records.Registration) (string, error) {
	return identify(app, now, Request{LastName: r.LastName, FirstName: r.FirstName, Email: r.Email}, r)
}

// match prefers the same address, then the same structure. Among namesakes told apart by hand, only the
// address decides.
func match(same []records.Person, email, structure string) *records.Person {
	for i := range same {
		if email != "" && same[i].Email == email {
			return &same[i]
		}
	}
	for i := range same {
		if structure != "" && same[i].Structure == structure && !same[i].Distinct {
			return &same[i]
		}
	}
	return nil
}
