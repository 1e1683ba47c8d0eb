package domain_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

// Each invitation is one seat in one column, and the rate is a share.
func TestSeatsAreAPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a domain.Attendance
		for range rapid.IntRange(0, 30).Draw(t, "seats") {
			f := domain.SeatFate{Answer: rapid.SampledFrom(append([]string{""}, domain.MeetingAnswers...)).Draw(t, "answer"),
				Present: rapid.Bool().Draw(t, "present"), Representative: rapid.Bool().Draw(t, "representative"), Excused: rapid.Bool().Draw(t, "excused")}
			seat := domain.SeatOf(f)
			if f.Present != (seat == domain.SeatPresent) {
				t.Fatalf("%+v is %d: who came is present, nobody else", f, seat)
			}
			a.Add(seat)
		}
		if a.Present+a.Represented+a.Excused+a.Absent != a.Invited || a.Rate() < 0 || a.Rate() > 1 {
			t.Fatalf("%+v rate %f", a, a.Rate())
		}
	})
}

func TestWhoSitsAndWhoIsReminded(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		from, until, at time.Time
		want            bool
	}{{time.Time{}, time.Time{}, day(5), true}, {day(5), time.Time{}, day(5), true}, {day(6), time.Time{}, day(5), false},
		{day(1), day(5), day(5), false}, {day(1), day(6), day(5), true}} {
		if got := domain.Sits(c.from, c.until, c.at); got != c.want {
			t.Errorf("%v: %t", c, got)
		}
	}
	if domain.MayRemind("present", 0, day(1), day(9)) || domain.MayRemind("", 2, day(1), day(9)) || domain.MayRemind("", 1, day(1), day(1).Add(time.Hour)) ||
		!domain.MayRemind("", 1, day(1), day(2)) {
		t.Error("reminders")
	}
	for _, c := range []struct {
		quorum, taken, missing int
	}{{0, 0, 0}, {5, 3, 2}, {5, 5, 0}, {5, 9, 0}} {
		if missing, reached := domain.Quorum(c.quorum, c.taken); missing != c.missing || reached != (c.missing == 0) {
			t.Errorf("%v: %d", c, missing)
		}
	}
}
