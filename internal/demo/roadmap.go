package demo

import (
	"fmt"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/roadmap"
)

// roadmap types what feeds the roadmap besides events: families and meetings that must not be named, a work that goes
// on, a link of the history that the coordinator confirms.
func (t *troupe) roadmap(app core.App) error {
	year := t.now.Year()
	at := func(items []records.Item, code string) string {
		for _, it := range items {
			if it.Code == code {
				return it.ID
			}
		}
		return ""
	}
	for _, c := range []roadmap.Anonymous{
		{Title: "Programme BREF, sessions de l’année", Kind: "bref", When: roadmap.When{Typed: fmt.Sprint(year)}, Sessions: 6, Families: 11, People: roadmap.Unknown,
			Place: roadmap.Place{Group: at(t.lists.Groups, "adulte"), Action: at(t.lists.Actions, "15")}},
		{Title: "Programme Profamille, un cycle", Kind: "profamille", When: roadmap.When{Typed: fmt.Sprint(year - 1)}, Sessions: 14, Families: 8, People: 12,
			Place: roadmap.Place{Group: at(t.lists.Groups, "adulte"), Action: at(t.lists.Actions, "15")}},
		{Title: "Commission de situations complexes", Kind: "situations", When: roadmap.When{Typed: fmt.Sprint(year)}, Sessions: 9, Families: roadmap.Unknown, People: roadmap.Unknown,
			Place: roadmap.Place{Group: at(t.lists.Groups, "adolescence"), Territory: at(t.lists.Territories, "lens-henin")}},
	} {
		if _, err := roadmap.SaveAnonymous(app, t.now, t.coordinator, "", records.NewID(), c); err != nil {
			return err
		}
	}
	a := roadmap.Achievement{Title: "Charte d’accueil des médiateurs de santé pairs", Status: "ongoing", When: roadmap.When{Typed: fmt.Sprint(year)},
		Detail: "Un groupe de trois structures l’écrit ; elle sera proposée au comité de pilotage.", Structures: "Structures fictives de la démonstration",
		Place: roadmap.Place{Group: at(t.lists.Groups, "adulte")}, Actions: []string{at(t.lists.Actions, "13")}}
	if _, err := roadmap.SaveAchievement(app, t.now, t.coordinator, "", records.NewID(), a); err != nil {
		return err
	}
	rows, err := records.DeclaredCounts(app)
	if err != nil {
		return err
	}
	for _, d := range rows {
		if d.Code == "attractivite-2025" {
			return roadmap.Confirm(app, t.now, t.coordinator, d.ID, at(t.lists.Actions, "40"), true)
		}
	}
	return nil
}
