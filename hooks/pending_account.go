package hooks

import "github.com/pocketbase/pocketbase/core"

func (s *site) firstRunHint(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) firstRun(e *core.RequestEvent) error         { return e.NotFoundError("", nil) }
func (s *site) firstRunCreate(e *core.RequestEvent) error   { return e.NotFoundError("", nil) }
func (s *site) loginForm(e *core.RequestEvent) error        { return e.NotFoundError("", nil) }
func (s *site) login(e *core.RequestEvent) error            { return e.NotFoundError("", nil) }
func (s *site) logout(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
func (s *site) recoveryForm(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) recover(e *core.RequestEvent) error          { return e.NotFoundError("", nil) }
func (s *site) account(e *core.RequestEvent) error          { return e.NotFoundError("", nil) }
func (s *site) changePassword(e *core.RequestEvent) error   { return e.NotFoundError("", nil) }
func (s *site) newRecoveryCodes(e *core.RequestEvent) error { return e.NotFoundError("", nil) }
