package registration

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Complete says who an arrival under a name alone is: names, structure, function, mailbox. The person is guessed
// again, as at a registration. ErrAlreadyRegistered, whose Arg is the id, where that person has another live
// registration at the event: the arrival belongs there. ErrState where nothing is to be completed any more.
// in.OtherPerson: somebody who only bears the same name.
func Complete(app core.App, now time.Time, id string, in Request, actor string) (r *records.Registration, err error) {
	in.Origin, in.Incomplete = domain.FromDoor, false
	in.clean()
	if err := in.check(); err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		if r, err = records.RegistrationOf(app, id); err != nil {
			return err
		}
		if !r.Incomplete || !domain.State(r.State).Live() {
			return domain.Error{Code: domain.ErrState}
		}
		r.Sector, r.Territory, r.Profession, r.Structure = "", "", "", ""
		if err := place(app, in, r); err != nil {
			return err
		}
		if err := recognise(app, in, r); err != nil {
			return err
		}
		r.LastName, r.FirstName, r.Email, r.Incomplete = in.LastName, in.FirstName, in.Email, false
		if err := records.SaveRegistration(app, r); err != nil {
			return err
		}
		if err := records.RefreshFact(app, r.ID); err != nil {
			return err
		}
		if err := trace(app, now, actor, "complete", r, ""); err != nil || in.Email == "" {
			return err
		}
		kind := letterOf(r.State)
		return mail.ToRegistration(app, now, kind, kind+":"+r.ID, r, nil)
	})
	return r, err
}

// recognise gives a completed arrival the person it is of: one known by that name and structure or mailbox, else
// the person made at the door, under the whole name.
func recognise(app core.App, in Request, r *records.Registration) error {
	key := domain.NameKey(in.LastName, in.FirstName)
	same, err := records.Namesakes(app, key)
	if err != nil {
		return err
	}
	same = slices.DeleteFunc(same, func(p records.Person) bool { return p.ID == r.Person })
	known := match(same, in.Email, r.Structure)
	if known == nil || in.OtherPerson {
		if err := records.RenamePerson(app, r.Person, in.LastName, in.FirstName, key); err != nil {
			return err
		}
		return records.TouchPerson(app, r.Person, in.Email, r.Structure)
	}
	if live, err := records.LiveRegistration(app, r.Event, known.ID); err == nil && live.ID != r.ID {
		return domain.Error{Code: domain.ErrAlreadyRegistered, Field: "last_name", Arg: live.ID}
	} else if err != nil && !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	if err := belong(app, r, known.ID); err != nil {
		return err
	}
	email, structure := in.Email, r.Structure
	if email == "" {
		email = known.Email
	}
	if structure == "" {
		structure = known.Structure
	}
	return records.TouchPerson(app, known.ID, email, structure)
}

// SetAside stops an arrival whose presence was given to another registration of the same person. No letter: the
// person never had this one.
func SetAside(app core.App, now time.Time, actor string, r, stays *records.Registration) error {
	if err := belong(app, r, stays.Person); err != nil { // it was this person all along
		return err
	}
	r.State, r.CancelledBy, r.CancelledAt, r.Incomplete = string(domain.RegistrationStopped), ByOrganiser, records.At(now), false
	r.CancelReason = fmt.Sprintf("Doublon : même personne que l’inscription n° %d.", stays.Seq)
	if err := records.SaveRegistration(app, r); err != nil {
		return err
	}
	if err := records.RefreshFact(app, r.ID); err != nil {
		return err
	}
	return trace(app, now, actor, "set_aside", r, r.CancelReason)
}

// belong gives a registration the person it is of. What was set aside as its double is that person's too: the
// chain of doubles of one event never loses its end.
func belong(app core.App, r *records.Registration, person string) error {
	was := r.Person
	r.Person = person
	doubles, err := records.SetAsideOf(app, r.Event, was)
	if err != nil {
		return err
	}
	for _, d := range doubles {
		if d.ID == r.ID {
			continue
		}
		d.Person = person
		if err := records.SaveRegistration(app, &d); err != nil {
			return err
		}
		if err := records.RefreshFact(app, d.ID); err != nil {
			return err
		}
	}
	return nil
}
