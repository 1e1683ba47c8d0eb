package domain

import "strings"

// SplitName parts a name typed in one field at the door into surname and first name, as a pasted list does: the
// words in capitals are the surname; else a first name is the first word. One word alone is a surname.
func SplitName(whole string) (last, first string) {
	whole = CleanLine(whole)
	l := pastedLine{names: []string{whole}, whole: true}
	if whole == "" {
		return "", ""
	}
	if l.place(unknownOrder) == unknownOrder && len(strings.Fields(whole)) > 1 {
		l.put(firstNameFirst, 0)
	}
	return l.LastName, l.FirstName
}

// LikelyAt gives who of an event's people looks like somebody who comes to its door without a ticket, the
// likeliest first, by the house's rule for duplicates.
func LikelyAt(typed Identity, people []Identity) (ids []string) {
	face := faceOf(typed)
	var found []Pair
	for _, p := range people {
		if l := alike(face, faceOf(p)); l.Score >= Likely {
			found = append(found, Pair{A: p.ID, Likeness: l})
		}
	}
	sortPairs(found)
	for _, p := range found {
		ids = append(ids, p.A)
	}
	return ids
}
