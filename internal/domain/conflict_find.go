package domain

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

func (c *conflicts) atTwoDoors() {
	for at, all := range c.arrived {
		var seen []Gesture
		for _, g := range all {
			if g.atDoor() && !c.wentOut(at, seen, g) {
				seen = append(seen, g)
			}
		}
		if slices.ContainsFunc(seen, func(g Gesture) bool { return g.Device != seen[0].Device }) {
			c.add(Conflict{Kind: TwoDoors, Registration: at.registration, Slot: at.slot, Gestures: seen}, at.registration, at.slot)
		}
	}
}

// wentOut tells whether the person was seen to leave before coming again.
func (c *conflicts) wentOut(at place, before []Gesture, again Gesture) bool {
	return len(before) > 0 && slices.ContainsFunc(c.left[at], func(out Gesture) bool {
		return !out.At.Before(before[len(before)-1].At) && !out.At.After(again.At)
	})
}

func (c *conflicts) letIn() {
	for at, all := range c.arrived {
		p, known := c.people[at.registration]
		if !known || AtDoor(true, p.State, len(p.Slots) == 0 || slices.Contains(p.Slots, at.slot)) == Accepted {
			continue
		}
		var forced []Gesture
		for _, g := range all {
			if g.atDoor() && g.Outcome == Forced {
				forced = append(forced, g)
			}
		}
		if len(forced) > 0 {
			c.add(Conflict{Kind: LetIn, Registration: at.registration, Slot: at.slot, Gestures: forced}, at.registration, at.slot)
		}
	}
}

// refusedLate finds what was refused long after the gesture: at that time, the phone had to decide alone.
func (c *conflicts) refusedLate(sorted []Gesture) {
	of, tickets := map[place][]Gesture{}, map[string][]Gesture{}
	for _, g := range sorted {
		if g.Kind != ScanIn || g.Counts || !g.atDoor() || g.ReceivedAt.Sub(g.At) < sentLate {
			continue
		}
		switch g.Outcome {
		case WasStopped, OnWaitlist, WasReplace, OtherSlot:
			if at := (place{g.Registration, g.Slot}); len(c.arrived[at]) == 0 {
				of[at] = append(of[at], g)
			}
		case Unknown, OtherEvent:
			hash := fnv.New64a()
			hash.Write([]byte(g.Code))
			name := fmt.Sprintf("%x", hash.Sum64()) // a ticket is a secret
			tickets[name] = append(tickets[name], g)
		}
	}
	for at, list := range of {
		c.add(Conflict{Kind: SentLate, Registration: at.registration, Slot: at.slot, Gestures: list}, at.registration, at.slot)
	}
	for name, list := range tickets {
		c.add(Conflict{Kind: Nobody, Slot: list[0].Slot, Gestures: list}, name)
	}
}

// byAShutDoor finds what a closed link kept, that no other door took since.
func (c *conflicts) byAShutDoor(sorted []Gesture) {
	kept := map[[2]string][]Gesture{}
	for _, g := range sorted {
		original := strings.TrimPrefix(g.Nonce, closedNonce+g.Door+":")
		if g.Outcome != DoorClosed || g.Kind != ScanIn || original != g.Nonce && c.nonces[original] {
			continue
		}
		if g.Registration != "" && len(c.arrived[place{g.Registration, g.Slot}]) > 0 {
			continue
		}
		key := [2]string{g.Door, g.Device}
		kept[key] = append(kept[key], g)
	}
	for key, list := range kept {
		c.add(Conflict{Kind: ShutDoor, Gestures: list}, key[0], key[1])
	}
}

// namesakes finds who came without a registration while somebody who looks like them is missing.
func (c *conflicts) namesakes(people []Entrant) {
	came := map[string][]Gesture{}
	for at, all := range c.arrived {
		came[at.registration] = append(came[at.registration], all...)
	}
	var list []Identity
	walkedIn := false
	for _, p := range people {
		if p.WalkIn && len(came[p.ID]) > 0 || !p.WalkIn && p.State.Live() && len(came[p.ID]) == 0 {
			walkedIn = walkedIn || p.WalkIn
			list = append(list, p.Identity)
		}
	}
	if !walkedIn {
		return
	}
	for _, pair := range LikelyPeople(list) {
		here, other := pair.A, pair.B
		if !c.people[here].WalkIn {
			here, other = other, here
		}
		if !c.people[here].WalkIn || c.people[other].WalkIn {
			continue
		}
		arrivals := came[here]
		slices.SortFunc(arrivals, inTime)
		c.add(Conflict{Kind: Namesake, Registration: here, Other: other, Slot: arrivals[0].Slot, Gestures: arrivals}, here, other)
	}
}

func (c *conflicts) offHours() {
	odd := map[[2]string][]Gesture{}
	for at, all := range c.arrived {
		s := c.slots[at.slot]
		for _, g := range all {
			if g.atDoor() && (g.At.Before(s.Start.Add(-oddBefore)) || g.At.After(s.End.Add(oddAfter))) {
				key := [2]string{at.slot, g.Device}
				odd[key] = append(odd[key], g)
			}
		}
	}
	for key, list := range odd {
		slices.SortFunc(list, inTime)
		c.add(Conflict{Kind: OffHours, Slot: key[0], Gestures: list}, key[0], key[1])
	}
}

func (c *conflicts) toComplete(people []Entrant) {
	for _, p := range people {
		if !p.Incomplete || !p.State.Live() {
			continue
		}
		f := Conflict{Kind: ToComplete, Registration: p.ID}
		for at, all := range c.arrived {
			if at.registration == p.ID {
				f.Gestures = append(f.Gestures, all...)
			}
		}
		slices.SortFunc(f.Gestures, inTime)
		c.add(f, p.ID)
	}
}

func (c *conflicts) wrongClocks(sorted []Gesture) {
	corrected := map[string][]Gesture{}
	for _, g := range sorted {
		if off := g.At.Sub(g.DeviceAt); g.atDoor() && (off > oddClock || off < -oddClock) {
			corrected[g.Device] = append(corrected[g.Device], g)
		}
	}
	for device, list := range corrected {
		c.add(Conflict{Kind: WrongClock, Gestures: list}, device)
	}
}
