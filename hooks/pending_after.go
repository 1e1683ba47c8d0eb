package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func (s *site) campaignSummary(e *core.RequestEvent) error     { return s.refuse(e, records.ErrNone) }
func (s *site) campaignSummaryPDF(e *core.RequestEvent) error  { return s.refuse(e, records.ErrNone) }
func (s *site) campaignSummaryXLSX(e *core.RequestEvent) error { return s.refuse(e, records.ErrNone) }
