package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// spaceStage is a stage croisé of a proven mailbox.
type spaceStage struct {
	ID, FirstName, Title, When, Place string
	State                             tag
	Path                              string // empty where the mailbox is shared
	Typed                             string
}

// spaceStages lists the stages croisés of a proven mailbox.
func spaceStages(app core.App, space registration.Space, id, typed string) (list []spaceStage, err error) {
	if len(space.Stages) == 0 {
		return nil, nil
	}
	names, err := door.StructureNames(app)
	if err != nil {
		return nil, err
	}
	for i := range space.Stages {
		p := &space.Stages[i]
		round, err := records.CampaignOf(app, p.Campaign)
		if err != nil {
			return nil, err
		}
		st := spaceStage{ID: p.ID, FirstName: p.FirstName, Title: round.Title, State: stageTags[domain.PlacementState(p.State)]}
		if p.Offer != "" && !p.StartsAt.IsZero() {
			offer, err := records.OfferOf(app, p.Offer)
			if err != nil {
				return nil, err
			}
			st.When, st.Place = paris.Range(p.StartsAt.Time(), p.EndsAt.Time()), names[offer.Structure]
		}
		if st.ID == id {
			st.Typed = typed
		}
		if !space.Shared {
			token, err := link.Token(app, link.PlacementTrainee, p.ID)
			if err != nil {
				return nil, err
			}
			st.Path = link.Path(link.PlacementTrainee, token)
		}
		list = append(list, st)
	}
	return list, nil
}

// toStage leads to the page of a stage croisé.
func (s *site) toStage(e *core.RequestEvent, p *records.Placement) error {
	token, err := link.Token(e.App, link.PlacementTrainee, p.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, link.Path(link.PlacementTrainee, token))
}
