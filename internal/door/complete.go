package door

import (
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// Completion says who an arrival under a name alone is.
type Completion struct {
	WalkIn
	Arrival string `json:"registration"` // id of the registration that is incomplete
	Same    string `json:"same"`         // id of the registration that this person has already; empty: not said
}

// Complete writes who an arrival is. Somebody who turns out to be registered already is present under that
// registration: every half-day of the arrival is admitted there at its hour, by hand and with the reason, then
// voided here, and the arrival is set aside. Facts stay where they were written. Sent twice, the second gets the
// same registration. Refusals: the fields, ErrNamesake at « duplicate » as Admit does, ErrNotFound for what is
// not of this event, ErrState for what was completed as somebody else.
func Complete(app core.App, now time.Time, place Place, in Completion) (out WalkInResult, err error) {
	in.WalkIn = in.Whole()
	err = app.RunInTransaction(func(app core.App) error {
		place, err := place.within(app)
		if err != nil {
			return err
		}
		r, err := records.RegistrationOf(app, in.Arrival)
		if err != nil {
			return err
		}
		if r.Event != place.Event.ID {
			return records.ErrNone
		}
		if !r.Incomplete {
			out, err = completed(app, in, r)
			return err
		}
		id, err := complete(app, now, place, in, r)
		if err != nil {
			return err
		}
		final, err := records.RegistrationOf(app, id)
		if err != nil {
			return err
		}
		out = done(in, final, id != r.ID)
		if place.Event.Status != domain.Held {
			return nil
		}
		return certificate.Follow(app, now, place.Event, final, "Arrivée complétée")
	})
	return out, err
}

// completed answers what was completed before: the same words say so again, others are too late.
func completed(app core.App, in Completion, r *records.Registration) (out WalkInResult, err error) {
	if domain.State(r.State).Live() {
		if domain.NameKey(r.LastName, r.FirstName) != domain.NameKey(in.LastName, in.FirstName) {
			return out, domain.Error{Code: domain.ErrState}
		}
		return done(in, r, false), nil
	}
	id := in.Same // the arrival was given to another registration
	if id == "" {
		found, err := namesakes(app, r.Event, in.WalkIn, r.ID)
		if err != nil {
			return out, err
		}
		id = certainly(found)
	}
	to, err := records.RegistrationOf(app, id)
	if err != nil || to.Event != r.Event { // nobody's name of another event
		return out, domain.Error{Code: domain.ErrState}
	}
	return done(in, to, true), nil
}

func done(in Completion, r *records.Registration, moved bool) WalkInResult {
	text := "Arrivée complétée."
	if moved {
		text = "Cette personne était inscrite : son arrivée est notée sous son inscription."
	}
	return WalkInResult{Registration: r.ID, Result: Result{Nonce: in.Nonce, Outcome: string(domain.Accepted), Person: r.Name(), Explanation: text}}
}

// complete gives the registration under which the person is present.
func complete(app core.App, now time.Time, place Place, in Completion, r *records.Registration) (id string, err error) {
	same := in.Same
	if same == "" && !in.New {
		found, err := namesakes(app, place.Event.ID, in.WalkIn, r.ID)
		if err != nil {
			return "", err
		}
		if same = certainly(found); same == "" && len(found) > 0 {
			return "", domain.Error{Code: domain.ErrNamesake, Field: "duplicate"}
		}
	}
	if same == "" {
		code, _, err := professionCode(app, in.Profession)
		if err != nil {
			return "", err
		}
		in.Profession = code
		_, err = registration.Complete(app, now, r.ID, in.request(place), place.Actor)
		for _, e := range domain.Refusals(err) {
			if e.Code == domain.ErrAlreadyRegistered {
				same = e.Arg
			}
		}
		if same == "" {
			return r.ID, err
		}
	}
	return same, move(app, now, place, r, same)
}

// move gives an arrival to the registration that its person has already.
func move(app core.App, now time.Time, place Place, r *records.Registration, to string) error {
	stays, err := records.RegistrationOf(app, to)
	if err != nil {
		return err
	}
	replaced := domain.State(r.State) == domain.Replaced // its seat is somebody else's: it ended as that
	if replaced || stays.Event != r.Event || stays.ID == r.ID || !domain.State(stays.State).Live() {
		return domain.Error{Code: domain.ErrState}
	}
	present, err := records.AttendancesOf(app, r.ID)
	if err != nil {
		return err
	}
	for _, a := range present {
		facts, err := records.Facts(app, r.ID, a.Slot)
		if err != nil {
			return err
		}
		reason := "Arrivée notée sous « " + r.Name() + " », à compléter"
		last := a.FirstAt.Time()
		for _, f := range facts {
			if f.At.After(last) {
				last = f.At
			}
		}
		once := r.ID + ":" + a.Slot + ":" + strconv.FormatInt(last.UnixMilli(), 36) // somebody may come in by it again
		scans := []Scan{
			{Nonce: "complete:" + once, Registration: to, Slot: a.Slot, At: a.FirstAt.Time().Format(time.RFC3339Nano), Kind: domain.ScanIn, Source: "manual", Force: true, Reason: reason},
			{Nonce: "ecarte:" + once, Registration: r.ID, Slot: a.Slot, At: last.Format(time.RFC3339Nano), Kind: domain.ScanUndo, Source: "manual", Reason: "Même personne qu’une autre inscription"},
		}
		if !a.LeftAt.IsZero() {
			scans = append(scans, Scan{Nonce: "depart:" + once, Registration: to, Slot: a.Slot, At: a.LeftAt.Time().Format(time.RFC3339Nano), Kind: domain.ScanOut, Source: "manual", Reason: reason})
		}
		results, err := Sync(app, now, place, Batch{Device: "accueil", Scans: scans})
		if err != nil {
			return err
		}
		if len(results) != len(scans) {
			return domain.Error{Code: domain.ErrState}
		}
	}
	return registration.SetAside(app, now, place.Actor, r, stays)
}
