package hooks

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"github.com/pocketbase/dbx"
)

// driverName is SQLite with its statements kept. A request asks the same twenty questions as the one before:
// parsing them anew is a quarter of what a registration costs.
const driverName = "sqlite-kept"

// keptStatements is how many statements a connection keeps.
const keptStatements = 80

func init() {
	plain, err := sql.Open("sqlite", "") // opens nothing: it only gives the driver
	if err != nil {
		panic(err)
	}
	sql.Register(driverName, keepingDriver{plain.Driver()})
	dbx.BuilderFuncMap[driverName] = dbx.BuilderFuncMap["sqlite"]
}

// sqliteConn is what the driver's connections do, and database/sql asks of them.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type keepingDriver struct{ driver.Driver }

func (d keepingDriver) Open(name string) (driver.Conn, error) {
	c, err := d.Driver.Open(name)
	if err != nil {
		return nil, err
	}
	return &keepingConn{sqliteConn: c.(sqliteConn), kept: map[string]*statement{}}, nil
}

// keepingConn is a connection that keeps the statements it has prepared. database/sql uses a connection from
// one goroutine at a time.
type keepingConn struct {
	sqliteConn
	kept  map[string]*statement
	clock int // counts uses, to know the oldest
}

// statement is a prepared one. Busy: its rows are still being read, so it cannot serve again.
type statement struct {
	driver.Stmt
	busy bool
	used int
}

// take gives the kept statement of a text, preparing it if need be; nil where keeping is not for it.
func (c *keepingConn) take(ctx context.Context, text string) (*statement, error) {
	s := c.kept[text]
	if s == nil {
		if !repeats(text) {
			return nil, nil
		}
		if len(c.kept) >= keptStatements && !c.forgetOldest() {
			return nil, nil
		}
		prepared, err := c.PrepareContext(ctx, text)
		if err != nil {
			return nil, err
		}
		s = &statement{Stmt: prepared}
		c.kept[text] = s
	}
	if s.busy {
		return nil, nil
	}
	c.clock++
	s.used = c.clock
	return s, nil
}

// repeats tells the statements that come back from those that change the schema or set the connection up.
func repeats(text string) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch strings.ToUpper(strings.TrimSpace(word)) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "SAVEPOINT", "RELEASE":
		return len(text) < 8000
	}
	return false
}

func (c *keepingConn) forgetOldest() bool {
	oldest := ""
	for text, s := range c.kept {
		if !s.busy && (oldest == "" || s.used < c.kept[oldest].used) {
			oldest = text
		}
	}
	if oldest == "" {
		return false
	}
	c.kept[oldest].Close()
	delete(c.kept, oldest)
	return true
}

func (c *keepingConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, text, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

func (c *keepingConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, text, args)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &keptRows{rows.(sqliteRows), s}, nil
}

// Close ends the statements, then the connection.
func (c *keepingConn) Close() error {
	var errs []error
	for _, s := range c.kept {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.sqliteConn.Close())...)
}

// sqliteRows is what the driver's rows tell of themselves.
type sqliteRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// keptRows gives its statement back once read.
type keptRows struct {
	sqliteRows
	statement *statement
}

func (r *keptRows) Close() error {
	err := r.sqliteRows.Close()
	r.statement.busy = false
	return err
}
