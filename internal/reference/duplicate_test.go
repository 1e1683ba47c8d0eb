package reference

import (
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// The territory's list has no duplicates: the rule finds none in it. Every way in which the EPSM is written,
// typed as a structure of its own, leads to the EPSM, and to nothing else.
func TestTheListHasNoDuplicatesAndTheSpellingsOfTheEPSMAre(t *testing.T) {
	app := loadedApp(t)
	all, err := records.AllStructures(app)
	if err != nil {
		t.Fatal(err)
	}
	var list []domain.Institution
	label := map[string]string{}
	var epsm records.Structure
	for _, s := range all {
		label[s.ID] = s.ShortName
		names := append([]string{s.ShortName, s.Name}, s.Aliases...)
		if s.ShortName == "EPSM Val de Lys-Artois" {
			epsm, names = s, []string{s.Name}
		}
		list = append(list, domain.Institution{ID: s.ID, Names: names, Territory: s.Territory, Parent: s.Parent})
	}
	for _, p := range domain.LikelyStructures(list) {
		t.Errorf("%s and %s: %v", label[p.A], label[p.B], p.Likeness)
	}
	for _, spelling := range append([]string{epsm.ShortName}, epsm.Aliases...) {
		list = append(list, domain.Institution{ID: spelling, Names: []string{spelling}})
		label[spelling] = spelling
	}
	of := map[string]string{} // each to the first of those that it is tied to
	var root func(string) string
	root = func(id string) string {
		if of[id] == "" {
			return id
		}
		return root(of[id])
	}
	for _, p := range domain.LikelyStructures(list) {
		t.Log(label[p.A], "=", label[p.B], p.Likeness)
		if a, b := root(p.A), root(p.B); a != b {
			of[a] = b
		}
	}
	for _, s := range list {
		spelling := s.ID == label[s.ID]
		if tied := root(s.ID) == root(epsm.ID); tied != (spelling || s.ID == epsm.ID) {
			t.Errorf("%s is tied to the EPSM: %t", label[s.ID], tied)
		}
	}
}
