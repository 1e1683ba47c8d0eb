package check

import (
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
)

// seatedEvent is an event whose seats have more rules than their number.
type seatedEvent struct {
	ID        string                          `db:"id"`
	Capacity  int                             `db:"capacity"`
	Quotas    types.JSONArray[domain.Quota]   `db:"quotas"`
	SettledAt types.DateTime                  `db:"settled_at"`
	Open      bool                            `db:"open"` // the list is still served
	Workshops types.JSONArray[workshopOption] `db:"workshops"`
}

type workshopOption struct {
	ID       string `json:"id"`
	Capacity int    `json:"capacity"`
}

// asking is a registration that has a seat or waits for one.
type asking struct {
	ID         string                  `db:"id"`
	State      string                  `db:"state"`
	Structure  string                  `db:"structure"`
	Sector     string                  `db:"sector"`
	Companions int                     `db:"companions"`
	Exempt     bool                    `db:"exempt"`
	Whole      string                  `db:"whole"`
	Answers    types.JSONMap[[]string] `db:"answers"`
}

// quotas asks the rule of seats, of each event that has quotas, workshops or groups: nobody seated over a limit
// that holds, but those marked as kept; and nobody on the list who could have been seated when it was last
// served.
func quotas(a *audit) error {
	var events []seatedEvent
	err := a.db.NewQuery(`SELECT e.id, e.capacity, e.quotas, e.settled_at, e.status = 'published' AND e.ends_at > {:now} AS open,
		COALESCE((SELECT json_group_array(json(o.value)) FROM questions q, json_each(q.options) o WHERE q.event = e.id AND q.kind = 'workshop' AND q.removed_at = ''), '[]') AS workshops
		FROM events e WHERE e.status != 'draft' AND NOT (` + simple + `)`).Bind(dbx.Params{"now": a.now.String()}).All(&events)
	if err != nil || len(events) == 0 {
		return err
	}
	houses, err := a.houses()
	if err != nil {
		return err
	}
	for _, e := range events {
		var rows []asking
		if err := a.db.NewQuery(`SELECT r.id, r.state, r.structure, r.sector, r.companions, r.exempt, r.answers, COALESCE(b.id, '') AS whole
			FROM registrations r LEFT JOIN bookings b ON b.id = r.booking AND b.whole
			WHERE r.event = {:e} AND r.origin != 'door' AND r.state IN ('confirmed','offered','waitlisted') ORDER BY r.seq`).
			Bind(dbx.Params{"e": e.ID}).All(&rows); err != nil {
			return err
		}
		a.overLimits(e, rows, houses)
		if e.Open {
			a.servable(e, rows, houses)
		}
	}
	return nil
}

// overLimits counts who is seated under each limit that holds now.
func (a *audit) overLimits(e seatedEvent, rows []asking, houses map[string][2]string) {
	limits, _ := limitsOf(e, a.now.Time(), houses) // what is kept for some bounds the others together: servable asks it
	byKey := map[domain.Key][]string{}
	for _, r := range rows {
		if r.State == string(domain.Waitlisted) || r.Exempt {
			continue
		}
		for _, k := range r.keys(houses) {
			byKey[k] = append(byKey[k], r.ID)
		}
	}
	for _, l := range limits {
		for k, ids := range byKey {
			if k.Kind == l.Kind && (l.ID == "" || l.ID == k.ID) && len(ids) > l.Max {
				a.add(1, ids[len(ids)-1], "au-delà du quota « %s » de l’événement %s : %d pour %d", k.Kind, e.ID, len(ids), l.Max)
			}
		}
	}
}

// servable looks for somebody who waited for nothing when the list was last served.
func (a *audit) servable(e seatedEvent, rows []asking, houses map[string][2]string) {
	at := e.SettledAt.Time()
	if at.IsZero() { // never served: every quota that ever held still bound the list
		at = time.Time{}.Add(time.Hour)
	}
	s := domain.Seats{Capacity: e.Capacity, By: map[domain.Key]int{}}
	s.Limits, s.Reserved = limitsOf(e, at, houses)
	var list []domain.Unit
	for _, r := range rows {
		ask := domain.Ask{ID: r.ID, Seats: 1 + r.Companions, Keys: r.keys(houses)}
		if r.State != string(domain.Waitlisted) {
			s = s.Take(domain.Unit{ask})
			continue
		}
		i := slices.IndexFunc(rows, func(o asking) bool { return o.State == r.State && r.Whole != "" && o.Whole == r.Whole })
		if j := slices.IndexFunc(list, func(u domain.Unit) bool { return i >= 0 && u[0].ID == rows[i].ID }); j >= 0 {
			list[j] = append(list[j], ask)
			continue
		}
		list = append(list, domain.Unit{ask})
	}
	for i, served := range s.Serve(list) {
		if served {
			a.add(2, list[i][0].ID, "attend alors qu’une place est libre pour elle à l’événement %s", e.ID)
		}
	}
}

// limitsOf are the bounds and the reserves of an event at a moment.
func limitsOf(e seatedEvent, at time.Time, houses map[string][2]string) (limits, reserved []domain.Limit) {
	for _, o := range e.Workshops {
		if o.Capacity > 0 {
			limits = append(limits, domain.Limit{Kind: domain.Workshop, ID: o.ID, Max: o.Capacity})
		}
	}
	for _, q := range e.Quotas {
		switch {
		case !q.Active(at):
		case q.Kind == domain.ReservedSector:
			reserved = append(reserved, domain.Limit{Kind: domain.PerSector, ID: q.Of, Max: q.Max})
		case q.Kind == domain.ReservedStructure:
			reserved = append(reserved, domain.Limit{Kind: domain.PerParent, ID: houses[q.Of][1], Max: q.Max})
		default:
			limits = append(limits, domain.Limit{Kind: q.Kind, ID: q.Of, Max: q.Max})
		}
	}
	return limits, reserved
}

func (r asking) keys(houses map[string][2]string) (keys []domain.Key) {
	if r.Sector != "" {
		keys = append(keys, domain.Key{Kind: domain.PerSector, ID: r.Sector})
	}
	if h, ok := houses[r.Structure]; ok {
		keys = append(keys, domain.Key{Kind: domain.PerStructure, ID: h[0]}, domain.Key{Kind: domain.PerParent, ID: h[1]})
	}
	for _, options := range r.Answers {
		for _, o := range options {
			keys = append(keys, domain.Key{Kind: domain.Workshop, ID: o})
		}
	}
	return keys
}

// houses gives the site and the institution of each structure, climbing one step at a time.
func (a *audit) houses() (map[string][2]string, error) {
	var rows []struct {
		ID     string `db:"id"`
		Parent string `db:"parent"`
		Merged string `db:"merged_into"`
		Level  string `db:"level"`
	}
	if err := a.db.NewQuery(`SELECT id, parent, merged_into, level FROM structures`).All(&rows); err != nil {
		return nil, err
	}
	parent, merged, level := map[string]string{}, map[string]string{}, map[string]string{}
	for _, r := range rows {
		parent[r.ID], merged[r.ID], level[r.ID] = r.Parent, r.Merged, r.Level
	}
	houses := map[string][2]string{}
	for _, r := range rows {
		id := r.ID
		for n := 0; merged[id] != "" && n < len(rows); n++ {
			id = merged[id]
		}
		site, found := id, false
		for n := 0; n < len(rows); n++ {
			if !found && level[id] != "service" {
				site, found = id, true
			}
			up := parent[id]
			if up == "" {
				break
			}
			for m := 0; merged[up] != "" && m < len(rows); m++ {
				up = merged[up]
			}
			id = up
		}
		if !found {
			site = id
		}
		houses[r.ID] = [2]string{site, id}
	}
	return houses, nil
}
