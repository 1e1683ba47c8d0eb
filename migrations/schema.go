// Package migrations holds the schema, append only. It imports PocketBase and nothing of ours: a
// migration is frozen the day it ships, our types are not.
package migrations

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// table is one collection to create. All its API rules are nil: only the platform's own routes and
// the system administrator reach it.
type table struct {
	name    string
	fields  []core.Field
	indexes []string // "[unique] name (columns) [WHERE …]"
}

func text(names ...string) (fields []core.Field) {
	for _, name := range names {
		fields = append(fields, &core.TextField{Name: name, Max: 20000})
	}
	return fields
}

func number(names ...string) (fields []core.Field) {
	for _, name := range names {
		fields = append(fields, &core.NumberField{Name: name, OnlyInt: true})
	}
	return fields
}

func boolean(names ...string) (fields []core.Field) {
	for _, name := range names {
		fields = append(fields, &core.BoolField{Name: name})
	}
	return fields
}

func date(names ...string) (fields []core.Field) {
	for _, name := range names {
		fields = append(fields, &core.DateField{Name: name})
	}
	return fields
}

func object(names ...string) (fields []core.Field) {
	for _, name := range names {
		fields = append(fields, &core.JSONField{Name: name, MaxSize: 2 << 20})
	}
	return fields
}

func choice(name string, values ...string) []core.Field {
	return []core.Field{&core.SelectField{Name: name, Values: values, MaxSelect: 1}}
}

// one is a single relation: a text column with the other's id.
func one(app core.App, name, other string) []core.Field {
	return []core.Field{&core.RelationField{Name: name, CollectionId: idOf(app, other), MaxSelect: 1}}
}

// many is a list of relations, stored as a JSON array of ids.
func many(app core.App, name, other string) []core.Field {
	return []core.Field{&core.RelationField{Name: name, CollectionId: idOf(app, other), MaxSelect: 999}}
}

func idOf(app core.App, name string) string {
	c, err := app.FindCollectionByNameOrId(name)
	if err != nil {
		panic(fmt.Sprintf("migration: collection %s: %v", name, err))
	}
	return c.Id
}

func fields(groups ...[]core.Field) (all []core.Field) {
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

func create(app core.App, t table) error {
	c := core.NewBaseCollection(t.name)
	for _, f := range t.fields {
		c.Fields.Add(f)
	}
	c.Indexes = types.JSONArray[string](indexes(t.name, t.indexes))
	if err := app.Save(c); err != nil {
		return fmt.Errorf("create %s: %w", t.name, err)
	}
	return nil
}

// indexes spells out « unique seat (event, seq) WHERE … » as SQL. PocketBase wants the WHERE of a
// partial index without parentheses.
func indexes(name string, short []string) (long []string) {
	for _, s := range short {
		unique := ""
		if len(s) > 7 && s[:7] == "unique " {
			unique, s = "UNIQUE ", s[7:]
		}
		var label, rest string
		for i := range s {
			if s[i] == ' ' {
				label, rest = s[:i], s[i+1:]
				break
			}
		}
		columns, where := rest, ""
		for i := range rest {
			if rest[i] == ')' {
				columns, where = rest[:i+1], rest[i+1:]
				break
			}
		}
		long = append(long, fmt.Sprintf("CREATE %sINDEX `idx_%s_%s` ON `%s` %s%s", unique, name, label, name, columns, where))
	}
	return long
}

// drop removes collections, the last made first.
func drop(app core.App, names ...string) error {
	for i := len(names) - 1; i >= 0; i-- {
		c, err := app.FindCollectionByNameOrId(names[i])
		if err != nil {
			return err
		}
		if err := app.Delete(c); err != nil {
			return fmt.Errorf("drop %s: %w", names[i], err)
		}
	}
	return nil
}

// run executes statements one by one.
func run(app core.App, statements ...string) error {
	for _, s := range statements {
		if _, err := app.DB().NewQuery(s).Execute(); err != nil {
			return fmt.Errorf("%.60s…: %w", s, err)
		}
	}
	return nil
}

// add puts new fields and indexes (written as those of a table) on a collection that exists.
func add(app core.App, name string, more []core.Field, short ...string) error {
	c, err := app.FindCollectionByNameOrId(name)
	if err != nil {
		return err
	}
	for _, f := range more {
		c.Fields.Add(f)
	}
	c.Indexes = append(c.Indexes, indexes(name, short)...)
	if err := app.Save(c); err != nil {
		return fmt.Errorf("add to %s: %w", name, err)
	}
	return nil
}

// remove takes fields off a collection, with the indexes that name them.
func remove(app core.App, name string, gone ...string) error {
	c, err := app.FindCollectionByNameOrId(name)
	if err != nil {
		return err
	}
	for _, f := range gone {
		c.Fields.RemoveByName(f)
	}
	var kept []string
	for _, index := range c.Indexes {
		_, columns, _ := strings.Cut(index, "` ON `")
		if !slices.ContainsFunc(gone, func(f string) bool { return slices.Contains(strings.FieldsFunc(columns, notName), f) }) {
			kept = append(kept, index)
		}
	}
	c.Indexes = kept
	if err := app.Save(c); err != nil {
		return fmt.Errorf("remove from %s: %w", name, err)
	}
	return nil
}

// unindex takes an index off a collection.
func unindex(app core.App, name, label string) error {
	c, err := app.FindCollectionByNameOrId(name)
	if err != nil {
		return err
	}
	c.RemoveIndex("idx_" + name + "_" + label)
	if err := app.Save(c); err != nil {
		return fmt.Errorf("unindex %s: %w", name, err)
	}
	return nil
}

func notName(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }
