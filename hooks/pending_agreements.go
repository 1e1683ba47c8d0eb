package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) placementHome(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) traineeAgreement(e *core.RequestEvent) error    { return s.refuse(e, records.ErrNone) }
func (s *site) traineeSigns(e *core.RequestEvent) error        { return s.refuse(e, records.ErrNone) }
func (s *site) traineePaper(e *core.RequestEvent) error        { return s.refuse(e, records.ErrNone) }
func (s *site) hostAgreement(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) hostSigns(e *core.RequestEvent) error           { return s.refuse(e, records.ErrNone) }
func (s *site) hostPaper(e *core.RequestEvent) error           { return s.refuse(e, records.ErrNone) }
func (s *site) homeAgreement(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) homeSigns(e *core.RequestEvent) error           { return s.refuse(e, records.ErrNone) }
func (s *site) homePaper(e *core.RequestEvent) error           { return s.refuse(e, records.ErrNone) }
func (s *site) homeMission(e *core.RequestEvent) error         { return s.refuse(e, records.ErrNone) }
func (s *site) homeMissionReceived(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
func (s *site) deskAgreement(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) sendAgreement(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) deskSigns(e *core.RequestEvent) error           { return s.refuse(e, records.ErrNone) }
func (s *site) deskPaper(e *core.RequestEvent) error           { return s.refuse(e, records.ErrNone) }
func (s *site) removePaper(e *core.RequestEvent) error         { return s.refuse(e, records.ErrNone) }
func (s *site) deskMission(e *core.RequestEvent) error         { return s.refuse(e, records.ErrNone) }
func (s *site) deskMissionReceived(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
