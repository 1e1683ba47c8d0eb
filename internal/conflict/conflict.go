// Package conflict shows what the door's gestures leave to look at, and mends it. What is one is decided by
// domain.Conflicts.
package conflict

import (
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
)

// Item is a conflict, and who looked at it. A look before the last of it came does not count.
type Item struct {
	domain.Conflict
	Review *records.Review
}

// List gives what is to be looked at at an event, and what was. An event that was called off has nothing.
func List(app core.App, e *records.Event) (open, seen []Item, err error) {
	found, err := find(app, e)
	if err != nil || len(found) == 0 {
		return nil, nil, err
	}
	reviews, err := records.Reviews(app, e.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range found {
		if r, looked := reviews[c.Subject]; looked && !r.At.Time().Before(c.Latest) {
			seen = append(seen, Item{c, &r})
			continue
		}
		open = append(open, Item{Conflict: c})
	}
	return open, seen, nil
}

// Count is how many conflicts of an event are to be looked at.
func Count(app core.App, e *records.Event) (int, error) {
	open, _, err := List(app, e)
	return len(open), err
}

func find(app core.App, e *records.Event) ([]domain.Conflict, error) {
	if e.Status != domain.Published && e.Status != domain.Held {
		return nil, nil
	}
	gestures, err := records.Gestures(app, e.ID)
	if err != nil || len(gestures) == 0 { // nobody has come yet
		return nil, err
	}
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return nil, err
	}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return nil, err
	}
	person, walkIns := map[string]string{}, []string{}
	people := make([]domain.Entrant, len(rows))
	for i, r := range rows {
		person[r.ID] = r.Person
		if r.Origin == domain.FromDoor {
			walkIns = append(walkIns, r.Person)
		}
		people[i] = domain.Entrant{Identity: domain.Identity{ID: r.ID, LastName: r.LastName, FirstName: r.FirstName, Email: r.Email, Structure: r.Structure},
			State: domain.State(r.State), Slots: r.Slots, WalkIn: r.Origin == domain.FromDoor, Incomplete: r.Incomplete}
	}
	said, err := records.PeopleOf(app, walkIns)
	if err != nil {
		return nil, err
	}
	for i := range people {
		people[i].Distinct = said[person[people[i].ID]].Distinct
	}
	return withoutTwo(app, domain.Conflicts(people, records.DomainSlots(slots), gestures), person)
}

// withoutTwo leaves out the namesakes of whom somebody decided that they are two people.
func withoutTwo(app core.App, found []domain.Conflict, person map[string]string) (left []domain.Conflict, err error) {
	var apart map[[2]string]bool
	for _, c := range found {
		if c.Kind == domain.Namesake {
			if apart == nil {
				if apart, err = records.KeptApart(app, records.OfPeople); err != nil {
					return nil, err
				}
			}
			if apart[records.PairKey(person[c.Registration], person[c.Other])] {
				continue
			}
		}
		left = append(left, c)
	}
	return left, nil
}

// What can be done about a conflict.
const (
	Void   = "void"   // the presence is voided
	Admit  = "admit"  // the arrivals count
	Same   = "same"   // who came is who was registered: the arrival counts for the registration
	Seen   = "seen"   // it stays as it is
	Unseen = "unseen" // it is to be looked at again
)

// Decision is what somebody decides about a conflict.
type Decision struct {
	Nonce   string // of the form: sent twice, it acts once
	Subject string
	Act     string
	Reason  string // of what is changed; a note, which may be empty, of what stays
}

// maxNote is the longest reason or note, in characters.
const maxNote = 300

// Acts lists what can be done about a conflict, beside leaving it as it is.
func Acts(c domain.Conflict) []string {
	switch c.Kind {
	case domain.TwoDoors, domain.LetIn, domain.OffHours:
		return []string{Void}
	case domain.SentLate:
		return []string{Admit}
	case domain.ShutDoor:
		for _, g := range c.Gestures {
			if countable(g) {
				return []string{Admit}
			}
		}
	case domain.Namesake:
		return []string{Same}
	}
	return nil
}

// countable tells whether a gesture says who came, and where.
func countable(g domain.Gesture) bool { return g.Registration != "" && g.Slot != "" }

// Decide does what was decided, as corrections of the door like any other. ErrReason without a reason for what
// changes a presence; ErrChangedMeanwhile where there is no such conflict any more; ErrChoice for an act that does
// not suit it.
func Decide(app core.App, now time.Time, actor, event string, d Decision) error {
	d.Reason = domain.CleanLine(d.Reason)
	if e := domain.CheckLine("reason", d.Reason, maxNote, false, false); e != nil {
		return *e
	}
	if d.Reason == "" && (d.Act == Void || d.Act == Admit) {
		return domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	return app.RunInTransaction(func(app core.App) error {
		place, err := door.Open(app, event, "", actor)
		if err != nil {
			return err
		}
		if d.Act == Unseen {
			return records.DropReview(app, event, d.Subject)
		}
		found, err := find(app, place.Event)
		if err != nil {
			return err
		}
		for _, c := range found {
			if c.Subject == d.Subject {
				return act(app, now, place, c, d)
			}
		}
		if _, err := records.ScanByNonce(app, d.Nonce+":0"); err == nil { // the form was sent twice
			return nil
		}
		return domain.Error{Code: domain.ErrChangedMeanwhile}
	})
}

func act(app core.App, now time.Time, place door.Place, c domain.Conflict, d Decision) error {
	if d.Act == Seen {
		return records.PutReview(app, records.Review{Event: place.Event.ID, Subject: c.Subject, Actor: place.Actor, Note: d.Reason, At: records.At(now)})
	}
	if !slices.Contains(Acts(c), d.Act) {
		return domain.Error{Code: domain.ErrChoice, Field: "act"}
	}
	if d.Act == Same {
		return door.Recognise(app, now, place, c.Registration, c.Other)
	}
	corrections := correctionsOf(c, d)
	for i := range corrections {
		corrections[i].Nonce, corrections[i].Reason = d.Nonce+":"+strconv.Itoa(i), d.Reason
		if _, err := door.Correct(app, now, place, corrections[i]); err != nil {
			return err
		}
	}
	return nil
}

// correctionsOf says what an act changes: which presences, at which half-days.
func correctionsOf(c domain.Conflict, d Decision) (list []door.Correction) {
	done := map[[2]string]bool{}
	for _, g := range c.Gestures {
		who := [2]string{g.Registration, g.Slot}
		if !countable(g) || done[who] {
			continue
		}
		done[who] = true
		switch d.Act {
		case Void:
			list = append(list, door.Correction{Registration: g.Registration, Slot: g.Slot})
		case Admit:
			list = append(list, door.Correction{Registration: g.Registration, Slot: g.Slot, Present: true, At: g.At})
		}
	}
	return list
}
