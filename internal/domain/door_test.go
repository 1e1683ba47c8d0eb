package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

// admitted is a scan that nothing speaks against.
func admitted(change func(*domain.ScanCase)) domain.ScanCase {
	c := domain.ScanCase{Kind: domain.ScanIn, Valid: true, EventOpen: true, SameEvent: true, Known: true, State: domain.Confirmed, SlotChosen: true}
	if change != nil {
		change(&c)
	}
	return c
}

func TestDecideScan(t *testing.T) {
	state := func(s domain.State) domain.ScanCase {
		return admitted(func(c *domain.ScanCase) { c.State = s })
	}
	for name, x := range map[string]struct {
		in     domain.ScanCase
		want   domain.Verdict
		counts bool
	}{
		"arrival":              {admitted(nil), domain.Accepted, true},
		"departure":            {admitted(func(c *domain.ScanCase) { c.Kind = domain.ScanOut }), domain.Accepted, true},
		"departure of waiting": {admitted(func(c *domain.ScanCase) { c.Kind, c.State = domain.ScanOut, domain.Waitlisted }), domain.Accepted, true},
		"undo":                 {admitted(func(c *domain.ScanCase) { c.Kind = domain.ScanUndo }), domain.Undone, true},
		"undo of cancelled":    {admitted(func(c *domain.ScanCase) { c.Kind, c.State = domain.ScanUndo, domain.RegistrationStopped }), domain.Undone, true},
		"there already":        {admitted(func(c *domain.ScanCase) { c.Present = true }), domain.Already, true},
		"unreadable":           {admitted(func(c *domain.ScanCase) { c.Valid = false }), domain.Invalid, false},
		"event called off":     {admitted(func(c *domain.ScanCase) { c.EventOpen = false }), domain.DoorClosed, false},
		"unreadable, off":      {admitted(func(c *domain.ScanCase) { c.EventOpen, c.Valid = false, false }), domain.DoorClosed, false},
		"other event":          {admitted(func(c *domain.ScanCase) { c.SameEvent = false }), domain.OtherEvent, false},
		"unknown":              {admitted(func(c *domain.ScanCase) { c.Known = false }), domain.Unknown, false},
		"unknown by force":     {admitted(func(c *domain.ScanCase) { c.Known, c.Force, c.ForceReason = false, true, true }), domain.Unknown, false},
		"other half-day":       {admitted(func(c *domain.ScanCase) { c.SlotChosen = false }), domain.OtherSlot, false},
		"old ticket":           {admitted(func(c *domain.ScanCase) { c.OldTicket = true }), domain.WasReplace, false},
		"replaced":             {state(domain.Replaced), domain.WasReplace, false},
		"cancelled":            {state(domain.RegistrationStopped), domain.WasStopped, false},
		"refused":              {state(domain.Refused), domain.WasStopped, false},
		"expired":              {state(domain.Expired), domain.WasStopped, false},
		"waitlisted":           {state(domain.Waitlisted), domain.OnWaitlist, false},
		"offered":              {state(domain.Offered), domain.OnWaitlist, false},
		"requested":            {state(domain.Requested), domain.OnWaitlist, false},
		"forced":               {admitted(func(c *domain.ScanCase) { c.State, c.Force, c.ForceReason = domain.Waitlisted, true, true }), domain.Forced, true},
		"force, no reason":     {admitted(func(c *domain.ScanCase) { c.State, c.Force = domain.Waitlisted, true }), domain.OnWaitlist, false},
		"needless force":       {admitted(func(c *domain.ScanCase) { c.Force, c.ForceReason = true, true }), domain.Accepted, true},
		"waiting, but there":   {admitted(func(c *domain.ScanCase) { c.State, c.Present = domain.Waitlisted, true }), domain.Already, false},
		"forced again": {admitted(func(c *domain.ScanCase) {
			c.State, c.Present, c.Force, c.ForceReason = domain.Waitlisted, true, true, true
		}),
			domain.Already, true},
	} {
		if got := domain.DecideScan(x.in); got != x.want || x.in.Counts(got) != x.counts {
			t.Errorf("%s: %s, counts %v; want %s, %v", name, got, x.in.Counts(got), x.want, x.counts)
		}
	}
}

// Whether a scan counts never depends on who was noted before: else the order of synchronisation would show
// in the presence. And what is refused stays refused however often it is said again.
func TestScanCountsWhateverCameBefore(t *testing.T) {
	states := []domain.State{domain.Requested, domain.PendingManager, domain.Waitlisted, domain.Offered, domain.Confirmed,
		domain.RegistrationStopped, domain.Refused, domain.Replaced, domain.Expired}
	rapid.Check(t, func(t *rapid.T) {
		yes := func(name string) bool { return rapid.Bool().Draw(t, name) }
		c := domain.ScanCase{Kind: rapid.SampledFrom([]string{domain.ScanIn, domain.ScanOut, domain.ScanUndo}).Draw(t, "kind"), Valid: yes("valid"),
			EventOpen: yes("open"), SameEvent: yes("same"), Known: yes("known"), State: rapid.SampledFrom(states).Draw(t, "state"),
			OldTicket: yes("old"), SlotChosen: yes("slot"), Force: yes("force"), ForceReason: yes("reason")}
		there := c
		there.Present = true
		alone, after := domain.DecideScan(c), domain.DecideScan(there)
		if c.Counts(alone) != there.Counts(after) {
			t.Fatalf("%s counts %v, %s counts %v", alone, c.Counts(alone), after, there.Counts(after))
		}
		if alone == domain.Already || (after != alone && after != domain.Already) {
			t.Fatalf("%s becomes %s", alone, after)
		}
		if !c.Counts(alone) && (alone == domain.Accepted || alone == domain.Forced) {
			t.Fatal("let in, and not counted")
		}
	})
}
