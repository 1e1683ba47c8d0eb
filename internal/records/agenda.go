package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// AgendaVersion changes whenever the list of coming public events can look otherwise: an event written, a
// seat taken or freed, the platform renamed, a campaign of stages croisés opened. It costs one short query, where drawing the list costs several.
// (Not MAX(updated): two changes may share a millisecond.)
func AgendaVersion(app core.App, now Time) (version string, err error) {
	err = app.DB().NewQuery(`SELECT
		EXISTS (SELECT 1 FROM campaigns WHERE status = 'open') || char(31) ||
		(SELECT COALESCE(MAX(change), 0) FROM registrations) || char(31) ||
		COALESCE((SELECT name || char(31) || territory || char(31) || organiser || char(31) || contact || char(31) || demo FROM settings ORDER BY id LIMIT 1), '') || char(31) ||
		COALESCE((SELECT group_concat(line, char(30)) FROM (SELECT slug || char(31) || title || char(31) || summary || char(31) || programme ||
			char(31) || territory || char(31) || mode || char(31) || place || char(31) || capacity || char(31) || waitlist || char(31) ||
			starts_at || ends_at || registration_opens_at || '/' || registration_closes_at AS line
			FROM events WHERE status = 'published' AND visibility = 'public' AND ends_at > {:now} ORDER BY id)), '') || char(31) ||
		COALESCE((SELECT group_concat(line, char(30)) FROM (SELECT title || char(31) || organisation || char(31) || place || char(31) ||
			territory || char(31) || url || char(31) || audience || char(31) || starts_at || ends_at AS line
			FROM declarations WHERE state = 'accepted' AND shown = 1 AND ends_at > {:now} ORDER BY id)), '')`).
		Bind(dbx.Params{"now": now.String()}).Row(&version)
	return version, err
}

// SeatsOfEvents is SeatsOf for many at once.
func SeatsOfEvents(app core.App, events []Event) (map[string]domain.Seats, error) {
	seats := map[string]domain.Seats{}
	ids := make([]any, len(events))
	for i, e := range events {
		ids[i], seats[e.ID] = e.ID, domain.Seats{Capacity: e.Capacity, Waitlist: e.Waitlist}
	}
	if len(ids) == 0 {
		return seats, nil
	}
	var rows []struct {
		Event   string `db:"event"`
		Taken   int    `db:"taken"`
		Waiting int    `db:"waiting"`
	}
	err := app.DB().Select("event", "taken", "waiting").From("seat_counts").Where(dbx.In("event", ids...)).All(&rows)
	for _, r := range rows {
		s := seats[r.Event]
		s.Taken, s.Waiting = r.Taken, r.Waiting
		seats[r.Event] = s
	}
	return seats, err
}

// SlotsOfEvents lists the half-days of each event, the earliest first: Slots for many at once.
func SlotsOfEvents(app core.App, events []Event) (map[string][]Slot, error) {
	slots := map[string][]Slot{}
	ids := make([]any, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	if len(ids) == 0 {
		return slots, nil
	}
	var rows []Slot
	err := app.DB().Select().From("slots").Where(dbx.In("event", ids...)).OrderBy("starts_at", "position").All(&rows)
	for _, r := range rows {
		slots[r.Event] = append(slots[r.Event], r)
	}
	return slots, err
}
