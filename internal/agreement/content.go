package agreement

import (
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// contentOf gathers what a version says, as things stand at this moment.
func contentOf(app core.App, now time.Time, d Draft) (c domain.AgreementContent, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return c, err
	}
	p := d.Placement
	c = domain.AgreementContent{IssuedOn: now.UTC().Format(time.RFC3339), Facilitator: set.Organiser, FacilitatorDetail: set.OrganiserDetail, Objectives: p.Objectives,
		Trainee: domain.AgreementPerson{Name: p.Name(), Function: p.Function, Service: p.Service, Contact: contact(p.Email, p.Phone)},
		Tutor:   domain.AgreementPerson{Name: p.TutorName, Function: p.TutorFunction, Contact: contact(p.TutorEmail, p.TutorPhone)}}
	c.Correspondent = domain.AgreementPerson{Name: p.HomeName, Function: p.HomeFunction, Contact: p.HomeEmail}
	if p.HomeName == "" && p.HomeEmail == "" { // nobody else answers for the home structure
		c.Correspondent = domain.AgreementPerson{Name: p.ManagerName, Contact: p.ManagerEmail}
	}
	if d.Campaign != nil {
		c.Campaign = d.Campaign.Title
	}
	for _, s := range d.Days {
		c.Days = append(c.Days, domain.AgreementDay{Start: s.Start.UTC().Format(time.RFC3339), End: s.End.UTC().Format(time.RFC3339), Minutes: s.Minutes()})
	}
	if c.Trainee.Function == "" && p.Profession != "" {
		item, err := records.ItemOf(app, records.Professions, p.Profession)
		if err != nil {
			return c, err
		}
		c.Trainee.Function = item.Name
	}
	if c.Home, err = sideOf(app, p.Structure); err != nil || d.Offer == nil {
		return c, err
	}
	return c, ofOffer(app, d.Offer, &c)
}

// ofOffer adds what the host said of the place.
func ofOffer(app core.App, o *records.Offer, c *domain.AgreementContent) (err error) {
	c.Service, c.Place, c.PlaceAddress, c.Programme = o.Service, o.Place, o.Address, o.Seen
	if c.Host, err = sideOf(app, o.Structure); err != nil {
		return err
	}
	if c.PlaceAddress == "" {
		c.PlaceAddress = c.Host.Address
	}
	for _, l := range []domain.AgreementCondition{{Label: "Badge", Text: o.Badge}, {Label: "Vaccination", Text: o.Vaccination},
		{Label: "Tenue", Text: o.Dress}, {Label: "Repas", Text: o.Meal}, {Label: "Accès", Text: o.Access}} {
		if l.Text != "" {
			c.Conditions = append(c.Conditions, l)
		}
	}
	return nil
}

// sideOf is an institution as it is known today; empty without one.
func sideOf(app core.App, structure string) (domain.AgreementSide, error) {
	if structure == "" {
		return domain.AgreementSide{}, nil
	}
	s, err := records.StructureOf(app, structure)
	if err != nil {
		return domain.AgreementSide{}, err
	}
	return domain.AgreementSide{Name: s.Name, Address: s.Address, SIRET: s.SIRET, FINESS: s.FINESS, Representative: s.LegalName, Function: s.LegalFunction}, nil
}

func contact(list ...string) string {
	var said []string
	for _, s := range list {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, ", ")
}
