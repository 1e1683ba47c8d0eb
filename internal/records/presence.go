package records

import (
	"github.com/pocketbase/pocketbase/core"
)

// PresenceLine is one half-day that somebody attended, in numbers: nothing says who.
type PresenceLine struct {
	Slot      string
	Row       int32 // of the registration's fact
	Structure int32 // as written, before merges
	Sector    int32
	Territory int32
	Job       int32 // profession
	Minutes   int
	Proof     int
}

// EachPresence gives the presences of an event to visit, half-day by half-day, until it answers false.
func EachPresence(app core.App, event string, visit func(PresenceLine) bool) error {
	rows, err := reading(app).Query(`SELECT a.slot, f.rowid, f.structure, f.sector, f.territory, f.profession, a.minutes, a.proof
		FROM attendances a JOIN facts f ON f.id = a.registration WHERE a.event = ? ORDER BY a.slot, f.structure, f.rowid`, event)
	if err != nil {
		return err
	}
	defer rows.Close()
	var p PresenceLine
	for rows.Next() {
		if err := rows.Scan(&p.Slot, &p.Row, &p.Structure, &p.Sector, &p.Territory, &p.Job, &p.Minutes, &p.Proof); err != nil {
			return err
		}
		if !visit(p) {
			return nil
		}
	}
	return rows.Err()
}

// SlotLine is a half-day as a list of presences names it.
type SlotLine struct {
	ID       string `db:"id"`
	Label    string `db:"label"`
	StartsAt Time   `db:"starts_at"`
}

// SlotLines lists every half-day, by id.
func SlotLines(app core.App) (map[string]SlotLine, error) {
	var rows []SlotLine
	err := app.DB().Select("id", "label", "starts_at").From("slots").All(&rows)
	lines := make(map[string]SlotLine, len(rows))
	for _, s := range rows {
		lines[s.ID] = s
	}
	return lines, err
}
