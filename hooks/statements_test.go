package hooks_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/pocketbase/dbx"

	"passerelle/hooks"
)

func connect(t *testing.T) *dbx.DB {
	t.Helper()
	db, err := hooks.Connect(filepath.Join(t.TempDir(), "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.DB().SetMaxOpenConns(1)
	run(t, db, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
	return db
}

func run(t *testing.T, db dbx.Builder, sql string) {
	t.Helper()
	if _, err := db.NewQuery(sql).Execute(); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func total(t *testing.T, db dbx.Builder, where string) (n int) {
	t.Helper()
	if err := db.NewQuery("SELECT COUNT(*) FROM notes " + where).Row(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A statement that is kept must forget everything of its last use: its values, its place, its failure.
func TestKeptStatementsKeepNothingElse(t *testing.T) {
	db := connect(t)
	insert := func(id any, text any) error {
		_, err := db.NewQuery("INSERT INTO notes (id, text) VALUES ({:id}, {:text})").Bind(dbx.Params{"id": id, "text": text}).Execute()
		return err
	}
	for i := range 5 {
		if err := insert(i, fmt.Sprint("texte ", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := insert(3, "deux fois"); err == nil {
		t.Fatal("one key twice")
	}
	if err := insert(6, nil); err != nil {
		t.Fatalf("after a failure: %v", err)
	}
	var text *string
	if err := db.NewQuery("SELECT text FROM notes WHERE id = 6").Row(&text); err != nil || text != nil {
		t.Errorf("a value stays of the last use: %v %v", text, err)
	}
	for range 3 { // read one row of many and leave
		rows, err := db.NewQuery("SELECT id FROM notes ORDER BY id").Rows()
		if err != nil || !rows.Next() {
			t.Fatal(err)
		}
		var id int
		if err := rows.Scan(&id); err != nil || id != 0 {
			t.Errorf("begins at %d, %v", id, err)
		}
		rows.Close()
	}
	if n := total(t, db, ""); n != 6 {
		t.Errorf("%d rows", n)
	}
}

func TestOneQuestionWithinItself(t *testing.T) {
	db := connect(t)
	run(t, db, "INSERT INTO notes (id) VALUES (1), (2), (3)")
	pairs := 0
	err := db.Transactional(func(tx *dbx.Tx) error {
		outer, err := tx.NewQuery("SELECT id FROM notes").Rows()
		if err != nil {
			return err
		}
		defer outer.Close()
		for outer.Next() {
			inner, err := tx.NewQuery("SELECT id FROM notes").Rows()
			if err != nil {
				return err
			}
			for inner.Next() {
				pairs++
			}
			inner.Close()
		}
		return outer.Err()
	})
	if err != nil || pairs != 9 {
		t.Errorf("%d pairs, %v", pairs, err)
	}
}

func TestKeptStatementsFollowTheSchema(t *testing.T) {
	db := connect(t)
	run(t, db, "INSERT INTO notes (id, text) VALUES (1, 'a')")
	read := func() (columns int) {
		rows, err := db.NewQuery("SELECT * FROM notes").Rows()
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		names, err := rows.Columns()
		if err != nil || !rows.Next() {
			t.Fatal(err)
		}
		return len(names)
	}
	before := read()
	run(t, db, "ALTER TABLE notes ADD COLUMN more TEXT")
	if after := read(); before != 2 || after != 3 {
		t.Errorf("%d columns, then %d", before, after)
	}
	run(t, db, "DROP TABLE notes")
	if _, err := db.NewQuery("SELECT * FROM notes").Execute(); err == nil {
		t.Error("the table is gone")
	}
	run(t, db, "CREATE TABLE notes (id INTEGER PRIMARY KEY)")
	run(t, db, "VACUUM")
	run(t, db, "INSERT INTO notes (id) VALUES (1)")
	if columns := read(); columns != 1 {
		t.Errorf("%d columns", columns)
	}
}

func TestARollbackAndMoreStatementsThanAreKept(t *testing.T) {
	db := connect(t)
	err := db.Transactional(func(tx *dbx.Tx) error {
		run(t, tx, "INSERT INTO notes (id) VALUES (1)")
		return fmt.Errorf("refused")
	})
	if err == nil || total(t, db, "") != 0 {
		t.Errorf("%v, %d rows after a rollback", err, total(t, db, ""))
	}
	for round := range 3 {
		for i := range 300 {
			run(t, db, fmt.Sprintf("INSERT INTO notes (text) VALUES ('%d')", i))
			if n := total(t, db, fmt.Sprintf("WHERE text = '%d'", i)); n != round+1 {
				t.Fatalf("%d rows of %d, round %d", n, i, round)
			}
		}
	}
}

func TestKeptStatementsUnderManyHands(t *testing.T) {
	db := connect(t)
	db.DB().SetMaxOpenConns(8)
	var hands sync.WaitGroup
	for hand := range 16 {
		hands.Go(func() {
			for i := range 50 {
				_, err := db.NewQuery("INSERT INTO notes (text) VALUES ({:t})").Bind(dbx.Params{"t": fmt.Sprint(hand, "-", i)}).Execute()
				var n int
				if e := db.NewQuery("SELECT COUNT(*) FROM notes WHERE text = {:t}").Bind(dbx.Params{"t": fmt.Sprint(hand, "-", i)}).Row(&n); err != nil || e != nil || n != 1 {
					t.Errorf("%d rows, %v, %v", n, err, e)
				}
			}
		})
	}
	hands.Wait()
	if n := total(t, db, ""); n != 800 {
		t.Errorf("%d rows", n)
	}
}
