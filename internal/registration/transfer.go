package registration

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Transfer moves somebody to another group of the same programme, by the hand of the desk: a seat there where one is
// free and nobody waits for it, else the end of its list. The registration here ends, its seat goes to the next of the
// list, and one letter says the new dates. Refusals: ErrState for who is not registered here any more, ErrGroupMet once
// the person was present, ErrEventPast and ErrEventCancelled where the group that is left is closed or called off, ErrOtherProgramme at « groupe »
// for a group of another programme or that is not to come, ErrAlreadyRegistered for who is registered there,
// ErrEventFull and ErrQuota where the other group has no list.
func Transfer(app core.App, now time.Time, id, event, actor string) (next *records.Registration, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		old, from, err := held(app, id)
		if err != nil {
			return err
		}
		to, err := leadsTo(app, now, old, from, event)
		if err != nil {
			return err
		}
		if next, err = elsewhere(app, now, old, to); err != nil {
			return err
		}
		if err := enter(app, now, to, next); err != nil {
			return err
		}
		if err := AddFresh(next, to.Tag, func() error { return records.AddRegistration(app, next) }); err != nil {
			return err
		}
		if err := leaveGroup(app, now, old, to, actor); err != nil {
			return err
		}
		for r, did := range map[*records.Registration]string{old: "transfer", next: "transfer_in"} {
			if err := records.RefreshFact(app, r.ID); err != nil {
				return err
			}
			if err := trace(app, now, actor, did, r, groupWords(map[bool]*records.Event{true: to, false: from}[r == old])); err != nil {
				return err
			}
		}
		if err := tellTransfer(app, now, from, next); err != nil {
			return err
		}
		if err := Promote(app, now, to); err != nil { // who counts in two reserves leaves room for others
			return err
		}
		return Promote(app, now, from)
	})
	return next, err
}

// leadsTo is the group to which somebody may be moved.
func leadsTo(app core.App, now time.Time, old *records.Registration, from *records.Event, event string) (*records.Event, error) {
	switch {
	case from.Status == domain.Cancelled:
		return nil, domain.Error{Code: domain.ErrEventCancelled}
	case from.Status == domain.Held:
		return nil, domain.Error{Code: domain.ErrEventPast}
	case !domain.State(old.State).Live():
		return nil, domain.Error{Code: domain.ErrState}
	}
	came, err := records.AttendancesOf(app, old.ID)
	if err != nil {
		return nil, err
	}
	if len(came) > 0 {
		return nil, domain.Error{Code: domain.ErrGroupMet}
	}
	to, err := records.EventOf(app, event)
	if domain.Is(err, domain.ErrNotFound) || err == nil && (to.ID == from.ID || to.Programme != from.Programme || to.Status != domain.Published || !now.Before(to.StartsAt.Time())) {
		return nil, domain.Error{Code: domain.ErrOtherProgramme, Field: "groupe"}
	}
	if err != nil {
		return nil, err
	}
	if live, err := records.LiveRegistration(app, to.ID, old.Person); err == nil {
		return nil, domain.Error{Code: domain.ErrAlreadyRegistered, Field: "groupe", Arg: live.ID}
	} else if !domain.Is(err, domain.ErrNotFound) {
		return nil, err
	}
	return to, nil
}

// elsewhere makes the registration of the same person at another group. Answers stay: questions are an event's own.
func elsewhere(app core.App, now time.Time, old *records.Registration, to *records.Event) (*records.Registration, error) {
	next, err := moveTo(app, side{&records.Registration{Event: to.ID}, to}, side{old, nil})
	if err != nil {
		return nil, err
	}
	next.Origin, next.RegisteredAt = domain.FromCoordinator, records.At(now)
	return next, nil
}

// leaveGroup ends a registration, for another group.
func leaveGroup(app core.App, now time.Time, old *records.Registration, to *records.Event, actor string) error {
	old.State, old.CancelledBy, old.CancelledAt, old.OfferUntil = string(domain.RegistrationStopped), ByOrganiser, records.At(now), records.Time{}
	old.CancelReason = "Vous êtes maintenant dans un autre groupe : " + groupWords(to)
	if err := records.SaveRegistration(app, old); err != nil {
		return err
	}
	return records.LapseSwaps(app, old.ID, records.At(now))
}

func groupWords(e *records.Event) string { return paris.Range(e.StartsAt.Time(), e.EndsAt.Time()) }

// tellTransfer writes the new dates, and the rank of who waits for them.
func tellTransfer(app core.App, now time.Time, from *records.Event, next *records.Registration) error {
	slots, err := records.Slots(app, from.ID)
	if err != nil {
		return err
	}
	rank := 0
	if next.State == string(domain.Waitlisted) {
		if rank, err = records.Rank(app, next); err != nil {
			return err
		}
	}
	return mail.ToRegistration(app, now, mail.GroupChanged, fmt.Sprintf("%s:%s", mail.GroupChanged, next.ID), next, func(w *mail.Words) {
		for _, s := range slots {
			w.OldSlots = append(w.OldSlots, mail.SlotLine(s.StartsAt.Time(), s.EndsAt.Time(), s.Room))
		}
		if w.Rank = rank; rank > 0 {
			w.ShortCode = ""
		}
	})
}
