package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// deskGroup is the group that a registration came with, on its page at the desk.
type deskGroup struct {
	Referent, Email string
	Whole           bool
	Others          []deskColleague
	Link            string // of the referent, shown once asked for
}

type deskColleague struct {
	ID, Name string
	State    stateWord
}

// group fills the group of a registration; one alone has none.
func (v *registrationPage) group(app core.App, r *records.Registration) error {
	if r.Booking == "" {
		return nil
	}
	b, err := records.BookingOf(app, r.Booking)
	if err != nil {
		return err
	}
	rows, err := records.BookedTogether(app, b.ID)
	v.Group = &deskGroup{Referent: b.Name(), Email: b.Email, Whole: b.Whole, Link: v.Typed.Group}
	for _, o := range rows {
		if o.ID != r.ID {
			v.Group.Others = append(v.Group.Others, deskColleague{o.ID, o.Name(), stateWords[domain.State(o.State)]})
		}
	}
	return err
}

// showGroupLink shows the link of the referent who registered a colleague: asked for, and kept in the trail.
func (s *site) showGroupLink(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	url, err := registration.ShowBookingLink(e.App, s.now(), r.ID, actor(e))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showRegistration(e, http.StatusOK, "", typedReasons{Group: url}, nil)
}
