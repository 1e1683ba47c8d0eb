package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Device is a phone at the door of an event. LeftAt is when it said that it leaves with nothing unsent; it is
// emptied when the phone speaks again.
type Device struct {
	ID           string        `db:"id"`
	Event        string        `db:"event"`
	Door         string        `db:"door"` // the link it last came by
	Device       string        `db:"device"`
	Label        string        `db:"label"` // « Téléphone 2 », or the name its holder gave
	Agent        string        `db:"agent"` // kind of phone, in a word or two
	FirstSeenAt  Time          `db:"first_seen_at"`
	LastSeenAt   Time          `db:"last_seen_at"`
	LeftAt       Time          `db:"left_at"`
	Queued       int           `db:"queued"`      // arrivals not sent yet, as it last said
	ClockError   int           `db:"clock_error"` // seconds that its clock is ahead
	Ready        types.JSONRaw `db:"ready"`       // what it found of itself (door.Readiness)
	ReadyAt      Time          `db:"ready_at"`
	WaivedAt     Time          `db:"waived_at"`
	WaivedBy     string        `db:"waived_by"`
	WaivedReason string        `db:"waived_reason"`
}

// TableName is the collection's.
func (*Device) TableName() string { return "devices" }

// Devices lists the phones of an event, the first seen first.
func Devices(app core.App, event string) (rows []Device, err error) {
	err = app.DB().Select().From("devices").Where(dbx.HashExp{"event": event}).OrderBy("first_seen_at", "id").All(&rows)
	return rows, err
}

// DeviceOf finds a phone of an event by the name it gave itself.
func DeviceOf(app core.App, event, device string) (*Device, error) {
	row := new(Device)
	err := find(app.DB().Select().From("devices").Where(dbx.HashExp{"event": event, "device": device}), row)
	return row, err
}

// DeviceByID finds a phone by its row.
func DeviceByID(app core.App, id string) (*Device, error) {
	return byColumn[Device](app, "devices", "id", id)
}

// WaiveDevice notes that nobody waits for a phone any more.
func WaiveDevice(app core.App, id, actor, reason string, at Time) error {
	return set(app, "devices", id, dbx.Params{"waived_at": at.String(), "waived_by": actor, "waived_reason": reason})
}

// AwaitSpoken waits again for the phones of an event that were waived and have spoken since: they are in use.
func AwaitSpoken(app core.App, event string) error {
	_, err := do(app, `UPDATE devices SET waived_at = '', waived_by = '', waived_reason = ''
		WHERE event = ? AND waived_at != '' AND last_seen_at > waived_at`, event)
	return wrap(err, "devices of event", event)
}

// HeldBack tells whether the closing of an event waits for phones: asked whenever one speaks.
func HeldBack(app core.App, event string) (held bool, err error) {
	err = values(app, "SELECT held_back FROM events WHERE id = ?", []any{event}, &held)
	return held, err
}

// FreeEvent ends the waiting of an event's closing.
func FreeEvent(app core.App, event string) error {
	return set(app, "events", event, dbx.Params{"held_back": false})
}
