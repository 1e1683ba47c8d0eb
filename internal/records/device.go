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
