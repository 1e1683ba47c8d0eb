package hooks_test

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

func slotIDs(t testing.TB, app core.App, e *records.Event) (ids []string) {
	t.Helper()
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range slots {
		ids = append(ids, s.ID)
	}
	return ids
}
