package domain_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

func wall(t testing.TB, s string) time.Time {
	t.Helper()
	moment, err := paris.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// The hour is the wall's in Paris, across both changes of hour.
func TestAPlannedLetterLeavesAtNineInParisWhateverTheSeason(t *testing.T) {
	for _, c := range []struct{ start, end, joining, reminder, thanks string }{
		{"2026-03-30T09:00", "2026-03-30T17:00", "2026-03-15T09:00", "2026-03-28T09:00", "2026-03-31T09:00"}, // spring, the 29th
		{"2026-10-26T09:00", "2026-10-27T12:00", "2026-10-11T09:00", "2026-10-24T09:00", "2026-10-28T09:00"}, // autumn, the 25th
		{"2026-11-21T00:30", "2026-11-21T23:30", "2026-11-06T09:00", "2026-11-19T09:00", "2026-11-22T09:00"},
	} {
		p := domain.Planning{Status: domain.Published, Start: wall(t, c.start), End: wall(t, c.end), Joining: 15, Reminder: 2, Thanks: 1}
		got := p.Letters(paris.Location)
		if len(got) != 3 {
			t.Fatal(got)
		}
		for i, want := range []string{c.joining, c.reminder, c.thanks} {
			if paris.Input(got[i].Due) != want {
				t.Errorf("%s: %s leaves %s, want %s", c.start, got[i].Kind, paris.Input(got[i].Due), want)
			}
		}
	}
}

func TestWhoGetsAPlannedLetter(t *testing.T) {
	p := domain.Planning{Status: domain.Published, Start: wall(t, "2026-11-21T09:00"), End: wall(t, "2026-11-21T17:00"), Reminder: 2, Thanks: 1}
	reminder, thanks := p.Letters(paris.Location)[0], p.Letters(paris.Location)[1]
	for _, c := range []struct {
		now, status string
		open        bool
	}{
		{"2026-11-19T08:59", domain.Published, false},
		{"2026-11-19T09:00", domain.Published, true},
		{"2026-11-21T08:59", domain.Published, true}, // confirmed late: at once
		{"2026-11-21T09:00", domain.Published, false},
		{"2026-11-20T09:00", domain.Draft, false},
		{"2026-11-20T09:00", domain.Cancelled, false},
		{"2026-11-20T09:00", domain.Held, false},
	} {
		if got := reminder.Open(wall(t, c.now), c.status); got != c.open {
			t.Errorf("reminder at %s of an event %s: %v", c.now, c.status, got)
		}
	}
	if thanks.Open(wall(t, "2026-11-22T09:00"), domain.Published) || !thanks.Open(wall(t, "2026-11-22T09:00"), domain.Held) || thanks.Open(wall(t, "2026-12-30T09:00"), domain.Held) {
		t.Error("thanks leave once the event is closed, and within a month")
	}
	for _, s := range []domain.State{domain.Requested, domain.PendingManager, domain.Waitlisted, domain.Offered, domain.RegistrationStopped, domain.Refused, domain.Replaced, domain.Expired} {
		if reminder.Concerns(domain.Reader{State: s, Origin: domain.FromOnline}) {
			t.Errorf("a reminder to a registration %s", s)
		}
	}
	if !reminder.Concerns(domain.Reader{State: domain.Confirmed, Origin: domain.FromGroup}) || reminder.Concerns(domain.Reader{State: domain.Confirmed, Excused: true}) ||
		reminder.Concerns(domain.Reader{State: domain.Confirmed, Origin: domain.FromDoor}) {
		t.Error("a reminder is for who has a seat and did not say no")
	}
	if thanks.Concerns(domain.Reader{State: domain.Confirmed}) || !thanks.Concerns(domain.Reader{State: domain.RegistrationStopped, Present: true}) {
		t.Error("thanks are for who came")
	}
}

// Whatever the days, no letter about a coming event leaves once it began, each is due at 9 h, and a moved event has
// other causes.
func TestPlannedLettersHoldForAnyEvent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 2*365*24*60).Draw(t, "minute")) * time.Minute)
		p := domain.Planning{Status: domain.Published, Start: start, End: start.Add(time.Duration(rapid.IntRange(1, 96).Draw(t, "hours")) * time.Hour),
			Joining: rapid.IntRange(0, 30).Draw(t, "joining"), Reminder: rapid.IntRange(0, 7).Draw(t, "reminder"), Thanks: rapid.IntRange(0, 7).Draw(t, "thanks")}
		for _, l := range p.Letters(paris.Location) {
			if paris.ClockInput(l.Due) != "09:00" {
				t.Fatalf("%s is due at %s", l.Kind, paris.Input(l.Due))
			}
			if l.Kind != domain.MailThanks && (l.Open(start, p.Status) || !l.Due.Before(start)) {
				t.Fatalf("%s leaves when the event has begun", l.Kind)
			}
			moved := p
			moved.Start, moved.End = p.Start.Add(48*time.Hour), p.End.Add(48*time.Hour)
			for _, m := range moved.Letters(paris.Location) {
				if m.Cause("r") == l.Cause("r") {
					t.Fatalf("%s has one cause for two dates", l.Kind)
				}
			}
		}
	})
}
