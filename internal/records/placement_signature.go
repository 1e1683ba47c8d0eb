package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// PlacementSignature is drawn on the tutor's phone for a half-day: by the trainee and by the tutor. It goes to the
// register once the placement is done.
type PlacementSignature struct {
	ID        string `db:"id"`
	Placement string `db:"placement"`
	Slot      string `db:"slot"`
	Party     string `db:"party"` // trainee, host
	Name      string `db:"name"`
	Role      string `db:"role"`
	Strokes   Raw    `db:"strokes"`
	At        Time   `db:"at"`
}

// TableName is the collection's.
func (*PlacementSignature) TableName() string { return "placement_signatures" }

// AddPlacementSignature writes one.
func AddPlacementSignature(app core.App, s *PlacementSignature) error {
	s.ID = NewID()
	return insert(app, s)
}

// PlacementSignatures lists those of a half-day of a placement.
func PlacementSignatures(app core.App, placement, slot string) ([]PlacementSignature, error) {
	return all[PlacementSignature](app, "placement = ? AND slot = ? ORDER BY party DESC", placement, slot)
}

// DropPlacementSignatures removes those of a half-day; of all of them where slot is empty.
func DropPlacementSignatures(app core.App, placement, slot string) error {
	where := dbx.HashExp{"placement": placement}
	if slot != "" {
		where["slot"] = slot
	}
	_, err := app.DB().Delete("placement_signatures", where).Execute()
	return wrap(err, "placement_signatures", placement)
}
