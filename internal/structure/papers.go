package structure

import (
	"strings"

	"passerelle/internal/domain"
)

// checkPapers tidies what an agreement says of the structure, and refuses what cannot be, at the fields adresse, siret,
// finess, representant, fonction, accord.
func (f *Form) checkPapers() (errs domain.Errors) {
	f.Address, f.LegalName, f.LegalFunction = domain.CleanLine(f.Address), domain.CleanLine(f.LegalName), domain.CleanLine(f.LegalFunction)
	f.SIRET, f.FINESS = domain.CleanDigits(f.SIRET), strings.ToUpper(domain.CleanDigits(f.FINESS))
	for _, e := range []*domain.Error{domain.CheckLine("adresse", f.Address, 300, false, true), domain.CheckLine("representant", f.LegalName, domain.MaxName, false, true),
		domain.CheckLine("fonction", f.LegalFunction, 300, false, true)} {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	if f.SIRET != "" && !domain.ValidSIRET(f.SIRET) {
		errs = append(errs, domain.Error{Code: domain.ErrSIRET, Field: "siret"})
	}
	if f.FINESS != "" && !domain.ValidFINESS(f.FINESS) {
		errs = append(errs, domain.Error{Code: domain.ErrFINESS, Field: "finess"})
	}
	if f.ManagerAsked != "" && f.ManagerAsked != "yes" && f.ManagerAsked != "no" {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "accord"})
	}
	return errs
}
