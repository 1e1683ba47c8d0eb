package demo

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
)

// otherPhone is the device of the second door of the day.
const otherPhone = "téléphone du parking"

// busyDoor makes of the day's door what a coordinator sees in the middle of it: a second door, of which one phone is
// known that is not ready, somebody noted at both, a departure, people counted without a name, an arrival under a
// name alone.
func (t *troupe) busyDoor(app core.App, place door.Place, came []gesture) error {
	last := place.Slots[len(place.Slots)-1].EndsAt.Time()
	before := earlier(place.Slots[0].StartsAt.Time(), t.now).Add(-25 * time.Hour)
	l, err := door.NewLink(app, before, t.coordinator, place.Event.ID, "Entrée du parking", door.DefaultExpiry(before, last))
	if err != nil {
		return err
	}
	second, err := door.Open(app, place.Event.ID, l.ID, "door:"+l.ID)
	if err != nil {
		return err
	}
	if err := t.phones(app, place, second, before.Add(6*time.Hour)); err != nil {
		return err
	}
	just := t.now.Add(-2 * time.Minute)
	if twice := came[0]; twice.moment.Add(2 * time.Minute).Before(just) {
		moment := twice.moment.Add(2 * time.Minute)
		again := door.Scan{Code: twice.scan.Code, Registration: twice.scan.Registration, Slot: twice.scan.Slot, Kind: domain.ScanIn}
		again.Nonce, again.At = "demo-deux-portes", moment.Format(time.RFC3339)
		if err := send(app, second, otherPhone, []gesture{{moment, again}}); err != nil {
			return err
		}
	}
	if leaver := came[1]; leaver.moment.Before(just) {
		out := door.Scan{Code: leaver.scan.Code, Registration: leaver.scan.Registration, Slot: leaver.scan.Slot, Kind: domain.ScanOut}
		out.Nonce, out.At = "demo-depart", just.Format(time.RFC3339)
		if err := send(app, place, mainPhone, []gesture{{just, out}}); err != nil {
			return err
		}
	}
	if err := countHeads(app, just, place, second); err != nil {
		return err
	}
	return nameAlone(app, just, place)
}

// phones are known the day before: one checked itself and misses nothing, the other has no camera that opens.
func (t *troupe) phones(app core.App, place, second door.Place, checked time.Time) error {
	for _, p := range []struct {
		at     door.Place
		device string
		report device.Report
	}{
		{place, mainPhone, device.Report{Label: "Accueil", Agent: "Android, Chrome",
			Ready: &device.Readiness{List: true, Camera: true, Ticket: true, Space: true, Offline: true}}},
		{second, otherPhone, device.Report{Label: "Parking", Agent: "iPhone, Safari",
			Ready: &device.Readiness{List: true, Space: true, Offline: true}}},
	} {
		p.report.Device, p.report.SentAt, p.report.Ready.At = p.device, checked.Format(time.RFC3339), checked.Format(time.RFC3339)
		if _, err := device.Hear(app, checked, place.Event.ID, p.at.Door, p.report); err != nil {
			return err
		}
		none, seen := 0, t.now.Add(-time.Minute)
		l, err := records.DoorLinkOf(app, p.at.Door)
		if err != nil {
			return err
		}
		if err := door.See(app, seen, l); err != nil {
			return err
		}
		if err := device.Seen(app, seen, place.Event.ID, p.at.Door, p.device, seen.Format(time.RFC3339), &none); err != nil {
			return err
		}
	}
	return nil
}

func countHeads(app core.App, now time.Time, places ...door.Place) error {
	for i, place := range places {
		phone := []string{mainPhone, otherPhone}[i]
		for category, people := range map[string]int{"public": 9 + 5*i, "users": 3 + i, "carers": 2} {
			r, err := door.Count(app, now, place, door.Heads{Nonce: "demo-" + phone + category, Device: phone, Category: category, People: people,
				SentAt: now.Format(time.RFC3339), At: now.Format(time.RFC3339)})
			if err != nil {
				return err
			}
			if r.Outcome != string(domain.Accepted) {
				return fmt.Errorf("count of %s: %s", category, r.Outcome)
			}
		}
	}
	return nil
}

// nameAlone lets in somebody of whom only the name is known yet.
func nameAlone(app core.App, now time.Time, place door.Place) error {
	out, err := door.Admit(app, now, place, door.WalkIn{Nonce: "demo-a-completer", Device: mainPhone, SentAt: now.Format(time.RFC3339),
		At: now.Format(time.RFC3339), Slot: place.Slots[0].ID, Name: "Capucine Aconit", Incomplete: true})
	if err == nil && out.Outcome != string(domain.Accepted) {
		err = fmt.Errorf("name alone: %s", out.Outcome)
	}
	return err
}
