package domain_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

var (
	roomKey   = []byte("0123456789abcdef0123456789abcdef")
	roomShape = regexp.MustCompile(`^[BCDFGHJKMNPRSTVWXZ]{6}$`)
)

func drawMoment(t *rapid.T) time.Time {
	return time.UnixMilli(rapid.Int64Range(1_700_000_000_000, 2_000_000_000_000).Draw(t, "now"))
}

// TestRoomCodeHoldsForItsStepAndTheNext: never before, never longer, never for another half-day or under another key.
func TestRoomCodeHoldsForItsStepAndTheNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := drawMoment(t)
		code, left := domain.RoomCode(roomKey, "matin", now)
		if !roomShape.MatchString(code) || left <= 0 || left > domain.RoomCodeStep {
			t.Fatal(code, left)
		}
		begins := now.Add(left - domain.RoomCodeStep)
		after := time.Duration(rapid.Int64Range(-300_000, 300_000).Draw(t, "ms")) * time.Millisecond
		at := begins.Add(after)
		want := after >= 0 && after < 2*domain.RoomCodeStep
		typed := strings.ToLower(code[:3]) + " " + code[3:] + "."
		if got := domain.RoomCodeHolds(roomKey, "matin", typed, at); got != want {
			t.Fatalf("%s, %v after it began: %t", code, after, got)
		}
		if domain.RoomCodeHolds(roomKey, "soir", code, now) {
			t.Fatal("the code of another half-day")
		}
		if domain.RoomCodeHolds([]byte("une autre clef"), "matin", code, now) {
			t.Fatal("the code of another key")
		}
		if domain.RoomCodeHolds(roomKey, "matin", code[:5], now) || domain.RoomCodeHolds(roomKey, "matin", "", now) {
			t.Fatal("a part of it")
		}
	})
}

// TestAFormOpenedInTimeMayBeSent: for five minutes, for its half-day alone.
func TestAFormOpenedInTimeMayBeSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opened := drawMoment(t).Truncate(time.Second)
		pass := domain.RoomPass(roomKey, "matin", opened)
		after := time.Duration(rapid.Int64Range(-600, 600).Draw(t, "s")) * time.Second
		if got, want := domain.RoomPassHolds(roomKey, "matin", pass, opened.Add(after)), after >= 0 && after <= domain.RoomPassTime; got != want {
			t.Fatalf("%v after: %t", after, got)
		}
		later := domain.RoomPass(roomKey, "matin", opened.Add(time.Minute))
		at, _, _ := strings.Cut(later, ".")
		_, seal, _ := strings.Cut(pass, ".")
		for _, forged := range []string{"", "a", ".", at + "." + seal, pass + "0", strings.ToUpper(pass)} {
			if forged != pass && domain.RoomPassHolds(roomKey, "matin", forged, opened) {
				t.Fatalf("forged %q", forged)
			}
		}
		if domain.RoomPassHolds(roomKey, "soir", pass, opened) || domain.RoomPassHolds([]byte("autre"), "matin", pass, opened) {
			t.Fatal("another half-day, another key")
		}
	})
}

func TestSelfCheckOpensAroundTheHalfDay(t *testing.T) {
	start := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	s := domain.Slot{ID: "matin", Start: start, End: start.Add(3 * time.Hour)}
	for after, want := range map[time.Duration]bool{-16 * time.Minute: false, -15 * time.Minute: true, 0: true, 3 * time.Hour: true,
		3*time.Hour + 29*time.Minute: true, 3*time.Hour + 30*time.Minute: false} {
		if domain.SelfCheckOpen(s, start.Add(after)) != want {
			t.Errorf("%v after its beginning: %t", after, !want)
		}
	}
}
