package domain

import "time"

// StatDeclared is a line of the history without names. -1: not known, which is never zero.
type StatDeclared struct {
	Title, DateText                  string
	From, To                         time.Time // zero: without a date
	Occurrences, Attendance, Trained int
	Partners                         []string
	Keys                             [EventTables]string
	Others                           [EventTables][]string // listed there besides, never summed
}

// DeclaredValue is what the history declares of a figure. AtLeast: some of its lines do not say.
type DeclaredValue struct {
	Value   int  `json:"value"`
	AtLeast bool `json:"at_least"`
}

// declaredSum adds up lines of the history.
type declaredSum struct {
	events, present, trained      int
	eventsSaid, presentSaid       bool // some line gives a number
	trainedSaid                   bool
	eventsMissing, presentMissing bool // some line does not
}

// add counts a line of the period.
func (s *declaredSum) add(d StatDeclared) {
	if d.Occurrences >= 0 {
		s.events += d.Occurrences
		s.eventsSaid = s.eventsSaid || d.Occurrences > 0
	} else {
		s.eventsMissing = true
	}
	switch {
	case d.Attendance >= 0:
		s.present += d.Attendance
		s.presentSaid = true
	case d.Occurrences != 0: // a stock of people trained is no event
		s.presentMissing = true
	}
	if d.Trained >= 0 {
		s.trained += d.Trained
		s.trainedSaid = true
	}
}

// straddle notes a line that the period cuts: what it says belongs there in part, nobody knows which.
func (s *declaredSum) straddle(d StatDeclared) {
	if d.Occurrences != 0 {
		s.eventsMissing, s.presentMissing = true, true
	}
}

// of gives what is declared of a figure; nil where no number is.
func (s *declaredSum) of(f Figure) *DeclaredValue {
	switch {
	case f == FigEvents && s.eventsSaid:
		return &DeclaredValue{s.events, s.eventsMissing}
	case f == FigPresent && s.presentSaid:
		return &DeclaredValue{s.present, s.presentMissing}
	case f == FigPSSM && s.trainedSaid:
		return &DeclaredValue{s.trained, true} // the history says « plus de »
	}
	return nil
}

// Standing is what a period makes of a line of the history.
type Standing int

// The standings of a line.
const (
	Outside Standing = iota
	Inside
	Straddling // « à cheval »: dated, partly inside
	Undated    // « sans date »: counts in « toutes périodes » only
)

// StandingIn places a line of the history in a period.
func (d StatDeclared) StandingIn(p Period) Standing {
	switch {
	case d.From.IsZero():
		return Undated
	case p.within(d.From, d.To):
		return Inside
	case p.overlaps(d.From, d.To):
		return Straddling
	}
	return Outside
}

// declare adds the history to the tables and to the total.
func (t *tally) declare(in StatInput, r *Report) {
	for _, d := range in.Declared {
		standing := d.StandingIn(in.Period)
		if standing == Outside {
			continue
		}
		counts := standing == Inside || (standing == Undated && in.Period.All())
		r.History = append(r.History, HistoryLine{d, standing, counts})
		if !counts && standing != Straddling {
			continue
		}
		cells := []*cell{t.total}
		for i := range EventTables {
			cells = append(cells, t.cell(Table(i), d.Keys[i]))
		}
		if counts {
			t.listDeclared(d)
		}
		for _, c := range cells {
			if counts {
				c.declared.add(d)
			} else {
				c.declared.straddle(d)
			}
		}
	}
	proof := t.cell(ByProof, Declared.Code())
	proof.declared.present, proof.declared.presentSaid = t.total.declared.present, t.total.declared.presentSaid
	proof.declared.presentMissing = t.total.declared.presentMissing
}
