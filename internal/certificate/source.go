package certificate

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// source is what the certificates of one event are made from. What they share is read once; before a closing, what
// is of each registration is read for all of them together.
type source struct {
	app      core.App
	now      time.Time
	event    *records.Event
	slots    []records.Slot
	common   domain.CertificateContent // what the event's certificates say whoever they are of
	lists    map[string]string         // names of professions and structures, by id
	whole    bool                      // the rest is read for every registration
	attended map[string][]records.Attendance
	caught   map[string][]records.CatchUp
	live     map[string]*records.Certificate
}

// sourceOf reads what the certificates of an event share.
func sourceOf(app core.App, now time.Time, e *records.Event) (s *source, err error) {
	s = &source{app: app, now: now, event: e, lists: map[string]string{}}
	if s.slots, err = records.Slots(app, e.ID); err != nil {
		return nil, err
	}
	if s.common, err = base(app, now, Attendance); err != nil {
		return nil, err
	}
	s.common.Rule, s.common.Amount = e.Rule, e.RuleAmount
	return s, ofEvent(app, e, &s.common)
}

// readAll reads what is of each registration, in one question each.
func (s *source) readAll() error {
	rows, err := records.Attendances(s.app, s.event.ID)
	if err != nil {
		return err
	}
	caught, err := records.CatchUps(s.app, s.event.ID)
	if err != nil {
		return err
	}
	certificates, err := records.EventCertificates(s.app, s.event.ID)
	if err != nil {
		return err
	}
	s.whole, s.attended, s.caught, s.live = true, map[string][]records.Attendance{}, map[string][]records.CatchUp{}, map[string]*records.Certificate{}
	for _, a := range rows {
		s.attended[a.Registration] = append(s.attended[a.Registration], a)
	}
	for _, c := range caught {
		s.caught[c.Registration] = append(s.caught[c.Registration], c)
	}
	for i, c := range certificates {
		if c.Registration != "" && c.RevokedAt.IsZero() {
			s.live[c.Registration] = &certificates[i]
		}
	}
	return nil
}

// liveOf is the certificate of a registration that is not revoked; nil without one.
func (s *source) liveOf(r *records.Registration) (*records.Certificate, error) {
	if s.whole {
		return s.live[r.ID], nil
	}
	c, err := LiveOf(s.app, r.ID)
	if domain.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	return c, err
}

func (s *source) attendances(r *records.Registration) ([]records.Attendance, error) {
	if s.whole {
		return s.attended[r.ID], nil
	}
	return records.AttendancesOf(s.app, r.ID)
}

// content states who attended what, as it is known now.
func (s *source) content(r *records.Registration, rows []records.Attendance, tally domain.Tally) (c domain.CertificateContent, err error) {
	c = s.common
	c.LastName, c.FirstName, c.Total, c.Complete = r.LastName, r.FirstName, tally.Minutes, tally.Complete()
	caught, err := s.caughtUp(r)
	if err != nil {
		return c, err
	}
	c.Slots = slotsOf(s.slots, rows, caught)
	if c.Profession, err = s.profession(r.Profession); err != nil {
		return c, err
	}
	c.Structure, err = s.structure(r.Structure)
	return c, err
}

// caughtUp gives, for each half-day of a registration that was attended in another group, the half-day there.
func (s *source) caughtUp(r *records.Registration) (map[string]records.Slot, error) {
	rows := s.caught[r.ID]
	if !s.whole {
		var err error
		if rows, err = records.CatchUpsOf(s.app, r.ID); err != nil {
			return nil, err
		}
	}
	caught := map[string]records.Slot{}
	for _, c := range rows {
		if c.DoneAt.IsZero() {
			continue
		}
		other, err := records.SlotOf(s.app, c.OtherSlot)
		if err != nil {
			return nil, err
		}
		caught[c.Slot] = *other
	}
	return caught, nil
}

// profession is what the list calls it today; empty for one that is no longer there.
func (s *source) profession(id string) (string, error) {
	name, known := s.lists[id]
	if known || id == "" {
		return name, nil
	}
	p, err := records.ItemOf(s.app, records.Professions, id)
	if err == nil {
		name = p.Name
	} else if !domain.Is(err, domain.ErrNotFound) {
		return "", err
	}
	s.lists[id] = name
	return name, nil
}

// structure is what it is called today.
func (s *source) structure(id string) (string, error) {
	name, known := s.lists[id]
	if known || id == "" {
		return name, nil
	}
	found, err := records.StructureOf(s.app, id)
	if err != nil {
		return "", err
	}
	s.lists[id] = found.Name
	return found.Name, nil
}
