package records

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Tally is what the desk says of an event beside its title. Taken are the seats that are taken, the door's
// arrivals aside; Present counts people, WalkIns those of them who came without a registration.
type Tally struct {
	Event   string `db:"event"`
	Taken   int    `db:"taken"`
	Waiting int    `db:"waiting"`
	Present int    `db:"present"`
	WalkIns int    `db:"walk_ins"`
}

// Tallies counts the registrations of these events; an event without any has none.
func Tallies(app core.App, events []string) (map[string]Tally, error) {
	ids, err := json.Marshal(events)
	if err != nil {
		return nil, err
	}
	var rows []Tally
	err = app.DB().NewQuery(`SELECT event,
		COALESCE(SUM(1 + companions) FILTER (WHERE state IN ('confirmed','offered') AND origin != 'door'), 0) AS taken,
		COUNT(*) FILTER (WHERE state = 'waitlisted') AS waiting,
		COUNT(*) FILTER (WHERE here) AS present,
		COUNT(*) FILTER (WHERE here AND origin = 'door') AS walk_ins
		FROM (SELECT r.event, r.state, r.origin, r.companions, EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id) AS here
			FROM registrations r WHERE r.event IN (SELECT value FROM json_each({:ids})))
		GROUP BY event`).Bind(dbx.Params{"ids": string(ids)}).All(&rows)
	out := map[string]Tally{}
	for _, r := range rows {
		out[r.Event] = r
	}
	return out, err
}
