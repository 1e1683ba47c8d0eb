package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) matchingDesk(e *core.RequestEvent) error   { return s.refuse(e, records.ErrNone) }
func (s *site) decideMatching(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) ruleMatching(e *core.RequestEvent) error   { return s.refuse(e, records.ErrNone) }
