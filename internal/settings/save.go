package settings

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
)

// Limits of the logos.
const (
	MaxLogos    = 3
	MaxLogoSize = 5 << 20 // bytes of the picture that is sent
)

// Save writes one section. When mails begin to go out, those that waited are held, so that none months old
// leaves by surprise; held counts them.
func Save(app core.App, now time.Time, actor, section string, f Form) (held int, err error) {
	if err := f.check(section).OrNil(); err != nil {
		return 0, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		set, err := records.LoadSettings(app)
		if err != nil {
			return err
		}
		all, err := app.Settings().Clone()
		if err != nil {
			return err
		}
		switch section {
		case Platform:
			all.Meta.AppURL = f.URL
			set.Organiser, set.OrganiserDetail, set.Contact = f.Organiser, f.Detail, f.Contact
		case Legal:
			set.Controller, set.DPO, set.Host = f.Controller, f.DPO, f.Host
		case Mails:
			if held, err = f.mails(app, all, set); err != nil {
				return err
			}
		}
		if err := app.Save(all); err != nil {
			return err
		}
		return keep(app, now, actor, section, set)
	})
	return held, err
}

// mails takes over how mails go out. Another server or sender must be tested anew before logins rely on it.
func (f Form) mails(app core.App, all *core.Settings, set *records.Settings) (held int, err error) {
	before, meta := all.SMTP, all.Meta
	set.ReplyTo = f.ReplyTo
	if f.SenderName != "" {
		all.Meta.SenderName = f.SenderName
	}
	if f.SenderAddress != "" {
		all.Meta.SenderAddress = f.SenderAddress
	}
	all.SMTP.Enabled, all.SMTP.Host, all.SMTP.Username = f.SMTPHost != "", f.SMTPHost, f.SMTPUser
	if all.SMTP.Enabled {
		all.SMTP.Port, _ = strconv.Atoi(strings.TrimSpace(f.SMTPPort)) // checked before
		all.SMTP.TLS = f.SMTPTLS == TLSImplicit
	}
	switch {
	case f.SMTPUser == "":
		all.SMTP.Password = ""
	case f.SMTPPassword != "":
		all.SMTP.Password = f.SMTPPassword
	}
	if all.SMTP != before || all.Meta.SenderAddress != meta.SenderAddress {
		set.MailTestedAt = records.Time{}
	}
	if !all.SMTP.Enabled || before.Enabled {
		return 0, nil
	}
	return records.HoldQueuedLetters(app)
}

// MailTested notes that a test mail left: from now on a coordinator's login asks for a code by mail.
func MailTested(app core.App, now time.Time, actor string) error {
	return change(app, now, actor, "mail-tested", func(_ core.App, set *records.Settings) error {
		set.MailTestedAt = records.At(now)
		return nil
	})
}

// AddLogo prepares a picture for print and puts it last. ErrFile for anything that is no PNG or JPEG.
func AddLogo(app core.App, now time.Time, actor, name string, picture []byte) error {
	prepared, err := pdf.PrepareLogo(picture)
	if err != nil || len(picture) > MaxLogoSize {
		return domain.Error{Code: domain.ErrFile, Field: "logo"}
	}
	sum := sha256.Sum256(prepared)
	return change(app, now, actor, "logo-added", func(app core.App, set *records.Settings) error {
		if len(set.Logos) >= MaxLogos {
			return domain.Error{Code: domain.ErrTooManyLogos, Field: "logo"}
		}
		f := &records.File{ID: "logo:" + records.NewID(), Name: domain.CleanLine(name), Type: "image/png",
			SHA256: hex.EncodeToString(sum[:]), Bytes: prepared, Created: records.At(now)}
		set.Logos = append(set.Logos, f.ID)
		return records.AddFile(app, f)
	})
}

// RemoveLogo takes a logo off what is printed from now on; certificates that bear it keep it.
func RemoveLogo(app core.App, now time.Time, actor, id string) error {
	return change(app, now, actor, "logo-removed", func(_ core.App, set *records.Settings) error {
		set.Logos = slices.DeleteFunc(set.Logos, func(l string) bool { return l == id })
		return nil
	})
}

func change(app core.App, now time.Time, actor, action string, edit func(core.App, *records.Settings) error) error {
	return app.RunInTransaction(func(app core.App) error {
		set, err := records.LoadSettings(app)
		if err != nil {
			return err
		}
		if err := edit(app, set); err != nil {
			return err
		}
		return keep(app, now, actor, action, set)
	})
}

func keep(app core.App, now time.Time, actor, action string, set *records.Settings) error {
	if err := records.SaveSettings(app, set); err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "settings", Target: set.ID})
}

// SavePlenary keeps from how many present people a session is too large to meet in.
func SavePlenary(app core.App, now time.Time, actor string, over int) error {
	return change(app, now, actor, "plenary", func(_ core.App, set *records.Settings) error {
		set.PlenaryOver = over
		return nil
	})
}
