package hooks

import "github.com/pocketbase/pocketbase/core"

func (s *site) deskEvents(e *core.RequestEvent) error      { return e.NotFoundError("", nil) }
func (s *site) newEvent(e *core.RequestEvent) error        { return e.NotFoundError("", nil) }
func (s *site) createEvent(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) deskEvent(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) editEvent(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) saveEvent(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) publishEvent(e *core.RequestEvent) error    { return e.NotFoundError("", nil) }
func (s *site) duplicateEvent(e *core.RequestEvent) error  { return e.NotFoundError("", nil) }
func (s *site) cancelEventForm(e *core.RequestEvent) error { return e.NotFoundError("", nil) }
func (s *site) cancelEvent(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) closeEventForm(e *core.RequestEvent) error  { return e.NotFoundError("", nil) }
func (s *site) closeEvent(e *core.RequestEvent) error      { return e.NotFoundError("", nil) }
func (s *site) reopenEvent(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) addHeadcount(e *core.RequestEvent) error    { return e.NotFoundError("", nil) }
