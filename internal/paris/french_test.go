package paris

import (
	"strings"
	"testing"
	"time"
)

func TestFrench(t *testing.T) {
	at := utc(t, "2026-03-12T08:02")
	first := utc(t, "2026-05-01T07:00")
	cases := []struct{ name, got, want string }{
		{"input", Input(at), "2026-03-12T09:02"},
		{"day", Day(utc(t, "2026-03-11T23:30")), "2026-03-12"},
		{"clock", Clock(at), "9 h 02"},
		{"whole hour", Clock(first), "9 h"},
		{"midnight", Clock(utc(t, "2026-03-11T23:00")), "0 h"},
		{"clock input", ClockInput(at), "09:02"},
		{"long", Long(at), "jeudi 12 mars 2026"},
		{"first of the month", Long(first), "vendredi 1er mai 2026"},
		{"day and month", LongDayMonth(at), "jeudi 12 mars"},
		{"short", Short(at), "12/03/2026"},
		{"moment", Moment(at), "jeudi 12 mars 2026 à 9 h 02"},
		{"slot", Slot(utc(t, "2026-03-12T08:00"), utc(t, "2026-03-12T11:30")), "jeudi 12 mars 2026, 9 h - 12 h 30"},
		{"slot to midnight", Slot(utc(t, "2026-03-12T19:00"), utc(t, "2026-03-12T23:00")), "jeudi 12 mars 2026, 20 h - 0 h"},
		{"night", Slot(utc(t, "2026-03-12T20:00"), utc(t, "2026-03-13T05:30")),
			"du jeudi 12 mars 2026 à 21 h au vendredi 13 mars 2026 à 6 h 30"},
		{"one day", Range(at, at.Add(3*time.Hour)), "12 mars 2026"},
		{"no length", Range(at, at), "12 mars 2026"},
		{"to midnight", Range(at, utc(t, "2026-03-12T23:00")), "12 mars 2026"},
		{"one month", Range(at, at.AddDate(0, 0, 2)), "du 12 au 14 mars 2026"},
		{"from the first", Range(first, first.AddDate(0, 0, 1)), "du 1er au 2 mai 2026"},
		{"two months", Range(utc(t, "2026-03-30T08:00"), utc(t, "2026-04-02T08:00")), "du 30 mars au 2 avril 2026"},
		{"two years", Range(utc(t, "2026-12-30T08:00"), utc(t, "2027-01-01T08:00")),
			"du 30 décembre 2026 au 1er janvier 2027"},
		{"minutes", Minutes(45), "45 min"},
		{"none", Minutes(0), "0 min"},
		{"hours", Minutes(840), "14 h"},
		{"hours and minutes", Minutes(210), "3 h 30"},
		{"padded minutes", Minutes(65), "1 h 05"},
		{"negative", Minutes(-90), "-1 h 30"},
	}
	for _, c := range cases {
		// The tables above are readable: their spaces around « h » are ordinary.
		if got := strings.ReplaceAll(c.got, "\u00a0", " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := Clock(at); got != "9\u00a0h\u00a002" {
		t.Errorf("Clock = %+q: its spaces must not break", got)
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 999: "999", 1000: "1\u202f000", -1234567: "-1\u202f234\u202f567", -12: "-12", 100000: "100\u202f000",
	} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestMonths(t *testing.T) {
	newYear := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC) // already 2027 in Paris
	if got := Month(newYear) + ", " + ShortMonth(newYear); got != "janvier 2027, janv. 27" {
		t.Error(got)
	}
}

func TestBlockAndOrdinal(t *testing.T) {
	// half past eleven in the evening of 30 April in UTC is 1 May in Paris
	if w, d, m := Block(time.Date(2026, 4, 30, 23, 30, 0, 0, time.UTC)); w != "ven." || d != "1er" || m != "mai" {
		t.Error(w, d, m)
	}
	for n, want := range map[int]string{1: "1er", 2: "2e", 1200: "1\u202f200e"} {
		if got := Ordinal(n); got != want {
			t.Errorf("Ordinal(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestCapital(t *testing.T) {
	if Capital("été") != "Été" || Capital("") != "" {
		t.Error("Capital must raise the first letter and take an empty text")
	}
}

func TestDeBecomesDBeforeAVowelOrAnH(t *testing.T) {
	for name, want := range map[string]string{"Camille": "de Camille", "Aurore": "d’Aurore", "Éloi": "d’Éloi", "Hélène": "d’Hélène", "Yves": "de Yves", "": "de "} {
		if got := Of(name); got != want {
			t.Errorf("Of(%q) is %q, want %q", name, got, want)
		}
	}
}
