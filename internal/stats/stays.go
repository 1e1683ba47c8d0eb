package stats

import (
	"maps"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// readEntries says of each register entry of a stage croisé who welcomed, and whether its report was received. It is read
// again after each commit: a host, a report or a merge may change by any hand without a word.
func (b *base) readEntries(app core.App) error {
	entries, err := records.PlacementEntries(app)
	if err != nil || len(entries) == 0 {
		return err
	}
	at := make(map[int]int, len(b.Events))
	for i := range b.Events {
		at[b.Events[i].Num] = i
	}
	for _, entry := range entries {
		i, known := at[entry.Num]
		if !known {
			continue
		}
		if to, merged := b.merges[entry.Host]; merged {
			entry.Host = to
		}
		e := &b.Events[i]
		e.Entry, e.Placement, e.Host, e.Stage, e.Report = true, true, entry.Host, entry.Campaign, entry.Report
		b.stages[int32(entry.Num)] = true
	}
	return nil
}

// sectors gives each structure that counts the number of its sector in the directory.
func (d *data) sectors(rows []records.Structure, ref records.Reference) {
	nums := make(map[string]int32, len(ref.Sectors))
	for _, it := range ref.Sectors {
		nums[it.ID] = int32(it.Num)
	}
	d.Sectors = make(map[int32]int32, len(rows))
	for _, s := range rows {
		if n := nums[s.Sector]; n != 0 && s.MergedInto == "" {
			d.Sectors[int32(s.Num)] = n
		}
	}
}

// readStays reads how many half-days each registration at a stage croisé attended.
func (b *base) readStays(app core.App) (err error) {
	if b.spent, err = records.AttendedAt(app, slices.Sorted(maps.Keys(b.stages))); err != nil {
		return err
	}
	b.stay()
	return nil
}

// stay joins the half-days attended with the facts as they are now.
func (b *base) stay() {
	b.Stays = make([]domain.Stay, 0, len(b.spent))
	for _, one := range b.spent {
		if int(one.Row) < len(b.places) && b.places[one.Row] > 0 {
			b.Stays = append(b.Stays, domain.Stay{StatFact: b.Facts[b.places[one.Row]-1], Row: one.Row, HalfDays: one.HalfDays})
		}
	}
}

// stayEvents are the events of stages croisés, by number.
func (d *data) stayEvents() map[int32]*domain.StatEvent {
	events := map[int32]*domain.StatEvent{}
	for i := range d.Events {
		if e := &d.Events[i]; e.Placement {
			events[int32(e.Num)] = e
		}
	}
	return events
}

// staysCounted are the registrations of stays, each with what it counts for in a figure that adds up.
func (d *data) staysCounted(f domain.Figure, stays []int) (listed []counted) {
	events := d.stayEvents()
	for _, n := range stays {
		s := &d.Stays[n]
		listed = append(listed, counted{s.Person, s.Row, s.Amount(f, events[s.Event])})
	}
	return listed
}

// stayRows lists the structures of stays, or their pairs between sectors, once each.
func (d *data) stayRows(f domain.Figure, stays []int) (rows []Line) {
	structures, sectors := map[int32]string{}, map[int32]string{}
	for _, l := range d.Labels[domain.ByStructure] {
		structures[int32(l.Num)] = l.Label
	}
	for _, l := range d.Labels[domain.BySector] {
		sectors[int32(l.Num)] = l.Label
	}
	events, at := d.stayEvents(), map[[2]int32]int{}
	see := func(a, b int32, line Line) {
		if i, seen := at[[2]int32{a, b}]; seen {
			rows[i].Times++
			return
		}
		at[[2]int32{a, b}] = len(rows)
		line.Times, line.Count = 1, 1
		rows = append(rows, line)
	}
	for _, n := range stays {
		s := &d.Stays[n]
		e := events[s.Event]
		if f == domain.FigPlacedPairs {
			a, b, _ := d.Across(s, e)
			see(a, b, Line{Name: structures[a] + " – " + structures[b], Detail: sectors[d.Sectors[a]] + " – " + sectors[d.Sectors[b]]})
			continue
		}
		for _, one := range s.Institutions(e) {
			see(one, 0, Line{Name: structures[one], Detail: sectors[d.Sectors[one]]})
		}
	}
	sortByName(rows)
	return rows
}
