package migrations_test

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// TestAnOlderFolderHasItsAchievementsDated goes back to the schema of before, writes as it did, and comes up again.
func TestAnOlderFolderHasItsAchievementsDated(t *testing.T) {
	app := newApp(t)
	runner := core.NewMigrationsRunner(app, core.AppMigrations)
	if _, err := runner.Down(2); err != nil {
		t.Fatal(err)
	}
	want := map[string][2]string{
		"2025":      {"2024-12-31 23:00:00.000Z", "2025-12-31 23:00:00.000Z"},
		"2025-07":   {"2025-06-30 22:00:00.000Z", "2025-07-31 22:00:00.000Z"},
		"4/12/2025": {"2025-12-03 23:00:00.000Z", "2025-12-04 23:00:00.000Z"},
		"un jour":   {"", ""},
		"":          {"", ""},
	}
	for text := range want {
		if _, err := app.DB().NewQuery(`INSERT INTO achievements (id, code, title, date_text) VALUES ({:id}, {:id}, 'Essai', {:text})`).
			Bind(map[string]any{"id": "x" + text, "text": text}).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := runner.Up(); err != nil {
		t.Fatal(err)
	}
	for text, days := range want {
		var from, to, status string
		if err := app.DB().NewQuery(`SELECT from_day, to_day, status FROM achievements WHERE id = {:id}`).
			Bind(map[string]any{"id": "x" + text}).Row(&from, &to, &status); err != nil {
			t.Fatal(err)
		}
		if from != days[0] || to != days[1] || status != "done" {
			t.Errorf("« %s »: from %q to %q, %q", text, from, to, status)
		}
	}
}
