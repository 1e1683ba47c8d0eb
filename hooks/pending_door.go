package hooks

import "github.com/pocketbase/pocketbase/core"

func (s *site) doorPage(e *core.RequestEvent) error    { return e.NotFoundError("", nil) }
func (s *site) doorArrival(e *core.RequestEvent) error { return e.NotFoundError("", nil) }
func (s *site) doorList(e *core.RequestEvent) error    { return e.NotFoundError("", nil) }
func (s *site) doorScans(e *core.RequestEvent) error   { return e.NotFoundError("", nil) }
func (s *site) doorWalkIn(e *core.RequestEvent) error  { return e.NotFoundError("", nil) }
