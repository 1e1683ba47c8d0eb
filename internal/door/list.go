package door

import (
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
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
	Seal     string           `json:"seal"` // closes what phones of this event hand over to each other (link.Seal)
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
	if l.Event.Seal, err = link.Seal(app, e.ID); err != nil {
		return l, err
	}
	if l.Heads, err = records.HeadcountTotals(app, e.ID); err != nil {
		return l, err
	}
	rows, next, err := records.ExpectedSince(app, e.ID, cursor)
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
	present, left, names, err := around(app, e.ID, rows, cursor == 0)
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
func refusals(place Place, r *records.Expected) map[string]string {
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

// around reads what the list says beside the registrations: when people came, and the names of structures. A few
// who changed cost what they are, not what the event is.
func around(app core.App, event string, rows []records.Expected, whole bool) (present, left map[string]map[string]string, names map[string]string, err error) {
	var people, structures []string
	for _, r := range rows {
		if whole {
			break
		}
		people, structures = append(people, r.ID), append(structures, r.Structure)
	}
	stays, err := records.Stays(app, event, people)
	if err != nil {
		return nil, nil, nil, err
	}
	present, left = map[string]map[string]string{}, map[string]map[string]string{}
	put := func(in map[string]map[string]string, s records.Stay, at records.Time) {
		if in[s.Registration] == nil {
			in[s.Registration] = map[string]string{}
		}
		in[s.Registration][s.Slot] = rfc(at)
	}
	for _, s := range stays {
		put(present, s, s.FirstAt)
		if !s.LeftAt.IsZero() {
			put(left, s, s.LeftAt)
		}
	}
	names, err = records.StructureLabels(app, structures)
	return present, left, names, err
}

// StructureNames gives the label of every structure by id, merged ones under the name of what they became.
func StructureNames(app core.App) (map[string]string, error) {
	return records.StructureLabels(app, nil)
}

func rfc(t records.Time) string { return t.Time().UTC().Format(time.RFC3339) }
