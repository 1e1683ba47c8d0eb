package stats

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Met is who met whom in a period, and when it was counted.
type Met struct {
	domain.Met
	At     time.Time
	Events map[int32]records.EventLine // by number
}

// Query is what the count looks at.
func (m Met) Query() Query { return Query{m.Period, m.Filter} }

// Hidden is how a structure whose name is for the coordinator alone is called in what leaves the platform.
const Hidden = "structure non publiée"

// Name is a structure's label; published: as others may read it.
func (m Met) Name(structure int32, published bool) string {
	if s := m.Structures[structure]; !published || !s.Unpublished {
		return s.Label
	}
	return Hidden
}

// MetOf counts who met whom, as it stands at now.
func MetOf(app core.App, now time.Time, q Query) (Met, error) {
	d := &base{}
	if err := d.readLists(app); err != nil {
		return Met{}, err
	}
	ref, err := records.LoadReference(app)
	if err != nil {
		return Met{}, err
	}
	rows, err := records.AllStructures(app)
	if err != nil {
		return Met{}, err
	}
	merges := d.merges
	in := domain.MetInput{Period: q.Period, Filter: q.Filter, Events: d.Events, Labels: d.Labels, Structures: metStructures(rows, ref, merges)}
	if in.PlenaryOver, err = PlenaryOver(app); err != nil {
		return Met{}, err
	}
	if in.Gatherings, in.Presences, err = records.Gatherings(app); err != nil {
		return Met{}, err
	}
	for i := range in.Presences {
		if to, ok := merges[in.Presences[i].Structure]; ok {
			in.Presences[i].Structure = to
		}
	}
	m := Met{Met: domain.Meet(in), At: now, Events: map[int32]records.EventLine{}}
	for n, e := range d.events {
		m.Events[int32(n)] = e
	}
	return m, nil
}

// metStructures are the structures that count; what belongs to a merged one belongs to what it became.
func metStructures(rows []records.Structure, ref records.Reference, merges map[int32]int32) (list []domain.MetStructure) {
	nums := map[string]int32{}
	for _, s := range rows {
		nums[s.ID] = int32(s.Num)
		if to, ok := merges[int32(s.Num)]; ok {
			nums[s.ID] = to
		}
	}
	for _, s := range rows {
		if s.MergedInto == "" {
			list = append(list, domain.MetStructure{Num: int32(s.Num), Parent: nums[s.Parent], Label: s.Label(), Validated: s.Status == "validated",
				Sector: records.Find(ref.Sectors, s.Sector).Code, Territory: records.Find(ref.Territories, s.Territory).Code, Unpublished: s.Unpublished})
		}
	}
	return list
}

// PlenaryOver is how many present people make a plenary session, as the coordinator set it.
func PlenaryOver(app core.App) (int, error) {
	set, err := records.LoadSettings(app)
	if err != nil || set.PlenaryOver == 0 {
		return domain.PlenaryOver, err
	}
	return set.PlenaryOver, nil
}
