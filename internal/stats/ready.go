package stats

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// keptFor is how long the figures stay ready once nobody asks any more: some fifty bytes a registration.
const keptFor = 10 * time.Minute

// mostReports is how many counts are kept, of different queries, as long as nothing is written.
const mostReports = 60

// large is from how many registrations on memory is given back at once.
const large = 100_000

// ready keeps what figures are counted from in memory, and what was counted, and is never late: each time it first asks
// whether anything at all was committed, by whatever process, and then reads what was.
type ready struct {
	mu      sync.Mutex
	watch   records.Watch
	seen    string
	base    *base
	readers map[*base]int // who reads a base without holding the lock
	reports map[string]domain.Report
	idle    *time.Timer
}

// readyOf is the one of an app; what it keeps goes with the app.
func readyOf(app core.App) *ready {
	return app.Store().GetOrSet("passerelleFigures", func() any {
		r := &ready{readers: map[*base]int{}}
		r.idle = time.AfterFunc(keptFor, r.letGo)
		app.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
			r.idle.Stop()
			r.letGo()
			return e.Next()
		})
		return r
	}).(*ready)
}

// letGo forgets everything; the next figure reads it again.
func (r *ready) letGo() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.base, r.reports, r.seen = nil, nil, ""
	_ = r.watch.Close() // a connection that fails to close is not used again
}

// latest is what stands in the database now. The caller holds the lock.
func (r *ready) latest(app core.App) (*base, error) {
	r.idle.Reset(keptFor)
	seen, err := r.watch.Seen(app)
	if err != nil {
		return nil, err
	}
	if r.base != nil && seen == r.seen {
		return r.base, nil
	}
	b := r.base
	if connection(seen) != connection(r.seen) { // another file, perhaps: its log says nothing of ours
		b = nil
	}
	if b != nil && r.readers[b] > 0 {
		b = b.clone()
	}
	r.base, r.reports = nil, map[string]domain.Report{}
	lost := b == nil
	err = records.Snapshot(app, func(app core.App) (err error) {
		if !lost {
			lost, err = b.follow(app)
		}
		if err == nil && lost {
			b, err = read(app)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if lost && len(b.Facts) > large {
		debug.FreeOSMemory() // reading everything takes four times what is kept of it
	}
	r.base, r.seen = b, seen
	return b, nil
}

// connection is the part of what a watch saw that names the connection it looks through.
func connection(seen string) string {
	turn, _, _ := strings.Cut(seen, ":")
	return turn
}

// count gives the figures of a query, of which those that were counted already.
func (r *ready) count(app core.App, now time.Time, q Query) (domain.Report, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b, err := r.latest(app)
	if err != nil {
		return domain.Report{}, err
	}
	d := b.of(q)
	d.until(now)
	key := fmt.Sprintf("%d %d %#v %d", q.From.UnixNano(), q.To.UnixNano(), q.Filter, len(d.Declared))
	report, known := r.reports[key]
	if !known {
		domain.Narrow(&d.StatInput, q.Filter)
		report = domain.Count(d.StatInput)
		if len(r.reports) >= mostReports {
			clear(r.reports)
		}
		r.reports[key] = report
	}
	for t := range report.Tables { // a page may sort its own
		report.Tables[t] = slices.Clone(report.Tables[t])
	}
	report.History = slices.Clone(report.History)
	return report, nil
}

// borrow runs fn on what stands in the database now, which nobody writes meanwhile.
func (r *ready) borrow(app core.App, fn func(b *base) error) error {
	r.mu.Lock()
	b, err := r.latest(app)
	if err != nil {
		r.mu.Unlock()
		return err
	}
	r.readers[b]++
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.readers[b]--; r.readers[b] == 0 {
			delete(r.readers, b)
		}
	}()
	return fn(b)
}

// Count counts the figures of a query, as they stand at now. Nobody changes the lines of its slices of slices: they may
// be kept for the next who asks the same.
func Count(app core.App, now time.Time, q Query) (Report, error) {
	if !app.IsTransactional() {
		r, err := readyOf(app).count(app, now, q)
		return Report{r, now}, err
	}
	b, err := read(app) // what the transaction itself has written is not committed
	if err != nil {
		return Report{}, err
	}
	d := b.of(q)
	d.until(now)
	domain.Narrow(&d.StatInput, q.Filter)
	return Report{domain.Count(d.StatInput), now}, nil
}

// with runs fn on what a query selects.
func with(app core.App, q Query, fn func(d *data) error) error {
	narrowed := func(b *base) error {
		d := b.of(q)
		if kept := domain.Narrow(&d.StatInput, q.Filter); kept != nil {
			rows := make([]int32, len(kept))
			for i, n := range kept {
				rows[i] = d.rows[n]
			}
			d.rows = rows
		}
		return fn(d)
	}
	if !app.IsTransactional() {
		return readyOf(app).borrow(app, narrowed)
	}
	b, err := read(app)
	if err != nil {
		return err
	}
	return narrowed(b)
}
