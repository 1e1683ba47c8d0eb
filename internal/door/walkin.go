package door

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// WalkIn is somebody who comes without a registration.
type WalkIn struct {
	Nonce      string `json:"nonce"`
	Device     string `json:"device"`
	SentAt     string `json:"sent_at"`
	At         string `json:"at"`
	Slot       string `json:"slot"`
	LastName   string `json:"last_name"`
	FirstName  string `json:"first_name"`
	Structure  string `json:"structure"`
	Profession string `json:"profession"` // code or name of the list, may be anything
	Email      string `json:"email"`
	Reason     string `json:"reason"`
	Replaces   string `json:"replaces"`   // id of the registration whose seat this person takes; empty: none
	Name       string `json:"name"`       // the whole name in one field, where the two are empty
	Incomplete bool   `json:"incomplete"` // under a name alone, completed later
	New        bool   `json:"new"`        // « Non, c’est une autre personne »
	Queued     bool   `json:"queued"`     // kept by a phone without network: nobody is there to answer a question
	Source     string `json:"-"`          // paper: typed again from a signed sheet
}

// WalkInResult is a Result with the registration made or found, and the field at fault when invalid.
type WalkInResult struct {
	Result
	Registration string `json:"registration,omitempty"`
	Field        string `json:"field,omitempty"`
}

// Admit registers a walk-in and records the arrival, in one transaction; the same nonce acts once. Somebody
// registered already is let in under that registration. What cannot be kept (no name) is a refusal at its
// field, which the caller turns into an `invalid` answer: nothing is stored, and the same nonce may be sent
// again corrected. So is ErrNamesake at « duplicate »: somebody registered looks like this person, and a hand at
// the door must say whether it is one (Namesakes lists them); never for what a phone had kept.
func Admit(app core.App, now time.Time, place Place, in WalkIn) (out WalkInResult, err error) {
	if in.Nonce == "" || len(in.Nonce) > maxNonce {
		return out, domain.Error{Code: domain.ErrRequired, Field: "nonce"}
	}
	in = in.Whole()
	err = app.RunInTransaction(func(app core.App) error {
		if first, err := records.ScanByNonce(app, in.Nonce); err == nil {
			out.Result, err = answered(in.Nonce, first)
			out.Registration = first.Registration
			return err
		}
		place, err := place.within(app)
		if err != nil {
			return err
		}
		place.Source = "walkin"
		if slotOf(place, in.Slot) == nil { // removed since the phone read the list: the clock's
			in.Slot = ""
		}
		if place.Event.Status == domain.Cancelled {
			out.Result, err = in.arrive(app, now, place, in.scan("", false))
			return err
		}
		code, unknown, err := professionCode(app, in.Profession)
		if err != nil {
			return err
		}
		in.Profession = code
		if unknown != "" {
			in.Reason = strings.TrimPrefix(in.Reason+" ; fonction : "+unknown, " ; ")
		}
		id, known, err := seat(app, now, place, &in)
		if err != nil {
			return err
		}
		out.Registration = id
		out.Result, err = in.arrive(app, now, place, in.scan(id, known))
		return err
	})
	return out, err
}

// arrive records the arrival.
func (in WalkIn) arrive(app core.App, now time.Time, place Place, s Scan) (Result, error) {
	results, err := call{now: now, place: place, device: in.Device, shift: clockShift(in.SentAt, now)}.record(app, []Scan{s})
	if err != nil {
		return Result{}, err
	}
	return results[0], nil
}

// seat gives the walk-in the seat of the colleague named, else registers as enrol does. Where the seat cannot
// change hands any more (a quota, a withdrawal since), nobody is held back at the door: the reason keeps it.
func seat(app core.App, now time.Time, place Place, in *WalkIn) (id string, known bool, err error) {
	if in.Replaces == "" {
		return enrol(app, now, place, *in)
	}
	old, err := records.RegistrationOf(app, in.Replaces)
	if err != nil && !domain.Is(err, domain.ErrNotFound) {
		return "", false, err
	}
	if err == nil && old.Event == place.Event.ID {
		a, err := registration.Replace(app, now, old.ID, in.request(place), place.Actor)
		if err == nil {
			in.Reason = strings.TrimSuffix("Remplace "+old.Name()+" ; "+in.Reason, " ; ")
			return a.Registration.ID, false, nil
		}
		if refusals := domain.Refusals(err); refusals == nil || wrongField(refusals) {
			return "", false, err
		}
	}
	in.Reason = strings.TrimSuffix("Dit remplacer une personne inscrite, sans que ce soit possible ; "+in.Reason, " ; ")
	return enrol(app, now, place, *in)
}

// wrongField tells whether a field of the form is at fault: the phone asks again.
func wrongField(refusals []domain.Error) bool {
	for _, r := range refusals {
		switch r.Code {
		case domain.ErrRequired, domain.ErrTooLong, domain.ErrEmail, domain.ErrCharacters:
			return true
		}
	}
	return false
}

// scan is the arrival of a walk-in. Without a registration (a cancelled event) the name stands in the reason:
// what was said at the door is kept.
func (in WalkIn) scan(registration string, known bool) Scan {
	reason := domain.CleanLine(in.Reason)
	if reason == "" {
		reason = "Arrivée sans inscription"
	}
	if registration == "" {
		reason += " : " + domain.CleanLine(in.FirstName+" "+in.LastName+" "+in.Structure)
	}
	return Scan{Nonce: in.Nonce, Registration: registration, Slot: in.Slot, At: in.At, Kind: domain.ScanIn, Source: in.Source, Force: known, Reason: reason}
}

// professionCode finds what was typed at the door in the list, by its code or its name: « infirmière » is
// « Infirmier, infirmière ». What the list does not know is given back: nobody waits at the door for a word.
func professionCode(app core.App, typed string) (code, unknown string, err error) {
	key := domain.Fold(typed)
	if key == "" {
		return "", "", nil
	}
	items, err := records.Items(app, records.Professions)
	if err != nil {
		return "", "", err
	}
	for _, it := range items {
		if it.Code == strings.TrimSpace(typed) || domain.Fold(it.Name) == key {
			return it.Code, "", nil
		}
	}
	for _, it := range items {
		for _, word := range strings.Split(it.Name, ",") {
			if domain.Fold(word) == key {
				return it.Code, "", nil
			}
		}
	}
	return "", domain.CleanLine(typed), nil
}

func (in WalkIn) request(place Place) registration.Request {
	return registration.Request{Event: place.Event.ID, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email,
		Structure: in.Structure, NoStructure: domain.CleanLine(in.Structure) == "", Profession: in.Profession,
		Origin: domain.FromDoor, OverCapacity: true, OtherPerson: in.New, Incomplete: in.Incomplete, Quiet: domain.CleanEmail(in.Email) == "", Actor: place.Actor}
}

// Whole is the walk-in with its surname and first name, where the name was typed in one field.
func (in WalkIn) Whole() WalkIn {
	if domain.CleanLine(in.LastName+in.FirstName) == "" {
		in.LastName, in.FirstName = domain.SplitName(in.Name)
	}
	return in
}

// enrol registers the walk-in, or finds the registration the same person has; known tells which.
func enrol(app core.App, now time.Time, place Place, in WalkIn) (id string, known bool, err error) {
	if !in.New && !in.Queued {
		found, err := namesakes(app, place.Event.ID, in, "")
		if err != nil {
			return "", false, err
		}
		if id := certainly(found); id != "" {
			return id, true, nil
		}
		if len(found) > 0 {
			return "", false, domain.Error{Code: domain.ErrNamesake, Field: "duplicate"}
		}
	}
	a, err := registration.Register(app, now, in.request(place))
	if err == nil {
		return a.Registration.ID, false, nil
	}
	for _, e := range domain.Refusals(err) {
		if e.Code == domain.ErrAlreadyRegistered {
			return e.Arg, true, nil
		}
	}
	return "", false, err
}

// Refuse keeps the scans that a revoked or expired door sends, as refused, without spending their nonces: the
// device keeps its queue, and another door may still send them. A nonce that was recorded before gets its first
// answer.
func Refuse(app core.App, now time.Time, place Place, batch Batch) (results []Result, err error) {
	if len(batch.Scans) > MaxScans {
		batch.Scans = batch.Scans[:MaxScans]
	}
	results = []Result{}
	err = app.RunInTransaction(func(app core.App) error {
		found, err := find(app, place.Event.ID, batch.Scans)
		if err != nil {
			return err
		}
		for _, s := range batch.Scans {
			if first, err := records.ScanByNonce(app, s.Nonce); err == nil && !s.claims { // recorded before; the answer was lost
				r, err := answered(s.Nonce, first)
				if err != nil {
					return err
				}
				results = append(results, r)
				continue
			}
			r := Result{Nonce: s.Nonce, Outcome: string(domain.DoorClosed)}
			r.Explanation = explain(domain.DoorClosed, s, r)
			results = append(results, r)
			row := newRow(now, place, batch.Device, clockShift(batch.SentAt, now), s)
			if row.Nonce == s.Nonce {
				row.Nonce = "refuse:" + place.Door + ":" + s.Nonce
			}
			row.Outcome, row.Reason = r.Outcome, limit(strings.TrimSuffix("lien d’accueil révoqué ou expiré ; "+row.Reason, " ; "), 300)
			if _, err := records.ScanByNonce(app, row.Nonce); err == nil {
				continue
			}
			if slotOf(place, row.Slot) == nil {
				row.Slot = ""
			}
			if row.Kind != domain.ScanOut && row.Kind != domain.ScanUndo {
				row.Kind = domain.ScanIn
			}
			if reg := found[keyOf(s)]; reg != nil && reg.Event == place.Event.ID {
				row.Registration = reg.ID // it does not count; the desk sees whose arrival was kept back
			}
			if row.Answer, err = json.Marshal(r); err != nil {
				return err
			}
			if err := records.AddScan(app, row); err != nil {
				return err
			}
		}
		return nil
	})
	return results, err
}

// Batch is the arrival of a walk-in as a scan, for a door that is closed: the name stands in its reason.
func (in WalkIn) Batch() Batch {
	return Batch{Device: in.Device, SentAt: in.SentAt, Scans: []Scan{in.Whole().scan("", false)}}
}
