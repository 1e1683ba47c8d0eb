package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// LinkRow is a secret link out of the ordinary: renewed, revoked, with an end, or granted for a subject
// that must not stand in the address. No row: version 1, no end.
type LinkRow struct {
	ID        string `db:"id"`
	Kind      string `db:"kind"`
	Target    string `db:"target"`
	Subject   string `db:"subject"`
	Version   int    `db:"version"`
	ExpiresAt Time   `db:"expires_at"`
	RevokedAt Time   `db:"revoked_at"`
}

// TableName is the collection's.
func (*LinkRow) TableName() string { return "links" }

// LinkOf finds the row of a link.
func LinkOf(app core.App, kind, target string) (*LinkRow, error) {
	return one[LinkRow](app, "kind = ? AND target = ?", kind, target)
}

// RenewLink raises the version of a link, so that every earlier one is revoked.
func RenewLink(app core.App, kind, target string) error {
	_, err := app.DB().NewQuery(`INSERT INTO links (id, kind, target, subject, version, expires_at, revoked_at)
		VALUES ({:id}, {:k}, {:t}, '', 2, '', '') ON CONFLICT (kind, target) DO UPDATE SET version = version + 1`).
		Bind(dbx.Params{"id": NewID(), "k": kind, "t": target}).Execute()
	return err
}

// AddGrant writes a link made for one moment; its target is its own id.
func AddGrant(app core.App, kind, subject string, expires Time) (id string, err error) {
	id = NewID()
	return id, insert(app, &LinkRow{ID: id, Kind: kind, Target: id, Subject: subject, Version: 1, ExpiresAt: expires})
}

// GrantSubject reads what a granted link is about.
func GrantSubject(app core.App, kind, target string) (string, error) {
	row, err := LinkOf(app, kind, target)
	if err != nil {
		return "", err
	}
	return row.Subject, nil
}

// DropGrants forgets the links of a kind that ended before this moment.
func DropGrants(app core.App, kind string, before Time) error {
	_, err := app.DB().Delete("links", dbx.And(dbx.HashExp{"kind": kind},
		dbx.NewExp("expires_at != '' AND expires_at < {:b}", dbx.Params{"b": before.String()}))).Execute()
	return err
}
