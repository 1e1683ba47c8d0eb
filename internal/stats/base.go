package stats

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// base is all that figures are counted from: of no period, through no filter. Facts are in the order of their people,
// which is how they are counted; rows and places say which fact of the table each is.
type base struct {
	data
	places  []int32        // by row: 1 + the position in Facts; 0: none
	people  map[int]int    // who counts as whom
	courses map[int32]bool // the events of PSSM programmes, by number
	stages  map[int32]bool // those of stages croisés, by number
	spent   []records.Attended
	seq     int64 // how far the log of the facts was read
	schema  int
}

// read reads everything. The app sees one moment.
func read(app core.App) (b *base, err error) {
	b = &base{}
	if b.schema, err = records.SchemaVersion(app); err != nil {
		return nil, err
	}
	now, err := records.FactsChanged(app, -1)
	if err != nil {
		return nil, err
	}
	b.seq = now.Last
	if err := b.readLists(app); err != nil {
		return nil, err
	}
	if err := b.readPeople(app); err != nil {
		return nil, err
	}
	facts, err := records.StatFacts(app)
	if err != nil {
		return nil, err
	}
	b.fill(facts)
	b.First = domain.FirstsOf(b.Events, b.Facts)
	if err := b.readStays(app); err != nil {
		return nil, err
	}
	return b, b.readCourses(app)
}

// follow brings what was read up to the moment that the app sees: all that is small is read again, of the facts those
// that were written since. lost: everything must be read again.
func (b *base) follow(app core.App) (lost bool, err error) {
	schema, err := records.SchemaVersion(app)
	if err != nil || schema != b.schema {
		return true, err
	}
	log, err := records.FactsChanged(app, b.seq)
	if err != nil || log.Lost {
		return true, err
	}
	people, structures, courses, stages := b.people, b.merges, b.courses, b.stages
	if err := b.readLists(app); err != nil {
		return true, err
	}
	again := !maps.Equal(courses, b.courses)
	if log.People {
		if err := b.readPeople(app); err != nil {
			return true, err
		}
		again = true
	}
	rows, err := b.moved(app, log.Rows, differing(people, b.people), differing(structures, b.merges))
	if err != nil {
		return true, err
	}
	facts, err := records.StatFactsAt(app, rows)
	if err != nil {
		return true, err
	}
	course, stage := b.write(rows, facts)
	again = course || again
	b.seq, b.First = log.Last, domain.FirstsOf(b.Events, b.Facts)
	if again {
		if err := b.readCourses(app); err != nil {
			return true, err
		}
	}
	if stage || !maps.Equal(stages, b.stages) {
		if err := b.readStays(app); err != nil {
			return true, err
		}
	}
	b.stay()
	n, err := records.CountFacts(app)
	return n != len(b.Facts), err
}

// moved adds the facts of the people and structures that count as others now.
func (b *base) moved(app core.App, rows []int32, people, structures []int32) ([]int32, error) {
	for kind, nums := range map[string][]int32{records.OfPeople: people, records.OfStructures: structures} {
		if len(nums) == 0 {
			continue
		}
		more, err := records.FactRowsOf(app, kind, nums)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	slices.Sort(rows)
	return slices.Compact(rows), nil
}

// differing are the keys whose values are not the same in both.
func differing[N int | int32](a, b map[N]N) (keys []int32) {
	for n, to := range a {
		if b[n] != to {
			keys = append(keys, int32(n))
		}
	}
	for n := range b {
		if _, known := a[n]; !known {
			keys = append(keys, int32(n))
		}
	}
	return keys
}

// merged is a fact under the people and structures that count.
func (b *base) merged(f domain.StatFact) domain.StatFact {
	if to, ok := b.people[int(f.Person)]; ok {
		f.Person = int32(to)
	}
	if to, ok := b.merges[f.Structure]; ok {
		f.Structure = to
	}
	return f
}

// fill takes facts in the order of their rows, and puts them in that of their people.
func (b *base) fill(facts []records.StatRow) {
	top := int32(0)
	for i := range facts {
		facts[i].StatFact = b.merged(facts[i].StatFact)
		top = max(top, facts[i].Person)
	}
	starts := make([]int32, top+2)
	for i := range facts {
		starts[facts[i].Person+1]++
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	b.Facts, b.rows = make([]domain.StatFact, len(facts)), make([]int32, len(facts))
	for i := range facts {
		at := &starts[facts[i].Person]
		b.Facts[*at], b.rows[*at] = facts[i].StatFact, facts[i].Row
		*at++
	}
	b.place()
}

// place notes where the fact of each row is.
func (b *base) place() {
	top := int32(0)
	for _, row := range b.rows {
		top = max(top, row)
	}
	if int(top) < len(b.places) {
		clear(b.places)
	} else {
		b.places = make([]int32, top+1+top/64)
	}
	for i, row := range b.rows {
		b.places[row] = int32(i) + 1
	}
}

// write puts the facts of these rows as they are now; a row without a fact is gone. It tells whether any is of a PSSM
// course or of a stage croisé, or was.
func (b *base) write(rows []int32, now []records.StatRow) (course, stage bool) {
	var gone []int
	var come []records.StatRow
	for _, row := range rows {
		at := -1
		if int(row) < len(b.places) {
			at = int(b.places[row]) - 1
		}
		var f *records.StatRow
		if len(now) > 0 && now[0].Row == row {
			f, now = &now[0], now[1:]
			f.StatFact = b.merged(f.StatFact)
			course, stage = course || b.courses[f.Event], stage || b.stages[f.Event]
		}
		if at >= 0 {
			was := b.Facts[at].Event
			course, stage = course || b.courses[was], stage || b.stages[was]
		}
		switch {
		case at >= 0 && f != nil && b.Facts[at].Person == f.Person:
			b.Facts[at] = f.StatFact
			continue
		case at >= 0:
			gone = append(gone, at)
		}
		if f != nil {
			come = append(come, *f)
		}
	}
	b.shift(gone, come)
	return course, stage
}

// shift takes out the facts at these positions and puts others in their order.
func (b *base) shift(gone []int, come []records.StatRow) {
	if len(gone)+len(come) == 0 {
		return
	}
	slices.Sort(gone)
	slices.SortFunc(come, func(x, y records.StatRow) int {
		return cmp.Or(cmp.Compare(x.Person, y.Person), cmp.Compare(x.Row, y.Row))
	})
	n := len(b.Facts) - len(gone) + len(come)
	facts, rows := make([]domain.StatFact, 0, n+n/64), make([]int32, 0, n+n/64)
	from := 0
	upTo := func(end int) { // copies what stays before a position
		for len(gone) > 0 && gone[0] < end {
			facts, rows = append(facts, b.Facts[from:gone[0]]...), append(rows, b.rows[from:gone[0]]...)
			from, gone = gone[0]+1, gone[1:]
		}
		if from < end {
			facts, rows = append(facts, b.Facts[from:end]...), append(rows, b.rows[from:end]...)
			from = end
		}
	}
	for _, f := range come {
		upTo(b.after(f))
		facts, rows = append(facts, f.StatFact), append(rows, f.Row)
	}
	upTo(len(b.Facts))
	b.Facts, b.rows = facts, rows
	b.place()
}

// after is the position of the first fact that comes after one, by person and then by row.
func (b *base) after(f records.StatRow) int {
	low, high := 0, len(b.Facts)
	for low < high {
		mid := (low + high) / 2
		if cmp.Or(cmp.Compare(b.Facts[mid].Person, f.Person), cmp.Compare(b.rows[mid], f.Row)) < 0 {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// clone is a copy whose facts may be written while the other's are read. All else is replaced, never changed.
func (b *base) clone() *base {
	c := *b
	c.Facts, c.rows, c.places = slices.Clone(b.Facts), slices.Clone(b.rows), slices.Clone(b.places)
	return &c
}
