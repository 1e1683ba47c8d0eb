package demo

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/declaration"
)

// partners declare two actions: one that is accepted and to come, one that waits to be read.
func (t *troupe) partners(app core.App) error {
	c := calendar{t.now}
	for _, p := range []struct {
		form      declaration.Form
		territory string
		day       time.Time
		from, to  string
		accepted  bool
	}{
		{declaration.Form{Title: "Ciné-débat : en parler, déjà", Organisation: "Médiathèque de la démonstration", Place: "Médiathèque (lieu de démonstration), Lens",
			Audience: "Habitants du quartier", Detail: "Un film court, puis un échange avec la salle.", Partners: "CLSM Lens-Hénin", Shown: true}, "lens-henin", c.in(27), "18:30", "20:30", true},
		{declaration.Form{Title: "Marche et mieux-être", Organisation: "Club de randonnée de la démonstration", Place: "Départ de la base de loisirs (lieu de démonstration)",
			Audience: "Tout public", Shown: true}, "capso", c.in(41), "9:30", "12:00", false},
	} {
		var err error
		if p.form.Territory, err = idOf(t.lists.Territories, p.territory); err != nil {
			return err
		}
		p.form.Starts, p.form.Ends, p.form.People = at(p.day, p.from), at(p.day, p.to), declaration.Unknown
		p.form.ContactName, p.form.ContactEmail, p.form.Intent = "Contact de démonstration", "partenaire@exemple.invalid", "demo-"+p.territory
		d, err := declaration.Declare(app, t.now.AddDate(0, 0, -6), p.form)
		if err != nil {
			return err
		}
		if p.accepted {
			if err := declaration.Decide(app, t.now.AddDate(0, 0, -5), t.coordinator, d.ID, declaration.Accepted, "Merci de cette belle initiative."); err != nil {
				return err
			}
		}
	}
	return nil
}
