package records

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Import is a file of the past that was brought in. What it wrote bears its id, to be undone whole.
type Import struct {
	ID           string        `db:"id"`
	Kind         string        `db:"kind"` // history, participants
	FileName     string        `db:"file_name"`
	SHA256       string        `db:"sha256"`
	Sheet        string        `db:"sheet"`
	Actor        string        `db:"actor"`
	UndoneReason string        `db:"undone_reason"`
	Mapping      types.JSONRaw `db:"mapping"`
	Summary      types.JSONRaw `db:"summary"`
	Rows         int           `db:"rows"`
	Done         int           `db:"done"`
	Created      Time          `db:"created"`
	AppliedAt    Time          `db:"applied_at"`
	UndoneAt     Time          `db:"undone_at"`
}

// TableName is the collection's.
func (*Import) TableName() string { return "imports" }

// AddImport writes an import.
func AddImport(app core.App, i *Import) error {
	i.ID = NewID()
	i.fill()
	return insert(app, i)
}

// SaveImport writes every column of an import.
func SaveImport(app core.App, i *Import) error {
	i.fill()
	return wrap(app.DB().Model(i).Update(), "imports", i.ID)
}

func (i *Import) fill() {
	for _, raw := range []*types.JSONRaw{&i.Mapping, &i.Summary} {
		if *raw == nil {
			*raw = types.JSONRaw("null")
		}
	}
}

// ImportOf finds an import by id.
func ImportOf(app core.App, id string) (*Import, error) {
	return byColumn[Import](app, "imports", "id", id)
}

// Imports lists the imports, the latest first.
func Imports(app core.App) (rows []Import, err error) {
	return all[Import](app, "true ORDER BY created DESC, id")
}
