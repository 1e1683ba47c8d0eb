package domain

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
)

// Reason says why two rows look like one.
type Reason string

// The reasons, of people then of structures.
const (
	SameName      Reason = "same_name"
	SwappedName   Reason = "swapped_name"   // surname and first name the other way round
	OneLetter     Reason = "one_letter"     // missing, added, changed or swapped with its neighbour
	SameLastName  Reason = "same_last_name" // and the same mailbox
	SameMailbox   Reason = "same_mailbox"
	SameStructure Reason = "same_structure"
	SaidOther     Reason = "said_other" // « Je suis une autre personne »: speaks against
	Acronym       Reason = "acronym"
	Contained     Reason = "contained"  // every word of one name is in the other
	RareWords     Reason = "rare_words" // nothing but words that say what it is sets them apart
)

// Likely is the score from which a pair is worth a look. Scores order what is shown; nothing is merged by one.
const Likely = 45

// Likeness is how much two rows look like one, and why.
type Likeness struct {
	Score   int
	Reasons []Reason
}

func (l *Likeness) add(score int, r Reason) {
	l.Score += score
	l.Reasons = append(l.Reasons, r)
}

// Pair is two rows that may be one: A and B are ids, A the smaller.
type Pair struct {
	A, B string
	Likeness
}

// widest is how many rows that share a key are compared each with each. A wider block (a mailbox that a whole
// hospital shares, with one name) is compared with its first only: merging that one brings out the next.
const widest = 200

// blocks compares the rows that share a key, rather than all with all: twenty thousand people make two hundred
// million pairs. keys gives the keys of a row; like tells whether the pair is kept.
func blocks(n int, keys func(i int, add func(parts ...string)), like func(a, b int)) {
	type entry struct {
		hash uint64
		row  int32
	}
	var all []entry
	for i := range n {
		keys(i, func(parts ...string) {
			h := fnv.New64a()
			for _, p := range parts {
				h.Write([]byte(p))
				h.Write([]byte{0})
			}
			all = append(all, entry{h.Sum64(), int32(i)})
		})
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.row, b.row)) })
	all = slices.Compact(all)
	seen := map[[2]int32]bool{}
	for len(all) > 0 {
		end := 1
		for end < len(all) && all[end].hash == all[0].hash {
			end++
		}
		for i := range end {
			if i > 0 && end > widest {
				break
			}
			for j := i + 1; j < end; j++ {
				if pair := [2]int32{all[i].row, all[j].row}; !seen[pair] {
					seen[pair] = true
					like(int(pair[0]), int(pair[1]))
				}
			}
		}
		all = all[end:]
	}
}

// sortPairs puts the likeliest first; the order of the rows given does not show.
func sortPairs(pairs []Pair) {
	slices.SortFunc(pairs, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
}

// squeeze is a folded name without its spaces: « PEP 62 » and « PEP62 » are one.
func squeeze(s string) string { return strings.ReplaceAll(Fold(s), " ", "") }

// shorter gives a text and what is left of it without each of its letters: two texts that one letter sets apart
// have one of these in common.
func shorter(s string, add func(string)) {
	add(s)
	runes := []rune(s)
	for i := range runes {
		add(string(runes[:i]) + string(runes[i+1:]))
	}
}

// oneLetter tells whether exactly one letter, missing, changed, or swapped with the next, sets two texts apart.
func oneLetter(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if a == b || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	if slices.Equal(x[i+1:], y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}
