package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The door in full: the phones of an event, signatures, printed sheets, trainers, what was looked at among
// conflicts.
func init() {
	made := []string{"devices", "signatures", "sheets", "reviews"}
	added := map[string][]string{
		"events":        {"door_rules", "held_back"},
		"slots":         {"trainer", "trainer_function"},
		"door_links":    {"slot"},
		"scans":         {"signed", "hour"},
		"registrations": {"incomplete", "slot_excuses"},
		"headcounts":    {"device"},
	}
	m.Register(func(app core.App) error {
		if err := doorTables(app); err != nil {
			return err
		}
		more := map[string][]core.Field{
			"events":        fields(object("door_rules"), boolean("held_back")),
			"slots":         text("trainer", "trainer_function"),
			"door_links":    one(app, "slot", "slots"),
			"scans":         fields(boolean("signed"), date("hour")),
			"registrations": fields(boolean("incomplete"), object("slot_excuses")),
			"headcounts":    text("device"),
		}
		for _, name := range []string{"events", "slots", "door_links", "scans", "registrations", "headcounts"} {
			if err := add(app, name, more[name]); err != nil {
				return err
			}
		}
		return run(app,
			`CREATE TRIGGER scans_signed BEFORE UPDATE OF signed, hour ON scans BEGIN SELECT RAISE(ABORT, 'a scan is never changed'); END`,
			`CREATE TRIGGER signatures_stay BEFORE DELETE ON signatures BEGIN SELECT RAISE(ABORT, 'a signature is never deleted'); END`,
			`CREATE TRIGGER signatures_fixed BEFORE UPDATE OF event, registration, slot, nonce, way, name, role, strokes, snapshot, signed_at, device, actor ON signatures
			 BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END`,
			`CREATE TRIGGER sheets_fixed BEFORE UPDATE OF event, slots, people, blanks, sorted, created ON sheets
			 BEGIN SELECT RAISE(ABORT, 'a printed sheet is never changed'); END`)
	}, func(app core.App) error {
		if err := run(app, `DROP TRIGGER scans_signed`, `DROP TRIGGER signatures_stay`, `DROP TRIGGER signatures_fixed`, `DROP TRIGGER sheets_fixed`); err != nil {
			return err
		}
		for name, columns := range added {
			if err := remove(app, name, columns...); err != nil {
				return err
			}
		}
		return drop(app, made...)
	})
}

func doorTables(app core.App) error {
	// A phone at the door of an event, under the random name it gave itself.
	if err := create(app, table{"devices", fields(
		one(app, "event", "events"), one(app, "door", "door_links"), text("device", "label", "agent"),
		date("first_seen_at", "last_seen_at", "left_at"), number("queued", "clock_error"), object("ready"), date("ready_at", "waived_at"),
		text("waived_by", "waived_reason"),
	), []string{"unique device (event, device)"}}); err != nil {
		return err
	}
	// Who signed what: a participant's presence at a half-day (nonce is its scan's), or a trainer's word for one.
	if err := create(app, table{"signatures", fields(
		one(app, "event", "events"), one(app, "registration", "registrations"), one(app, "slot", "slots"), text("nonce"),
		choice("way", "drawn", "confirmed", "self", "trainer"), text("name", "role"), object("strokes", "snapshot"),
		date("signed_at"), text("device", "actor"), date("revoked_at"), text("revoked_reason"),
	), []string{"unique nonce (nonce)", "registration (registration, slot)", "slot (slot, way)"}}); err != nil {
		return err
	}
	// A printed sheet: whom it lists, in its order, for which half-days.
	if err := create(app, table{"sheets", fields(
		one(app, "event", "events"), many(app, "slots", "slots"), object("people"), number("blanks"), choice("sorted", "name", "structure"),
		date("created", "entered_at", "undone_at"), text("actor", "entered_by"),
	), []string{"event (event, created)"}}); err != nil {
		return err
	}
	// A conflict that somebody has looked at.
	return create(app, table{"reviews", fields(
		one(app, "event", "events"), text("subject", "actor", "note"), date("at"),
	), []string{"unique subject (event, subject)"}})
}
