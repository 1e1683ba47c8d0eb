package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/account"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// usersView is settings/users.
type usersView struct {
	Users         []userLine
	Roles         []web.Option
	Name, Email   string
	Role          string
	Fresh, Secret string // address and first password of the account just made: shown once
}

type userLine struct {
	ID, Name, Email string
	Coordinator     bool
	Disabled, Me    bool
}

func (s *site) users(e *core.RequestEvent) error {
	view, err := usersOf(e)
	if err != nil {
		return err
	}
	if lines := s.shown.of(s.now(), user(e).Id, e.Request.URL.Query().Get("voir")); len(lines) == 2 {
		view.Fresh, view.Secret = lines[0], lines[1]
	}
	return s.render(e, http.StatusOK, "settings/users", view)
}

func usersOf(e *core.RequestEvent) (v usersView, err error) {
	all, err := records.Users(e.App)
	for _, u := range all {
		v.Users = append(v.Users, userLine{u.Id, u.Name(), u.ProxyRecord().Email(), u.IsCoordinator(), u.Disabled(), u.Id == actor(e)})
	}
	v.Role = records.Organiser
	v.Roles = []web.Option{{Value: records.Organiser, Label: "Organisation", Hint: "Les événements où cette personne est nommée : inscriptions, accueil, attestations."},
		{Value: records.Coordinator, Label: "Coordination", Hint: "Tout, y compris les réglages, les comptes et les chiffres."}}
	return v, err
}

// addUser makes an account; without a typed password it draws one, shown once to be handed over.
func (s *site) addUser(e *core.RequestEvent) error {
	value := e.Request.FormValue
	form := account.Form{Name: value("nom"), Email: value("email"), Role: value("role"), Password: value("mot-de-passe")}
	drawn := form.Password == ""
	if drawn {
		form.Password = account.NewCode()
	}
	u, err := account.Add(e.App, s.now(), actor(e), form)
	if errs := fieldErrors(err); errs != nil {
		view, err := usersOf(e)
		if err != nil {
			return err
		}
		view.Name, view.Email, view.Role = form.Name, form.Email, form.Role
		return s.renderForm(e, http.StatusUnprocessableEntity, "settings/users", view, errs)
	}
	if err != nil {
		return err
	}
	to := "/gestion/comptes"
	if drawn {
		to += "?voir=" + s.shown.keep(s.now(), actor(e), u.ProxyRecord().Email(), form.Password)
	}
	return s.tell(e, to, "ok", "Compte créé : "+u.Name()+".")
}

func (s *site) toggleUser(e *core.RequestEvent) error {
	u, err := account.Toggle(e.App, s.now(), actor(e), e.Request.PathValue("user"))
	if errs := fieldErrors(err); errs != nil {
		return s.tell(e, "/gestion/comptes", "err", errs[0].Text)
	}
	if err != nil {
		return err
	}
	text := "Compte réactivé : " + u.Name() + "."
	if u.Disabled() {
		text = "Compte désactivé : " + u.Name() + ". Ses sessions sont fermées."
	}
	return s.tell(e, "/gestion/comptes", "ok", text)
}
