package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// Planning is what the rule of the planned letters needs of the event.
func (e Event) Planning() domain.Planning {
	return domain.Planning{Status: e.Status, Start: e.StartsAt.Time(), End: e.EndsAt.Time(), Joining: e.JoiningDays, Reminder: e.ReminderDays, Thanks: e.ThanksDays}
}

// EventsWithMails lists the events that may have a letter to send by themselves: those to come, and those that ended
// after a moment.
func EventsWithMails(app core.App, now, endedAfter Time) (rows []Event, err error) {
	err = app.DB().Select().From("events").Where(dbx.NewExp(`(status = {:published} AND starts_at > {:now} AND (joining_days > 0 OR reminder_days > 0))
		OR (status = {:held} AND ends_at > {:after} AND thanks_days > 0)`,
		dbx.Params{"published": domain.Published, "held": domain.Held, "now": now.String(), "after": endedAfter.String()})).OrderBy("starts_at").All(&rows)
	return rows, err
}

// concerned is domain.Planned.Concerns in SQL.
func concerned(kind string) string {
	if kind == domain.MailThanks {
		return "EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id)"
	}
	return "r.state = 'confirmed' AND r.origin != 'door' AND r.excused = 0"
}

const written = "EXISTS (SELECT 1 FROM outbox o WHERE o.cause = {:kind} || ':' || r.id || ':' || {:day})"

// ToWrite lists the registrations that a planned letter concerns, that have an address and not had it yet.
func ToWrite(app core.App, event string, l domain.Planned, limit int) (rows []Registration, err error) {
	err = app.DB().NewQuery(`SELECT r.* FROM registrations r WHERE r.event = {:event} AND (r.email != '' OR r.notify != '') AND ` + concerned(l.Kind) +
		` AND NOT ` + written + ` ORDER BY r.seq LIMIT {:limit}`).
		Bind(dbx.Params{"event": event, "kind": l.Kind, "day": l.Day, "limit": limit}).All(&rows)
	return rows, err
}

// PlannedCount is how many registrations a planned letter concerns: all, those without any address, those who had it.
type PlannedCount struct {
	All     int `db:"people"`
	Without int `db:"without"`
	Written int `db:"had"`
}

// CountPlanned counts whom a planned letter concerns.
func CountPlanned(app core.App, event string, l domain.Planned) (c PlannedCount, err error) {
	err = app.DB().NewQuery(`SELECT COUNT(*) AS people, COALESCE(SUM(r.email = '' AND r.notify = ''), 0) AS without, COALESCE(SUM(` + written + `), 0) AS had
		FROM registrations r WHERE r.event = {:event} AND ` + concerned(l.Kind)).
		Bind(dbx.Params{"event": event, "kind": l.Kind, "day": l.Day}).One(&c)
	return c, err
}

// RecentRegistrations lists the latest registrations, of one event or of all.
func RecentRegistrations(app core.App, event string, limit int) (rows []Registration, err error) {
	q := app.DB().Select().From("registrations").OrderBy("registered_at DESC", "id").Limit(int64(limit))
	if event != "" {
		q.Where(dbx.HashExp{"event": event})
	}
	err = q.All(&rows)
	return rows, err
}
