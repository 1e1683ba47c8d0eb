package domain

import (
	"strings"
	"unicode"
)

// maxFileName is the longest name of a file that SafeFileName makes, in bytes: archives are unpacked in folders that
// have names of their own.
const maxFileName = 120

// SafeFileName makes of words a name, without its extension, that every system takes (Windows too): no sign that
// means something there, no dot, no space at an end. Empty words make « document ».
func SafeFileName(words string) string {
	var b strings.Builder
	for _, r := range words {
		switch {
		case strings.ContainsRune(`<>:"/\|?*.`, r), unicode.IsSpace(r), unicode.Is(unicode.C, r), r == unicode.ReplacementChar:
			r = ' '
		}
		b.WriteRune(r)
	}
	name := ""
	for _, word := range strings.Fields(b.String()) {
		next := strings.TrimPrefix(name+" "+word, " ")
		if len(next) > maxFileName {
			break
		}
		name = next
	}
	if name == "" || reserved[strings.ToLower(name)] {
		return strings.TrimPrefix(name+" document", " ")
	}
	return name
}

// reserved are the names of devices, which no file may bear on Windows.
var reserved = func() map[string]bool {
	names := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}
	for _, n := range "0123456789¹²³" {
		names["com"+string(n)], names["lpt"+string(n)] = true, true
	}
	return names
}()
