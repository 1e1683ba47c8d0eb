package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) placementCatalogue(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) campaignPage(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) offerPage(e *core.RequestEvent) error          { return s.refuse(e, records.ErrNone) }
