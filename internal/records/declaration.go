package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Declaration is an action that a partner declares: moderated, counted « déclaré », never « émargé ».
type Declaration struct {
	ID           string `db:"id"`
	Title        string `db:"title"`
	Detail       string `db:"detail"`
	Place        string `db:"place"`
	Organisation string `db:"organisation"`
	Partners     string `db:"partners"`
	ContactName  string `db:"contact_name"`
	ContactEmail string `db:"contact_email"`
	Audience     string `db:"audience"`
	URL          string `db:"url"`
	Territory    string `db:"territory"`
	StartsAt     Time   `db:"starts_at"`
	EndsAt       Time   `db:"ends_at"`
	People       int    `db:"people"` // who came; -1: not known yet, never zero
	Shown        bool   `db:"shown"`  // in the agenda, once accepted
	State        string `db:"state"`  // proposed, accepted, refused
	Word         string `db:"word"`
	DecidedBy    string `db:"decided_by"`
	Intent       string `db:"intent"`
	Declared     string `db:"declared"` // the line of the history that counts it
	DecidedAt    Time   `db:"decided_at"`
	Created      Time   `db:"created"`
	Updated      Time   `db:"updated"`
}

// TableName is the collection's.
func (*Declaration) TableName() string { return "declarations" }

// DeclarationOf finds a declaration by id.
func DeclarationOf(app core.App, id string) (*Declaration, error) {
	return byColumn[Declaration](app, "declarations", "id", id)
}

// DeclarationByIntent finds the declaration that a form's nonce made.
func DeclarationByIntent(app core.App, intent string) (*Declaration, error) {
	return byColumn[Declaration](app, "declarations", "intent", intent)
}

// AddDeclaration writes a new declaration.
func AddDeclaration(app core.App, d *Declaration) error {
	d.ID = NewID()
	return insert(app, d)
}

// SaveDeclaration writes every column of a declaration read in the same transaction.
func SaveDeclaration(app core.App, d *Declaration) error {
	return wrap(app.DB().Model(d).Update(), "declarations", d.ID)
}

// Declarations lists those in a state (empty: all), the earliest action first.
func Declarations(app core.App, state string) (rows []Declaration, err error) {
	q := app.DB().Select().From("declarations").OrderBy("starts_at", "id")
	if state != "" {
		q.Where(dbx.HashExp{"state": state})
	}
	err = q.All(&rows)
	return rows, err
}

// ShownDeclarations lists the accepted actions that are to be shown in the agenda and end after a moment.
func ShownDeclarations(app core.App, after Time) (rows []Declaration, err error) {
	err = app.DB().Select().From("declarations").Where(dbx.HashExp{"state": "accepted", "shown": true}).
		AndWhere(dbx.NewExp("ends_at > {:t}", dbx.Params{"t": after.String()})).OrderBy("starts_at", "id").All(&rows)
	return rows, err
}

// DeclarationsOf says which declaration each line of the history counts.
func DeclarationsOf(app core.App) (map[string]string, error) {
	var rows []struct {
		ID       string `db:"id"`
		Declared string `db:"declared"`
	}
	err := app.DB().NewQuery("SELECT id, declared FROM declarations WHERE declared != ''").All(&rows)
	by := map[string]string{}
	for _, r := range rows {
		by[r.Declared] = r.ID
	}
	return by, err
}

// ProposedDeclarations counts those that wait for the coordinator.
func ProposedDeclarations(app core.App) (int, error) {
	return count(app, "SELECT COUNT(*) FROM declarations WHERE state = 'proposed'", nil)
}
