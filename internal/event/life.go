package event

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// Publish opens a draft to registrations; publishing twice changes nothing.
func Publish(app core.App, now time.Time, actor, id string) error {
	return move(app, now, actor, id, "publish", "", func(app core.App, e *records.Event) error {
		if e.Status == domain.Published {
			return errSame
		}
		if e.Status != domain.Draft {
			return domain.Error{Code: domain.ErrState}
		}
		if e.Mode != "remote" && e.Place == "" {
			return domain.Error{Code: domain.ErrRequired, Field: "place"}
		}
		e.Status, e.PublishedAt = domain.Published, records.At(now)
		return records.SaveEvent(app, e)
	})
}

// Cancel calls an event off: everyone with a live registration gets a letter, and their outcome becomes
// « annulé par l'organisateur ». What was certified before a reopening is revoked. Cancelling twice changes
// nothing.
func Cancel(app core.App, now time.Time, actor, id, reason string) error {
	reason = domain.CleanText(reason)
	return move(app, now, actor, id, "cancel", reason, func(app core.App, e *records.Event) error {
		if e.Status == domain.Cancelled {
			return errSame
		}
		if e.Status != domain.Published {
			return domain.Error{Code: domain.ErrState}
		}
		e.Status, e.CancelledAt, e.CancelReason = domain.Cancelled, records.At(now), reason
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		if err := dropCatchUps(app, now, actor, e, reason); err != nil {
			return err
		}
		rows, err := records.Registrations(app, e.ID)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := certificate.Follow(app, now, e, &rows[i], "L’événement a été annulé."); err != nil {
				return err
			}
			if !domain.State(rows[i].State).Live() {
				continue
			}
			if err := mail.ToCalledOff(app, now, e, &rows[i]); err != nil {
				return err
			}
		}
		if err := certificate.FollowOthers(app, now, e, "L’événement a été annulé."); err != nil {
			return err
		}
		return records.RefreshEventFacts(app, e.ID)
	})
}

// Close makes an event « held » (clôturer): those who did not come are absent, the list is unserved, and the
// certificates that presence earned are reserved. Where a phone may hold arrivals nobody knows of, absences and
// certificates wait for it (device.Release). ErrNotStarted before its first half-day begins; closing twice changes
// nothing.
func Close(app core.App, now time.Time, actor, id string) error {
	return move(app, now, actor, id, "close", "", func(app core.App, e *records.Event) error {
		if e.Status == domain.Held {
			return errSame
		}
		if err := closable(now, e); err != nil {
			return err
		}
		awaited, err := device.Awaited(app, now, e)
		if err != nil {
			return err
		}
		e.Status, e.HeldAt, e.HeldBack = domain.Held, records.At(now), len(awaited) > 0
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		if err := records.RefreshEventFacts(app, e.ID); err != nil {
			return err
		}
		return certificate.Reserve(app, now, e)
	})
}

// Reopen takes a closed event back, with a reason. Its certificates stay as they are until it is closed
// again: then each follows its presence, and each phone is asked for anew, those that were waived and have spoken
// since among them. Who waits for a seat that was added meanwhile gets it.
func Reopen(app core.App, now time.Time, actor, id, reason string) error {
	reason = domain.CleanText(reason)
	return move(app, now, actor, id, "reopen", reason, func(app core.App, e *records.Event) error {
		if e.Status != domain.Held {
			return domain.Error{Code: domain.ErrState}
		}
		if e.Placement != "" {
			return domain.Error{Code: domain.ErrStageEntry}
		}
		if reason == "" {
			return domain.Error{Code: domain.ErrReason, Field: "reason"}
		}
		e.Status, e.HeldAt, e.HeldBack, e.ReleasedAt, e.ReopenReason = domain.Published, records.Time{}, false, records.Time{}, reason
		if err := records.AwaitSpoken(app, e.ID); err != nil {
			return err
		}
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		if err := records.RefreshEventFacts(app, e.ID); err != nil {
			return err
		}
		return registration.Promote(app, now, e)
	})
}

// errSame ends a move that was made already: nothing changes, nothing is wrong.
var errSame = domain.Error{Code: "same"}

func move(app core.App, now time.Time, actor, id, action, reason string, act func(core.App, *records.Event) error) error {
	err := app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		if err := act(app, e); err != nil {
			return err
		}
		return trace(app, now, actor, action, e, reason)
	})
	if err == errSame {
		return nil
	}
	return err
}

func trace(app core.App, now time.Time, actor, action string, e *records.Event, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "event",
		Target: e.ID, Event: e.ID, Reason: reason})
}
