package records

import "github.com/pocketbase/pocketbase/core"

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
