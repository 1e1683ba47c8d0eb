package records

import (
	"encoding/json"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Erased stands where a reason was, so that what depends on there being one stays as it was.
const Erased = "Identité effacée"

// NameErased stands where a name was, on the pages of the organisers.
const NameErased = "Nom effacé"

// letterGone is what a letter becomes: its cause may hold an address.
const letterGone = `recipient = 'adresse effacée', recipient_name = '', subject = {:gone}, text = {:gone}, attachments = '[]', last_error = '',
	cause = CASE WHEN instr(cause, '@') > 0 THEN 'efface:' || id ELSE cause END, status = CASE status WHEN 'sent' THEN 'sent' ELSE 'failed' END`

// EraseRegistrations blanks who somebody was in registrations and in everything that hangs on them. Rows, states, hours
// and codes of the lists stay: no figure moves. Certificates are erased before, by their room.
func EraseRegistrations(app core.App, ids []string, at Time) error {
	return runEach(app, params(ids, dbx.Params{"at": at.String(), "gone": Erased}),
		`UPDATE registrations SET last_name = '', first_name = '', email = '', notify = '', needs = '', answers = '{}', manager_email = '',
		 manager_word = '', decision_word = '', cancel_reason = '', excuse = CASE excuse WHEN '' THEN '' ELSE {:gone} END,
		 slot_excuses = COALESCE((SELECT json_group_object(key, {:gone}) FROM json_each(NULLIF(slot_excuses, ''))), '{}'), withheld = {:gone},
		 ticket = 'efface-' || id, short_code = 'efface-' || id, erased_at = {:at}
		 WHERE erased_at = '' AND id IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE signatures SET name = '', strokes = 'null', snapshot = 'null' WHERE registration IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE catch_ups SET reason = CASE reason WHEN '' THEN '' ELSE {:gone} END, dropped_reason = CASE dropped_reason WHEN '' THEN '' ELSE {:gone} END
		 WHERE registration IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE scans SET answer = json_object('outcome', outcome), reason = '', code = '' WHERE registration IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE outbox SET `+letterGone+`
		 WHERE registration IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE invitations SET represented_by = '', note = '' WHERE registration IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE bookings SET last_name = '', first_name = '', email = '' WHERE NOT EXISTS
		 (SELECT 1 FROM registrations r WHERE r.booking = bookings.id AND r.erased_at = '') AND id IN
		 (SELECT booking FROM registrations WHERE id IN (SELECT value FROM json_each({:ids})))`,
		`UPDATE audit SET before = 'null', after = 'null', reason = CASE reason WHEN '' THEN '' ELSE {:gone} END WHERE target IN (SELECT value FROM json_each({:ids}))
		 OR target IN (SELECT id FROM certificates WHERE registration IN (SELECT value FROM json_each({:ids})))`)
}

// ErasePeople blanks the names of people: they match nobody any more, and count as they did. Whoever bears the name of
// another is still perhaps the same: the key says with whom, no longer by which name.
func ErasePeople(app core.App, ids []string, at Time) error {
	return runEach(app, params(ids, dbx.Params{"at": at.String(), "gone": Erased}),
		`UPDATE people SET name_key = COALESCE(
			(SELECT 'efface:' || s.id FROM people s WHERE s.name_key = people.name_key AND s.erased_at = '' AND s.id NOT IN (SELECT value FROM json_each({:ids})) ORDER BY s.num LIMIT 1),
			(SELECT 'efface:' || MIN(s.id) FROM people s WHERE s.name_key = people.name_key AND s.erased_at = ''), name_key)
		 WHERE erased_at = '' AND id IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE people SET name_key = (SELECT s.name_key FROM people s WHERE 'efface:' || s.id = people.name_key)
		 WHERE erased_at != '' AND EXISTS (SELECT 1 FROM people s WHERE 'efface:' || s.id = people.name_key AND s.id IN (SELECT value FROM json_each({:ids})))`,
		`UPDATE people SET last_name = '', first_name = '', email = '', erased_at = {:at} WHERE erased_at = '' AND id IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE audit SET before = 'null', after = 'null', reason = CASE reason WHEN '' THEN '' ELSE {:gone} END WHERE target IN (SELECT value FROM json_each({:ids}))
		 OR target IN (SELECT id FROM certificates WHERE person IN (SELECT value FROM json_each({:ids})))`)
}

// EraseAddress blanks an address where it stands without a registration: letters, links of spaces, members of bodies,
// those who speak, who registered colleagues or had to agree, who declared an event.
func EraseAddress(app core.App, email string) error {
	others, err := count(app, `SELECT COUNT(*) FROM registrations r JOIN events e ON e.id = r.event WHERE r.erased_at = '' AND (lower(r.email) = lower({:e})
		OR e.status = 'published' AND (lower(r.notify) = lower({:e}) OR lower(r.manager_email) = lower({:e})))`, dbx.Params{"e": email})
	if err != nil || email == "" || others > 0 { // a mailbox that several people share, or on which others still rely, stays
		return err
	}
	return runEach(app, dbx.Params{"email": email, "gone": Erased},
		`UPDATE outbox SET `+letterGone+` WHERE lower(recipient) = lower({:email})`,
		`DELETE FROM links WHERE lower(subject) = lower({:email})`,
		`UPDATE registrations SET notify = '' WHERE lower(notify) = lower({:email})`,
		`UPDATE registrations SET manager_email = '' WHERE lower(manager_email) = lower({:email})`,
		`UPDATE bookings SET last_name = '', first_name = '', email = '' WHERE lower(email) = lower({:email})`,
		`UPDATE declarations SET contact_name = '', contact_email = '' WHERE lower(contact_email) = lower({:email})`,
		`UPDATE body_members SET last_name = '', first_name = '', email = '' WHERE lower(email) = lower({:email})`,
		`UPDATE speakers SET email = '' WHERE lower(email) = lower({:email})`,
		`UPDATE placements SET manager_name = '', manager_email = '' WHERE lower(manager_email) = lower({:email})`,
		`UPDATE placements SET home_name = '', home_function = '', home_email = '' WHERE lower(home_email) = lower({:email})`,
		`UPDATE placements SET tutor_name = '', tutor_function = '', tutor_email = '', tutor_phone = '' WHERE lower(tutor_email) = lower({:email})`,
		`UPDATE placement_offers SET tutor_name = '', tutor_function = '', tutor_email = '', tutor_phone = '' WHERE lower(tutor_email) = lower({:email})`,
		`UPDATE placement_offers SET referent_name = '', referent_email = '' WHERE lower(referent_email) = lower({:email})`)
}

// PersonFamily lists the ids of a person, of those merged into it and of who it was merged into.
func PersonFamily(app core.App, id string) (ids []string, err error) {
	err = app.DB().NewQuery(`WITH RECURSIVE up(id) AS (SELECT id FROM people WHERE id = {:id} UNION SELECT p.merged_into FROM people p JOIN up ON p.id = up.id WHERE p.merged_into != ''),
		family(id) AS (SELECT id FROM up UNION SELECT p.id FROM people p JOIN family f ON p.merged_into = f.id) SELECT id FROM family ORDER BY id`).
		Bind(dbx.Params{"id": id}).Column(&ids)
	return ids, err
}

// RegistrationsOfPeople lists the registrations of people that were not erased.
func RegistrationsOfPeople(app core.App, people []string) ([]Registration, error) {
	return all[Registration](app, "erased_at = '' AND person IN (SELECT value FROM json_each(?)) ORDER BY registered_at, id", idList(people))
}

// RegistrationsOver lists those not erased of the events that ended before a moment; unserved: only those cancelled or
// left without a seat.
func RegistrationsOver(app core.App, from, before Time, unserved bool) ([]Registration, error) {
	where := `erased_at = '' AND event IN (SELECT id FROM events WHERE ends_at != '' AND ends_at >= ? AND ends_at < ?)`
	if unserved {
		where += ` AND state NOT IN ('confirmed') AND NOT EXISTS (SELECT 1 FROM attendances a WHERE a.registration = registrations.id)
			AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.registration = registrations.id)`
	}
	return all[Registration](app, where+" ORDER BY event, seq, id", from.String(), before.String())
}

// PeopleLeft lists, of people, those who have no registration left with a name.
func PeopleLeft(app core.App, people []string) (ids []string, err error) {
	err = app.DB().NewQuery(`SELECT p.id FROM people p WHERE p.erased_at = '' AND p.id IN (SELECT value FROM json_each({:ids}))
		AND NOT EXISTS (SELECT 1 FROM registrations r WHERE r.person = p.id AND r.erased_at = '') ORDER BY p.id`).
		Bind(dbx.Params{"ids": idList(people)}).Column(&ids)
	return ids, err
}

// CertificatesToErase lists the certificates of registrations, of people and of speakers that still bear a name.
func CertificatesToErase(app core.App, registrations, people, speakers []string) (ids []string, err error) {
	err = app.DB().NewQuery(`SELECT id FROM certificates WHERE erased_at = '' AND (registration != '' AND registration IN (SELECT value FROM json_each({:r}))
		OR person != '' AND person IN (SELECT value FROM json_each({:p})) OR speaker != '' AND speaker IN (SELECT value FROM json_each({:s}))) ORDER BY id`).
		Bind(dbx.Params{"r": idList(registrations), "p": idList(people), "s": idList(speakers)}).Column(&ids)
	return ids, err
}

// TrimAudit takes who acted, and from where, out of the trail of organisers before a moment.
func TrimAudit(app core.App, before Time) error {
	return runEach(app, dbx.Params{"before": before.String()},
		`UPDATE audit SET actor = '' WHERE actor != '' AND at < {:before} AND actor IN (SELECT id FROM users)`)
}

// Purge is a list proposed for elimination, and what became of it.
type Purge struct {
	ID          string `db:"id"`
	Scope       string `db:"scope"` // « identities »
	ProposedBy  string `db:"proposed_by"`
	ConfirmedBy string `db:"confirmed_by"`
	DroppedBy   string `db:"dropped_by"`
	Year        int    `db:"year"`
	Summary     string `db:"summary"` // JSON
	ProposedAt  Time   `db:"proposed_at"`
	ConfirmedAt Time   `db:"confirmed_at"`
	DroppedAt   Time   `db:"dropped_at"`
}

// TableName is the collection's.
func (*Purge) TableName() string { return "purges" }

// AddPurge writes a proposal.
func AddPurge(app core.App, p *Purge) error {
	p.ID = NewID()
	return insert(app, p)
}

// SavePurge writes every column of a proposal.
func SavePurge(app core.App, p *Purge) error {
	return wrap(app.DB().Model(p).Update(), "purges", p.ID)
}

// PurgeOf finds a proposal by id.
func PurgeOf(app core.App, id string) (*Purge, error) {
	return byColumn[Purge](app, "purges", "id", id)
}

// Purges lists the proposals, the latest first.
func Purges(app core.App) ([]Purge, error) {
	return all[Purge](app, "true ORDER BY proposed_at DESC, id")
}

// RetentionSetting reads how long things are kept, as JSON; empty: as the house says.
func RetentionSetting(app core.App) (text string, err error) {
	return text, values(app, "SELECT COALESCE(MAX(retention), '') FROM settings", nil, &text)
}

// PutRetention writes how long things are kept.
func PutRetention(app core.App, text string) error {
	if s, err := LoadSettings(app); err != nil {
		return err
	} else if s.ID == "" { // nobody saved any setting yet
		if err := SaveSettings(app, s); err != nil {
			return err
		}
	}
	return runEach(app, dbx.Params{"v": text}, `UPDATE settings SET retention = {:v}`)
}

func idList(ids []string) string {
	b, err := json.Marshal(ids)
	if err != nil || ids == nil {
		return "[]"
	}
	return string(b)
}

func params(ids []string, more dbx.Params) dbx.Params {
	more["ids"] = idList(ids)
	return more
}

// runEach runs statements one after the other with what each names of the parameters.
func runEach(app core.App, p dbx.Params, statements ...string) error {
	for _, s := range statements {
		own := dbx.Params{}
		for name, v := range p {
			if strings.Contains(s, "{:"+name+"}") {
				own[name] = v
			}
		}
		if _, err := app.DB().NewQuery(s).Bind(own).Execute(); err != nil {
			return err
		}
	}
	return nil
}
