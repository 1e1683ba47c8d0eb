package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// Applications lists those of the given registrations of an event that wait for the coordinator's decision, in
// the order of asking.
func Applications(app core.App, event string, ids []string) (rows []Registration, err error) {
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = id
	}
	err = app.DB().Select().From("registrations").Where(dbx.HashExp{"event": event, "state": "requested"}).
		AndWhere(dbx.In("id", list...)).OrderBy("seq").All(&rows)
	return rows, err
}

// PendingManagers lists the registrations whose manager was asked before a moment, was reminded so many times
// and has not answered, at events that have not begun; a reminder that left since rest lets them wait.
func PendingManagers(app core.App, reminded int, before, now, rest Time) (rows []Registration, err error) {
	err = app.DB().NewQuery(`SELECT r.* FROM registrations r JOIN events e ON e.id = r.event
		WHERE r.state = 'pending_manager' AND r.manager_reminders = {:n} AND r.manager_asked_at < {:before}
		AND e.status = 'published' AND e.starts_at > {:now}
		AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.kind = 'registration' AND a.target = r.id AND a.action = 'remind_manager' AND a.at > {:rest}) ORDER BY r.manager_asked_at, r.seq`).
		Bind(dbx.Params{"n": reminded, "before": before.String(), "now": now.String(), "rest": rest.String()}).All(&rows)
	return rows, err
}

// ManagerReminded writes how often a manager was reminded.
func ManagerReminded(app core.App, id string, times int) error {
	return set(app, "registrations", id, dbx.Params{"manager_reminders": times})
}

// Board lists the registrations of an event that a coordinator decides of: those that wait for it, and those that
// were decided, in the order of asking.
func Board(app core.App, event string) (rows []Registration, err error) {
	err = app.DB().Select().From("registrations").Where(dbx.HashExp{"event": event}).
		AndWhere(dbx.NewExp("state = 'requested' OR decided_at != ''")).OrderBy("seq").All(&rows)
	return rows, err
}

// WaitingApplications counts the applications that wait for a decision at one event.
func WaitingApplications(app core.App, event string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM registrations WHERE event = {:e} AND state = 'requested'", dbx.Params{"e": event})
}

// ApplicationsByEvent counts the applications that wait for a decision at the events that have not begun.
func ApplicationsByEvent(app core.App, now Time) (map[string]int, error) {
	return sums(app, `SELECT r.event AS name, COUNT(*) AS n FROM events e JOIN registrations r ON r.event = e.id AND r.state = 'requested'
		WHERE e.status = {:published} AND e.starts_at > {:now} GROUP BY r.event`, dbx.Params{"published": domain.Published, "now": now.String()})
}

// CameBefore gives those registrations that wait for a decision at an event whose person, or one whom a merge makes
// the same, was present at another event.
func CameBefore(app core.App, event string) (map[string]bool, error) {
	var ids []string
	err := app.DB().NewQuery(`WITH RECURSIVE same(of, id) AS (
			SELECT DISTINCT person, person FROM registrations WHERE event = {:e} AND state = 'requested'
			UNION SELECT s.of, p.merged_into FROM same s JOIN people p ON p.id = s.id WHERE p.merged_into != ''
			UNION SELECT s.of, p.id FROM same s JOIN people p ON p.merged_into = s.id WHERE s.id != '')
		SELECT r.id FROM registrations r WHERE r.event = {:e} AND r.state = 'requested' AND EXISTS (
			SELECT 1 FROM same s JOIN registrations o ON o.person = s.id JOIN attendances a ON a.registration = o.id
			WHERE s.of = r.person AND o.event != r.event)`).Bind(dbx.Params{"e": event}).Column(&ids)
	came := map[string]bool{}
	for _, id := range ids {
		came[id] = true
	}
	return came, err
}

// Bookings lists those of an event, by id.
func Bookings(app core.App, event string) (map[string]Booking, error) {
	var rows []Booking
	err := app.DB().Select().From("bookings").Where(dbx.HashExp{"event": event}).All(&rows)
	byID := map[string]Booking{}
	for _, b := range rows {
		byID[b.ID] = b
	}
	return byID, err
}
