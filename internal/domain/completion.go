package domain

import (
	"slices"
	"strconv"
)

// Completion rules of an event.
const (
	AtLeastOneSlot = "at-least-one-slot"
	EverySlot      = "every-slot"
	EnoughMinutes  = "minutes"
	EnoughSlots    = "slots"
	ByHand         = "manual"
)

// Rules lists the completion rules a coordinator can choose.
var Rules = []string{AtLeastOneSlot, EverySlot, EnoughMinutes, EnoughSlots, ByHand}

// Completion is what an event asks of a presence: a rule, and how many minutes or half-days where it counts some.
type Completion struct {
	Rule   string
	Amount int
}

// Counts tells whether the rule asks for an amount.
func (c Completion) Counts() bool { return c.Rule == EnoughMinutes || c.Rule == EnoughSlots }

// Check refuses an amount that the half-days of the event cannot give, at the fields « rule » and « rule_amount ». An
// amount asks for a rule that counts one; hours are compared with those of the half-days, breaks taken off.
func (c Completion) Check(slots []Slot) *Error {
	const field = "rule_amount"
	whole := 0
	for _, s := range slots {
		whole += s.Minutes()
	}
	switch {
	case !slices.Contains(Rules, c.Rule):
		return &Error{Code: ErrChoice, Field: "rule"}
	case !c.Counts() && c.Amount != 0, c.Counts() && c.Amount < 1:
		return &Error{Code: ErrNumber, Field: field}
	case c.Rule == EnoughMinutes && c.Amount > whole:
		return &Error{Code: ErrTooManyMinutes, Field: field, Arg: strconv.Itoa(whole)}
	case c.Rule == EnoughSlots && c.Amount > len(slots):
		return &Error{Code: ErrTooManySlots, Field: field, Arg: strconv.Itoa(len(slots))}
	}
	return nil
}

// SlotPresence is a presence at a half-day, with the minutes that it counts.
type SlotPresence struct {
	Slot    string
	Minutes int
}

// Tally is what somebody's presence at an event comes to.
type Tally struct {
	Slots   int  // of the event
	Present int  // half-days attended
	Minutes int  // attended in all, breaks taken off
	Whole   int  // minutes of the event, breaks taken off
	Granted bool // said complete by hand
}

// Complete tells whether every half-day was attended from end to end.
func (t Tally) Complete() bool { return t.Slots > 0 && t.Present == t.Slots && t.Minutes == t.Whole }

// TallyOf counts presences over the half-days of an event, in any order. A presence at another half-day counts for
// nothing, one said twice counts once (the longest), and none counts more than its half-day.
func TallyOf(slots []Slot, presences []SlotPresence) Tally {
	t, longest := Tally{Slots: len(slots)}, map[string]int{}
	for _, p := range presences {
		if before, ok := longest[p.Slot]; !ok || p.Minutes > before {
			longest[p.Slot] = p.Minutes
		}
	}
	for _, s := range slots {
		t.Whole += s.Minutes()
		if m, ok := longest[s.ID]; ok {
			t.Present++
			t.Minutes += max(0, min(m, s.Minutes()))
		}
	}
	return t
}

// Holds tells whether a presence earns the certificate. Whatever the rule, nobody who never came earns one, and an
// amount of nothing asks for a presence.
func (c Completion) Holds(t Tally) bool {
	if t.Present == 0 {
		return false
	}
	switch c.Rule {
	case AtLeastOneSlot:
		return true
	case EverySlot:
		return t.Present == t.Slots
	case EnoughMinutes:
		return t.Minutes >= c.Amount
	case EnoughSlots:
		return t.Present >= c.Amount
	case ByHand:
		return t.Granted
	}
	return false
}
