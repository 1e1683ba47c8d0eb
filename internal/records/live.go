package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// LiveCounts is where one half-day of an event stands, as people arrive.
type LiveCounts struct {
	Expected int `db:"expected"` // confirmed before the door, for this half-day
	Present  int `db:"present"`
	Known    int `db:"known"`    // of the expected, those present
	WalkIns  int `db:"walk_ins"` // present, without a registration before
	Gone     int `db:"gone"`     // present, and left since
	Excused  int `db:"excused"`  // of the expected, not present and excused
	Missing  int `db:"missing"`
}

// expectedAt says in SQL who is expected at the half-day {:s}, and excusedAt who is excused from it.
const (
	expectedAt = `(r.state = 'confirmed' AND r.origin != 'door' AND (COALESCE(r.slots, '') IN ('', '[]', 'null') OR instr(r.slots, '"' || {:s} || '"')))`
	excusedAt  = `(r.excused OR instr(COALESCE(r.slot_excuses, ''), '"' || {:s} || '"'))`
	missingAt  = `(` + expectedAt + ` AND NOT ` + excusedAt + ` AND a.id IS NULL)`
	atSlot     = ` FROM registrations r LEFT JOIN attendances a ON a.registration = r.id AND a.slot = {:s} WHERE r.event = {:e}`
)

// LiveCountsOf counts a half-day in one question.
func LiveCountsOf(app core.App, event, slot string) (c LiveCounts, err error) {
	err = app.DB().NewQuery(`SELECT COALESCE(SUM(` + expectedAt + `), 0) AS expected, COUNT(a.id) AS present, COALESCE(SUM(` + expectedAt + ` AND a.id IS NOT NULL), 0) AS known,
		COALESCE(SUM(a.id IS NOT NULL AND r.origin = 'door'), 0) AS walk_ins, COALESCE(SUM(a.id IS NOT NULL AND a.left_at != ''), 0) AS gone,
		COALESCE(SUM(` + expectedAt + ` AND a.id IS NULL AND ` + excusedAt + `), 0) AS excused, COALESCE(SUM(` + missingAt + `), 0) AS missing` + atSlot).
		Bind(dbx.Params{"e": event, "s": slot}).One(&c)
	return c, err
}

// LastChange is the number of the last change of an event's registrations or presences.
func LastChange(app core.App, event string) (n int, err error) {
	err = values(app, "SELECT COALESCE(MAX(change), 0) FROM registrations WHERE event = ?", []any{event}, &n)
	return n, err
}

// LivePerson is a registration on the screen of the day: no mail, no phone.
type LivePerson struct {
	ID        string `db:"id"`
	LastName  string `db:"last_name"`
	FirstName string `db:"first_name"`
	Structure string `db:"structure"`
	Origin    string `db:"origin"`
	Missing   bool   `db:"missing"`
	FirstAt   Time   `db:"first_at"`
}

const livePerson = `SELECT r.id, r.last_name, r.first_name, r.structure, r.origin, `

// MissingAt lists who is expected at a half-day and has not come, by name.
func MissingAt(app core.App, event, slot string) (rows []LivePerson, err error) {
	err = app.DB().NewQuery(livePerson + `1 AS missing, '' AS first_at` + atSlot + ` AND ` + missingAt + ` ORDER BY r.last_name COLLATE NOCASE, r.first_name COLLATE NOCASE, r.id`).
		Bind(dbx.Params{"e": event, "s": slot}).All(&rows)
	return rows, err
}

// ChangedAt lists who changed, or whose presence did, after a cursor, and whether each is missing now.
func ChangedAt(app core.App, event, slot string, cursor int) (rows []LivePerson, err error) {
	err = app.DB().NewQuery(livePerson + missingAt + ` AS missing, COALESCE(a.first_at, '') AS first_at` + atSlot + ` AND r.change > {:c}`).
		Bind(dbx.Params{"e": event, "s": slot, "c": cursor}).All(&rows)
	return rows, err
}

// LastArrivals lists the latest arrivals at a half-day, the last first.
func LastArrivals(app core.App, event, slot string, limit int) (rows []LivePerson, err error) {
	err = app.DB().NewQuery(livePerson + `0 AS missing, a.first_at FROM attendances a JOIN registrations r ON r.id = a.registration
		WHERE a.event = {:e} AND a.slot = {:s} ORDER BY a.first_at DESC, r.id LIMIT {:l}`).
		Bind(dbx.Params{"e": event, "s": slot, "l": limit}).All(&rows)
	return rows, err
}

// ArrivalsByMinute counts the arrivals at a half-day, by minute of UTC (« 2026-11-21 08:05 »).
func ArrivalsByMinute(app core.App, event, slot string) (map[string]int, error) {
	return sums(app, "SELECT substr(first_at, 1, 16) AS name, COUNT(*) AS n FROM attendances WHERE event = {:e} AND slot = {:s} GROUP BY 1", dbx.Params{"e": event, "s": slot})
}

// ArrivalsByDoor counts the people present at a half-day by the door link of their first arrival; empty: by no door.
func ArrivalsByDoor(app core.App, event, slot string) (map[string]int, error) {
	return sums(app, `SELECT COALESCE((SELECT s.door FROM scans s WHERE s.registration = a.registration AND s.slot = a.slot AND s.counts AND s.kind = 'in' AND s.at = a.first_at
		ORDER BY s.nonce LIMIT 1), '') AS name, COUNT(*) AS n FROM attendances a WHERE a.event = {:e} AND a.slot = {:s} GROUP BY 1`, dbx.Params{"e": event, "s": slot})
}
