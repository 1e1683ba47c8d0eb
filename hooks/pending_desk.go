package hooks

import "github.com/pocketbase/pocketbase/core"

func (s *site) deskHome(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
