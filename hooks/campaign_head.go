package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

// campaignHead is what every page of a campaign shows above the rest, with its tabs (stage-nav).
type campaignHead struct {
	ID, Title string
	Path      string // in the desk
	Public    string // page of the public; empty: a draft
	Standing  bool
	Draft     bool
	Closed    bool
}

func campaignHeadOf(c *records.Campaign) campaignHead {
	h := campaignHead{ID: c.ID, Title: c.Title, Path: "/gestion/stages/" + c.ID, Standing: c.Kind == records.StandingKind, Draft: c.Status == records.CampaignDraft, Closed: c.Status == records.CampaignClosed}
	if !h.Draft {
		h.Public = "/stages/" + c.Slug
	}
	return h
}

// campaignOf reads the campaign of the path, by id.
func campaignOf(e *core.RequestEvent) (*records.Campaign, error) {
	return records.CampaignOf(e.App, e.Request.PathValue("campaign"))
}
