package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Trainings and certificates in full: what a training asks, who teaches or speaks, half-days caught up in another
// group, certificates that are not of one registration, the design they are drawn with, and how an identity is
// erased from what was issued.
func init() {
	made := []string{"speakers", "catch_ups"}
	added := map[string][]string{
		"settings":   {"design"},
		"programmes": {"rule_amount", "group_min", "prerequisites", "provider", "evaluation_url", "trainer_needs", "price_note", "issuer"},
		"events": {"rule_amount", "group_min", "prerequisites", "provider", "evaluation_url", "trainer_needs", "price_note", "issuer",
			"review_certificates", "survey_first", "released_at", "maintained_at", "postponed_at"},
		"registrations": {"granted", "withheld", "survey_at", "issuer_on", "dates_asked_at", "dates_confirmed_at"},
		"certificates":  {"speaker", "person", "year", "attempts", "last_error", "erased_at"},
	}
	m.Register(func(app core.App) error {
		if err := trainingTables(app); err != nil {
			return err
		}
		preset := func() []core.Field {
			return fields(number("rule_amount", "group_min"), text("prerequisites", "provider", "evaluation_url", "trainer_needs", "price_note", "issuer"))
		}
		more := map[string][]core.Field{
			"settings":   object("design"),
			"programmes": preset(),
			"events":     fields(preset(), boolean("review_certificates", "survey_first"), date("released_at", "maintained_at", "postponed_at")),
			"registrations": fields(boolean("granted"), text("withheld"),
				date("survey_at", "issuer_on", "dates_asked_at", "dates_confirmed_at")),
		}
		for _, name := range []string{"settings", "programmes", "events", "registrations"} {
			if err := add(app, name, more[name]); err != nil {
				return err
			}
		}
		if err := run(app, `UPDATE programmes SET issuer = 'PSSM France' WHERE code LIKE 'pssm-%'`); err != nil {
			return err
		}
		return trainingCertificates(app)
	}, func(app core.App) error {
		if err := plainCertificates(app); err != nil {
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

func trainingTables(app core.App) error {
	// Who speaks or teaches at an event, for the attestation of it.
	if err := create(app, table{"speakers", fields(
		one(app, "event", "events"), text("last_name", "first_name", "function", "structure", "email", "role", "subject"),
		many(app, "slots", "slots"), number("minutes"), boolean("absent"), number("position"), date("created"),
	), []string{"event (event, position)"}}); err != nil {
		return err
	}
	// A half-day that was missed, to be attended in another group.
	return create(app, table{"catch_ups", fields(
		one(app, "event", "events"), one(app, "registration", "registrations"), one(app, "slot", "slots"), one(app, "other_slot", "slots"),
		text("reason", "actor", "done_by", "dropped_by", "dropped_reason"), date("planned_at", "done_at", "dropped_at"),
	), []string{"unique live (registration, slot) WHERE dropped_at = ''", "event (event)", "other (other_slot)"}})
}

// trainingCertificates lets a certificate be of a speaker, or of a person and a year; and lets the content and the
// bytes of one go, once, when its identity is erased.
func trainingCertificates(app core.App) error {
	if err := unindex(app, "certificates", "live"); err != nil {
		return err
	}
	if err := add(app, "certificates", fields(one(app, "speaker", "speakers"), one(app, "person", "people"),
		number("year", "attempts"), text("last_error"), date("erased_at")),
		"unique live (registration, kind) WHERE revoked_at = '' AND registration != ''",
		"unique speaker (speaker) WHERE revoked_at = '' AND speaker != ''",
		"unique yearly (person, year) WHERE revoked_at = '' AND person != ''", "hash (sha256)"); err != nil {
		return err
	}
	return run(app,
		`DROP TRIGGER certificates_fixed`, `DROP TRIGGER certificate_files_stay`,
		`CREATE TRIGGER certificates_fixed BEFORE UPDATE OF number, code, event, registration, kind, speaker, person, year, supersedes, template_version, reserved_at ON certificates
		 BEGIN SELECT RAISE(ABORT, 'what a certificate says is never changed'); END`,
		`CREATE TRIGGER certificates_content BEFORE UPDATE OF content ON certificates WHEN old.erased_at != '' OR new.erased_at = ''
		 BEGIN SELECT RAISE(ABORT, 'what a certificate says is never changed'); END`,
		`CREATE TRIGGER certificates_revoked BEFORE UPDATE OF revoked_at, revoked_reason ON certificates WHEN old.revoked_at != ''
		 BEGIN SELECT RAISE(ABORT, 'a certificate is revoked once, for good'); END`,
		`CREATE TRIGGER files_once BEFORE INSERT ON files WHEN EXISTS (SELECT 1 FROM files f WHERE f.id = new.id)
		 BEGIN SELECT RAISE(ABORT, 'a stored file is never changed'); END`, // an INSERT OR REPLACE asks no other trigger
		`CREATE TRIGGER certificates_erased BEFORE UPDATE OF erased_at ON certificates WHEN old.erased_at != '' OR new.revoked_at = ''
		 BEGIN SELECT RAISE(ABORT, 'an identity is erased once, of a certificate that is revoked'); END`,
		`CREATE TRIGGER certificate_files_stay BEFORE DELETE ON files WHEN (old.id LIKE 'certificate:%' OR old.id LIKE 'seal:%' OR old.id LIKE 'seal-certificate:%')
		 AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.erased_at != '' AND c.id = substr(old.id, instr(old.id, ':') + 1))
		 BEGIN SELECT RAISE(ABORT, 'the bytes of a certificate stay'); END`)
}

// plainCertificates is the way back.
func plainCertificates(app core.App) error {
	if err := run(app, `DROP TRIGGER certificates_content`, `DROP TRIGGER certificates_erased`, `DROP TRIGGER certificates_revoked`, `DROP TRIGGER files_once`,
		`DROP TRIGGER certificates_fixed`, `DROP TRIGGER certificate_files_stay`,
		`CREATE TRIGGER certificate_files_stay BEFORE DELETE ON files WHEN old.id LIKE 'certificate:%' BEGIN SELECT RAISE(ABORT, 'the bytes of a certificate stay'); END`,
		`CREATE TRIGGER certificates_fixed BEFORE UPDATE OF number, code, event, registration, kind, content ON certificates
		 BEGIN SELECT RAISE(ABORT, 'what a certificate says is never changed'); END`); err != nil {
		return err
	}
	for _, label := range []string{"live", "speaker", "yearly", "hash"} {
		if err := unindex(app, "certificates", label); err != nil {
			return err
		}
	}
	return add(app, "certificates", nil, "unique live (registration, kind) WHERE revoked_at = ''")
}
