package paris

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestReadMinutes(t *testing.T) {
	for typed, want := range map[string]int{
		"10 h 30": 630, "10h30": 630, "10:30": 630, "10\u00a0h\u00a030": 630, " 10 H 30 min ": 630, "14 h": 840, "14 heures": 840, "1 heure": 60,
		"630 min": 630, "45 mn": 45, "45 minutes": 45, "630": 630, "60": 60, "0 h 45": 45, "7 h 05": 425, "0 min": 0,
	} {
		if got, err := ReadMinutes(typed); err != nil || got != want {
			t.Errorf("%q: %d, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "14", "59", "dix heures", "10 h 60", "10 h 300", "-3 h", "3,5 h", "9999 h", "99999 min", "h", "10 h 30 s"} {
		if got, err := ReadMinutes(typed); !errors.Is(err, ErrFormat) {
			t.Errorf("%q is read as %d", typed, got)
		}
	}
}

func TestADurationIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60*longest).Draw(t, "minutes")
		if got, err := ReadMinutes(Minutes(n)); err != nil || got != n {
			t.Fatalf("%q: %d, %v", Minutes(n), got, err)
		}
	})
}
