package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// stagesOf is the public page of the campaign of stages croisés that a training opened for its trainees, while it is open.
func stagesOf(app core.App, ev *records.Event) (path string, c *records.Campaign, err error) {
	c, err = records.CampaignOfEvent(app, ev.ID)
	switch {
	case domain.Is(err, domain.ErrNotFound):
		return "", nil, nil
	case err != nil || c.Status != records.CampaignOpen:
		return "", c, err
	}
	return "/stages/" + c.Slug, c, nil
}

// stageOfTraining tells whether somebody may open a campaign for a training's trainees, and where the one it has is.
func stageOfTraining(app core.App, who *records.User, ev *records.Event) (may bool, path string, err error) {
	if !who.IsCoordinator() || ev.Status != domain.Published && ev.Status != domain.Held {
		return false, "", nil
	}
	_, c, err := stagesOf(app, ev)
	if err != nil || c != nil {
		if c != nil {
			path = "/gestion/stages/" + c.ID
		}
		return false, path, err
	}
	p, err := records.ItemOf(app, records.Programmes, ev.Programme)
	return err == nil && p.Kind == records.TrainingKind, "", err
}
