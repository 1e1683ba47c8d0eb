package records

import (
	"database/sql"
	"errors"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// settledEvent is an event that is closed and waits for nothing; reopenedEvent one that was closed and is open again,
// or waits since.
const (
	settledEvent  = "(e.status = 'held' AND NOT e.held_back AND NOT (e.review_certificates AND e.released_at = ''))"
	reopenedEvent = "(e.status = 'held' OR (e.status = 'published' AND e.reopen_reason != ''))"
)

// YearEvent is what somebody attended of an event.
type YearEvent struct {
	Event    string `db:"event"`
	Title    string `db:"title"`
	Nature   string `db:"nature"`
	Partners string `db:"partners"`
	PTSMRole string `db:"ptsm_role"`
	Settled  bool   `db:"settled"` // closed, and nothing is awaited
	Start    Time   `db:"starts"`  // of the first half-day attended, at the hours at which it was
	End      Time   `db:"ends"`    // of the last
	HalfDays int    `db:"half_days"`
	Minutes  int    `db:"minutes"`
}

// YearEvents lists the events closed once, and begun in a span of time, at which a person was present, merges
// followed, the earliest first. A half-day counts once, with its longest presence; neither an arrival that is still to
// be completed nor one whose certificate is withheld counts.
func YearEvents(app core.App, person string, from, to Time) (rows []YearEvent, err error) {
	err = app.DB().NewQuery(`SELECT e.id AS event, e.title, COALESCE(p.name, '') AS nature, e.partners, e.ptsm_role, ` + settledEvent + ` AS settled,
		MIN(x.starts) AS starts, MAX(x.ends) AS ends, COUNT(*) AS half_days, SUM(x.minutes) AS minutes
		FROM (SELECT a.event, a.slot, MAX(a.minutes) AS minutes, MIN(COALESCE(o.starts_at, s.starts_at)) AS starts, MAX(COALESCE(o.ends_at, s.ends_at)) AS ends
			FROM registrations r JOIN attendances a ON a.registration = r.id JOIN slots s ON s.id = a.slot
			LEFT JOIN catch_ups c ON c.registration = a.registration AND c.slot = a.slot AND c.done_at != '' AND c.dropped_at = ''
			LEFT JOIN slots o ON o.id = c.other_slot
			WHERE r.person IN (` + samePerson + `) AND NOT r.incomplete AND r.withheld = '' GROUP BY a.event, a.slot) x
		JOIN events e ON e.id = x.event LEFT JOIN programmes p ON p.id = e.programme
		WHERE ` + reopenedEvent + ` AND e.starts_at >= {:from} AND e.starts_at < {:to} GROUP BY e.id ORDER BY starts, e.id`).
		Bind(dbx.Params{"p": person, "from": from.String(), "to": to.String()}).All(&rows)
	return rows, err
}

// PresentRegistration finds the latest registration under which a person was present at a closed event that began in a
// span of time, merges followed: as whom the summary of that year is made. Those of other years are not looked at: they
// may bear another mailbox, and be of a namesake.
func PresentRegistration(app core.App, person string, from, to Time) (*Registration, error) {
	var r Registration
	q := app.DB().Select("r.*").From("registrations r").InnerJoin("events e", dbx.NewExp("e.id = r.event")).
		Where(dbx.NewExp("r.person IN ("+samePerson+") AND NOT r.incomplete AND r.withheld = '' AND "+settledEvent+
			" AND e.starts_at >= {:from} AND e.starts_at < {:to} AND EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id)",
			dbx.Params{"p": person, "from": from.String(), "to": to.String()})).
		OrderBy("r.registered_at DESC", "r.id").Limit(1)
	if err := find(q, &r); err != nil {
		return nil, err
	}
	return &r, nil
}

// SummarizedRegistration finds whom to tell that the summary of a person and a year is not valid any more: the latest
// registration with an address under which the person is present in that span of time, or was before it was voided;
// that of the person alone before those of whom merges make the same.
func SummarizedRegistration(app core.App, person string, from, to Time) (*Registration, error) {
	const present = "EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id)"
	var r Registration
	err := app.DB().NewQuery(`SELECT r.* FROM registrations r JOIN events e ON e.id = r.event
		WHERE r.person IN (` + samePerson + `) AND NOT r.incomplete AND r.email != '' AND e.starts_at >= {:from} AND e.starts_at < {:to}
		AND (` + present + ` OR EXISTS (SELECT 1 FROM scans s WHERE s.registration = r.id))
		ORDER BY r.person = {:p} DESC, ` + present + ` DESC, r.registered_at DESC, r.id LIMIT 1`).Bind(dbx.Params{"p": person, "from": from.String(), "to": to.String()}).One(&r)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	return &r, nil
}

// MailboxPresence is a presence of somebody: the address of its registration, and when its event begins.
type MailboxPresence struct {
	Email    string `db:"email"`
	StartsAt Time   `db:"starts_at"`
}

// MailboxPresences lists under which addresses a person was present at the closed events, merges followed, the latest
// first.
func MailboxPresences(app core.App, person string) (rows []MailboxPresence, err error) {
	err = app.DB().Select("r.email", "e.starts_at").Distinct(true).From("registrations r").InnerJoin("events e", dbx.NewExp("e.id = r.event")).
		Where(dbx.NewExp("r.person IN ("+samePerson+") AND NOT r.incomplete AND r.withheld = '' AND "+settledEvent+
			" AND EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id)", dbx.Params{"p": person})).
		OrderBy("e.starts_at DESC").All(&rows)
	return rows, err
}

// RootPerson is what a person counts as, merges followed.
func RootPerson(app core.App, person string) (id string, err error) {
	err = app.DB().NewQuery(`WITH RECURSIVE up(id, hops) AS (SELECT {:p}, 0 UNION ALL
		SELECT p.merged_into, u.hops + 1 FROM up u JOIN people p ON p.id = u.id WHERE p.merged_into != '' AND u.hops < 50)
		SELECT id FROM up ORDER BY hops DESC LIMIT 1`).Bind(dbx.Params{"p": person}).Row(&id)
	return id, err
}

// liveSummary is word for word the condition of the unique index of the valid summaries.
const liveSummary = "revoked_at = '' AND person != ''"

// LiveSummaries lists the valid yearly summaries of a person, and of all whom merges make the same.
func LiveSummaries(app core.App, person string) (rows []Certificate, err error) {
	err = app.DB().Select().From("certificates").Where(dbx.NewExp("person IN ("+samePerson+") AND "+liveSummary, dbx.Params{"p": person})).OrderBy("number").All(&rows)
	return rows, err
}

// SummariesOfYears lists the valid summaries of these years, whoever they are of.
func SummariesOfYears(app core.App, first, last int) (rows []Certificate, err error) {
	err = app.DB().Select().From("certificates").Where(dbx.NewExp(liveSummary+" AND year >= {:a} AND year <= {:b}", dbx.Params{"a": first, "b": last})).OrderBy("number").All(&rows)
	return rows, err
}

// LastSummary finds the latest summary of a person (not of who merges make the same) and a year, valid or not.
func LastSummary(app core.App, person string, year int) (*Certificate, error) {
	return one[Certificate](app, "person = ? AND year = ? AND person != '' ORDER BY number DESC LIMIT 1", person, year)
}
