package hooks

import (
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// sessionCookie holds PocketBase's token of the coordinator's space. Changing the password ends it everywhere.
const sessionCookie = "session"

type middleware = *hook.Handler[*core.RequestEvent]

// session makes e.Auth of the cookie: an account of ours, never a system administrator's token.
func (s *site) session() middleware {
	return &hook.Handler[*core.RequestEvent]{Id: "passerelleSession", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority - 1,
		Func: func(e *core.RequestEvent) error {
			c, err := e.Request.Cookie(sessionCookie)
			if err != nil || e.Auth != nil || e.Request.Header.Get("Authorization") != "" {
				return e.Next()
			}
			account, err := e.App.FindAuthRecordByToken(c.Value, core.TokenTypeAuth)
			if err == nil && account.Collection().Name == "users" {
				e.Auth = account
			}
			return e.Next()
		}}
}

// sameOrigin refuses what another site makes a browser send.
func (s *site) sameOrigin() middleware {
	protection := http.NewCrossOriginProtection()
	return &hook.Handler[*core.RequestEvent]{Id: "passerelleSameOrigin", Func: func(e *core.RequestEvent) error {
		if strings.HasPrefix(e.Request.URL.Path, "/_/") {
			return e.Next()
		}
		if err := protection.Check(e.Request); err != nil {
			return e.ForbiddenError("Demande venue d’un autre site.", err)
		}
		return e.Next()
	}}
}

// guard enforces who may use a route.
func (s *site) guard(who access) middleware {
	return &hook.Handler[*core.RequestEvent]{Id: "passerelleGuard", Func: func(e *core.RequestEvent) error {
		if who == anyone {
			return e.Next()
		}
		e.Response.Header().Set("Cache-Control", "no-store")
		e.Response.Header().Set("X-Robots-Tag", "noindex, nofollow")
		if who == bySecret {
			return e.Next()
		}
		user := user(e)
		if user == nil {
			return s.toLogin(e)
		}
		switch {
		case user.IsCoordinator():
			return e.Next()
		case who == coordinatorOnly:
			return e.ForbiddenError("", nil)
		case who == ownEvent:
			ev, err := records.EventOf(e.App, e.Request.PathValue("event"))
			if err != nil {
				return e.NotFoundError("", err)
			}
			for _, id := range ev.Organisers {
				if id == user.Id {
					return e.Next()
				}
			}
			return e.NotFoundError("", nil) // not even that the event exists
		}
		return e.Next()
	}}
}

// toLogin asks for the password, and comes back to the page afterwards.
func (s *site) toLogin(e *core.RequestEvent) error {
	if e.Request.Method != http.MethodGet {
		return e.UnauthorizedError("", nil)
	}
	return redirect(e, "/gestion/connexion?retour="+urlQuery(e.Request.URL.RequestURI()))
}

// user is who is logged in; nil for a visitor. A token in the header comes past the session: it is looked at
// here, for what an account of ours may be.
func user(e *core.RequestEvent) *records.User {
	if e.Auth == nil || e.Auth.Collection().Name != "users" || e.Auth.GetBool("disabled") {
		return nil
	}
	return records.AsUser(e.Auth)
}

// actor names who acts in the trail.
func actor(e *core.RequestEvent) string {
	if u := user(e); u != nil {
		return u.Id
	}
	return "participant"
}

// eventOf reads the event of the path; the guard has let its reader in.
func eventOf(e *core.RequestEvent) (*records.Event, error) {
	return records.EventOf(e.App, e.Request.PathValue("event"))
}

// registrationOf reads the registration of the path, which must be of the event of the path.
func registrationOf(e *core.RequestEvent) (*records.Registration, error) {
	r, err := records.RegistrationOf(e.App, e.Request.PathValue("registration"))
	if err == nil && r.Event != e.Request.PathValue("event") {
		return nil, domain.Error{Code: domain.ErrNotFound}
	}
	return r, err
}

// registrationAtDoor is the registration of the path and the door of its event, where the hand is the desk's.
func registrationAtDoor(e *core.RequestEvent) (r *records.Registration, place door.Place, err error) {
	if r, err = registrationOf(e); err != nil {
		return nil, place, err
	}
	place, err = door.Open(e.App, r.Event, "", actor(e))
	return r, place, err
}

func viewer(e *core.RequestEvent) *web.User {
	if u := user(e); u != nil {
		return &web.User{Name: u.Name(), Role: u.Role()}
	}
	return nil
}
