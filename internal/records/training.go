package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// trainingKind is the nature of the programmes whose events are trainings.
const trainingKind = "formation"

// IsTraining tells whether an event is followed as a group: it has several half-days, or is of a training's programme.
func IsTraining(app core.App, event string) (bool, error) {
	n, err := count(app, `SELECT (SELECT COUNT(*) FROM slots WHERE event = {:e}) > 1
		OR EXISTS (SELECT 1 FROM events e JOIN programmes p ON p.id = e.programme WHERE e.id = {:e} AND p.kind = {:k})`,
		dbx.Params{"e": event, "k": trainingKind})
	return n > 0, err
}

// Trainings lists the events of trainings' programmes, and those that ask for a minimum, the latest first: those that
// ended after a moment, drafts and what was called off left out. organiser: only where named; empty: all.
func Trainings(app core.App, endedAfter Time, organiser string) (rows []Event, err error) {
	err = app.DB().NewQuery(`SELECT e.* FROM events e LEFT JOIN programmes p ON p.id = e.programme
		WHERE e.status IN ('published','held') AND e.ends_at > {:after} AND (p.kind = {:k} OR e.group_min > 0)
		AND ({:o} = '' OR EXISTS (SELECT 1 FROM json_each(e.organisers) WHERE value = {:o})) ORDER BY e.starts_at, e.num`).
		Bind(dbx.Params{"after": endedAfter.String(), "k": trainingKind, "o": organiser}).All(&rows)
	return rows, err
}

// GroupMet tells whether somebody was present at an event, at its own half-days or by catching one up there.
func GroupMet(app core.App, event string) (bool, error) {
	n, err := count(app, `SELECT EXISTS (SELECT 1 FROM attendances WHERE event = {:e})
		OR EXISTS (SELECT 1 FROM catch_ups c JOIN slots s ON s.id = c.other_slot WHERE s.event = {:e} AND c.done_at != '' AND c.dropped_at = '')`,
		dbx.Params{"e": event})
	return n > 0, err
}

// PostponedEvents lists the events that were postponed and are still to come.
func PostponedEvents(app core.App, now Time) (rows []Event, err error) {
	err = app.DB().NewQuery(`SELECT * FROM events WHERE status = 'published' AND starts_at > {:now} AND postponed_at != '' ORDER BY starts_at`).
		Bind(dbx.Params{"now": now.String()}).All(&rows)
	return rows, err
}

// SilentOnDates lists who has a seat, was asked whether the new dates suit, did not answer, and was not chased by a
// letter of this kind.
func SilentOnDates(app core.App, event, kind string, postponed Time) (rows []Registration, err error) {
	err = app.DB().NewQuery(`SELECT r.* FROM registrations r WHERE r.event = {:e} AND r.state IN ('confirmed','offered')
		AND r.dates_asked_at != '' AND r.dates_confirmed_at = '' AND (r.email != '' OR r.notify != '')
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.cause = {:k} || ':' || r.id || ':' || {:p}) ORDER BY r.seq`).
		Bind(dbx.Params{"e": event, "k": kind, "p": postponed.String()}).All(&rows)
	return rows, err
}

// SilentByEvent counts, by coming event, who has a seat and did not say whether the new dates suit.
func SilentByEvent(app core.App, now Time) (map[string]int, error) {
	return sums(app, `SELECT r.event AS name, COUNT(*) AS n FROM registrations r JOIN events e ON e.id = r.event
		WHERE e.status = 'published' AND e.postponed_at != '' AND e.starts_at > {:now} AND r.state IN ('confirmed','offered')
		AND r.dates_asked_at = e.postponed_at AND r.dates_confirmed_at = '' GROUP BY r.event`, dbx.Params{"now": now.String()})
}

// EvaluationsByEvent counts, by event that is over and whose training has a certificate of its own, who was present at
// every half-day and whose certificate is not recorded yet.
func EvaluationsByEvent(app core.App, now Time) (map[string]int, error) {
	return sums(app, `SELECT r.event AS name, COUNT(*) AS n FROM registrations r JOIN events e ON e.id = r.event
		WHERE e.status IN ('published','held') AND e.issuer != '' AND e.ends_at != '' AND e.ends_at <= {:now} AND r.issuer_on = ''
		AND (SELECT COUNT(DISTINCT a.slot) FROM attendances a WHERE a.registration = r.id) = (SELECT COUNT(*) FROM slots s WHERE s.event = e.id)
		GROUP BY r.event`, dbx.Params{"now": now.String()})
}
