package hooks

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// adminLogin are the addresses of PocketBase that its dashboard asks before its administrator is known.
var adminLogin = map[string]bool{
	"GET /api/collections/{collection}/auth-methods":            true,
	"POST /api/collections/{collection}/auth-with-password":     true,
	"POST /api/collections/{collection}/auth-with-otp":          true,
	"POST /api/collections/{collection}/request-otp":            true,
	"POST /api/collections/{collection}/request-password-reset": true,
	"POST /api/collections/{collection}/confirm-password-reset": true,
}

// closedAPI keeps PocketBase's API to the system administrator: to anybody else it is not there. Closed rules
// are not enough: a stolen session could be renewed for ever, and anybody could hold connections open.
func (s *site) closedAPI() middleware {
	open := map[string]bool{"GET /api/health": true, "GET /api/backups/{key}": true} // the second asks for a file token of the administrator
	for _, r := range s.routes() {
		open[r.method+" "+r.path] = true
	}
	return &hook.Handler[*core.RequestEvent]{Id: "passerelleClosedAPI", Func: func(e *core.RequestEvent) error {
		pattern := e.Request.Pattern
		_, path, _ := strings.Cut(pattern, " ")
		if !strings.HasPrefix(path, "/api/") || open[pattern] || e.HasSuperuserAuth() ||
			adminLogin[pattern] && e.Request.PathValue("collection") == core.CollectionNameSuperusers {
			return e.Next()
		}
		return e.NotFoundError("", nil)
	}}
}
