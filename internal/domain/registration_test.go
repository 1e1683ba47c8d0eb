package domain

import (
	"testing"
	"time"
)

func TestWindow(t *testing.T) {
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	before, after := now.Add(-time.Hour), now.Add(time.Hour)
	for name, c := range map[string]struct {
		window Window
		want   Code
		arg    string
	}{
		"published":               {Window{Status: Published}, "", ""},
		"within its bounds":       {Window{Status: Published, Opens: before, Closes: after, End: after}, "", ""},
		"opens now":               {Window{Status: Published, Opens: now, End: after}, "", ""},
		"not open yet":            {Window{Status: Published, Opens: after}, ErrEventNotOpen, "2026-11-20T09:00:00Z"},
		"closes now":              {Window{Status: Published, Closes: now, End: after}, ErrEventClosed, "2026-11-20T08:00:00Z"},
		"closed":                  {Window{Status: Published, Closes: before, End: after}, ErrEventClosed, "2026-11-20T07:00:00Z"},
		"ends now":                {Window{Status: Published, End: now}, ErrEventPast, ""},
		"running":                 {Window{Status: Published, End: now.Add(time.Second)}, "", ""},
		"over and closed before":  {Window{Status: Published, Closes: before, End: before}, ErrEventPast, ""},
		"held":                    {Window{Status: Held, End: after}, ErrEventPast, ""},
		"draft":                   {Window{Status: Draft, End: after}, ErrEventUnknown, ""},
		"cancelled":               {Window{Status: Cancelled, End: after}, ErrEventCancelled, ""},
		"cancelled and long past": {Window{Status: Cancelled, End: before}, ErrEventCancelled, ""},
	} {
		err := c.window.Open(now)
		if (err == nil) != (c.want == "") || (err != nil && (!Is(err, c.want) || Refusals(err)[0].Arg != c.arg)) {
			t.Errorf("%s: %v, want %q %q", name, err, c.want, c.arg)
		}
	}
}

var states = []State{Requested, PendingManager, Waitlisted, Offered, Confirmed, RegistrationStopped, Refused, Replaced, Expired}

func TestStates(t *testing.T) {
	live := map[State]bool{Requested: true, PendingManager: true, Waitlisted: true, Offered: true, Confirmed: true}
	seated := map[State]bool{Offered: true, Confirmed: true}
	for _, s := range append(states, "", "rien") {
		if s.Live() != live[s] || s.Seated() != seated[s] {
			t.Errorf("%s: live %v, seated %v", s, s.Live(), s.Seated())
		}
	}
}

// Every registration has one outcome, whatever it went through, and the rows of a table are all of them.
func TestOutcomesAreAPartition(t *testing.T) {
	listed := map[Outcome]bool{}
	codes := map[string]bool{}
	for _, o := range Outcomes {
		if listed[o] || codes[o.Code()] || o.Code() == "" {
			t.Errorf("%d %s twice", o, o.Code())
		}
		listed[o], codes[o.Code()] = true, true
	}
	if len(listed) != int(outcomeCount) {
		t.Errorf("%d outcomes listed of %d", len(listed), outcomeCount)
	}
	reached := map[Outcome]bool{}
	for _, event := range []string{Draft, Published, Held, Cancelled} {
		for _, state := range states {
			for bits := range 16 {
				f := Fate{event, state, bits&1 > 0, bits&2 > 0, bits&4 > 0, bits&8 > 0}
				o := OutcomeOf(f)
				if !listed[o] {
					t.Errorf("%+v: %d is in no table", f, o)
				}
				if f.Present != (o == Present) {
					t.Errorf("%+v: %s, a presence always wins and nothing else is one", f, o.Code())
				}
				if event == Held && !f.HeldBack && o == Expected {
					t.Errorf("%+v: still expected at an event that was held", f)
				}
				reached[o] = true
			}
		}
	}
	for o := range listed {
		if !reached[o] {
			t.Errorf("no registration can be %s", o.Code())
		}
	}
}

func TestOutcomeOf(t *testing.T) {
	for _, c := range []struct {
		fate Fate
		want Outcome
	}{
		{Fate{EventStatus: Published, State: Confirmed}, Expected},
		{Fate{EventStatus: Published, State: Waitlisted}, Expected},
		{Fate{EventStatus: Published, State: Confirmed, Present: true}, Present},
		{Fate{EventStatus: Published, State: RegistrationStopped}, Withdrawn},
		{Fate{EventStatus: Published, State: RegistrationStopped, ByOrganiser: true}, CancelledByOrganiser},
		{Fate{EventStatus: Published, State: Expired}, Unserved},
		{Fate{EventStatus: Held, State: Confirmed}, Absent},
		{Fate{EventStatus: Held, State: Confirmed, HeldBack: true}, Expected},
		{Fate{EventStatus: Held, State: Confirmed, HeldBack: true, Present: true}, Present},
		{Fate{EventStatus: Held, State: Confirmed, HeldBack: true, Excused: true}, Excused},
		{Fate{EventStatus: Held, State: Waitlisted, HeldBack: true}, Unserved},
		{Fate{EventStatus: Held, State: Confirmed, Excused: true}, Excused},
		{Fate{EventStatus: Held, State: Confirmed, Excused: true, Present: true}, Present},
		{Fate{EventStatus: Held, State: RegistrationStopped, Present: true}, Present},
		{Fate{EventStatus: Held, State: RegistrationStopped, Excused: true}, Withdrawn},
		{Fate{EventStatus: Held, State: Replaced}, OutcomeReplaced},
		{Fate{EventStatus: Held, State: Refused}, OutcomeRefused},
		{Fate{EventStatus: Held, State: Waitlisted}, Unserved},
		{Fate{EventStatus: Held, State: Offered}, Unserved},
		{Fate{EventStatus: Held, State: Requested}, Unserved},
		{Fate{EventStatus: Held, State: PendingManager}, Unserved},
		{Fate{EventStatus: Held, State: Expired}, Unserved},
		{Fate{EventStatus: Cancelled, State: Confirmed}, CancelledByOrganiser},
		{Fate{EventStatus: Cancelled, State: Waitlisted}, CancelledByOrganiser},
		{Fate{EventStatus: Cancelled, State: RegistrationStopped}, Withdrawn},
		{Fate{EventStatus: Cancelled, State: Replaced}, OutcomeReplaced},
	} {
		if got := OutcomeOf(c.fate); got != c.want {
			t.Errorf("%+v: %s, want %s", c.fate, got.Code(), c.want.Code())
		}
	}
}
