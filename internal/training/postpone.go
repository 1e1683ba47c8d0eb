package training

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// postpone is the action of the trail that moves a training to other dates, with where and when it stood and stands.
const postpone = "postpone"

// Dates are the new hours of a training, one line for each of its half-days, in their order.
type Dates struct {
	Seen   string // Seen of the event when it was read: a change since is refused
	Slots  []domain.Slot
	Reason string // said in the letters; may be empty
}

// Seen is a word for an event and its half-days as they are read: what was read is what is moved.
func Seen(e *records.Event, slots []records.Slot) string {
	words := []string{e.Updated.String()}
	for _, s := range slots {
		words = append(words, s.StartsAt.String()+"/"+s.EndsAt.String())
	}
	return strings.Join(words, " ")
}

// maxReason is the longest reason of a postponement, in characters.
const maxReason = 300

// Postponable says whether a training may still be postponed: it is published, and nobody was present yet.
func Postponable(app core.App, e *records.Event) error {
	switch e.Status {
	case domain.Cancelled:
		return domain.Error{Code: domain.ErrEventCancelled}
	case domain.Held:
		return domain.Error{Code: domain.ErrEventHeld}
	case domain.Published:
	default:
		return domain.Error{Code: domain.ErrState}
	}
	met, err := records.GroupMet(app, e.ID)
	if err == nil && met {
		return domain.Error{Code: domain.ErrGroupMet}
	}
	return err
}

// Postpone moves the half-days of a training to new dates. Registrations, seats, quotas and the list stay as they are;
// whoever is registered or waits gets a letter with the new dates, which asks whether they suit. The end of the
// registrations and the running order move along. It counts the letters. The same dates sent twice change nothing more.
// Refusals: those of Postponable and of domain.CheckPostponed, ErrChangedMeanwhile, ErrTooLong at « reason ».
func Postpone(app core.App, now time.Time, actor, event string, to Dates) (told int, err error) {
	to.Reason = domain.CleanText(to.Reason)
	if e := domain.CheckLine("reason", to.Reason, maxReason, false, false); e != nil {
		return 0, *e
	}
	err = app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		if err := Postponable(app, e); err != nil {
			return err
		}
		slots, err := records.Slots(app, e.ID)
		if err != nil {
			return err
		}
		before := records.DomainSlots(slots)
		if to.Seen != Seen(e, slots) {
			if !e.PostponedAt.IsZero() && sameHours(before, to.Slots) { // the same form again
				return nil
			}
			return domain.Error{Code: domain.ErrChangedMeanwhile}
		}
		if err := domain.CheckPostponed(now, before, to.Slots); err != nil {
			return err
		}
		was, err := records.StandingOf(app, e)
		if err != nil {
			return err
		}
		if err := move(app, now, e, slots, to.Slots); err != nil {
			return err
		}
		if err := notePostponed(app, now, actor, e, was, to.Reason); err != nil {
			return err
		}
		if told, err = ask(app, now, e, slots, to.Reason); err != nil {
			return err
		}
		if err := records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: records.Told, Kind: "event", Target: e.ID, Event: e.ID,
			Reason: fmt.Sprint(told)}); err != nil { // no second letter about the same move
			return err
		}
		return registration.Promote(app, now, e)
	})
	return told, err
}

func sameHours(a, b []domain.Slot) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Start.Equal(b[i].Start) || !a[i].End.Equal(b[i].End) {
			return false
		}
	}
	return true
}

// move writes the new hours, and what moves with them.
func move(app core.App, now time.Time, e *records.Event, slots []records.Slot, to []domain.Slot) error {
	if err := moveAgenda(app, e.ID, slots, to); err != nil {
		return err
	}
	for i := range slots {
		s := slots[i]
		s.StartsAt, s.EndsAt = records.At(to[i].Start), records.At(to[i].End)
		if err := records.PutSlot(app, &s); err != nil {
			return err
		}
	}
	if !e.RegistrationCloses.IsZero() {
		days, _ := paris.Wall(e.StartsAt.Time(), to[0].Start)
		closes, err := paris.Shift(e.RegistrationCloses.Time(), days, 0)
		if err != nil { // an hour that does not exist that day: the same distance will do
			closes = e.RegistrationCloses.Time().Add(to[0].Start.Sub(e.StartsAt.Time()))
		}
		e.RegistrationCloses = records.At(closes)
	}
	start, end := domain.Span(to)
	e.StartsAt, e.EndsAt = records.At(start), records.At(end)
	e.PostponedAt, e.MaintainedAt, e.Updated = records.At(now), records.Time{}, records.At(now)
	if err := records.SaveEvent(app, e); err != nil {
		return err
	}
	return records.RefreshEventFacts(app, e.ID)
}

// moveAgenda moves each line of the running order with the half-day that it is of, or with the first one.
func moveAgenda(app core.App, event string, slots []records.Slot, to []domain.Slot) error {
	items, err := records.Agenda(app, event)
	if err != nil || len(items) == 0 {
		return err
	}
	for i := range items {
		at := 0
		for j, s := range slots {
			if !items[i].StartsAt.Time().Before(s.StartsAt.Time()) && items[i].StartsAt.Time().Before(s.EndsAt.Time()) ||
				at == 0 && paris.Day(items[i].StartsAt.Time()) == paris.Day(s.StartsAt.Time()) {
				at = j
			}
		}
		days, minutes := paris.Wall(slots[at].StartsAt.Time(), to[at].Start)
		for _, t := range []*records.Time{&items[i].StartsAt, &items[i].EndsAt} {
			if t.IsZero() {
				continue
			}
			moved, err := paris.Shift(t.Time(), days, minutes)
			if err != nil {
				moved = t.Time().Add(to[at].Start.Sub(slots[at].StartsAt.Time()))
			}
			*t = records.At(moved)
		}
	}
	return records.ReplaceAgenda(app, event, items)
}

func notePostponed(app core.App, now time.Time, actor string, e *records.Event, before records.Standing, reason string) error {
	after, err := records.StandingOf(app, e)
	if err != nil {
		return err
	}
	was, err := json.Marshal(before)
	if err != nil {
		return err
	}
	is, err := json.Marshal(after)
	if err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: postpone, Kind: "event", Target: e.ID, Event: e.ID,
		Reason: reason, Before: was, After: is})
}

// ask writes the new dates to whoever is registered or waits, and notes that each was asked.
func ask(app core.App, now time.Time, e *records.Event, old []records.Slot, reason string) (told int, err error) {
	var was []string
	for _, s := range old {
		was = append(was, mail.SlotLine(s.StartsAt.Time(), s.EndsAt.Time(), s.Room))
	}
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		r := &rows[i]
		if !domain.State(r.State).Live() {
			continue
		}
		r.DatesAskedAt, r.DatesConfirmedAt = e.PostponedAt, records.Time{}
		if err := records.SaveRegistration(app, r); err != nil {
			return told, err
		}
		if r.Address() == "" {
			continue
		}
		told++
		cause := mail.Postponed + ":" + r.ID + ":" + e.PostponedAt.String()
		if err := mail.ToRegistration(app, now, mail.Postponed, cause, r, func(w *mail.Words) { w.OldSlots, w.Reason = was, reason }); err != nil {
			return told, err
		}
	}
	return told, nil
}

// Before is how a postponed training stood before it was last moved; nil: it was not.
func Before(app core.App, e *records.Event) (*records.Standing, error) {
	if e.PostponedAt.IsZero() {
		return nil, nil
	}
	l, err := records.LastAudit(app, "event", e.ID, postpone)
	if err != nil {
		return nil, err
	}
	var was records.Standing
	return &was, json.Unmarshal(l.Before, &was)
}
