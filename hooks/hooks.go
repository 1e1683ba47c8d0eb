// Package hooks is the glue to PocketBase: an event comes in, a use case acts, a page or a JSON goes out. No
// rule lives here. Register is the one door: main and every test go through it.
package hooks

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/account"
	"passerelle/internal/records"
	"passerelle/internal/web"
	"passerelle/internal/writer"
	public "passerelle/pb_public"
	"passerelle/templates"
)

// Options are what main and the tests set.
type Options struct {
	Now    func() time.Time // the clock; time.Now when nil
	Log    *slog.Logger     // one line a request, with the route's pattern, never the address; nil: none
	Worker bool             // draw certificates and send mails in the background
}

// site is what every handler needs. It holds no app: a handler uses e.App, which may be a transaction.
type site struct {
	Options
	pages    *web.Pages
	assets   *web.Assets
	cache    *pageCache
	pictures *pageCache // of the events, by their words
	drawing  sync.Mutex // one picture at a time
	slow     *brakes
	fresh    freshness
	notes    notes
	shown    shown           // what is shown for some minutes: recovery codes, a first password
	second   account.Seconds // logins that wait for the code of their mail
	wake     chan struct{}   // tells the worker that there may be work
	writer   *writer.Writer  // of what comes in crowds: many requests, one commit
	home     core.App        // the app that writer writes to
}

// front is what the binary carries for browsers: the same for every app of the process.
type front struct {
	assets *web.Assets
	pages  *web.Pages
}

// shipped reads and checks it once.
var shipped = sync.OnceValues(func() (f front, err error) {
	if f.assets, err = web.NewAssets(public.FS, doorApp); err != nil {
		return f, err
	}
	f.pages, err = web.NewPages(templates.FS, f.assets, web.Globals{})
	return f, err
})

// Register binds everything to an app.
func Register(app core.App, options Options) error {
	if options.Now == nil {
		options.Now = time.Now
	}
	front, err := shipped()
	if err != nil {
		return err
	}
	s := &site{Options: options, assets: front.assets, cache: newPageCache(500), pictures: newPageCache(100), slow: newBrakes(), notes: notes{kept: map[string]note{}}, wake: make(chan struct{}, 1)}
	s.pages = front.pages.With(web.Globals{Site: func() web.Site { return s.siteOf(app) }})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		s.home, s.writer = e.App, writer.New(e.App)
		e.InstallerFunc = nil // PocketBase's own account is made with `superuser upsert`, never printed
		if err := s.prepare(e); err != nil {
			return err
		}
		s.bind(e)
		if s.Worker {
			s.start(e.App)
		}
		if err := e.Next(); err != nil { // the port is open after it
			return err
		}
		return s.welcome(e)
	})
	app.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		return errors.Join(s.fresh.watch.Close(), e.Next())
	})
	return s.schedule(app)
}

// now is the moment of the request, given to every rule and use case.
func (s *site) now() time.Time { return s.Now().UTC() }

// write runs fn in a transaction whose commit may be shared with the requests of the same moment (an app that
// is not the server's own, or is a transaction already, keeps to itself). It answers once fn's work is on disk.
func (s *site) write(ctx context.Context, e *core.RequestEvent, fn func(app core.App) error) error {
	if e.App != s.home || e.App.IsTransactional() {
		return fn(e.App)
	}
	return s.writer.Do(ctx, fn)
}

// siteOf says what every page says of the platform.
func (s *site) siteOf(app core.App) web.Site {
	set, err := records.LoadSettings(app)
	if err != nil {
		app.Logger().Error("settings not read", "error", err)
		return web.Site{Name: "Passerelle"}
	}
	open, err := records.CampaignsOpen(app)
	if err != nil {
		app.Logger().Error("campaigns not read", "error", err)
	}
	return web.Site{Stages: open, Name: set.Name, Territory: set.Territory, Organiser: set.Organiser, Contact: set.Contact,
		PublicURL: app.Settings().Meta.AppURL, Demo: set.Demo}
}

// start runs the worker until the app ends.
func (s *site) start(app core.App) {
	ctx, stop := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { s.work(ctx, app) })
	app.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		stop()
		done.Wait()
		return e.Next()
	})
}

// nudge wakes the worker; it never waits.
func (s *site) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
