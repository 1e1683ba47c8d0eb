package sheet

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
)

// Reading is a sheet with what is recorded of its people.
type Reading struct {
	Sheet *records.Sheet
	Event *records.Event
	Slots []records.Slot // its own
	Rows  []Row          // as printed, then those added by hand
	// Trainers are the countersignatures that stand, by half-day.
	Trainers map[string]records.Signature
	rounds   map[string]int // by half-day: how many times it was typed again
}

// Row is a person of a sheet.
type Row struct {
	Number       int // as printed
	Registration records.Registration
	Structure    string
	Profession   string // code
	Added        bool   // not printed: came without a registration
	Cells        []Cell // one a half-day of the sheet
}

// Cell is a person at a half-day.
type Cell struct {
	Slot     string
	Expected bool // confirmed, and this half-day chosen
	Present  bool
	First    time.Time
	Left     time.Time // zero: without a departure
	Arrival  records.Scan
	Sign     records.Signature // that stands; empty id: none
	Here     bool              // present, and typed again from this sheet
	Voided   *records.Scan     // by hand at the desk, after which nothing came; nil: no
	after    time.Time         // a new arrival counts if it is later
}

// Read gives a sheet with what is recorded. all adds those present at one of its half-days whom it does not list;
// without it, only those added by hand from this very sheet.
func Read(app core.App, s *records.Sheet, all bool) (*Reading, error) {
	r := &Reading{Sheet: s, rounds: map[string]int{}, Trainers: map[string]records.Signature{}}
	place, err := door.Open(app, s.Event, "", "")
	if err != nil {
		return nil, err
	}
	r.Event = place.Event
	for _, slot := range place.Slots {
		if slices.Contains(s.Slots, slot.ID) {
			r.Slots = append(r.Slots, slot)
		}
	}
	marks, err := r.marks(app)
	if err != nil {
		return nil, err
	}
	people, err := records.Registrations(app, s.Event)
	if err != nil {
		return nil, err
	}
	structures, err := door.StructureNames(app)
	if err != nil {
		return nil, err
	}
	for _, p := range r.order(people, marks, all) {
		row := Row{Number: len(r.Rows) + 1, Registration: p, Structure: structures[p.Structure], Profession: p.Profession, Added: len(r.Rows) >= len(s.People)}
		for _, slot := range r.Slots {
			row.Cells = append(row.Cells, marks.cell(p, slot))
		}
		r.Rows = append(r.Rows, row)
	}
	return r, nil
}

// order is the people of a sheet as printed, then the others by name.
func (r *Reading) order(people []records.Registration, m *marks, all bool) (rows []records.Registration) {
	byID := map[string]records.Registration{}
	for _, p := range people {
		byID[p.ID] = p
	}
	for _, id := range r.Sheet.People {
		p := byID[id]
		p.ID = id
		rows = append(rows, p)
		delete(byID, id)
	}
	printed := len(rows)
	for id, p := range byID {
		if m.added[id] || all && m.anywhere(id) {
			rows = append(rows, p)
		}
	}
	slices.SortFunc(rows[printed:], func(a, b records.Registration) int {
		return strings.Compare(domain.NameKey(a.LastName, a.FirstName)+a.ID, domain.NameKey(b.LastName, b.FirstName)+b.ID)
	})
	return rows
}

// key names a person at a half-day.
type key struct{ registration, slot string }

// marks are the scans and signatures of an event, by person and half-day.
type marks struct {
	sheet  *records.Sheet
	slots  []records.Slot
	scans  map[key][]records.Scan // those that count
	signed map[key]records.Signature
	added  map[string]bool // by hand, from this sheet
}

// marks reads the scans and the signatures of the event.
func (r *Reading) marks(app core.App) (*marks, error) {
	m := &marks{sheet: r.Sheet, slots: r.Slots, scans: map[key][]records.Scan{}, signed: map[key]records.Signature{}, added: map[string]bool{}}
	scans, err := records.ScansSince(app, r.Sheet.Event, 0)
	if err != nil {
		return nil, err
	}
	for _, s := range scans {
		if s.Counts {
			k := key{s.Registration, s.Slot}
			m.scans[k] = append(m.scans[k], s)
		}
		n, ok := parseNonce(s.Nonce)
		if !ok || n.sheet != r.Sheet.ID {
			continue
		}
		r.rounds[n.slot] = max(r.rounds[n.slot], n.round)
		if s.Registration != "" && !slices.Contains(r.Sheet.People, s.Registration) {
			m.added[s.Registration] = true
		}
	}
	signatures, err := records.Signatures(app, r.Sheet.Event)
	if err != nil {
		return nil, err
	}
	for _, g := range signatures {
		switch {
		case !g.RevokedAt.IsZero():
		case g.Registration == "":
			r.Trainers[g.Slot] = g // the last word
		default:
			m.signed[key{g.Registration, g.Slot}] = g
		}
	}
	return m, nil
}

// anywhere tells whether somebody is present at one of the sheet's half-days.
func (m *marks) anywhere(registration string) bool {
	return slices.ContainsFunc(m.slots, func(s records.Slot) bool {
		_, present := domain.FoldPresence(factsOf(m.scans[key{registration, s.ID}]))
		return present
	})
}

func factsOf(scans []records.Scan) (facts []domain.Fact) {
	for _, s := range scans {
		facts = append(facts, domain.Fact{Nonce: s.Nonce, Kind: s.Kind, At: s.At.Time(), Proof: s.Proof()})
	}
	return facts
}

// cell is what is recorded of a person at a half-day.
func (m *marks) cell(r records.Registration, slot records.Slot) Cell {
	c := Cell{Slot: slot.ID, Expected: r.State == string(domain.Confirmed) && takes(r, slot.ID), after: slot.StartsAt.Time()}
	scans := m.scans[key{r.ID, slot.ID}]
	facts := factsOf(scans)
	p, present := domain.FoldPresence(facts)
	c.Present, c.First, c.Left, c.Sign = present, p.First, p.Left, m.signed[key{r.ID, slot.ID}]
	c.after = lastWord(facts, c.after)
	for i, s := range scans {
		if s.Kind == domain.ScanUndo && !present && s.Source == "manual" {
			c.Voided = &scans[i]
		}
	}
	best, _ := domain.BestArrival(facts)
	for _, f := range domain.LiveArrivals(facts) {
		if n, ok := parseNonce(f.Nonce); ok && n.sheet == m.sheet.ID && alone(facts, n.sheet, f.Nonce) {
			c.Here = true
		}
	}
	if i := slices.IndexFunc(scans, func(s records.Scan) bool { return s.Nonce == best.Nonce }); present && i >= 0 {
		c.Arrival = scans[i]
	}
	return c
}

// lastWord is the moment at which an arrival counts: the start, or just after the last undo.
func lastWord(facts []domain.Fact, start time.Time) time.Time {
	for _, f := range facts {
		if next := f.At.Add(time.Millisecond); f.Kind == domain.ScanUndo && next.After(start) { // the grain that is stored
			start = next
		}
	}
	return start
}
