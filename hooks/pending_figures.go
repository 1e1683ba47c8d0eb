package hooks

import "github.com/pocketbase/pocketbase/core"

func (s *site) figures(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
func (s *site) figureList(e *core.RequestEvent) error        { return e.NotFoundError("", nil) }
func (s *site) figureDefinitions(e *core.RequestEvent) error { return e.NotFoundError("", nil) }
func (s *site) figuresXLSX(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) figuresCSV(e *core.RequestEvent) error        { return e.NotFoundError("", nil) }
func (s *site) figuresJSON(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) history(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
