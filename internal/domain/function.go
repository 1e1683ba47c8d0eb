package domain

import (
	"regexp"
	"strings"
	"sync"
)

// Named is a row of a list: its code and its words.
type Named struct{ Code, Name string }

// shortFunctions are what people write for a function of the list: usage of the wards, and feminines that no
// ending tells. The right side is how the list begins it.
var shortFunctions = map[string]string{
	"ide": "infirmier", "isp": "infirmier", "ipa": "infirmier en pratique avancée", "as": "aide-soignant", "aes": "aes", "me": "moniteur-éducateur",
	"es": "éducateur", "ass": "assistant de service social", "as social": "assistant de service social", "assistante sociale": "assistant de service social",
	"travailleur social": "assistant de service social", "cds": "cadre de santé", "cadre": "cadre de santé", "cadre superieur de sante": "cadre de santé",
	"css": "cadre de santé", "faisant fonction de cadre": "cadre de santé", "kine": "kinésithérapeute", "psychomot": "psychomotricien",
	"ortho": "orthophoniste", "ergo": "ergothérapeute", "conseillere en economie sociale et familiale": "cesf", "mjpm": "mandataire judiciaire",
	"medecin psychiatre": "psychiatre", "medecin pedopsychiatre": "pédopsychiatre", "mediateur de sante": "médiateur de santé pair",
	"mediateur sante pair": "médiateur de santé pair", "infirmier de pratique avancee": "infirmier en pratique avancée", "directeur adjoint": "directeur",
	"infirmier education nationale": "infirmier scolaire", "professeur": "enseignant", "instituteur": "enseignant",
}

// onlyWhole are words that begin other functions as well: they are recognised alone.
var onlyWhole = map[string]bool{"assistant": true, "agent": true, "personnel": true, "professionnel": true, "coordinateur": true, "interne": true}

var feminine = regexp.MustCompile(`\([a-zà-ÿ]{1,5}\)|[·•./](e|es|ere|ère|iere|ière|trice|ne|ve|se|euse)s?\b`)

// FunctionOf recognises a function of the list by the words somebody wrote, feminine or masculine, shortened as
// the wards do, or followed by more (« infirmière de nuit »). Empty: none.
func FunctionOf(words string, list []Named) string {
	key := functionKey(words)
	if key == "" {
		return ""
	}
	for short, long := range shortFunctions {
		if knownKey(short) == key {
			key = knownKey(long)
			break
		}
	}
	best, code := 0, ""
	for _, f := range list {
		for _, part := range append(strings.Split(f.Name, ","), f.Name) {
			k := knownKey(part)
			begins := strings.HasPrefix(key, k+" ") && !onlyWhole[k]
			if k != "" && len(k) > best && (k == key || begins) {
				best, code = len(k), f.Code
			}
		}
	}
	return code
}

var knownKeys sync.Map // string → string

// knownKey is functionKey of the words of a list, which are few and asked for at every cell that is pasted.
func knownKey(words string) string {
	if k, ok := knownKeys.Load(words); ok {
		return k.(string)
	}
	k := functionKey(words)
	knownKeys.Store(words, k)
	return k
}

// functionKey is what the spellings of a function have in common: folded, each word without its gender.
func functionKey(s string) string {
	s = feminine.ReplaceAllString(strings.ToLower(s), "")
	if before, _, ok := strings.Cut(s, " ("); ok && before != "" {
		s = before
	}
	words := strings.Fields(Fold(s))
	for i, w := range words {
		words[i] = masculine(w)
	}
	return strings.Join(words, " ")
}

func masculine(w string) string {
	if len(w) > 3 {
		w = strings.TrimSuffix(w, "s")
	}
	for _, e := range []struct{ end, be string }{{"iere", "ier"}, {"trice", "teur"}, {"enne", "en"}, {"euse", "eur"}, {"ee", "e"}} {
		if short, ok := strings.CutSuffix(w, e.end); ok {
			return short + e.be
		}
	}
	if len(w) > 3 {
		return strings.TrimSuffix(w, "e")
	}
	return w
}
