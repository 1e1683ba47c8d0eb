// Package structure keeps the list of institutions, sites and services clean: what people type at a
// registration is proposed, and validated here.
package structure

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// States of a structure.
const (
	Proposed  = "proposed"
	Validated = "validated"
)

// Levels of a structure: an institution, one of its sites, a service of either.
var Levels = []string{"establishment", "site", "service"}

// Form is what a coordinator types of a structure.
type Form struct {
	Name, ShortName, Aliases  string // aliases: one a line
	Sector, Territory, Parent string // ids
	Level                     string // of Levels; empty: not said
	Unpublished               bool   // never among the proposals of the public form

	Address, SIRET, FINESS   string // what an agreement of stage croisé says of it
	LegalName, LegalFunction string // who signs for it
	ManagerAsked             string // « yes », « no »; empty: as the campaign says
}

// Of reads the form of a structure.
func Of(s *records.Structure) Form {
	return Form{s.Name, s.ShortName, strings.Join(s.Aliases, "\n"), s.Sector, s.Territory, s.Parent, s.Level, s.Unpublished, s.Address, s.SIRET, s.FINESS, s.LegalName, s.LegalFunction, s.ManagerAsked}
}

// Save writes a structure, and validates it when asked. Refusals name the fields nom, sigle, autres-noms,
// secteur, territoire, rattachement, niveau, adresse, siret, finess, representant, fonction, accord; ErrNameTaken bears the other structure's name.
func Save(app core.App, now time.Time, actor, id string, f Form, validate bool) (s *records.Structure, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		if s, err = records.StructureOf(app, id); err != nil {
			return err
		}
		before, err := json.Marshal(Of(s))
		if err != nil {
			return err
		}
		if err := f.check(app, s.ID); err != nil {
			return err
		}
		s.Name, s.ShortName, s.Aliases = f.Name, f.ShortName, f.aliases()
		s.Sector, s.Territory, s.Parent, s.Level, s.Unpublished = f.Sector, f.Territory, f.Parent, f.Level, f.Unpublished
		s.Address, s.SIRET, s.FINESS, s.LegalName, s.LegalFunction, s.ManagerAsked = f.Address, f.SIRET, f.FINESS, f.LegalName, f.LegalFunction, f.ManagerAsked
		action := "edit"
		if validate && s.Status != Validated {
			s.Status, action = Validated, "validate"
		}
		if err := records.SaveStructure(app, s); err != nil {
			return err
		}
		if err := registration.Regroup(app, now); err != nil {
			return err
		}
		after, err := json.Marshal(Of(s))
		if err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "structure", Target: s.ID,
			Before: types.JSONRaw(before), After: types.JSONRaw(after)})
	})
	return s, err
}

func (f Form) aliases() records.List {
	list := records.List{}
	for _, l := range strings.Split(f.Aliases, "\n") {
		if l = domain.CleanLine(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}

func (f *Form) check(app core.App, id string) error {
	var errs domain.Errors
	f.Name, f.ShortName = domain.CleanLine(f.Name), domain.CleanLine(f.ShortName)
	for _, e := range []*domain.Error{domain.CheckLine("nom", f.Name, domain.MaxName, true, true),
		domain.CheckLine("sigle", f.ShortName, 60, false, true)} {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	names := []struct{ field, name string }{{"nom", f.Name}, {"sigle", f.ShortName}}
	for _, a := range f.aliases() {
		if e := domain.CheckLine("autres-noms", a, domain.MaxName, false, true); e != nil {
			errs = append(errs, *e)
		}
		names = append(names, struct{ field, name string }{"autres-noms", a})
	}
	for _, n := range names {
		other, err := records.StructureWithName(app, n.name, id)
		if err == nil {
			errs = append(errs, domain.Error{Code: domain.ErrNameTaken, Field: n.field, Arg: other.Label()})
		} else if !domain.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	if f.Level != "" && !slices.Contains(Levels, f.Level) {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "niveau"})
	}
	return f.checkLinks(app, id, append(errs, f.checkPapers()...))
}

// checkLinks refuses a sector or territory that is on no list, and a parent that would make a circle.
func (f *Form) checkLinks(app core.App, id string, errs domain.Errors) error {
	for _, l := range []struct{ field, list, id string }{{"secteur", records.Sectors, f.Sector}, {"territoire", records.Territories, f.Territory}} {
		if l.id == "" {
			continue
		}
		if _, err := records.ItemOf(app, l.list, l.id); domain.Is(err, domain.ErrNotFound) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: l.field})
		} else if err != nil {
			return err
		}
	}
	for up, hops := f.Parent, 0; up != ""; hops++ {
		parent, err := records.StructureOf(app, up)
		if domain.Is(err, domain.ErrNotFound) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "rattachement"})
			break
		}
		if err != nil {
			return err
		}
		if parent.ID == id || hops > 20 {
			errs = append(errs, domain.Error{Code: domain.ErrParent, Field: "rattachement"})
			break
		}
		up = parent.Parent
	}
	return errs.OrNil()
}
