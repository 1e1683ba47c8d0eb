package domain

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestHolds(t *testing.T) {
	for _, c := range []struct {
		rule           string
		amount         int
		present, slots int
		minutes        int
		granted, want  bool
	}{
		{AtLeastOneSlot, 0, 0, 2, 0, false, false}, {AtLeastOneSlot, 0, 1, 2, 210, false, true},
		{AtLeastOneSlot, 0, 2, 2, 420, false, true}, {AtLeastOneSlot, 0, 0, 0, 0, false, false},
		{EverySlot, 0, 0, 4, 0, false, false}, {EverySlot, 0, 3, 4, 630, false, false}, {EverySlot, 0, 4, 4, 800, false, true},
		{EverySlot, 0, 0, 0, 0, false, false},
		{EnoughMinutes, 600, 4, 4, 599, false, false}, {EnoughMinutes, 600, 3, 4, 600, false, true}, {EnoughMinutes, 0, 0, 4, 0, false, false},
		{EnoughSlots, 3, 2, 4, 420, false, false}, {EnoughSlots, 3, 3, 4, 1, false, true}, {EnoughSlots, 0, 0, 4, 0, false, false},
		{ByHand, 0, 4, 4, 840, false, false}, {ByHand, 0, 1, 4, 210, true, true}, {ByHand, 0, 0, 4, 0, true, false},
		{"", 0, 2, 2, 420, true, false}, {"autre", 0, 2, 2, 420, true, false},
	} {
		got := Completion{c.rule, c.amount}.Holds(Tally{Slots: c.slots, Present: c.present, Minutes: c.minutes, Granted: c.granted})
		if got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestAnAmountIsOfTheHalfDays(t *testing.T) {
	at := time.Date(2026, 3, 12, 8, 0, 0, 0, time.UTC)
	slots := []Slot{{ID: "a", Start: at, End: at.Add(4 * time.Hour), BreakMinutes: 30}, {ID: "b", Start: at.Add(5 * time.Hour), End: at.Add(8 * time.Hour)}}
	for _, c := range []struct {
		rule   string
		amount int
		want   Code
		arg    string
	}{
		{AtLeastOneSlot, 0, "", ""}, {EverySlot, 0, "", ""}, {ByHand, 0, "", ""}, {AtLeastOneSlot, 1, ErrNumber, ""}, {ByHand, -1, ErrNumber, ""},
		{EnoughMinutes, 390, "", ""}, {EnoughMinutes, 1, "", ""}, {EnoughMinutes, 391, ErrTooManyMinutes, "390"}, {EnoughMinutes, 0, ErrNumber, ""},
		{EnoughSlots, 2, "", ""}, {EnoughSlots, 3, ErrTooManySlots, "2"}, {EnoughSlots, 0, ErrNumber, ""}, {EnoughSlots, -2, ErrNumber, ""}, {"autre", 0, ErrChoice, ""}, {"", 0, ErrChoice, ""},
	} {
		got := Completion{c.rule, c.amount}.Check(slots)
		if (got == nil) != (c.want == "") || (got != nil && (got.Code != c.want || got.Arg != c.arg)) {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// TestAnAmountThatIsLetPassCanBeReached: who attends everything earns what was accepted of a form.
func TestAnAmountThatIsLetPassCanBeReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 3, 12, 8, 0, 0, 0, time.UTC)
		var slots []Slot
		var all []SlotPresence
		for i := range rapid.IntRange(1, 8).Draw(t, "half-days") {
			s := Slot{ID: fmt.Sprint(i), Start: at.AddDate(0, 0, i), End: at.AddDate(0, 0, i).Add(time.Duration(rapid.IntRange(30, 300).Draw(t, "long")) * time.Minute), BreakMinutes: rapid.IntRange(0, 29).Draw(t, "break")}
			slots, all = append(slots, s), append(all, SlotPresence{s.ID, s.Minutes()})
		}
		c := Completion{rapid.SampledFrom([]string{AtLeastOneSlot, EverySlot, EnoughMinutes, EnoughSlots}).Draw(t, "rule"), rapid.IntRange(0, 2000).Draw(t, "amount")}
		if c.Check(slots) == nil && !c.Holds(TallyOf(slots, all)) {
			t.Fatalf("%+v is asked of half-days that cannot give it", c)
		}
	})
}

func TestTally(t *testing.T) {
	at := time.Date(2026, 3, 12, 8, 0, 0, 0, time.UTC)
	slots := []Slot{{ID: "a", Start: at, End: at.Add(210 * time.Minute), BreakMinutes: 15}, {ID: "b", Start: at.Add(5 * time.Hour), End: at.Add(8 * time.Hour)}}
	for name, c := range map[string]struct {
		presences []SlotPresence
		want      Tally
		complete  bool
	}{
		"nobody":          {nil, Tally{Slots: 2, Whole: 375}, false},
		"the break":       {[]SlotPresence{{"a", 210}}, Tally{Slots: 2, Present: 1, Minutes: 195, Whole: 375}, false},
		"all":             {[]SlotPresence{{"a", 195}, {"b", 180}}, Tally{Slots: 2, Present: 2, Minutes: 375, Whole: 375}, true},
		"left early":      {[]SlotPresence{{"a", 195}, {"b", 120}}, Tally{Slots: 2, Present: 2, Minutes: 315, Whole: 375}, false},
		"twice":           {[]SlotPresence{{"a", 60}, {"a", 195}, {"a", 30}}, Tally{Slots: 2, Present: 1, Minutes: 195, Whole: 375}, false},
		"another event's": {[]SlotPresence{{"z", 200}}, Tally{Slots: 2, Whole: 375}, false},
		"under zero":      {[]SlotPresence{{"b", -30}}, Tally{Slots: 2, Present: 1, Whole: 375}, false},
	} {
		if got := TallyOf(slots, c.presences); got != c.want || got.Complete() != c.complete {
			t.Errorf("%s: %+v, complete %v", name, got, got.Complete())
		}
	}
}

// Whatever the half-days and who came: minutes never exceed the half-days, the order of presences is irrelevant,
// and taking a presence away never makes anything complete nor earn.
func TestCompletionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var slots []Slot
		at := time.Date(2026, 3, 12, 8, 0, 0, 0, time.UTC)
		for i := range rapid.IntRange(0, 9).Draw(t, "half-days") {
			length := rapid.IntRange(1, 400).Draw(t, "length")
			slots = append(slots, Slot{ID: fmt.Sprint("s", i), Start: at, End: at.Add(time.Duration(length) * time.Minute), BreakMinutes: rapid.IntRange(0, 60).Draw(t, "break")})
			at = at.AddDate(0, 0, 1)
		}
		var presences []SlotPresence
		for range rapid.IntRange(0, 14).Draw(t, "presences") {
			presences = append(presences, SlotPresence{fmt.Sprint("s", rapid.IntRange(0, 10).Draw(t, "slot")), rapid.IntRange(-10, 500).Draw(t, "minutes")})
		}
		rule := Completion{rapid.SampledFrom(Rules).Draw(t, "rule"), rapid.IntRange(0, 600).Draw(t, "amount")}
		granted := rapid.Bool().Draw(t, "granted")
		count := func(presences []SlotPresence) Tally {
			tally := TallyOf(slots, presences)
			tally.Granted = granted
			return tally
		}
		all := count(presences)
		if all.Minutes > all.Whole || all.Minutes < 0 || all.Present > all.Slots {
			t.Fatalf("%+v exceeds its half-days", all)
		}
		seed := rapid.Uint64().Draw(t, "order")
		shuffled := slices.Clone(presences)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(a, b int) { shuffled[a], shuffled[b] = shuffled[b], shuffled[a] })
		if count(shuffled) != all {
			t.Fatal("the order of presences changed the count")
		}
		for i := range presences {
			less := count(slices.Delete(slices.Clone(presences), i, i+1))
			if (less.Complete() && !all.Complete()) || (rule.Holds(less) && !rule.Holds(all)) || less.Minutes > all.Minutes {
				t.Fatalf("voiding %v makes %+v of %+v", presences[i], less, all)
			}
		}
		if all.Present == 0 && rule.Holds(all) {
			t.Fatal("earned without a presence")
		}
	})
}
