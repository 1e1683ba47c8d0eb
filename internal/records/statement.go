package records

import (
	"database/sql"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// What a crowd asks for is asked here: the same statements, word for word, by position. dbx writes each query
// anew, by regular expressions and maps, which costs more than SQLite's own work on one row.

// reading is where an app reads: its transaction, or the connections that only read.
func reading(app core.App) dbx.Executor { return executor(app.ConcurrentDB()) }

// writing is where an app writes: its transaction, or the one connection that writes.
func writing(app core.App) dbx.Executor { return executor(app.NonconcurrentDB()) }

func executor(b dbx.Builder) dbx.Executor {
	switch b := b.(type) {
	case *dbx.DB:
		return b.DB()
	case *dbx.Tx:
		if b, ok := b.Builder.(interface{ Executor() dbx.Executor }); ok {
			return b.Executor()
		}
	}
	panic("records: neither a database nor a transaction")
}

// shape is how the rows of a struct are written and read.
type shape struct {
	table   string
	fields  []int // of the struct, one a column
	columns string
	insert  string
}

var shapes sync.Map // by reflect.Type

// tabled is a row that knows its table.
type tabled interface{ TableName() string }

func shapeOf(row tabled) *shape {
	t := reflect.TypeOf(row).Elem()
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{table: row.TableName()}
	var columns []string
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("db"); name != "" && name != "-" {
			s.fields, columns = append(s.fields, i), append(columns, "`"+name+"`")
		}
	}
	s.columns = strings.Join(columns, ", ")
	// A row that breaks a constraint is refused before anything of it is written, so FAIL undoes as much as ABORT
	// would; but for ABORT, SQLite keeps a copy of every page that a trigger goes on to change.
	s.insert = "INSERT OR FAIL INTO `" + s.table + "` (" + s.columns + ") VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")"
	shapes.Store(t, s)
	return s
}

// into are the places of a row's columns.
func (s *shape) into(row reflect.Value) []any {
	places := make([]any, len(s.fields))
	for i, f := range s.fields {
		places[i] = row.Field(f).Addr().Interface()
	}
	return places
}

// insert writes a new row, whose id is set.
func insert(app core.App, row tabled) error {
	_, err := writing(app).Exec(shapeOf(row).insert, valuesOf(row)...)
	return err
}

// valuesOf are what a row's columns hold.
func valuesOf(row tabled) []any {
	s, v := shapeOf(row), reflect.ValueOf(row).Elem()
	list := make([]any, len(s.fields))
	for i, f := range s.fields {
		list[i] = v.Field(f).Interface()
	}
	return list
}

// first reads the first row of its table where a condition holds; ErrNone when there is none.
func first(app core.App, row tabled, where string, args ...any) error {
	s := shapeOf(row)
	err := values(app, "SELECT "+s.columns+" FROM `"+s.table+"` WHERE "+where, args, s.into(reflect.ValueOf(row).Elem())...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNone
	}
	return err
}

// one is first, into a new row.
func one[T any, P interface {
	*T
	tabled
}](app core.App, where string, args ...any) (*T, error) {
	row := new(T)
	if err := first(app, P(row), where, args...); err != nil {
		return nil, err
	}
	return row, nil
}

// all reads the rows of a table where a condition holds.
func all[T any, P interface {
	*T
	tabled
}](app core.App, where string, args ...any) (list []T, err error) {
	s := shapeOf(P(new(T)))
	rows, err := reading(app).Query("SELECT "+s.columns+" FROM `"+s.table+"` WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r T
		if err := rows.Scan(s.into(reflect.ValueOf(&r).Elem())...); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// among is the condition that a column holds one of some texts, in two shapes only: a statement that is known is
// not prepared again.
func among(column string, texts []string) (where string, args []any) {
	if len(texts) == 1 {
		return column + " = ?", []any{texts[0]}
	}
	list, err := json.Marshal(texts)
	if err != nil { // texts are always JSON
		panic(err)
	}
	return column + " IN (SELECT value FROM json_each(?))", []any{string(list)}
}

// values reads one row of a query into places.
func values(app core.App, query string, args []any, places ...any) error {
	rows, err := reading(app).Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return errors.Join(sql.ErrNoRows, rows.Err())
	}
	return errors.Join(rows.Scan(places...), rows.Close())
}

// do runs a statement that writes, and counts the rows it wrote.
func do(app core.App, statement string, args ...any) (int64, error) {
	result, err := writing(app).Exec(statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Undoable runs fn inside a transaction, and undoes what it did when it hits a fault. err says that the transaction
// itself is lost.
func Undoable(app core.App, fn func() error) (fault, err error) {
	if _, err := do(app, "SAVEPOINT undoable"); err != nil {
		return nil, err
	}
	if fault = fn(); fault != nil {
		_, err = do(app, "ROLLBACK TO undoable")
	}
	if err == nil {
		_, err = do(app, "RELEASE undoable")
	}
	return fault, err
}

// Together runs fn in the transaction that app is, or in one of its own: none more inside another.
func Together(app core.App, fn func(app core.App) error) error {
	if app.IsTransactional() {
		return fn(app)
	}
	return app.RunInTransaction(fn)
}
