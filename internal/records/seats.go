package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// SeatsOf gives the seats of an event, quotas aside; origin door stays outside the count. The database counts as
// registrations come and go (triggers seat_counts_…): a crowd asks for this at every registration.
func SeatsOf(app core.App, e *Event) (domain.Seats, error) {
	s := domain.Seats{Capacity: e.Capacity, Waitlist: e.Waitlist}
	return s, values(app, "SELECT taken, waiting FROM seat_counts WHERE event = ?", []any{e.ID}, &s.Taken, &s.Waiting)
}

// SeatRow is what quotas read of a registration.
type SeatRow struct {
	ID         string  `db:"id"`
	Structure  string  `db:"structure"`
	Sector     string  `db:"sector"`
	Companions int     `db:"companions"`
	Answers    Answers `db:"answers"`
	Exempt     bool    `db:"exempt"`
	Whole      string  `db:"whole"` // id of the booking that wants to be served whole; empty: alone
}

// Seat is what quotas read of a registration that is in hand.
func (r Registration) Seat() SeatRow {
	return SeatRow{ID: r.ID, Structure: r.Structure, Sector: r.Sector, Companions: r.Companions, Answers: r.Answers, Exempt: r.Exempt}
}

const seatColumns = `SELECT r.id, r.structure, r.sector, r.companions, r.answers, r.exempt, COALESCE(b.id, '') AS whole
	FROM registrations r LEFT JOIN bookings b ON b.id = r.booking AND b.whole WHERE r.event = {:e} AND `

// Seated lists who has a seat, the door's arrivals aside, in the order of asking.
func Seated(app core.App, event string) (rows []SeatRow, err error) {
	err = app.DB().NewQuery(seatColumns + `r.state IN ('confirmed','offered') AND r.origin != 'door' ORDER BY r.seq`).
		Bind(dbx.Params{"e": event}).All(&rows)
	return rows, err
}

// WaitingList lists who waits, in the order of asking.
func WaitingList(app core.App, event string) (rows []SeatRow, err error) {
	err = app.DB().NewQuery(seatColumns + `r.state = 'waitlisted' ORDER BY r.seq`).Bind(dbx.Params{"e": event}).All(&rows)
	return rows, err
}

// WorkshopLimits lists the options of an event's workshops that have seats of their own.
func WorkshopLimits(app core.App, event string) (limits []domain.Limit, err error) {
	var rows []struct {
		ID  string `db:"id"`
		Max int    `db:"max"`
	}
	err = app.DB().NewQuery(`SELECT o.value ->> 'id' AS id, o.value ->> 'capacity' AS max FROM questions q, json_each(q.options) o
		WHERE q.event = {:e} AND q.kind = 'workshop' AND q.removed_at = '' AND COALESCE(o.value ->> 'capacity', 0) > 0`).
		Bind(dbx.Params{"e": event}).All(&rows)
	for _, r := range rows {
		limits = append(limits, domain.Limit{Kind: domain.Workshop, ID: r.ID, Max: r.Max})
	}
	return limits, err
}

// Exempted marks registrations as over a quota and kept, or not any more.
func Exempted(app core.App, id string, exempt bool) error {
	return set(app, "registrations", id, dbx.Params{"exempt": exempt})
}

// SettledAt writes when the list of an event was last served.
func SettledAt(app core.App, e *Event, at Time) error {
	e.SettledAt = at
	return set(app, "events", e.ID, dbx.Params{"settled_at": at.String()})
}

// DueEvents lists the events where time itself frees seats by now: an offer's deadline has passed, or people
// wait and a quota may have ended.
func DueEvents(app core.App, now Time) (ids []string, err error) {
	err = app.DB().NewQuery(`SELECT DISTINCT event FROM registrations INDEXED BY idx_registrations_offer WHERE state = 'offered' AND offer_until != '' AND offer_until <= {:now}
		UNION SELECT e.id FROM events e, json_each(e.quotas) q WHERE e.status = 'published' AND e.ends_at > {:now}
			AND q.value ->> 'until' != '' AND julianday(q.value ->> 'until') <= julianday({:now})
			AND (e.settled_at = '' OR julianday(q.value ->> 'until') > julianday(e.settled_at))
			AND EXISTS (SELECT 1 FROM registrations r WHERE r.event = e.id AND r.state = 'waitlisted')`).
		Bind(dbx.Params{"now": now.String()}).Column(&ids)
	return ids, err
}

// PastOffers lists the offers of an event whose deadline has passed, in the order of asking.
func PastOffers(app core.App, event string, now Time) (rows []Registration, err error) {
	err = app.DB().Select().From("registrations").Where(dbx.HashExp{"event": event, "state": "offered"}).
		AndWhere(dbx.NewExp("offer_until != '' AND offer_until <= {:now}", dbx.Params{"now": now.String()})).OrderBy("seq").All(&rows)
	return rows, err
}

// StructureTree says, for each structure, the site and the institution it counts for: merges are followed, a
// service counts for its site, and a parent's parent is the institution.
type StructureTree map[string]struct{ Site, Parent string }

// LoadStructureTree reads it whole: some hundreds of rows.
func LoadStructureTree(app core.App) (StructureTree, error) {
	var rows []Structure
	if err := app.DB().Select("id", "parent", "merged_into", "level").From("structures").All(&rows); err != nil {
		return nil, err
	}
	byID := map[string]Structure{}
	for _, s := range rows {
		byID[s.ID] = s
	}
	follow := func(id string, next func(Structure) string) string {
		for hops := 0; hops < 10; hops++ {
			to := next(byID[id])
			if to == "" {
				return id
			}
			id = to
		}
		return id
	}
	merged := func(s Structure) string { return s.MergedInto }
	tree := StructureTree{}
	for _, s := range rows {
		root := follow(s.ID, merged)
		node := tree[s.ID]
		node.Site = follow(root, func(s Structure) string {
			if s.Level == "service" && s.Parent != "" {
				return follow(s.Parent, merged)
			}
			return ""
		})
		node.Parent = follow(root, func(s Structure) string {
			if s.Parent == "" {
				return ""
			}
			return follow(s.Parent, merged)
		})
		tree[s.ID] = node
	}
	return tree, nil
}
