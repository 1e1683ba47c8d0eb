// Package training holds what is done with a training as a group: its dashboard, the decision under its minimum, its
// postponement, the half-days caught up in another group.
package training

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/signature"
)

// Mark is what is known of somebody at a half-day.
type Mark string

// The marks of a half-day.
const (
	Came      Mark = "came"
	CaughtUp  Mark = "caught_up" // attended in another group
	Awaited   Mark = "awaited"   // the half-day is not over
	Missed    Mark = "missed"
	Excused   Mark = "excused"
	NotChosen Mark = "not_chosen" // the registration is for other half-days
)

// Cell is somebody at a half-day.
type Cell struct {
	Slot     records.Slot
	Mark     Mark
	Minutes  int              // attended
	Excuse   string           // the reason of an excused absence
	Unsigned bool             // came, and the signature that the event asks for is missing
	CatchUp  *records.CatchUp // planned or done
}

// Absent tells whether the half-day was missed, excused or not.
func (c Cell) Absent() bool { return c.Mark == Missed || c.Mark == Excused }

// Short tells whether somebody came for a part of the half-day only.
func (c Cell) Short() bool { return c.Mark == Came && c.Minutes < c.Slot.Domain().Minutes() }

// Row is somebody of the group.
type Row struct {
	Registration records.Registration
	Structure    string
	Cells        []Cell // in the order of the half-days
	Tally        domain.Tally
	Why          string // what stands between the person and the attestation, once the event is closed; empty: nothing
	Certificate  bool   // a valid one exists
}

// Column is a half-day of the group.
type Column struct {
	records.Slot
	Over          bool
	Present       int
	Unsigned      int
	Countersigned bool // by its trainer, and still so
	Changed       bool // it was, but the list changed since
}

// Board is a training as a group.
type Board struct {
	Event    *records.Event
	Columns  []Column
	Rows     []Row // confirmed or come, by name
	Seats    domain.Seats
	Signs    bool // the event asks for signatures
	CatchUps []records.CatchUp
}

// BoardOf reads the dashboard of a training.
func BoardOf(app core.App, now time.Time, e *records.Event) (*Board, error) {
	b := &Board{Event: e, Signs: e.DoorRules.Signature}
	r, err := b.read(app)
	if err != nil {
		return nil, err
	}
	for _, reg := range r.people {
		if len(r.came[reg.ID]) == 0 && reg.State != string(domain.Confirmed) {
			continue
		}
		b.Rows = append(b.Rows, b.row(now, reg, r))
	}
	slices.SortFunc(b.Rows, func(x, y Row) int {
		p, q := &x.Registration, &y.Registration
		return cmp.Or(strings.Compare(domain.Fold(p.LastName+" "+p.FirstName), domain.Fold(q.LastName+" "+q.FirstName)), cmp.Compare(p.Seq, q.Seq))
	})
	return b, b.columns(app, now, r)
}

// reading is what a board is made of.
type reading struct {
	people     []records.Registration
	slots      []records.Slot
	came       map[string]map[string]records.Attendance // by registration, by half-day
	caught     map[string]map[string]*records.CatchUp   // the same
	certified  map[string]bool
	structures map[string]string
}

func (b *Board) read(app core.App) (r reading, err error) {
	id := b.Event.ID
	if r.people, err = records.Registrations(app, id); err != nil {
		return r, err
	}
	if r.slots, err = records.Slots(app, id); err != nil {
		return r, err
	}
	if b.Seats, err = records.SeatsOf(app, b.Event); err != nil {
		return r, err
	}
	if b.CatchUps, err = records.CatchUps(app, id); err != nil {
		return r, err
	}
	if r.structures, err = door.StructureNames(app); err != nil {
		return r, err
	}
	attendances, err := records.Attendances(app, id)
	if err != nil {
		return r, err
	}
	r.came, r.caught, r.certified = map[string]map[string]records.Attendance{}, map[string]map[string]*records.CatchUp{}, map[string]bool{}
	for _, a := range attendances {
		if r.came[a.Registration] == nil {
			r.came[a.Registration] = map[string]records.Attendance{}
		}
		r.came[a.Registration][a.Slot] = a
	}
	for i := range b.CatchUps {
		c := &b.CatchUps[i]
		if r.caught[c.Registration] == nil {
			r.caught[c.Registration] = map[string]*records.CatchUp{}
		}
		r.caught[c.Registration][c.Slot] = c
	}
	certificates, err := records.EventCertificates(app, id)
	for _, c := range certificates {
		if c.RevokedAt.IsZero() && c.Registration != "" {
			r.certified[c.Registration] = true
		}
	}
	return r, err
}

func (b *Board) row(now time.Time, reg records.Registration, r reading) Row {
	row := Row{Registration: reg, Structure: r.structures[reg.Structure], Certificate: r.certified[reg.ID]}
	var presences []domain.SlotPresence
	for _, s := range r.slots {
		cell := Cell{Slot: s, CatchUp: r.caught[reg.ID][s.ID]}
		a, came := r.came[reg.ID][s.ID]
		cell.Mark, cell.Excuse = b.mark(now, &reg, s, came, cell.CatchUp)
		if came {
			cell.Minutes = a.Minutes
			cell.Unsigned = b.Signs && cell.Mark == Came && domain.Proof(a.Proof) != domain.Signed && domain.Proof(a.Proof) != domain.PaperEntered
			presences = append(presences, domain.SlotPresence{Slot: s.ID, Minutes: a.Minutes})
		}
		row.Cells = append(row.Cells, cell)
	}
	row.Tally = domain.TallyOf(records.DomainSlots(r.slots), presences)
	row.Tally.Granted = reg.Granted
	row.Why = certificate.WhyNot(b.Event, &reg, row.Tally)
	return row
}

func (b *Board) mark(now time.Time, r *records.Registration, s records.Slot, came bool, c *records.CatchUp) (mark Mark, excuse string) {
	reason, excused := r.SlotExcuses[s.ID]
	switch {
	case came && c != nil && !c.DoneAt.IsZero():
		return CaughtUp, ""
	case came:
		return Came, ""
	case len(r.Slots) > 0 && !slices.Contains(r.Slots, s.ID):
		return NotChosen, ""
	case excused:
		return Excused, reason
	case r.Excused:
		return Excused, r.Excuse
	case b.Event.Status != domain.Held && now.Before(s.EndsAt.Time()):
		return Awaited, ""
	}
	return Missed, ""
}

// columns counts each half-day, and asks whether its trainer's word stands.
func (b *Board) columns(app core.App, now time.Time, r reading) error {
	place, err := door.Open(app, b.Event.ID, "", "")
	if err != nil {
		return err
	}
	for i, s := range r.slots {
		c := Column{Slot: s, Over: !now.Before(s.EndsAt.Time())}
		for _, row := range b.Rows {
			if m := row.Cells[i].Mark; m == Came || m == CaughtUp {
				c.Present++
			}
			if row.Cells[i].Unsigned {
				c.Unsigned++
			}
		}
		if c.Present > 0 {
			sheet, err := signature.SheetOf(app, place, s)
			if err != nil {
				return err
			}
			c.Countersigned = sheet.Standing() != nil
			c.Changed = !c.Countersigned && slices.ContainsFunc(sheet.Signed, func(g signature.Countersignature) bool { return g.RevokedAt.IsZero() })
		}
		b.Columns = append(b.Columns, c)
	}
	return nil
}
