// Package reference fills an empty folder with the territory's lists and history, from the project's
// own copy of them (data/*.csv). The lists then live in the database, where the coordinator completes
// them: a folder that has them is never touched again,
// but for the surveys that a later version brought.
package reference

import (
	"embed"
	"io/fs"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

//go:embed data/*.csv
var embedded embed.FS

// Loaded tells whether the folder has its lists. They are written all together or not at all, so the
// first of them answers for the others.
func Loaded(app core.App) (bool, error) {
	territories, err := records.Items(app, records.Territories)
	return len(territories) > 0, err
}

// Load writes every list and the history in one transaction, and does nothing when they are there (the
// surveys of a later version are added once).
// An error names the file and the line it is about, and leaves the folder empty.
func Load(app core.App) error {
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		return err
	}
	return load(app, files)
}

func load(app core.App, files fs.FS) error {
	return app.RunInTransaction(func(tx core.App) error {
		loaded, err := Loaded(tx)
		if err != nil {
			return err
		}
		if loaded {
			return surveys(tx)
		}
		l := loader{tx: tx, files: files, ids: map[string]map[string]string{}}
		// A list comes after those it points at.
		for _, step := range []func() error{
			l.territories, l.sectors, l.professions, l.priorities, l.actions, l.groups, l.axes,
			l.programmes, l.structures, l.history, l.achievements,
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return surveys(tx)
	})
}

// loader carries what the steps share: the transaction, and the id of each code already written.
type loader struct {
	tx    core.App
	files fs.FS
	ids   map[string]map[string]string // list → code → row id
}

// one is the row that a cell's code names in a list; empty when the cell is.
func (l *loader) one(r *row, column, list string) string {
	return l.resolve(r, column, list, r.text(column))
}

// many is the rows that a cell's codes name in a list, in the cell's order.
func (l *loader) many(r *row, column, list string) records.List {
	ids := records.List{}
	for _, code := range r.list(column) {
		ids = append(ids, l.resolve(r, column, list, code))
	}
	return ids
}

func (l *loader) resolve(r *row, column, list, code string) string {
	if code == "" {
		return ""
	}
	id, ok := l.ids[list][code]
	if !ok {
		r.fault("%s: %q is not in %s", column, code, list)
	}
	return id
}
