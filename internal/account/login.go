package account

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Login gives the enabled account of an address and password. Anything else is ErrLogin, and takes as long:
// nobody learns which addresses have an account.
func Login(app core.App, email, password string) (*records.User, error) {
	u, err := records.UserByEmail(app, domain.CleanEmail(email))
	if err != nil {
		if err := records.HashInVain(app, password); err != nil {
			return nil, err
		}
		return nil, domain.Error{Code: domain.ErrLogin, Field: "email"}
	}
	if !u.ProxyRecord().ValidatePassword(password) || u.Disabled() {
		return nil, domain.Error{Code: domain.ErrLogin, Field: "email"}
	}
	return u, nil
}

// ChangePassword asks for the old password (ErrOldPassword) and ends every session of the account.
func ChangePassword(app core.App, now time.Time, u *records.User, old, fresh string) error {
	var errs domain.Errors
	if !u.ProxyRecord().ValidatePassword(old) {
		errs = append(errs, domain.Error{Code: domain.ErrOldPassword, Field: "ancien"})
	}
	if e := CheckPassword("nouveau", fresh, u.ProxyRecord().Email()); e != nil {
		errs = append(errs, *e)
	}
	if err := errs.OrNil(); err != nil {
		return err
	}
	return app.RunInTransaction(func(app core.App) error {
		u.ProxyRecord().SetPassword(fresh)
		return saveAnd(app, now, u.Id, "password", u)
	})
}

// Recover sets a new password against a recovery code, which is then spent. Every session ends. ErrCode says
// the same of an unknown address, of a disabled account and of a wrong code.
func Recover(app core.App, now time.Time, email, code, fresh string) (u *records.User, err error) {
	if e := CheckPassword("mot-de-passe", fresh, email); e != nil {
		return nil, *e
	}
	err = app.RunInTransaction(func(app core.App) error {
		u, err = records.UserByEmail(app, domain.CleanEmail(email))
		if err != nil || u.Disabled() {
			return domain.Error{Code: domain.ErrCode, Field: "code"}
		}
		if err := SpendCode(app, now, u.Id, code); err != nil {
			return err
		}
		u.ProxyRecord().SetPassword(fresh)
		return saveAnd(app, now, u.Id, "recovered", u)
	})
	return u, err
}
