package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

func TestIdentifiers(t *testing.T) {
	for typed, want := range map[string]bool{"732 829 320 00074": true, "73282932000074": true, "732.829.320-00074": true, "73282932000075": false,
		"7328293200007": false, "": false, "73282932O00074": false, "356 000 000 00048": true, "35600000000049": false} {
		if got := domain.ValidSIRET(domain.CleanDigits(typed)); got != want {
			t.Errorf("SIRET %q: %v", typed, got)
		}
	}
	for typed, want := range map[string]bool{"32 62 01234 62": true, "32620123462": true, "3262012346": false, "3262012346A": false, "": false} {
		if got := domain.ValidNDA(domain.CleanDigits(typed)); got != want {
			t.Errorf("NDA %q: %v", typed, got)
		}
	}
}

// One wrong digit is never a SIRET.
func TestOneWrongDigitIsNoSIRET(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		good := []byte("73282932000074")
		i, d := rapid.IntRange(0, 13).Draw(t, "place"), byte('0'+rapid.IntRange(0, 9).Draw(t, "digit"))
		if same := good[i] == d; !same {
			good[i] = d
			if domain.ValidSIRET(string(good)) {
				t.Errorf("%s passes", good)
			}
		}
	})
}

func TestValidFINESS(t *testing.T) {
	for typed, want := range map[string]bool{"620000123": true, "2A0000123": true, "2C0000123": false, "62000012": false, "6200001234": false, "62000012A": false, "": false} {
		if got := domain.ValidFINESS(typed); got != want {
			t.Errorf("%q: %v", typed, got)
		}
	}
}
