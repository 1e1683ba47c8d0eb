package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Roles of an account.
const (
	Coordinator = "coordinator"
	Organiser   = "organiser"
)

// User is an account of the coordinator's space: a typed proxy over PocketBase's auth record.
type User struct{ core.BaseRecordProxy }

// Name is the one shown.
func (u *User) Name() string { return u.GetString("name") }

// Role is coordinator or organiser.
func (u *User) Role() string { return u.GetString("role") }

// Disabled tells whether the account may no longer log in.
func (u *User) Disabled() bool { return u.GetBool("disabled") }

// IsCoordinator tells whether the account reaches everything.
func (u *User) IsCoordinator() bool { return u.Role() == Coordinator }

// AsUser wraps the record of a session.
func AsUser(r *core.Record) *User {
	u := &User{}
	u.SetProxyRecord(r)
	return u
}

// AddUser makes an account.
func AddUser(app core.App, name, email, password, role string) (*User, error) {
	c, err := app.FindCachedCollectionByNameOrId("users")
	if err != nil {
		return nil, err
	}
	u := AsUser(core.NewRecord(c))
	u.Set("name", name)
	u.Set("role", role)
	u.SetEmail(email)
	u.SetVerified(true)
	u.SetPassword(password)
	return u, app.Save(u)
}

// UserByEmail finds an account by its address.
func UserByEmail(app core.App, email string) (*User, error) {
	r, err := app.FindAuthRecordByEmail("users", email)
	if err != nil {
		return nil, ErrNone
	}
	return AsUser(r), nil
}

// UserOf finds an account by id.
func UserOf(app core.App, id string) (*User, error) {
	r, err := app.FindRecordById("users", id)
	if err != nil {
		return nil, ErrNone
	}
	return AsUser(r), nil
}

// Users lists the accounts by name.
func Users(app core.App) (users []*User, err error) {
	err = app.RecordQuery("users").OrderBy("name", "email").All(&users)
	return users, err
}

// HasCoordinator tells whether the first run is done.
func HasCoordinator(app core.App) (bool, error) {
	n, err := count(app, "SELECT COUNT(*) FROM users WHERE role = 'coordinator'", nil)
	return n > 0, err
}

// EnabledCoordinators counts the coordinators that may log in, this account aside.
func EnabledCoordinators(app core.App, except string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM users WHERE role = 'coordinator' AND NOT disabled AND id != {:id}", dbx.Params{"id": except})
}

// HashInVain takes the time that checking a password takes, for an address without an account.
func HashInVain(app core.App, password string) error {
	c, err := app.FindCachedCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	core.NewRecord(c).SetPassword(password[:min(len(password), 71)]) // bcrypt refuses more at once
	return nil
}

// RecoveryCodesLeft counts the codes of an account that were not used.
func RecoveryCodesLeft(app core.App, user string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM recovery_codes WHERE user = {:u} AND used_at = ''", dbx.Params{"u": user})
}

// AddRecoveryCode keeps the hash of a one-time code.
func AddRecoveryCode(app core.App, user, hash string) error {
	_, err := app.DB().Insert("recovery_codes", dbx.Params{"id": NewID(), "user": user, "hash": hash, "used_at": ""}).Execute()
	return err
}

// UseRecoveryCode spends a one-time code; false when it is unknown or spent.
func UseRecoveryCode(app core.App, user, hash string, at Time) (bool, error) {
	res, err := app.DB().Update("recovery_codes", dbx.Params{"used_at": at.String()},
		dbx.HashExp{"user": user, "hash": hash, "used_at": ""}).Execute()
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// DropRecoveryCodes forgets the codes of an account, before new ones are printed.
func DropRecoveryCodes(app core.App, user string) error {
	_, err := app.DB().Delete("recovery_codes", dbx.HashExp{"user": user}).Execute()
	return err
}
