package door

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// Visitor is somebody without a registration who fills the short form on an own phone.
type Visitor struct {
	LastName, FirstName, Email string
	StructureID, Structure     string
	Profession                 string // code
	Intent                     string // nonce of the form
	OtherPerson                bool
}

// Visiting opens an event by the link of its poster. ErrNotFound for what is not one; ErrVisitorsOff where the event
// does not ask for it, or is no more to come.
func Visiting(app core.App, now time.Time, token string) (place Place, err error) {
	id, err := link.Open(app, now, link.Visitor, token)
	if err != nil {
		return place, err
	}
	if place, err = Open(app, id, "", "visiteur"); err != nil {
		return place, err
	}
	return place, visitable(place, now)
}

// visitable says why nobody announces oneself now: ErrVisitorsOff, ErrEventCancelled, ErrVisitorsSoon (Arg: when),
// ErrVisitorsOver.
func visitable(place Place, now time.Time) error {
	switch place.Event.Status {
	case domain.Cancelled:
		return domain.Error{Code: domain.ErrEventCancelled}
	case domain.Held:
		return domain.Error{Code: domain.ErrVisitorsOver}
	case domain.Draft:
		return domain.Error{Code: domain.ErrVisitorsOff}
	}
	if !place.Event.DoorRules.Visitors {
		return domain.Error{Code: domain.ErrVisitorsOff}
	}
	open, next := domain.VisitorsOpen(records.DomainSlots(place.Slots), now)
	switch {
	case open:
		return nil
	case next.IsZero():
		return domain.Error{Code: domain.ErrVisitorsOver}
	}
	return domain.Error{Code: domain.ErrVisitorsSoon, Arg: next.UTC().Format(time.RFC3339)}
}

// Announce registers a visitor, over the number of places too: whoever stands at the door decides. Nobody is present
// by it: the ticket is scanned at the door. ErrAlreadyRegistered where somebody registered may be this person,
// without saying who, unless OtherPerson.
func Announce(app core.App, now time.Time, place Place, v Visitor) (r *records.Registration, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		place, err := Open(app, place.Event.ID, place.Door, place.Actor)
		if err != nil {
			return err
		}
		if err := visitable(place, now); err != nil {
			return err
		}
		if sent, err := records.RegistrationByIntent(app, v.Intent); err == nil { // the same form twice
			r = sent
			return nil
		}
		if !v.OtherPerson {
			found, err := Namesakes(app, place.Event.ID, WalkIn{LastName: v.LastName, FirstName: v.FirstName, Structure: v.Structure, Email: v.Email}, "")
			if err != nil {
				return err
			}
			if len(found) > 0 {
				return domain.Error{Code: domain.ErrAlreadyRegistered}
			}
		}
		a, err := registration.Register(app, now, registration.Request{Event: place.Event.ID, LastName: v.LastName, FirstName: v.FirstName, Email: v.Email,
			StructureID: v.StructureID, Structure: v.Structure, NoStructure: v.StructureID == "" && domain.CleanLine(v.Structure) == "", Profession: v.Profession,
			Intent: v.Intent, Origin: domain.FromDoor, OverCapacity: true, Quiet: domain.CleanEmail(v.Email) == "", OtherPerson: v.OtherPerson, Actor: place.Actor})
		r = a.Registration
		return err
	})
	if len(domain.Refusals(err)) > 0 && domain.Refusals(err)[0].Code == domain.ErrAlreadyRegistered {
		err = domain.Error{Code: domain.ErrAlreadyRegistered} // not even the id of the other's
	}
	return r, err
}
