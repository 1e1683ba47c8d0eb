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
	Answers                    records.Answers
	Companions                 int    // people who come along, without names
	ManagerEmail               string // whose agreement the event asks for
	IsManager                  bool   // « Je suis responsable de service »: no agreement is asked for
	Notify                     string // where letters go when Email is empty
	SkipKnown                  bool   // one of a group: left out when registered already
	Incomplete                 bool   // at the door, under a name alone: completed later
	booking                    *records.Booking
	together                   bool // with others: their manager is asked once all are written
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
	if err := checkManager(e, in); err != nil {
		return out, err
	}
	r, err := prepare(app, now, e, in)
	if err != nil {
		return out, err
	}
	if err := begin(app, now, e, in, r); err != nil {
		return out, err
	}
	out.Registration = r
	if err := write(app, now, e, in, &out); err != nil || len(e.Quotas) < 2 {
		return out, err
	}
	return out, Promote(app, now, e) // who counts in two reserves leaves room for others
}

// prepare makes the row of a request, with its person; ErrAlreadyRegistered where that person has one.
func prepare(app core.App, now time.Time, e *records.Event, in Request) (*records.Registration, error) {
	r := &records.Registration{Event: e.ID, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email,
		Origin: in.Origin, Needs: in.Needs, Intent: in.Intent, RegisteredAt: records.At(now), Answers: in.Answers,
		Companions: in.Companions, Notify: in.Notify, ManagerEmail: in.ManagerEmail, Incomplete: in.Incomplete}
	if in.booking != nil {
		r.Booking = in.booking.ID
	}
	if err := ask(app, e, in, r); err != nil {
		return nil, err
	}
	if err := place(app, in, r); err != nil {
		return nil, err
	}
	var err error
	if r.Person, err = identify(app, now, in, r); err != nil {
		return nil, err
	}
	if live, err := records.LiveRegistration(app, e.ID, r.Person); err == nil {
		return nil, domain.Error{Code: domain.ErrAlreadyRegistered, Arg: live.ID}
	} else if !domain.Is(err, domain.ErrNotFound) {
		return nil, err
	}
	return r, nil
}

// begin gives requests that are served together their first state: the manager is asked first, then the
// coordinator, where the event says so; else the seats' rule decides. What the desk writes is decided already.
func begin(app core.App, now time.Time, e *records.Event, in Request, rows ...*records.Registration) error {
	asks := in.Origin == domain.FromOnline || in.Origin == domain.FromGroup
	switch {
	case asks && e.Manager && !in.IsManager:
		for _, r := range rows {
			r.State, r.ManagerAskedAt = string(domain.PendingManager), records.At(now)
		}
		return nil
	case asks && e.Approval:
		for _, r := range rows {
			r.State = string(domain.Requested)
		}
		return nil
	case in.OverCapacity:
		return beyond(app, now, e, in, rows[0])
	}
	return enter(app, now, e, rows...)
}

// write stores a registration that has its state, and tells whom it concerns.
func write(app core.App, now time.Time, e *records.Event, in Request, out *Answer) error {
	r := out.Registration
	if err := AddFresh(r, e.Tag, func() error { return records.AddRegistration(app, r) }); err != nil {
		return err
	}
	if in.Actor != "" {
		if err := trace(app, now, in.Actor, "register", r, ""); err != nil {
			return err
		}
	}
	if err := announce(app, now, e, in, out); err != nil || r.State != string(domain.PendingManager) || in.together {
		return err
	}
	return askManager(app, now, mail.ManagerAsked, r)
}

// maxDraws bounds how often codes are drawn again: a collision is rare, ten in a row are a fault.
const maxDraws = 10

// AddFresh writes a registration with new codes, drawn again where another registration has them already.
func AddFresh(r *records.Registration, tag string, add func() error) (err error) {
	for range maxDraws {
		r.Ticket, r.ShortCode = ticket.New(tag), ticket.NewShort()
		if err = add(); !records.IsUnique(err, "short_code", "ticket") {
			return err
		}
	}
	return err
}

// beyond lets somebody in past the rule: the door outside the count; the desk « au-delà des places » with one
// more seat, and past the quotas, unless people wait: they are served first (ErrOthersWait, Arg: how many).
func beyond(app core.App, now time.Time, e *records.Event, in Request, r *records.Registration) error {
	r.State, r.ConfirmedAt = string(domain.Confirmed), records.At(now)
	if in.Origin == domain.FromDoor {
		return nil
	}
	s, err := seatingOf(app, now, e)
	if err != nil {
		return err
	}
	if s.Waiting > 0 && e.Status == domain.Published && now.Before(e.EndsAt.Time()) {
		return domain.Error{Code: domain.ErrOthersWait, Field: "over", Arg: fmt.Sprint(s.Waiting)} // invariant 2
	}
	r.Exempt = s.Hinder(s.unit(r)).Limit.Max > 0
	return addSeat(app, now, e, s.Seats, in.Actor)
}

// takes asks the window of the event. The coordinator and the door register outside it, but never to a
// cancelled event; a referent's link does not.
func takes(e *records.Event, now time.Time, in Request) error {
	if e.Placement != "" {
		return domain.Error{Code: domain.ErrStageEntry}
	}
	err := e.Window().Open(now)
	if in.Origin == domain.FromOnline || in.Origin == domain.FromGroup || domain.Is(err, domain.ErrEventCancelled) || e.Status == domain.Draft {
		return err
	}
	return nil
}

func announce(app core.App, now time.Time, e *records.Event, in Request, out *Answer) (err error) {
	r := out.Registration
	if err = records.RefreshFact(app, r.ID); err != nil {
		return err
	}
	kind := letterOf(r.State)
	if r.State == string(domain.Waitlisted) {
		if out.Rank, err = lastRank(app, r); err != nil {
			return err
		}
	}
	if in.Quiet {
		return nil
	}
	return mail.ToRegistrationOf(app, now, kind, kind+":"+r.ID, e, r, func(w *mail.Words) { w.Rank = out.Rank })
}

// lastRank is the rank of who has just entered the list: all the others are before.
func lastRank(app core.App, r *records.Registration) (int, error) {
	seats, err := records.SeatsOf(app, &records.Event{ID: r.Event})
	return seats.Waiting, err
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
	in.ManagerEmail, in.Notify = domain.CleanEmail(in.ManagerEmail), domain.CleanEmail(in.Notify)
}

// MaxNeeds is the longest text on what somebody needs to take part, in characters.
const MaxNeeds = 500

// MaxCompanions is the most people who come along with one registration.
const MaxCompanions = 50

// check refuses what cannot be kept; every error at its field.
func (in Request) check() error {
	var errs domain.Errors
	for _, e := range []*domain.Error{
		domain.CheckLine("first_name", in.FirstName, domain.MaxName, !in.Incomplete, true),
		domain.CheckLine("last_name", in.LastName, domain.MaxName, true, true),
		checkEmail(in),
		domain.CheckLine("structure", in.Structure, domain.MaxName, !in.NoStructure && in.StructureID == "" && in.Origin != domain.FromDoor, true),
		domain.CheckLine("profession", in.Profession, domain.MaxName, in.Origin == domain.FromOnline || in.Origin == domain.FromGroup, false),
		domain.CheckLine("needs", in.Needs, MaxNeeds, false, false),
	} {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	if in.Companions < 0 || in.Companions > MaxCompanions {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "companions"})
	}
	return errs.OrNil()
}

func checkEmail(in Request) *domain.Error {
	if in.Email == "" {
		if in.Origin == domain.FromOnline || (in.Origin == domain.FromGroup && in.Notify == "") {
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
