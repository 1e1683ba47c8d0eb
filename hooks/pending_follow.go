package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) placementDesk(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) movePlacement(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) editPlacement(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) savePlacement(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) remindParty(e *core.RequestEvent) error   { return s.refuse(e, records.ErrNone) }
