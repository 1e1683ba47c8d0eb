package placement

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/records"
)

// Decision is what the coordinator keeps of a proposal.
type Decision struct {
	Seats  []Seat
	Digest string // of the proposal that was shown; empty: seats chosen without one
	Intent string // of the form: sent twice, it decides once; empty: not asked
}

// Decide matches people for real, each on the half-days of the offer's block: all of them, or nobody. Errors:
// ErrMatchingChanged when the proposal is no longer the one that was shown, otherwise the refusal of each seat that
// cannot be given any more, with the name of who it was for.
func Decide(app core.App, now time.Time, actor, campaign string, d Decision) error {
	return records.Together(app, func(app core.App) error {
		if done, err := d.done(app); done || err != nil {
			return err
		}
		r, err := ReadRound(app, now, campaign)
		if err != nil {
			return err
		}
		if err := r.unchanged(d.Digest); err != nil {
			return err
		}
		var refused domain.Errors
		for _, s := range d.Seats {
			err := r.decide(app, now, actor, s, d.intent(s))
			refusals := domain.Refusals(err)
			if err != nil && refusals == nil {
				return err
			}
			refused = append(refused, refusals...)
		}
		return refused.OrNil()
	})
}

// done tells whether the same form decided all of this already.
func (d Decision) done(app core.App) (bool, error) {
	for _, s := range d.Seats {
		if d.Intent == "" {
			return false, nil
		}
		if _, err := records.StepIntended(app, d.intent(s)); domain.Is(err, domain.ErrNotFound) {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	return len(d.Seats) > 0, nil
}

func (d Decision) intent(s Seat) string {
	if d.Intent == "" {
		return ""
	}
	return d.Intent + ":" + s.Placement
}

func (r *Round) unchanged(digest string) error {
	if digest == "" {
		return nil
	}
	p, err := matching.Propose(r.Input)
	if err != nil {
		return err
	}
	if r.Digest(p) != digest {
		return domain.Error{Code: domain.ErrMatchingChanged}
	}
	return nil
}

// decide gives one seat of a proposal. A place to be agreed is given by hand, with its half-days.
func (r *Round) decide(app core.App, now time.Time, actor string, s Seat, intent string) error {
	p, against, err := r.against(now, s)
	if err != nil {
		return err
	}
	if against != "" || !slices.Contains(p.Choices, s.Offer) {
		return domain.Error{Code: domain.ErrSeatForbidden, Arg: p.Name()}
	}
	if len(r.Offers[s.Offer].HalfDays) == 0 {
		return domain.Error{Code: domain.ErrSlotMissing, Field: "slot-0-day"}
	}
	return r.seat(app, now, Doing{By: domain.PartyCoordinator, Actor: actor, Intent: intent}, s, nil)
}

// Refusal says why somebody cannot have a seat that was proposed; nil when they can.
func (r *Round) Refusal(now time.Time, s Seat) error {
	p, against, err := r.against(now, s)
	if err == nil && (against != "" || !slices.Contains(p.Choices, s.Offer)) {
		err = domain.Error{Code: domain.ErrSeatForbidden, Arg: p.Name()}
	}
	return err
}

// against gives the rule that a seat breaks and that a hand may overrule, empty where none. Errors: what no hand can
// change, with the name of the person.
func (r *Round) against(now time.Time, s Seat) (*records.Placement, matching.Reason, error) {
	id, p := r.WishOf(s.Placement)
	if p == nil {
		return nil, "", domain.Error{Code: domain.ErrWishMoved, Arg: r.nameOf(s.Placement)}
	}
	o := r.Offers[s.Offer]
	switch {
	case o == nil || o.Status != records.OfferPublished:
		return p, "", domain.Error{Code: domain.ErrSeatGone, Arg: p.Name()}
	case Begun(now, o):
		return p, "", domain.Error{Code: domain.ErrOfferBegun, Arg: p.Name()}
	}
	switch reason := r.forbids(id, s.Offer); reason {
	case matching.OwnService:
		return p, "", domain.Error{Code: domain.ErrSeatOwn, Arg: p.Name()}
	case matching.NotAgreed:
		return p, "", domain.Error{Code: domain.ErrWishMoved, Arg: p.Name()}
	case matching.NoPlace:
		return p, "", domain.Error{Code: domain.ErrOfferTaken, Arg: p.Name()}
	default:
		return p, reason, nil
	}
}

// forbids asks the matching what stands between one person and one offer, chosen or not.
func (r *Round) forbids(wish, offer string) matching.Reason {
	alone := matching.Input{Rules: matching.Rules{Exclusions: r.Input.Rules.Exclusions}}
	for _, w := range r.Input.Wishes {
		if w.ID == wish {
			w.Choices = []string{offer}
			w.Unavailable = r.unavailable(&records.Placement{Choices: w.Choices, Unavailable: r.Wishes[wish].Unavailable})
			alone.Wishes = []matching.Wish{w}
		}
	}
	for _, o := range r.Input.Offers {
		if o.ID == offer {
			o.Places = max(0, r.Offers[offer].Places-r.Taken[offer])
			alone.Offers = []matching.Offer{o}
		}
	}
	p, err := matching.Propose(alone)
	switch {
	case err != nil:
		return matching.Unknown
	case len(p.Left) == 0:
		return ""
	}
	return p.Left[0].Missed[0].Reason
}

// WishOf finds who asks for a place by the ID of the placement; nil when it asks for none any more.
func (r *Round) WishOf(placement string) (id string, p *records.Placement) {
	for id, p := range r.Wishes {
		if p.ID == placement {
			return id, p
		}
	}
	return "", nil
}

func (r *Round) nameOf(placement string) string {
	for _, p := range r.Held {
		if p.ID == placement {
			return p.Name()
		}
	}
	return "cette personne"
}

// seat makes the move, and counts the place as held. Days are those of the block; typed, where it is to be agreed.
func (r *Round) seat(app core.App, now time.Time, d Doing, s Seat, typed []domain.Slot) error {
	o := r.Offers[s.Offer]
	days := slices.Clone(typed)
	if len(o.HalfDays) > 0 {
		days = o.HalfDays.Slots()
	}
	for i := range days {
		days[i].ID = records.NewID()
	}
	_, err := Move(app, now, s.Placement, d, domain.PlacementAct{Move: domain.MoveMatch, Days: days}, func(_ core.App, c *Case) error {
		c.Offer, c.Row.Offer = o, o.ID
		c.Row.TutorName, c.Row.TutorFunction, c.Row.TutorEmail, c.Row.TutorPhone = o.TutorName, o.TutorFunction, o.TutorEmail, o.TutorPhone
		return nil
	})
	if err == nil {
		r.Taken[s.Offer]++
	}
	return err
}

// MatchByHand gives one person one place, chosen or not, on the half-days typed where the offer has no block. It goes
// through the same rules of place and state; a reason is owed where the person did not choose the place, or a rule of
// the matching sets it aside. Errors: those of a seat, ErrReason, those of the half-days at « slot-N ».
func MatchByHand(app core.App, now time.Time, actor, campaign string, s Seat, why, intent string, typed []domain.Slot) error {
	return records.Together(app, func(app core.App) error {
		if done, err := (Decision{Seats: []Seat{s}, Intent: intent}).done(app); done || err != nil {
			return err
		}
		r, err := ReadRound(app, now, campaign)
		if err != nil {
			return err
		}
		p, against, err := r.against(now, s)
		if err != nil {
			return err
		}
		var errs domain.Errors
		if domain.CleanText(why) == "" && (against != "" || !slices.Contains(p.Choices, s.Offer)) {
			errs = append(errs, domain.Error{Code: domain.ErrReason, Field: "reason"})
		}
		if len(r.Offers[s.Offer].HalfDays) == 0 {
			errs = append(errs, checkBlock(r.Campaign, typed)...)
		}
		if err := errs.OrNil(); err != nil {
			return err
		}
		d := Doing{By: domain.PartyCoordinator, Actor: actor, Why: why, Intent: Decision{Intent: intent}.intent(s)}
		return r.seat(app, now, d, s, typed)
	})
}

// checkBlock refuses half-days that the campaign does not allow: their number, and its period where it has one.
func checkBlock(c *records.Campaign, days []domain.Slot) (errs domain.Errors) {
	switch n := len(days); {
	case n == 0:
		return domain.Errors{{Code: domain.ErrSlotMissing, Field: "slot-0"}}
	case n < c.MinHalfDays || c.MaxHalfDays > 0 && n > c.MaxHalfDays:
		errs = append(errs, domain.Error{Code: domain.ErrHalfDayCount, Field: "slot-0", Arg: fmt.Sprintf("%d à %d", c.MinHalfDays, c.MaxHalfDays)})
	}
	for i, d := range days {
		if !c.FromDay.IsZero() && d.Start.Before(c.FromDay.Time()) || !c.ToDay.IsZero() && d.End.After(c.ToDay.Time()) {
			errs = append(errs, domain.Error{Code: domain.ErrHalfDayOutside, Field: fmt.Sprintf("slot-%d", i)})
		}
	}
	return errs
}
