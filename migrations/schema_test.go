package migrations_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	_ "passerelle/migrations"
)

var update = flag.Bool("update", false, "rewrite testdata/schema.golden")

const golden = "testdata/schema.golden"

func newApp(t *testing.T) *tests.TestApp {
	t.Helper()
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	return app
}

func TestSchemaGoesUpDownAndUpAgain(t *testing.T) {
	app := newApp(t)
	first := dump(t, app)
	if *update {
		if err := os.WriteFile(golden, []byte(first), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "first up", first, string(want))

	runner := core.NewMigrationsRunner(app, core.AppMigrations)
	reverted, err := runner.Down(len(core.AppMigrations.Items()))
	if err != nil || len(reverted) != len(core.AppMigrations.Items()) {
		t.Fatalf("down reverted %v, %v", reverted, err)
	}
	nothingOfOurs(t, app)

	if _, err := runner.Up(); err != nil {
		t.Fatal(err)
	}
	same(t, "second up", dump(t, app), string(want))
}

// nothingOfOurs checks that only PocketBase's own tables are left, and its users without our fields.
func nothingOfOurs(t *testing.T, app core.App) {
	t.Helper()
	for _, c := range ours(t, app) {
		if c.Name != "users" {
			t.Errorf("down leaves the collection %s", c.Name)
			continue
		}
		for _, field := range []string{"role", "disabled"} {
			if c.Fields.GetByName(field) != nil {
				t.Errorf("down leaves users.%s", field)
			}
		}
	}
	for _, o := range objects(t, app) {
		if o.Table != "users" {
			t.Errorf("down leaves the %s %s", o.Type, o.Name)
		}
	}
}

// same shows the lines that differ, and how to accept them.
func same(t *testing.T, when, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, line := range g {
		if !slices.Contains(w, line) {
			t.Errorf("%s: new: %s", when, line)
		}
	}
	for _, line := range w {
		if !slices.Contains(g, line) {
			t.Errorf("%s: gone: %s", when, line)
		}
	}
	t.Errorf("%s: the schema is not that of %s (go test ./migrations -update rewrites it)", when, golden)
}

func ours(t *testing.T, app core.App) (kept []*core.Collection) {
	t.Helper()
	all, err := app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if !c.System {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, func(a, b *core.Collection) int { return strings.Compare(a.Name, b.Name) })
	return kept
}

// object is a thing of the database file itself: what the collections say is only a promise.
type object struct {
	Type  string `db:"type"`
	Name  string `db:"name"`
	Table string `db:"tbl_name"`
	SQL   string `db:"sql"`
}

// objects lists tables, indexes, triggers and views, but those of PocketBase and of SQLite.
func objects(t *testing.T, app core.App) (rows []object) {
	t.Helper()
	err := app.DB().NewQuery(`SELECT type, name, tbl_name, COALESCE(sql, '') AS sql FROM sqlite_master
		WHERE substr(tbl_name, 1, 1) != '_' AND name NOT LIKE 'sqlite_%' AND tbl_name NOT LIKE 'sqlite_%'
		ORDER BY type, name`).All(&rows)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func dump(t *testing.T, app core.App) string {
	t.Helper()
	var b strings.Builder
	collections := ours(t, app)
	names := map[string]string{}
	for _, c := range collections {
		names[c.Id] = c.Name
	}
	for _, c := range collections {
		fmt.Fprintf(&b, "collection %s (%s)\n", c.Name, c.Type)
		lines := []string{}
		for _, f := range c.Fields {
			lines = append(lines, "  "+f.GetName()+": "+describe(f, names)+"\n")
		}
		slices.Sort(lines)
		b.WriteString(strings.Join(lines, ""))
		for _, r := range rules(c) {
			fmt.Fprintf(&b, "  rule %s: %s\n", r.name, r)
		}
	}
	for _, o := range objects(t, app) {
		if o.Type == "table" && slices.ContainsFunc(collections, func(c *core.Collection) bool { return c.Name == o.Name }) {
			continue // its columns follow from its fields
		}
		// PocketBase names an index of its own users by a hash of the collection's id: stable.
		fmt.Fprintf(&b, "%s %s: %s\n", o.Type, o.Name, strings.Join(strings.Fields(o.SQL), " "))
	}
	return b.String()
}

// describe is the type of a field, with what a relation points at and what a choice allows.
func describe(f core.Field, names map[string]string) string {
	switch f := f.(type) {
	case *core.RelationField:
		return fmt.Sprintf("relation to %d %s", f.MaxSelect, names[f.CollectionId])
	case *core.SelectField:
		return "select " + strings.Join(f.Values, " ")
	}
	return f.Type()
}

type rule struct {
	name  string
	value *string
}

func (r rule) String() string {
	if r.value == nil {
		return "nil"
	}
	return fmt.Sprintf("%q", *r.value)
}

// rules are all by which PocketBase's own API opens a collection. (The auth rule of users is none of
// them: it narrows a login, and login by the API is off.)
func rules(c *core.Collection) []rule {
	all := []rule{{"list", c.ListRule}, {"view", c.ViewRule}, {"create", c.CreateRule}, {"update", c.UpdateRule}, {"delete", c.DeleteRule}}
	if c.IsAuth() {
		all = append(all, rule{"manage", c.ManageRule})
	}
	return all
}
