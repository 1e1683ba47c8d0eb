package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) placementCatalogue(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) campaignPage(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) offerPage(e *core.RequestEvent) error          { return s.refuse(e, records.ErrNone) }
func (s *site) offerForm(e *core.RequestEvent) error          { return s.refuse(e, records.ErrNone) }
func (s *site) propose(e *core.RequestEvent) error            { return s.refuse(e, records.ErrNone) }
func (s *site) myOffer(e *core.RequestEvent) error            { return s.refuse(e, records.ErrNone) }
func (s *site) saveMyOffer(e *core.RequestEvent) error        { return s.refuse(e, records.ErrNone) }
func (s *site) withdrawMyOffer(e *core.RequestEvent) error    { return s.refuse(e, records.ErrNone) }
func (s *site) campaigns(e *core.RequestEvent) error          { return s.refuse(e, records.ErrNone) }
func (s *site) newCampaign(e *core.RequestEvent) error        { return s.refuse(e, records.ErrNone) }
func (s *site) saveCampaign(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) campaignDesk(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) editCampaign(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) moveCampaign(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) openCampaignOfTraining(e *core.RequestEvent) error {
	return s.refuse(e, records.ErrNone)
}
func (s *site) deskOffers(e *core.RequestEvent) error    { return s.refuse(e, records.ErrNone) }
func (s *site) newDeskOffer(e *core.RequestEvent) error  { return s.refuse(e, records.ErrNone) }
func (s *site) saveDeskOffer(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) editDeskOffer(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) moveDeskOffer(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
