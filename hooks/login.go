package hooks

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/account"
	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// After five attempts at once, one address from one place is let through each second, at most three late.
const (
	loginEvery   = time.Second
	loginLongest = 3 * time.Second
)

// loginView is account/login.
type loginView struct{ Email, Return string }

// secondView is account/second: the code of the mail, or a recovery code.
type secondView struct {
	Request, Return string
	Sent            bool // the mail has left
}

func (s *site) loginForm(e *core.RequestEvent) error {
	back := localReturn(e.Request.URL.Query().Get("retour"))
	if user(e) != nil {
		return redirect(e, back)
	}
	return s.render(e, http.StatusOK, "account/login", loginView{Return: back})
}

func (s *site) login(e *core.RequestEvent) error {
	view := loginView{e.Request.FormValue("email"), localReturn(e.Request.FormValue("retour"))}
	s.slowLogin(e, view.Email)
	u, err := account.Login(e.App, view.Email, e.Request.FormValue("mot-de-passe"))
	if errs := fieldErrors(err); errs != nil {
		return s.renderForm(e, http.StatusUnprocessableEntity, "account/login", view, errs)
	}
	if err != nil {
		return err
	}
	second, err := needsSecond(e.App, u)
	if err != nil {
		return err
	}
	if second {
		return s.askSecond(e, u, view.Return)
	}
	if err := s.logIn(e, u); err != nil {
		return err
	}
	return redirect(e, view.Return)
}

// needsSecond tells whether a coordinator's password is not enough: once a test mail has arrived, never in
// the demonstration.
func needsSecond(app core.App, u *records.User) (bool, error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return false, err
	}
	_, on, err := SMTP(app)
	return on && err == nil && u.IsCoordinator() && !set.Demo && !set.MailTestedAt.IsZero(), nil
}

// askSecond sends six digits at once, past the outbox: they are worthless in ten minutes and must not stand
// readable. A mail that cannot leave stops nobody: a recovery code does as well.
func (s *site) askSecond(e *core.RequestEvent, u *records.User, back string) error {
	request, code := s.second.Start(s.now(), u.Id)
	sent := "1"
	ctx, cancel := context.WithTimeout(e.Request.Context(), 10*time.Second)
	defer cancel()
	config, _, err := SMTP(e.App)
	if err == nil {
		err = mail.SendNow(ctx, e.App, config, mail.LoginCode, u.ProxyRecord().Email(), u.Name(), mail.Words{ShortCode: code})
	}
	if err != nil {
		e.App.Logger().Error("login code not sent", "error", err)
		sent = ""
	}
	q := url.Values{"demande": {request}, "retour": {back}, "parti": {sent}}
	return redirect(e, "/gestion/connexion/code?"+q.Encode())
}

func (s *site) secondForm(e *core.RequestEvent) error {
	q := e.Request.URL.Query()
	view := secondView{q.Get("demande"), localReturn(q.Get("retour")), q.Get("parti") == "1"}
	if _, ok := s.second.Who(s.now(), view.Request); !ok {
		return s.tell(e, "/gestion/connexion", "warn", "Le délai est passé : donnez de nouveau votre mot de passe.")
	}
	return s.render(e, http.StatusOK, "account/second", view)
}

// secondCheck takes the digits of the mail or a recovery code.
func (s *site) secondCheck(e *core.RequestEvent) error {
	view := secondView{e.Request.FormValue("demande"), localReturn(e.Request.FormValue("retour")), e.Request.FormValue("parti") == "1"}
	id, ok := s.second.Who(s.now(), view.Request)
	if !ok {
		return s.tell(e, "/gestion/connexion", "warn", "Ce code a expiré, ou trop d’essais ont échoué : donnez de nouveau votre mot de passe.")
	}
	s.slowLogin(e, id)
	typed := e.Request.FormValue("code")
	if !s.second.Try(s.now(), view.Request, typed) {
		err := account.SpendCode(e.App, s.now(), id, typed)
		if errs := fieldErrors(err); errs != nil {
			return s.renderForm(e, http.StatusUnprocessableEntity, "account/second", view, errs)
		}
		if err != nil {
			return err
		}
	}
	u, err := records.UserOf(e.App, id)
	if err != nil || u.Disabled() {
		return s.refuse(e, domain.Error{Code: domain.ErrLogin})
	}
	s.second.Done(view.Request)
	if err := s.logIn(e, u); err != nil {
		return err
	}
	return redirect(e, view.Return)
}

// slowLogin holds back who tries passwords on one account from one place; nobody is shut out.
func (s *site) slowLogin(e *core.RequestEvent, email string) {
	s.slow.wait(e.Request.Context(), s.now(), "login|"+domain.CleanEmail(email)+"|"+e.RealIP(), 5, loginEvery, loginLongest)
}

// logIn gives the browser its session, which ends with the browser, or after twelve hours.
func (s *site) logIn(e *core.RequestEvent, u *records.User) error {
	token, err := u.ProxyRecord().NewAuthToken()
	if err != nil {
		return err
	}
	e.SetCookie(&http.Cookie{Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, Secure: secure(e.App), SameSite: http.SameSiteLaxMode})
	return nil
}

func (s *site) logout(e *core.RequestEvent) error {
	e.SetCookie(&http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: secure(e.App), SameSite: http.SameSiteLaxMode})
	return s.tell(e, "/gestion/connexion", "ok", "Votre session est fermée.")
}

// localReturn lets a login come back to a page of the coordinator's space only.
func localReturn(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || strings.Contains(path, "\\") ||
		u.Path != "/gestion" && !strings.HasPrefix(u.Path, "/gestion/") || strings.HasPrefix(u.Path, "/gestion/connexion") {
		return "/gestion"
	}
	return u.RequestURI()
}
