package check

import (
	"slices"
	"strings"
)

// mostLogged is from how many writes on the log of the facts is too long: it is shortened every night to the last
// 50 000, and no day of a territory writes a million.
const mostLogged = 1_000_000

// wakers are the triggers that tell the figures held in memory what was written, and what each must do: one that looks
// at fewer writes would leave them wrong.
var wakers = map[string]string{
	"fact_changes_added":   "AFTER INSERT ON facts BEGIN INSERT INTO fact_changes (fact) VALUES (new.rowid); END",
	"fact_changes_changed": "AFTER UPDATE ON facts BEGIN INSERT INTO fact_changes (fact) VALUES (new.rowid); END",
	"fact_changes_removed": "AFTER DELETE ON facts BEGIN INSERT INTO fact_changes (fact) VALUES (old.rowid); END",
	"fact_changes_person": "AFTER INSERT ON people WHEN EXISTS (SELECT 1 FROM people WHERE name_key = new.name_key AND id != new.id) " +
		"BEGIN INSERT INTO fact_changes (fact) VALUES (0); END",
	"fact_changes_merge": "AFTER UPDATE OF num, name_key, merged_into, distinct_from_namesake ON people " +
		"BEGIN INSERT INTO fact_changes (fact) VALUES (0); END",
	"fact_changes_gone":     "AFTER DELETE ON people BEGIN INSERT INTO fact_changes (fact) VALUES (0); END",
	"fact_changes_apart":    "AFTER INSERT ON not_duplicates BEGIN INSERT INTO fact_changes (fact) VALUES (0); END",
	"fact_changes_together": "AFTER DELETE ON not_duplicates BEGIN INSERT INTO fact_changes (fact) VALUES (0); END",
}

// factLog asks whether the figures held in memory are told of every write: each trigger stands as it was made, the log
// has no hole, and it is short (7).
func factLog(a *audit) error {
	var made []struct {
		Name string `db:"name"`
		SQL  string `db:"sql"`
	}
	if err := a.db.NewQuery("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'fact_changes_%'").All(&made); err != nil {
		return err
	}
	there := map[string]string{}
	for _, t := range made {
		there[t.Name] = strings.Join(strings.Fields(t.SQL), " ")
	}
	var broken []string
	for name, does := range wakers {
		if there[name] != "CREATE TRIGGER "+name+" "+does {
			broken = append(broken, name)
		}
	}
	slices.Sort(broken)
	for _, name := range broken {
		a.add(7, name, "ce qui prévient les chiffres d’une écriture manque, ou a été changé")
	}
	var length int
	if err := a.db.NewQuery("SELECT COALESCE(MAX(seq) - MIN(seq) + 1, 0) FROM fact_changes").Row(&length); err != nil {
		return err
	}
	if length > mostLogged {
		a.add(7, "fact_changes", "le journal des chiffres n’est plus raccourci : %d écritures", length)
	}
	return nil
}
