package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// incompleteWord is how the desk names an arrival under a name alone; the list filters by it.
const incompleteWord = "À compléter"

// completeCard is the form that says who an arrival under a name alone is.
type completeCard struct {
	LastName, FirstName, Structure, Profession, Email string
	Professions                                       []web.Option
	Candidates                                        []door.Candidate // registered already, maybe this person
}

// completion is the empty form of an arrival that waits for it; nil: nothing to complete.
func completion(app core.App, r *records.Registration) (*completeCard, error) {
	if !r.Incomplete || !domain.State(r.State).Live() {
		return nil, nil
	}
	choices, err := professionChoices(app)
	return &completeCard{LastName: r.LastName, FirstName: r.FirstName, Professions: choices}, err
}

// completeArrival says at the desk who an arrival is, as a phone of the door does.
func (s *site) completeArrival(e *core.RequestEvent) error {
	r, place, err := registrationAtDoor(e)
	if err != nil {
		return s.refuse(e, err)
	}
	form := e.Request.FormValue
	in := door.Completion{Arrival: r.ID, Same: form("same"), WalkIn: door.WalkIn{Nonce: "gestion:" + records.NewID(), LastName: form("last_name"), FirstName: form("first_name"),
		Structure: form("structure"), Profession: form("profession"), Email: form("email"), New: form("other") != ""}}
	out, err := door.Complete(e.App, s.now(), place, in)
	refusals := domain.Refusals(err)
	if err != nil && (len(refusals) == 0 || refusals[0].Field == "") {
		return s.refuse(e, err)
	}
	if err == nil {
		s.nudge()
		return s.tell(e, "/gestion/evenements/"+r.Event+"/inscriptions/"+out.Registration, "ok", out.Explanation)
	}
	typed := typedReasons{Complete: &completeCard{LastName: in.LastName, FirstName: in.FirstName, Structure: in.Structure, Profession: in.Profession, Email: in.Email}}
	if refusals[0].Code == domain.ErrNamesake {
		if typed.Complete.Candidates, err = door.Namesakes(e.App, r.Event, in.WalkIn, r.ID); err != nil {
			return s.refuse(e, err)
		}
		return s.showRegistration(e, http.StatusUnprocessableEntity, "", typed, []web.FieldError{{Field: "same", Text: sentence(refusals[0])}})
	}
	var errs []web.FieldError
	for _, f := range refusals {
		text := sentence(f)
		if better := missingWords[f.Field]; better != "" && f.Code == domain.ErrRequired {
			text = better
		}
		errs = append(errs, web.FieldError{Field: f.Field, Text: text})
	}
	return s.showRegistration(e, http.StatusUnprocessableEntity, "", typed, errs)
}

// incompleteTasks are the events whose arrivals wait to be completed, the first ones by name.
func incompleteTasks(app core.App, events []records.Event) (list []task, err error) {
	waiting, err := records.IncompleteByEvent(app)
	for i := range events {
		ev := &events[i]
		if n := waiting[ev.ID]; n > 0 && len(list) < tasksShown {
			list = append(list, task{counted(n, "arrivée est à compléter", "arrivées sont à compléter") + " : « " + ev.Title + " »",
				"Notées à l’accueil sous un nom seul : sans elles, pas d’attestation.", "/gestion/evenements/" + ev.ID + "/inscriptions?etat=" + urlQuery(incompleteWord), "Compléter", "warn"})
		}
	}
	return list, err
}
