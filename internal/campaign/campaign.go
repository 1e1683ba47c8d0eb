// Package campaign holds the use cases of a campaign of stages croisés: its period and its rules, when it is open, and the
// places that structures offer in it.
package campaign

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Ways of a campaign.
const (
	AnyWay  = "any"
	OneWay  = "one_way"
	Crossed = "crossed" // the host sends somebody in return
)

// Form is what the coordinator types of a campaign. Days are the midnights that begin them, the last ones included; zero:
// not said. Lists are ids.
type Form struct {
	Kind, Title, Summary, Description, Contact, Way string
	From, To, OffersUntil, WishesUntil              time.Time
	MinHalfDays, MaxHalfDays                        int
	ManagerAsked, ReportAsked, ReportReviewed       bool
	Delays                                          records.Delays
	WorkingGroup, Axis, Action, Priority            string
	Intent                                          string // of the form, 15 letters and digits: the same one makes one campaign
}

// New is the form of a campaign of which nothing was typed yet.
func New() Form {
	return Form{Kind: records.CampaignKind, Way: AnyWay, MinHalfDays: 1, MaxHalfDays: usualMax, ManagerAsked: true, ReportAsked: true, Intent: records.NewID()}
}

// Of reads the form of a campaign.
func Of(c *records.Campaign) Form {
	return Form{Kind: c.Kind, Title: c.Title, Summary: c.Summary, Description: c.Description, Contact: c.Contact, Way: c.Way,
		From: c.FromDay.Time(), To: LastDay(c.ToDay), OffersUntil: LastDay(c.OffersUntil), WishesUntil: LastDay(c.WishesUntil),
		MinHalfDays: c.MinHalfDays, MaxHalfDays: c.MaxHalfDays, ManagerAsked: c.ManagerAsked, ReportAsked: c.ReportAsked, ReportReviewed: c.ReportReviewed,
		Delays: c.Delays, WorkingGroup: c.WorkingGroup, Axis: c.Axis, Action: c.RoadmapAction, Priority: c.Priority}
}

// LastDay is the midnight that begins the last day before an end; zero for none.
func LastDay(end records.Time) time.Time {
	if end.IsZero() {
		return time.Time{}
	}
	return paris.StartOfDay(end.Time().Add(-time.Millisecond))
}

func endOf(day time.Time) records.Time {
	if day.IsZero() {
		return records.Time{}
	}
	return records.At(paris.NextDay(day))
}

// Save writes a campaign: a new one (id empty) is a draft. Refusals stand at the fields of Form.check; what makes an open
// campaign unreadable to the public is refused too.
func Save(app core.App, now time.Time, actor, id string, f Form) (c *records.Campaign, err error) {
	f.clean()
	err = records.Together(app, func(app core.App) error {
		action, before := "edit", Form{}
		if id == "" {
			if made, err := records.CampaignOf(app, f.Intent); err == nil { // the same form again
				c = made
				return nil
			}
			action, c = "create", &records.Campaign{ID: f.Intent, Status: records.CampaignDraft, Created: records.At(now)}
		} else if c, err = records.CampaignOf(app, id); err != nil {
			return err
		} else {
			before, f.Kind = Of(c), c.Kind // the offers made rest on it
		}
		if err := f.check(app, id == ""); err != nil {
			return err
		}
		f.fill(c, now)
		if c.Status == records.CampaignOpen {
			if err := missing(c).OrNil(); err != nil {
				return err
			}
		}
		return write(app, now, actor, action, c, before)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// write puts the row, with its address and its programme where it has none yet, and the trail.
func write(app core.App, now time.Time, actor, action string, c *records.Campaign, before Form) (err error) {
	if action == "create" {
		if c.Slug, err = freeSlug(app, c.Title); err != nil {
			return err
		}
		if c.Programme, err = programme(app); err != nil {
			return err
		}
		err = records.AddCampaign(app, c)
	} else {
		err = records.SaveCampaign(app, c)
	}
	if err != nil {
		return err
	}
	return trace(app, now, actor, action, "campaign", c.ID, "", before, Of(c))
}

func (f Form) fill(c *records.Campaign, now time.Time) {
	c.Kind, c.Title, c.Summary, c.Description, c.Contact, c.Way = f.Kind, f.Title, f.Summary, f.Description, f.Contact, f.Way
	c.FromDay, c.ToDay, c.OffersUntil, c.WishesUntil = records.At(f.From), endOf(f.To), endOf(f.OffersUntil), endOf(f.WishesUntil)
	c.MinHalfDays, c.MaxHalfDays, c.ManagerAsked, c.ReportAsked, c.ReportReviewed = f.MinHalfDays, f.MaxHalfDays, f.ManagerAsked, f.ReportAsked, f.ReportReviewed
	c.Delays, c.WorkingGroup, c.Axis, c.RoadmapAction, c.Priority, c.Updated = f.Delays, f.WorkingGroup, f.Axis, f.Action, f.Priority, records.At(now)
}

// freeSlug makes the last part of an address from a title, with a number when it is taken.
func freeSlug(app core.App, title string) (string, error) {
	all, err := records.PlacementCampaigns(app)
	if err != nil {
		return "", err
	}
	taken := make([]records.Item, len(all))
	for i, c := range all {
		taken[i].Code = c.Slug
	}
	return records.FreeCode(taken, title), nil
}

// programme is the one that the placements count for: the first of the stages croisés, made where the territory has none.
func programme(app core.App) (string, error) {
	all, err := records.Items(app, records.Programmes)
	if err != nil {
		return "", err
	}
	for _, p := range all {
		if p.Kind == records.PlacementKind && p.ValidTo == "" {
			return p.ID, nil
		}
	}
	const name = "Stages croisés"
	return records.AddItem(app, records.Programmes, dbx.Params{"name": name, "code": records.FreeCode(all, name), "kind": records.PlacementKind,
		"rule": domain.AtLeastOneSlot, "certificate": true, "roadmap_actions": "[]", "proposed_actions": "[]"})
}

// trace appends to the trail; before and after are what was typed, nil for none.
func trace(app core.App, now time.Time, actor, action, kind, id, reason string, before, after any) error {
	was, err := json.Marshal(before)
	if err != nil {
		return err
	}
	is, err := json.Marshal(after)
	if err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: kind, Target: id, Reason: reason,
		Before: types.JSONRaw(was), After: types.JSONRaw(is)})
}
