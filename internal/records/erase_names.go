package records

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// freeTexts are the columns where somebody may have written the name of somebody else. A trainer's name beside the
// half-days that it certifies, what was delivered to others, the steps of their stages croisés and what their agreements say,
// stay: they prove what others did.
var freeTexts = [][2]string{
	{"outbox", "subject"}, {"outbox", "text"}, {"outbox", "recipient_name"}, {"audit", "reason"}, {"audit", "before"}, {"audit", "after"},
	{"registrations", "needs"}, {"registrations", "answers"}, {"registrations", "manager_word"}, {"registrations", "decision_word"},
	{"registrations", "cancel_reason"}, {"registrations", "excuse"}, {"registrations", "slot_excuses"}, {"invitations", "represented_by"},
	{"invitations", "note"}, {"catch_ups", "reason"}, {"catch_ups", "dropped_reason"}, {"reviews", "note"}, {"headcounts", "note"},
	{"scans", "reason"}, {"signatures", "revoked_reason"}, {"survey_verbatims", "text"}, {"survey_verbatims", "shown_text"}, {"mailings", "subject"}, {"mailings", "text"},
	{"comments", "text"}, {"declarations", "detail"}, {"declarations", "word"}, {"anonymous_counts", "note"}, {"achievements", "detail"}, {"events", "cancel_reason"},
	{"events", "reopen_reason"}, {"agenda_items", "speaker"}, {"agenda_items", "title"}, {"agenda_items", "detail"}, {"imports", "file_name"}, {"imports", "undone_reason"},
	{"placements", "objectives"}, {"placements", "constraints"}, {"placements", "mission_note"}, {"placements", "manager_name"}, {"placements", "home_name"},
	{"placements", "tutor_name"}, {"placement_offers", "tutor_name"}, {"placement_offers", "referent_name"}, {"placement_offers", "seen"}, {"placement_offers", "reason"},
	{"placement_rulings", "reason"}, {"placement_reports", "answers"}, {"placement_opinions", "answers"}, {"placement_papers", "name"},
	{"devices", "label"}, {"devices", "waived_reason"},
}

// Named is a name that somebody bears or bore.
type Named struct{ LastName, FirstName string }

// EraseName takes a name out of what others wrote, of who speaks, of who registered colleagues and of who sits in bodies.
// A name that somebody still known bears as well stays: it is theirs.
func EraseName(app core.App, n Named) error {
	if n.LastName == "" || n.FirstName == "" {
		return nil
	}
	key := domain.NameKey(n.LastName, n.FirstName)
	others, err := count(app, "SELECT COUNT(*) FROM people WHERE erased_at = '' AND name_key = {:k}", dbx.Params{"k": key})
	if err != nil || others > 0 {
		return err
	}
	for table, set := range map[string]string{
		"speakers":     "last_name = '', first_name = '', email = '', function = ''",
		"bookings":     "last_name = '', first_name = '', email = ''",
		"body_members": "last_name = '', first_name = '', email = ''",
	} {
		ids, err := namedSo(app, table, key)
		if err != nil {
			return err
		}
		if err := runEach(app, dbx.Params{"ids": idList(ids)}, "UPDATE "+table+" SET "+set+" WHERE id IN (SELECT value FROM json_each({:ids}))"); err != nil {
			return err
		}
	}
	return eraseWritten(app, n)
}

// namedSo lists the rows of a table that bear a name, however it is written.
func namedSo(app core.App, table, key string) (ids []string, err error) {
	var rows []struct {
		ID    string `db:"id"`
		Last  string `db:"last_name"`
		First string `db:"first_name"`
	}
	if err := app.DB().Select("id", "last_name", "first_name").From(table).Where(dbx.NewExp("last_name != ''")).All(&rows); err != nil {
		return nil, err
	}
	for _, r := range rows {
		if domain.NameKey(r.Last, r.First) == key {
			ids = append(ids, r.ID)
		}
	}
	return ids, nil
}

// eraseWritten replaces a name by « Nom effacé » in the texts, in each order and with its last name in capitals.
func eraseWritten(app core.App, n Named) error {
	for _, last := range []string{n.LastName, strings.ToUpper(n.LastName)} {
		for _, name := range []string{n.FirstName + " " + last, last + " " + n.FirstName} {
			for _, c := range freeTexts {
				if err := runEach(app, dbx.Params{"name": name, "gone": NameErased},
					"UPDATE "+c[0]+" SET "+c[1]+" = replace("+c[1]+", {:name}, {:gone}) WHERE instr("+c[1]+", {:name}) > 0"); err != nil {
					return err
				}
			}
		}
	}
	return runEach(app, dbx.Params{"last": n.LastName}, `UPDATE imports SET file_name = 'fichier' WHERE instr(lower(file_name), lower({:last})) > 0`,
		`UPDATE audit SET reason = 'fichier' WHERE kind = 'import' AND instr(lower(reason), lower({:last})) > 0`)
}

// SpeakersNamed lists who speaks anywhere under one of the names, or from an address.
func SpeakersNamed(app core.App, names []Named, addresses []string) (ids []string, err error) {
	keys := map[string]bool{}
	for _, n := range names {
		keys[domain.NameKey(n.LastName, n.FirstName)] = true
	}
	rows, err := all[Speaker](app, "last_name != '' ORDER BY id")
	for _, s := range rows {
		mine := keys[domain.NameKey(s.LastName, s.FirstName)]
		for _, a := range addresses {
			mine = mine || a != "" && strings.EqualFold(a, s.Email)
		}
		if mine {
			ids = append(ids, s.ID)
		}
	}
	return ids, err
}

// SpeakersOver lists who spoke at events, and still has a name.
func SpeakersOver(app core.App, events []string) (ids []string, err error) {
	err = app.DB().NewQuery(`SELECT id FROM speakers WHERE last_name != '' AND event IN (SELECT value FROM json_each({:ids})) ORDER BY id`).
		Bind(dbx.Params{"ids": idList(events)}).Column(&ids)
	return ids, err
}

// EraseSpeakers blanks who spoke: their certificates are erased before, by their room.
func EraseSpeakers(app core.App, ids []string) error {
	return runEach(app, params(ids, dbx.Params{"gone": Erased}),
		`UPDATE speakers SET last_name = '', first_name = '', email = '', function = '' WHERE id IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE audit SET before = 'null', after = 'null', reason = CASE reason WHEN '' THEN '' ELSE {:gone} END
		 WHERE target IN (SELECT id FROM certificates WHERE speaker IN (SELECT value FROM json_each({:ids})))`)
}

// EraseEventLetters blanks every letter about events whose identities are all gone: those to whoever registered colleagues
// and to managers name people too.
func EraseEventLetters(app core.App, events []string) error {
	return runEach(app, params(events, dbx.Params{"gone": Erased}),
		`UPDATE outbox SET `+letterGone+` WHERE event IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE bookings SET last_name = '', first_name = '', email = '' WHERE event IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE reviews SET note = '' WHERE event IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE mailings SET text = {:gone} WHERE event IN (SELECT value FROM json_each({:ids}))`)
}

// DropOldImports forgets the files that were brought before a moment and never applied, and how those that were are called.
func DropOldImports(app core.App, before Time) error {
	return runEach(app, dbx.Params{"before": before.String()},
		`DELETE FROM files WHERE id IN (SELECT 'import:' || id FROM imports WHERE created < {:before})`,
		`DELETE FROM imports WHERE applied_at = '' AND created < {:before}`,
		`UPDATE imports SET file_name = 'fichier' WHERE created < {:before} AND file_name != 'fichier'`,
		`UPDATE audit SET reason = 'fichier' WHERE kind = 'import' AND action IN ('create', 'apply', 'drop') AND at < {:before} AND reason != 'fichier'`)
}

// FoldLog puts the write-ahead log into the file and empties it: what was erased stood there too. With somebody reading, it
// is for the next time.
func FoldLog(app core.App) error {
	_, err := app.NonconcurrentDB().NewQuery("PRAGMA wal_checkpoint(TRUNCATE)").Execute()
	return err
}
