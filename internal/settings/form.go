// Package settings keeps what the coordinator sets of the platform: who answers for it, its public address,
// who signs, how mails go out, the logos.
package settings

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Sections of the settings, each saved by itself.
const (
	Platform = "plateforme"
	Legal    = "mentions"
	Mails    = "messages"
)

// Ways to protect the connection to the SMTP server, as the form offers them.
const (
	TLSAuto     = "auto" // STARTTLS where the server offers it
	TLSImplicit = "tls"
)

// exampleSender is PocketBase's own, of a fresh folder: nobody set it.
const exampleSender = "support@example.com"

// Form is every setting as it is typed. The SMTP password is never read back: HasPassword says that there is
// one, and an empty SMTPPassword leaves it as it is.
type Form struct {
	URL, Organiser, Detail, Contact    string
	Controller, DPO, Host              string
	SenderName, SenderAddress, ReplyTo string
	SMTPHost, SMTPPort, SMTPTLS        string
	SMTPUser, SMTPPassword             string
	HasPassword                        bool
}

// Load reads the settings.
func Load(app core.App) (f Form, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return f, err
	}
	all := app.Settings()
	f = Form{URL: all.Meta.AppURL, Organiser: set.Organiser, Detail: set.OrganiserDetail, Contact: set.Contact,
		Controller: set.Controller, DPO: set.DPO, Host: set.Host,
		SenderName: all.Meta.SenderName, SenderAddress: all.Meta.SenderAddress, ReplyTo: set.ReplyTo,
		SMTPTLS: TLSAuto, HasPassword: all.SMTP.Password != ""}
	if f.SenderAddress == exampleSender {
		f.SenderAddress = ""
	}
	if all.SMTP.Enabled {
		f.SMTPHost, f.SMTPPort, f.SMTPUser = all.SMTP.Host, strconv.Itoa(all.SMTP.Port), all.SMTP.Username
		if all.SMTP.TLS {
			f.SMTPTLS = TLSImplicit
		}
	}
	return f, nil
}

// check cleans a section and lists its mistakes, in the order of its fields.
func (f *Form) check(section string) (errs domain.Errors) {
	add := func(e *domain.Error) {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	line := func(field string, value *string, required bool) {
		*value = domain.CleanLine(*value)
		add(domain.CheckLine(field, *value, 300, required, false))
	}
	switch section {
	case Platform:
		add(cleanURL("adresse", &f.URL))
		line("organisme", &f.Organiser, true)
		line("organisme-detail", &f.Detail, false)
		add(cleanEmail("contact", &f.Contact, false))
	case Legal:
		line("responsable", &f.Controller, false)
		line("dpo", &f.DPO, false)
		line("hebergeur", &f.Host, false)
	case Mails:
		errs = append(errs, f.checkMails(line)...)
	default:
		errs = append(errs, domain.Error{Code: domain.ErrChoice})
	}
	return errs
}

// checkMails asks for a sender only where mails are to go out: everything may wait.
func (f *Form) checkMails(line func(string, *string, bool)) (errs domain.Errors) {
	f.SMTPHost = strings.ToLower(domain.CleanLine(f.SMTPHost))
	on := f.SMTPHost != ""
	line("expediteur", &f.SenderName, on)
	for _, e := range []*domain.Error{cleanEmail("expediteur-adresse", &f.SenderAddress, on), cleanEmail("reponse", &f.ReplyTo, false)} {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	if !on {
		return errs
	}
	if !hostPattern.MatchString(f.SMTPHost) {
		errs = append(errs, domain.Error{Code: domain.ErrHost, Field: "smtp-hote"})
	}
	if port, err := strconv.Atoi(strings.TrimSpace(f.SMTPPort)); err != nil || port < 1 || port > 65535 {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "smtp-port"})
	}
	if f.SMTPTLS != TLSAuto && f.SMTPTLS != TLSImplicit {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "smtp-chiffrement"})
	}
	line("smtp-identifiant", &f.SMTPUser, false)
	return errs
}

var hostPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

func cleanEmail(field string, value *string, required bool) *domain.Error {
	*value = domain.CleanEmail(*value)
	switch {
	case *value == "" && required:
		return &domain.Error{Code: domain.ErrRequired, Field: field}
	case *value != "" && !domain.ValidEmail(*value):
		return &domain.Error{Code: domain.ErrEmail, Field: field}
	}
	return nil
}

// cleanURL wants scheme and host alone: every link of the platform begins with it.
func cleanURL(field string, value *string) *domain.Error {
	*value = strings.TrimRight(domain.CleanLine(*value), "/")
	u, err := url.Parse(*value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil ||
		u.Path != "" || u.RawQuery != "" || u.Fragment != "" || len(*value) > 200 {
		return &domain.Error{Code: domain.ErrPublicAddress, Field: field}
	}
	return nil
}
