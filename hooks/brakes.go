package hooks

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"
)

// brakes slow down who asks too much: never refuse, since a whole hospital has one address. Counts live in
// memory and fade; each key (an address and what it asks) is let through at its own pace.
type brakes struct {
	sync.Mutex
	next map[[sha256.Size]byte]time.Time // when the key's next request may run; a key may hold what was typed
}

func newBrakes() *brakes { return &brakes{next: map[[sha256.Size]byte]time.Time{}} }

// wait holds a request back so that a key gets `burst` at once and then one every `every`, for at most
// `longest`. It returns early when the visitor is gone.
func (b *brakes) wait(ctx context.Context, now time.Time, key string, burst int, every, longest time.Duration) {
	delay := b.delay(now, key, burst, every, longest)
	if delay <= 0 {
		return
	}
	t := time.NewTimer(delay)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// take lets a try through, or not: a key gets `burst` at once and then one every `every`. What is secret and short is
// protected so: a request that only waits costs nothing to who sends a thousand of them together.
func (b *brakes) take(now time.Time, key string, burst int, every time.Duration) bool {
	b.Lock()
	defer b.Unlock()
	sum := sha256.Sum256([]byte(key))
	at := b.next[sum]
	if floor := now.Add(-time.Duration(burst) * every); at.Before(floor) {
		at = floor
	}
	if at = at.Add(every); at.After(now) {
		return false
	}
	b.next[sum] = at
	return true
}

// giveBack returns a try that was a good one.
func (b *brakes) giveBack(key string, every time.Duration) {
	b.Lock()
	defer b.Unlock()
	sum := sha256.Sum256([]byte(key))
	b.next[sum] = b.next[sum].Add(-every)
}

func (b *brakes) delay(now time.Time, key string, burst int, every, longest time.Duration) time.Duration {
	b.Lock()
	defer b.Unlock()
	if len(b.next) > 20000 { // a flood of addresses: forget those that are free again
		for k, t := range b.next {
			if t.Before(now) {
				delete(b.next, k)
			}
		}
	}
	floor := now.Add(-time.Duration(burst) * every)
	sum := sha256.Sum256([]byte(key)) // a megabyte typed as an address costs no more than another
	at := b.next[sum]
	if at.Before(floor) {
		at = floor
	}
	at = at.Add(every)
	if end := now.Add(longest); at.After(end) { // a flood leaves no debt behind it
		at = end
	}
	b.next[sum] = at
	return max(0, at.Sub(now))
}
