package records

import "github.com/pocketbase/pocketbase/core"

// Expected is what the door needs to know of a registration: ten columns of fifty.
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
}

// TableName is the collection's.
func (*Expected) TableName() string { return "registrations" }

// Name is « Prénom Nom ».
func (e Expected) Name() string { return e.FirstName + " " + e.LastName }

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
