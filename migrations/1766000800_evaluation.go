package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The evaluation: surveys that cannot be joined to who answered, imports that can be undone, reports that are kept,
// the comments that the coordinator writes for them, readers by link, anonymous counts, and how identities leave while
// the figures stay.
func init() {
	made := []string{"imports", "surveys", "survey_invitations", "survey_answers", "survey_verbatims", "anonymous_counts", "reports", "comments", "readers", "purges"}
	added := map[string][]string{
		"settings":        {"retention", "plenary_over"},
		"programmes":      {"survey_hot", "survey_cold"},
		"events":          {"campaign", "survey_hot", "survey_cold", "survey_cold_days", "import"},
		"people":          {"import", "erased_at"},
		"structures":      {"import"},
		"registrations":   {"import", "erased_at"},
		"questions":       {"comfort"},
		"declared_counts": {"import"},
		"achievements":    {"from_day", "to_day", "axis", "priority", "status", "link", "detail", "import"},
	}
	m.Register(func(app core.App) error {
		if err := importTables(app); err != nil {
			return err
		}
		if err := surveyTables(app); err != nil {
			return err
		}
		if err := reportTables(app); err != nil {
			return err
		}
		imported := func() []core.Field { return one(app, "import", "imports") }
		surveys := func() []core.Field {
			return fields(one(app, "survey_hot", "surveys"), one(app, "survey_cold", "surveys"))
		}
		for _, more := range []struct {
			name    string
			fields  []core.Field
			indexes []string
		}{
			{"settings", fields(object("retention"), number("plenary_over")), nil},
			{"programmes", surveys(), nil},
			{"events", fields(text("campaign"), surveys(), number("survey_cold_days"), imported()), nil},
			{"people", fields(imported(), date("erased_at")), nil},
			{"structures", imported(), nil},
			{"questions", fields(boolean("comfort")), nil},
			{"registrations", fields(imported(), date("erased_at")), []string{"import (import) WHERE import != ''"}},
			{"declared_counts", imported(), nil},
			{"achievements", fields(date("from_day", "to_day"), one(app, "axis", "axes"), one(app, "priority", "priorities"),
				choice("status", "done", "ongoing", "planned"), text("link", "detail"), imported()), nil},
		} {
			if err := add(app, more.name, more.fields, more.indexes...); err != nil {
				return err
			}
		}
		if err := dateAchievements(app); err != nil {
			return err
		}
		if err := erasable(app); err != nil {
			return err
		}
		return ready(app)
	}, func(app core.App) error {
		if err := unready(app); err != nil {
			return err
		}
		if err := unerasable(app); err != nil {
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

// importTables keep what was brought in from a file: everything that an import wrote bears its id, to be undone whole.
func importTables(app core.App) error {
	return create(app, table{"imports", fields(
		choice("kind", "history", "participants"), text("file_name", "sha256", "sheet", "actor", "undone_reason"),
		object("mapping", "summary"), number("rows", "done"), date("created", "applied_at", "undone_at"),
	), []string{"created (created)"}})
}

// surveyTables: an invitation says that somebody answered, an answer says what; nothing joins the two. An answer has no
// date, and its row a random place.
func surveyTables(app core.App) error {
	if err := create(app, table{"surveys", fields(
		text("title", "intro"), choice("kind", "hot", "cold"), object("questions"), boolean("archived"), date("created", "updated"),
	), nil}); err != nil {
		return err
	}
	if err := create(app, table{"survey_invitations", fields(
		one(app, "event", "events"), one(app, "registration", "registrations"), choice("kind", "hot", "cold"),
		date("sent_at", "chased_at"), number("chased"), boolean("answered"),
	), []string{"unique once (registration, kind)", "event (event, kind)"}}); err != nil {
		return err
	}
	if err := create(app, table{"survey_answers", fields(
		one(app, "event", "events"), one(app, "survey", "surveys"), choice("kind", "hot", "cold"), choice("way", "link", "room"), object("answers"),
	), []string{"event (event, kind)", "survey (survey)"}}); err != nil {
		return err
	}
	return create(app, table{"survey_verbatims", fields(
		one(app, "event", "events"), one(app, "survey", "surveys"), choice("kind", "hot", "cold"), text("question", "text", "shown_text", "moderated_by"),
		choice("state", "waiting", "shown", "hidden"), date("moderated_at"),
	), []string{"event (event, kind)", "state (state)"}})
}

// reportTables: a report is a dated, frozen count (its content is the file « report:ID »); comments go from one report
// to the next; a reader opens reports by a link with an end; anonymous counts are of what must not be named.
func reportTables(app core.App) error {
	if err := create(app, table{"anonymous_counts", fields(
		text("title", "kind", "date_text", "note"), date("from_day", "to_day"), number("sessions", "families", "people"),
		one(app, "working_group", "working_groups"), one(app, "axis", "axes"), one(app, "roadmap_action", "roadmap_actions"),
		one(app, "priority", "priorities"), one(app, "territory", "territories"), date("created", "updated"),
	), nil}); err != nil {
		return err
	}
	if err := create(app, table{"reports", fields(
		number("number"), text("code", "title", "query", "sha256", "actor", "withdrawn_reason"), date("from_day", "to_day", "made_at", "withdrawn_at"),
		boolean("published"),
	), []string{"unique number (number)", "unique code (code)"}}); err != nil {
		return err
	}
	if err := create(app, table{"comments", fields(
		text("subject", "text", "actor"), date("updated"),
	), []string{"unique subject (subject)"}}); err != nil {
		return err
	}
	if err := create(app, table{"readers", fields(
		text("label", "actor"), many(app, "reports", "reports"), date("created", "expires_at", "revoked_at"),
	), nil}); err != nil {
		return err
	}
	return create(app, table{"purges", fields(
		text("scope", "proposed_by", "confirmed_by", "dropped_by"), number("year"), object("summary"), date("proposed_at", "confirmed_at", "dropped_at"),
	), nil})
}

// erasable lets the names in what is otherwise never changed be blanked, where the registration was erased; and what an
// undone import wrote be removed.
func erasable(app core.App) error {
	return run(app,
		`CREATE TRIGGER reports_fixed BEFORE UPDATE OF number, code, query, from_day, to_day, sha256, made_at ON reports
		 BEGIN SELECT RAISE(ABORT, 'the numbers of a report are never changed'); END`,
		`CREATE TRIGGER reports_stay BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'a report is withdrawn, never deleted'); END`,
		`CREATE TRIGGER report_files_stay BEFORE DELETE ON files WHEN old.id LIKE 'report:%' BEGIN SELECT RAISE(ABORT, 'the content of a report stays'); END`,
		`DROP TRIGGER scans_stay`, `DROP TRIGGER scans_fixed`, `DROP TRIGGER signatures_fixed`,
		`CREATE TRIGGER scans_stay BEFORE DELETE ON scans WHEN old.source != 'import' BEGIN SELECT RAISE(ABORT, 'a scan is never deleted'); END`,
		`CREATE TRIGGER scans_fixed BEFORE UPDATE OF nonce, event, registration, slot, kind, outcome, counts, at, device_at ON scans
		 BEGIN SELECT RAISE(ABORT, 'a scan is never changed'); END`,
		`CREATE TRIGGER scans_answered BEFORE UPDATE OF answer ON scans
		 WHEN NOT EXISTS (SELECT 1 FROM registrations r WHERE r.id = old.registration AND r.erased_at != '')
		 BEGIN SELECT RAISE(ABORT, 'a scan is never changed'); END`,
		`CREATE TRIGGER signatures_fixed BEFORE UPDATE OF event, registration, slot, nonce, way, role, signed_at, device, actor ON signatures
		 BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END`,
		`CREATE TRIGGER signatures_named BEFORE UPDATE OF name, strokes, snapshot ON signatures
		 WHEN NOT EXISTS (SELECT 1 FROM registrations r WHERE r.id = old.registration AND r.erased_at != '')
		 BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END`)
}

// unerasable is the way back.
func unerasable(app core.App) error {
	return run(app, `DROP TRIGGER reports_fixed`, `DROP TRIGGER reports_stay`, `DROP TRIGGER report_files_stay`,
		`DROP TRIGGER scans_stay`, `DROP TRIGGER scans_fixed`, `DROP TRIGGER scans_answered`, `DROP TRIGGER signatures_fixed`, `DROP TRIGGER signatures_named`,
		`CREATE TRIGGER scans_stay BEFORE DELETE ON scans BEGIN SELECT RAISE(ABORT, 'a scan is never deleted'); END`,
		`CREATE TRIGGER scans_fixed BEFORE UPDATE OF nonce, event, registration, slot, kind, outcome, counts, at, device_at, answer ON scans
		 BEGIN SELECT RAISE(ABORT, 'a scan is never changed'); END`,
		`CREATE TRIGGER signatures_fixed BEFORE UPDATE OF event, registration, slot, nonce, way, name, role, strokes, snapshot, signed_at, device, actor ON signatures
		 BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END`)
}
