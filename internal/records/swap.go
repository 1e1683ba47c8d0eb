package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Swap is a proposal that two registrations exchange their holders.
type Swap struct {
	ID        string `db:"id"`
	First     string `db:"first"`  // who proposes
	Second    string `db:"second"` // who answers
	State     string `db:"state"`  // SwapProposed…
	Created   Time   `db:"created"`
	DecidedAt Time   `db:"decided_at"`
}

// What became of a proposal.
const (
	SwapProposed = "proposed"
	SwapDone     = "done"
	SwapDeclined = "declined"
)

// TableName is the collection's.
func (*Swap) TableName() string { return "swaps" }

// SwapOf finds a swap by id.
func SwapOf(app core.App, id string) (*Swap, error) { return byColumn[Swap](app, "swaps", "id", id) }

// AddSwap writes a new swap.
func AddSwap(app core.App, s *Swap) error {
	s.ID = NewID()
	return insert(app, s)
}

// SaveSwap writes a swap read in the same transaction.
func SaveSwap(app core.App, s *Swap) error { return wrap(app.DB().Model(s).Update(), "swaps", s.ID) }

// SwapsOf lists the swaps that a registration proposed or was proposed, the latest first.
func SwapsOf(app core.App, registration string) (rows []Swap, err error) {
	err = app.DB().Select().From("swaps").Where(dbx.Or(dbx.HashExp{"first": registration}, dbx.HashExp{"second": registration})).
		OrderBy("created DESC", "id").All(&rows)
	return rows, err
}

// LapseProposals closes what a registration has proposed and nobody has answered.
func LapseProposals(app core.App, first string, at Time) error {
	_, err := app.DB().Update("swaps", dbx.Params{"state": SwapDeclined, "decided_at": at.String()}, dbx.HashExp{"first": first, "state": SwapProposed}).Execute()
	return wrap(err, "swaps", first)
}

// LapseSwaps closes the proposals that a registration is part of: it has changed.
func LapseSwaps(app core.App, registration string, at Time) error {
	_, err := app.DB().Update("swaps", dbx.Params{"state": SwapDeclined, "decided_at": at.String()}, dbx.And(dbx.HashExp{"state": SwapProposed},
		dbx.Or(dbx.HashExp{"first": registration}, dbx.HashExp{"second": registration}))).Execute()
	return wrap(err, "swaps", registration)
}
