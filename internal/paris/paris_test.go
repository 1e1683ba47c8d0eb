package paris

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func utc(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestParse(t *testing.T) {
	cases := []struct {
		in, utc string
		err     error
	}{
		{in: "2026-03-12T09:00", utc: "2026-03-12T08:00"},
		{in: " 2026-07-12 09:00 ", utc: "2026-07-12T07:00"},
		{in: "2026-03-29T01:59", utc: "2026-03-29T00:59"},
		{in: "2026-03-29T02:30", err: ErrNoSuchTime},
		{in: "2026-03-29T03:00", utc: "2026-03-29T01:00"},
		{in: "2026-02-30T10:00", err: ErrFormat},
		{in: "2026-03-12T24:00", err: ErrFormat},
		{in: "2026-03-12T9:00", err: ErrFormat},
		{in: "2026-03-12T9:000", err: ErrFormat},
		{in: "2026-03-12", err: ErrFormat},
		{in: "", err: ErrFormat},
		{in: "demain", err: ErrFormat},
	}
	for _, c := range cases {
		got, err := Parse(c.in)
		if !errors.Is(err, c.err) {
			t.Errorf("Parse(%q): error %v, want %v", c.in, err, c.err)
			continue
		}
		if c.err == nil && !got.Equal(utc(t, c.utc)) {
			t.Errorf("Parse(%q) = %v, want %s", c.in, got, c.utc)
		}
	}
}

func TestParseAcceptsTheRepeatedHourOfAutumn(t *testing.T) {
	got, err := Parse("2026-10-25T02:30")
	if err != nil {
		t.Fatal(err)
	}
	if Input(got) != "2026-10-25T02:30" {
		t.Errorf("read back as %s", Input(got))
	}
}

func TestParseDay(t *testing.T) {
	for _, in := range []string{"2026-03-12", "12/03/2026", " 2026-03-12 "} {
		got, err := ParseDay(in)
		if err != nil || !got.Equal(utc(t, "2026-03-11T23:00")) {
			t.Errorf("ParseDay(%q) = %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "2026-3-12", "31/02/2026", "12-03-2026", "2026-03-12T09:00"} {
		if _, err := ParseDay(in); !errors.Is(err, ErrFormat) {
			t.Errorf("ParseDay(%q): error %v", in, err)
		}
	}
}

func TestCombine(t *testing.T) {
	for _, clock := range []string{"09:00", "9:00", "9h", "9 h", "9H00", "9 h 00", "9\u00a0h\u00a000", " 9h "} {
		got, err := Combine("2026-03-12", clock)
		if err != nil || !got.Equal(utc(t, "2026-03-12T08:00")) {
			t.Errorf("Combine(%q) = %v, %v", clock, got, err)
		}
	}
	if got, err := Combine("12/03/2026", "9 h 30"); err != nil || Clock(got) != "9\u00a0h\u00a030" {
		t.Errorf("9 h 30: %v, %v", got, err)
	}
	for _, clock := range []string{"", "9", "24:00", "9:60", "9:0", "9 h 3", "midi", "-9:00"} {
		if _, err := Combine("2026-03-12", clock); !errors.Is(err, ErrFormat) {
			t.Errorf("Combine(%q): error %v", clock, err)
		}
	}
	if _, err := Combine("2026-03-29", "2h30"); !errors.Is(err, ErrNoSuchTime) {
		t.Errorf("skipped hour: %v", err)
	}
	if _, err := Combine("jamais", "9h"); !errors.Is(err, ErrFormat) {
		t.Errorf("bad day: %v", err)
	}
}

func TestParseIsTheInverseOfInput(t *testing.T) {
	from, to := utc(t, "1980-01-01T00:00").Unix(), utc(t, "2100-01-01T00:00").Unix()
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(from, to).Draw(t, "at"), 0).UTC().Truncate(time.Minute)
		back, err := Parse(Input(at))
		if err != nil {
			t.Fatalf("%v: %v", at, err)
		}
		if Input(back) != Input(at) {
			t.Fatalf("%v came back as %v", at, back)
		}
		// Only the repeated hour of autumn has two moments for one writing.
		gap := back.Sub(at).Abs()
		if gap != 0 && (gap != time.Hour || at.Month() < time.September || at.Month() > time.October) {
			t.Fatalf("%v came back as %v", at, back)
		}
	})
}

func TestDaysAndYears(t *testing.T) {
	// 23:30 in UTC is already the next day in Paris.
	at := utc(t, "2026-03-28T23:30")
	if got := StartOfDay(at); !got.Equal(utc(t, "2026-03-28T23:00")) {
		t.Errorf("StartOfDay = %v", got)
	}
	if got := NextDay(at).Sub(StartOfDay(at)); got != 23*time.Hour {
		t.Errorf("the day of spring lasts %v", got)
	}
	if got := NextDay(utc(t, "2026-10-25T12:00")).Sub(StartOfDay(utc(t, "2026-10-25T12:00"))); got != 25*time.Hour {
		t.Errorf("the day of autumn lasts %v", got)
	}
	from, to := Year(2026)
	if !from.Equal(utc(t, "2025-12-31T23:00")) || !to.Equal(utc(t, "2026-12-31T23:00")) {
		t.Errorf("Year = %v, %v", from, to)
	}
}

func TestEveryDayBelongsToOneInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(315532800, 4102444800).Draw(t, "at"), 0)
		start, next := StartOfDay(at), NextDay(at)
		if at.Before(start) || !at.Before(next) {
			t.Fatalf("%v is outside [%v, %v)", at, start, next)
		}
		if !StartOfDay(next).Equal(next) || Day(start) != Day(at) {
			t.Fatalf("the days of %v leave a gap", at)
		}
	})
}
