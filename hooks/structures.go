package hooks

import (
	"net/http"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/structure"
	"passerelle/internal/web"
)

// structuresView is structures/list.
type structuresView struct {
	Words, Status string
	Statuses      []web.Option
	Rows          []structureLine
	Waiting       int // proposed ones, whatever the filter
	All           int
	Alike         int // likely duplicates
}

type structureLine struct {
	ID, Name, ShortName, Sector, Territory string
	Path, Level                            string // what it is a part of, « Département › Maison »
	Proposed, Unpublished                  bool
	Load, Whole                            int // registrations: its own, and with those of its parts
}

// structureView is structures/form.
type structureView struct {
	ID, Label                            string
	Proposed                             bool
	Form                                 structure.Form
	Sectors, Territories, Others, Levels []web.Option
	Asked                                []web.Option // whether the manager's agreement is asked
	Keepers                              []web.Option // what it can be merged into
	Merged                               []labelled   // id and name of those merged into it
}

// levelWords say the levels of a structure.
var levelWords = map[string]string{"establishment": "Établissement", "site": "Site", "service": "Service"}

func (s *site) structures(e *core.RequestEvent) error {
	q := e.Request.URL.Query()
	view := structuresView{Words: q.Get("mots"), Status: q.Get("etat"), Statuses: []web.Option{
		{Value: structure.Proposed, Label: "Proposées, à valider"}, {Value: structure.Validated, Label: "Validées"}}}
	tree, err := readStructures(e.App)
	if err != nil {
		return err
	}
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return err
	}
	alike, err := merge.LikelyStructures(e.App)
	if err != nil {
		return err
	}
	view.Alike = len(alike)
	for _, r := range tree.inOrder() {
		view.All++
		proposed := r.Status == structure.Proposed
		if proposed {
			view.Waiting++
		}
		if view.Status != "" && r.Status != view.Status || !matches(r.Search, view.Words) {
			continue
		}
		view.Rows = append(view.Rows, structureLine{r.ID, r.Name, r.ShortName, records.Find(ref.Sectors, r.Sector).Name,
			records.Find(ref.Territories, r.Territory).Name, tree.path(r.ID), levelWords[r.Level], proposed, r.Unpublished, tree.loads[r.ID], tree.whole(r.ID, 0)})
	}
	return s.render(e, http.StatusOK, "structures/list", view)
}

// matches tells whether every word, spelling aside, is in a folded text.
func matches(folded, words string) bool {
	for _, w := range strings.Fields(domain.Fold(words)) {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return true
}

func sortOptions(list []web.Option) {
	slices.SortFunc(list, func(a, b web.Option) int { return strings.Compare(domain.Fold(a.Label), domain.Fold(b.Label)) })
}

func (s *site) structureForm(e *core.RequestEvent) error {
	r, err := records.StructureOf(e.App, e.Request.PathValue("structure"))
	if err != nil {
		return s.refuse(e, err)
	}
	view, err := structureOf(e.App, r, structure.Of(r))
	if err != nil {
		return err
	}
	return s.render(e, http.StatusOK, "structures/form", view)
}

func structureOf(app core.App, r *records.Structure, form structure.Form) (v structureView, err error) {
	ref, err := records.LoadReference(app)
	if err != nil {
		return v, err
	}
	all, err := records.AllStructures(app)
	if err != nil {
		return v, err
	}
	merged, err := records.Roots(app, records.OfStructures)
	if err != nil {
		return v, err
	}
	v = structureView{ID: r.ID, Label: r.Label(), Proposed: r.Status == structure.Proposed, Form: form,
		Asked: []web.Option{{Value: "yes", Label: "Oui, toujours"}, {Value: "no", Label: "Non, jamais"}}}
	for _, it := range ref.Sectors {
		v.Sectors = append(v.Sectors, web.Option{Value: it.ID, Label: it.Name})
	}
	for _, it := range ref.Territories {
		v.Territories = append(v.Territories, web.Option{Value: it.ID, Label: it.Name})
	}
	for _, l := range structure.Levels {
		v.Levels = append(v.Levels, web.Option{Value: l, Label: levelWords[l]})
	}
	for _, o := range all {
		switch {
		case merged[o.ID] == r.ID:
			v.Merged = append(v.Merged, labelled{o.ID, o.Name})
		case o.ID != r.ID && o.MergedInto == "":
			v.Keepers = append(v.Keepers, web.Option{Value: o.ID, Label: o.Label()})
			if o.Status == structure.Validated {
				v.Others = append(v.Others, web.Option{Value: o.ID, Label: o.Label()})
			}
		}
	}
	sortOptions(v.Keepers)
	sortOptions(v.Others)
	return v, nil
}

// saveStructure saves, and validates with the other button.
func (s *site) saveStructure(e *core.RequestEvent) error {
	value := e.Request.FormValue
	r, err := records.StructureOf(e.App, e.Request.PathValue("structure"))
	if err != nil {
		return s.refuse(e, err)
	}
	form := structure.Form{Name: value("nom"), ShortName: value("sigle"), Aliases: value("autres-noms"), Sector: value("secteur"),
		Territory: value("territoire"), Parent: value("rattachement"), Level: value("niveau"), Unpublished: value("masquee") == "1",
		Address: value("adresse"), SIRET: value("siret"), FINESS: value("finess"), LegalName: value("representant"), LegalFunction: value("fonction"), ManagerAsked: value("accord")}
	saved, err := structure.Save(e.App, s.now(), actor(e), r.ID, form, value("valider") == "1")
	if errs := fieldErrors(err); errs != nil {
		view, err := structureOf(e.App, r, form)
		if err != nil {
			return err
		}
		return s.renderForm(e, http.StatusUnprocessableEntity, "structures/form", view, errs)
	}
	if err != nil {
		return err
	}
	to := "/gestion/structures"
	if r.Status == structure.Proposed {
		to += "?etat=" + structure.Proposed
	}
	return s.tell(e, to, "ok", "« "+saved.Label()+" » est enregistrée.")
}
