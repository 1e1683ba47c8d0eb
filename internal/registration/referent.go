package registration

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// Withdraw cancels one colleague of a booking, as its referent: what Cancel says, and ErrNotFound for a
// registration of another booking.
func Withdraw(app core.App, now time.Time, booking, id, reason string) error {
	if _, err := among(app, booking, id); err != nil {
		return err
	}
	return Cancel(app, now, id, ByPerson, Referent, reason)
}

// among reads registrations of a booking; ErrNotFound for one of another.
func among(app core.App, booking string, ids ...string) (found []records.Registration, err error) {
	rows, err := records.BookedTogether(app, booking)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		i := slices.IndexFunc(rows, func(r records.Registration) bool { return r.ID == id })
		if i < 0 {
			return nil, records.ErrNone
		}
		found = append(found, rows[i])
	}
	return found, nil
}

// ReplaceAmong gives the seat of one colleague of a booking to another of the same structure, as its referent; see
// Replace.
func ReplaceAmong(app core.App, now time.Time, booking, id string, in Request) (out Answer, err error) {
	rows, err := among(app, booking, id)
	if err != nil {
		return out, err
	}
	was, err := RequestOf(app, &rows[0])
	if err != nil {
		return out, err
	}
	in.StructureID, in.Structure, in.NoStructure, in.Sector, in.Territory = was.StructureID, was.Structure, was.NoStructure, was.Sector, was.Territory
	in.Origin = domain.FromGroup
	return Replace(app, now, id, in, Referent)
}

// SwapAmong exchanges what two colleagues of a booking have, as its referent; see Swap.
func SwapAmong(app core.App, now time.Time, booking, first, second string) error {
	if _, err := among(app, booking, first, second); err != nil {
		return err
	}
	return Swap(app, now, first, second, Referent)
}

// AcceptTogether takes the seats that are offered to colleagues of a booking: all of them, or none (ErrOfferPast
// where one deadline has passed). It counts them; none offered is no error.
func AcceptTogether(app core.App, now time.Time, booking string) (n int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		rows, err := records.BookedTogether(app, booking)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.State != string(domain.Offered) {
				continue
			}
			if err := Accept(app, now, r.ID, Referent); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// ShowBookingLink gives the secret address of the group that a registration came with to somebody of the desk, and
// keeps who asked; ErrNotFound for one that came alone.
func ShowBookingLink(app core.App, now time.Time, id, actor string) (url string, err error) {
	r, err := records.RegistrationOf(app, id)
	if err != nil {
		return "", err
	}
	b, err := records.BookingOf(app, r.Booking)
	if err != nil {
		return "", err
	}
	if url, err = link.URL(app, link.Booking, b.ID); err != nil {
		return "", err
	}
	return url, trace(app, now, actor, "show_group_link", r, "")
}
