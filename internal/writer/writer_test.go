package writer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
)

// newApp is a database with one table, in which every row has its own number.
func newApp(t *testing.T) core.App {
	t.Helper()
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	if err := exec(app, "CREATE TABLE rows (seq INTEGER PRIMARY KEY, who INTEGER UNIQUE)"); err != nil {
		t.Fatal(err)
	}
	return app
}

func exec(app core.App, statement string) error {
	_, err := app.DB().NewQuery(statement).Execute()
	return err
}

func put(app core.App, who int) error {
	_, err := app.DB().NewQuery("INSERT INTO rows (who) VALUES ({:who})").Bind(dbx.Params{"who": who}).Execute()
	return err
}

func rows(t *testing.T, app core.App) (list []int) {
	t.Helper()
	if err := app.DB().NewQuery("SELECT who FROM rows ORDER BY seq").Column(&list); err != nil {
		t.Fatal(err)
	}
	return list
}

var errRefused = errors.New("refused")

// stumble writes a row and then, for two in five, fails: by an error, or by a panic.
func stumble(app core.App, who int) error {
	if err := put(app, who); err != nil {
		return err
	}
	switch who % 5 {
	case 1:
		return errRefused
	case 3:
		panic("fault")
	}
	return nil
}

// crowd lets so many write at once, and says what each was answered.
func crowd(people int, write func(who int) error) []error {
	answers := make([]error, people)
	var done sync.WaitGroup
	start := make(chan struct{})
	for who := range people {
		done.Go(func() {
			<-start
			answers[who] = write(who)
		})
	}
	close(start)
	done.Wait()
	return answers
}

func TestManyWriteAtOnceAndEachIsItsOwn(t *testing.T) {
	app := newApp(t)
	var commits atomic.Int64
	for _, wrong := range stumbling(t, app, New(counted{app, &commits})) {
		t.Error(wrong)
	}
	if n := commits.Load(); n >= people/2 {
		t.Errorf("%d commits for %d: nothing was shared", n, people)
	}
}

// The same crowd without the savepoints must leave rows of those who were told that they failed: else the
// test above proves nothing.
func TestWithoutSavepointsTheFailedStayAtOnce(t *testing.T) {
	app := newApp(t)
	if wrong := stumbling(t, app, New(loose{app})); len(wrong) != people*2/5 {
		t.Errorf("%d wrong answers: %v", len(wrong), wrong)
	}
}

// people is how many write at once.
const people = 400

// stumbling lets them write, and lists those whose answer is not what is stored.
func stumbling(t *testing.T, app core.App, w *Writer) (wrong []string) {
	t.Helper()
	answers := crowd(people, func(who int) error {
		return w.Do(t.Context(), func(app core.App) error { return stumble(app, who) })
	})
	stored := map[int]bool{}
	for _, who := range rows(t, app) {
		stored[who] = true
	}
	for who, err := range answers {
		var fault Panic
		ok := err == nil && stored[who]
		switch who % 5 {
		case 1:
			ok = errors.Is(err, errRefused) && !stored[who]
		case 3:
			ok = errors.As(err, &fault) && fault.Value == "fault" && !stored[who]
		}
		if !ok {
			wrong = append(wrong, fmt.Sprintf("%d: answer %v, stored %v", who, err, stored[who]))
		}
	}
	return wrong
}

func TestWhoAsksFirstWritesFirstAtOnce(t *testing.T) {
	app := newApp(t)
	w := New(app)
	release := held(t, w)
	var done sync.WaitGroup
	for who := range 50 {
		done.Go(func() {
			if err := w.Do(t.Context(), func(app core.App) error { return put(app, who) }); err != nil {
				t.Error(err)
			}
		})
		waitFor(t, func() bool { return w.waiting() == who+1 })
	}
	release()
	done.Wait()
	for i, who := range rows(t, app) {
		if i != who {
			t.Fatalf("number %d wrote as %d", who, i)
		}
	}
}

func TestNobodyIsAnsweredBeforeTheCommitAtOnce(t *testing.T) {
	app := newApp(t)
	w := New(app)
	answers := crowd(100, func(who int) error {
		if err := w.Do(t.Context(), func(app core.App) error { return put(app, who) }); err != nil {
			return err
		}
		var n int // on another connection: it sees what is committed alone
		if err := app.ConcurrentDB().NewQuery("SELECT COUNT(*) FROM rows WHERE who = {:who}").Bind(dbx.Params{"who": who}).Row(&n); err != nil || n != 1 {
			return fmt.Errorf("answered, and %d rows, %v", n, err)
		}
		return nil
	})
	if err := errors.Join(answers...); err != nil {
		t.Fatal(err)
	}
}

func TestAFailedCommitFailsAllAtOnce(t *testing.T) {
	app := newApp(t)
	w := New(broken{app})
	answers := crowd(30, func(who int) error {
		return w.Do(t.Context(), func(app core.App) error { return put(app, who) })
	})
	for who, err := range answers {
		if !errors.Is(err, errDisk) {
			t.Errorf("%d was answered %v", who, err)
		}
	}
	if list := rows(t, app); len(list) > 0 {
		t.Errorf("stored %v", list)
	}
}

func TestWhoLeavesTheQueueIsNotWritten(t *testing.T) {
	app := newApp(t)
	w := New(app)
	release := held(t, w)
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() { gone <- w.Do(ctx, func(app core.App) error { return put(app, 1) }) }()
	waitFor(t, func() bool { return w.waiting() == 1 })
	leave()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("who left was answered %v", err)
	}
	release()
	if err := w.Do(t.Context(), func(app core.App) error { return put(app, 2) }); err != nil {
		t.Fatal(err)
	}
	if list := rows(t, app); len(list) != 1 || list[0] != 2 {
		t.Errorf("stored %v", list)
	}
	if err := w.Do(ctx, func(app core.App) error { return put(app, 3) }); !errors.Is(err, context.Canceled) {
		t.Errorf("who had left already was answered %v", err)
	}
}

// A use case whose transaction fails may go on: what it wrote there is undone, what it wrote before is kept.
func TestATransactionWithinIsUndoneAlone(t *testing.T) {
	app := newApp(t)
	err := New(app).Do(t.Context(), func(app core.App) error {
		if err := put(app, 1); err != nil {
			return err
		}
		err := app.RunInTransaction(func(app core.App) error {
			if err := put(app, 2); err != nil {
				return err
			}
			return put(app, 1) // taken
		})
		if err == nil {
			return errors.New("twice the same")
		}
		return app.RunInTransaction(func(app core.App) error { return put(app, 3) })
	})
	if list := rows(t, app); err != nil || len(list) != 2 || list[0] != 1 || list[1] != 3 {
		t.Errorf("stored %v, %v", list, err)
	}
}

// Those who write by themselves get their turn between the batches, however many queue.
func TestOthersWriteAtOnceBesideTheCrowd(t *testing.T) {
	app := newApp(t)
	w := New(app)
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	var next atomic.Int64
	for range 16 {
		done.Go(func() {
			for ctx.Err() == nil {
				if err := w.Do(t.Context(), func(app core.App) error { return put(app, int(next.Add(1))) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 20 {
		if err := app.RunInTransaction(func(app core.App) error { return put(app, -1-i) }); err != nil {
			t.Error(err)
		}
	}
	stop()
	done.Wait()
	if n := len(rows(t, app)); n != 20+int(next.Load()) {
		t.Errorf("%d rows for %d writes", n, 20+next.Load())
	}
}

// held makes the writer busy until release is called.
func held(t *testing.T, w *Writer) (release func()) {
	t.Helper()
	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- w.Do(context.Background(), func(core.App) error {
			close(begun)
			<-end
			return nil
		})
	}()
	<-begun
	return func() {
		close(end)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func (w *Writer) waiting() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.queue)
}

func waitFor(t *testing.T, ready func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ready(); time.Sleep(100 * time.Microsecond) {
		if time.Now().After(end) {
			t.Fatal("not within ten seconds")
		}
	}
}

// counted counts the transactions of an app.
type counted struct {
	core.App
	n *atomic.Int64
}

func (c counted) RunInTransaction(fn func(core.App) error) error {
	c.n.Add(1)
	return c.App.RunInTransaction(fn)
}

var errDisk = errors.New("the disk is full")

// broken is an app whose commits fail.
type broken struct{ core.App }

func (b broken) RunInTransaction(fn func(core.App) error) error {
	return b.App.RunInTransaction(func(app core.App) error { return errors.Join(fn(app), errDisk) })
}

// loose is an app whose transactions know no savepoint.
type loose struct{ core.App }

func (l loose) RunInTransaction(fn func(core.App) error) error {
	return l.App.RunInTransaction(func(app core.App) error { return fn(loose{app}) })
}

func (l loose) DB() dbx.Builder { return unguarded{l.App.DB()} }

type unguarded struct{ dbx.Builder }

func (u unguarded) NewQuery(statement string) *dbx.Query {
	if strings.HasSuffix(statement, " alone") {
		statement = "SELECT 1"
	}
	return u.Builder.NewQuery(statement)
}
