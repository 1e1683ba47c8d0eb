package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/account"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// firstRunView is account/firstrun: step 1 of the assistant. The others are sections of the settings.
type firstRunView struct {
	Token, Name, Email string
	Steps              []step
}

// step is a line of the assistant's list.
type step struct {
	Label   string
	Done    bool
	Current bool
}

// firstRunNote is account/firstrun-note: why the one-time link does not open, and what to do.
type firstRunNote struct {
	Title, Text string
	Ready       bool // there is a coordinator: one logs in
}

// assistant lists its steps, with the current one (1 to 4).
func assistant(current int) []step {
	steps := []step{{Label: "Votre compte"}, {Label: "La plateforme"}, {Label: "Les messages"}, {Label: "Les logos"}}
	for i := range steps {
		steps[i].Done, steps[i].Current = i+1 < current, i+1 == current
	}
	return steps
}

// firstRunHint answers who looks for the assistant without its link.
func (s *site) firstRunHint(e *core.RequestEvent) error {
	has, err := records.HasCoordinator(e.App)
	if err != nil {
		return err
	}
	if has {
		return redirect(e, "/gestion/connexion")
	}
	return s.render(e, http.StatusOK, "account/firstrun-note", firstRunNote{Title: "Premier démarrage",
		Text: "Le lien qui crée le compte de la coordination s’affiche dans la console, au démarrage de Passerelle. Ouvrez-le ici. Vous ne le trouvez plus ? Arrêtez Passerelle et relancez-la : elle en affiche un nouveau."})
}

// closedFirstRun answers a link that does not open (any more); done is false when it does.
func (s *site) closedFirstRun(e *core.RequestEvent) (done bool, err error) {
	has, err := records.HasCoordinator(e.App)
	if err != nil {
		return true, err
	}
	if has {
		return true, s.render(e, http.StatusGone, "account/firstrun-note", firstRunNote{Title: "Ce lien a déjà servi", Ready: true,
			Text: "La plateforme a sa coordination : ce lien ne s’ouvre plus. Connectez-vous avec votre adresse et votre mot de passe, ou utilisez un code de secours."})
	}
	_, err = link.Open(e.App, s.now(), link.FirstRun, e.Request.PathValue("token"))
	if err == nil {
		return false, nil
	}
	if domain.Refusals(err) == nil {
		return true, err
	}
	status := http.StatusNotFound
	if !domain.Is(err, domain.ErrNotFound) {
		status = http.StatusGone
	}
	return true, s.render(e, status, "account/firstrun-note", firstRunNote{Title: "Ce lien ne s’ouvre pas",
		Text: "Il est incomplet, ou ses 24 heures sont passées. Arrêtez Passerelle et relancez-la : elle affiche un nouveau lien dans la console."})
}

func (s *site) firstRun(e *core.RequestEvent) error {
	if done, err := s.closedFirstRun(e); done {
		return err
	}
	return s.render(e, http.StatusOK, "account/firstrun", firstRunView{Token: e.Request.PathValue("token"), Steps: assistant(1)})
}

// firstRunCreate makes the coordinator, logs in, and shows the recovery codes.
func (s *site) firstRunCreate(e *core.RequestEvent) error {
	if done, err := s.closedFirstRun(e); done {
		return err
	}
	form := account.Form{Name: e.Request.FormValue("nom"), Email: e.Request.FormValue("email"), Password: e.Request.FormValue("mot-de-passe")}
	u, codes, err := account.FirstCoordinator(e.App, s.now(), form)
	if domain.Is(err, domain.ErrState) { // another hand was first
		_, err := s.closedFirstRun(e)
		return err
	}
	if errs := fieldErrors(err); errs != nil {
		return s.renderForm(e, http.StatusUnprocessableEntity, "account/firstrun",
			firstRunView{e.Request.PathValue("token"), form.Name, form.Email, assistant(1)}, errs)
	}
	if err != nil {
		return err
	}
	if err := s.logIn(e, u); err != nil {
		return err
	}
	return redirect(e, "/gestion/compte/codes?premier=1&voir="+s.shown.keep(s.now(), u.Id, codes...))
}
