package event

import (
	"crypto/sha256"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Duplicate copies an event as a draft, with its rules, its questions and its planned mails, its half-days, its
// running order and the ends of its quotas moved so that the first half-day falls on firstDay (zero: where they
// were). The hour on the wall stays, whatever the season; one that the clocks of spring skip on its new day is
// refused (ErrNoSuchTime). The same intent and day, sent again, give the same
// copy; an empty intent makes a new one each time.
func Duplicate(app core.App, now time.Time, actor, id, intent string, firstDay time.Time) (copy *records.Event, err error) {
	if intent != "" && !validIntent.MatchString(intent) {
		return nil, domain.Error{Code: domain.ErrRequired}
	}
	err = app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		p := plan{action: "duplicate", field: "day"}
		if !firstDay.IsZero() {
			p.days, _ = paris.Wall(e.StartsAt.Time(), firstDay)
		}
		if intent != "" {
			p.id = derivedID(intent, e.ID, paris.Day(firstDay))
		}
		copy, _, err = copyOf(app, now, actor, e, p)
		return err
	})
	return copy, err
}

// plan is what a copy has of its own.
type plan struct {
	id            string // empty: a new one
	action, field string // in the trail; where an hour that does not exist is refused
	days, minutes int    // on the wall clock
	change        func(e *records.Event, slots []records.Slot)
}

// copyOf writes a copy with its half-days and running order, as a draft that nobody is registered to; made is
// false when it was there already. What is planned of the event itself is kept: places, rules, texts.
func copyOf(app core.App, now time.Time, actor string, e *records.Event, p plan) (copy *records.Event, made bool, err error) {
	if was, err := records.EventOf(app, p.id); p.id != "" && err == nil {
		return was, false, nil
	}
	if e.Placement != "" {
		return nil, false, domain.Error{Code: domain.ErrStageEntry}
	}
	c := *e
	c.ID, c.Status, c.Archived, c.Created, c.Updated = p.id, domain.Draft, false, records.At(now), records.At(now)
	c.PublishedAt, c.HeldAt, c.CancelledAt, c.CancelReason, c.ReopenReason = records.Time{}, records.Time{}, records.Time{}, "", ""
	c.MaintainedAt, c.PostponedAt = records.Time{}, records.Time{}
	c.RegistrationOpensAt, c.RegistrationCloses, c.SettledAt, c.Series, c.HeldBack = records.Time{}, records.Time{}, records.Time{}, "", false
	c.ReleasedAt, c.MaintainedAt, c.PostponedAt = records.Time{}, records.Time{}, records.Time{}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return nil, false, err
	}
	for i := range slots {
		if err := p.shift(&slots[i].StartsAt, &slots[i].EndsAt); err != nil {
			return nil, false, err
		}
	}
	if c.Quotas, err = p.shiftQuotas(e.Quotas); err != nil {
		return nil, false, err
	}
	if p.change != nil {
		p.change(&c, slots)
	}
	if c.Slug, err = freeSlug(app, c.Title); err != nil {
		return nil, false, err
	}
	if c.Tag, err = FreeTag(app, ticket.NewEventTag); err != nil {
		return nil, false, err
	}
	if err := p.write(app, &c, slots, e.ID); err != nil {
		return nil, false, err
	}
	return &c, true, trace(app, now, actor, p.action, &c, "")
}

// write adds the copy, and moves with it what was planned of the original.
func (p plan) write(app core.App, c *records.Event, slots []records.Slot, from string) error {
	if err := domain.CheckSlots(records.DomainSlots(slots)); err != nil {
		return err
	}
	if e := c.Completion().Check(records.DomainSlots(slots)); e != nil {
		return *e
	}
	start, end := domain.Span(records.DomainSlots(slots))
	c.StartsAt, c.EndsAt = records.At(start), records.At(end)
	if err := records.AddEvent(app, c); err != nil {
		return err
	}
	for i := range slots {
		slots[i].ID, slots[i].Event = "", c.ID
		if err := records.PutSlot(app, &slots[i]); err != nil {
			return err
		}
	}
	if err := copyQuestions(app, from, c.ID); err != nil {
		return err
	}
	agenda, err := records.Agenda(app, from)
	if err != nil {
		return err
	}
	for i := range agenda {
		if err := p.shift(&agenda[i].StartsAt, &agenda[i].EndsAt); err != nil {
			return err
		}
	}
	return records.ReplaceAgenda(app, c.ID, agenda)
}

// copyQuestions asks the same of the copy; the ids of the options stay, so that conditions hold.
func copyQuestions(app core.App, from, to string) error {
	rows, err := records.Questions(app, from)
	if err != nil {
		return err
	}
	made := map[string]string{}
	for _, q := range rows {
		old := q.ID
		q.ID, q.Event, q.ShowIf = "", to, made[q.ShowIf]
		q.Options = slices.DeleteFunc(slices.Clone(q.Options), func(o records.Option) bool { return o.Removed })
		if err := records.PutQuestion(app, &q); err != nil {
			return err
		}
		made[old] = q.ID
	}
	return nil
}

// shiftQuotas moves the ends of quotas by whole days: they fall at midnight, whatever the hour of the event.
func (p plan) shiftQuotas(quotas []domain.Quota) (records.Quotas, error) {
	p.minutes = 0
	moved := slices.Clone(quotas)
	for i := range moved {
		until := records.At(moved[i].Until)
		if err := p.shift(&until); err != nil {
			return nil, err
		}
		moved[i].Until = until.Time()
	}
	return moved, nil
}

// shift moves moments on the wall clock of Paris.
func (p plan) shift(times ...*records.Time) error {
	for _, t := range times {
		if t.IsZero() {
			continue
		}
		moved, err := paris.Shift(t.Time(), p.days, p.minutes)
		if err != nil {
			return domain.Error{Code: domain.ErrNoSuchTime, Field: p.field}
		}
		*t = records.At(moved)
	}
	return nil
}

// derivedID is the id that a form's intent gives to what it asks for: the same words, the same row.
func derivedID(intent string, words ...string) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
	h := sha256.New()
	for _, w := range append([]string{intent}, words...) {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	id := h.Sum(nil)[:15]
	for i := range id {
		id[i] = letters[int(id[i])%len(letters)]
	}
	return string(id)
}
