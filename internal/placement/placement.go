// Package placement holds the use cases of a stage croisé: it is asked for, agreed to, matched, signed, attended, told of
// and attested. What may happen is domain's table; here every move is one transaction that writes its step, its letters
// and what it causes.
package placement

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Case is a placement with all that its rules and its pages need.
type Case struct {
	Row      *records.Placement
	Campaign *records.Campaign
	Offer    *records.Offer // matched; nil: none
	P        domain.Placement
	Trail    []records.PlacementStep
	Steps    []domain.PlacementStep // the same, as the rules see them

	left *records.Offer // by the move that is made: its host is still told of it
}

// Open reads a placement and makes it again from its steps.
func Open(app core.App, id string) (*Case, error) {
	row, err := records.PlacementOf(app, id)
	if err != nil {
		return nil, err
	}
	c := &Case{Row: row}
	if c.Campaign, err = records.CampaignOf(app, row.Campaign); err != nil {
		return nil, err
	}
	if row.Offer != "" {
		if c.Offer, err = records.OfferOf(app, row.Offer); err != nil {
			return nil, err
		}
	}
	if c.Trail, err = records.PlacementSteps(app, id); err != nil {
		return nil, err
	}
	return c, c.replay()
}

func (c *Case) replay() (err error) {
	for _, t := range c.Trail {
		step, err := t.Domain()
		if err != nil {
			return err
		}
		c.Steps = append(c.Steps, step)
	}
	c.P, err = domain.ReplayPlacement(asked(c.Row), c.Steps)
	return err
}

// asked is a placement of which nothing was done yet.
func asked(row *records.Placement) domain.Placement {
	return domain.Placement{NeedsAgreement: row.NeedsAgreement, ReportAsked: row.ReportAsked}
}

// OpenAll reads every placement of a campaign.
func OpenAll(app core.App, campaign *records.Campaign) (list []*Case, err error) {
	rows, err := records.Placements(app, campaign.ID)
	if err != nil {
		return nil, err
	}
	offers, err := records.Offers(app, campaign.ID)
	if err != nil {
		return nil, err
	}
	byID := map[string]*records.Offer{}
	for i := range offers {
		byID[offers[i].ID] = &offers[i]
	}
	steps, err := records.CampaignSteps(app, campaign.ID)
	if err != nil {
		return nil, err
	}
	trails := map[string][]records.PlacementStep{}
	for _, s := range steps {
		trails[s.Placement] = append(trails[s.Placement], s)
	}
	for i := range rows {
		c := &Case{Row: &rows[i], Campaign: campaign, Offer: byID[rows[i].Offer], Trail: trails[rows[i].ID]}
		if err := c.replay(); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// Awaited lists what the placement waits for, and of whom; see domain.Placement.Awaited.
func (c *Case) Awaited(now time.Time) []domain.AwaitedMove {
	days := func(m domain.Move) time.Duration { return time.Duration(c.Campaign.Delay(m)) * 24 * time.Hour }
	return c.P.Awaited(now, domain.PlacementDelays{Agree: days(domain.MoveAgree), Match: days(domain.MoveMatch), Send: days(domain.MoveSend), Sign: days(domain.MoveSign),
		Tell: days(domain.MoveTell), Resume: days(domain.MoveResume), Report: days(domain.MoveReceive), Certify: days(domain.MoveCertify)})
}

// Doing is who makes a move, and why.
type Doing struct {
	By     domain.Party
	Actor  string // id of an account; empty: the party itself, by its link
	Why    string
	Intent string // of the form: sent twice, it moves once; empty: not asked
}

// endings are the moves that are left of a placement whose names are gone: nobody nameless enters the register.
var endings = []domain.Move{domain.MoveRefuse, domain.MoveWithdraw, domain.MoveCancel, domain.MoveNoShow}

// Move makes a move, in one transaction with all that it causes. change, if any, writes more of the row (the offer of a
// match, the tutor) before the rules are asked. Errors: the refusals of domain.Placement.Apply;
// ErrErased for what goes on once the names are gone.
func Move(app core.App, now time.Time, id string, d Doing, act domain.PlacementAct, change func(app core.App, c *Case) error) (c *Case, err error) {
	err = records.Together(app, func(app core.App) error {
		made, err := d.made(app, act)
		if err != nil {
			return err
		}
		if c, err = Open(app, id); err != nil || made == id {
			return err
		}
		if made != "" { // of somebody else's
			d.Intent = ""
		}
		if !c.Row.ErasedAt.IsZero() && !slices.Contains(endings, act.Move) {
			return domain.Error{Code: domain.ErrErased}
		}
		if change != nil {
			if err := change(app, c); err != nil {
				return err
			}
		}
		return c.move(app, now, d, act)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// made is the placement that the same form moved so already; empty: none. A word that another form brought is nobody's:
// it opens nothing, and is not kept.
func (d *Doing) made(app core.App, act domain.PlacementAct) (placement string, err error) {
	if d.Intent == "" {
		return "", nil
	}
	row, err := records.StepIntended(app, d.Intent)
	if domain.Is(err, domain.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	step, err := row.Domain()
	if err != nil {
		return "", err
	}
	if was := step.Act; was.Move == act.Move && step.By == d.By && was.HalfDay.Slot == act.HalfDay.Slot && was.Signature.Signer == act.Signature.Signer {
		return row.Placement, nil
	}
	d.Intent = ""
	return "", nil
}

// move applies one move to an opened placement, inside a transaction, and goes on with what it causes.
func (c *Case) move(app core.App, now time.Time, d Doing, act domain.PlacementAct) error {
	next, step, err := c.P.Apply(act, d.By, now, domain.CleanText(d.Why))
	if err != nil {
		return err
	}
	if d.Actor == "" {
		d.Actor = string(d.By)
	}
	if err := records.AddPlacementStep(app, c.Row.ID, d.Actor, d.Intent, len(c.Steps)+1, step); err != nil {
		return err
	}
	before := c.P
	c.P, c.Steps = next, append(c.Steps, step)
	c.repeat(now)
	if err := records.SavePlacement(app, c.Row); err != nil {
		return err
	}
	return c.causes(app, now, before, step)
}

// repeat writes in the row what its steps say.
func (c *Case) repeat(now time.Time) {
	first, last := domain.Span(c.P.Days)
	c.Row.State, c.Row.Since, c.Row.NoShow, c.Row.Version = string(c.P.State), records.At(c.P.Since), c.P.NoShow, c.P.Version
	c.Row.StartsAt, c.Row.EndsAt, c.Row.Updated = records.At(first), records.At(last), records.At(now)
	if c.P.State == domain.PlacementApproved || c.P.State == domain.PlacementRequested { // unmatched: the place is free again
		c.left = c.Offer
		c.Row.Offer, c.Offer = "", nil
	}
}
