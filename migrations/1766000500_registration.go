package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Registration in full: bookings of several colleagues, quotas, offers, approval, questions, bodies and their
// invitations, partners' declarations, and the mails that the coordinator writes.
func init() {
	made := []string{"bookings", "questions", "bodies", "body_members", "invitations", "declarations", "mail_templates",
		"mailings", "swaps", "not_duplicates"}
	added := map[string][]string{
		"events": {"quotas", "approval", "manager", "promotion", "offer_hours", "cancel_hours", "companions", "companions_max", "body",
			"series", "joining_days", "joining_note", "attachments", "reminder_days", "thanks_days", "thanks_note", "settled_at"},
		"registrations": {"booking", "notify", "companions", "answers", "exempt", "manager_email", "manager_asked_at", "manager_reminders",
			"manager_answered_at", "manager_word", "offer_until", "decided_at", "decided_by", "decision_word", "replaces"},
		"structures": {"level"},
	}
	m.Register(func(app core.App) error {
		if err := bookings(app); err != nil {
			return err
		}
		if err := meetings(app); err != nil {
			return err
		}
		if err := letters(app); err != nil {
			return err
		}
		if err := add(app, "events", fields(
			object("quotas"), boolean("approval", "manager"), choice("promotion", "direct", "offer"),
			number("offer_hours", "cancel_hours"), boolean("companions"), number("companions_max"), one(app, "body", "bodies"),
			text("series"), number("joining_days"), text("joining_note"), object("attachments"), number("reminder_days", "thanks_days"),
			text("thanks_note"), date("settled_at"),
		), "series (series)"); err != nil {
			return err
		}
		if err := add(app, "registrations", fields(
			one(app, "booking", "bookings"), text("notify"), number("companions"), object("answers"), boolean("exempt"),
			text("manager_email"), date("manager_asked_at"), number("manager_reminders"), date("manager_answered_at"), text("manager_word"),
			date("offer_until", "decided_at"), text("decided_by", "decision_word", "replaces"),
		), "booking (booking)", "offer (offer_until) WHERE state = 'offered'", "manager (manager_asked_at) WHERE state = 'pending_manager'",
			"unique successor (replaces) WHERE replaces != ''", "companions (event, companions) WHERE companions > 0"); err != nil {
			return err
		}
		if err := add(app, "people", nil, "merged (merged_into) WHERE merged_into != ''"); err != nil {
			return err
		}
		if err := add(app, "structures", choice("level", "establishment", "site", "service"), "merged (merged_into) WHERE merged_into != ''"); err != nil {
			return err
		}
		return countSeats(app)
	}, func(app core.App) error {
		if err := run(app, `DROP TRIGGER seat_counts_event`, `DROP TRIGGER seat_counts_added`, `DROP TRIGGER seat_counts_changed`,
			`DROP TRIGGER seat_counts_removed`, `DROP TABLE seat_counts`); err != nil {
			return err
		}
		for _, name := range []string{"people", "structures"} {
			if err := unindex(app, name, "merged"); err != nil {
				return err
			}
		}
		for _, name := range []string{"registrations", "events", "structures"} {
			if err := remove(app, name, added[name]...); err != nil {
				return err
			}
		}
		return drop(app, made...)
	})
}

// countSeats keeps, for each event, the seats that are taken and the people who wait: a crowd asks for both at
// every registration, and counting a long list each time grows with the list.
func countSeats(app core.App) error {
	taken := func(row string) string {
		return `CASE WHEN ` + row + `.origin != 'door' AND (` + row + `.state = 'confirmed' OR ` + row + `.state = 'offered') THEN 1 + ` + row + `.companions ELSE 0 END`
	}
	move := func(plus, minus string) string {
		more, less, waits, left := "0", "0", "0", "0"
		if plus != "" {
			more, waits = taken(plus), `(`+plus+`.state = 'waitlisted')`
		}
		if minus != "" {
			less, left = taken(minus), `(`+minus+`.state = 'waitlisted')`
		}
		return `UPDATE seat_counts SET taken = taken + ` + more + ` - ` + less + `, waiting = waiting + ` + waits + ` - ` + left
	}
	return run(app,
		`CREATE TABLE seat_counts (event TEXT PRIMARY KEY NOT NULL, taken INTEGER NOT NULL, waiting INTEGER NOT NULL) WITHOUT ROWID`,
		`INSERT INTO seat_counts SELECT e.id, COALESCE(SUM(`+taken("r")+`), 0), COALESCE(SUM(r.state = 'waitlisted'), 0)
			FROM events e LEFT JOIN registrations r ON r.event = e.id GROUP BY e.id`,
		`CREATE TRIGGER seat_counts_event AFTER INSERT ON events BEGIN INSERT INTO seat_counts VALUES (new.id, 0, 0); END`,
		`CREATE TRIGGER seat_counts_added AFTER INSERT ON registrations BEGIN `+move("new", "")+` WHERE event = new.event; END`,
		`CREATE TRIGGER seat_counts_changed AFTER UPDATE OF state, origin, companions ON registrations
			WHEN new.state != old.state OR new.origin != old.origin OR new.companions != old.companions
			BEGIN `+move("new", "old")+` WHERE event = new.event; END`,
		`CREATE TRIGGER seat_counts_removed AFTER DELETE ON registrations BEGIN `+move("", "old")+` WHERE event = old.event; END`)
}

// bookings are several colleagues registered together; questions are what an event asks of each.
func bookings(app core.App) error {
	if err := create(app, table{"bookings", fields(
		one(app, "event", "events"), text("last_name", "first_name", "email", "intent"),
		boolean("whole", "is_manager"), date("informed_at", "created"),
	), []string{"event (event)", "unique intent (intent) WHERE intent != ''"}}); err != nil {
		return err
	}
	if err := create(app, table{"questions", fields(
		one(app, "event", "events"), choice("kind", "text", "choice", "several", "tick", "workshop"),
		text("label", "help"), boolean("required"), object("options"), text("show_if", "show_value"),
		number("position"), date("removed_at"),
	), []string{"event (event, position)"}}); err != nil {
		return err
	}
	if err := create(app, table{"swaps", fields(
		one(app, "first", "registrations"), one(app, "second", "registrations"),
		choice("state", "proposed", "done", "declined"), date("created", "decided_at"),
	), []string{"first (first)", "second (second)"}}); err != nil {
		return err
	}
	return create(app, table{"not_duplicates", fields(
		choice("kind", "people", "structures"), text("first", "second", "decided_by"), date("created"),
	), []string{"unique pair (kind, first, second)"}})
}

// meetings are the bodies with their members, the invitations to their events, and what partners declare.
func meetings(app core.App) error {
	if err := create(app, table{"bodies", fields(
		text("name"), choice("kind", "steering", "assembly", "group"), one(app, "working_group", "working_groups"),
		number("quorum"), boolean("archived"), date("created"),
	), nil}); err != nil {
		return err
	}
	if err := create(app, table{"body_members", fields(
		one(app, "body", "bodies"), text("last_name", "first_name", "email", "function"), one(app, "structure", "structures"),
		one(app, "profession", "professions"), date("from_day", "to_day"),
	), []string{"body (body)"}}); err != nil {
		return err
	}
	if err := create(app, table{"invitations", fields(
		one(app, "event", "events"), one(app, "member", "body_members"), one(app, "registration", "registrations"),
		choice("answer", "present", "remote", "excused", "represented"),
		text("represented_by", "note"), date("invited_at", "answered_at", "reminded_at"), number("reminders"),
	), []string{"unique member (event, member)", "registration (registration)"}}); err != nil {
		return err
	}
	// -1 in people: not known yet. Never zero.
	return create(app, table{"declarations", fields(
		text("title", "detail", "place", "organisation", "partners", "contact_name", "contact_email", "audience", "url"),
		one(app, "territory", "territories"), date("starts_at", "ends_at"), number("people"), boolean("shown"),
		choice("state", "proposed", "accepted", "refused"), text("word", "decided_by", "intent"),
		one(app, "declared", "declared_counts"), date("decided_at", "created", "updated"),
	), []string{"state (state, starts_at)", "unique intent (intent) WHERE intent != ''"}})
}

// letters are the texts that the coordinator changed, and what was written to the people of an event.
func letters(app core.App) error {
	if err := create(app, table{"mail_templates", fields(
		text("kind", "subject", "text", "updated_by"), date("updated"),
	), []string{"unique kind (kind)"}}); err != nil {
		return err
	}
	return create(app, table{"mailings", fields(
		one(app, "event", "events"), object("filter"), text("subject", "text", "created_by", "intent"), number("people"), date("created"),
	), []string{"event (event)", "unique intent (intent) WHERE intent != ''"}})
}
