package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Booking is several colleagues registered together by a referent, who keeps a link to them.
type Booking struct {
	ID         string `db:"id"`
	Event      string `db:"event"`
	LastName   string `db:"last_name"` // the referent's
	FirstName  string `db:"first_name"`
	Email      string `db:"email"`
	Intent     string `db:"intent"`
	Whole      bool   `db:"whole"`       // together or not at all
	IsManager  bool   `db:"is_manager"`  // the referent is their manager: no agreement is asked for
	InformedAt Time   `db:"informed_at"` // the referent said that the colleagues are informed (RGPD, art. 14)
	Created    Time   `db:"created"`
}

// TableName is the collection's.
func (*Booking) TableName() string { return "bookings" }

// Name is « Prénom Nom » of the referent.
func (b Booking) Name() string { return b.FirstName + " " + b.LastName }

// AddBooking writes a new booking.
func AddBooking(app core.App, b *Booking) error {
	b.ID = NewID()
	return insert(app, b)
}

// BookingOf finds a booking by id.
func BookingOf(app core.App, id string) (*Booking, error) {
	return byColumn[Booking](app, "bookings", "id", id)
}

// BookingByIntent finds the booking that a form's nonce made.
func BookingByIntent(app core.App, intent string) (*Booking, error) {
	return byColumn[Booking](app, "bookings", "intent", intent)
}

// BookedTogether lists the registrations of a booking in their order, those that were replaced or cancelled too.
func BookedTogether(app core.App, booking string) (rows []Registration, err error) {
	err = app.DB().Select().From("registrations").Where(dbx.HashExp{"booking": booking}).OrderBy("seq").All(&rows)
	return rows, err
}
