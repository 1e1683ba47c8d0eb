package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// People, registrations, the facts of the door and the presence folded from them.
func init() {
	names := []string{"people", "registrations", "door_links", "scans", "attendances", "facts"}
	m.Register(func(app core.App) error {
		if err := create(app, table{"people", fields(
			number("num"), text("last_name", "first_name", "name_key", "email"),
			one(app, "structure", "structures"), text("merged_into"), boolean("distinct_from_namesake"), date("created"),
		), []string{"unique num (num)", "name (name_key)"}}); err != nil {
			return err
		}
		if err := create(app, table{"registrations", fields(
			one(app, "event", "events"), one(app, "person", "people"), number("seq"),
			text("last_name", "first_name", "email"),
			one(app, "structure", "structures"), one(app, "sector", "sectors"),
			one(app, "territory", "territories"), one(app, "profession", "professions"),
			choice("state", "requested", "pending_manager", "waitlisted", "offered", "confirmed", "cancelled", "refused", "replaced", "expired"),
			choice("origin", "online", "group", "coordinator", "door", "import"),
			text("ticket", "short_code", "needs", "intent", "cancelled_by", "cancel_reason", "excuse"),
			object("slots"), boolean("excused"),
			date("registered_at", "confirmed_at", "cancelled_at"), number("change"),
		), []string{
			"unique seq (event, seq)", "unique ticket (ticket)", "unique short (event, short_code)",
			"unique intent (intent) WHERE intent != ''",
			"unique live (event, person) WHERE state = 'requested' OR state = 'pending_manager' OR state = 'waitlisted' OR state = 'offered' OR state = 'confirmed'",
			"state (event, state, seq, origin)", "email (email)", "person (person)", "change (change)", "event_change (event, change)",
		}}); err != nil {
			return err
		}
		if err := create(app, table{"door_links", fields(
			one(app, "event", "events"), text("label", "created_by"), date("created", "expires_at", "revoked_at", "last_seen_at"),
		), []string{"event (event)"}}); err != nil {
			return err
		}
		if err := create(app, table{"scans", fields(
			text("nonce"), one(app, "event", "events"), one(app, "registration", "registrations"), one(app, "slot", "slots"),
			choice("kind", "in", "out", "undo"), choice("source", "camera", "search", "code", "self", "paper", "manual", "import", "walkin"),
			text("outcome"), boolean("counts"), date("at", "device_at", "received_at"),
			text("device", "door", "actor", "reason", "code"), object("answer"), number("seq"),
		), []string{"unique nonce (nonce)", "registration (registration, slot)", "unique seq (seq)", "event (event, seq)"}}); err != nil {
			return err
		}
		if err := create(app, table{"attendances", fields(
			one(app, "event", "events"), one(app, "registration", "registrations"), one(app, "slot", "slots"),
			date("first_at", "left_at"), number("minutes", "proof", "scans"),
		), []string{"unique presence (registration, slot)", "event (event, slot)"}}); err != nil {
			return err
		}
		// One row of integers a registration (id is the registration's): what every figure is counted from.
		if err := create(app, table{"facts", fields(
			number("event", "person", "structure", "sector", "territory", "profession", "outcome", "registered",
				"walk_in", "minutes", "proof"),
		), []string{"event (event, outcome, person, structure, sector, territory, profession, registered, walk_in, minutes, proof)"}}); err != nil {
			return err
		}
		// The door's other devices ask what changed since N: whoever changes a registration or a presence, the
		// registration gets the next number.
		touch := `UPDATE registrations SET change = (SELECT MAX(change) + 1 FROM registrations) WHERE id = `
		if err := run(app,
			`CREATE TRIGGER registrations_added AFTER INSERT ON registrations BEGIN `+touch+`new.id; END`,
			`CREATE TRIGGER registrations_changed AFTER UPDATE OF state, last_name, first_name, structure, ticket, short_code, slots ON registrations BEGIN `+touch+`new.id; END`,
			`CREATE TRIGGER attendances_added AFTER INSERT ON attendances BEGIN `+touch+`new.registration; END`,
			`CREATE TRIGGER attendances_changed AFTER UPDATE ON attendances BEGIN `+touch+`new.registration; END`,
			`CREATE TRIGGER attendances_removed AFTER DELETE ON attendances BEGIN `+touch+`old.registration; END`); err != nil {
			return err
		}
		// A scan is a fact: it is neither changed nor deleted.
		return run(app,
			`CREATE TRIGGER scans_stay BEFORE DELETE ON scans BEGIN SELECT RAISE(ABORT, 'a scan is never deleted'); END`,
			`CREATE TRIGGER scans_fixed BEFORE UPDATE OF nonce, event, registration, slot, kind, outcome, counts, at, device_at, answer ON scans
			 BEGIN SELECT RAISE(ABORT, 'a scan is never changed'); END`)
	}, func(app core.App) error {
		if err := run(app, `DROP TRIGGER scans_stay`, `DROP TRIGGER scans_fixed`,
			`DROP TRIGGER registrations_added`, `DROP TRIGGER registrations_changed`,
			`DROP TRIGGER attendances_added`, `DROP TRIGGER attendances_changed`, `DROP TRIGGER attendances_removed`); err != nil {
			return err
		}
		return drop(app, names...)
	})
}
