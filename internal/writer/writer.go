// Package writer lets many requests share one durable commit. SQLite has one writer and each commit waits for
// the disk: a thousand people who register at once are a few dozen commits, not a thousand.
package writer

import (
	"context"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// longest is for how long one commit takes in more work: those who write by themselves wait no longer.
const longest = 20 * time.Millisecond

// Writer runs what it is given in the order of asking, in transactions of an app. There is no goroutine to
// start or to end: whoever asks first leads. The leader runs its own work and what the others have queued
// meanwhile, commits once, answers them all, and hands over to the first who came since.
type Writer struct {
	app   core.App
	mu    sync.Mutex
	queue []*job
	led   bool // somebody leads: who asks now queues
}

// New is a writer to an app's database. The app is not a transaction.
func New(app core.App) *Writer { return &Writer{app: app} }

// job is one call of Do. Its fields are the leader's until `turn` says something.
type job struct {
	fn   func(app core.App) error
	err  error
	done bool
	lead bool          // it is this one's turn to lead (guarded by the writer's mutex)
	turn chan struct{} // answered, or to lead
}

// Do runs fn in a transaction that may be shared with others, and answers once it is on disk. What fn did is
// undone when it gives an error or panics (Panic), and then that is the answer; the others are committed all
// the same. A commit that fails is the answer to everybody in it. Inside fn, app.RunInTransaction undoes
// alone what it did, as it does outside. ctx ends the wait as long as fn has not begun.
func (w *Writer) Do(ctx context.Context, fn func(app core.App) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &job{fn: fn, turn: make(chan struct{}, 1)}
	if leads := w.join(j); !leads {
		select {
		case <-j.turn:
		case <-ctx.Done():
			if w.leave(j) {
				return ctx.Err()
			}
			<-j.turn
		}
		if j.done {
			return j.err
		}
	}
	w.lead()
	return j.err
}

// join queues a job and tells whether it leads.
func (w *Writer) join(j *job) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, j)
	if w.led {
		return false
	}
	w.led = true
	return true
}

// leave takes a job out of the queue, unless it has begun or has been told to lead.
func (w *Writer) leave(j *job) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, q := range w.queue {
		if q == j && !j.lead {
			w.queue = append(w.queue[:i:i], w.queue[i+1:]...)
			return true
		}
	}
	return false
}

// next takes the first of the queue; nil when nobody waits.
func (w *Writer) next() *job {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		return nil
	}
	j := w.queue[0]
	w.queue = w.queue[1:]
	return j
}

// lead runs one batch, hands over, and only then answers: the next transaction begins meanwhile.
func (w *Writer) lead() {
	batch := w.batch()
	w.mu.Lock()
	if w.led = len(w.queue) > 0; w.led {
		w.queue[0].lead = true
		w.queue[0].turn <- struct{}{}
	}
	w.mu.Unlock()
	for _, j := range batch {
		j.done = true
		j.turn <- struct{}{}
	}
}

// batch runs what is queued, and what comes while it runs, in one transaction.
func (w *Writer) batch() (batch []*job) {
	began := time.Now()
	err := caught(func() error {
		return w.app.RunInTransaction(func(app core.App) error {
			for j := w.next(); j != nil; j = w.next() {
				batch = append(batch, j)
				var broken error
				if j.err, broken = alone(app, j.fn); broken != nil {
					return broken
				}
				if time.Since(began) > longest {
					return nil
				}
			}
			return nil
		})
	})
	if err == nil {
		return batch
	}
	if len(batch) == 0 { // the transaction did not even begin: the leader, at the head of the queue, is told
		batch = append(batch, w.next())
	}
	for _, j := range batch {
		if j.err == nil {
			j.err = err
		}
	}
	return batch
}
