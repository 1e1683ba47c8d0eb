package domain

import (
	"regexp"
	"slices"
	"strings"
)

// What may be wrong with a text before others read it.
const (
	WarnName   = "name"   // of somebody registered, or who speaks
	WarnCivil  = "civil"  // « M. X », « Mme Y », « Dr Z »
	WarnPhone  = "phone"  // a telephone number
	WarnEmail  = "email"  // an address
	WarnHealth = "health" // a word of health, of care
)

// Warning is a doubt about a text, and the words that raise it.
type Warning struct{ Kind, Found string }

var (
	civil = regexp.MustCompile(`(?i:\b(?:m\.|mr\.?|mme|mlle|monsieur|madame|mademoiselle|docteur|dr\.?|pr\.?|professeur))[\s\x{a0}\x{202f}]+(\p{Lu}[\p{L}'’-]*\.?)`)
	phone = regexp.MustCompile(`(?:\+\d{2}|\b0)[\s\x{a0}\x{202f}.()-]*(?:\d[\s\x{a0}\x{202f}.()-]*){8,10}\d?`)
	email = regexp.MustCompile(`[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]{2,}`)
)

// healthWords are few: each says that a text may tell somebody's health. They are compared from the beginning of a
// word, folded.
var healthWords = []string{"schizophren", "bipolaire", "borderline", "depressi", "suicid", "psychose", "psychotique", "autiste", "toxicoman", "alcoolique", "addict",
	"hospitalis", "interne d office", "diagnosti", "traitement", "medicament", "antidepresseur", "neuroleptique", "cancer", "vih", "seropositi", "enceinte", "grossesse",
	"handicap", "violence conjugale", "viol", "inceste", "scarification", "tentative", "sous tutelle", "sous curatelle", "mon patient", "ma patiente", "mon fils", "ma fille", "mon mari", "ma femme"}

// bareHealth are words that are only meant whole: « viol », not « violet ».
var bareHealth = []string{"viol", "viols", "vih", "cancer", "cancers", "tentative", "traitement", "traitements"}

// TextWarnings says what in a text may name somebody or tell a person's health, in the order in which one would look.
// names are « Prénom Nom » of the people known to the event. It never says that a text is safe.
func TextWarnings(text string, names []string) (list []Warning) {
	add := func(kind, found string) {
		found = strings.TrimSpace(found)
		if w := (Warning{kind, found}); found != "" && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	folded := " " + Fold(text) + " "
	for _, name := range names {
		if found := nameIn(folded, name); found != "" {
			add(WarnName, found)
		}
	}
	for _, m := range civil.FindAllString(text, -1) {
		add(WarnCivil, m)
	}
	for _, m := range phone.FindAllString(text, -1) {
		add(WarnPhone, m)
	}
	for _, m := range email.FindAllString(text, -1) {
		add(WarnEmail, strings.TrimRight(m, ".,;:"))
	}
	for _, w := range healthWords {
		at := strings.Index(folded, " "+w)
		if at < 0 {
			continue
		}
		word := wordAt(folded, at+1, len(w))
		if slices.Contains(bareHealth, w) && !slices.Contains(bareHealth, word) {
			continue
		}
		add(WarnHealth, word)
	}
	return list
}

// nameIn finds somebody in a folded text between spaces: the whole name either way round, or the surname alone where it
// is long enough not to be a common word by chance.
func nameIn(folded, name string) string {
	words := strings.Fields(Fold(name))
	if len(words) == 0 {
		return ""
	}
	last := words[len(words)-1]
	switch {
	case strings.Contains(folded, " "+strings.Join(words, " ")+" "):
		return name
	case len(words) == 2 && strings.Contains(folded, " "+last+" "+words[0]+" "):
		return name
	case len([]rune(last)) >= 4 && strings.Contains(folded, " "+last+" "):
		return name
	}
	return ""
}

// wordAt is the words of a folded text from one place, to the end of the word in which n bytes later stand.
func wordAt(folded string, from, n int) string {
	end := from + n
	for end < len(folded) && folded[end] != ' ' {
		end++
	}
	return folded[from:end]
}
