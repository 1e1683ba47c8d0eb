package migrations

import "github.com/pocketbase/pocketbase/core"

// ready lets figures be held in memory and still be exact: every write to a fact leaves its row in fact_changes, whoever
// writes; 0 stands for « who is whose namesake, or was merged, has changed ». Nothing is counted from facts by SQL any
// more: the index that held all their columns, the dearest part of a scan, goes.
func ready(app core.App) error {
	if err := unindex(app, "facts", "event"); err != nil {
		return err
	}
	for _, more := range [][2]string{
		{"facts", "event (event)"},
		{"people", "namesake (name_key, num) WHERE merged_into = '' AND distinct_from_namesake = 0"},
		{"scans", "by_hand (event, received_at) WHERE source = 'manual' OR source = 'paper'"},
	} {
		if err := add(app, more[0], nil, more[1]); err != nil {
			return err
		}
	}
	note := func(what string) string { return ` BEGIN INSERT INTO fact_changes (fact) VALUES (` + what + `); END` }
	return run(app,
		`CREATE TABLE fact_changes (seq INTEGER PRIMARY KEY, fact INTEGER NOT NULL)`,
		`CREATE TRIGGER fact_changes_added AFTER INSERT ON facts`+note("new.rowid"),
		`CREATE TRIGGER fact_changes_changed AFTER UPDATE ON facts`+note("new.rowid"),
		`CREATE TRIGGER fact_changes_removed AFTER DELETE ON facts`+note("old.rowid"),
		// Somebody new whose name nobody bears changes nothing of this.
		`CREATE TRIGGER fact_changes_person AFTER INSERT ON people
		 WHEN EXISTS (SELECT 1 FROM people WHERE name_key = new.name_key AND id != new.id)`+note("0"),
		`CREATE TRIGGER fact_changes_merge AFTER UPDATE OF num, name_key, merged_into, distinct_from_namesake ON people`+note("0"),
		`CREATE TRIGGER fact_changes_gone AFTER DELETE ON people`+note("0"),
		`CREATE TRIGGER fact_changes_apart AFTER INSERT ON not_duplicates`+note("0"),
		`CREATE TRIGGER fact_changes_together AFTER DELETE ON not_duplicates`+note("0"))
}

// unready is the way back.
func unready(app core.App) error {
	if err := run(app, `DROP TRIGGER fact_changes_added`, `DROP TRIGGER fact_changes_changed`, `DROP TRIGGER fact_changes_removed`,
		`DROP TRIGGER fact_changes_person`, `DROP TRIGGER fact_changes_merge`, `DROP TRIGGER fact_changes_gone`,
		`DROP TRIGGER fact_changes_apart`, `DROP TRIGGER fact_changes_together`, `DROP TABLE fact_changes`); err != nil {
		return err
	}
	for _, index := range [][2]string{{"facts", "event"}, {"people", "namesake"}, {"scans", "by_hand"}} {
		if err := unindex(app, index[0], index[1]); err != nil {
			return err
		}
	}
	return add(app, "facts", nil, "event (event, outcome, person, structure, sector, territory, profession, registered, walk_in, minutes, proof)")
}
