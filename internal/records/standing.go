package records

import (
	"encoding/json"
	"slices"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Actions of an event's trail about where and when it takes place.
const (
	Moved   = "move"     // its place or half-days changed, with both as they stood
	Told    = "told"     // those who are registered were told
	NotTold = "not-told" // it was decided not to
)

// Standing is where and when an event takes place, as people were told.
type Standing struct {
	Place   string         `json:"place"`
	Address string         `json:"address"`
	Remote  string         `json:"remote"`
	Slots   []StandingSlot `json:"slots"`
}

// StandingSlot is one half-day of it.
type StandingSlot struct {
	Start Time   `json:"start"`
	End   Time   `json:"end"`
	Room  string `json:"room"`
}

// StandingOf reads where and when an event takes place.
func StandingOf(app core.App, e *Event) (s Standing, err error) {
	s = Standing{Place: e.Place, Address: e.Address, Remote: e.RemoteURL}
	slots, err := Slots(app, e.ID)
	for _, sl := range slots {
		s.Slots = append(s.Slots, StandingSlot{sl.StartsAt, sl.EndsAt, sl.Room})
	}
	return s, err
}

// SameHours tells whether both have the same half-days in the same rooms.
func (s Standing) SameHours(o Standing) bool {
	return slices.EqualFunc(s.Slots, o.Slots, func(a, b StandingSlot) bool {
		return a.Start.Equal(b.Start) && a.End.Equal(b.End) && a.Room == b.Room
	})
}

// SamePlace tells whether both are at the same place.
func (s Standing) SamePlace(o Standing) bool {
	return s.Place == o.Place && s.Address == o.Address && s.Remote == o.Remote
}

// AddMove notes in the trail that an event moved.
func AddMove(app core.App, now Time, actor string, e *Event, before, after Standing) error {
	was, err := json.Marshal(before)
	if err != nil {
		return err
	}
	is, err := json.Marshal(after)
	if err != nil {
		return err
	}
	return AddAudit(app, AuditLine{At: now, Actor: actor, Action: Moved, Kind: "event", Target: e.ID, Event: e.ID,
		Before: types.JSONRaw(was), After: types.JSONRaw(is)})
}

// Untold finds how an event stood when people were last told, and the latest move since; ErrNotFound: nothing moved.
func Untold(app core.App, event string) (before Standing, move string, err error) {
	rows, err := AuditOf(app, "event", event)
	if err != nil {
		return before, "", err
	}
	var first AuditLine
	for _, l := range rows { // the latest first
		if l.Action == Told || l.Action == NotTold {
			break
		}
		if l.Action != Moved {
			continue
		}
		if move == "" {
			move = l.ID
		}
		first = l
	}
	if move == "" {
		return before, "", ErrNone
	}
	return before, move, json.Unmarshal(first.Before, &before)
}
