package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) traineeReport(e *core.RequestEvent) error       { return s.refuse(e, records.ErrNone) }
func (s *site) saveTraineeReport(e *core.RequestEvent) error   { return s.refuse(e, records.ErrNone) }
func (s *site) traineeOpinion(e *core.RequestEvent) error      { return s.refuse(e, records.ErrNone) }
func (s *site) saveTraineeOpinion(e *core.RequestEvent) error  { return s.refuse(e, records.ErrNone) }
func (s *site) hostReport(e *core.RequestEvent) error          { return s.refuse(e, records.ErrNone) }
func (s *site) saveHostReport(e *core.RequestEvent) error      { return s.refuse(e, records.ErrNone) }
func (s *site) hostOpinion(e *core.RequestEvent) error         { return s.refuse(e, records.ErrNone) }
func (s *site) saveHostOpinion(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
func (s *site) placementReports(e *core.RequestEvent) error    { return s.refuse(e, records.ErrNone) }
func (s *site) campaignSummary(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
func (s *site) campaignSummaryPDF(e *core.RequestEvent) error  { return s.refuse(e, records.ErrNone) }
func (s *site) campaignSummaryXLSX(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
