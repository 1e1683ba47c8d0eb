package imports

import (
	"cmp"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// writer writes one plan, inside one transaction.
type writer struct {
	app       core.App
	now       time.Time
	actor, id string
	done      *atomic.Int64
	first     int // place of its first scan
}

func (w *writer) all(p *Plan) error {
	last, err := records.ScanSeq(w.app)
	if err != nil {
		return err
	}
	w.first = last + 1
	for i := range p.Declared {
		d := &p.Declared[i]
		d.ID, d.Import = records.NewID(), w.id
		d.Code = cmp.Or(d.Code, d.ID) // as a line that is typed
		if err := records.AddDeclared(w.app, d); err != nil {
			return err
		}
		w.done.Add(1)
	}
	if err := w.structures(p); err != nil {
		return err
	}
	if err := w.people(p); err != nil {
		return err
	}
	byEvent := map[*EventPlan][]*RowPlan{}
	for _, r := range p.Rows {
		byEvent[r.Event] = append(byEvent[r.Event], r)
	}
	for _, e := range p.Events {
		if err := w.event(e, byEvent[e]); err != nil {
			return fmt.Errorf("line %d: %w", e.line, err)
		}
	}
	return records.RefreshImportFacts(w.app, w.id)
}

// structures writes those to be proposed, and keeps the other names that were to be remembered.
func (w *writer) structures(p *Plan) error {
	for _, s := range p.Structures {
		switch {
		case s.none() || s.People == 0:
		case s.Match == nil:
			n := &records.Structure{Name: s.Name, Status: "proposed", Import: w.id}
			if err := records.AddStructure(w.app, n); err != nil {
				return err
			}
			s.id = n.ID
		case s.Choice.Remember && s.How != "exact" && s.How != "alias":
			known, err := records.StructureOf(w.app, s.Match.ID)
			if err != nil {
				return err
			}
			known.Aliases = append(known.Aliases, s.Name)
			if err := records.SaveStructure(w.app, known); err != nil {
				return err
			}
			if err := records.AddAudit(w.app, records.AuditLine{At: records.At(w.now), Actor: w.actor, Action: "alias", Kind: "structure", Target: known.ID, Reason: s.Name}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) people(p *Plan) error {
	rows := make([]*records.Person, len(p.People))
	for i, q := range p.People {
		rows[i] = &records.Person{LastName: q.Last, FirstName: q.First, NameKey: q.Key, Email: q.Email, Created: records.At(w.now), Import: w.id}
		if !q.Structure.none() {
			rows[i].Structure = q.Structure.id
		}
	}
	err := records.AddPeople(w.app, rows)
	for i, q := range p.People {
		q.ID = rows[i].ID
	}
	return err
}

// event writes an event, where it is new, and everybody who came to it.
func (w *writer) event(e *EventPlan, rows []*RowPlan) error {
	if e.existing == nil {
		if err := w.newEvent(e); err != nil {
			return err
		}
	}
	slots, err := records.Slots(w.app, e.existing.ID)
	if err != nil {
		return err
	}
	regs := make([]*records.Registration, len(rows))
	for i, r := range rows {
		regs[i] = w.registration(e, r)
	}
	err = records.AddRegistrations(w.app, e.existing.ID, regs, func(r *records.Registration) {
		r.Ticket, r.ShortCode = ticket.New(e.existing.Tag), ticket.NewShort()
	})
	if err != nil {
		return err
	}
	for i, r := range rows {
		if err := w.presences(e, r, regs[i], slots); err != nil {
			return err
		}
		w.done.Add(1)
	}
	return nil
}

// newEvent writes an event of the past: closed, without seats, certificate or letter, and seen by nobody outside until
// the coordinator says so.
func (w *writer) newEvent(e *EventPlan) error {
	d := event.DraftFor(w.programme(e.Programme))
	d.Title, d.Place, d.Territory, d.Visibility = e.Title, e.Place, e.Territory, domain.Internal
	d.Capacity, d.Waitlist, d.Certificate, d.Rule, d.RuleAmount = 0, false, false, domain.AtLeastOneSlot, 0
	for _, s := range e.Slots {
		d.Slots = append(d.Slots, event.SlotDraft{Start: s.Start, End: s.End})
	}
	row, err := event.Save(w.app, w.now, w.actor, d)
	if err != nil {
		return err
	}
	row.Status, row.Import, row.ReminderDays = domain.Held, w.id, 0
	row.PublishedAt, row.HeldAt = row.StartsAt, records.At(w.now)
	e.existing, e.ID = row, row.ID
	return records.SaveEvent(w.app, row)
}

func (w *writer) programme(id string) records.Item {
	if id == "" {
		return records.Item{}
	}
	p, err := records.ItemOf(w.app, records.Programmes, id)
	if err != nil {
		return records.Item{}
	}
	return *p
}

// registration is a row without a mailbox: nothing can ever be sent to it.
func (w *writer) registration(e *EventPlan, r *RowPlan) *records.Registration {
	began := e.existing.StartsAt
	row := &records.Registration{Event: e.existing.ID, Person: r.Person.ID, LastName: r.Last, FirstName: r.First, Sector: r.Sector, Territory: r.Territory,
		Profession: r.Profession, State: string(domain.Confirmed), Origin: domain.FromImport, RegisteredAt: began, ConfirmedAt: began,
		Withheld: Withheld, Import: w.id, Exempt: len(e.existing.Quotas) > 0}
	if !r.Structure.none() {
		row.Structure = r.Structure.id
	}
	excused, came := false, false
	for _, c := range r.Came {
		excused, came = excused || c == domain.CameExcused, came || c == domain.CameYes
	}
	row.Excused = excused && !came
	return row
}

// presences writes the facts of who was there, and their fold. Minutes that are said fill half-days one after the other.
func (w *writer) presences(e *EventPlan, r *RowPlan, reg *records.Registration, slots []records.Slot) error {
	left, said := r.Minutes, r.Minutes > 0
	var scans []*records.Scan
	var folds []records.Attendance
	for i, s := range slots {
		if i >= len(r.Came) || r.Came[i] != domain.CameYes || said && left == 0 {
			continue
		}
		in := w.scan(reg, s, domain.ScanIn, s.StartsAt.Time())
		facts := []domain.Fact{in.Fact()}
		scans = append(scans, in)
		if said {
			minutes := min(left, s.Domain().Minutes())
			left -= minutes
			if minutes < s.Domain().Minutes() {
				out := w.scan(reg, s, domain.ScanOut, s.StartsAt.Time().Add(time.Duration(minutes)*time.Minute))
				scans, facts = append(scans, out), append(facts, out.Fact())
			}
		}
		p, _ := domain.FoldPresence(facts)
		folds = append(folds, records.Attendance{Event: reg.Event, Registration: reg.ID, Slot: s.ID, FirstAt: records.At(p.First), LeftAt: records.At(p.Left),
			Minutes: p.Attended(s.Domain()), Proof: int(p.Proof), Scans: p.Scans})
	}
	if err := records.AddScans(w.app, scans); err != nil {
		return err
	}
	for _, a := range folds {
		if err := records.PutAttendance(w.app, a, true); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) scan(reg *records.Registration, s records.Slot, kind string, at time.Time) *records.Scan {
	nonce := "import-" + reg.ID + "-" + s.ID + "-" + kind
	answer, err := json.Marshal(map[string]any{"nonce": nonce, "outcome": domain.Accepted, "explanation": "Reprise d’un fichier du passé.", "person": "", "first_at": at.Format(time.RFC3339)})
	if err != nil { // texts are always JSON
		panic(err)
	}
	return &records.Scan{Nonce: nonce, Event: reg.Event, Registration: reg.ID, Slot: s.ID, Kind: kind, Source: "import", Outcome: string(domain.Accepted), Counts: true,
		At: records.At(at), DeviceAt: records.At(at), ReceivedAt: records.At(w.now), Actor: w.actor, Answer: answer}
}
