package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/web"
)

// contactsPage is the view of placement/contacts: how the parties of a placement are reached.
type contactsPage struct {
	Head    campaignHead
	Path    string
	Name    string
	Manager bool // its agreement is asked for
	Placed  bool
	In      placement.Contacts
}

// editPlacement asks how the parties are reached.
func (s *site) editPlacement(e *core.RequestEvent) error {
	c, err := placementCase(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showContacts(e, http.StatusOK, c, placement.ContactsOf(c.Row), nil)
}

func (s *site) showContacts(e *core.RequestEvent, status int, c *placement.Case, in placement.Contacts, errs []web.FieldError) error {
	if !c.Row.ErasedAt.IsZero() {
		return s.refuse(e, domain.Error{Code: domain.ErrErased})
	}
	return s.renderForm(e, status, "placement/contacts", contactsPage{campaignHeadOf(c.Campaign), "/gestion/placements/" + c.Row.ID, c.Row.Name(), c.P.NeedsAgreement, c.Offer != nil, in}, errs)
}

// savePlacement keeps how the parties are reached.
func (s *site) savePlacement(e *core.RequestEvent) error {
	c, err := placementCase(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	in := placement.Contacts{Email: f.Get("email"), Phone: f.Get("telephone"), ManagerName: f.Get("responsable"), ManagerEmail: f.Get("responsable_email"),
		HomeName: f.Get("etablissement"), HomeFunction: f.Get("etablissement_fonction"), HomeEmail: f.Get("etablissement_email"),
		TutorName: f.Get("tuteur"), TutorFunction: f.Get("tuteur_fonction"), TutorEmail: f.Get("tuteur_email"), TutorPhone: f.Get("tuteur_telephone")}
	if !c.P.NeedsAgreement { // not on the page
		in.ManagerName, in.ManagerEmail = c.Row.ManagerName, c.Row.ManagerEmail
	}
	if c.Offer == nil {
		in.TutorName, in.TutorFunction, in.TutorEmail, in.TutorPhone = c.Row.TutorName, c.Row.TutorFunction, c.Row.TutorEmail, c.Row.TutorPhone
	}
	err = placement.Correct(e.App, s.now(), actor(e), c.Row.ID, in)
	if len(domain.Refusals(err)) > 0 && !domain.Is(err, domain.ErrErased) {
		return s.showContacts(e, http.StatusUnprocessableEntity, c, in, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/gestion/placements/"+c.Row.ID, "ok", "Les coordonnées sont enregistrées. Un lien neuf part aux adresses qui ont changé.")
}
