package hooks

import (
	"net/http"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/roadmap"
	"passerelle/internal/web"
)

// historyForm is the view of roadmap/history: a line of the history, as typed.
type historyForm struct {
	placed
	ID, Intent                string
	Form                      roadmap.Declared
	Meetings, People, Trained string
	Roles                     []web.Option
	Proposals                 []web.Option
	Fixed                     string // why it is not changed here
}

func (s *site) historyLine(e *core.RequestEvent) error {
	v := historyForm{Intent: records.NewID(), Form: roadmap.Declared{Role: domain.PTSMRoles[0]}, Meetings: "1"}
	if v.ID = e.Request.PathValue("line"); v.ID != "" {
		d, err := records.DeclaredOf(e.App, v.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Form = roadmap.DeclaredOf(d)
		v.Meetings, v.People, v.Trained = roadmap.Typed(d.Occurrences), roadmap.Typed(d.Attendance), roadmap.Typed(d.TrainedAtLeast)
	}
	return s.showHistoryLine(e, http.StatusOK, v, nil)
}

func (s *site) saveHistoryLine(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	v := historyForm{ID: e.Request.PathValue("line"), Intent: idTyped(f.Get("intent")), Meetings: f.Get("meetings"), People: f.Get("people"), Trained: f.Get("trained"),
		Form: roadmap.Declared{Title: f.Get("title"), Programme: f.Get("programme"), Venue: f.Get("venue"), Role: f.Get("role"), Partners: f.Get("partners"),
			When: roadmap.When{Typed: f.Get("date")}, FromReport: f.Get("report") != "", Place: placeTyped(f), Others: f["actions"]}}
	var errs domain.Errors
	v.Form.Meetings, errs = roadmap.ReadCount(errs, "meetings", v.Meetings)
	v.Form.People, errs = roadmap.ReadCount(errs, "people", v.People)
	v.Form.Trained, errs = roadmap.ReadCount(errs, "trained", v.Trained)
	if err = errs.OrNil(); err == nil {
		_, err = roadmap.SaveDeclared(e.App, s.now(), actor(e), v.ID, v.Intent, v.Form)
	}
	return s.saved(e, err, "/gestion/historique", v.Form.Title, func(errs []web.FieldError) error {
		return s.showHistoryLine(e, http.StatusUnprocessableEntity, v, errs)
	})
}

func (s *site) showHistoryLine(e *core.RequestEvent, status int, v historyForm, errs []web.FieldError) error {
	v.Roles = roleOptions
	if err := v.choose(e.App, s.year(), v.Form.Place); err != nil {
		return s.refuse(e, err)
	}
	if v.ID != "" {
		d, err := records.DeclaredOf(e.App, v.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		switch {
		case d.Import != "":
			v.Fixed = "Cette ligne vient d’un fichier importé : annulez l’import pour la retirer."
		case roadmap.Fixed(d):
			v.Fixed = "Cette ligne suit la déclaration d’un partenaire : corrigez la déclaration."
		}
		for _, o := range v.Actions {
			if slices.Contains(d.ProposedActions, o.Value) {
				v.Proposals = append(v.Proposals, o)
			}
		}
	}
	return s.renderForm(e, status, "roadmap/history", v, errs)
}

func (s *site) dropHistoryLine(e *core.RequestEvent) error {
	if err := roadmap.DropDeclared(e.App, s.now(), actor(e), e.Request.PathValue("line")); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/historique", "ok", "La ligne est retirée. Le journal garde ce qu’elle disait.")
}

// year is the year it is in Paris.
func (s *site) year() int { return s.now().In(paris.Location).Year() }
