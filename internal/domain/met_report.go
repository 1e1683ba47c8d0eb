package domain

import (
	"cmp"
	"slices"
	"strings"
)

// rank orders the links, the strongest first; names, then numbers, decide between equals.
func (w *meeting) rank() {
	names := map[int32]string{}
	for n, s := range w.m.Structures {
		names[n] = Fold(s.Label)
	}
	for p, l := range w.links {
		w.m.Links = append(w.m.Links, *l)
		delete(w.plenary, p)
	}
	w.m.PlenaryOnly = len(w.plenary)
	slices.SortFunc(w.m.Links, func(x, y Link) int {
		return cmp.Or(len(y.Events)-len(x.Events), y.Meetings-x.Meetings, strings.Compare(names[x.A], names[y.A]),
			strings.Compare(names[x.B], names[y.B]), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
}

// lines counts the pairs and the structures of the whole, of each year and of each place.
func (w *meeting) lines() {
	tables := map[Table]map[string]*MetLine{ByYear: {}, ByPlace: {}}
	line := func(t Table, key string) *MetLine {
		if tables[t][key] == nil {
			tables[t][key] = &MetLine{Key: key}
		}
		return tables[t][key]
	}
	w.m.Total.Label = "Total"
	for _, l := range w.m.Links {
		w.m.Total.add(l, len(l.Events), l.New)
		if l.Stages > 0 {
			w.m.ByStage++
			if len(l.Events) > 1 {
				w.m.ByStageMore++
			}
		}
		for t := range tables {
			times := map[string]int{}
			for _, e := range l.Events {
				times[w.events[e].Keys[t]]++
			}
			for key, n := range times {
				// The first meeting may be of an event that the filter leaves out: perhaps no line has it then.
				line(t, key).add(l, n, l.New && (t == ByPlace || key == w.first[pair{l.A, l.B}].Keys[ByYear]))
			}
		}
	}
	for s, events := range w.reached {
		w.m.Presence[s] = len(events)
		w.m.Total.Reached++
		for t := range tables {
			keys := map[string]bool{}
			for _, e := range events {
				keys[w.events[e].Keys[t]] = true
			}
			for key := range keys {
				line(t, key).Reached++
			}
		}
	}
	w.m.ByYear, w.m.ByPlace = w.sorted(ByYear, tables[ByYear]), w.sorted(ByPlace, tables[ByPlace])
}

func (m *MetLine) add(l Link, events int, isNew bool) {
	m.Pairs++
	for _, c := range []struct {
		into *int
		on   bool
	}{{&m.Repeated, events > 1}, {&m.Across, l.Across}, {&m.Known, l.Known}, {&m.New, isNew}} {
		if c.on {
			*c.into++
		}
	}
}

// sorted gives lines in the order of their list, those that it does not name after them, « non renseigné » last.
func (w *meeting) sorted(t Table, lines map[string]*MetLine) (out []MetLine) {
	for _, l := range w.in.Labels[t] {
		if m := lines[l.Key]; m != nil && l.Key != "" {
			m.Label = l.Label
			out = append(out, *m)
			delete(lines, l.Key)
		}
	}
	var rest []MetLine
	for key, m := range lines {
		if m.Label = key; key == "" {
			m.Label = Unset
		}
		rest = append(rest, *m)
	}
	slices.SortFunc(rest, func(a, b MetLine) int {
		if (a.Key == "") != (b.Key == "") {
			return strings.Compare(b.Key, a.Key)
		}
		return strings.Compare(a.Key, b.Key)
	})
	return append(out, rest...)
}

// matrix counts the pairs by the sectors of their structures.
func (w *meeting) matrix() {
	w.m.Sectors = append(slices.Clone(w.in.Labels[BySector]), Label{Label: Unset})
	at := map[string]int{}
	for i, l := range w.m.Sectors {
		at[l.Key] = i
	}
	place := func(n int32) int {
		if i, ok := at[w.m.Structures[n].Sector]; ok {
			return i
		}
		return len(w.m.Sectors) - 1
	}
	w.m.Matrix = make([][]int, len(w.m.Sectors))
	for i := range w.m.Matrix {
		w.m.Matrix[i] = make([]int, len(w.m.Sectors))
	}
	for _, l := range w.m.Links {
		a, b := place(l.A), place(l.B)
		w.m.Matrix[a][b]++
		if a != b {
			w.m.Matrix[b][a]++
		}
	}
}

// directory lists the validated structures of which nobody came and that welcomed nobody: nor did what belongs to them.
func (w *meeting) directory() {
	through := func(came func(int32) bool) map[int32]bool {
		up := map[int32]bool{}
		for n := range w.m.Structures {
			for at, hops := n, 0; came(n) && at != 0 && hops < 20; hops++ {
				up[at] = true
				at = w.m.Structures[at].Parent
			}
		}
		return up
	}
	now := through(func(n int32) bool { return len(w.reached[n]) > 0 || w.m.Hosted[n] > 0 })
	ever := through(func(n int32) bool { return w.ever[n] })
	for n, s := range w.m.Structures {
		if !s.Validated {
			continue
		}
		w.m.Directory++
		switch {
		case !ever[n]:
			w.m.Never = append(w.m.Never, n)
		case !now[n]:
			w.m.Missed = append(w.m.Missed, n)
		}
	}
	byLabel := func(a, b int32) int {
		return cmp.Or(strings.Compare(Fold(w.m.Structures[a].Label), Fold(w.m.Structures[b].Label)), cmp.Compare(a, b))
	}
	slices.SortFunc(w.m.Never, byLabel)
	slices.SortFunc(w.m.Missed, byLabel)
}
