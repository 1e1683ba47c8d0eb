package records

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Watch tells whether anything was committed to the database since it last looked, by this process or by
// another, for the price of one PRAGMA. That one counts for each connection the commits of all others: it is
// asked on a connection that does nothing else. The zero value is ready.
type Watch struct {
	mu    sync.Mutex
	db    *sql.DB
	conn  *sql.Conn
	turns int // connections so far: each counts from its own number
}

// Seen is a text that differs whenever something was committed in between.
func (w *Watch) Seen(app core.App) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	pool, ok := app.ConcurrentDB().(*dbx.DB)
	if !ok {
		return "", errors.New("watch: not asked inside a transaction")
	}
	ctx := context.Background()
	if w.conn == nil || w.db != pool.DB() { // the first time, or after a restore
		if err := w.close(); err != nil {
			return "", err
		}
		conn, err := pool.DB().Conn(ctx)
		if err != nil {
			return "", err
		}
		w.db, w.conn = pool.DB(), conn
		w.turns++
	}
	var n int
	if err := w.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&n); err != nil {
		return "", errors.Join(err, w.close())
	}
	return fmt.Sprint(w.turns, ":", n), nil
}

// Close gives the connection back.
func (w *Watch) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.close()
}

func (w *Watch) close() error {
	if w.conn == nil {
		return nil
	}
	err := w.conn.Close()
	w.conn = nil
	return err
}
