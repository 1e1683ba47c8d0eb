// Package event holds the use cases of an event: write it, publish, cancel, close, reopen, copy it.
package event

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
)

// Draft is what the coordinator typed of an event. Lists are ids; times UTC.
type Draft struct {
	ID                                             string // empty: a new event
	Title, Summary, Description, Audience          string
	Programme, Visibility, Mode, PTSMRole, Rule    string
	Place, Address, Access, RemoteURL              string
	Contact, FullNote, Partners                    string
	Territory, WorkingGroup, Axis, Action          string
	Priority                                       string
	OtherGroups, OtherAxes                         []string
	OtherActions, OtherPriorities, ProposedActions []string
	Organisers                                     []string
	SignatoryName, SignatoryFunction               string
	Capacity                                       int // 0: no limit
	Waitlist, Certificate, CoBuilt                 bool
	Opens, Closes                                  time.Time
	Slots                                          []SlotDraft
	Agenda                                         []records.AgendaItem
}

// SlotDraft is a half-day as typed; ID empty for a new one.
type SlotDraft struct {
	ID, Label, Room string
	Start, End      time.Time
	BreakMinutes    int
}

// Lengths, in characters.
const (
	MaxTitle = 200
	MaxText  = 10000
	maxLine  = 300
)

// Save writes an event, new or changed, with its half-days and running order, in one transaction. A capacity
// that rises seats those who wait; one under the seats already taken is refused (ErrCapacityTaken, Arg: how
// many). A half-day that bears scans is not removed (ErrSlotAttended), and a closed event keeps its
// half-days (ErrState) until it is reopened.
func Save(app core.App, now time.Time, actor string, d Draft) (e *records.Event, err error) {
	d.clean()
	if err := d.check(); err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		if e, err = load(app, now, d); err != nil {
			return err
		}
		if err = d.fill(app, e); err != nil {
			return err
		}
		e.Updated = records.At(now)
		if err = store(app, e, d.ID == ""); err != nil {
			return err
		}
		if err = putSlots(app, e, d.Slots); err != nil {
			return err
		}
		if err = records.ReplaceAgenda(app, e.ID, d.Agenda); err != nil {
			return err
		}
		if err = trace(app, now, actor, "save", e, ""); err != nil {
			return err
		}
		return registration.Promote(app, now, e)
	})
	return e, err
}

func load(app core.App, now time.Time, d Draft) (*records.Event, error) {
	if d.ID == "" {
		slug, err := freeSlug(app, d.Title)
		return &records.Event{Slug: slug, Tag: ticket.NewEventTag(), Status: domain.Draft, Created: records.At(now)}, err
	}
	e, err := records.EventOf(app, d.ID)
	if err != nil {
		return nil, err
	}
	if e.Status == domain.Cancelled {
		return nil, domain.Error{Code: domain.ErrEventCancelled}
	}
	return e, nil
}

func store(app core.App, e *records.Event, isNew bool) error {
	if isNew {
		return records.AddEvent(app, e)
	}
	return records.SaveEvent(app, e)
}

// fill copies the draft into the row and asks what depends on other rows.
func (d Draft) fill(app core.App, e *records.Event) error {
	if e.ID != "" && d.Capacity > 0 {
		seats, err := records.SeatsOf(app, e)
		if err != nil {
			return err
		}
		if d.Capacity < seats.Taken {
			return domain.Error{Code: domain.ErrCapacityTaken, Field: "capacity", Arg: fmt.Sprint(seats.Taken)}
		}
	}
	if _, err := records.ItemOf(app, records.Programmes, d.Programme); err != nil {
		return domain.Error{Code: domain.ErrChoice, Field: "programme"}
	}
	e.Title, e.Summary, e.Description, e.Audience = d.Title, d.Summary, d.Description, d.Audience
	e.Programme, e.Visibility, e.Mode, e.PTSMRole, e.Rule = d.Programme, d.Visibility, d.Mode, d.PTSMRole, d.Rule
	e.Place, e.Address, e.Access, e.RemoteURL = d.Place, d.Address, d.Access, d.RemoteURL
	e.Contact, e.FullNote, e.Partners = d.Contact, d.FullNote, d.Partners
	e.Territory, e.WorkingGroup, e.Axis, e.RoadmapAction, e.Priority = d.Territory, d.WorkingGroup, d.Axis, d.Action, d.Priority
	e.OtherGroups, e.OtherAxes, e.OtherActions, e.OtherPriorities = d.OtherGroups, d.OtherAxes, d.OtherActions, d.OtherPriorities
	e.ProposedActions, e.Organisers = d.ProposedActions, d.Organisers
	e.SignatoryName, e.SignatoryFunction = d.SignatoryName, d.SignatoryFunction
	e.Capacity, e.Waitlist, e.Certificate, e.CoBuilt = d.Capacity, d.Waitlist, d.Certificate, d.CoBuilt
	e.RegistrationOpensAt, e.RegistrationCloses = records.At(d.Opens), records.At(d.Closes)
	start, end := domain.Span(d.domainSlots())
	e.StartsAt, e.EndsAt = records.At(start), records.At(end)
	return nil
}

func (d Draft) domainSlots() []domain.Slot {
	out := make([]domain.Slot, len(d.Slots))
	for i, s := range d.Slots {
		out[i] = domain.Slot{ID: s.ID, Label: s.Label, Start: s.Start, End: s.End, BreakMinutes: s.BreakMinutes}
	}
	return out
}

func (d *Draft) clean() {
	for _, s := range []*string{&d.Title, &d.Place, &d.Address, &d.RemoteURL, &d.Contact, &d.Partners, &d.SignatoryName, &d.SignatoryFunction} {
		*s = domain.CleanLine(*s)
	}
	for _, s := range []*string{&d.Summary, &d.Description, &d.Audience, &d.Access, &d.FullNote} {
		*s = domain.CleanText(*s)
	}
	if d.Rule == "" {
		d.Rule = domain.AtLeastOneSlot
	}
	for i := range d.Slots {
		d.Slots[i].Label, d.Slots[i].Room = domain.CleanLine(d.Slots[i].Label), domain.CleanLine(d.Slots[i].Room)
	}
}

func (d Draft) check() error {
	var errs domain.Errors
	lines := []struct {
		field, value string
		max          int
		required     bool
	}{
		{"title", d.Title, MaxTitle, true}, {"summary", d.Summary, 500, false}, {"description", d.Description, MaxText, false},
		{"place", d.Place, maxLine, false}, {"address", d.Address, maxLine, false}, {"contact", d.Contact, maxLine, false},
		{"partners", d.Partners, 1000, false}, {"audience", d.Audience, MaxText, false}, {"access", d.Access, MaxText, false},
	}
	for _, l := range lines {
		if e := domain.CheckLine(l.field, l.value, l.max, l.required, l.required); e != nil {
			errs = append(errs, *e)
		}
	}
	for _, c := range []struct {
		field, value string
		of           []string
	}{
		{"visibility", d.Visibility, []string{domain.Public, domain.ByLink, domain.Internal}},
		{"mode", d.Mode, []string{"onsite", "remote", "mixed"}},
		{"ptsm_role", d.PTSMRole, domain.PTSMRoles}, {"rule", d.Rule, domain.Rules},
	} {
		if !slices.Contains(c.of, c.value) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: c.field})
		}
	}
	if d.Capacity < 0 || d.Capacity > 100000 {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "capacity"})
	}
	if !d.Opens.IsZero() && !d.Closes.IsZero() && !d.Closes.After(d.Opens) {
		errs = append(errs, domain.Error{Code: domain.ErrSlotOrder, Field: "closes"})
	}
	return append(errs, domain.Refusals(domain.CheckSlots(d.domainSlots()))...).OrNil()
}
