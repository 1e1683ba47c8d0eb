package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// gatheredAt is who was at each half-day; gatheredIn, who chose each workshop and was present at its event. A question
// that is no longer asked keeps its workshops.
const (
	gatheredAt = `SELECT a.slot, f.event, f.structure, f.sector, f.territory, f.profession, f.proof
		FROM attendances a JOIN facts f ON f.id = a.registration`
	gatheredIn = `SELECT j.value, f.event, f.structure, f.sector, f.territory, f.profession, f.proof FROM questions q
		JOIN registrations r ON r.event = q.event JOIN facts f ON f.id = r.id AND f.outcome = 1
		JOIN json_each(r.answers, '$."' || q.id || '"') j WHERE q.kind = 'workshop'`
)

// Gatherings lists every half-day and workshop where somebody was present, and who was there as facts have them:
// structures before their merges.
func Gatherings(app core.App) (list []domain.Gathering, here []domain.MetPresence, err error) {
	at := map[string]int32{}
	for _, query := range []string{gatheredAt, gatheredIn} {
		rows, err := app.DB().NewQuery(query).Rows()
		if err != nil {
			return nil, nil, err
		}
		defer rows.Close()
		var where string
		var p domain.MetPresence
		for rows.Next() {
			if err := rows.Scan(&where, &p.Event, &p.Structure, &p.Sector, &p.Territory, &p.Profession, &p.Proof); err != nil {
				return nil, nil, err
			}
			known := false
			if p.Gathering, known = at[where]; !known {
				p.Gathering = int32(len(list))
				at[where] = p.Gathering
				list = append(list, domain.Gathering{Event: p.Event})
			}
			here = append(here, p)
		}
		if err := rows.Err(); err != nil {
			return nil, nil, err
		}
	}
	return list, here, nil
}

// PutFile stores bytes in place of those that had this id.
func PutFile(app core.App, f *File) error {
	if err := DropFile(app, f.ID); err != nil {
		return err
	}
	return insert(app, f)
}

// DropFile removes stored bytes.
func DropFile(app core.App, id string) error {
	_, err := app.DB().Delete("files", dbx.HashExp{"id": id}).Execute()
	return wrap(err, "files", id)
}
