package ticket

import (
	"strings"
	"unicode"
)

const (
	// shortAlphabet has no vowel, so it makes no word, and neither 0, 1 nor L.
	shortAlphabet = "23456789BCDFGHJKMNPQRSTVWXZ"
	shortLength   = 8
)

// NewShort draws the eight characters that are told or typed when the QR cannot
// be scanned. It is unique only once its event says so.
func NewShort() string { return draw(shortAlphabet, shortLength) }

// ParseShort reads a typed short code: any case, spaces and dashes anywhere.
func ParseShort(raw string) (string, bool) {
	code := squeeze(raw)
	if len(code) != shortLength || strings.Trim(code, shortAlphabet) != "" {
		return "", false
	}
	return code, true
}

// ShowShort writes a short code in two groups: « ABCD-EFGH ».
func ShowShort(code string) string { return grouped(code) }

// squeeze puts a typed code in capitals without its spaces and dashes.
func squeeze(raw string) string {
	return upper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return r
	}, raw))
}

func grouped(code string) string {
	var groups []string
	for len(code) > 4 {
		groups, code = append(groups, code[:4]), code[4:]
	}
	return strings.Join(append(groups, code), "-")
}
