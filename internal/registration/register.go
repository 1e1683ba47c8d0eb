// Package registration holds the use cases of a registration: register, cancel, promote. Each runs in one
// transaction with its letter, so that a seat, its ticket and its mail exist together or not at all.
package registration

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Request is what somebody typed. Sector, Territory and Profession are codes of the lists; Event is an id.
type Request struct {
	Event                      string
	LastName, FirstName, Email string
	StructureID, Structure     string // the id chosen in the list, the name typed
	NoStructure                bool
	Profession                 string
	Sector, Territory          string
	Needs                      string
	Intent                     string // nonce of the form: the same one registers once
	Origin                     string // domain.FromOnline…
	OtherPerson                bool   // « Je suis une autre personne »
	OverCapacity               bool   // the door lets in outside the count; the desk adds a seat where none is left
	Quiet                      bool   // no letter (walk-in without network, history)
	Actor                      string
}

// Answer says what became of a request. Replay: the form's nonce had registered already.
type Answer struct {
	Registration *records.Registration
	Rank         int // on the waitlist, 1 for the first; 0 when confirmed
	Replay       bool
}

// Register takes a seat, or a place on the list, for one person. Refusals: the fields (domain.Errors), an
// event that takes no registration, ErrEventFull without a list, and ErrAlreadyRegistered whose Arg is the
// id of the live registration of the same person.
func Register(app core.App, now time.Time, in Request) (out Answer, err error) {
	in.clean()
	if err := in.check(); err != nil {
		return out, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		out, err = register(app, now, in)
		return err
	})
	if records.IsUnique(err) && in.Intent != "" { // the same form twice at once: the first one won
		if r, e := records.RegistrationByIntent(app, in.Intent); e == nil {
			return replay(app, r)
		}
	}
	return out, err
}

func register(app core.App, now time.Time, in Request) (out Answer, err error) {
	if r, err := records.RegistrationByIntent(app, in.Intent); err == nil {
		return replay(app, r)
	} else if !domain.Is(err, domain.ErrNotFound) {
		return out, err
	}
	e, err := records.EventOf(app, in.Event)
	if err != nil {
		return out, err
	}
	if err := takes(e, now, in); err != nil {
		return out, err
	}
	r := &records.Registration{Event: e.ID, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email,
		Origin: in.Origin, Needs: in.Needs, Intent: in.Intent, RegisteredAt: records.At(now)}
	if err := place(app, in, r); err != nil {
		return out, err
	}
	if r.Person, err = identify(app, now, in, r); err != nil {
		return out, err
	}
	if live, err := records.LiveRegistration(app, e.ID, r.Person); err == nil {
		return out, domain.Error{Code: domain.ErrAlreadyRegistered, Arg: live.ID}
	} else if !domain.Is(err, domain.ErrNotFound) {
		return out, err
	}
	seats, err := records.SeatsOf(app, e)
	if err != nil {
		return out, err
	}
	state, err := admit(app, now, e, seats, in)
	if err != nil {
		return out, err
	}
	r.State = string(state)
	if state == domain.Confirmed {
		r.ConfirmedAt = records.At(now)
	}
	if err := addFresh(r, e.Tag, func() error { return records.AddRegistration(app, r) }); err != nil {
		return out, err
	}
	if in.Actor != "" {
		if err := trace(app, now, in.Actor, "register", r, ""); err != nil {
			return out, err
		}
	}
	out.Registration = r
	return out, announce(app, now, in, &out)
}

// maxDraws bounds how often codes are drawn again: a collision is rare, ten in a row are a fault.
const maxDraws = 10

// addFresh writes a registration with new codes, drawn again where another registration has them already.
func addFresh(r *records.Registration, tag string, add func() error) (err error) {
	for range maxDraws {
		r.Ticket, r.ShortCode = ticket.New(tag), ticket.NewShort()
		if err = add(); !records.IsUnique(err, "short_code", "ticket") {
			return err
		}
	}
	return err
}

// admit asks the seats' rule. The door lets in outside the count; the desk « au-delà des places » adds a seat,
// unless people wait for one: they are served first (ErrOthersWait, Arg: how many).
func admit(app core.App, now time.Time, e *records.Event, seats domain.Seats, in Request) (domain.State, error) {
	switch {
	case !in.OverCapacity:
		return seats.Admit()
	case in.Origin == domain.FromDoor:
		return domain.Confirmed, nil
	case seats.Waiting > 0 && e.Status == domain.Published && now.Before(e.EndsAt.Time()):
		return "", domain.Error{Code: domain.ErrOthersWait, Field: "over", Arg: fmt.Sprint(seats.Waiting)} // invariant 2
	}
	return domain.Confirmed, addSeat(app, now, e, seats, in.Actor)
}

// takes asks the window of the event. The coordinator and the door register outside it, but never to a
// cancelled event.
func takes(e *records.Event, now time.Time, in Request) error {
	err := e.Window().Open(now)
	if in.Origin == domain.FromOnline || domain.Is(err, domain.ErrEventCancelled) || e.Status == domain.Draft {
		return err
	}
	return nil
}

func announce(app core.App, now time.Time, in Request, out *Answer) (err error) {
	r := out.Registration
	if err = records.RefreshFact(app, r.ID); err != nil {
		return err
	}
	kind := mail.Confirmation
	if r.State == string(domain.Waitlisted) {
		kind = mail.Waitlisted
		if out.Rank, err = records.Rank(app, r); err != nil {
			return err
		}
	}
	if in.Quiet {
		return nil
	}
	return mail.ToRegistration(app, now, kind, kind+":"+r.ID, r, func(w *mail.Words) { w.Rank = out.Rank })
}

func replay(app core.App, r *records.Registration) (out Answer, err error) {
	out = Answer{Registration: r, Replay: true}
	if r.State == string(domain.Waitlisted) {
		out.Rank, err = records.Rank(app, r)
	}
	return out, err
}

// clean brings what was typed to what is kept.
func (in *Request) clean() {
	in.LastName, in.FirstName = domain.CleanLine(in.LastName), domain.CleanLine(in.FirstName)
	in.Email, in.Structure = domain.CleanEmail(in.Email), domain.CleanLine(in.Structure)
	in.Needs = domain.CleanText(in.Needs)
}

// MaxNeeds is the longest text on what somebody needs to take part, in characters.
const MaxNeeds = 500

// check refuses what cannot be kept; every error at its field.
func (in Request) check() error {
	var errs domain.Errors
	for _, e := range []*domain.Error{
		domain.CheckLine("first_name", in.FirstName, domain.MaxName, true, true),
		domain.CheckLine("last_name", in.LastName, domain.MaxName, true, true),
		checkEmail(in),
		domain.CheckLine("structure", in.Structure, domain.MaxName, !in.NoStructure && in.StructureID == "" && in.Origin != domain.FromDoor, true),
		domain.CheckLine("profession", in.Profession, domain.MaxName, in.Origin == domain.FromOnline, false),
		domain.CheckLine("needs", in.Needs, MaxNeeds, false, false),
	} {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	return errs.OrNil()
}

func checkEmail(in Request) *domain.Error {
	if in.Email == "" {
		if in.Origin == domain.FromOnline {
			return &domain.Error{Code: domain.ErrRequired, Field: "email"}
		}
		return nil
	}
	if !domain.ValidEmail(in.Email) {
		return &domain.Error{Code: domain.ErrEmail, Field: "email"}
	}
	return nil
}

// Trace appends who did what to a registration.
func trace(app core.App, now time.Time, actor, action string, r *records.Registration, reason string) error {
	err := records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "registration",
		Target: r.ID, Event: r.Event, Reason: reason})
	if err != nil {
		return fmt.Errorf("trail of registration %s: %w", r.ID, err)
	}
	return nil
}
