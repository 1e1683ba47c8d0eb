package reference

import (
	"github.com/pocketbase/dbx"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// list writes one of the lists; describe turns a line into its code and columns.
func (l *loader) list(name, file string, columns []string, describe func(*row) (string, dbx.Params)) error {
	rows, err := read(l.files, file, columns...)
	if err != nil {
		return err
	}
	l.ids[name] = map[string]string{}
	for _, r := range rows {
		code, params := describe(r)
		if r.err != nil {
			return r.err
		}
		if _, twice := l.ids[name][code]; twice {
			r.fault("code %q is there twice", code)
			return r.err
		}
		params["code"] = code
		id, err := records.AddItem(l.tx, name, params)
		if err != nil {
			return r.at(err)
		}
		l.ids[name][code] = id
	}
	return nil
}

func (l *loader) territories() error {
	return l.list(records.Territories, "territories.csv", []string{"code", "name", "council_kind", "council_name"},
		func(r *row) (string, dbx.Params) {
			return r.required("code"), dbx.Params{"name": r.required("name"),
				"council_kind": r.choice("council_kind", "", "CLSM", "CLS"), "council_name": r.text("council_name")}
		})
}

func (l *loader) sectors() error {
	return l.list(records.Sectors, "sectors.csv", []string{"code", "name", "named"},
		func(r *row) (string, dbx.Params) {
			return r.required("code"), dbx.Params{"name": r.required("name"), "named": r.choice("named", "yes", "no") == "yes"}
		})
}

func (l *loader) professions() error {
	return l.list(records.Professions, "professions.csv", []string{"code", "name"}, named("code", "name"))
}

func (l *loader) priorities() error {
	return l.list(records.Priorities, "priorities.csv", []string{"number", "name"}, named("number", "name"))
}

func (l *loader) actions() error {
	return l.list(records.RoadmapActions, "roadmap_actions.csv", []string{"number", "title"}, named("number", "title"))
}

// named describes a line that has a code and a name and nothing more.
func named(code, name string) func(*row) (string, dbx.Params) {
	return func(r *row) (string, dbx.Params) {
		return r.required(code), dbx.Params{"name": r.required(name)}
	}
}

func (l *loader) groups() error {
	return l.list(records.WorkingGroups, "working_groups.csv", []string{"code", "name", "valid_from", "valid_to"},
		func(r *row) (string, dbx.Params) {
			return r.required("code"), dbx.Params{"name": r.required("name"),
				"valid_from": r.text("valid_from"), "valid_to": r.text("valid_to")}
		})
}

// axes have no code of their own: the group and the number make it (« adulte-3 »).
func (l *loader) axes() error {
	return l.list(records.Axes, "axes.csv", []string{"working_group", "number", "name", "valid_from", "valid_to"},
		func(r *row) (string, dbx.Params) {
			return r.required("working_group") + "-" + r.required("number"), dbx.Params{"name": r.required("name"),
				"working_group": l.one(r, "working_group", records.WorkingGroups), "number": r.number("number", 0),
				"valid_from": r.text("valid_from"), "valid_to": r.text("valid_to")}
		})
}

func (l *loader) programmes() error {
	columns := []string{"code", "name", "kind", "default_rule", "hours", "capacity_max", "minimum_age", "certificate",
		"roadmap_actions", "roadmap_proposed", "working_group", "issuer"}
	return l.list(records.Programmes, "programmes.csv", columns, func(r *row) (string, dbx.Params) {
		return r.required("code"), dbx.Params{"name": r.required("name"), "kind": r.required("kind"),
			"rule": r.choice("default_rule", domain.Rules...), "minutes": 60 * r.number("hours", 0),
			"capacity": r.number("capacity_max", 0), "minimum_age": r.number("minimum_age", 0),
			"certificate":      r.choice("certificate", "attestation", "none") == "attestation",
			"roadmap_actions":  l.many(r, "roadmap_actions", records.RoadmapActions),
			"proposed_actions": l.many(r, "roadmap_proposed", records.RoadmapActions),
			"working_group":    l.one(r, "working_group", records.WorkingGroups), "issuer": r.text("issuer")}
	})
}
