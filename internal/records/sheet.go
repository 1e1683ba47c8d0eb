package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Sheet is a printed attendance sheet: whom it lists, in its order.
type Sheet struct {
	ID        string `db:"id"` // 15 characters, printed as its QR
	Event     string `db:"event"`
	Slots     List   `db:"slots"`
	People    List   `db:"people"` // ids of registrations, as printed
	Created   Time   `db:"created"`
	Actor     string `db:"actor"`
	EnteredAt Time   `db:"entered_at"` // when its signatures were typed again
	EnteredBy string `db:"entered_by"`
	UndoneAt  Time   `db:"undone_at"`
}

// TableName is the collection's.
func (*Sheet) TableName() string { return "sheets" }

// AddSheet keeps a sheet as it is printed.
func AddSheet(app core.App, s *Sheet) error {
	s.ID = NewID()
	return insert(app, s)
}

// SheetOf finds a sheet by id.
func SheetOf(app core.App, id string) (*Sheet, error) {
	return byColumn[Sheet](app, "sheets", "id", id)
}

// Sheets lists the sheets of an event, the newest first.
func Sheets(app core.App, event string) (rows []Sheet, err error) {
	err = app.DB().Select().From("sheets").Where(dbx.HashExp{"event": event}).OrderBy("created DESC", "id").All(&rows)
	return rows, err
}
