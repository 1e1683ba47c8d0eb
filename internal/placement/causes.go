package placement

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// causes does what a step brings with it, in its transaction: the agreement is frozen, what is done enters the register,
// letters are queued, and the platform goes on alone where nothing is left to decide.
func (c *Case) causes(app core.App, now time.Time, before domain.Placement, step domain.PlacementStep) error {
	for _, effect := range effects {
		if err := effect(c, app, now, before, step); err != nil {
			return err
		}
	}
	return c.goOn(app, now)
}

// effects are what a step may bring with it, in this order. Each answers to moves of its own, but for the letters: they
// come last, since they say what the others made (the version that was frozen, the link that was renewed). Whoever adds
// one puts it before them.
var effects = []func(c *Case, app core.App, now time.Time, before domain.Placement, step domain.PlacementStep) error{
	(*Case).freeze,
	(*Case).newHost,
	(*Case).takeBack,
	(*Case).unsigned,
	(*Case).register,
	(*Case).returned,
	(*Case).letters, // the last: they say what the others made
}

// goOn makes the moves that the platform makes alone: the manager's agreement where nobody asks for it, the attestation
// once nothing is awaited before it.
func (c *Case) goOn(app core.App, now time.Time) error {
	platform := func(m domain.Move) error {
		return c.move(app, now, Doing{By: domain.PartyPlatform}, domain.PlacementAct{Move: m})
	}
	switch {
	case c.P.State == domain.PlacementRequested && !c.P.NeedsAgreement:
		return platform(domain.MoveAgree)
	case c.P.State == domain.PlacementDone && !c.P.ReportAsked,
		c.P.State == domain.PlacementReportReceived && !c.Campaign.ReportReviewed:
		return platform(domain.MoveCertify)
	}
	return nil
}
