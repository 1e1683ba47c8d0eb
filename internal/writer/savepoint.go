package writer

import (
	"fmt"
	"runtime/debug"

	"github.com/pocketbase/pocketbase/core"
)

// Panic is the error of work that panicked, with where.
type Panic struct {
	Value any
	Stack []byte
}

func (p Panic) Error() string { return fmt.Sprintf("panic: %v\n%s", p.Value, p.Stack) }

// inside is the app that a job is given: its RunInTransaction is a savepoint, so that a use case whose
// transaction failed may go on from where it began, as it may outside.
type inside struct{ core.App }

func (a inside) RunInTransaction(fn func(core.App) error) error {
	err, broken := alone(a.App, fn)
	if broken != nil {
		return broken
	}
	return err
}

// alone runs fn in a savepoint of a transaction: err is fn's, and what it did is then undone. broken says that
// the transaction itself is lost (the disk is full): nothing of it may be committed.
func alone(app core.App, fn func(core.App) error) (err, broken error) {
	if broken = run(app, "SAVEPOINT alone"); broken != nil {
		return broken, broken
	}
	if err = caught(func() error { return fn(inside{app}) }); err != nil {
		if broken = run(app, "ROLLBACK TO alone"); broken != nil {
			return err, broken
		}
	}
	if broken = run(app, "RELEASE alone"); broken != nil {
		return broken, broken
	}
	return err, nil
}

func run(app core.App, statement string) error {
	_, err := app.DB().NewQuery(statement).Execute()
	return err
}

// caught turns a panic into an error.
func caught(fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = Panic{v, debug.Stack()}
		}
	}()
	return fn()
}
