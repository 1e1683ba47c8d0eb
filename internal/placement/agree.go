package placement

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/link"
)

// freeze reserves the version of the agreement that a step sends: what it says is that of this moment.
func (c *Case) freeze(app core.App, now time.Time, _ domain.Placement, step domain.PlacementStep) error {
	if step.Act.Move != domain.MoveSend && step.Act.Move != domain.MoveAmend {
		return nil
	}
	_, err := agreement.Reserve(app, now, agreement.Draft{Placement: c.Row, Campaign: c.Campaign, Offer: c.Offer, Days: c.P.Days, Version: c.P.Version, Reason: step.Why})
	return err
}

// newHost shuts the link of the host that a place was taken back from: the next one has a link of its own.
func (c *Case) newHost(app core.App, _ time.Time, _ domain.Placement, step domain.PlacementStep) error {
	if step.Act.Move != domain.MoveUnmatch {
		return nil
	}
	return link.Renew(app, link.PlacementHost, c.Row.ID)
}
