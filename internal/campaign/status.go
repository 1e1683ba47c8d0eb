package campaign

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// SetStatus opens a campaign to the public, closes it, or opens it again; asked twice, it moves once. Refusals: ErrState, and
// what is missing at the fields of the form.
func SetStatus(app core.App, now time.Time, actor, id, status string) error {
	return records.Together(app, func(app core.App) error {
		c, err := records.CampaignOf(app, id)
		if err != nil || c.Status == status {
			return err
		}
		switch {
		case status == records.CampaignOpen:
			if err := ready(c, now).OrNil(); err != nil {
				return err
			}
			c.ClosedAt = records.Time{}
			if c.OpenedAt.IsZero() {
				c.OpenedAt = records.At(now)
			}
		case status == records.CampaignClosed && c.Status == records.CampaignOpen:
			c.ClosedAt = records.At(now)
		default:
			return domain.Error{Code: domain.ErrState}
		}
		c.Status, c.Updated = status, records.At(now)
		if err := records.SaveCampaign(app, c); err != nil {
			return err
		}
		return trace(app, now, actor, status, "campaign", c.ID, "", nil, nil)
	})
}

// ready is what keeps a campaign from being opened: what is missing, and a calendar that is over.
func ready(c *records.Campaign, now time.Time) domain.Errors {
	errs := missing(c)
	if !c.ToDay.IsZero() && !now.Before(c.ToDay.Time()) {
		errs = append(errs, domain.Error{Code: domain.ErrMomentPast, Field: "to"})
	}
	return errs
}

// TakesOffers tells whether structures may propose places now.
func TakesOffers(c *records.Campaign, now time.Time) bool {
	return c.Status == records.CampaignOpen && (c.OffersUntil.IsZero() || now.Before(c.OffersUntil.Time()))
}

// TakesWishes tells whether professionals may wish now.
func TakesWishes(c *records.Campaign, now time.Time) bool {
	return c.Status == records.CampaignOpen && (c.WishesUntil.IsZero() || now.Before(c.WishesUntil.Time()))
}

// OpenFor makes the draft of a campaign for the trainees of a training; the one it has, where it has one. Refusals: ErrState
// for an event that is no training, a draft or cancelled.
func OpenFor(app core.App, now time.Time, actor, event string) (c *records.Campaign, err error) {
	err = records.Together(app, func(app core.App) error {
		ev, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		if c, err = records.CampaignOfEvent(app, ev.ID); !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		p, err := records.ItemOf(app, records.Programmes, ev.Programme)
		if err != nil {
			return err
		}
		if p.Kind != records.TrainingKind || ev.Status != domain.Published && ev.Status != domain.Held {
			return domain.Error{Code: domain.ErrState}
		}
		f := New()
		f.Title, f.Contact = cut("Stages croisés de "+ev.Title, MaxTitle), ev.Contact
		f.From = paris.NextDay(ev.EndsAt.Time())
		f.WorkingGroup, f.Axis, f.Action, f.Priority = ev.WorkingGroup, ev.Axis, ev.RoadmapAction, ev.Priority
		f.clean()
		c = &records.Campaign{ID: records.NewID(), Status: records.CampaignDraft, Event: ev.ID, Created: records.At(now)}
		f.fill(c, now)
		return write(app, now, actor, "create", c, Form{})
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// Outside counts the offers of a campaign whose half-days are no longer of its period: its dates changed since.
func Outside(app core.App, c *records.Campaign) (n int, err error) {
	offers, err := records.Offers(app, c.ID)
	for _, o := range offers {
		if o.Status != records.OfferProposed && o.Status != records.OfferPublished {
			continue
		}
		for _, d := range o.HalfDays.Slots() {
			if !within(c, d) {
				n++
				break
			}
		}
	}
	return n, err
}
