package domain

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var day = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// span is a half-day from one hour to another of the test's day.
func span(from, to float64) Slot {
	at := func(h float64) time.Time { return day.Add(time.Duration(h * float64(time.Hour))) }
	return Slot{Start: at(from), End: at(to)}
}

func TestCheckSlots(t *testing.T) {
	pause := func(s Slot, minutes int) Slot { s.BreakMinutes = minutes; return s }
	for name, c := range map[string]struct {
		slots []Slot
		want  []Error
	}{
		"one":                         {[]Slot{span(9, 12)}, nil},
		"two that touch":              {[]Slot{span(9, 12), span(12, 17)}, nil},
		"given in any order":          {[]Slot{span(14, 17), span(9, 12)}, nil},
		"over midnight":               {[]Slot{span(22, 26)}, nil},
		"none":                        {nil, []Error{{Code: ErrSlotMissing, Field: "slot-0"}}},
		"ends before it starts":       {[]Slot{span(12, 9)}, []Error{{Code: ErrSlotOrder, Field: "slot-0"}}},
		"ends when it starts":         {[]Slot{span(9, 12), span(14, 14)}, []Error{{Code: ErrSlotOrder, Field: "slot-1"}}},
		"overlap":                     {[]Slot{span(9, 12), span(11, 13)}, []Error{{Code: ErrSlotOverlap, Field: "slot-1"}}},
		"overlap, given backwards":    {[]Slot{span(11, 13), span(9, 12)}, []Error{{Code: ErrSlotOverlap, Field: "slot-0"}}},
		"the same twice":              {[]Slot{span(9, 12), span(9, 12)}, []Error{{Code: ErrSlotOverlap, Field: "slot-1"}}},
		"a break of all of it":        {[]Slot{pause(span(9, 12), 180)}, []Error{{Code: ErrNumber, Field: "slot-0"}}},
		"a break under nothing":       {[]Slot{pause(span(9, 12), -5)}, []Error{{Code: ErrNumber, Field: "slot-0"}}},
		"two faults, each at its row": {[]Slot{span(12, 9), span(14, 13)}, []Error{{Code: ErrSlotOrder, Field: "slot-0"}, {Code: ErrSlotOrder, Field: "slot-1"}}},
	} {
		got := Refusals(CheckSlots(c.slots))
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestSlotsThatPassDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots := make([]Slot, rapid.IntRange(1, 14).Draw(t, "n"))
		for i := range slots {
			from := rapid.IntRange(0, 60).Draw(t, "from")
			slots[i] = span(float64(from), float64(from+rapid.IntRange(-1, 5).Draw(t, "hours")))
		}
		bad := false
		for i, a := range slots {
			bad = bad || !a.End.After(a.Start)
			for _, b := range slots[i+1:] {
				bad = bad || (a.Start.Before(b.End) && b.Start.Before(a.End)) || a.Start.Equal(b.Start)
			}
		}
		if err := CheckSlots(slots); (err != nil) != bad {
			t.Fatalf("%v for %v", err, slots)
		}
	})
}

func TestCurrentSlot(t *testing.T) {
	slots := []Slot{span(13, 16), span(9, 12), span(33, 36)} // not in order
	for hour, want := range map[float64]int{7: 1, 9: 1, 11.99: 1, 12: 0, 12.5: 0, 13: 0, 15.99: 0, 16: 2, 20: 2, 34: 2, 36: 2, 99: 2} {
		if got := CurrentSlot(slots, day.Add(time.Duration(hour*float64(time.Hour)))); got != want {
			t.Errorf("at %v h: slot %d, want %d", hour, got, want)
		}
	}
	if got := CurrentSlot(nil, day); got != -1 {
		t.Errorf("without slots: %d", got)
	}
}

func TestSpanAndMinutes(t *testing.T) {
	start, end := Span([]Slot{span(13, 16), span(9, 12)})
	if !start.Equal(span(9, 12).Start) || !end.Equal(span(13, 16).End) {
		t.Errorf("%v to %v", start, end)
	}
	if start, end = Span(nil); !start.IsZero() || !end.IsZero() {
		t.Errorf("nothing: %v to %v", start, end)
	}
	for _, c := range []struct {
		slot Slot
		rest int
		want int
	}{{span(9, 12.5), 0, 210}, {span(9, 17), 60, 420}, {span(9, 10), 90, 0}, {span(9, 9), 0, 0}} {
		c.slot.BreakMinutes = c.rest
		if got := c.slot.Minutes(); got != c.want {
			t.Errorf("%v: %d minutes, want %d", c.slot, got, c.want)
		}
	}
}

func TestFieldNumbers(t *testing.T) {
	for i, want := range map[int]string{0: "slot-0", 9: "slot-9", 10: "slot-10", 137: "slot-137"} {
		if got := slotField(i); got != want {
			t.Errorf("%d: %s", i, got)
		}
	}
}
