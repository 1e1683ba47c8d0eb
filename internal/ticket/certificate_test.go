package ticket

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawCertificateCode(t *rapid.T) string {
	runes := rapid.SampledFrom([]rune(certificateAlphabet))
	return seal(rapid.StringOfN(runes, randomLength, randomLength, -1).Draw(t, "random"))
}

func TestCertificateCodeIsReadBack(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		code := NewCertificateCode()
		shown := ShowCertificateCode(code)
		if len(code) != certificateLength || len(shown) != 24 || seen[code] {
			t.Fatalf("code %q, shown %q", code, shown)
		}
		seen[code] = true
		for _, raw := range []string{
			code, shown, strings.ToLower(shown), strings.ReplaceAll(shown, "-", " "), " " + code + "\r\n",
			"https://passerelle.exemple.fr/verifier/" + shown, "HTTPS://EXEMPLE.FR/VERIFIER/" + code,
			"https://exemple.fr/verifier/" + strings.ToLower(code) + "?source=papier", "https://exemple.fr/verifier/" + code + "/",
		} {
			if got, err := ParseCertificateCode(raw); err != nil || got != code {
				t.Fatalf("ParseCertificateCode(%q) = %q, %v", raw, got, err)
			}
		}
	}
}

func TestCertificateCodeErrors(t *testing.T) {
	code := NewCertificateCode()
	for raw, want := range map[string]error{
		"":                                 ErrCodeLength,
		code[:19]:                          ErrCodeLength,
		code + "2":                         ErrCodeLength,
		"https://exemple.fr/verifier/":     ErrCodeLength,
		code[:19] + "O":                    ErrCodeCharacter,
		"0" + code[1:]:                     ErrCodeCharacter,
		code[:10] + "é" + code[11:]:        ErrCodeCharacter,
		code[:10] + "\u017f" + code[11:]:   ErrCodeCharacter,
		strings.Repeat("2", 19) + "3":      ErrCodeCheck,
		"2345-6789-ABCD-EFGH-JKMN":         ErrCodeCheck,
		strings.Repeat("\U0001F600", 20):   ErrCodeCharacter,
		strings.Repeat("Z", 19) + "\u00ad": ErrCodeCharacter,
	} {
		if got, err := ParseCertificateCode(raw); !errors.Is(err, want) {
			t.Errorf("ParseCertificateCode(%q) = %q, %v, want %v", raw, got, err, want)
		}
	}
}

// Every position, every other character.
func TestEverySingleWrongCharacterIsCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := drawCertificateCode(t)
		for at := range code {
			for _, wrong := range certificateAlphabet {
				if byte(wrong) == code[at] {
					continue
				}
				mutant := code[:at] + string(wrong) + code[at+1:]
				if _, err := ParseCertificateCode(mutant); !errors.Is(err, ErrCodeCheck) {
					t.Fatalf("%s read as %s: %v", code, mutant, err)
				}
			}
		}
	})
}

// Every pair of positions, neighbours among them, with every pair of characters
// at the neighbours.
func TestEverySwapIsCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := []byte(drawCertificateCode(t))
		for i := range code {
			for j := i + 1; j < len(code); j++ {
				if code[i] == code[j] {
					continue
				}
				mutant := []byte(string(code))
				mutant[i], mutant[j] = mutant[j], mutant[i]
				if _, err := ParseCertificateCode(string(mutant)); !errors.Is(err, ErrCodeCheck) {
					t.Fatalf("%s read as %s: %v", code, mutant, err)
				}
			}
		}
	})
	for at := range randomLength - 1 {
		for _, a := range certificateAlphabet {
			for _, b := range certificateAlphabet {
				if a == b {
					continue
				}
				code := seal(strings.Repeat("2", at) + string(a) + string(b) + strings.Repeat("2", randomLength-2-at))
				mutant := code[:at] + string(b) + string(a) + code[at+2:]
				if _, err := ParseCertificateCode(mutant); !errors.Is(err, ErrCodeCheck) {
					t.Fatalf("%s read as %s: %v", code, mutant, err)
				}
			}
		}
	}
}
