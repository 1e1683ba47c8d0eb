package records

import "github.com/pocketbase/pocketbase/core"

// RegisterDay is a half-day of a placement that is done, as the register says it today: Minutes is 0 where nobody came.
type RegisterDay struct {
	Placement string `db:"placement"`
	StartsAt  Time   `db:"starts_at"`
	Minutes   int    `db:"minutes"`
}

// RegisterDays lists the half-days in the register of all the placements of a campaign.
func RegisterDays(app core.App, campaign string) (list []RegisterDay, err error) {
	rows, err := reading(app).Query(`SELECT p.id, s.starts_at, COALESCE(a.minutes, 0) FROM placements p JOIN registrations r ON r.id = p.registration
		JOIN slots s ON s.event = r.event LEFT JOIN attendances a ON a.registration = r.id AND a.slot = s.id WHERE p.campaign = ? AND p.registration != ''`, campaign)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var d RegisterDay
		if err := rows.Scan(&d.Placement, &d.StartsAt, &d.Minutes); err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}
