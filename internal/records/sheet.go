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
	Blanks    int    `db:"blanks"` // empty lines printed under them
	Sorted    string `db:"sorted"` // name, structure: the order of the lines
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

// EnterSheet notes that signatures of a sheet were typed again.
func EnterSheet(app core.App, id, by string, at Time) error {
	return set(app, "sheets", id, dbx.Params{"entered_at": at.String(), "entered_by": by, "undone_at": ""})
}

// UndoSheet notes that what was typed again of a sheet was taken back.
func UndoSheet(app core.App, id string, at Time) error {
	return set(app, "sheets", id, dbx.Params{"undone_at": at.String()})
}

// ScansNamed lists the scans whose nonce begins with prefix, which ends with a colon, in their order of arrival.
func ScansNamed(app core.App, prefix string) (rows []Scan, err error) {
	end := prefix[:len(prefix)-1] + ";" // the character after the colon
	err = app.DB().Select().From("scans").Where(dbx.NewExp("nonce >= {:from} AND nonce < {:to}", dbx.Params{"from": prefix, "to": end})).
		OrderBy("seq").All(&rows)
	return rows, err
}
