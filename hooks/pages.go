package hooks

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/web"
)

// render answers a page with this status.
func (s *site) render(e *core.RequestEvent, status int, name string, view any) error {
	return s.renderForm(e, status, name, view, nil)
}

// renderForm answers a page with the errors of its form.
func (s *site) renderForm(e *core.RequestEvent, status int, name string, view any, errs []web.FieldError) error {
	var b bytes.Buffer
	page := web.Page{Site: s.siteOf(e.App), Path: e.Request.URL.Path, User: viewer(e), Flash: s.noteOf(e), Errors: errs, View: view}
	if err := s.pages.Render(&b, name, page); err != nil {
		return e.InternalServerError("", err)
	}
	return e.HTML(status, b.String())
}

// refuse turns an error of a use case into an answer: a form re-rendered (422) with what was typed where the
// caller can, else an error page. A fault is logged and shows nothing of itself.
func (s *site) refuse(e *core.RequestEvent, err error) error {
	for _, r := range domain.Refusals(err) {
		m := sentenceOf(r.Code)
		return e.Error(m.status, sentence(r), nil)
	}
	return e.InternalServerError("", err)
}

// fieldErrors says the refusals of a form in French; nil when err is a fault.
func fieldErrors(err error) (out []web.FieldError) {
	for _, r := range domain.Refusals(err) {
		out = append(out, web.FieldError{Field: r.Field, Text: sentence(r)})
	}
	return out
}

// A body over closeOver bytes ends its connection: PocketBase wraps the body, so that net/http no longer sees
// that a handler left some of it, and would read that rest as the next request.
const (
	closeOver   = 256 << 10
	drainAtMost = 8 << 20
)

// errorPages is the outermost middleware: whatever goes wrong, also a 404, a 413, a panic, is a French page,
// or JSON under /api/.
func (s *site) errorPages() middleware {
	return &hook.Handler[*core.RequestEvent]{Id: "passerelleErrors", Priority: apis.DefaultActivityLoggerMiddlewarePriority - 1,
		Func: func(e *core.RequestEvent) error {
			body := e.Request.Body
			if n := e.Request.ContentLength; n < 0 || n > closeOver {
				e.Response.Header().Set("Connection", "close")
			}
			err := e.Next()
			path := e.Request.URL.Path
			if err != nil && body != nil { // read what is still coming: a browser cut off while it sends never sees the answer
				_, _ = io.CopyN(io.Discard, body, drainAtMost)
			}
			if err == nil || e.Written() || strings.HasPrefix(path, "/_/") || strings.HasPrefix(path, "/api/collections") {
				return err
			}
			api := router.ToApiError(err)
			if api.Status >= 500 && s.Log != nil {
				s.Log.Error("request failed", "pattern", e.Request.Pattern, "error", cause(err))
			}
			view := errorView(api)
			e.Response.Header().Set("Cache-Control", "no-store")
			if strings.HasPrefix(path, "/api/") {
				return e.JSON(api.Status, map[string]any{"status": api.Status, "outcome": "error", "explanation": view.Text})
			}
			return s.render(e, api.Status, "pages/error", view)
		}}
}

func cause(err error) string {
	var api *router.ApiError
	if errors.As(err, &api) && api.RawData() != nil {
		if inner, ok := api.RawData().(error); ok {
			return inner.Error()
		}
	}
	return err.Error()
}

// requestLog writes one line a request with the route's pattern: an address may hold a secret.
func (s *site) requestLog() middleware {
	return &hook.Handler[*core.RequestEvent]{Id: "passerelleLog", Priority: apis.DefaultActivityLoggerMiddlewarePriority - 2,
		Func: func(e *core.RequestEvent) error {
			if s.Log == nil {
				return e.Next()
			}
			start := time.Now()
			err := e.Next()
			s.Log.Info("request", "method", e.Request.Method, "pattern", e.Request.Pattern, "status", e.Status(), "ms", time.Since(start).Milliseconds())
			return err
		}}
}

// headers sets what every page of ours says to the browser. PocketBase's dashboard has its own.
func (s *site) headers() middleware {
	const csp = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; script-src 'self'"
	return &hook.Handler[*core.RequestEvent]{Id: "passerelleHeaders", Func: func(e *core.RequestEvent) error {
		path := e.Request.URL.Path
		if strings.HasPrefix(path, "/_/") {
			return e.Next()
		}
		h := e.Response.Header()
		policy, permissions := csp, "camera=(), microphone=(), geolocation=()"
		if strings.HasPrefix(path, "/accueil/") { // the decoder is WebAssembly, the camera is its eye
			policy, permissions = csp+" 'wasm-unsafe-eval'; worker-src 'self'; manifest-src 'self'", "camera=(self), microphone=(), geolocation=()"
		}
		h.Set("Content-Security-Policy", policy)
		h.Set("Permissions-Policy", permissions)
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		return e.Next()
	}}
}

// assetCache sets what http.ServeContent cannot know of an embedded file.
func (s *site) assetCache() middleware {
	return &hook.Handler[*core.RequestEvent]{Id: "passerelleAssets", Func: func(e *core.RequestEvent) error {
		path := e.Request.PathValue(apis.StaticWildcardParam)
		if strings.HasPrefix(path, "fonts/") { // named by the style sheet without a hash; they never change
			e.Response.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			return e.Next()
		}
		if sum := s.assets.Sum(path); sum != "" {
			e.Response.Header().Set("ETag", s.assets.ETag(path))
			cache := "no-cache"
			if e.Request.URL.Query().Get("v") == sum {
				cache = "public, max-age=31536000, immutable"
			}
			e.Response.Header().Set("Cache-Control", cache)
		}
		return e.Next()
	}}
}

// notes carries one sentence over a redirect, in memory and under a random name in the query: the platform
// has one cookie, the session's.
type notes struct {
	sync.Mutex
	kept map[string]note
}

type note struct {
	web.Flash
	until time.Time
}

// tell redirects and says on the next page what was just done; kind is ok, warn or err.
func (s *site) tell(e *core.RequestEvent, to, kind, text string) error {
	id, now := security.RandomString(12), s.now()
	s.notes.Lock()
	defer s.notes.Unlock()
	for k, n := range s.notes.kept {
		if now.After(n.until) {
			delete(s.notes.kept, k)
		}
	}
	s.notes.kept[id] = note{web.Flash{Kind: kind, Text: text}, now.Add(time.Minute)}
	address, fragment, _ := strings.Cut(to, "#")
	join := "?"
	if strings.Contains(address, "?") {
		join = "&"
	}
	if fragment != "" {
		fragment = "#" + fragment
	}
	return redirect(e, address+join+"message="+id+fragment)
}

func (s *site) noteOf(e *core.RequestEvent) *web.Flash {
	s.notes.Lock()
	defer s.notes.Unlock()
	n, ok := s.notes.kept[e.Request.URL.Query().Get("message")]
	if !ok || s.now().After(n.until) {
		return nil
	}
	return &n.Flash
}

func urlQuery(s string) string { return url.QueryEscape(s) }

// secure tells whether cookies may require TLS: by the public address, since a proxy may end it.
func secure(app core.App) bool { return strings.HasPrefix(app.Settings().Meta.AppURL, "https://") }
