package hooks

import "github.com/pocketbase/pocketbase/core"

func (s *site) agenda(e *core.RequestEvent) error              { return e.NotFoundError("", nil) }
func (s *site) agendaCalendar(e *core.RequestEvent) error      { return e.NotFoundError("", nil) }
func (s *site) eventPage(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
func (s *site) eventCalendar(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) registrationForm(e *core.RequestEvent) error    { return e.NotFoundError("", nil) }
func (s *site) register(e *core.RequestEvent) error            { return e.NotFoundError("", nil) }
func (s *site) myRegistration(e *core.RequestEvent) error      { return e.NotFoundError("", nil) }
func (s *site) ticketPDF(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
func (s *site) cancelForm(e *core.RequestEvent) error          { return e.NotFoundError("", nil) }
func (s *site) cancel(e *core.RequestEvent) error              { return e.NotFoundError("", nil) }
func (s *site) ticketState(e *core.RequestEvent) error         { return e.NotFoundError("", nil) }
func (s *site) myRegistrationsForm(e *core.RequestEvent) error { return e.NotFoundError("", nil) }
func (s *site) sendMySpace(e *core.RequestEvent) error         { return e.NotFoundError("", nil) }
func (s *site) mySpace(e *core.RequestEvent) error             { return e.NotFoundError("", nil) }
func (s *site) verifyForm(e *core.RequestEvent) error          { return e.NotFoundError("", nil) }
func (s *site) verify(e *core.RequestEvent) error              { return e.NotFoundError("", nil) }
func (s *site) certificatePDF(e *core.RequestEvent) error      { return e.NotFoundError("", nil) }
func (s *site) accessibility(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) privacy(e *core.RequestEvent) error             { return e.NotFoundError("", nil) }
func (s *site) legal(e *core.RequestEvent) error               { return e.NotFoundError("", nil) }
func (s *site) apiEvents(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
func (s *site) apiStructures(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
