package door

import (
	"errors"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// maxLabel is the longest name of a door, in characters.
const maxLabel = 60

// seenEvery is how often it is noted that a phone speaks through a door.
const seenEvery = time.Minute

// Enter opens the door that a token stands for. ErrNotFound for what this platform did not make;
// ErrLinkRevoked and ErrLinkExpired come with the place, so that what a phone sends there can be kept
// (without a place when the door itself is no longer known).
func Enter(app core.App, now time.Time, token string) (d *records.DoorLink, place Place, err error) {
	id, err := link.Open(app, now, link.Door, token)
	if err != nil {
		return nil, place, err
	}
	if d, err = records.DoorLinkOf(app, id); err != nil {
		return nil, place, err
	}
	if place, err = Open(app, d.Event, d.ID, "door:"+d.ID); err != nil {
		return d, place, err
	}
	if slotOf(place, d.Slot) != nil { // it may have been taken off the programme since
		place.Slot = d.Slot
	}
	switch {
	case !d.RevokedAt.IsZero():
		err = domain.Error{Code: domain.ErrLinkRevoked}
	case !now.Before(d.ExpiresAt.Time()):
		err = domain.Error{Code: domain.ErrLinkExpired}
	}
	return d, place, err
}

// Closed tells whether Enter found a door that is shut.
func Closed(err error) bool {
	return domain.Is(err, domain.ErrLinkRevoked) || domain.Is(err, domain.ErrLinkExpired)
}

// See notes that a phone spoke through a door, at most once a minute.
func See(app core.App, now time.Time, d *records.DoorLink) error {
	if now.Sub(d.LastSeenAt.Time()) < seenEvery {
		return nil
	}
	return records.SeeDoor(app, d.ID, records.At(now))
}

// DefaultExpiry is the end of the day that follows the event, or tomorrow's when the event is over.
func DefaultExpiry(now, eventEnd time.Time) time.Time {
	if eventEnd.Before(now) {
		eventEnd = now
	}
	dayAfter := paris.NextDay(paris.StartOfDay(eventEnd))
	return paris.NextDay(dayAfter).Add(-time.Minute)
}

// NewLink makes a door of an event that serves the half-day of the clock: see NewDoor.
func NewLink(app core.App, now time.Time, actor, event, label string, expires time.Time) (*records.DoorLink, error) {
	return NewDoor(app, now, actor, event, label, "", expires)
}

// NewDoor makes a door of an event, which serves one of its half-days (empty: the clock's). Refusals: a label that
// is missing or too long, an end that is past, a half-day of another event.
func NewDoor(app core.App, now time.Time, actor, event, label, slot string, expires time.Time) (d *records.DoorLink, err error) {
	label = domain.CleanLine(label)
	slots, err := records.Slots(app, event)
	if err != nil {
		return nil, err
	}
	var errs domain.Errors
	if e := domain.CheckLine("label", label, maxLabel, true, false); e != nil {
		errs = append(errs, *e)
	}
	if !expires.After(now) {
		errs = append(errs, domain.Error{Code: domain.ErrMomentPast, Field: "expires"})
	}
	if slot != "" && slotOf(Place{Slots: slots}, slot) == nil {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "slot"})
	}
	if err := errs.OrNil(); err != nil {
		return nil, err
	}
	d = &records.DoorLink{Event: event, Label: label, Slot: slot, CreatedBy: actor, Created: records.At(now), ExpiresAt: records.At(expires)}
	err = app.RunInTransaction(func(app core.App) error {
		return errors.Join(records.AddDoorLink(app, d), traceLink(app, now, actor, "create_door", d))
	})
	return d, err
}

// Revoke shuts a door at once; a second time changes nothing. ErrNotFound for a door of another event.
func Revoke(app core.App, now time.Time, actor, event, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		d, err := records.DoorLinkOf(app, id)
		if err != nil {
			return err
		}
		if d.Event != event {
			return records.ErrNone
		}
		if !d.RevokedAt.IsZero() {
			return nil
		}
		return errors.Join(records.RevokeDoorLink(app, id, records.At(now)), traceLink(app, now, actor, "revoke_door", d))
	})
}

func traceLink(app core.App, now time.Time, actor, action string, d *records.DoorLink) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "door_link",
		Target: d.ID, Event: d.Event, Reason: d.Label})
}
