package hooks

import (
	"sync"
	"time"
)

// pageCache keeps bodies of public pages for as long as the data they were drawn from did not change.
type pageCache struct {
	sync.Mutex
	kept map[string]cachedPage
	most int
}

type cachedPage struct {
	version string
	until   time.Time
	body    string
}

// newPageCache keeps at most so many bodies.
func newPageCache(most int) *pageCache {
	return &pageCache{kept: map[string]cachedPage{}, most: most}
}

// get gives a body drawn from this version of the data; until bounds what depends on the clock.
func (c *pageCache) get(key, version string, now time.Time) (string, bool) {
	c.Lock()
	defer c.Unlock()
	p, ok := c.kept[key]
	if !ok || p.version != version || now.After(p.until) {
		return "", false
	}
	return p.body, true
}

func (c *pageCache) put(key, version, body string, until time.Time) {
	c.Lock()
	defer c.Unlock()
	if len(c.kept) >= c.most { // filters in the query make many keys
		clear(c.kept)
	}
	c.kept[key] = cachedPage{version, until, body}
}
