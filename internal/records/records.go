// Package records is the only room that knows the names of collections and fields (with migrations).
// A row is a plain struct read and written through the app's database: inside a transaction the app
// given is the transaction's, so that everything a use case does commits or rolls back together.
//
// Why not PocketBase's record proxies: forty getters and setters a collection for the same columns, a
// Save that writes every one of them (two hands on one row lose work), and about two thirds of the speed. The
// record API is closed, the rules live in domain, and what must hold is a unique index or a trigger.
package records

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
)

// List is a JSON array of strings in a column.
type List = types.JSONArray[string]

// Time is a UTC moment in the one layout the database stores; its zero value is an empty column.
type Time = types.DateTime

// At turns a moment into what is stored (milliseconds).
func At(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	d, err := types.ParseDateTime(t.UTC().Truncate(time.Millisecond))
	if err != nil { // ParseDateTime of a time.Time cannot fail
		panic(err)
	}
	return d
}

// NewID is a random row id of 15 characters, as PocketBase makes them. Never a capability.
func NewID() string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, 15)
	if _, err := rand.Read(b); err != nil {
		panic(err)
	}
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b)
}

// ErrNone is what a finder of one row answers when there is none.
var ErrNone = domain.Error{Code: domain.ErrNotFound}

// find reads one row into dst; ErrNone when there is none.
func find(q *dbx.SelectQuery, dst any) error {
	err := q.One(dst)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNone
	}
	return err
}

// byColumn reads the row of a table whose column has this value.
func byColumn[T any](app core.App, table, column, value string) (*T, error) {
	row := new(T)
	if value == "" {
		return nil, ErrNone
	}
	var err error
	if r, ok := any(row).(tabled); ok && r.TableName() == table {
		err = first(app, r, column+" = ?", value)
	} else {
		err = find(app.DB().Select().From(table).Where(dbx.HashExp{column: value}), row)
	}
	if err != nil {
		return nil, wrap(err, table, value)
	}
	return row, nil
}

// wrap says which row a fault was about; a refusal stays as it is.
func wrap(err error, table, id string) error {
	if err == nil || domain.Refusals(err) != nil {
		return err
	}
	return fmt.Errorf("%s %s: %w", table, id, err)
}

// set writes some columns of one row.
func set(app core.App, table, id string, columns dbx.Params) error {
	_, err := app.DB().Update(table, columns, dbx.HashExp{"id": id}).Execute()
	return wrap(err, table, id)
}

// nextNum is the next small number of a table: the key of the figures.
func nextNum(app core.App, table string) (n int, err error) {
	err = values(app, "SELECT COALESCE(MAX(num), 0) + 1 FROM "+table, nil, &n)
	return n, err
}

// count runs a query that gives one integer.
func count(app core.App, query string, params dbx.Params) (n int, err error) {
	err = app.DB().NewQuery(query).Bind(params).Row(&n)
	return n, err
}

// sums runs a query of two columns, name and n, and gives n by name.
func sums(app core.App, query string, params dbx.Params) (map[string]int, error) {
	var rows []struct {
		Name string `db:"name"`
		N    int    `db:"n"`
	}
	err := app.DB().NewQuery(query).Bind(params).All(&rows)
	byName := map[string]int{}
	for _, r := range rows {
		byName[r.Name] = r.N
	}
	return byName, err
}

// IsUnique tells whether an error is the violation of a unique index, of one that holds any of these columns
// where some are named.
func IsUnique(err error, columns ...string) bool {
	if err == nil || !containsAny(err.Error(), "UNIQUE constraint failed", "constraint failed: UNIQUE") {
		return false
	}
	return len(columns) == 0 || containsAny(err.Error(), columns...)
}

// HasSchema tells whether the folder has our tables: a command may be run before the first start.
func HasSchema(app core.App) (bool, error) {
	n, err := count(app, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'facts'", nil)
	return n > 0, err
}
