package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) placementHost(e *core.RequestEvent) error   { return s.refuse(e, records.ErrNone) }
func (s *site) halfDayForm(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
func (s *site) tellHalfDay(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
func (s *site) untellHalfDay(e *core.RequestEvent) error   { return s.refuse(e, records.ErrNone) }
func (s *site) finishPlacement(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) hostJoining(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
func (s *site) hostCalendar(e *core.RequestEvent) error    { return s.refuse(e, records.ErrNone) }
func (s *site) traineeJoining(e *core.RequestEvent) error  { return s.refuse(e, records.ErrNone) }
func (s *site) traineeCalendar(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) traineeChange(e *core.RequestEvent) error   { return s.refuse(e, records.ErrNone) }
func (s *site) traineeChanges(e *core.RequestEvent) error  { return s.refuse(e, records.ErrNone) }
func (s *site) hostChange(e *core.RequestEvent) error      { return s.refuse(e, records.ErrNone) }
func (s *site) hostChanges(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
func (s *site) homeChange(e *core.RequestEvent) error      { return s.refuse(e, records.ErrNone) }
func (s *site) homeChanges(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
