package hooks

import (
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// addPage is the view of desk_registration/add: what was typed, and the lists.
type addPage struct {
	Top                               eventTop
	FirstName, LastName, Email        string
	Structure, StructureID            string
	Profession, Sector, Territory     string
	Needs, Nonce                      string
	NoStructure, Over, Other          bool
	Existing                          string // id of the registration that the same person has
	Full                              bool
	Professions, Sectors, Territories []web.Option
}

func (s *site) addRegistrationForm(e *core.RequestEvent) error {
	return s.showAdd(e, http.StatusOK, addPage{Nonce: "gestion:" + records.NewID() + records.NewID()}, nil)
}

// addRegistration registers somebody by hand.
func (s *site) addRegistration(e *core.RequestEvent) error {
	form := e.Request.FormValue
	v := addPage{FirstName: form("first_name"), LastName: form("last_name"), Email: form("email"), Structure: form("structure"),
		StructureID: form("structure_id"), Profession: form("profession"), Sector: form("sector"), Territory: form("territory"),
		Needs: form("needs"), Nonce: form("nonce"), NoStructure: form("no_structure") != "", Over: form("over") != "", Other: form("other") != ""}
	event := e.Request.PathValue("event")
	out, err := registration.Register(e.App, s.now(), registration.Request{Event: event, FirstName: v.FirstName, LastName: v.LastName,
		Email: v.Email, StructureID: v.StructureID, Structure: v.Structure, NoStructure: v.NoStructure, Profession: v.Profession, Sector: v.Sector,
		Territory: v.Territory, Needs: v.Needs, Intent: v.Nonce, Origin: domain.FromCoordinator, OtherPerson: v.Other, OverCapacity: v.Over, Actor: actor(e)})
	refusals := domain.Refusals(err)
	if err != nil && refusals == nil {
		return s.refuse(e, err)
	}
	if err != nil {
		errs := fieldErrors(err)
		for i, r := range refusals {
			if text := missingWords[r.Field]; r.Code == domain.ErrRequired && text != "" {
				errs[i].Text = text
			}
		}
		switch refusals[0].Code {
		case domain.ErrAlreadyRegistered:
			v.Existing, errs[0].Field = refusals[0].Arg, "other"
		case domain.ErrEventFull:
			errs[0].Field = "over"
		}
		return s.showAdd(e, http.StatusUnprocessableEntity, v, errs)
	}
	s.nudge()
	r := out.Registration
	return s.tell(e, "/gestion/evenements/"+event+"/inscriptions/"+r.ID, "ok", addedWords(out))
}

// missingWords say what is missing, by field: two « Cette réponse est nécessaire » in a summary say nothing.
var missingWords = map[string]string{"first_name": "Écrivez le prénom.", "last_name": "Écrivez le nom.",
	"structure": "Choisissez ou écrivez la structure ; s’il n’y en a pas, cochez « Elle n’en a pas »."}

// addedWords says what became of a registration made by hand.
func addedWords(out registration.Answer) string {
	r := out.Registration
	text := r.Name() + " a une place."
	if out.Rank > 0 {
		text = r.Name() + " est sur la liste d’attente, numéro\u00a0" + intText(out.Rank) + "."
	}
	if r.Email == "" {
		return text + " Sans adresse électronique, aucun message ne part : donnez-lui son lien."
	}
	return text + " Un message part à son adresse."
}

func (s *site) showAdd(e *core.RequestEvent, status int, v addPage, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	seats, err := records.SeatsOf(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Top, v.Full = s.topOf(e, ev), ev.Capacity > 0 && (seats.Left() == 0 || seats.Waiting > 0)
	for list, into := range map[string]*[]web.Option{records.Professions: &v.Professions, records.Sectors: &v.Sectors, records.Territories: &v.Territories} {
		if *into, err = codeOptions(e.App, list); err != nil {
			return s.refuse(e, err)
		}
	}
	if strings.TrimSpace(v.Structure) == "" {
		v.StructureID = ""
	}
	return s.renderForm(e, status, "desk_registration/add", v, errs)
}
