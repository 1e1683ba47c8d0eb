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

// EventsHeldBack lists the events whose closing waits for phones.
func EventsHeldBack(app core.App) (ids []string, err error) {
	err = app.DB().Select("id").From("events").Where(dbx.HashExp{"held_back": true}).OrderBy("id").Column(&ids)
	return ids, err
}

// FreeEvent ends the waiting of an event's closing.
func FreeEvent(app core.App, event string) error {
	return set(app, "events", event, dbx.Params{"held_back": false})
}

// AddDevice writes a phone that speaks for the first time.
func AddDevice(app core.App, d *Device) error {
	d.ID = NewID()
	return insert(app, d)
}

// HearDevice writes what a phone last said of itself.
func HearDevice(app core.App, d *Device) error {
	return set(app, "devices", d.ID, dbx.Params{"door": d.Door, "label": d.Label, "agent": d.Agent, "last_seen_at": d.LastSeenAt.String(),
		"left_at": d.LeftAt.String(), "queued": d.Queued, "clock_error": d.ClockError, "ready": d.Ready, "ready_at": d.ReadyAt.String()})
}

// CountDevices counts the phones of an event.
func CountDevices(app core.App, event string) (n int, err error) {
	err = values(app, "SELECT COUNT(*) FROM devices WHERE event = ?", []any{event}, &n)
	return n, err
}

// SeeDevice notes that a phone sent scans: Event, Door, Device, LastSeenAt and ClockError, and Queued where it said
// it. It is asked at each call of scans: one statement, which writes nothing when nothing changed since `fresh`, nor of
// a phone beyond the `most` that an event has.
func SeeDevice(app core.App, d Device, fresh Time, saysQueue bool, most int) error {
	_, err := do(app, `INSERT OR FAIL INTO devices (id, event, door, device, label, first_seen_at, last_seen_at, queued, clock_error)
		SELECT ?1, ?2, ?3, ?4, 'Téléphone ' || (n + 1), ?5, ?5, ?6, ?7 FROM (SELECT COUNT(*) AS n FROM devices WHERE event = ?2)
		WHERE n < ?10 OR EXISTS (SELECT 1 FROM devices WHERE event = ?2 AND device = ?4)
		ON CONFLICT (event, device) DO UPDATE SET door = excluded.door, last_seen_at = excluded.last_seen_at, left_at = '',
		queued = CASE WHEN ?8 THEN excluded.queued ELSE queued END, clock_error = excluded.clock_error
		WHERE last_seen_at < ?9 OR door <> excluded.door OR left_at <> '' OR (?8 AND queued <> excluded.queued)`,
		NewID(), d.Event, d.Door, d.Device, d.LastSeenAt, d.Queued, d.ClockError, saysQueue, fresh, most)
	return err
}
