package demo

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/registration"
)

// enrolTogether lets a head nurse register so many colleagues of one ward in one form; every other has no mailbox
// of one's own.
func (t *troupe) enrolTogether(app core.App, id string, p plan, crowd []int, moment time.Time) error {
	if p.together == 0 {
		return nil
	}
	in := registration.Group{Event: id, LastName: "Référente", FirstName: "Rita", Email: "rita.referente@exemple.invalid",
		Whole: true, Informed: true, Intent: "demo-groupe-" + id}
	var structure string
	for i, n := range crowd[p.registered : p.registered+p.together] {
		who := t.people[n]
		if i == 0 {
			structure = orElse(who.structure, "CH Lens")
		}
		q := registration.Request{LastName: who.last, FirstName: who.first, Structure: structure, Profession: who.profession}
		if i%2 == 0 {
			q.Email = who.email
		}
		in.People = append(in.People, q)
	}
	_, err := registration.Book(app, moment, in)
	return err
}
