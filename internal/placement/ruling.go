package placement

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/records"
)

// Kinds of what the coordinator decides of a person and an offer; NoRuling takes back what was decided.
const (
	Pin       = "pin"
	Exclusion = "exclusion"
	NoRuling  = ""
)

// Rule writes what the coordinator decides of a person and an offer before the matching, with its reason; a person is
// pinned to one offer at most. Errors: ErrNotFound (not of this campaign), ErrWishMoved (asks for nothing any more),
// ErrSeatForbidden (a pin to an offer that was not chosen: a hand matches it), ErrChoice (no such kind), ErrReason.
func Rule(app core.App, now time.Time, actor, campaign string, s Seat, kind, why string) error {
	why = domain.CleanText(why)
	return records.Together(app, func(app core.App) error {
		p, err := ruledOn(app, campaign, s)
		if err != nil {
			return err
		}
		switch {
		case kind != Pin && kind != Exclusion && kind != NoRuling:
			return domain.Error{Code: domain.ErrChoice, Field: "kind"}
		case kind == Pin && !slices.Contains(p.Choices, s.Offer):
			return domain.Error{Code: domain.ErrSeatForbidden, Arg: p.Name()}
		case kind != NoRuling && why == "":
			return domain.Error{Code: domain.ErrReason, Field: "reason"}
		}
		if err := dropRulings(app, campaign, s, kind); err != nil {
			return err
		}
		if kind != NoRuling {
			if err := records.PutRuling(app, &records.Ruling{Campaign: campaign, Placement: s.Placement, Offer: s.Offer, Kind: kind, Reason: why, Actor: actor, At: records.At(now)}); err != nil {
				return err
			}
		}
		after, err := json.Marshal(map[string]string{"offer": s.Offer, "kind": kind})
		if err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "rule", Kind: "placement", Target: s.Placement, Reason: why, After: after})
	})
}

// ruledOn reads who is ruled on, who must be of the campaign and still ask for a place, as the offer must be.
func ruledOn(app core.App, campaign string, s Seat) (*records.Placement, error) {
	p, err := records.PlacementOf(app, s.Placement)
	if err != nil {
		return nil, err
	}
	o, err := records.OfferOf(app, s.Offer)
	if err != nil {
		return nil, err
	}
	if p.Campaign != campaign || o.Campaign != campaign {
		return nil, domain.Error{Code: domain.ErrNotFound}
	}
	if state := domain.PlacementState(p.State); state != domain.PlacementRequested && state != domain.PlacementApproved {
		return nil, domain.Error{Code: domain.ErrWishMoved, Arg: p.Name()}
	}
	return p, nil
}

// dropRulings makes room for a ruling: the earlier one about the same two, and with a pin the person's other pins.
func dropRulings(app core.App, campaign string, s Seat, kind string) error {
	rulings, err := records.Rulings(app, campaign)
	if err != nil {
		return err
	}
	for _, l := range rulings {
		if l.Placement == s.Placement && (l.Offer == s.Offer || kind == Pin && l.Kind == Pin) {
			if err := records.DropRuling(app, l.Placement, l.Offer); err != nil {
				return err
			}
		}
	}
	return nil
}

// SetWeights writes what the bonuses are worth in a campaign. Errors: ErrWeight at « crossed », « bridged », « unserved ».
func SetWeights(app core.App, now time.Time, actor, campaign string, w matching.Weights) error {
	var errs domain.Errors
	for _, n := range []struct {
		field string
		value int
	}{{"crossed", w.Crossed}, {"bridged", w.Bridged}, {"unserved", w.Unserved}} {
		if n.value < 0 || n.value > matching.MaxWeight {
			errs = append(errs, domain.Error{Code: domain.ErrWeight, Field: n.field})
		}
	}
	if err := errs.OrNil(); err != nil {
		return err
	}
	return records.Together(app, func(app core.App) error {
		c, err := records.CampaignOf(app, campaign)
		if err != nil {
			return err
		}
		before := c.Weights
		if c.Weights, err = json.Marshal(map[string]int{"crossed": w.Crossed, "bridged": w.Bridged, "unserved": w.Unserved}); err != nil {
			return err
		}
		c.Updated = records.At(now)
		if err := records.SaveCampaign(app, c); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "weights", Kind: "campaign", Target: campaign, Before: before, After: c.Weights})
	})
}
