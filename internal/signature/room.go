// Package signature holds what people sign themselves: their own presence, with the code shown in the room, and the
// trainer's word for a half-day. What is drawn at the door goes with its scan, in the room of the door.
package signature

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// keyUse names the key of the codes shown in rooms.
const keyUse = "salle"

// Screen is what a room shows of a half-day.
type Screen struct {
	Slot    records.Slot
	Open    bool // the code can be used now
	Code    string
	Left    time.Duration // until the next code
	URL     string        // of the form, with the code in it
	Present int
}

// Show gives the screen of a half-day, or of the one that runs when none is named. ErrSlotMissing for an event
// without any, ErrNotFound for a half-day of another.
func Show(app core.App, now time.Time, place door.Place, slot string) (s Screen, err error) {
	at := domain.CurrentSlot(records.DomainSlots(place.Slots), now)
	for i := range place.Slots {
		if place.Slots[i].ID == slot {
			at = i
		}
	}
	if at < 0 {
		return s, domain.Error{Code: domain.ErrSlotMissing}
	}
	if s.Slot = place.Slots[at]; slot != "" && s.Slot.ID != slot {
		return s, records.ErrNone
	}
	key, err := link.Key(app, keyUse)
	if err != nil {
		return s, err
	}
	s.Open = domain.SelfCheckOpen(s.Slot.Domain(), now)
	s.Code, s.Left = domain.RoomCode(key, s.Slot.ID, now)
	if s.URL, err = link.URL(app, link.SelfCheck, place.Event.ID); err != nil {
		return s, err
	}
	s.URL += "?code=" + s.Code
	s.Present, err = records.SlotPresence(app, s.Slot.ID)
	return s, err
}

// Enter opens the event whose people confirm themselves. ErrNotFound where the event does not ask for it.
func Enter(app core.App, now time.Time, token string) (place door.Place, err error) {
	event, err := link.Open(app, now, link.SelfCheck, token)
	if err != nil {
		return place, err
	}
	if place, err = door.Open(app, event, "", "participant"); err != nil {
		return place, err
	}
	if place.Source = "self"; !place.Event.DoorRules.SelfCheck || place.Event.Status == domain.Draft {
		return place, records.ErrNone
	}
	if place.Event.Status == domain.Cancelled {
		return place, domain.Error{Code: domain.ErrEventCancelled}
	}
	return place, nil
}

// OpenSlots are the half-days at which people may confirm themselves now.
func OpenSlots(now time.Time, place door.Place) (open []records.Slot) {
	for _, s := range place.Slots {
		if domain.SelfCheckOpen(s.Domain(), now) {
			open = append(open, s)
		}
	}
	return open
}

// Recognise finds the half-day whose code was typed, or whose form was opened with a good code. pass lets the form be
// sent for some minutes. ErrSelfClosed between half-days, ErrRoomCode (at « code ») for any other code.
func Recognise(app core.App, now time.Time, place door.Place, code, pass string) (slot *records.Slot, fresh string, err error) {
	open := OpenSlots(now, place)
	if len(open) == 0 {
		return nil, "", domain.Error{Code: domain.ErrSelfClosed}
	}
	key, err := link.Key(app, keyUse)
	if err != nil {
		return nil, "", err
	}
	for i, s := range open {
		if domain.RoomCodeHolds(key, s.ID, code, now) {
			return &open[i], domain.RoomPass(key, s.ID, now), nil
		}
	}
	for i, s := range open {
		if domain.RoomPassHolds(key, s.ID, pass, now) {
			return &open[i], pass, nil
		}
	}
	return nil, "", domain.Error{Code: domain.ErrRoomCode, Field: "code"}
}
