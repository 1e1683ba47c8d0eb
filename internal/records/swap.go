package records

import "github.com/pocketbase/pocketbase/core"

// Swap is a proposal that two registrations exchange their holders.
type Swap struct {
	ID        string `db:"id"`
	First     string `db:"first"`  // who proposes
	Second    string `db:"second"` // who answers
	State     string `db:"state"`  // proposed, done, declined
	Created   Time   `db:"created"`
	DecidedAt Time   `db:"decided_at"`
}

// TableName is the collection's.
func (*Swap) TableName() string { return "swaps" }

// SwapOf finds a swap by id.
func SwapOf(app core.App, id string) (*Swap, error) { return byColumn[Swap](app, "swaps", "id", id) }
