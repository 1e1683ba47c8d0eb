package domain

import (
	"slices"
	"strings"
)

// SamePerson tells whether a name is another spelling of a name, and not another person's: a letter or two, a
// name left out or added (a married name), the two fields exchanged.
func SamePerson(last, first, otherLast, otherFirst string) bool {
	a, b, c, d := Fold(last), Fold(first), Fold(otherLast), Fold(otherFirst)
	return near(a, c) && near(b, d) || near(a, d) && near(b, c)
}

func near(a, b string) bool {
	if within(a, b) || within(b, a) {
		return true
	}
	return distance([]rune(a), []rune(b)) <= max(1, min(2, min(len(a), len(b))/4))
}

// within tells whether every word of a is one of b.
func within(a, b string) bool {
	words, of := strings.Fields(a), strings.Fields(b)
	for _, w := range words {
		if !slices.Contains(of, w) {
			return false
		}
	}
	return len(words) > 0
}

// distance counts the letters to write, drop, change or exchange with their neighbour between two words.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
