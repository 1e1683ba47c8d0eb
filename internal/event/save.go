// Package event holds the use cases of an event: write it, publish, cancel, close, reopen, copy it.
package event

import (
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
	Intent                                         string // id that a new event will have: the same form makes one event
	Seen                                           string // Updated of the event when it was read: a change since is refused (ErrChangedMeanwhile); empty: not asked
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
	Campaign                                       string // a word by which figures are gathered
	RuleAmount                                     int    // minutes or half-days, where the rule counts some
	Capacity                                       int    // 0: no limit
	Waitlist, Certificate, CoBuilt                 bool
	Opens, Closes                                  time.Time
	Slots                                          []SlotDraft
	Agenda                                         []records.AgendaItem
	WithSeries                                     bool // the other dates of its series take its texts over
}

// SlotDraft is a half-day as typed; ID empty for a new one.
type SlotDraft struct {
	ID, Label, Room      string
	Trainer, TrainerRole string // who teaches it, and as what
	Start, End           time.Time
	BreakMinutes         int
}

// Save writes an event, new or changed, with its half-days and running order, in one transaction. A capacity
// that rises seats those who wait; one under the seats already taken is refused (ErrCapacityTaken, Arg: how
// many). A half-day that bears scans is not removed (ErrSlotAttended at « slot-ID »), and a closed event keeps
// its half-days and its certificate's rule (ErrEventHeld) until it is reopened. Neither a half-day nor the programme goes
// on which half-days caught up in another group rest (ErrCatchUpHolds). A new programme brings the
// roadmap actions it proposes: proposals, until one is confirmed as main or secondary.
func Save(app core.App, now time.Time, actor string, d Draft) (e *records.Event, err error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	action := "save"
	if d.ID == "" {
		action = "create"
	}
	err = app.RunInTransaction(func(app core.App) error {
		if made, err := records.EventOf(app, d.Intent); err == nil && d.ID == "" {
			if e = made; e.Status != domain.Draft {
				return nil
			}
			d.ID, action = made.ID, "save" // the same form again, by « back » perhaps: what it says now is kept
		}
		if e, err = load(app, now, d); err != nil {
			return err
		}
		if err = d.checkRows(app, now, e); err != nil {
			return err
		}
		before, err := records.StandingOf(app, e)
		if err != nil {
			return err
		}
		d.fill(e)
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
		if err = trace(app, now, actor, action, e, ""); err != nil {
			return err
		}
		if d.WithSeries {
			if err = shareTexts(app, now, actor, e); err != nil {
				return err
			}
		}
		if err = noteMove(app, now, actor, e, before); err != nil {
			return err
		}
		return registration.Promote(app, now, e)
	})
	return e, err
}

// usualReminder is how many days before a new event its reminder leaves, until the coordinator says otherwise.
const usualReminder = 2

func load(app core.App, now time.Time, d Draft) (*records.Event, error) {
	if d.ID == "" {
		slug, err := freeSlug(app, d.Title)
		if err != nil {
			return nil, err
		}
		tag, err := FreeTag(app, ticket.NewEventTag)
		if err != nil {
			return nil, err
		}
		e := &records.Event{ID: d.Intent, Slug: slug, Tag: tag, Status: domain.Draft, ReminderDays: usualReminder, Created: records.At(now)}
		return e, askAsUsual(app, e, d.Programme)
	}
	e, err := records.EventOf(app, d.ID)
	if err != nil {
		return nil, err
	}
	if e.Status == domain.Cancelled {
		return nil, domain.Error{Code: domain.ErrEventCancelled}
	}
	if d.Seen != "" && d.Seen != e.Updated.String() {
		return nil, domain.Error{Code: domain.ErrChangedMeanwhile}
	}
	return e, nil
}

// askAsUsual gives a new event the surveys of its programme.
func askAsUsual(app core.App, e *records.Event, programme string) error {
	p, err := records.ItemOf(app, records.Programmes, programme)
	if domain.Is(err, domain.ErrNotFound) {
		return nil // refused at its field
	}
	if err == nil {
		e.SurveyHot, e.SurveyCold = p.SurveyHot, p.SurveyCold
	}
	return err
}

func store(app core.App, e *records.Event, isNew bool) error {
	if isNew {
		return records.AddEvent(app, e)
	}
	return records.SaveEvent(app, e)
}

// fill copies the draft into the row, but for what check has to ask of other rows.
func (d Draft) fill(e *records.Event) {
	e.Title, e.Summary, e.Description, e.Audience = d.Title, d.Summary, d.Description, d.Audience
	e.Programme, e.Visibility, e.Mode, e.PTSMRole, e.Rule, e.RuleAmount = d.Programme, d.Visibility, d.Mode, d.PTSMRole, d.Rule, d.RuleAmount
	e.Place, e.Address, e.Access, e.RemoteURL = d.Place, d.Address, d.Access, d.RemoteURL
	e.Contact, e.FullNote, e.Partners = d.Contact, d.FullNote, d.Partners
	e.Territory, e.WorkingGroup, e.Axis, e.RoadmapAction, e.Priority = d.Territory, d.WorkingGroup, d.Axis, d.Action, d.Priority
	e.OtherGroups, e.OtherAxes = without(d.OtherGroups, d.WorkingGroup), without(d.OtherAxes, d.Axis)
	e.OtherActions, e.OtherPriorities = without(d.OtherActions, d.Action), without(d.OtherPriorities, d.Priority)
	e.ProposedActions = without(without(d.ProposedActions, d.Action), d.OtherActions...)
	e.Organisers, e.Campaign = d.Organisers, d.Campaign
	e.SignatoryName, e.SignatoryFunction = d.SignatoryName, d.SignatoryFunction
	e.Capacity, e.Waitlist, e.Certificate, e.CoBuilt = d.Capacity, d.Waitlist, d.Certificate, d.CoBuilt
	e.RegistrationOpensAt, e.RegistrationCloses = records.At(d.Opens), records.At(d.Closes)
	start, end := domain.Span(d.domainSlots())
	e.StartsAt, e.EndsAt = records.At(start), records.At(end)
}

// without gives each item of a list once, but for those excluded: a main link is not secondary too, and a
// link that was confirmed is no proposal any more.
func without(list []string, excluded ...string) (out []string) {
	for _, v := range list {
		if v != "" && !slices.Contains(excluded, v) && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// completion is the rule that earns the certificate.
func (d Draft) completion() domain.Completion {
	return domain.Completion{Rule: d.Rule, Amount: d.RuleAmount}
}

func (d Draft) domainSlots() []domain.Slot {
	out := make([]domain.Slot, len(d.Slots))
	for i, s := range d.Slots {
		out[i] = domain.Slot{ID: s.ID, Label: s.Label, Start: s.Start, End: s.End, BreakMinutes: s.BreakMinutes}
	}
	return out
}
