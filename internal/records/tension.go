package records

import (
	"cmp"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// demandLine is a registration as the tension of its event reads it.
type demandLine struct {
	State       string `db:"state"`
	Companions  int    `db:"companions"`
	RegisterAt  Time   `db:"registered_at"`
	ConfirmedAt Time   `db:"confirmed_at"`
	CancelledAt Time   `db:"cancelled_at"`
	DecidedAt   Time   `db:"decided_at"`
	OfferUntil  Time   `db:"offer_until"`
	NextAt      Time   `db:"next_at"` // when its successor took the seat
}

// Demands gives the registrations of an event in time, those of its door aside.
func Demands(app core.App, event string) (list []domain.Demand, err error) {
	var rows []demandLine
	err = app.DB().NewQuery(`SELECT r.state, r.companions, r.registered_at, r.confirmed_at, r.cancelled_at, r.decided_at, r.offer_until,
		COALESCE(n.registered_at, '') AS next_at FROM registrations r LEFT JOIN registrations n ON n.replaces = r.id AND n.replaces != ''
		WHERE r.event = {:e} AND r.origin != 'door'`).Bind(dbx.Params{"e": event}).All(&rows)
	for _, r := range rows {
		d := domain.Demand{Asked: r.RegisterAt.Time(), Seated: r.ConfirmedAt.Time(), Seats: 1 + r.Companions}
		switch domain.State(r.State) {
		case domain.RegistrationStopped:
			d.Ended = r.CancelledAt.Time()
		case domain.Refused:
			d.Ended = cmp.Or(r.DecidedAt.Time(), r.CancelledAt.Time())
		case domain.Expired:
			d.Ended = r.OfferUntil.Time()
		case domain.Replaced:
			d.Ended = r.NextAt.Time()
		}
		list = append(list, d)
	}
	return list, err
}
