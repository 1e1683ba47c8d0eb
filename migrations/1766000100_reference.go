package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The territory's lists. Each row has a small number (num), the key of the figures.
func init() {
	names := []string{"territories", "sectors", "professions", "priorities", "roadmap_actions",
		"working_groups", "axes", "programmes", "structures"}
	m.Register(func(app core.App) error {
		list := func(name string, more ...[]core.Field) error {
			base := fields(text("code", "name"), number("num", "position"), text("valid_from", "valid_to"))
			return create(app, table{name, fields(append([][]core.Field{base}, more...)...),
				[]string{"unique code (code)", "unique num (num)"}})
		}
		if err := list("territories", text("council_kind", "council_name"), number("population")); err != nil {
			return err
		}
		if err := list("sectors", boolean("named")); err != nil {
			return err
		}
		for _, name := range []string{"professions", "priorities", "roadmap_actions", "working_groups"} {
			if err := list(name); err != nil {
				return err
			}
		}
		if err := list("axes", one(app, "working_group", "working_groups"), number("number")); err != nil {
			return err
		}
		if err := list("programmes", text("kind", "rule"), number("minutes", "capacity", "minimum_age"),
			boolean("certificate"), one(app, "working_group", "working_groups"),
			many(app, "roadmap_actions", "roadmap_actions"), many(app, "proposed_actions", "roadmap_actions")); err != nil {
			return err
		}
		if err := create(app, table{"structures", fields(
			number("num"), text("name", "short_name", "search"), object("aliases"),
			one(app, "sector", "sectors"), one(app, "territory", "territories"),
			choice("status", "proposed", "validated"), boolean("unpublished"),
		), []string{"unique num (num)", "status (status)"}}); err != nil {
			return err
		}
		// A collection can point at itself only once it exists.
		structures, err := app.FindCollectionByNameOrId("structures")
		if err != nil {
			return err
		}
		for _, f := range fields(one(app, "parent", "structures"), one(app, "merged_into", "structures")) {
			structures.Fields.Add(f)
		}
		return app.Save(structures)
	}, func(app core.App) error { return drop(app, names...) })
}
