package records

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// snapshot is an app that reads one moment of the database, and does not hold up who writes.
type snapshot struct {
	core.App
	tx *dbx.Tx
}

// DB is where it reads.
func (s snapshot) DB() dbx.Builder { return s.tx }

// ConcurrentDB is where it reads.
func (s snapshot) ConcurrentDB() dbx.Builder { return s.tx }

// NonconcurrentDB is where it reads: what writes by it is refused by the database.
func (s snapshot) NonconcurrentDB() dbx.Builder { return s.tx }

// IsTransactional tells that it sees one moment only.
func (s snapshot) IsTransactional() bool { return true }

// Snapshot runs fn on one moment of the database: all that it reads was true together. Inside a transaction, that is
// the moment already.
func Snapshot(app core.App, fn func(app core.App) error) error {
	db, ok := app.ConcurrentDB().(*dbx.DB)
	if !ok {
		return fn(app)
	}
	tx, err := db.BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true}) // deferred, whatever the pragma says
	if err != nil {
		return err
	}
	return errors.Join(fn(snapshot{app, tx}), tx.Rollback())
}

// StatRow is a fact as figures count it, and its place in the table. It changes when the table is written anew, which
// changes the schema's version.
type StatRow struct {
	domain.StatFact
	Row int32
}

// packed is a fact in three numbers: reading four columns a row takes a third of the time of twelve.
const packed = `SELECT rowid, (event << 32) | person, (structure << 32) | minutes,
	(sector << 46) | (territory << 30) | (profession << 14) | (outcome << 8) | (proof << 2) | (registered << 1) | walk_in FROM facts`

// StatFacts reads all facts, in the order of their rows.
func StatFacts(app core.App) ([]StatRow, error) {
	n, err := CountFacts(app)
	if err != nil {
		return nil, err
	}
	return statRows(app, make([]StatRow, 0, n), packed+" NOT INDEXED ORDER BY rowid")
}

// StatFactsAt reads the facts at these rows; those that are gone are left out.
func StatFactsAt(app core.App, rows []int32) ([]StatRow, error) {
	list, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	return statRows(app, nil, packed+" WHERE rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid", string(list))
}

func statRows(app core.App, list []StatRow, query string, args ...any) ([]StatRow, error) {
	rows, err := reading(app).Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var row, who, what, rest int64
	for rows.Next() {
		if err := rows.Scan(&row, &who, &what, &rest); err != nil {
			return nil, err
		}
		list = append(list, StatRow{Row: int32(row), StatFact: domain.StatFact{Event: int32(who >> 32), Person: int32(who), Structure: int32(what >> 32), Minutes: int32(what),
			Sector: int32(rest >> 46 & 0xffff), Territory: int32(rest >> 30 & 0xffff), Profession: int32(rest >> 14 & 0xffff),
			Outcome: int8(rest >> 8 & 0x3f), Proof: int8(rest >> 2 & 0x3f), Registered: rest&2 != 0, WalkIn: rest&1 != 0}})
	}
	return list, rows.Err()
}

// CountFacts is how many facts there are.
func CountFacts(app core.App) (n int, err error) {
	err = values(app, "SELECT COUNT(*) FROM facts", nil, &n)
	return n, err
}

// FactRowsOf gives the rows of the facts of people, or of structures, with these numbers: as they are written, before
// any merge.
func FactRowsOf(app core.App, kind string, nums []int32) (found []int32, err error) {
	column := map[string]string{OfPeople: "person", OfStructures: "structure"}[kind]
	if column == "" {
		return nil, fmt.Errorf("facts of %q", kind)
	}
	list, err := json.Marshal(nums)
	if err != nil {
		return nil, err
	}
	rows, err := reading(app).Query("SELECT rowid FROM facts WHERE "+column+" IN (SELECT value FROM json_each(?))", string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var row int32
	for rows.Next() {
		if err := rows.Scan(&row); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}

// FactChanges is what was written to the facts after a moment of their log.
type FactChanges struct {
	Last   int64   // the moment of now
	Rows   []int32 // of the facts written; some may be gone
	People bool    // who is whose namesake, or was merged, may have changed
	Lost   bool    // the log does not say: it is shorter than that, or there is too much
}

// mostChanges is from how many on it costs less to read everything.
const mostChanges = 50_000

// FactsChanged reads the log after a moment. Negative: it gives the moment of now alone.
func FactsChanged(app core.App, after int64) (c FactChanges, err error) {
	var first int64
	if err = values(app, "SELECT COALESCE(MIN(seq), 0), COALESCE(MAX(seq), 0) FROM fact_changes", nil, &first, &c.Last); err != nil || after < 0 {
		return c, err
	}
	if c.Last < after || first > after+1 || c.Last-after > mostChanges {
		c.Lost = true
		return c, nil
	}
	rows, err := reading(app).Query("SELECT DISTINCT fact FROM fact_changes WHERE seq > ?", after)
	if err != nil {
		return c, err
	}
	defer rows.Close()
	var row int32
	for rows.Next() {
		if err := rows.Scan(&row); err != nil {
			return c, err
		}
		if row == 0 {
			c.People = true
		} else {
			c.Rows = append(c.Rows, row)
		}
	}
	return c, rows.Err()
}

// DropFactChanges shortens the log: whoever is behind reads everything again.
func DropFactChanges(app core.App) error {
	_, err := do(app, "DELETE FROM fact_changes WHERE seq <= (SELECT MAX(seq) FROM fact_changes) - ?", mostChanges)
	return err
}

// SchemaVersion changes when a table is altered or the file is written anew.
func SchemaVersion(app core.App) (n int, err error) {
	err = values(app, "PRAGMA schema_version", nil, &n)
	return n, err
}
