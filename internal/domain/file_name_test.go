package domain_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

func TestNamesOfFilesAreSafe(t *testing.T) {
	for words, want := range map[string]string{
		"MÉSANGE Aliénor - ATT-2026-000001": "MÉSANGE Aliénor - ATT-2026-000001",
		`D'EL <x>/..\y: "z" | ?*`:           "D'EL x y z",
		" . ":                               "document", "CON": "CON document", "lpt1": "lpt1 document", "Con. Paul": "Con Paul", "a\tb\u202eb": "a b b",
		strings.Repeat("mot ", 60): strings.TrimSpace(strings.Repeat("mot ", 30)),
	} {
		if got := domain.SafeFileName(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := domain.SafeFileName(rapid.String().Draw(t, "words"))
		if name == "" || !utf8.ValidString(name) || len(name) > 140 || strings.TrimSpace(name) != name || strings.ContainsAny(name, `<>:"/\|?*.`) || strings.ContainsFunc(name, unicode.IsControl) {
			t.Fatalf("%q", name)
		}
		if domain.SafeFileName(name) != name {
			t.Fatalf("%q changes again", name)
		}
	})
}
