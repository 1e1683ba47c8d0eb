// Package merge makes one of two people, or of two structures, that are the same, and two again. A merge is a
// pointer resolved at reading: rows, ids and numbers stay, so that undoing it gives back exactly what was.
package merge

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// LikelyPeople lists the pairs of people worth a look, the likeliest first: neither merged nor decided to be
// two already. Somebody looks like another by any of the names that merges gave.
func LikelyPeople(app core.App) ([]domain.Pair, error) {
	people, err := records.People(app)
	if err != nil {
		return nil, err
	}
	structures, err := records.Roots(app, records.OfStructures)
	if err != nil {
		return nil, err
	}
	list := make([]domain.Identity, len(people))
	for i, p := range people {
		list[i] = domain.Identity{ID: p.ID, LastName: p.LastName, FirstName: p.FirstName, Email: p.Email, Structure: rootOf(structures, p.Structure), Distinct: p.Distinct}
	}
	return undecided(app, records.OfPeople, domain.LikelyPeople(list))
}

// LikelyStructures lists the pairs of structures worth a look, as LikelyPeople does.
func LikelyStructures(app core.App) ([]domain.Pair, error) {
	rows, err := records.AllStructures(app)
	if err != nil {
		return nil, err
	}
	roots, err := records.Roots(app, records.OfStructures)
	if err != nil {
		return nil, err
	}
	at, list := map[string]int{}, []domain.Institution{}
	for _, s := range rows {
		if s.MergedInto == "" {
			at[s.ID] = len(list)
			list = append(list, domain.Institution{ID: s.ID, Territory: s.Territory, Parent: rootOf(roots, s.Parent)})
		}
	}
	for _, s := range rows {
		if i, there := at[rootOf(roots, s.ID)]; there {
			list[i].Names = append(append(list[i].Names, s.Name, s.ShortName), s.Aliases...)
		}
	}
	return undecided(app, records.OfStructures, domain.LikelyStructures(list))
}

// undecided names each of a pair by what it counts as, and leaves out those that somebody has decided.
func undecided(app core.App, kind string, pairs []domain.Pair) (left []domain.Pair, err error) {
	roots, err := records.Roots(app, kind)
	if err != nil {
		return nil, err
	}
	done, err := records.KeptApart(app, kind)
	if err != nil {
		return nil, err
	}
	if done == nil {
		done = map[[2]string]bool{}
	}
	for _, p := range pairs {
		key := records.PairKey(rootOf(roots, p.A), rootOf(roots, p.B))
		if key[0] == key[1] || done[key] {
			continue
		}
		done[key] = true
		p.A, p.B = key[0], key[1]
		left = append(left, p)
	}
	return left, nil
}

func rootOf(roots map[string]string, id string) string {
	if end, merged := roots[id]; merged {
		return end
	}
	return id
}

// Apart keeps a pair apart: it is never proposed again. ErrState where one of them counts as another already.
func Apart(app core.App, now time.Time, actor, kind, first, second string) error {
	return app.RunInTransaction(func(app core.App) error {
		if err := both(app, kind, first, second); err != nil {
			return err
		}
		d := records.NotDuplicate{Kind: kind, First: first, Second: second, DecidedBy: actor, Created: records.At(now)}
		if err := records.AddNotDuplicate(app, d); err != nil {
			return err
		}
		pair := records.PairKey(first, second)
		return trace(app, now, actor, "keep_apart", kind, pair[0], nil, map[string]string{"other": pair[1]})
	})
}

// Reconsider takes back the decision that two are two: they may be proposed again.
func Reconsider(app core.App, now time.Time, actor, kind, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		d, err := records.NotDuplicateOf(app, id)
		if err != nil || d.Kind != kind {
			return domain.Error{Code: domain.ErrState}
		}
		if err := records.RemoveNotDuplicate(app, id); err != nil {
			return err
		}
		return trace(app, now, actor, "reconsider", kind, d.First, map[string]string{"other": d.Second}, nil)
	})
}

// both refuses one and the same, what is not there, and what counts as another already.
func both(app core.App, kind, first, second string) error {
	if first == second {
		return domain.Error{Code: domain.ErrState}
	}
	for _, id := range []string{first, second} {
		into := ""
		if kind == records.OfPeople {
			p, err := records.PersonOf(app, id)
			if err != nil {
				return err
			}
			into = p.MergedInto
		} else {
			s, err := records.StructureOf(app, id)
			if err != nil {
				return err
			}
			if s.ID != id {
				into = s.ID
			}
		}
		if into != "" {
			return domain.Error{Code: domain.ErrState}
		}
	}
	return nil
}

// mergeable is both, and refuses a pair that was decided to be two.
func mergeable(app core.App, kind, keep, gone string) error {
	if err := both(app, kind, keep, gone); err != nil {
		return err
	}
	apart, err := records.KeptApart(app, kind)
	if err == nil && apart[records.PairKey(keep, gone)] {
		return domain.Error{Code: domain.ErrKeptApart}
	}
	return err
}
