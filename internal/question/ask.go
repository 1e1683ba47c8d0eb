package question

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Ask checks the answers of one registration to an event's questions, in the transaction that stores them. A
// workshop without a seat left can be chosen where there is a list, to wait for it; where there is none it is
// refused (ErrWorkshopFull, Arg: its name). except is the registration that is being changed; empty for a new one.
func Ask(app core.App, e *records.Event, typed records.Answers, except string) (records.Answers, error) {
	questions, err := records.Questions(app, e.ID)
	if err != nil || len(questions) == 0 {
		return records.Answers{}, err
	}
	if e.Waitlist {
		kept, errs := Check(questions, typed)
		return kept, errs.OrNil()
	}
	full, err := Full(app, e.ID, except)
	if err != nil {
		return nil, err
	}
	for i, q := range questions { // nobody is kept out by a choice that is not there any more
		questions[i].Required = q.Required && (q.Kind != Workshop || !allFull(q, full))
	}
	kept, errs := Check(questions, typed)
	return kept, append(errs, Crowded(questions, kept, full)...).OrNil()
}

// Crowded refuses the workshops chosen that are full, each at its question.
func Crowded(questions []records.Question, answers records.Answers, full map[string]string) (errs domain.Errors) {
	for _, q := range questions {
		for _, v := range answers[q.ID] {
			if label, isFull := full[v]; isFull && q.Kind == Workshop {
				errs = append(errs, domain.Error{Code: domain.ErrWorkshopFull, Field: Field(q.ID), Arg: label})
			}
		}
	}
	return errs
}

func allFull(q records.Question, full map[string]string) bool {
	for _, o := range Offered(q) {
		if _, isFull := full[o.ID]; !isFull {
			return false
		}
	}
	return true
}

// Full gives the names of the workshops without a seat left, by option. One registration is not counted.
func Full(app core.App, event, except string) (map[string]string, error) {
	rooms, err := Workshops(app, event, except)
	full := map[string]string{}
	for _, w := range rooms {
		if w.Left() == 0 {
			full[w.Option] = w.Label
		}
	}
	return full, err
}

// Room is a workshop with its seats. Capacity 0: no limit.
type Room struct {
	Question, Option string // ids
	Label            string
	Capacity         int
	Taken            int  // by who holds a seat of the event
	Asking           int  // who waits, or is not decided yet
	Removed          bool // no longer offered
}

// Left is how many seats are free; -1 without a limit.
func (r Room) Left() int {
	if r.Capacity == 0 {
		return -1
	}
	return max(0, r.Capacity-r.Taken)
}

// Workshops counts the seats of every workshop of an event, one registration left out (empty: none). Those no
// longer offered are there while somebody is in them.
func Workshops(app core.App, event, except string) (out []Room, err error) {
	questions, err := records.EveryQuestion(app, event)
	if err != nil {
		return nil, err
	}
	var taken, asking map[string]int
	for _, q := range questions {
		if q.Kind != Workshop {
			continue
		}
		if taken == nil {
			if taken, asking, err = records.ChoiceCounts(app, event, except); err != nil {
				return nil, err
			}
		}
		for _, o := range q.Options {
			removed := o.Removed || !q.RemovedAt.IsZero()
			if !removed || taken[o.ID]+asking[o.ID] > 0 {
				out = append(out, Room{q.ID, o.ID, o.Label, o.Capacity, taken[o.ID], asking[o.ID], removed})
			}
		}
	}
	return out, nil
}
