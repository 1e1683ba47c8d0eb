package records

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// Expected is what the door needs to know of a registration: a fifth of its columns.
type Expected struct {
	ID        string `db:"id"`
	Event     string `db:"event"`
	LastName  string `db:"last_name"`
	FirstName string `db:"first_name"`
	Structure string `db:"structure"`
	State     string `db:"state"`
	Booking   string `db:"booking"`
	Ticket    string `db:"ticket"`
	ShortCode string `db:"short_code"`
	Slots     List   `db:"slots"` // chosen half-days; empty: all

	Incomplete bool `db:"incomplete"` // let in under a name alone: to be completed
}

// TableName is the collection's.
func (*Expected) TableName() string { return "registrations" }

// Name is « Prénom Nom ».
func (e Expected) Name() string { return strings.TrimSpace(e.FirstName + " " + e.LastName) }

// ExpectedByID, ExpectedByTicket and ExpectedByShort find those of some ids, of some tickets, or of some short codes
// of an event, in any order.
func ExpectedByID(app core.App, ids []string) ([]Expected, error) {
	return expected(app, "id", ids, "")
}

// ExpectedByTicket: see ExpectedByID.
func ExpectedByTicket(app core.App, tickets []string) ([]Expected, error) {
	return expected(app, "ticket", tickets, "")
}

// ExpectedByShort: see ExpectedByID.
func ExpectedByShort(app core.App, event string, codes []string) ([]Expected, error) {
	return expected(app, "short_code", codes, event)
}

// GuestsByShort lists the registrations of other events with these short codes that catch up a half-day at this one.
func GuestsByShort(app core.App, event string, codes []string) ([]Expected, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	where, args := among("short_code", codes)
	return all[Expected](app, where+" AND event != ? AND id IN (SELECT registration FROM catch_ups WHERE dropped_at = '' AND other_slot IN (SELECT id FROM slots WHERE event = ?)) ORDER BY id",
		append(args, event, event)...)
}

func expected(app core.App, column string, texts []string, event string) ([]Expected, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	where, args := among(column, texts)
	if event != "" {
		where, args = where+" AND event = ?", append(args, event)
	}
	return all[Expected](app, where, args...)
}

// ExpectedSince lists the registrations of an event that changed, or whose presence did, after a cursor, and gives
// the new cursor. Where nothing changed it costs one look into an index.
func ExpectedSince(app core.App, event string, cursor int) (rows []Expected, next int, err error) {
	err = values(app, "SELECT COALESCE(MAX(change), 0) FROM registrations WHERE event = ?", []any{event}, &next)
	if err != nil || next <= cursor {
		return nil, next, err
	}
	rows, err = all[Expected](app, "event = ? AND change > ? AND change <= ? ORDER BY seq", event, cursor, next)
	return rows, next, err
}

// Stay is when somebody came to a half-day, and left.
type Stay struct {
	Registration string `db:"registration"`
	Slot         string `db:"slot"`
	FirstAt      Time   `db:"first_at"`
	LeftAt       Time   `db:"left_at"`
}

// TableName is the collection's.
func (*Stay) TableName() string { return "attendances" }

// Stays lists those of an event: all of them, or of some registrations alone.
func Stays(app core.App, event string, registrations []string) ([]Stay, error) {
	if registrations == nil {
		return all[Stay](app, "event = ?", event)
	}
	where, args := among("registration", registrations)
	return all[Stay](app, where, args...)
}
