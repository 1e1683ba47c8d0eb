package stats_test

import (
	"fmt"
	"maps"
	"slices"

	"passerelle/internal/domain"
)

// stages is the campaign of stages of an event; empty: entered by hand.
func (e *rawEvent) stages() string {
	if !e.entry {
		return ""
	}
	return "stages de " + e.campaign
}

// comparePlaced recounts the tables of stages croisés from the registrations themselves.
func (s rawSeason) comparePlaced(same func(string, any, any), q asked, p domain.PlacementFigures) {
	pairs, sectors, done := map[string][2]int{}, map[string]int{}, 0
	for _, r := range s.rows {
		if !r.placed() || !q.takesRow(r) || !q.dated(r.starts) {
			continue
		}
		done++
		if r.structure == 0 || r.host == 0 {
			continue
		}
		if a, b := s.sectors[r.structure], s.sectors[r.host]; a != "" && b != "" {
			sectors[min(a, b)+" "+max(a, b)]++
		}
		key := fmt.Sprint(min(r.structure, r.host), max(r.structure, r.host))
		both := pairs[key]
		if r.structure < r.host {
			both[0]++
		} else {
			both[1]++
		}
		if r.structure != r.host {
			pairs[key] = both
		}
	}
	same("pairs of structures", len(p.Pairs), len(pairs))
	across := 0
	for _, l := range p.Pairs {
		across += l.Across
		same("stages between two structures", [2]int{l.Forth, l.Back}, pairs[fmt.Sprint(l.A, l.B)])
	}
	same("pairs across sectors", across, s.figure(q, "placement_pairs", -1, ""))
	var counts []int
	for _, l := range p.Sectors {
		across -= l.Across
		counts = append(counts, l.Stages())
	}
	slices.Sort(counts)
	same("stages by sectors", counts, slices.Sorted(maps.Values(sectors)))
	same("pairs across sectors, by sectors", across, 0)
	sum, halfDays := 0, 0
	for _, l := range p.Campaigns {
		sum, halfDays = sum+l.Done, halfDays+l.HalfDays
	}
	same("stages by campaign", sum, done)
	same("half-days by campaign", halfDays, s.figure(q, "placement_half_days", -1, ""))
}
