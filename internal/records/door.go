package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// DoorLink opens one event's door on a phone, until it expires or is revoked.
type DoorLink struct {
	ID         string `db:"id"`
	Event      string `db:"event"`
	Label      string `db:"label"`
	CreatedBy  string `db:"created_by"`
	Created    Time   `db:"created"`
	ExpiresAt  Time   `db:"expires_at"`
	RevokedAt  Time   `db:"revoked_at"`
	LastSeenAt Time   `db:"last_seen_at"`
	Slot       string `db:"slot"` // the half-day or workshop this door serves; empty: the clock's
}

// TableName is the collection's.
func (*DoorLink) TableName() string { return "door_links" }

// DoorLinkOf finds a door link by id.
func DoorLinkOf(app core.App, id string) (*DoorLink, error) {
	return byColumn[DoorLink](app, "door_links", "id", id)
}

// AddDoorLink writes a new door link.
func AddDoorLink(app core.App, l *DoorLink) error {
	l.ID = NewID()
	return insert(app, l)
}

// DoorLinks lists the doors of an event, the newest first.
func DoorLinks(app core.App, event string) (rows []DoorLink, err error) {
	err = app.DB().Select().From("door_links").Where(dbx.HashExp{"event": event}).OrderBy("created DESC", "id").All(&rows)
	return rows, err
}

// RevokeDoorLink closes a door at once.
func RevokeDoorLink(app core.App, id string, at Time) error {
	return set(app, "door_links", id, dbx.Params{"revoked_at": at.String()})
}

// SeeDoor notes when a phone last spoke through a door.
func SeeDoor(app core.App, id string, at Time) error {
	return set(app, "door_links", id, dbx.Params{"last_seen_at": at.String()})
}
