package domain

import "time"

// Answers of a member to the invitation to a meeting.
const (
	AnswerPresent     = "present"
	AnswerRemote      = "remote"
	AnswerExcused     = "excused"
	AnswerRepresented = "represented"
)

// MeetingAnswers lists them, in the order of the form.
var MeetingAnswers = []string{AnswerPresent, AnswerRemote, AnswerExcused, AnswerRepresented}

// MaxReminders bounds how often a member who has not answered is written to again; ReminderPause is the least
// time between two letters.
const (
	MaxReminders  = 2
	ReminderPause = 24 * time.Hour
)

// MayRemind tells whether a member who has not answered may be written to again at now. last is the moment of
// the latest letter, the invitation included.
func MayRemind(answer string, reminders int, last, now time.Time) bool {
	return answer == "" && reminders < MaxReminders && !now.Before(last.Add(ReminderPause))
}

// Sits tells whether a member sits at a moment: from the beginning of the first day (zero: since ever) until the
// end of the last (until, its first moment after; zero: still).
func Sits(from, until, at time.Time) bool {
	return (from.IsZero() || !at.Before(from)) && (until.IsZero() || at.Before(until))
}

// Seat is what became of a member's seat at a meeting that was held. They are a partition.
type Seat int

// The seats. What somebody did wins over what was answered.
const (
	SeatPresent Seat = iota
	SeatRepresented
	SeatExcused
	SeatAbsent
)

// SeatFate is what a seat depends on.
type SeatFate struct {
	Answer         string
	Present        bool // the member came
	Representative bool // whoever was to sit for the member came
	Excused        bool // said so, to the desk or by the answer
}

// SeatOf places an invitation in the partition.
func SeatOf(f SeatFate) Seat {
	switch {
	case f.Present:
		return SeatPresent
	case f.Answer == AnswerRepresented && f.Representative:
		return SeatRepresented
	case f.Excused || f.Answer == AnswerExcused:
		return SeatExcused
	}
	return SeatAbsent
}

// Attendance counts seats at meetings.
type Attendance struct{ Invited, Present, Represented, Excused, Absent int }

// Add counts one more seat.
func (a *Attendance) Add(s Seat) {
	a.Invited++
	switch s {
	case SeatPresent:
		a.Present++
	case SeatRepresented:
		a.Represented++
	case SeatExcused:
		a.Excused++
	default:
		a.Absent++
	}
}

// Rate is the share of invitations where the seat was taken, by the member or a representative; 0 without any.
func (a Attendance) Rate() float64 {
	if a.Invited == 0 {
		return 0
	}
	return float64(a.Present+a.Represented) / float64(a.Invited)
}

// Percent is the rate in whole percents, rounded.
func (a Attendance) Percent() int { return int(a.Rate()*100 + 0.5) }

// Quorum says whether so many seats taken are enough; no quorum is always reached. Missing: how many lack.
func Quorum(quorum, taken int) (missing int, reached bool) {
	missing = max(0, quorum-taken)
	return missing, missing == 0
}
