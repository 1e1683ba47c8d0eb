package hooks

import (
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/link"
	"passerelle/internal/records"
)

// freshness remembers the version of the agenda for as long as nothing at all was committed: a visitor then
// costs one PRAGMA, and after an unrelated commit one short query.
type freshness struct {
	sync.Mutex
	watch   records.Watch
	seen    string
	minute  time.Time
	version string
}

// of is the version of what the agenda shows. What it depends on is looked at first: a commit that comes in
// between is seen the next time.
func (f *freshness) of(app core.App, now time.Time) (string, error) {
	seen, err := f.watch.Seen(app)
	if err != nil {
		return "", err
	}
	minute := now.Truncate(time.Minute)
	f.Lock()
	known, version := f.seen == seen && f.minute.Equal(minute), f.version
	f.Unlock()
	if !known {
		if version, err = records.AgendaVersion(app, records.At(now)); err != nil {
			return "", err
		}
		f.Lock()
		f.seen, f.minute, f.version = seen, minute, version
		f.Unlock()
	}
	return version + link.Base(app), nil
}
