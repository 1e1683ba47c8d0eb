package device

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// maxReason is the longest reason of a waiver, in characters.
const maxReason = 300

// Phone is a phone of an event, and how it stands to its closing.
type Phone struct {
	records.Device
	State domain.PhoneState
}

// Phones lists the phones of an event, as they stand to a closing at this moment, or to the one that was made.
func Phones(app core.App, now time.Time, e *records.Event) (list []Phone, err error) {
	rows, err := records.Devices(app, e.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return nil, err
	}
	days, closed := daysOf(slots), now
	if e.Status == domain.Held {
		closed = e.HeldAt.Time()
	}
	for _, d := range rows {
		p := domain.Phone{LastSeen: d.LastSeenAt.Time(), Ready: d.ReadyAt.Time(), Left: d.LeftAt.Time(), Waived: d.WaivedAt.Time(), Queued: d.Queued}
		list = append(list, Phone{d, domain.PhoneAt(p, days, closed)})
	}
	return list, nil
}

// Awaited lists the phones that a closing at this moment waits for.
func Awaited(app core.App, now time.Time, e *records.Event) (list []Phone, err error) {
	all, err := Phones(app, now, e)
	for _, p := range all {
		if p.State == domain.PhoneAwaited {
			list = append(list, p)
		}
	}
	return list, err
}

// daysOf gives the days of Paris on which half-days begin, in their order.
func daysOf(slots []records.Slot) (days []domain.EventDay) {
	for _, s := range slots { // the first first
		from, ends := paris.StartOfDay(s.StartsAt.Time()), s.EndsAt.Time()
		last := len(days) - 1
		if last < 0 || !days[last].From.Equal(from) {
			days = append(days, domain.EventDay{From: from, To: paris.NextDay(from), Ends: ends})
		} else if ends.After(days[last].Ends) {
			days[last].Ends = ends
		}
	}
	return days
}

// Release ends what a closed event waits for once no phone is awaited any more: absences and certificates are set
// as its closing would have set them. It belongs to the transaction of the word, the scans or the waiver that
// settled the last phone; asked at any other time it changes nothing.
func Release(app core.App, now time.Time, event string) (done bool, err error) {
	if held, err := records.HeldBack(app, event); err != nil || !held {
		return false, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil || !e.HeldBack {
			return err
		}
		awaited, err := Awaited(app, now, e)
		if err != nil || len(awaited) > 0 {
			return err
		}
		if err := records.FreeEvent(app, event); err != nil {
			return err
		}
		e.HeldBack, done = false, true
		if err := records.RefreshEventFacts(app, event); err != nil {
			return err
		}
		if err := certificate.Reserve(app, now, e); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: "system", Action: "release", Kind: "event", Target: e.ID, Event: e.ID})
	})
	return done, err
}

// ReleaseAll ends every closing that waits for no phone any more, and tells how many: what a phone must have done can
// change without a word of any, as when the hours of a half-day are put right.
func ReleaseAll(app core.App, now time.Time) (n int, err error) {
	events, err := records.EventsHeldBack(app)
	for _, event := range events {
		done, failed := Release(app, now, event)
		if failed != nil {
			return n, failed
		}
		if done {
			n++
		}
	}
	return n, err
}

// WaiveAll decides not to wait for any of the phones that are awaited now, as Waive does for one.
func WaiveAll(app core.App, now time.Time, actor, event, reason string) (done bool, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		phones, err := Awaited(app, now, e)
		for i := 0; i < len(phones) && err == nil; i++ {
			done, err = Waive(app, now, actor, event, phones[i].ID, reason)
		}
		return err
	})
	return done, err
}

// Waive decides not to wait for a phone, with a reason: what it would still send counts all the same. It tells
// whether the closing waits for no other. A second time changes nothing. ErrNotFound for a phone of another event.
func Waive(app core.App, now time.Time, actor, event, id, reason string) (done bool, err error) {
	reason = domain.CleanLine(reason)
	if reason == "" {
		return false, domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	if e := domain.CheckLine("reason", reason, maxReason, true, false); e != nil {
		return false, *e
	}
	err = app.RunInTransaction(func(app core.App) error {
		d, err := records.DeviceByID(app, id)
		if err != nil {
			return err
		}
		if d.Event != event {
			return records.ErrNone
		}
		if d.WaivedAt.IsZero() {
			if err := records.WaiveDevice(app, id, actor, reason, records.At(now)); err != nil {
				return err
			}
			if err := records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "waive_phone", Kind: "event",
				Target: event, Event: event, Reason: d.Label + " : " + reason}); err != nil {
				return err
			}
		}
		done, err = Release(app, now, event)
		return err
	})
	return done, err
}
