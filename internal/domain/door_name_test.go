package domain

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestANameInOneField(t *testing.T) {
	for typed, want := range map[string]string{
		"Zoé ESSAI": "ESSAI|Zoé", "ESSAI Zoé": "ESSAI|Zoé", "zoé essai": "essai|zoé", "essai": "essai|", "  ": "|", "🎉": "|",
		"Anne-Laure DE LA TOUR": "DE LA TOUR|Anne-Laure", "Jean d’Églantier": "d’Églantier|Jean", "ESSAI": "ESSAI|",
	} {
		last, first := SplitName(typed)
		if got := last + "|" + first; got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// Whatever is typed, no word is lost or made up.
func TestANameIsSplitWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringOfN(rapid.RuneFrom([]rune("aéZÉ-’ 1😀")), 0, 40, -1).Draw(t, "typed")
		last, first := SplitName(typed)
		words := map[string]int{}
		for _, w := range strings.Fields(CleanLine(typed)) {
			words[w]++
		}
		for _, w := range strings.Fields(last + " " + first) {
			words[w]--
		}
		for w, n := range words {
			if n != 0 {
				t.Fatalf("%q: %d of %q are left over in %q, %q", typed, n, w, last, first)
			}
		}
		if last == "" && CleanLine(typed) != "" {
			t.Fatalf("%q has no surname", typed)
		}
	})
}

func TestWhoLooksLikeAWalkIn(t *testing.T) {
	people := []Identity{
		{ID: "same", LastName: "ESSAI", FirstName: "Zoé", Structure: "cmp"},
		{ID: "slip", LastName: "Essay", FirstName: "Zoé", Structure: "cmp"},
		{ID: "swapped", LastName: "Zoé", FirstName: "Essai", Structure: "ime"},
		{ID: "other", LastName: "Essai", FirstName: "Bruno", Structure: "cmp"},
	}
	for _, x := range []struct {
		typed Identity
		want  string
	}{
		{Identity{LastName: "Essai", FirstName: "Zoe"}, "[same swapped]"},
		{Identity{LastName: "essai", FirstName: "zoé", Structure: "cmp"}, "[same swapped slip]"},
		{Identity{LastName: "Essai", FirstName: "Zoé", Structure: "ailleurs"}, "[same swapped]"},
		{Identity{LastName: "Essai", FirstName: ""}, "[]"},
		{Identity{LastName: "Pinson", FirstName: "Zoé", Structure: "cmp"}, "[]"},
	} {
		if got := fmt.Sprint(LikelyAt(x.typed, people)); got != x.want {
			t.Errorf("%+v: %s, want %s", x.typed, got, x.want)
		}
	}
}
