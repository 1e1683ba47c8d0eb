package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Letter is a mail of the outbox. Text holds links as [[label|kind:target]]: the secret address is put in
// when it is sent or shown. Cause is unique: the same cause never makes two mails.
type Letter struct {
	ID            string `db:"id"`
	Cause         string `db:"cause"`
	Kind          string `db:"kind"`
	Recipient     string `db:"recipient"`
	RecipientName string `db:"recipient_name"`
	Subject       string `db:"subject"`
	Text          string `db:"text"`
	MessageID     string `db:"message_id"`
	LastError     string `db:"last_error"`
	Event         string `db:"event"`
	Registration  string `db:"registration"`
	Placement     string `db:"placement"`   // a letter about a placement; empty: none
	Attachments   List   `db:"attachments"` // ticket:ID, calendar:ID, certificate:ID: drawn when sent
	Status        string `db:"status"`      // queued, sent, failed, held
	Attempts      int    `db:"attempts"`
	Created       Time   `db:"created"`
	DueAt         Time   `db:"due_at"`
	SentAt        Time   `db:"sent_at"`
}

// TableName is the collection's.
func (*Letter) TableName() string { return "outbox" }

// AddLetter queues a mail; added is false when its cause has one already.
func AddLetter(app core.App, l *Letter) (added bool, err error) {
	l.ID = NewID()
	if l.Attachments == nil {
		l.Attachments = List{}
	}
	n, err := do(app, shapeOf(l).insert+" ON CONFLICT (cause) DO NOTHING", valuesOf(l)...)
	return n > 0, err
}

// LetterOf finds a mail by id.
func LetterOf(app core.App, id string) (*Letter, error) {
	return byColumn[Letter](app, "outbox", "id", id)
}

// DueLetters lists the queued mails whose time has come, the oldest first.
func DueLetters(app core.App, now Time, limit int) (rows []Letter, err error) {
	err = app.DB().Select().From("outbox").Where(dbx.HashExp{"status": "queued"}).
		AndWhere(dbx.NewExp("due_at <= {:now}", dbx.Params{"now": now.String()})).OrderBy("due_at", "created", "id").Limit(int64(limit)).All(&rows)
	return rows, err
}

// HoldQueuedLetters keeps back every mail that waits, until somebody releases it, and counts them.
func HoldQueuedLetters(app core.App) (int, error) { return moveLetters(app, "queued", "held", Time{}) }

// ReleaseHeldLetters queues every mail that was held, due at once, and counts them.
func ReleaseHeldLetters(app core.App, now Time) (int, error) {
	return moveLetters(app, "held", "queued", now)
}

func moveLetters(app core.App, from, to string, due Time) (int, error) {
	columns := dbx.Params{"status": to}
	if !due.IsZero() {
		columns["due_at"], columns["attempts"] = due.String(), 0
	}
	res, err := app.DB().Update("outbox", columns, dbx.HashExp{"status": from}).Execute()
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// LetterFilter narrows the list of the outbox. Empty fields do not narrow.
type LetterFilter struct {
	Status, Event, Registration, Words string
	Organiser                          string // user id: only mails of the events where named
	Limit, Offset                      int
}

// Letters lists mails, the latest first, and counts them all.
func Letters(app core.App, f LetterFilter) (rows []Letter, total int, err error) {
	where := dbx.HashExp{}
	for column, v := range map[string]string{"status": f.Status, "event": f.Event, "registration": f.Registration} {
		if v != "" {
			where[column] = v
		}
	}
	q := app.DB().Select().From("outbox").Where(where)
	c := app.DB().Select("COUNT(*)").From("outbox").Where(where)
	if f.Organiser != "" {
		own := dbx.NewExp("event IN (SELECT e.id FROM events e, json_each(e.organisers) o WHERE o.value = {:organiser})", dbx.Params{"organiser": f.Organiser})
		q.AndWhere(own)
		c.AndWhere(own)
	}
	if f.Words != "" {
		like := dbx.Or(dbx.Like("recipient", f.Words), dbx.Like("recipient_name", f.Words), dbx.Like("subject", f.Words))
		q.AndWhere(like)
		c.AndWhere(like)
	}
	if err = c.Row(&total); err != nil {
		return nil, 0, err
	}
	err = q.OrderBy("created DESC", "id").Limit(int64(f.Limit)).Offset(int64(f.Offset)).All(&rows)
	return rows, total, err
}

// MarkLetter writes what came of sending a mail.
func MarkLetter(app core.App, l *Letter) error {
	return set(app, "outbox", l.ID, dbx.Params{"status": l.Status, "attempts": l.Attempts, "due_at": l.DueAt.String(),
		"sent_at": l.SentAt.String(), "last_error": l.LastError, "message_id": l.MessageID})
}

// LetterCounts counts the mails by status.
func LetterCounts(app core.App) (map[string]int, error) {
	return sums(app, "SELECT status AS name, COUNT(*) AS n FROM outbox GROUP BY status", nil)
}

// DropLetter takes a letter that has not left out of the outbox.
func DropLetter(app core.App, id string) error {
	_, err := app.DB().Delete("outbox", dbx.And(dbx.HashExp{"id": id}, dbx.Not(dbx.HashExp{"status": "sent"}))).Execute()
	return wrap(err, "outbox", id)
}

// DropPlacementLetters takes out those about a placement that hold a link of this kind and have not left; with a recipient,
// those to it alone.
func DropPlacementLetters(app core.App, placement, link, recipient string) error {
	return runEach(app, dbx.Params{"p": placement, "ref": "|" + link + ":" + placement + "]]", "to": recipient},
		`DELETE FROM outbox WHERE placement = {:p} AND status != 'sent' AND instr(text, {:ref}) > 0 AND {:to} IN ('', recipient)`)
}

// PlacementLetters lists those about a placement, the first one first.
func PlacementLetters(app core.App, placement string) ([]Letter, error) {
	return all[Letter](app, "placement = ? ORDER BY created, id", placement)
}

// LetterCaused tells whether a cause made its letter.
func LetterCaused(app core.App, cause string) (bool, error) {
	n, err := count(app, "SELECT COUNT(*) FROM outbox WHERE cause = {:c}", dbx.Params{"c": cause})
	return n > 0, err
}
