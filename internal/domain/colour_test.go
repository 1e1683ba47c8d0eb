package domain_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

func TestColours(t *testing.T) {
	for typed, want := range map[string]string{"#0B5563": "#0b5563", " 0b5563 ": "#0b5563", "#abc": "#aabbcc", "ABC": "#aabbcc", "rouge": "rouge", "#12345": "#12345", "": ""} {
		if got := domain.CleanColour(typed); got != want {
			t.Errorf("%q is kept as %q, want %q", typed, got, want)
		}
	}
	for colour, want := range map[string]domain.Code{"": "", "#000000": "", "#0b5563": "", "#767676": "", "#777777": domain.ErrContrast, "#ffffff": domain.ErrContrast,
		"#ffd500": domain.ErrContrast, "0b5563": domain.ErrColour, "#0b556": domain.ErrColour, "#0b556g": domain.ErrColour, "#+b5563": domain.ErrColour, "red": domain.ErrColour} {
		var got domain.Code
		if err := domain.CheckColour("c", colour); err != nil {
			got = err.Code
		}
		if got != want {
			t.Errorf("%q: %q, want %q", colour, got, want)
		}
	}
	if e := domain.CheckColour("c", "#777777"); e == nil || e.Arg != "4,4" {
		t.Errorf("the contrast is said rounded down: %v", e)
	}
	if black, white := domain.OnWhite("#000000"), domain.OnWhite("#ffffff"); math.Abs(black-21) > 1e-9 || math.Abs(white-1) > 1e-9 {
		t.Errorf("contrasts from %v to %v", white, black)
	}
}

// A darker shade is never less readable, and what is cleaned stays as it is.
func TestDarkerReadsBetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		channel := rapid.IntRange(0, 255)
		r, g, b := channel.Draw(t, "r"), channel.Draw(t, "g"), channel.Draw(t, "b")
		share := rapid.Float64Range(0, 1).Draw(t, "share")
		dark := func(c int) int { return int(float64(c) * share) }
		light, shade := fmt.Sprintf("#%02X%02X%02X", r, g, b), fmt.Sprintf("#%02x%02x%02x", dark(r), dark(g), dark(b))
		if domain.OnWhite(shade) < domain.OnWhite(light) {
			t.Errorf("%s reads worse than %s", shade, light)
		}
		once := domain.CleanColour(light)
		if domain.CleanColour(once) != once || domain.OnWhite(once) != domain.OnWhite(light) {
			t.Errorf("%s is kept as %s", light, once)
		}
	})
}
