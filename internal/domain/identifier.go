package domain

import "strings"

// laPoste is the one enterprise whose establishments have numbers with a control of their own.
const laPoste = "356000000"

// CleanDigits takes the spaces, dots and dashes out of a number somebody typed.
func CleanDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-\u00a0\u202f\t", r) {
			return -1
		}
		return r
	}, strings.TrimSpace(s))
}

// ValidSIRET tells whether fourteen digits can be the number of an establishment: the last controls the others.
func ValidSIRET(s string) bool {
	if len(s) != 14 || !digitsOnly(s) {
		return false
	}
	plain, luhn := 0, 0
	for i, r := range s {
		d := int(r - '0')
		plain += d
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		luhn += d
	}
	return luhn%10 == 0 || strings.HasPrefix(s, laPoste) && plain%5 == 0
}

// ValidNDA tells whether a number can be that of a training provider's declaration of activity: eleven digits.
func ValidNDA(s string) bool { return len(s) == 11 && digitsOnly(s) }

// ValidFINESS tells whether a number can be that of an establishment of care: nine characters, the département (2A and 2B
// have a letter), then digits.
func ValidFINESS(s string) bool {
	return len(s) == 9 && digitsOnly(s[2:]) && (digitsOnly(s[:2]) || s[:2] == "2A" || s[:2] == "2B")
}

func digitsOnly(s string) bool { return strings.Trim(s, "0123456789") == "" }
