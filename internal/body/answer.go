package body

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// Reply is what a member answers. The names and the address are those of whoever will sit for the member.
type Reply struct {
	Answer                     string
	LastName, FirstName, Email string
	Note                       string
}

// maxNote is the longest word that goes with an answer, in characters.
const maxNote = 300

// ByInvitation begins the intent of every registration that an answer made: `check` knows them by it.
const ByInvitation = "invitation:"

// Answer keeps what a member answers to an invitation, and makes the registration say the same: one live
// registration at most, the member's or the representative's, excused or not. It may change until the meeting
// begins. Refusals: ErrEventPast, ErrEventCancelled, the fields reponse, prenom, nom, email, mot, and those of
// registration.Register (an event that is full).
func Answer(app core.App, now time.Time, id, actor string, in Reply) error {
	if err := in.clean(); err != nil {
		return err
	}
	return app.RunInTransaction(func(app core.App) error {
		i, err := records.InvitationOf(app, id)
		if err != nil {
			return err
		}
		e, err := records.EventOf(app, i.Event)
		if err != nil {
			return err
		}
		if err := Answerable(e, now); err != nil {
			return err
		}
		m, err := records.MemberOf(app, i.Member)
		if err != nil {
			return err
		}
		g := guest{app: app, now: now, actor: actor, e: e, i: i, m: m}
		act := g.sit
		if in.Answer == domain.AnswerRepresented {
			act = g.represent
		}
		if err := act(in); err != nil {
			return err
		}
		i.Answer, i.Note, i.AnsweredAt, i.RepresentedBy = in.Answer, in.Note, records.At(now), ""
		if in.Answer == domain.AnswerRepresented {
			i.RepresentedBy = in.FirstName + " " + in.LastName
		}
		if err := records.SaveInvitation(app, i); err != nil {
			return err
		}
		return trace(app, now, actor, "answer", "invitation", i.ID, e.ID, in.Answer)
	})
}

// Answerable refuses an answer that comes too late, or to a meeting that is called off.
func Answerable(e *records.Event, now time.Time) error {
	switch {
	case e.Status == domain.Cancelled:
		return domain.Error{Code: domain.ErrEventCancelled}
	case e.Status != domain.Published, !now.Before(e.StartsAt.Time()):
		return domain.Error{Code: domain.ErrEventPast}
	}
	return nil
}

func (in *Reply) clean() error {
	in.LastName, in.FirstName = domain.CleanLine(in.LastName), domain.CleanLine(in.FirstName)
	in.Email, in.Note = domain.CleanEmail(in.Email), domain.CleanLine(in.Note)
	var errs domain.Errors
	if !slices.Contains(domain.MeetingAnswers, in.Answer) {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "reponse"})
	}
	if in.Answer == domain.AnswerRepresented {
		for _, e := range []*domain.Error{domain.CheckLine("prenom", in.FirstName, domain.MaxName, true, true),
			domain.CheckLine("nom", in.LastName, domain.MaxName, true, true)} {
			if e != nil {
				errs = append(errs, *e)
			}
		}
		if in.Email != "" && !domain.ValidEmail(in.Email) {
			errs = append(errs, domain.Error{Code: domain.ErrEmail, Field: "email"})
		}
	}
	if e := domain.CheckLine("mot", in.Note, maxNote, false, false); e != nil {
		errs = append(errs, *e)
	}
	return errs.OrNil()
}

// guest is an invitation being answered, in one transaction.
type guest struct {
	app   core.App
	now   time.Time
	actor string
	e     *records.Event
	i     *records.Invitation
	m     *records.Member
}

// live is the registration that bears the answer so far, where it still stands; else nil.
func (g guest) live() (*records.Registration, error) {
	r, err := records.RegistrationOf(g.app, g.i.Registration)
	if domain.Is(err, domain.ErrNotFound) || err == nil && !domain.State(r.State).Live() {
		return nil, nil
	}
	return r, err
}

// sit registers the member, or says that the seat stays empty.
func (g guest) sit(in Reply) error {
	excused := in.Answer == domain.AnswerExcused
	r, err := g.live()
	if err != nil {
		return err
	}
	known := false // registered before, by the desk: the letter is gone already
	switch {
	case r == nil:
		r, known, err = g.register(excused)
	case g.i.Answer == domain.AnswerRepresented:
		r, known, err = g.takeBack(r, excused)
	}
	if err != nil || r == nil {
		return err
	}
	g.i.Registration = r.ID
	if r.State != string(domain.Confirmed) {
		if excused { // who waits for a seat and will not come leaves the list
			return registration.Cancel(g.app, g.now, r.ID, registration.ByPerson, g.actor, in.Note)
		}
		return nil
	}
	back := r.Excused && !excused
	if err := registration.SetExcuse(g.app, g.now, r.ID, g.actor, excused, in.Note); err != nil || !back || known {
		return err
	}
	return registration.SendAgain(g.app, g.now, r.ID) // the ticket, which an excused member never got
}

// register makes the member's own registration, without a letter for one who is excused. Somebody whom the desk
// registered already keeps that one. An event that is full has no seat to keep empty: none is made then.
func (g guest) register(excused bool) (r *records.Registration, known bool, err error) {
	if excused {
		seats, err := records.SeatsOf(g.app, g.e)
		if err != nil || seats.Left() == 0 || seats.Waiting > 0 {
			return nil, false, err
		}
	}
	in, err := g.request(excused)
	if err != nil {
		return nil, false, err
	}
	return g.enter(in)
}

// request is the member's own, as the body knows the member.
func (g guest) request(quiet bool) (in registration.Request, err error) {
	in = registration.Request{Event: g.e.ID, LastName: g.m.LastName, FirstName: g.m.FirstName, Email: g.m.Email,
		StructureID: g.m.Structure, NoStructure: g.m.Structure == "", Quiet: quiet}
	if g.m.Profession != "" {
		p, err := records.ItemOf(g.app, records.Professions, g.m.Profession)
		if err != nil {
			return in, err
		}
		in.Profession = p.Code
	}
	return in, nil
}

// takeBack gives the member the seat of the representative who was to come.
func (g guest) takeBack(r *records.Registration, excused bool) (next *records.Registration, known bool, err error) {
	in, err := g.request(excused)
	if err != nil {
		return nil, false, err
	}
	if next, err = g.handOver(r, in); err != nil || next != nil {
		return next, false, err
	}
	if err := g.release(r); err != nil {
		return nil, false, err
	}
	return g.register(excused)
}

// handOver gives the seat that bears the answer to somebody else: at a full meeting, one that was given up would be
// the list's. Nothing where there is no seat to give, where another invitation needs it, or where the other one
// has a seat already.
func (g guest) handOver(r *records.Registration, in registration.Request) (*records.Registration, error) {
	if r.State != string(domain.Confirmed) {
		return nil, nil
	}
	if free, err := g.releasable(r); err != nil || !free {
		return nil, err
	}
	in.Origin, in.Intent = domain.FromCoordinator, g.intent()
	out, err := registration.Replace(g.app, g.now, r.ID, in, g.actor)
	if err == nil {
		return out.Registration, nil
	}
	for _, refusal := range domain.Refusals(err) {
		if refusal.Code == domain.ErrAlreadyRegistered || refusal.Code == domain.ErrSamePerson {
			return nil, nil
		}
	}
	return nil, err
}

func (g guest) intent() string { return ByInvitation + g.i.ID + ":" + records.NewID() }

// enter registers somebody for the invitation; known: there was a registration already.
func (g guest) enter(in registration.Request) (r *records.Registration, known bool, err error) {
	in.Origin, in.Actor, in.Intent = domain.FromCoordinator, g.actor, g.intent()
	out, err := registration.Register(g.app, g.now, in)
	if err == nil {
		return out.Registration, false, nil
	}
	for _, refusal := range domain.Refusals(err) {
		if refusal.Code == domain.ErrAlreadyRegistered {
			r, err := records.RegistrationOf(g.app, refusal.Arg)
			return r, true, err
		}
	}
	return nil, false, err
}

// represent registers whoever will sit for the member, in the place of whoever was to come.
func (g guest) represent(in Reply) error {
	key := domain.NameKey(in.LastName, in.FirstName)
	if key == domain.NameKey(g.m.LastName, g.m.FirstName) {
		return domain.Error{Code: domain.ErrOwnName, Field: "nom"}
	}
	r, err := g.live()
	if err != nil {
		return err
	}
	if r != nil && g.i.Answer == domain.AnswerRepresented && domain.NameKey(r.LastName, r.FirstName) == key {
		return nil // the same one
	}
	other := registration.Request{Event: g.e.ID, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email,
		StructureID: g.m.Structure, NoStructure: g.m.Structure == ""}
	var next *records.Registration
	if r != nil {
		if next, err = g.handOver(r, other); err == nil && next == nil {
			err = g.release(r)
		}
	}
	if err == nil && next == nil {
		next, _, err = g.enter(other)
	}
	if err != nil {
		return err
	}
	g.i.Registration = next.ID
	return nil
}

// release gives up the registration that bore the answer so far, where it may.
func (g guest) release(r *records.Registration) error {
	if free, err := g.releasable(r); err != nil || !free {
		return err
	}
	return registration.Cancel(g.app, g.now, r.ID, registration.ByPerson, g.actor, "")
}

// releasable tells whether the registration that bore the answer so far is this invitation's alone: the member's
// own, or that of a representative who is there for it. One that another invitation needs stays.
func (g guest) releasable(r *records.Registration) (bool, error) {
	if g.i.Answer == domain.AnswerRepresented && !strings.HasPrefix(r.Intent, ByInvitation) {
		return false, nil
	}
	others, err := records.InvitationsOn(g.app, r.ID, g.i.ID)
	return others == 0, err
}
