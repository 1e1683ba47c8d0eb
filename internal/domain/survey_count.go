package domain

import "slices"

// The fewest answers that are shown: to the desk, and to readers outside it.
const (
	SurveyLeast        = 3
	SurveyLeastReaders = 5
)

// SurveyShown tells whether the results of so many answers may be shown; none is shown as none.
func SurveyShown(reader bool, answers int) bool {
	if reader {
		return answers == 0 || answers >= SurveyLeastReaders
	}
	return answers == 0 || answers >= SurveyLeast
}

// SurveyTally is how a question was answered.
type SurveyTally struct {
	Question SurveyQuestion
	Answered int   // answers that say something to it
	Counts   []int // by number, from the least of its span; of AskMany they add up to more than Answered
	Sum      int   // of a scale
	High     int   // 4 or 5 of a scale
}

// TallySurvey counts the answers to each question; words are not among them. A number that the question does not know
// is left out.
func TallySurvey(questions []SurveyQuestion, answers []SurveyAnswers) []SurveyTally {
	list := make([]SurveyTally, 0, len(questions))
	for _, q := range questions {
		least, most := q.Span()
		t := SurveyTally{Question: q, Counts: make([]int, most-least+1)}
		for _, a := range answers {
			said := false
			for _, n := range a[q.Key] {
				if n < least || n > most {
					continue
				}
				said = true
				t.Counts[n-least]++
				if q.Kind == AskScale {
					t.Sum += n
					if n >= 4 {
						t.High++
					}
				}
			}
			if said {
				t.Answered++
			}
		}
		list = append(list, t)
	}
	return list
}

// Score is what is said of satisfaction: whole numbers that add up, so that parts make totals.
type Score struct {
	Invited  int `json:"invited"`  // who was asked by a letter
	Replied  int `json:"replied"`  // answers by those letters
	Room     int `json:"room"`     // answers by the code in the room, apart
	Answered int `json:"answered"` // answers to the question of satisfaction, both ways
	Sum      int `json:"sum"`      // of 1 to 5
	High     int `json:"high"`     // 4 or 5
}

// Add puts two scores together.
func (s Score) Add(o Score) Score {
	return Score{s.Invited + o.Invited, s.Replied + o.Replied, s.Room + o.Room, s.Answered + o.Answered, s.Sum + o.Sum, s.High + o.High}
}

// Answers is how many answered, both ways.
func (s Score) Answers() int { return s.Replied + s.Room }

// Tenths is the mean in tenths, rounded half up: 43 for 4,3; false without an answer.
func (s Score) Tenths() (int, bool) { return tenths(s.Sum, s.Answered) }

// Tenths is the mean of a scale in tenths; false for another kind, and without an answer.
func (t SurveyTally) Tenths() (int, bool) {
	if t.Question.Kind != AskScale {
		return 0, false
	}
	return tenths(t.Sum, t.Answered)
}

func tenths(sum, n int) (int, bool) {
	if n == 0 {
		return 0, false
	}
	return (20*sum + n) / (2 * n), true
}

// Share is a whole percentage, rounded half up; false of nothing.
func Share(part, whole int) (int, bool) {
	if whole == 0 {
		return 0, false
	}
	return (200*part + whole) / (2 * whole), true
}

// Open is what of one event's score may be shown, and the only part of it that enters a total: nothing of what was said
// where too few said it, so that no difference between two totals, of whatever events, tells it. The desk still counts
// who was asked and who answered, whatever they said; a reader does not.
func (s Score) Open(reader bool) Score {
	if s.Answered > 0 && SurveyShown(reader, s.Answered) {
		return s
	}
	if reader {
		return Score{}
	}
	return Score{Invited: s.Invited, Replied: s.Replied, Room: s.Room}
}

// Open is what of the answers of one event to a question may be shown, and the only part of them that enters a total.
func (t SurveyTally) Open(reader bool) SurveyTally {
	if SurveyShown(reader, t.Answered) {
		return t
	}
	return SurveyTally{Question: t.Question, Counts: make([]int, len(t.Counts))}
}

// Add puts the answers of two events to one question together.
func (t SurveyTally) Add(o SurveyTally) SurveyTally {
	counts := slices.Clone(t.Counts)
	for i, n := range o.Counts {
		counts[i] += n
	}
	return SurveyTally{t.Question, t.Answered + o.Answered, counts, t.Sum + o.Sum, t.High + o.High}
}

// RoomAnswersMost bounds the answers by the code in the room of an event, so that a flood stays small: nobody knows
// who answers there. expected is who was registered or counted.
func RoomAnswersMost(expected int) int { return max(100, 3*expected) }
