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

// Group is several colleagues whom a referent registers in one form. Each of People holds a name, a mailbox that
// may be empty, and what was asked once for all (structure, sector, territory); the rest is set here.
type Group struct {
	Event                      string
	LastName, FirstName, Email string // the referent's
	Whole                      bool   // together or not at all
	Informed                   bool   // the colleagues know (RGPD, art. 14)
	IsManager                  bool
	ManagerEmail               string
	People                     []Request
	SkipKnown                  bool // leave out who is registered already, rather than stop
	Intent, Origin, Actor      string
}

// Booked is what became of a group, in the order of its rows. Known are the registrations that existed already,
// of the colleagues left out; Left those without a seat, where there is no list and the group does not want to
// be whole.
type Booked struct {
	Booking *records.Booking
	Rows    []Answer
	Known   []records.Registration
	Left    []string // « Prénom Nom »
	Replay  bool
}

// Referent names who registered colleagues, in the trail.
const Referent = "référent"

// MaxGroup is the most colleagues in one form.
const MaxGroup = 60

// Book registers colleagues together: each has a ticket, a link and rights of one's own; the referent has a
// link to all. Nothing is kept unless every row is good. Refusals bear the field of their row, « N:first_name »
// with N from 0: those of Register, ErrTwice for a name written twice, ErrAlreadyRegistered (Arg: the
// registration's id); and ErrNotInformed, ErrGroupTooLarge for the whole.
func Book(app core.App, now time.Time, in Group) (out Booked, err error) {
	in.clean()
	wrong := in.check()
	if len(in.People) == 0 || len(in.People) > MaxGroup {
		return out, wrong
	}
	err = app.RunInTransaction(func(app core.App) error {
		if b, err := records.BookingByIntent(app, in.Intent); err == nil {
			out, err = rebooked(app, b)
			return err
		} else if !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		out, err = book(app, now, in, wrong)
		return err
	})
	if records.IsUnique(err) && in.Intent != "" { // the same form twice at once
		if b, e := records.BookingByIntent(app, in.Intent); e == nil {
			return rebooked(app, b)
		}
	}
	return out, err
}

// book does it, unless something is wrong: then it looks at the rows that are good by themselves as well, so that
// all is said at once.
func book(app core.App, now time.Time, in Group, wrong domain.Errors) (out Booked, err error) {
	e, err := records.EventOf(app, in.Event)
	if err != nil {
		return out, err
	}
	if err := takes(e, now, Request{Origin: domain.FromOnline}); err != nil && in.Origin == domain.FromGroup {
		return out, err
	}
	out.Booking = &records.Booking{Event: e.ID, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email, Intent: in.Intent,
		Whole: in.Whole, IsManager: in.IsManager, InformedAt: records.At(now), Created: records.At(now)}
	if err := records.AddBooking(app, out.Booking); err != nil {
		return out, err
	}
	rows, requests, known, err := prepareAll(app, now, e, in, out.Booking, wrong)
	if err != nil {
		return out, err
	}
	out.Known = known
	if err := out.enter(app, now, e, rows, requests); err != nil {
		return out, err
	}
	return out, out.tell(app, now)
}

// Join adds one colleague to a booking, as its referent.
func Join(app core.App, now time.Time, booking string, in Request) (out Answer, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		b, err := records.BookingOf(app, booking)
		if err != nil {
			return err
		}
		in.Event, in.Origin, in.Actor, in.booking, in.IsManager = b.Event, domain.FromGroup, Referent, b, b.IsManager || in.IsManager
		if in.Email == "" {
			in.Notify = b.Email
		}
		in.clean()
		if err := in.check(); err != nil {
			return err
		}
		out, err = register(app, now, in)
		return err
	})
	return out, err
}

func prepareAll(app core.App, now time.Time, e *records.Event, in Group, b *records.Booking, errs domain.Errors) (rows []*records.Registration, requests []Request, known []records.Registration, err error) {
	wrong := slices.Clone(errs)
	for i, q := range in.People {
		if atSome(wrong, i) {
			continue
		}
		q.booking = b
		err := checkManager(e, q)
		if err != nil && slices.ContainsFunc(errs, func(r domain.Error) bool { return r.Field == "manager_email" }) {
			continue // said once
		}
		var r *records.Registration
		if err == nil {
			r, err = prepare(app, now, e, q)
		}
		refusals := domain.Refusals(err)
		switch {
		case err == nil:
			rows, requests = append(rows, r), append(requests, q)
		case len(refusals) == 0:
			return nil, nil, nil, err
		case refusals[0].Code == domain.ErrAlreadyRegistered && (in.SkipKnown || q.SkipKnown):
			old, err := records.RegistrationOf(app, refusals[0].Arg)
			if err != nil {
				return nil, nil, nil, err
			}
			known = append(known, *old)
		default:
			errs = append(errs, atRow(i, refusals)...)
		}
	}
	if len(rows) == 0 && len(errs) == 0 {
		errs = append(errs, domain.Error{Code: domain.ErrAlreadyRegistered, Field: "0:last_name", Arg: known[0].ID})
	}
	return rows, requests, known, errs.OrNil()
}

// enter seats the rows and writes them: together, or each in turn.
func (b *Booked) enter(app core.App, now time.Time, e *records.Event, rows []*records.Registration, requests []Request) error {
	if b.Booking.Whole {
		if err := begin(app, now, e, requests[0], rows...); err != nil {
			return err
		}
	}
	for i, r := range rows {
		if !b.Booking.Whole {
			err := begin(app, now, e, requests[i], r)
			if domain.Is(err, domain.ErrEventFull) || domain.Is(err, domain.ErrQuota) {
				if b.Left = append(b.Left, r.Name()); len(b.Left) == len(rows) {
					return err
				}
				continue
			}
			if err != nil {
				return err
			}
		}
		a := Answer{Registration: r}
		requests[i].Quiet, requests[i].together = r.Email == "", true // the referent's own letter says it
		if err := write(app, now, e, requests[i], &a); err != nil {
			return err
		}
		b.Rows = append(b.Rows, a)
	}
	for _, r := range rows {
		if r.State != string(domain.PendingManager) {
			continue
		}
		if err := askManager(app, now, mail.ManagerAsked, r); err != nil {
			return err
		}
	}
	return nil
}

// tell queues the referent's letter: who was registered, and the link to all.
func (b *Booked) tell(app core.App, now time.Time) error {
	var lines []string
	for _, a := range b.Rows {
		lines = append(lines, a.Registration.Name()+" : "+stateWord(a))
	}
	for _, r := range b.Known {
		lines = append(lines, r.Name()+" : déjà inscrit(e), laissé(e) de côté")
	}
	for _, name := range b.Left {
		lines = append(lines, name+" : pas de place")
	}
	return mail.ToReferent(app, now, mail.Booked, mail.Booked+":"+b.Booking.ID, b.Booking, b.Rows[0].Registration,
		func(w *mail.Words) { w.People = lines })
}

func stateWord(a Answer) string {
	switch domain.State(a.Registration.State) {
	case domain.Confirmed:
		return "inscription confirmée"
	case domain.Waitlisted:
		return fmt.Sprintf("liste d’attente, rang %d", a.Rank)
	case domain.Requested:
		return "demande transmise à la coordination"
	}
	return "en attente de l’accord du responsable"
}

func rebooked(app core.App, b *records.Booking) (out Booked, err error) {
	out = Booked{Booking: b, Replay: true}
	rows, err := records.BookedTogether(app, b.ID)
	for i := range rows {
		a, err := replay(app, &rows[i])
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, a)
	}
	return out, err
}
