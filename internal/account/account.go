package account

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Lengths of a password: characters at least, bytes at most (bcrypt reads no further).
const (
	MinPassword = 12
	MaxPassword = 71
)

// Form is what is typed to make an account.
type Form struct {
	Name, Email, Password, Role string
}

// CheckPassword refuses a password that is short, longer than what is hashed, or the address itself.
func CheckPassword(field, password, email string) *domain.Error {
	local, _, _ := strings.Cut(email, "@")
	typed := strings.ToLower(strings.TrimSpace(password))
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return &domain.Error{Code: domain.ErrPassword, Field: field}
	case len(password) > MaxPassword:
		return &domain.Error{Code: domain.ErrTooLong, Field: field}
	case typed == domain.CleanEmail(email), typed == strings.ToLower(local):
		return &domain.Error{Code: domain.ErrPasswordAddress, Field: field}
	}
	return nil
}

// clean brings the form to what is kept, and lists its mistakes in the order of its fields: nom, email,
// role, mot-de-passe.
func (f *Form) clean() (errs domain.Errors) {
	f.Name, f.Email = domain.CleanLine(f.Name), domain.CleanEmail(f.Email)
	if e := domain.CheckLine("nom", f.Name, domain.MaxName, true, true); e != nil {
		errs = append(errs, *e)
	}
	switch {
	case f.Email == "":
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "email"})
	case !domain.ValidEmail(f.Email):
		errs = append(errs, domain.Error{Code: domain.ErrEmail, Field: "email"})
	}
	if f.Role != records.Coordinator && f.Role != records.Organiser {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "role"})
	}
	if e := CheckPassword("mot-de-passe", f.Password, f.Email); e != nil {
		errs = append(errs, *e)
	}
	return errs
}

// FirstCoordinator makes the account of the first run with its recovery codes. ErrState when the platform
// has a coordinator: the one-time link served already.
func FirstCoordinator(app core.App, now time.Time, f Form) (u *records.User, codes []string, err error) {
	f.Role = records.Coordinator
	if err := f.clean().OrNil(); err != nil {
		return nil, nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		has, err := records.HasCoordinator(app)
		if err != nil {
			return err
		}
		if has {
			return domain.Error{Code: domain.ErrState}
		}
		if u, err = records.AddUser(app, f.Name, f.Email, f.Password, f.Role); err != nil {
			return err
		}
		if codes, err = newCodes(app, u.Id); err != nil {
			return err
		}
		if err := begin(app, now); err != nil {
			return err
		}
		return trace(app, now, u.Id, "first-run", u.Id)
	})
	return u, codes, err
}

// begin notes the first day of the folder.
func begin(app core.App, now time.Time) error {
	set, err := records.LoadSettings(app)
	if err != nil {
		return err
	}
	set.FirstRunAt = records.At(now)
	return records.SaveSettings(app, set)
}

// Add makes an account; ErrEmailTaken when the address has one.
func Add(app core.App, now time.Time, actor string, f Form) (u *records.User, err error) {
	if err := f.clean().OrNil(); err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		if _, err := records.UserByEmail(app, f.Email); err == nil {
			return domain.Error{Code: domain.ErrEmailTaken, Field: "email"}
		}
		if u, err = records.AddUser(app, f.Name, f.Email, f.Password, f.Role); err != nil {
			return err
		}
		return trace(app, now, actor, "create", u.Id)
	})
	return u, err
}

// Toggle disables an enabled account, or the reverse. Nobody disables the own account, and one enabled
// coordinator stays.
func Toggle(app core.App, now time.Time, actor, id string) (u *records.User, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		if u, err = records.UserOf(app, id); err != nil {
			return err
		}
		if u.Disabled() {
			u.Set("disabled", false)
			return saveAnd(app, now, actor, "enable", u)
		}
		if id == actor {
			return domain.Error{Code: domain.ErrSelf}
		}
		others, err := records.EnabledCoordinators(app, id)
		if err != nil {
			return err
		}
		if u.IsCoordinator() && others == 0 {
			return domain.Error{Code: domain.ErrLastCoordinator}
		}
		u.Set("disabled", true)
		u.ProxyRecord().RefreshTokenKey() // ends its sessions
		return saveAnd(app, now, actor, "disable", u)
	})
	return u, err
}

func saveAnd(app core.App, now time.Time, actor, action string, u *records.User) error {
	if err := app.Save(u); err != nil {
		return err
	}
	return trace(app, now, actor, action, u.Id)
}
