package domain

import "slices"

// Seconds tells whether events may be listed in a table besides their main line: groups, axes, actions, priorities.
func (t Table) Seconds() bool { return t == ByGroup || t == ByAxis || t == ByAction || t == ByPriority }

// Settled tells whether an event is closed and waits for nothing: its absences are known.
func (e *StatEvent) Settled() bool { return e.Held && !e.HeldBack }

// Secondary lists the held events of the period that are listed under a line of a table besides their main one, by
// position in the input. Table -1: under any line of any table.
func Secondary(in StatInput, table Table, key string) (positions []int) {
	for i := range in.Events {
		e := &in.Events[i]
		if in.Period.Holds(e.Starts) && e.Amount(FigSecondary) != 0 && e.listedIn(table, key) {
			positions = append(positions, i)
		}
	}
	return positions
}

func (e *StatEvent) listedIn(table Table, key string) bool {
	if table < 0 {
		return slices.ContainsFunc(e.Others[:], func(keys []string) bool { return len(keys) > 0 })
	}
	return table.Seconds() && slices.Contains(e.Others[table], key)
}

// SecondaryDeclared lists the lines of the history that count in the period and are listed under a line of a table
// besides their main one, by position in the input.
func SecondaryDeclared(in StatInput, table Table, key string) (positions []int) {
	for i, d := range in.Declared {
		standing := d.StandingIn(in.Period)
		if (standing == Inside || standing == Undated && in.Period.All()) && table.Seconds() && slices.Contains(d.Others[table], key) {
			positions = append(positions, i)
		}
	}
	return positions
}

// addSecondary counts an event of the period where it is listed besides: once a line.
func (t *tally) addSecondary(e *StatEvent) {
	if e.Amount(FigSecondary) == 0 || !e.listedIn(-1, "") {
		return
	}
	t.total.Counts[FigSecondary]++
	for table, keys := range e.Others {
		for i, key := range keys {
			if Table(table).Seconds() && !slices.Contains(keys[:i], key) {
				t.cell(Table(table), key).Counts[FigSecondary]++
			}
		}
	}
}

// listDeclared counts a line of the history where it is listed besides.
func (t *tally) listDeclared(d StatDeclared) {
	for table, keys := range d.Others {
		for i, key := range keys {
			if Table(table).Seconds() && !slices.Contains(keys[:i], key) {
				t.cell(Table(table), key).besides++
			}
		}
	}
}
