package domain

import "time"

// decideDays is how many days before a training begins it is decided what becomes of one under its minimum.
const decideDays = 15

// DecideBy is the day from which a training under its minimum asks for a decision: the midnight, on the wall of paris,
// that begins the fifteenth day before it starts.
func DecideBy(start time.Time, paris *time.Location) time.Time {
	y, m, d := start.In(paris).Date()
	return time.Date(y, m, d-decideDays, 0, 0, 0, 0, paris).UTC()
}

// Group is what the rule of the minimum needs to know of a training: how many have a seat, how many it asks for (0:
// none), and with how many it was decided to hold it all the same (Maintained; -1: it was not decided).
type Group struct {
	Start      time.Time
	Taken, Min int
	Maintained int
}

// Undecided is a training that nobody decided to hold under its minimum.
const Undecided = -1

// Under tells whether the group is smaller than its minimum.
func (g Group) Under() bool { return g.Taken < g.Min }

// Due tells whether a decision is to be made at now: to maintain, to postpone or to cancel. One that was maintained is
// asked about again only once it has lost people since. Nothing is due once the training has begun.
func (g Group) Due(now time.Time, paris *time.Location) bool {
	if !g.Under() || !now.Before(g.Start) || now.Before(DecideBy(g.Start, paris)) {
		return false
	}
	return g.Maintained == Undecided || g.Taken < g.Maintained
}

const (
	chaseDays = 8 // before a postponed training: its people have a day before the last week
	chaseWait = 2 // days that an answer is left in peace
)

// DatesChaser is when who did not say whether the new dates of a postponed training suit is asked again, once: eight
// days before it begins, and never within two days of the question. Zero: it begins before that.
func DatesChaser(asked, start time.Time, paris *time.Location) time.Time {
	at := func(from time.Time, days int) time.Time {
		y, m, d := from.In(paris).Date()
		return time.Date(y, m, d+days, mailHour, 0, 0, 0, paris).UTC()
	}
	due := at(start, -chaseDays)
	if earliest := asked.Add(chaseWait * 24 * time.Hour); due.Before(earliest) {
		if due = at(earliest, 0); due.Before(earliest) {
			due = at(earliest, 1)
		}
	}
	if !due.Before(start) {
		return time.Time{}
	}
	return due
}

// CheckPostponed refuses the new half-days of a postponed training, each at its row (slot-N): another number of them,
// an order or an overlap that cannot be, one that has begun, and dates that are those of before.
func CheckPostponed(now time.Time, before, after []Slot) error {
	if len(after) != len(before) {
		return Error{Code: ErrSlotMissing, Field: "slot-0"}
	}
	var errs Errors
	same := true
	for i, s := range after {
		same = same && s.Start.Equal(before[i].Start) && s.End.Equal(before[i].End)
		switch {
		case !s.End.After(s.Start): // said by CheckSlots
		case !s.Start.After(now):
			errs = append(errs, Error{Code: ErrMomentPast, Field: slotField(i)})
		case i > 0 && s.Start.Before(after[i-1].Start):
			errs = append(errs, Error{Code: ErrSlotSequence, Field: slotField(i)})
		}
	}
	if same {
		return Error{Code: ErrSameDates, Field: "slot-0"}
	}
	for _, e := range Refusals(CheckSlots(after)) {
		if !errs.at(e.Field) {
			errs = append(errs, e)
		}
	}
	return errs.OrNil()
}

func (e Errors) at(field string) bool {
	for _, r := range e {
		if r.Field == field {
			return true
		}
	}
	return false
}
