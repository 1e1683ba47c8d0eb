package hooks

import (
	"context"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/settings"
	"passerelle/internal/web"
)

// settingsView is settings/settings: all sections, or one step of the assistant.
type settingsView struct {
	Step     int // of the assistant; 0: the settings
	Steps    []step
	Form     settings.Form
	Security []web.Option
	FixedURL bool // PASSERELLE_URL decides
	FixedOut bool // PASSERELLE_SMTP_URL decides
	On       bool // mails go out
	Tested   time.Time
	Me       string // where the test goes
	Trouble  string // what the test met, in French
	Detail   string // in the server's words
}

// Shows lists the sections of the page.
func (v settingsView) Shows() []string {
	switch v.Step {
	case 2:
		return []string{settings.Platform}
	case 3:
		return []string{settings.Mails}
	}
	return []string{settings.Platform, settings.Legal, settings.Mails}
}

func (s *site) settingsForm(e *core.RequestEvent) error {
	view, err := s.settingsOf(e, e.Request.URL.Query().Get("etape"))
	if err != nil {
		return err
	}
	return s.render(e, http.StatusOK, "settings/settings", view)
}

func (s *site) settingsOf(e *core.RequestEvent, step string) (v settingsView, err error) {
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return v, err
	}
	v = settingsView{FixedURL: os.Getenv("PASSERELLE_URL") != "",
		FixedOut: os.Getenv("PASSERELLE_SMTP_URL") != "", Tested: set.MailTestedAt.Time(), Me: user(e).ProxyRecord().Email(),
		Security: []web.Option{{Value: settings.TLSAuto, Label: "Automatique"},
			{Value: settings.TLSImplicit, Label: "TLS dès la connexion"}}}
	if v.Step, err = strconv.Atoi(step); err != nil || v.Step < 2 || v.Step > 3 {
		v.Step = 0
	} else {
		v.Steps = assistant(v.Step)
	}
	if v.Form, err = settings.Load(e.App); err != nil {
		return v, err
	}
	if v.Step == 2 && !v.FixedURL { // the address by which the coordinator came is the best guess
		v.Form.URL = originOf(e)
	}
	_, v.On, err = SMTP(e.App)
	return v, err
}

// originOf is scheme and host as the browser sees them.
func originOf(e *core.RequestEvent) string {
	scheme := "http"
	if e.IsTLS() || e.Request.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + e.Request.Host
}

// saveSettings saves the section that was sent.
func (s *site) saveSettings(e *core.RequestEvent) error {
	value := e.Request.FormValue
	section, step := value("section"), value("etape")
	view, err := s.settingsOf(e, step)
	if err != nil {
		return err
	}
	typed(&view.Form, section, value)
	if view.FixedURL {
		view.Form.URL = strings.TrimRight(e.App.Settings().Meta.AppURL, "/")
	}
	held, err := settings.Save(e.App, s.now(), actor(e), section, view.Form)
	if errs := fieldErrors(err); errs != nil {
		return s.renderForm(e, http.StatusUnprocessableEntity, "settings/settings", view, errs)
	}
	if err != nil {
		return err
	}
	return s.settingsSaved(e, section, view.Step, held)
}

// typed takes the fields of a section over what is stored, so that a form with a mistake shows both.
func typed(f *settings.Form, section string, value func(string) string) {
	fields := map[string]map[string]*string{
		settings.Platform: {"adresse": &f.URL, "organisme": &f.Organiser, "organisme-detail": &f.Detail, "contact": &f.Contact},
		settings.Legal:    {"responsable": &f.Controller, "dpo": &f.DPO, "hebergeur": &f.Host},
		settings.Mails: {"expediteur": &f.SenderName, "expediteur-adresse": &f.SenderAddress, "reponse": &f.ReplyTo,
			"smtp-hote": &f.SMTPHost, "smtp-port": &f.SMTPPort, "smtp-chiffrement": &f.SMTPTLS,
			"smtp-identifiant": &f.SMTPUser, "smtp-mot-de-passe": &f.SMTPPassword},
	}
	for name, into := range fields[section] {
		*into = value(name)
	}
}

// settingsSaved goes on: to the next step of the assistant, or back to the section.
func (s *site) settingsSaved(e *core.RequestEvent, section string, step, held int) error {
	s.nudge()
	text := "Réglages enregistrés."
	if held > 0 {
		text = "Réglages enregistrés. Les messages qui attendaient sont retenus : relisez-les dans « Messages » avant de les envoyer."
	}
	switch step {
	case 2:
		return s.tell(e, "/gestion/reglages?etape=3", "ok", text)
	case 3:
		if _, on, err := SMTP(e.App); err != nil || !on { // for later
			return s.tell(e, lookPath+"?etape=4", "ok", text)
		}
		return s.tell(e, "/gestion/reglages?etape=3#essai", "ok", text+" Envoyez-vous un message d’essai, puis continuez.")
	}
	return s.tell(e, "/gestion/reglages#"+section, "ok", text)
}

// testMail sends a mail to who asks, now, and shows what the server answered.
func (s *site) testMail(e *core.RequestEvent) error {
	view, err := s.settingsOf(e, e.Request.FormValue("etape"))
	if err != nil {
		return err
	}
	if !view.On {
		return s.refuse(e, domain.Error{Code: domain.ErrState})
	}
	ctx, cancel := context.WithTimeout(e.Request.Context(), 20*time.Second)
	defer cancel()
	config, _, err := SMTP(e.App)
	if err == nil {
		err = mail.SendNow(ctx, e.App, config, mail.Test, view.Me, user(e).Name(), mail.Words{})
	}
	if err != nil {
		view.Trouble, view.Detail = mail.Explain(err), err.Error()
		return s.render(e, http.StatusUnprocessableEntity, "settings/settings", view)
	}
	if err := settings.MailTested(e.App, s.now(), actor(e)); err != nil {
		return err
	}
	to := "/gestion/reglages#messages"
	if view.Step == 3 {
		to = lookPath + "?etape=4"
	}
	return s.tell(e, to, "ok", "Le serveur a accepté le message d’essai pour "+view.Me+". Vérifiez qu’il est arrivé.")
}
