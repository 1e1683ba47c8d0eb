package hooks

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/structure"
)

// likelyStructures shows which structures may be written twice, and what was decided so far.
func (s *site) likelyStructures(e *core.RequestEvent) error {
	pairs, err := merge.LikelyStructures(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	view := mergeView{Base: "/gestion/structures", More: max(0, len(pairs)-pairsShown)}
	pairs = pairs[:min(len(pairs), pairsShown)]
	merges, err := merge.Done(e.App, records.OfStructures, mergesShown)
	if err != nil {
		return s.refuse(e, err)
	}
	apart, err := records.NotDuplicates(e.App, records.OfStructures)
	if err != nil {
		return s.refuse(e, err)
	}
	sides, err := structureSides(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, p := range pairs {
		view.Pairs = append(view.Pairs, pair(p, sides[p.A], sides[p.B]))
	}
	if err := view.decisions(e.App, sameStructures, merges, apart[:min(len(apart), mergesShown)], func(id string) string { return sides[id].Name }); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "merge/structures", view)
}

// validatedWeight makes a validated structure the one to keep, however many registrations a proposed one bears.
const validatedWeight = 1 << 30

func structureSides(app core.App) (map[string]sideView, error) {
	tree, err := readStructures(app)
	if err != nil {
		return nil, err
	}
	ref, err := records.LoadReference(app)
	if err != nil {
		return nil, err
	}
	sides := map[string]sideView{}
	for _, r := range tree.all {
		others := append([]string{}, r.Aliases...)
		if r.ShortName != "" && r.ShortName != r.Name {
			others = append([]string{r.ShortName}, others...)
		}
		side := sideView{ID: r.ID, Name: r.Name, num: r.Num, weight: tree.loads[r.ID], Facts: []labelled{
			{"Autres noms", orWord(strings.Join(others, ", "), "aucun")}, {"Fait partie de", orWord(tree.path(r.ID), "aucune autre structure")},
			{"Secteur", orWord(records.Find(ref.Sectors, r.Sector).Name, "non renseigné")},
			{"Territoire", orWord(records.Find(ref.Territories, r.Territory).Name, "non renseigné")},
			{"État", "proposée, à valider"}, {"Inscriptions", intText(tree.loads[r.ID])}}}
		if r.Status == structure.Validated {
			side.weight += validatedWeight
			side.Facts[4].Text = "validée"
		}
		sides[r.ID] = side
	}
	return sides, nil
}

func orWord(s, word string) string {
	if s == "" {
		return word
	}
	return s
}

// structureTree is every structure, and what each is a part of and bears once merges are followed.
type structureTree struct {
	all   []records.Structure // merged ones included
	roots map[string]string   // merged → what it leads to
	byID  map[string]records.Structure
	loads map[string]int // registrations of each
	parts map[string][]string
}

func readStructures(app core.App) (t structureTree, err error) {
	if t.all, err = records.AllStructures(app); err != nil {
		return t, err
	}
	if t.roots, err = records.Roots(app, records.OfStructures); err != nil {
		return t, err
	}
	loads, err := records.StructureLoads(app)
	t.byID, t.loads, t.parts = map[string]records.Structure{}, map[string]int{}, map[string][]string{}
	for _, s := range t.all {
		t.byID[s.ID] = s
		t.loads[t.root(s.ID)] += loads[s.ID]
		if up := t.root(s.Parent); s.MergedInto == "" && up != "" {
			t.parts[up] = append(t.parts[up], s.ID)
		}
	}
	return t, err
}

func (t structureTree) root(id string) string {
	if end, merged := t.roots[id]; merged {
		return end
	}
	return id
}

// inOrder lists the structures that are not merged, by name, each followed by its parts.
func (t structureTree) inOrder() (list []records.Structure) {
	byName := func(ids []string) []string {
		slices.SortFunc(ids, func(a, b string) int {
			x, y := t.byID[a], t.byID[b]
			return cmp.Or(strings.Compare(domain.Fold(x.Label()), domain.Fold(y.Label())), cmp.Compare(x.Num, y.Num))
		})
		return ids
	}
	var top []string
	for _, s := range t.all {
		if s.MergedInto == "" && s.Parent == "" {
			top = append(top, s.ID)
		}
	}
	var add func(ids []string, hops int)
	add = func(ids []string, hops int) {
		for _, id := range byName(ids) {
			list = append(list, t.byID[id])
			if hops < 20 {
				add(t.parts[id], hops+1)
			}
		}
	}
	add(top, 0)
	return list
}

// path names what a structure is a part of, the widest first: « Département › Maison ».
func (t structureTree) path(id string) string {
	var names []string
	for hops := 0; hops < 20; hops++ {
		if id = t.root(t.byID[t.root(id)].Parent); id == "" {
			break
		}
		names = append([]string{t.byID[id].Label()}, names...)
	}
	return strings.Join(names, " › ")
}

// whole counts the registrations of a structure and of all its parts.
func (t structureTree) whole(id string, hops int) int {
	n := t.loads[id]
	for _, part := range t.parts[id] {
		if hops < 20 {
			n += t.whole(part, hops+1)
		}
	}
	return n
}
