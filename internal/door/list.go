package door

import (
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// List is what a phone takes with it: names, structures, states, hashed codes and presences. No mail, no
// phone, no needs (product.md §3).
type List struct {
	Event  ListEvent    `json:"event"`
	Now    string       `json:"now"` // the server's time, against which a phone judges its clock
	Slots  []ListSlot   `json:"slots"`
	Slot   string       `json:"slot,omitempty"` // the half-day that this door serves; left out: the clock's
	Cursor string       `json:"cursor"`
	People []ListPerson `json:"people"`

	Heads map[string]int `json:"heads,omitempty"` // people counted without a name, by category, all phones together
}

// ListEvent is the event of the door.
type ListEvent struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Tag      string           `json:"tag"`
	Status   string           `json:"status"`
	Capacity int              `json:"capacity"`
	Rules    domain.DoorRules `json:"rules"`
}

// ListSlot is a half-day; times are RFC 3339.
type ListSlot struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Room     string `json:"room,omitempty"`
	StartsAt string `json:"starts_at"`
	EndsAt   string `json:"ends_at"`
}

// ListPerson is a registration. State is left out when confirmed, Present when empty. Refused is the outcome that
// an arrival would have, where it is not accepted: by half-day, or under « * » for all of them (domain.AtDoor).
type ListPerson struct {
	ID        string            `json:"id"`
	Name      string            `json:"name"`
	FirstName string            `json:"first_name"`
	Structure string            `json:"structure,omitempty"`
	State     string            `json:"state,omitempty"`
	Refused   map[string]string `json:"refused,omitempty"`
	Group     string            `json:"group,omitempty"` // the same word for colleagues registered together
	CodeHash  string            `json:"code_hash"`
	Present   map[string]string `json:"present,omitempty"` // slot → time of arrival
	Left      map[string]string `json:"left,omitempty"`    // slot → time of departure
	// Incomplete: let in under a name alone, to be completed.
	Incomplete bool `json:"incomplete,omitempty"`
}

// ListSince gives what changed since a cursor (0: everything), whoever changed it. A cursor that this database
// has not reached yet (a copy was restored) gets everything again.
func ListSince(app core.App, now time.Time, place Place, cursor int) (l List, err error) {
	e := place.Event
	l = List{Event: ListEvent{ID: e.ID, Title: e.Title, Tag: e.Tag, Status: e.Status, Capacity: e.Capacity, Rules: e.DoorRules.DoorRules},
		Now: now.UTC().Format(time.RFC3339), Slot: place.Slot, Slots: []ListSlot{}, People: []ListPerson{}}
	for _, s := range place.Slots {
		l.Slots = append(l.Slots, ListSlot{ID: s.ID, Label: s.Label, Room: s.Room, StartsAt: rfc(s.StartsAt), EndsAt: rfc(s.EndsAt)})
	}
	if l.Heads, err = records.HeadcountTotals(app, e.ID); err != nil {
		return l, err
	}
	rows, next, err := records.RegistrationsSince(app, e.ID, cursor)
	if err != nil {
		return l, err
	}
	if cursor > next {
		return ListSince(app, now, place, 0)
	}
	l.Cursor = strconv.Itoa(next)
	if len(rows) == 0 {
		return l, nil
	}
	present, left, err := presence(app, e.ID)
	if err != nil {
		return l, err
	}
	names, err := StructureNames(app)
	if err != nil {
		return l, err
	}
	for _, r := range rows {
		p := ListPerson{ID: r.ID, Name: r.LastName, FirstName: r.FirstName, Structure: names[r.Structure],
			Refused: refusals(place, &r), Group: groupWord(r.Booking), CodeHash: ticket.Hash(r.Ticket), Present: present[r.ID], Left: left[r.ID], Incomplete: r.Incomplete}
		if r.State != string(domain.Confirmed) {
			p.State = r.State
		}
		l.People = append(l.People, p)
	}
	return l, nil
}

// refusals are the answers of the rule of the door that are not a welcome, for a phone that must decide alone.
func refusals(place Place, r *records.Registration) map[string]string {
	open := place.Event.Status != domain.Cancelled
	if v := domain.AtDoor(open, domain.State(r.State), true); v != domain.Accepted {
		return map[string]string{"*": string(v)}
	}
	if len(r.Slots) == 0 {
		return nil
	}
	refused := map[string]string{}
	for _, s := range place.Slots {
		if v := domain.AtDoor(open, domain.State(r.State), slices.Contains(r.Slots, s.ID)); v != domain.Accepted {
			refused[s.ID] = string(v)
		}
	}
	return refused
}

// groupWord tells colleagues registered together apart from others, and nothing else: the id of their booking is
// nobody's business at the door.
func groupWord(booking string) string {
	if booking == "" {
		return ""
	}
	return ticket.Hash(booking)[:6]
}

// presence gives the hours of arrival and of departure, by registration and half-day.
func presence(app core.App, event string) (present, left map[string]map[string]string, err error) {
	rows, err := records.Attendances(app, event)
	present, left = map[string]map[string]string{}, map[string]map[string]string{}
	put := func(in map[string]map[string]string, a records.Attendance, at records.Time) {
		if in[a.Registration] == nil {
			in[a.Registration] = map[string]string{}
		}
		in[a.Registration][a.Slot] = rfc(at)
	}
	for _, a := range rows {
		put(present, a, a.FirstAt)
		if !a.LeftAt.IsZero() {
			put(left, a, a.LeftAt)
		}
	}
	return present, left, err
}

// StructureNames gives the label of every structure by id, merged ones under the name of what they became.
func StructureNames(app core.App) (map[string]string, error) {
	rows, err := records.AllStructures(app)
	byID := map[string]records.Structure{}
	for _, s := range rows {
		byID[s.ID] = s
	}
	names := map[string]string{}
	for id, s := range byID {
		for hops := 0; s.MergedInto != "" && hops < 10; hops++ {
			s = byID[s.MergedInto]
		}
		names[id] = s.Label()
	}
	return names, err
}

func rfc(t records.Time) string { return t.Time().UTC().Format(time.RFC3339) }
