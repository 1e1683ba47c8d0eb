package training

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Meeting is a half-day caught up, or to be, with the two groups that it joins.
type Meeting struct {
	CatchUp      records.CatchUp
	Registration *records.Registration
	Home         *records.Event // of the half-day missed
	Missed       *records.Slot
	Group        *records.Event // of the other
	Other        *records.Slot
}

// Live tells whether the person still has a place in the own group.
func (m Meeting) Live() bool { return m.Registration.State == string(domain.Confirmed) }

// Done tells whether it was attended.
func (m Meeting) Done() bool { return !m.CatchUp.DoneAt.IsZero() }

// Meetings reads what catch-ups are about, in their order.
func Meetings(app core.App, rows []records.CatchUp) (list []Meeting, err error) {
	for _, c := range rows {
		m := Meeting{CatchUp: c}
		if m.Registration, err = records.RegistrationOf(app, c.Registration); err != nil {
			return nil, err
		}
		if m.Missed, err = records.SlotOf(app, c.Slot); err != nil {
			return nil, err
		}
		if m.Other, err = records.SlotOf(app, c.OtherSlot); err != nil {
			return nil, err
		}
		if m.Home, err = records.EventOf(app, c.Event); err != nil {
			return nil, err
		}
		if m.Group, err = records.EventOf(app, m.Other.Event); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// Guests are those awaited in a group, or who came, for a half-day of theirs; of one of its half-days where slot is
// not empty. Who lost the place in the own group, and did not come, is none.
func Guests(app core.App, event, slot string) ([]Meeting, error) {
	rows, err := records.CatchUpsIn(app, event)
	if err != nil {
		return nil, err
	}
	if slot != "" {
		rows = slices.DeleteFunc(rows, func(c records.CatchUp) bool { return c.OtherSlot != slot })
	}
	list, err := Meetings(app, rows)
	return slices.DeleteFunc(list, func(m Meeting) bool { return !m.Live() && !m.Done() }), err
}

// OtherGroup is a group of the same programme in which a half-day may be caught up.
type OtherGroup struct {
	Event *records.Event
	Slots []records.Slot
	Full  map[string]bool // half-days where one more would be over the group's places
}

// OtherGroups lists them, the next ones first, then those that took place, the latest first.
func OtherGroups(app core.App, e *records.Event) (coming []OtherGroup, err error) {
	events, err := records.GroupsOf(app, e.Programme)
	if err != nil {
		return nil, err
	}
	var over []OtherGroup
	for i := range events {
		g := OtherGroup{Event: &events[i], Full: map[string]bool{}}
		if g.Event.ID == e.ID {
			continue
		}
		if g.Slots, err = records.Slots(app, g.Event.ID); err != nil {
			return nil, err
		}
		for _, s := range g.Slots {
			if g.Full[s.ID], err = Full(app, g.Event, s.ID, 1); err != nil {
				return nil, err
			}
		}
		if g.Event.Status == domain.Held {
			over = append([]OtherGroup{g}, over...)
		} else {
			coming = append(coming, g)
		}
	}
	return append(coming, over...), nil
}

// Full tells whether so many people more at a half-day would be over the places of its group: a catch-up takes none,
// but it takes a chair.
func Full(app core.App, e *records.Event, slot string, more int) (bool, error) {
	if e.Capacity == 0 {
		return false, nil
	}
	seats, err := records.SeatsOf(app, e)
	if err != nil {
		return false, err
	}
	guests, err := records.CatchUpsAt(app, slot)
	return seats.Taken+len(guests)+more > e.Capacity, err
}
