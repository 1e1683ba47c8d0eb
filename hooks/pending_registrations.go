package hooks

import "github.com/pocketbase/pocketbase/core"

func (s *site) deskRegistrations(e *core.RequestEvent) error   { return e.NotFoundError("", nil) }
func (s *site) addRegistrationForm(e *core.RequestEvent) error { return e.NotFoundError("", nil) }
func (s *site) addRegistration(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) registrationsXLSX(e *core.RequestEvent) error   { return e.NotFoundError("", nil) }
func (s *site) deskRegistration(e *core.RequestEvent) error    { return e.NotFoundError("", nil) }
func (s *site) deskCancel(e *core.RequestEvent) error          { return e.NotFoundError("", nil) }
func (s *site) resend(e *core.RequestEvent) error              { return e.NotFoundError("", nil) }
func (s *site) setPresence(e *core.RequestEvent) error         { return e.NotFoundError("", nil) }
func (s *site) setExcuse(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
func (s *site) deskCertificates(e *core.RequestEvent) error    { return e.NotFoundError("", nil) }
func (s *site) doorLinks(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
func (s *site) addDoorLink(e *core.RequestEvent) error         { return e.NotFoundError("", nil) }
func (s *site) doorLink(e *core.RequestEvent) error            { return e.NotFoundError("", nil) }
func (s *site) revokeDoorLink(e *core.RequestEvent) error      { return e.NotFoundError("", nil) }
