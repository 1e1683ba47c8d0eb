package event

import (
	"math"
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
// were). The hour on the wall stays, whatever the season; one that the clocks of
// spring skip on its new day is refused (ErrNoSuchTime).
func Duplicate(app core.App, now time.Time, actor, id string, firstDay time.Time) (copy *records.Event, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		days := 0
		if !firstDay.IsZero() {
			days = daysBetween(e.StartsAt.Time(), firstDay)
		}
		c := *e
		copy = &c
		if c.Slug, err = freeSlug(app, e.Title); err != nil {
			return err
		}
		if c.Tag, err = freeTag(app, ticket.NewEventTag); err != nil {
			return err
		}
		c.ID, c.Status, c.Archived, c.Created, c.Updated = "", domain.Draft, false, records.At(now), records.At(now)
		c.PublishedAt, c.HeldAt, c.CancelledAt, c.CancelReason, c.ReopenReason = records.Time{}, records.Time{}, records.Time{}, "", ""
		c.RegistrationOpensAt, c.RegistrationCloses = records.Time{}, records.Time{}
		c.SettledAt = records.Time{}
		if err := shift(days, &c.StartsAt, &c.EndsAt); err != nil {
			return err
		}
		if c.Quotas, err = shiftQuotas(days, e.Quotas); err != nil {
			return err
		}
		if err := records.AddEvent(app, &c); err != nil {
			return err
		}
		if err := copyRows(app, e.ID, c.ID, days); err != nil {
			return err
		}
		return trace(app, now, actor, "duplicate", &c, "")
	})
	return copy, err
}

func copyRows(app core.App, from, to string, days int) error {
	slots, err := records.Slots(app, from)
	if err != nil {
		return err
	}
	for _, s := range slots {
		s.ID, s.Event = "", to
		if err := shift(days, &s.StartsAt, &s.EndsAt); err != nil {
			return err
		}
		if err := records.PutSlot(app, &s); err != nil {
			return err
		}
	}
	if err := copyQuestions(app, from, to); err != nil {
		return err
	}
	agenda, err := records.Agenda(app, from)
	if err != nil {
		return err
	}
	for i := range agenda {
		if err := shift(days, &agenda[i].StartsAt, &agenda[i].EndsAt); err != nil {
			return err
		}
	}
	return records.ReplaceAgenda(app, to, agenda)
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

func shiftQuotas(days int, quotas []domain.Quota) (records.Quotas, error) {
	moved := slices.Clone(quotas)
	for i := range moved {
		until := records.At(moved[i].Until)
		if err := shift(days, &until); err != nil {
			return nil, err
		}
		moved[i].Until = until.Time()
	}
	return moved, nil
}

func daysBetween(from, to time.Time) int {
	a, b := paris.StartOfDay(from), paris.StartOfDay(to)
	return int(math.Round(b.Sub(a).Hours() / 24)) // 23 or 25 hours are a day too
}

// shift moves moments by whole days on the wall clock of Paris.
func shift(days int, times ...*records.Time) error {
	for _, t := range times {
		if t.IsZero() {
			continue
		}
		moved := t.Time().In(paris.Location).AddDate(0, 0, days)
		if paris.ClockInput(moved) != paris.ClockInput(t.Time()) {
			return domain.Error{Code: domain.ErrNoSuchTime, Field: "day"}
		}
		*t = records.At(moved)
	}
	return nil
}
