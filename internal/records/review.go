package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Review says that somebody has looked at a conflict of an event.
type Review struct {
	ID      string `db:"id"`
	Event   string `db:"event"`
	Subject string `db:"subject"`
	Actor   string `db:"actor"`
	Note    string `db:"note"`
	At      Time   `db:"at"`
}

// TableName is the collection's.
func (*Review) TableName() string { return "reviews" }

// Reviews gives what was looked at of an event, by subject.
func Reviews(app core.App, event string) (map[string]Review, error) {
	var rows []Review
	err := app.DB().Select().From("reviews").Where(dbx.HashExp{"event": event}).All(&rows)
	bySubject := map[string]Review{}
	for _, r := range rows {
		bySubject[r.Subject] = r
	}
	return bySubject, err
}

// PutReview notes that a conflict was looked at; the latest look is kept.
func PutReview(app core.App, r Review) error {
	_, err := do(app, `INSERT INTO reviews (id, event, subject, actor, note, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (event, subject) DO UPDATE SET actor = excluded.actor, note = excluded.note, at = excluded.at`,
		NewID(), r.Event, r.Subject, r.Actor, r.Note, r.At)
	return wrap(err, "reviews", r.Subject)
}

// DropReview forgets that a conflict was looked at.
func DropReview(app core.App, event, subject string) error {
	_, err := do(app, "DELETE FROM reviews WHERE event = ? AND subject = ?", event, subject)
	return wrap(err, "reviews", subject)
}
