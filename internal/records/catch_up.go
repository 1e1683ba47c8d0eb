package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// CatchUp is a half-day that somebody missed and attends in another group: once done, it counts as presence at the
// first.
type CatchUp struct {
	ID            string `db:"id"`
	Event         string `db:"event"`
	Registration  string `db:"registration"`
	Slot          string `db:"slot"`       // missed
	OtherSlot     string `db:"other_slot"` // of another event
	Reason        string `db:"reason"`
	Actor         string `db:"actor"`
	DoneBy        string `db:"done_by"`
	DroppedBy     string `db:"dropped_by"`
	DroppedReason string `db:"dropped_reason"`
	PlannedAt     Time   `db:"planned_at"`
	DoneAt        Time   `db:"done_at"`
	DroppedAt     Time   `db:"dropped_at"`
}

// TableName is the collection's.
func (*CatchUp) TableName() string { return "catch_ups" }

// CatchUpOf finds a catch-up by id.
func CatchUpOf(app core.App, id string) (*CatchUp, error) {
	return byColumn[CatchUp](app, "catch_ups", "id", id)
}

// CatchUps lists those planned or done of an event's registrations.
func CatchUps(app core.App, event string) (rows []CatchUp, err error) {
	return all[CatchUp](app, "event = ? AND dropped_at = '' ORDER BY planned_at, id", event)
}

// CatchUpsOf lists those planned or done of one registration.
func CatchUpsOf(app core.App, registration string) (rows []CatchUp, err error) {
	return all[CatchUp](app, "registration = ? AND dropped_at = '' ORDER BY planned_at, id", registration)
}

// CatchUpsAt lists those planned or done at a half-day of another group.
func CatchUpsAt(app core.App, otherSlot string) (rows []CatchUp, err error) {
	return all[CatchUp](app, "other_slot = ? AND dropped_at = '' ORDER BY planned_at, id", otherSlot)
}

// CatchUpsAway lists those planned or done of some registrations at some half-days of other groups, whose own event
// was not called off.
func CatchUpsAway(app core.App, registrations, slots []string) (rows []CatchUp, err error) {
	who, args := among("registration", registrations)
	where, more := among("other_slot", slots)
	return all[CatchUp](app, who+" AND "+where+" AND dropped_at = '' AND event IN (SELECT id FROM events WHERE status != 'cancelled') ORDER BY planned_at, id",
		append(args, more...)...)
}

// CatchUpsIn lists those planned or done at the half-days of a group by people of others.
func CatchUpsIn(app core.App, event string) (rows []CatchUp, err error) {
	return all[CatchUp](app, "other_slot IN (SELECT id FROM slots WHERE event = ?) AND dropped_at = '' ORDER BY planned_at, id", event)
}

// CatchUpLoad counts those planned or done that rest on a half-day, on either side.
func CatchUpLoad(app core.App, slot string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM catch_ups WHERE dropped_at = '' AND (slot = {:s} OR other_slot = {:s})", dbx.Params{"s": slot})
}

// GroupsOf lists the events of a programme that are published or held, the earliest first: a stage croisé is nobody’s group.
func GroupsOf(app core.App, programme string) (rows []Event, err error) {
	if programme == "" {
		return nil, nil
	}
	err = app.DB().Select().From("events").Where(dbx.HashExp{"programme": programme, "placement": "", "status": []any{domain.Published, domain.Held}}).OrderBy("starts_at", "id").All(&rows)
	return rows, err
}

// EventsWithIssuer lists the closed events of which somebody else gives a certificate.
func EventsWithIssuer(app core.App) (rows []Event, err error) {
	err = app.DB().Select().From("events").Where(dbx.NewExp("status = 'held' AND issuer != ''")).OrderBy("ends_at", "id").All(&rows)
	return rows, err
}

// ToChase lists who was present at every half-day of an event, has an address, no certificate of its issuer recorded
// and not had this kind of letter about it.
func ToChase(app core.App, event, kind string) (rows []Registration, err error) {
	err = app.DB().NewQuery(`SELECT r.* FROM registrations r WHERE r.event = {:e} AND r.issuer_on = '' AND r.incomplete = 0 AND (r.email != '' OR r.notify != '')
		AND (SELECT COUNT(*) FROM attendances a WHERE a.registration = r.id) = (SELECT COUNT(*) FROM slots s WHERE s.event = r.event)
		AND EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id)
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.cause = {:k} || ':' || r.id) ORDER BY r.seq`).Bind(dbx.Params{"e": event, "k": kind}).All(&rows)
	return rows, err
}

// PutCatchUp writes a catch-up, new (without id) or changed.
func PutCatchUp(app core.App, c *CatchUp) error {
	if c.ID == "" {
		c.ID = NewID()
		return insert(app, c)
	}
	return wrap(app.DB().Model(c).Update(), "catch_ups", c.ID)
}

// CaughtUp tells which registrations of an event attended a half-day of it in another group.
func CaughtUp(app core.App, event, slot string) (map[string]bool, error) {
	rows, err := all[CatchUp](app, "event = ? AND slot = ? AND done_at != '' AND dropped_at = ''", event, slot)
	caught := make(map[string]bool, len(rows))
	for _, c := range rows {
		caught[c.Registration] = true
	}
	return caught, err
}
