package records

import (
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// PersonNamed is what people are matched by.
type PersonNamed struct {
	ID         string `db:"id"`
	NameKey    string `db:"name_key"`
	Email      string `db:"email"`
	Structure  string `db:"structure"`
	MergedInto string `db:"merged_into"`
	Distinct   bool   `db:"distinct_from_namesake"`
}

// TableName is the collection's.
func (*PersonNamed) TableName() string { return "people" }

// PeopleNamed lists everybody whose name is still there, merged ones too, in the order of Namesakes.
func PeopleNamed(app core.App) ([]PersonNamed, error) {
	return all[PersonNamed](app, "erased_at = '' ORDER BY (merged_into != ''), num")
}

// AddPeople writes new people with their numbers.
func AddPeople(app core.App, people []*Person) error {
	num, err := nextNum(app, "people")
	for i, p := range people {
		if err == nil {
			p.ID, p.Num = NewID(), num+i
			err = insert(app, p)
		}
	}
	return err
}

// AddRegistrations writes new registrations of one event, in their order; draw gives each its codes, again where another
// has them already.
func AddRegistrations(app core.App, event string, rows []*Registration, draw func(r *Registration)) error {
	seq, err := count(app, "SELECT COALESCE(MAX(seq), 0) + 1 FROM registrations WHERE event = {:e}", dbx.Params{"e": event})
	if err != nil {
		return err
	}
	for i, r := range rows {
		r.ID, r.Seq, r.Slots, r.Answers = NewID(), seq+i, List{}, Answers{}
		for tries := 0; ; tries++ {
			draw(r)
			if err = insert(app, r); !IsUnique(err, "short_code", "ticket") || tries == 10 {
				break
			}
		}
		if err != nil {
			return fmt.Errorf("registration of event %s: %w", event, err)
		}
	}
	return nil
}

// RefreshImportFacts counts the facts of what an import wrote.
func RefreshImportFacts(app core.App, id string) error {
	_, err := app.DB().NewQuery(factQuery + `WHERE registration IN (SELECT id FROM registrations WHERE import = {:i}) GROUP BY registration) a ON a.registration = r.id WHERE r.import = {:i}`).
		Bind(dbx.Params{"i": id}).Execute()
	return wrap(err, "facts of import", id)
}

// ImportOfSum finds the imports of a file with the same bytes, the latest first, but for one.
func ImportOfSum(app core.App, sum, except string) ([]Import, error) {
	return all[Import](app, "sha256 = ? AND id != ? ORDER BY created DESC", sum, except)
}

// DropImport removes an import that wrote nothing.
func DropImport(app core.App, id string) error {
	_, err := do(app, "DELETE FROM imports WHERE id = ? AND applied_at = ''", id)
	return wrap(err, "imports", id)
}

// ImportHold is something that rests on what an import wrote: how many, and of what.
type ImportHold struct {
	Kind string `db:"kind"`
	N    int    `db:"n"`
}

const (
	ofImport       = "(SELECT id FROM registrations WHERE import = {:i})"
	eventsOfImport = "(SELECT id FROM events WHERE import = {:i})"
	peopleOfImport = "(SELECT id FROM people WHERE import = {:i})"
	unitsOfImport  = "(SELECT id FROM structures WHERE import = {:i})"
)

// ImportHolds lists what rests on what an import wrote, and keeps it from being undone.
func ImportHolds(app core.App, id string) (held []ImportHold, err error) {
	for _, q := range []struct{ kind, sql string }{
		{"certificate", "SELECT COUNT(*) FROM certificates WHERE registration IN " + ofImport + " OR person IN " + peopleOfImport + " OR event IN " + eventsOfImport},
		{"scan", "SELECT COUNT(*) FROM scans WHERE (source != 'import' OR kind = 'undo') AND (registration IN " + ofImport + " OR event IN " + eventsOfImport + ")"},
		{"signature", "SELECT COUNT(*) FROM signatures WHERE registration IN " + ofImport},
		{"registration", "SELECT COUNT(*) FROM registrations WHERE import != {:i} AND (event IN " + eventsOfImport + " OR replaces IN " + ofImport + ")"},
		{"later", "SELECT COUNT(*) FROM registrations WHERE import != {:i} AND person IN " + peopleOfImport},
		{"merge", "SELECT (SELECT COUNT(*) FROM people WHERE (merged_into IN " + peopleOfImport + ") OR (merged_into != '' AND import = {:i})) + (SELECT COUNT(*) FROM structures WHERE merged_into IN " + unitsOfImport + " OR (merged_into != '' AND import = {:i}))"},
		{"headcount", "SELECT COUNT(*) FROM headcounts WHERE event IN " + eventsOfImport},
		{"letter", "SELECT COUNT(*) FROM outbox WHERE event IN " + eventsOfImport + " OR registration IN " + ofImport},
		{"speaker", "SELECT COUNT(*) FROM speakers WHERE event IN " + eventsOfImport},
		{"erased", "SELECT COUNT(*) FROM registrations WHERE import = {:i} AND erased_at != ''"},
		{"survey", "SELECT (SELECT COUNT(*) FROM survey_answers WHERE event IN " + eventsOfImport + ") + (SELECT COUNT(*) FROM survey_invitations WHERE registration IN " + ofImport + ")"},
		{"invitation", "SELECT (SELECT COUNT(*) FROM invitations WHERE event IN " + eventsOfImport + " OR registration IN " + ofImport + ") + (SELECT COUNT(*) FROM catch_ups WHERE event IN " + eventsOfImport + " OR registration IN " + ofImport + ")"},
	} {
		n, err := count(app, q.sql, dbx.Params{"i": id})
		if err != nil {
			return nil, fmt.Errorf("%s of import %s: %w", q.kind, id, err)
		}
		if n > 0 {
			held = append(held, ImportHold{q.kind, n})
		}
	}
	return held, nil
}

// UndoImport removes what an import wrote, what comes last first. People and structures stay that something else uses.
func UndoImport(app core.App, id string) error {
	const usedStructures = `SELECT structure FROM people WHERE structure != '' UNION SELECT structure FROM registrations WHERE structure != ''
		UNION SELECT structure FROM body_members WHERE structure != '' UNION SELECT structure FROM speakers WHERE structure != '' UNION SELECT parent FROM structures WHERE parent != ''`
	for _, sql := range []string{
		"DELETE FROM attendances WHERE registration IN " + ofImport,
		"DELETE FROM scans WHERE source = 'import' AND registration IN " + ofImport,
		"DELETE FROM facts WHERE id IN " + ofImport,
		"DELETE FROM registrations WHERE import = {:i}",
		"DELETE FROM agenda_items WHERE event IN " + eventsOfImport,
		"DELETE FROM door_links WHERE event IN " + eventsOfImport,
		"DELETE FROM slots WHERE event IN " + eventsOfImport,
		"DELETE FROM seat_counts WHERE event IN " + eventsOfImport,
		"DELETE FROM events WHERE import = {:i}",
		"DELETE FROM declared_counts WHERE import = {:i}",
		"DELETE FROM not_duplicates WHERE first IN " + peopleOfImport + " OR second IN " + peopleOfImport,
		"DELETE FROM people WHERE import = {:i} AND id NOT IN (SELECT person FROM registrations)",
		"DELETE FROM structures WHERE import = {:i} AND status = 'proposed' AND id NOT IN (" + usedStructures + ")",
	} {
		if _, err := app.DB().NewQuery(sql).Bind(dbx.Params{"i": id}).Execute(); err != nil {
			return fmt.Errorf("import %s: %s: %w", id, sql, err)
		}
	}
	return nil
}

// ScanSeq is the place of the last scan.
func ScanSeq(app core.App) (n int, err error) {
	err = values(app, "SELECT COALESCE(MAX(seq), 0) FROM scans", nil, &n)
	return n, err
}
