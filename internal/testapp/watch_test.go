package testapp_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestAWatchSeesEveryCommitAndNothingElse(t *testing.T) {
	app := testapp.New(t)
	var w records.Watch
	defer w.Close()
	last := ""
	look := func(change bool, what string) {
		t.Helper()
		seen, err := w.Seen(app)
		if err != nil || (seen != last) != change {
			t.Errorf("%s: %q after %q, %v", what, seen, last, err)
		}
		last = seen
	}
	look(true, "the first time")
	look(false, "nothing happened")
	e := testapp.Event(t, app, 5, nil)
	look(true, "an event was written")
	if _, err := records.EventOf(app, e.ID); err != nil {
		t.Fatal(err)
	}
	look(false, "an event was read")
	testapp.Register(t, app, e, "Essai", "Alba")
	look(true, "somebody registered")
	_ = app.RunInTransaction(func(app core.App) error { // rolled back: its error is the wish
		if err := records.AddStructure(app, &records.Structure{Name: "Jamais", Status: "proposed"}); err != nil {
			t.Fatal(err)
		}
		return records.ErrNone
	})
	look(false, "a transaction was rolled back")
	other, err := sql.Open("sqlite", filepath.Join(app.DataDir(), "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec("UPDATE events SET title = 'Depuis un autre programme'"); err != nil {
		t.Fatal(err)
	}
	look(true, "another program wrote")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	look(true, "asked on a new connection")
}
