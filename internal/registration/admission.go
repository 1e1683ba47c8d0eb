package registration

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// seating is the rule of an event at a moment, and how to read a registration for it.
type seating struct {
	domain.Seats
	tree   records.StructureTree // nil where no quota speaks of structures
	counts map[domain.Key]bool   // the workshops that have seats of their own
}

// seatingOf gathers what the rule needs: two counts for an event without quotas nor workshops, who is seated
// for the others.
func seatingOf(app core.App, now time.Time, e *records.Event) (s seating, err error) {
	if s.Seats, err = records.SeatsOf(app, e); err != nil {
		return s, err
	}
	if s.Limits, err = records.WorkshopLimits(app, e.ID); err != nil {
		return s, err
	}
	s.counts = map[domain.Key]bool{}
	for _, l := range s.Limits {
		s.counts[domain.Key{Kind: l.Kind, ID: l.ID}] = true
	}
	if err := s.quotas(app, now, e); err != nil {
		return s, err
	}
	if len(s.Limits)+len(s.Reserved) == 0 {
		return s, nil
	}
	rows, err := records.Seated(app, e.ID)
	s.By = map[domain.Key]int{}
	for _, r := range rows {
		for _, k := range s.ask(r).Keys {
			s.By[k]++
		}
	}
	return s, err
}

// quotas turns those of the event that hold now into limits and reserves.
func (s *seating) quotas(app core.App, now time.Time, e *records.Event) (err error) {
	for _, q := range e.Quotas {
		if !q.Active(now) {
			continue
		}
		l := domain.Limit{Kind: q.Kind, ID: q.Of, Max: q.Max}
		if q.Kind != domain.PerSector && q.Kind != domain.ReservedSector && s.tree == nil {
			if s.tree, err = records.LoadStructureTree(app); err != nil {
				return err
			}
		}
		switch q.Kind {
		case domain.ReservedSector:
			l.Kind = domain.PerSector
			s.Reserved = append(s.Reserved, l)
		case domain.ReservedStructure:
			l.Kind, l.ID = domain.PerParent, s.tree[q.Of].Parent
			s.Reserved = append(s.Reserved, l)
		default:
			s.Limits = append(s.Limits, l)
		}
	}
	return nil
}

// ask is what the rule reads of a registration.
func (s seating) ask(r records.SeatRow) domain.Ask {
	a := domain.Ask{ID: r.ID, Seats: 1 + r.Companions}
	if r.Sector != "" {
		a.Keys = append(a.Keys, domain.Key{Kind: domain.PerSector, ID: r.Sector})
	}
	if node, ok := s.tree[r.Structure]; ok && r.Structure != "" {
		a.Keys = append(a.Keys, domain.Key{Kind: domain.PerStructure, ID: node.Site}, domain.Key{Kind: domain.PerParent, ID: node.Parent})
	}
	for _, options := range r.Answers {
		for _, o := range options {
			if k := (domain.Key{Kind: domain.Workshop, ID: o}); s.counts[k] {
				a.Keys = append(a.Keys, k)
			}
		}
	}
	return a
}

// waiting is the list, a group that wants to be whole as one unit at the rank of its first.
func (s seating) waiting(app core.App, event string) (list []domain.Unit, err error) {
	if s.Waiting == 0 {
		return nil, nil
	}
	rows, err := records.WaitingList(app, event)
	at := map[string]int{}
	for _, r := range rows {
		if i, known := at[r.Whole]; known && r.Whole != "" {
			list[i] = append(list[i], s.ask(r))
			continue
		}
		at[r.Whole] = len(list)
		list = append(list, domain.Unit{s.ask(r)})
	}
	return list, err
}

// unit is some registrations that are served together.
func (s seating) unit(rows ...*records.Registration) (u domain.Unit) {
	for _, r := range rows {
		u = append(u, s.ask(r.Seat()))
	}
	return u
}

// admit says what becomes of a unit that asks now. Time may have freed seats for those who wait: they are
// served first.
func admit(app core.App, now time.Time, e *records.Event, rows ...*records.Registration) (domain.State, error) {
	s, err := seatingOf(app, now, e)
	if err != nil {
		return "", err
	}
	if s.Waiting > 0 && s.Left() != 0 && len(e.Quotas) > 0 {
		if err := Promote(app, now, e); err != nil {
			return "", err
		}
		if s, err = seatingOf(app, now, e); err != nil {
			return "", err
		}
	}
	u := s.unit(rows...)
	if len(u) > 1 && s.lasting(e).Never(u) {
		return "", domain.Error{Code: domain.ErrGroupTooLarge, Field: "whole", Arg: fmt.Sprint(len(u))}
	}
	var list []domain.Unit
	if s.Left() != 0 {
		if list, err = s.waiting(app, e.ID); err != nil {
			return "", err
		}
	}
	return s.Admit(u, list)
}

// lasting leaves out the quotas that end one day: who waits for that day does not wait for ever.
func (s seating) lasting(e *records.Event) domain.Seats {
	out := s.Seats
	out.Limits, out.Reserved = nil, nil
	for _, l := range s.Limits {
		if l.Kind == domain.Workshop || !ends(e, l, false) {
			out.Limits = append(out.Limits, l)
		}
	}
	for _, l := range s.Reserved {
		if !ends(e, l, true) {
			out.Reserved = append(out.Reserved, l)
		}
	}
	return out
}

func ends(e *records.Event, l domain.Limit, reserve bool) bool {
	for _, q := range e.Quotas {
		if q.Max == l.Max && q.Reserves() == reserve && !q.Until.IsZero() && (q.Kind == l.Kind || reserve) {
			return true
		}
	}
	return false
}

// Enter gives registrations that ask together their seats, or their place on the list. The rows are in hand:
// new, or decided; the caller writes them, then calls Settled.
func enter(app core.App, now time.Time, e *records.Event, rows ...*records.Registration) error {
	state, err := admit(app, now, e, rows...)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.State = string(state); state == domain.Confirmed && r.ConfirmedAt.IsZero() {
			r.ConfirmedAt = records.At(now)
		}
	}
	return nil
}

// Outlook is what a form may say honestly before it is sent: what would keep somebody of this structure and
// sector (ids; empty: not said) from a seat, and until when.
type Outlook struct {
	domain.Hindrance
	Until    time.Time // of the quota that stands in the way; zero: to the end
	Waitlist bool
}

// OutlookOf looks, and changes nothing.
func OutlookOf(app core.App, now time.Time, e *records.Event, structure, sector string) (o Outlook, err error) {
	s, err := seatingOf(app, now, e)
	if err != nil {
		return o, err
	}
	o.Waitlist = e.Waitlist
	o.Hindrance = s.Hinder(domain.Unit{s.ask(records.SeatRow{Structure: structure, Sector: sector})})
	for _, q := range e.Quotas {
		if q.Active(now) && ((o.Reserved && q.Reserves()) || (o.Limit.Max > 0 && q.Kind == o.Limit.Kind && q.Of == o.Limit.ID)) && q.Until.After(o.Until) {
			o.Until = q.Until
		}
	}
	return o, nil
}

// WorkshopsLeft counts the seats that are left of each workshop option with seats of its own.
func WorkshopsLeft(app core.App, now time.Time, e *records.Event) (map[string]int, error) {
	s, err := seatingOf(app, now, e)
	left := map[string]int{}
	for k := range s.counts {
		for _, l := range s.Limits {
			if l.Kind == k.Kind && l.ID == k.ID {
				left[k.ID] = max(0, l.Max-s.By[k])
			}
		}
	}
	return left, err
}

// Exempt marks the seated whom the quotas of now do not allow, so that each keeps the seat, and counts them. It
// belongs to the transaction of whatever changed the quotas or the structures.
func Exempt(app core.App, now time.Time, e *records.Event) (over int, err error) {
	s, err := seatingOf(app, now, e)
	if err != nil {
		return 0, err
	}
	rows, err := records.Seated(app, e.ID)
	if err != nil {
		return 0, err
	}
	asks := make([]domain.Ask, len(rows))
	for i, r := range rows {
		asks[i] = s.ask(r)
	}
	for i, exempt := range domain.Over(s.Limits, asks) {
		if exempt {
			over++
		}
		if exempt != rows[i].Exempt {
			if err := records.Exempted(app, rows[i].ID, exempt); err != nil {
				return 0, err
			}
		}
	}
	return over, nil
}

// Regroup asks the rules of seats again wherever a quota speaks of structures and the event is still to come: which
// structure somebody counts for has changed. Everybody keeps the seat, and who now may have one is served. It
// belongs to the transaction of what merged, parted or moved structures.
func Regroup(app core.App, now time.Time) error {
	events, err := records.Events(app, records.EventFilter{Statuses: []string{domain.Published}, EndsAfter: records.At(now)})
	if err != nil {
		return err
	}
	for i := range events {
		e := &events[i]
		if !slices.ContainsFunc(e.Quotas, func(q domain.Quota) bool { return q.Kind != domain.PerSector && q.Kind != domain.ReservedSector }) {
			continue
		}
		if _, err := Exempt(app, now, e); err != nil {
			return err
		}
		if err := Promote(app, now, e); err != nil {
			return err
		}
	}
	return nil
}

// letterOf is the letter that tells a state.
func letterOf(state string) string {
	switch domain.State(state) {
	case domain.Waitlisted:
		return mail.Waitlisted
	case domain.Requested:
		return mail.Requested
	case domain.PendingManager:
		return mail.PendingManager
	case domain.Offered:
		return mail.Offered
	case domain.Refused:
		return mail.Refused
	}
	return mail.Confirmation
}
