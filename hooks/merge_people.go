package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/merge"
	"passerelle/internal/records"
)

// likelyPeople shows who may be known twice, and what was decided so far.
func (s *site) likelyPeople(e *core.RequestEvent) error {
	pairs, err := merge.LikelyPeople(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	view := mergeView{Base: samePeople.page, More: max(0, len(pairs)-pairsShown)}
	pairs = pairs[:min(len(pairs), pairsShown)]
	merges, err := merge.Done(e.App, records.OfPeople, mergesShown)
	if err != nil {
		return s.refuse(e, err)
	}
	apart, err := records.NotDuplicates(e.App, records.OfPeople)
	if err != nil {
		return s.refuse(e, err)
	}
	apart = apart[:min(len(apart), mergesShown)]
	sides, err := peopleSides(e.App, pairs, merges, apart)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, p := range pairs {
		view.Pairs = append(view.Pairs, pair(p, sides[p.A], sides[p.B]))
	}
	if err := view.decisions(e.App, samePeople, merges, apart, func(id string) string { return sides[id].Name }); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "merge/people", view)
}

// peopleSides reads everybody whom the page names; the events of those in a pair are those of all whom merges
// made the same.
func peopleSides(app core.App, pairs []domain.Pair, merges []records.Merged, apart []records.NotDuplicate) (map[string]sideView, error) {
	var ids []string
	shown := map[string]bool{}
	for _, p := range pairs {
		ids, shown[p.A], shown[p.B] = append(ids, p.A, p.B), true, true
	}
	for _, m := range merges {
		ids = append(ids, m.ID, m.Into)
	}
	for _, d := range apart {
		ids = append(ids, d.First, d.Second)
	}
	people, err := records.PeopleOf(app, ids)
	if err != nil {
		return nil, err
	}
	structures, err := door.StructureNames(app)
	if err != nil {
		return nil, err
	}
	roots, err := records.Roots(app, records.OfPeople)
	if err != nil {
		return nil, err
	}
	sides := map[string]sideView{}
	var whose []string
	for id, p := range people {
		side := sideView{ID: id, Name: p.FirstName + " " + p.LastName, num: p.Num}
		if shown[id] {
			whose = append(whose, id)
			side.Facts = []labelled{{"Adresse", orWord(p.Email, "non renseignée")}, {"Structure", orWord(structures[p.Structure], "aucune, ou non renseignée")}}
		}
		sides[id] = side
	}
	for id, root := range roots {
		if shown[root] {
			whose = append(whose, id)
		}
	}
	return sides, addEvents(app, sides, whose, roots)
}

func addEvents(app core.App, sides map[string]sideView, whose []string, roots map[string]string) error {
	rows, err := records.PersonEvents(app, whose)
	for _, r := range rows {
		id := r.Person
		if root, merged := roots[id]; merged {
			id = root
		}
		state := stateWords[domain.State(r.State)].Text
		if r.Present {
			state = cameWord
		}
		side := sides[id]
		side.weight++
		side.Events = append(side.Events, personEvent{r.Title, "/gestion/evenements/" + r.Event + "/inscriptions/" + r.Registration, state, r.StartsAt.Time()})
		sides[id] = side
	}
	return err
}
