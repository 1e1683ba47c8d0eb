package registration

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Replace gives the seat of a confirmed or offered registration to a colleague: a new registration carries it,
// with a ticket of its own; nobody of the list moves. It goes on until the end of the last half-day, and at the
// door (Origin door) after it. A colleague who waits for the same event leaves the list. What was decided of the
// seat (the coordinator's choice, the manager's agreement) stays with it: it was given to a service, and asking
// again would leave it empty. Refusals: the fields; ErrSamePerson; ErrAlreadyRegistered (Arg: the id) for a
// colleague who has a seat; ErrQuota at « structure », ErrCompanionsFull at « companions »; ErrState, ErrOfferPast,
// ErrEventPast, ErrEventCancelled.
func Replace(app core.App, now time.Time, id string, in Request, actor string) (out Answer, err error) {
	in.Actor = actor
	err = app.RunInTransaction(func(app core.App) error {
		if r, err := records.RegistrationByIntent(app, in.Intent); err == nil {
			out, err = replay(app, r)
			return err
		} else if !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		out.Registration, err = replace(app, now, id, in)
		return err
	})
	if records.IsUnique(err) && in.Intent != "" {
		if r, e := records.RegistrationByIntent(app, in.Intent); e == nil {
			return replay(app, r)
		}
	}
	return out, err
}

func replace(app core.App, now time.Time, id string, in Request) (*records.Registration, error) {
	old, e, err := held(app, id)
	if err != nil {
		return nil, err
	}
	if err := givable(old, e, now, in.Origin == domain.FromDoor); err != nil {
		return nil, err
	}
	if err := in.inherit(app, old); err != nil {
		return nil, err
	}
	in.clean()
	if err := in.check(); err != nil {
		return nil, err
	}
	if in.Companions > 0 {
		if err := checkCompanions(e, in); err != nil {
			return nil, *err
		}
	}
	next, err := successor(app, now, e, old, in)
	if err != nil {
		return nil, err
	}
	word, err := leaveList(app, now, e, next.Person, in.Actor)
	if err != nil {
		return nil, err
	}
	if err := carry(app, now, e, old, next, "replace", in.Actor); err != nil {
		return nil, err
	}
	if err := tellHandover(app, now, old, next, word, in.Quiet); err != nil {
		return nil, err
	}
	return next, Promote(app, now, e) // a structure of the list may have come under its quota again
}

func held(app core.App, id string) (*records.Registration, *records.Event, error) {
	r, err := records.RegistrationOf(app, id)
	if err != nil {
		return nil, nil, err
	}
	e, err := records.EventOf(app, r.Event)
	return r, e, err
}

// Givable says whether somebody may still give a seat to a colleague, by a page.
func Givable(r *records.Registration, e *records.Event, now time.Time) error {
	return givable(r, e, now, false)
}

func givable(r *records.Registration, e *records.Event, now time.Time, door bool) error {
	switch {
	case e.Status == domain.Cancelled:
		return domain.Error{Code: domain.ErrEventCancelled}
	case !door && (e.Status == domain.Held || !now.Before(e.EndsAt.Time())):
		return domain.Error{Code: domain.ErrEventPast}
	case r.State == string(domain.Offered) && !now.Before(r.OfferUntil.Time()):
		return domain.Error{Code: domain.ErrOfferPast}
	case !domain.State(r.State).Seated():
		return domain.Error{Code: domain.ErrState}
	}
	return nil
}

// inherit takes from the registration that leaves what goes with the seat: the event, the structure where none is
// said (the door is in a hurry) with its sector and territory, the referent's address.
func (in *Request) inherit(app core.App, old *records.Registration) error {
	in.Event = old.Event
	if in.Origin == "" {
		in.Origin = domain.FromOnline
	}
	if old.Booking != "" && in.Email == "" && in.Notify == "" {
		b, err := records.BookingOf(app, old.Booking)
		if err != nil {
			return err
		}
		in.Notify = b.Email
	}
	if domain.CleanLine(in.Structure) != "" || in.StructureID != "" || in.Origin != domain.FromDoor {
		return nil
	}
	was, err := RequestOf(app, old)
	in.StructureID, in.NoStructure, in.Sector, in.Territory = was.StructureID, was.NoStructure, was.Sector, was.Territory
	return err
}

// successor makes the row that carries on a seat, with its person.
func successor(app core.App, now time.Time, e *records.Event, old *records.Registration, in Request) (*records.Registration, error) {
	next := &records.Registration{Event: e.ID, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email, Needs: in.Needs,
		Intent: in.Intent, Companions: in.Companions, Notify: in.Notify, Booking: old.Booking, Replaces: old.ID}
	if err := place(app, in, next); err != nil {
		return nil, err
	}
	var err error
	if next.Answers, err = answersOf(app, e, old, in.Answers); err != nil {
		return nil, err
	}
	if next.Person, err = identify(app, now, in, next); err != nil {
		return nil, err
	}
	if next.Person == old.Person {
		return nil, domain.Error{Code: domain.ErrSamePerson, Field: "last_name"}
	}
	return next, nil
}

// leaveList ends the registration by which a person waits for an event where a seat is given to that person, and
// says it in a word; ErrAlreadyRegistered where the person has a seat there.
func leaveList(app core.App, now time.Time, e *records.Event, person, actor string) (word string, err error) {
	live, err := records.LiveRegistration(app, e.ID, person)
	if domain.Is(err, domain.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if domain.State(live.State).Seated() {
		return "", domain.Error{Code: domain.ErrAlreadyRegistered, Field: "last_name", Arg: live.ID}
	}
	live.State, live.CancelledBy, live.CancelledAt = string(domain.RegistrationStopped), ByPerson, records.At(now)
	live.CancelReason = "Place reçue d’une autre personne inscrite"
	if err := records.SaveRegistration(app, live); err != nil {
		return "", err
	}
	if err := records.RefreshFact(app, live.ID); err != nil {
		return "", err
	}
	return "La demande que vous aviez déjà faite pour cet événement est close : vous n’attendez plus.", trace(app, now, actor, "leave_list", live, "")
}

// carry lets a registration carry the seat of another, which ends as replaced. The rule of seats is asked with the
// one who leaves counted out; what the door let in stays outside the count.
func carry(app core.App, now time.Time, e *records.Event, old, next *records.Registration, action, actor string) error {
	next.State, next.Origin, next.Slots = string(domain.Confirmed), old.Origin, old.Slots
	next.RegisteredAt, next.ConfirmedAt = records.At(now), records.At(now)
	if old.Origin != domain.FromDoor {
		if err := fits(app, now, e, old, next); err != nil {
			return err
		}
	}
	old.State, old.OfferUntil = string(domain.Replaced), records.Time{}
	if err := records.SaveRegistration(app, old); err != nil {
		return err
	}
	if err := records.LapseSwaps(app, old.ID, records.At(now)); err != nil {
		return err
	}
	if err := AddFresh(next, e.Tag, func() error { return records.AddRegistration(app, next) }); err != nil {
		return err
	}
	for r, did := range map[*records.Registration]string{old: action, next: action + "_in"} {
		if err := records.RefreshFact(app, r.ID); err != nil {
			return err
		}
		if err := trace(app, now, actor, did, r, ""); err != nil {
			return err
		}
	}
	return nil
}

// fits asks the rule of seats whether a registration may stand where another does, and marks it as kept over a
// quota where the other was.
func fits(app core.App, now time.Time, e *records.Event, old, next *records.Registration) error {
	s, err := seatingOf(app, now, e)
	if err != nil {
		return err
	}
	leaves, comes := s.ask(old.Seat()), s.ask(next.Seat())
	switch h := s.Heir(leaves, comes); {
	case h.None():
	case h.Limit.Kind == domain.Workshop:
		return domain.Error{Code: domain.ErrWorkshopFull, Field: workshopField(app, e, h.Limit.ID), Arg: workshopLabel(app, e, h.Limit.ID)}
	case h.Quota():
		return domain.Error{Code: domain.ErrQuota, Field: "structure", Arg: fmt.Sprint(h.Limit.Max)}
	default:
		return domain.Error{Code: domain.ErrCompanionsFull, Field: "companions", Arg: fmt.Sprint(max(0, s.Left()))}
	}
	next.Exempt = old.Exempt && s.Free(domain.Unit{leaves}).Hinder(domain.Unit{comes}).Limit.Max > 0
	return nil
}

// tellHandover writes to both: who gave the seat, and who has it.
func tellHandover(app core.App, now time.Time, old, next *records.Registration, word string, quiet bool) error {
	err := mail.ToRegistration(app, now, mail.Replaced, mail.Replaced+":"+old.ID, old, func(w *mail.Words) { w.Other = next.FirstName })
	if err != nil || quiet {
		return err
	}
	return mail.ToRegistration(app, now, mail.Successor, mail.Successor+":"+next.ID, next, func(w *mail.Words) {
		w.Other, w.Reason = old.Name(), word
	})
}
