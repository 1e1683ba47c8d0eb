package domain

// safeBuilder lays out what whoever reads a report knows of its numbers.
type safeBuilder struct {
	model *maskModel
	total map[Figure]int // the cells of the whole, which every table shares
}

// whole lays out the key figures: outcomes add up to registrations, new and returning people to people, and whatever
// else adds up in this very report.
func (b *safeBuilder) whole(r Row) {
	for _, f := range KeyFigures {
		if f.Personal() {
			b.total[f] = b.model.cell(r.Counts[f])
		}
	}
	parts := []Figure{}
	for _, f := range outcomeFigure {
		parts = append(parts, f)
	}
	b.sum(b.total, FigRegistrations, parts...)
	b.sum(b.total, FigKept, FigPresentRegistered, FigAbsent, FigExcused)
	b.sum(b.total, FigPresent, FigPresentRegistered, FigWalkIns)
	b.within(b.total)
	b.stages()
	for _, le := range [][2]Figure{{FigRegistered, FigRegistrations}, {FigWalkIns, FigRegistrations}, {FigKept, FigRegistered}, {FigPresentRegistered, FigPresent},
		{FigPresentRegistered, FigKept}, {FigPlacements, FigPresent}, {FigReports, FigPlacements}} {
		b.atMost(b.total[le[0]], b.total[le[1]])
	}
}

// stages lays out what a reader can tell of stages croisés from the other key figures: they are among the présents and the
// absents, and not among those registered of an event. Who is left over is not printed, and must not be computed either.
func (b *safeBuilder) stages() {
	n := func(f Figure) int { return b.model.cells[b.total[f]].value }
	at := func(f Figure, by int) term { return term{b.total[f], by} }
	if came := n(FigPresent) - n(FigPresentRegistered) - n(FigWalkIns); came > 0 && n(FigPlacements) > 0 {
		left := b.model.cell(came)
		b.model.say(equation{at(FigPresent, -1), at(FigPresentRegistered, 1), at(FigWalkIns, 1), {left, 1}})
		if came == n(FigPlacements) {
			b.model.say(equation{at(FigPlacements, -1), {left, 1}})
		} else {
			b.atMost(left, b.total[FigPlacements])
		}
	}
	if missed := n(FigPresentRegistered) + n(FigAbsent) + n(FigExcused) - n(FigKept); missed > 0 {
		left := b.model.cell(missed)
		b.model.say(equation{at(FigKept, -1), {left, -1}, at(FigPresentRegistered, 1), at(FigAbsent, 1), at(FigExcused, 1)})
	}
}

// placed says that the lines of stages croisés, where they hold nothing else, have as many présents as there were stages.
func (b *safeBuilder) placed(lines []safeLine) {
	e := equation{{b.total[FigPlacements], -1}}
	for _, l := range lines {
		if l.row.Counts[FigPlacements] > 0 {
			e = append(e, term{l.at[FigPresent], 1})
		}
	}
	if len(e) > 1 && b.model.holds(e) {
		b.model.say(e)
	}
}

// within is what holds between the columns of any line.
func (b *safeBuilder) within(at map[Figure]int) {
	if _, cut := at[FigNew]; cut { // a proof is not
		b.sum(at, FigPeople, FigNew, FigReturning)
	}
	b.atMost(at[FigPeople], at[FigPresent])
}

// sum says that parts add up to a figure, if they do: a reader who cannot be sure knows less.
func (b *safeBuilder) sum(at map[Figure]int, whole Figure, parts ...Figure) {
	e := equation{{at[whole], -1}}
	for _, p := range parts {
		e = append(e, term{at[p], 1})
	}
	if b.model.holds(e) {
		b.model.say(e)
	}
}

// atMost says that a number is not above another.
func (b *safeBuilder) atMost(less, more int) {
	gap := b.model.cells[more].value - b.model.cells[less].value
	if gap < 0 {
		return
	}
	b.model.say(equation{{more, -1}, {less, 1}, {b.model.latent(gap), 1}})
}

// table lays out a cut: its lines add up to the whole, except for distinct people, who are at least as many as in any
// line and at most as many as in all.
func (b *safeBuilder) table(t Table, lines []safeLine) []safeLine {
	for i := range lines {
		l := &lines[i]
		l.at = map[Figure]int{}
		for _, f := range t.SafeFigures() {
			switch {
			case !f.Personal():
			case l.merged > 0 && Indicators[f].Distinct:
				l.at[f] = b.model.latent(l.row.Counts[f])
			default:
				l.at[f] = b.model.cell(l.row.Counts[f])
			}
		}
		b.within(l.at)
	}
	for _, f := range t.SafeFigures() {
		if !f.Personal() {
			continue
		}
		e := equation{{b.total[f], -1}}
		sum := 0
		for _, l := range lines {
			e = append(e, term{l.at[f], 1})
			sum += l.row.Counts[f]
			if Indicators[f].Distinct && l.merged == 0 {
				b.atMost(l.at[f], b.total[f])
			}
		}
		if over := sum - b.model.cells[b.total[f]].value; Indicators[f].Distinct && over >= 0 {
			e = append(e, term{b.model.latent(over), -1})
		}
		if b.model.holds(e) {
			b.model.say(e)
		}
	}
	return lines
}

// row gives a line as readers have it. Hours and structures go with the people: they would say about how many.
func (b *safeBuilder) row(l safeLine, figures []Figure) SafeRow {
	out := SafeRow{Key: l.row.Key, Label: l.row.Label, Merged: l.merged}
	mask := func(f Figure) Mask {
		if at, ok := l.at[f]; ok {
			return b.model.mask(at)
		}
		return Plain
	}
	for _, f := range figures {
		c := SafeCell{Value: l.row.Counts[f], Mask: mask(f)}
		switch {
		case f == FigStructures && l.merged > 0:
			c.Mask = Uncounted
		case (f == FigHalfDays || f == FigInstitutions || f == FigPlacedPairs) && mask(FigPlacements) != Plain:
			c.Mask = Covered
		case f == FigStructures && (mask(FigPresent) != Plain || mask(FigPeople) != Plain), f == FigMinutes && mask(FigPresent) != Plain:
			c.Mask = Covered
		}
		if c.Mask != Plain {
			c.Value = 0
		}
		if d := l.row.Declared(f); d != nil && (!f.Personal() || d.Value >= Few) {
			c.Declared = d.Value
		}
		out.Cells = append(out.Cells, c)
	}
	return out
}
