package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/account"
	"passerelle/internal/records"
)

// accountView is account/account.
type accountView struct {
	Name, Email string
	CodesLeft   int
}

// codesView is account/codes: shown once, to be printed.
type codesView struct {
	Name, Address string
	Codes         []string
	First         bool // in the assistant: the next step follows
}

// recoveryView is account/recovery.
type recoveryView struct{ Email, Code string }

func (s *site) account(e *core.RequestEvent) error {
	view, err := accountOf(e)
	if err != nil {
		return err
	}
	return s.render(e, http.StatusOK, "account/account", view)
}

func accountOf(e *core.RequestEvent) (accountView, error) {
	u := user(e)
	left, err := records.RecoveryCodesLeft(e.App, u.Id)
	return accountView{u.Name(), u.ProxyRecord().Email(), left}, err
}

// changePassword ends every session of the account but this one, which gets a new cookie.
func (s *site) changePassword(e *core.RequestEvent) error {
	u := user(e)
	s.slow.wait(e.Request.Context(), s.now(), "password|"+u.Id, 5, loginEvery, loginLongest)
	err := account.ChangePassword(e.App, s.now(), u, e.Request.FormValue("ancien"), e.Request.FormValue("nouveau"))
	if errs := fieldErrors(err); errs != nil {
		view, err := accountOf(e)
		if err != nil {
			return err
		}
		return s.renderForm(e, http.StatusUnprocessableEntity, "account/account", view, errs)
	}
	if err != nil {
		return err
	}
	if err := s.logIn(e, u); err != nil {
		return err
	}
	return s.tell(e, "/gestion/compte", "ok", "Votre mot de passe est changé. Vos autres sessions sont fermées.")
}

func (s *site) newRecoveryCodes(e *core.RequestEvent) error {
	codes, err := account.NewCodes(e.App, s.now(), actor(e), user(e).Id)
	if err != nil {
		return err
	}
	return redirect(e, "/gestion/compte/codes?voir="+s.shown.keep(s.now(), user(e).Id, codes...))
}

// recoveryCodes shows the codes just made; later there is nothing left to show.
func (s *site) recoveryCodes(e *core.RequestEvent) error {
	u, q := user(e), e.Request.URL.Query()
	view := codesView{Name: u.Name(), Address: s.siteOf(e.App).PublicURL, First: q.Get("premier") == "1"}
	view.Codes = s.shown.of(s.now(), u.Id, q.Get("voir"))
	return s.render(e, http.StatusOK, "account/codes", view)
}

func (s *site) recoveryForm(e *core.RequestEvent) error {
	return s.render(e, http.StatusOK, "account/recovery", recoveryView{Email: e.Request.URL.Query().Get("email")})
}

// recover gives an account back against a recovery code.
func (s *site) recover(e *core.RequestEvent) error {
	view := recoveryView{e.Request.FormValue("email"), e.Request.FormValue("code")}
	s.slowLogin(e, view.Email)
	u, err := account.Recover(e.App, s.now(), view.Email, view.Code, e.Request.FormValue("mot-de-passe"))
	if errs := fieldErrors(err); errs != nil {
		return s.renderForm(e, http.StatusUnprocessableEntity, "account/recovery", view, errs)
	}
	if err != nil {
		return err
	}
	if err := s.logIn(e, u); err != nil {
		return err
	}
	return s.tell(e, "/gestion/compte", "ok", "Votre nouveau mot de passe est enregistré. Ce code de secours ne servira plus : rayez-le de votre feuille.")
}
