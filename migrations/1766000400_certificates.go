package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Certificates with their bytes, and the outbox.
func init() {
	m.Register(func(app core.App) error {
		if err := create(app, table{"certificates", fields(
			text("number", "code"), one(app, "event", "events"), one(app, "registration", "registrations"),
			text("kind"), number("template_version"), object("content"), text("sha256"),
			date("reserved_at", "issued_at", "revoked_at"), text("revoked_reason", "supersedes"),
		), []string{
			"unique number (number)", "unique code (code)", "event (event)",
			"unique live (registration, kind) WHERE revoked_at = ''",
			"unsealed (issued_at) WHERE issued_at = ''",
		}}); err != nil {
			return err
		}
		if err := create(app, table{"outbox", fields(
			text("cause", "kind", "recipient", "recipient_name", "subject", "text", "message_id", "last_error"),
			one(app, "event", "events"), one(app, "registration", "registrations"), object("attachments"),
			choice("status", "queued", "sent", "failed", "held"),
			number("attempts"), date("created", "due_at", "sent_at"),
		), []string{"unique cause (cause)", "due (status, due_at)", "registration (registration)"}}); err != nil {
			return err
		}
		// Bytes that must never change live beside the rows, not in PocketBase's file store, so that one
		// backup of one file holds them: the PDF of a certificate, a logo.
		return run(app,
			`CREATE TABLE files (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, sha256 TEXT NOT NULL, bytes BLOB NOT NULL, created TEXT NOT NULL) WITHOUT ROWID`,
			`CREATE TRIGGER files_fixed BEFORE UPDATE ON files BEGIN SELECT RAISE(ABORT, 'a stored file is never changed'); END`,
			`CREATE TRIGGER certificate_files_stay BEFORE DELETE ON files WHEN old.id LIKE 'certificate:%' BEGIN SELECT RAISE(ABORT, 'the bytes of a certificate stay'); END`,
			`CREATE TRIGGER certificates_fixed BEFORE UPDATE OF number, code, event, registration, kind, content ON certificates
			 BEGIN SELECT RAISE(ABORT, 'what a certificate says is never changed'); END`,
			`CREATE TRIGGER certificates_sealed BEFORE UPDATE OF sha256, issued_at ON certificates WHEN old.issued_at != ''
			 BEGIN SELECT RAISE(ABORT, 'a sealed certificate is never changed'); END`,
			`CREATE TRIGGER certificates_stay BEFORE DELETE ON certificates BEGIN SELECT RAISE(ABORT, 'a certificate is never deleted'); END`)
	}, func(app core.App) error {
		if err := run(app, `DROP TRIGGER certificates_fixed`, `DROP TRIGGER certificates_sealed`, `DROP TRIGGER certificates_stay`, `DROP TABLE files`); err != nil {
			return err
		}
		return drop(app, "certificates", "outbox")
	})
}
