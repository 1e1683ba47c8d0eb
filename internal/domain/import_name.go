package domain

import (
	"regexp"
	"strings"
	"unicode"
)

// ImportName is a name as its cells say it: two cells, or one that holds all.
type ImportName struct {
	Last, First string // of two columns
	Whole       string // of one
	FirstBefore bool   // the heading says « Prénom Nom »
	SurnameLed  bool   // the heading says « Nom Prénom »
	Email       string // tells the surname, where it can
}

// ReadNames puts names into surname and first name, all those of a file together: who writes « DUPONT Marie » once writes
// so everywhere. Rows stand in the order given. guessed: nothing told the order of names in one cell.
func ReadNames(names []ImportName) (rows []PastedRow, guessed bool) {
	lines := make([]pastedLine, len(names))
	for i, n := range names {
		l := &lines[i]
		l.Email = n.Email
		whole := withoutTitle(CleanLine(n.Whole))
		last, first := withoutTitle(CleanLine(n.Last)), CleanLine(n.First)
		switch before, after, comma := strings.Cut(whole, ","); {
		case whole == "" && last == "" && first == "":
		case whole == "":
			l.LastName, l.FirstName = last, first // told by the headings: kept as they are
		case comma && strings.TrimSpace(after) != "":
			l.LastName, l.FirstName = strings.TrimSpace(before), strings.TrimSpace(after)
		default:
			l.names, l.whole = []string{strings.TrimSpace(before)}, true
			if n.SurnameLed {
				l.order = surnameFirst
			} else if n.FirstBefore {
				l.order = firstNameFirst
			}
		}
	}
	guessed = orderNames(lines)
	for _, l := range lines {
		rows = append(rows, PastedRow{LastName: l.LastName, FirstName: l.FirstName, Email: l.Email})
	}
	return rows, guessed
}

var twoPeople = regexp.MustCompile(`(?i)\s+(?:et|&|\+)\s+|\s*[/;\n]\s*`)

// SplitPeople proposes the people whom one cell names: « Dupont Marie et Martin Paul », « Marie Dupont / Paul Martin ». One:
// nothing parts them. « Marie et Paul Dupont » share a surname: it is given to both.
func SplitPeople(cell string) (people []string) {
	for _, p := range twoPeople.Split(strings.TrimSpace(cell), -1) {
		if p = CleanLine(p); strings.ContainsFunc(p, unicode.IsLetter) {
			people = append(people, p)
		}
	}
	if len(people) == 2 && len(strings.Fields(withoutTitle(people[0]))) == 1 {
		if words := strings.Fields(withoutTitle(people[1])); len(words) == 2 && !capitals(words[0]) {
			people[0] = withoutTitle(people[0]) + " " + words[1]
		}
	}
	return people
}

var totalWords = regexp.MustCompile(`^(sous )?tota(l|ux)\b|^nombre (total|de (participants|presents|personnes|lignes))\b|^effectif total\b|^nb (total|de (participants|presents))\b`)

// IsTotal tells whether a line sums up others rather than being one of them.
func IsTotal(l ImportLine) bool {
	for _, c := range l.Cells {
		if c != "" {
			return totalWords.MatchString(Fold(c))
		}
	}
	return false
}
