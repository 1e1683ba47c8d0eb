package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxName is the longest surname, first name or structure that is accepted, in characters.
const MaxName = 120

// folds are the letters that lose their accent or split in two when names are compared.
var folds = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "å", "a", "æ", "ae",
	"ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i", "î", "i", "ï", "i",
	"ñ", "n", "ó", "o", "ò", "o", "ô", "o", "ö", "o", "õ", "o", "ø", "o", "œ", "oe",
	"ú", "u", "ù", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y", "š", "s", "ž", "z", "č", "c", "ć", "c", "ł", "l", "ß", "ss",
)

// Fold brings a name to the form in which two spellings of it are equal: lower case, without accents,
// every run of anything that is no letter and no digit turned into one space.
func Fold(s string) string {
	s = folds.Replace(strings.ToLower(s))
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsMark(r): // a decomposed accent
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		default:
			space = true
		}
	}
	return b.String()
}

// NameKey is what two registrations of one person have in common: the folded surname and first name.
func NameKey(last, first string) string { return Fold(last) + "|" + Fold(first) }

// CleanLine is what is kept of a line somebody typed: one line, no control or direction characters, no
// emoji, single spaces, trimmed. (A direction mark could make a name read as another's.)
func CleanLine(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "") {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case !unicode.IsGraphic(r), unicode.Is(unicode.Cf, r), r > 0xFFFF, unicode.Is(unicode.So, r) && r != '°', r >= 0xFE00 && r <= 0xFE0F:
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// CleanText is CleanLine for several lines: line breaks stay.
func CleanText(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = CleanLine(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// CheckLine refuses an empty or too long line. hasLetter asks for at least one letter (a name).
func CheckLine(field, value string, max int, required, hasLetter bool) *Error {
	switch {
	case value == "" && required:
		return &Error{Code: ErrRequired, Field: field}
	case utf8.RuneCountInString(value) > max:
		return &Error{Code: ErrTooLong, Field: field}
	case value != "" && hasLetter && !strings.ContainsFunc(value, unicode.IsLetter):
		return &Error{Code: ErrCharacters, Field: field}
	}
	return nil
}

// CleanEmail lower-cases and trims an address. The local part is compared without case too: no
// institution of the territory tells addresses apart by capitals.
func CleanEmail(s string) string { return strings.ToLower(strings.TrimSpace(CleanLine(s))) }

// ValidEmail is a plain check that catches typing errors: one @, a dot in the domain, no space.
func ValidEmail(s string) bool {
	local, host, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(s) > 254 || strings.ContainsAny(s, " ,;:<>()[]\"\\") || strings.Contains(host, "@") {
		return false
	}
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 || dot >= len(host)-2 || strings.Contains(host, "..") || host[0] == '-' {
		return false
	}
	for _, r := range s {
		if r < 0x21 || r == 0x7F {
			return false
		}
	}
	return true
}
