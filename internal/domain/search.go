package domain

import (
	"slices"
	"strings"
)

// Findable is a name prepared to be searched.
type Findable struct {
	words, structure, joined []string
	initials, key            string
}

// FindableName prepares a name. The phones of the door search by the same rule (pb_public/accueil/app/search.js);
// both answer testdata/search.json.
func FindableName(last, first, structure string) Findable {
	l, f := strings.Fields(Fold(last)), strings.Fields(Fold(first))
	out := Findable{words: slices.Concat(l, f), structure: strings.Fields(Fold(structure)), key: strings.Join(l, " ") + " " + strings.Join(f, " ")}
	for _, part := range [][]string{l, f} {
		if len(part) > 1 {
			out.joined = append(out.joined, strings.Join(part, ""))
		}
	}
	if len(f) > 1 {
		for _, w := range f {
			out.initials += string([]rune(w)[:1])
		}
	}
	return out
}

// civilities are what people type before a name, and no list holds.
var civilities = []string{"m", "mr", "mme", "mlle", "dr", "pr", "monsieur", "madame", "docteur", "professeur"}

// SearchNames gives the places of at most limit people whose name answers the words typed, the best first. Accents,
// the order of the words, initials, titles and a slip of the finger are forgiven; none under two letters.
func SearchNames(people []Findable, query string, limit int) (places []int) {
	tokens := strings.Fields(Fold(query))
	named := slices.DeleteFunc(slices.Clone(tokens), func(t string) bool { return slices.Contains(civilities, t) })
	if letters(named) > 1 {
		tokens = named
	}
	if letters(tokens) < 2 {
		return nil
	}
	places = ranked(people, tokens, Findable.exact, nil, limit)
	return append(places, ranked(people, tokens, Findable.close, places, limit-len(places))...)
}

func letters(words []string) (n int) {
	for _, w := range words {
		n += len([]rune(w))
	}
	return n
}

func ranked(people []Findable, tokens []string, score func(Findable, string) int, but []int, limit int) (best []int) {
	totals := map[int]int{}
	for i, p := range people {
		if total := p.sum(tokens, score); total > 0 && !slices.Contains(but, i) {
			totals[i] = total
			best = append(best, i)
		}
	}
	slices.SortStableFunc(best, func(a, b int) int {
		if d := totals[b] - totals[a]; d != 0 {
			return d
		}
		return strings.Compare(people[a].key, people[b].key)
	})
	return best[:min(len(best), max(0, limit))]
}

// sum is nothing unless every word typed is found.
func (p Findable) sum(tokens []string, score func(Findable, string) int) (total int) {
	for _, t := range tokens {
		points := score(p, t)
		if points == 0 {
			return 0
		}
		total += points
	}
	return total
}

func (p Findable) exact(token string) int {
	begins := func(w string) bool { return strings.HasPrefix(w, token) }
	n := len([]rune(token))
	switch {
	case slices.Contains(p.words, token):
		return 8
	case slices.ContainsFunc(p.words, begins):
		return 6
	case n > 2 && slices.ContainsFunc(p.joined, begins):
		return 5
	case n > 1 && p.initials == token:
		return 4
	case n > 2 && slices.ContainsFunc(p.structure, begins):
		return 1
	}
	return 0
}

func (p Findable) close(token string) int {
	if points := p.exact(token); points > 0 {
		return points
	}
	typed := []rune(token)
	if len(typed) < 4 {
		return 0
	}
	near := func(w string) bool { return slipStart([]rune(w), typed) }
	if slices.ContainsFunc(p.words, near) || slices.ContainsFunc(p.joined, near) {
		return 3
	}
	return 0
}

// slipStart tells whether a word begins with what was typed, but for one letter: changed, added, missing, or
// swapped with its neighbour.
func slipStart(word, typed []rune) bool {
	i := 0
	for i < len(typed) && i < len(word) && word[i] == typed[i] {
		i++
	}
	if i == len(typed) || len(typed) > len(word)+1 {
		return i == len(typed)
	}
	follows := func(w, t int) bool { // what is typed from t on begins the word from w on
		return len(typed) <= t || len(word) >= w && len(word)-w >= len(typed)-t && slices.Equal(word[w:w+len(typed)-t], typed[t:])
	}
	swapped := i+1 < len(typed) && i+1 < len(word) && word[i] == typed[i+1] && word[i+1] == typed[i]
	return follows(i+1, i+1) || follows(i+1, i) || follows(i, i+1) || swapped && follows(i+2, i+2)
}
