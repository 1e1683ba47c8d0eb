package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) wishForm(e *core.RequestEvent) error         { return s.refuse(e, records.ErrNone) }
func (s *site) wish(e *core.RequestEvent) error             { return s.refuse(e, records.ErrNone) }
func (s *site) myPlacement(e *core.RequestEvent) error      { return s.refuse(e, records.ErrNone) }
func (s *site) withdrawWish(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
func (s *site) placementManager(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) answerPlacementManager(e *core.RequestEvent) error {
	return s.refuse(e, records.ErrNone)
}
func (s *site) newDeskWish(e *core.RequestEvent) error  { return s.refuse(e, records.ErrNone) }
func (s *site) saveDeskWish(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
