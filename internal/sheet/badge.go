package sheet

import (
	"io"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// MostBlankBadges bounds the badges left to be written by hand.
const MostBlankBadges = 50

// BadgeRequest is what badges are asked for with.
type BadgeRequest struct {
	Format string // key of a pdf.LabelFormat
	First  int    // label of the first badge, from 1
	Blanks int
	Sorted string // ByName, ByStructure
}

// DrawBadges writes the badges of those who have a seat at an event as PDF. Errors, at their field: ErrRequired,
// ErrNumber.
func DrawBadges(app core.App, now time.Time, w io.Writer, e *records.Event, in BadgeRequest) error {
	i := slices.IndexFunc(pdf.LabelFormats, func(f pdf.LabelFormat) bool { return f.Key == in.Format })
	var errs domain.Errors
	if i < 0 {
		return domain.Errors{{Code: domain.ErrRequired, Field: "format"}}
	}
	b := pdf.BadgeSheet{Event: e.Title, When: paris.Range(e.StartsAt.Time(), e.EndsAt.Time()), Format: pdf.LabelFormats[i], First: in.First, Blanks: in.Blanks, IssuedAt: now}
	if in.First < 1 || in.First > b.Format.Count() {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "first"})
	}
	if in.Blanks < 0 || in.Blanks > MostBlankBadges {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "badge-blanks"})
	}
	if len(errs) > 0 {
		return errs
	}
	set, err := records.LoadSettings(app)
	if err != nil {
		return err
	}
	people, err := confirmed(app, e.ID, in.Sorted)
	if err != nil {
		return err
	}
	structures, err := door.StructureNames(app)
	if err != nil {
		return err
	}
	if len(people)+in.Blanks == 0 {
		return domain.Errors{{Code: domain.ErrNumber, Field: "badge-blanks"}}
	}
	b.Organiser = set.Organiser
	for _, r := range people {
		b.Badges = append(b.Badges, pdf.Badge{LastName: r.LastName, FirstName: r.FirstName, Structure: structures[r.Structure],
			QRPayload: ticket.Payload(link.Base(app), r.Ticket), ShortCode: ticket.ShowShort(r.ShortCode)})
	}
	return pdf.DrawBadges(w, b)
}
