package domain

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Institution is what two structures are compared by: every name of it, its place, what it is a part of. Ids.
type Institution struct {
	ID                string
	Names             []string
	Territory, Parent string
}

// What each likeness of two structures weighs.
const (
	weighName           = 60
	weighNameLetter     = 50
	weighAcronym        = 50
	weighContained      = 50
	weighRareWords      = 45
	weighTerritory      = 5
	weighOtherTerritory = -5
)

// linking words say nothing of a name; generic ones say what it is, not which.
var (
	linking = wordSet("d de des du en et l la le les a au aux pour sur")
	generic = wordSet(`accueil action aide artois association calais cabinet ch cd centre cite college commune communaute conseil contrat departement
		departemental ecole equipe espace etablissement foyer france groupe groupement hautes hauts hopital hopitaux hospitalier hospitaliere institut
		local locale lycee mairie maison mental mentale nord pas pays personnes pole psychiatrie psychiatrique public publics publique regional
		regionale reseau residence sante secteur service services site social sociale soins structure territoire territorial unite ville 59 62`)
)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// spelling is one name of a structure as it is compared.
type spelling struct {
	squeezed string
	words    []string            // without the linking ones
	runs     map[string][]string // initials of three words or more that follow each other → those words
	initials []string            // of the whole name, with and without the linking words
}

func spell(name string) spelling {
	sp := spelling{runs: map[string][]string{}}
	all := strings.Fields(Fold(name))
	for i, w := range all {
		switch w {
		case "st":
			all[i] = "saint"
		case "ste":
			all[i] = "sainte"
		}
		if !linking[w] {
			sp.words = append(sp.words, all[i])
		}
	}
	sp.squeezed = strings.Join(all, "")
	for _, words := range [][]string{all, sp.words} {
		sp.initials = append(sp.initials, initials(words))
		for from := range words {
			for to := from + shortestAcronym; to <= min(len(words), from+longestAcronym); to++ {
				run := initials(words[from:to])
				sp.runs[run] = append(sp.runs[run], words[from:to]...)
			}
		}
	}
	return sp
}

// Shortest and longest run of words that an acronym may stand for.
const (
	shortestAcronym = 3
	longestAcronym  = 8
)

func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(first)
	}
	return b.String()
}

// rarity counts in how many structures a word is.
type rarity struct {
	in   map[string]int
	most int
}

// strong tells whether a word says which structure is meant.
func (r rarity) strong(w string) bool { return len(w) >= 3 && !generic[w] && r.in[w] <= r.most }

// site is an institution as it is compared.
type site struct {
	Institution
	names []spelling
}

// LikelyStructures lists the pairs of structures worth a look, the likeliest first, whatever the order given.
// One that is a part of the other is not the other.
func LikelyStructures(list []Institution) (pairs []Pair) {
	sites, r := prepare(list)
	parents := map[string]string{}
	for _, s := range sites {
		parents[s.ID] = s.Parent
	}
	blocks(len(sites), func(i int, add func(parts ...string)) { sites[i].keys(add) }, func(i, j int) {
		a, b := sites[i], sites[j]
		if partOf(parents, a.ID, b.ID) || partOf(parents, b.ID, a.ID) {
			return
		}
		if l := structuresAlike(a, b, r); l.Score >= Likely {
			pairs = append(pairs, Pair{a.ID, b.ID, l})
		}
	})
	sortPairs(pairs)
	return pairs
}

func prepare(list []Institution) (sites []site, r rarity) {
	r = rarity{in: map[string]int{}, most: max(8, len(list)/40)}
	for _, s := range list {
		of, seen := site{Institution: s}, map[string]bool{}
		for _, n := range s.Names {
			sp := spell(n)
			if sp.squeezed == "" || slices.ContainsFunc(of.names, func(o spelling) bool { return o.squeezed == sp.squeezed }) {
				continue
			}
			of.names = append(of.names, sp)
			for _, w := range sp.words {
				if !seen[w] {
					seen[w] = true
					r.in[w]++
				}
			}
		}
		sites = append(sites, of)
	}
	slices.SortFunc(sites, func(a, b site) int { return cmp.Compare(a.ID, b.ID) })
	return sites, r
}

// partOf tells whether a structure is, at any level, a part of another.
func partOf(parents map[string]string, id, of string) bool {
	for hops := 0; id != "" && hops < 20; hops++ {
		if id = parents[id]; id == of {
			return true
		}
	}
	return false
}

// structuresAlike takes the best of all pairs of names.
func structuresAlike(a, b site, r rarity) (best Likeness) {
	for _, x := range a.names {
		for _, y := range b.names {
			if l := namesAlike(x, y, r); l.Score > best.Score {
				best = l
			}
		}
	}
	switch {
	case best.Score == 0 || a.Territory == "" || b.Territory == "":
	case a.Territory == b.Territory:
		best.Score += weighTerritory
	default:
		best.Score += weighOtherTerritory
	}
	return best
}

func namesAlike(x, y spelling, r rarity) (l Likeness) {
	switch {
	case x.squeezed == y.squeezed:
		l.add(weighName, SameName)
	case min(len(x.squeezed), len(y.squeezed)) >= 6 && oneLetter(x.squeezed, y.squeezed):
		l.add(weighNameLetter, OneLetter)
	case x.stands(y) || y.stands(x):
		l.add(weighAcronym, Acronym)
	case x.within(y, r) || y.within(x, r):
		l.add(weighContained, Contained)
	case sameRareWords(x, y, r):
		l.add(weighRareWords, RareWords)
	}
	return l
}

// stands tells whether a name is the acronym of another.
func (sp spelling) stands(of spelling) bool {
	return len(sp.words) == 1 && len(sp.squeezed) >= shortestAcronym && slices.Contains(of.initials, sp.squeezed)
}

// within tells whether every word of a name is in another, itself or as the acronym of some of its words, and
// one of them says which structure is meant.
func (sp spelling) within(of spelling, r rarity) bool {
	strong := false
	for _, w := range sp.words {
		switch {
		case slices.Contains(of.words, w):
			strong = strong || r.strong(w) && (len(sp.words) > 1 || len(w) > shortestAcronym)
		case of.runs[w] != nil, sp.shortened(w, of):
			strong = strong || len(sp.words) > 1
		default:
			return false
		}
	}
	return strong
}

// shortened tells whether a word is in a run of words of which the other name has the acronym.
func (sp spelling) shortened(word string, of spelling) bool {
	return slices.ContainsFunc(of.words, func(w string) bool { return slices.Contains(sp.runs[w], word) })
}

// sameRareWords tells whether two names share at least two words that say which structure is meant, and nothing
// but generic words sets them apart.
func sameRareWords(x, y spelling, r rarity) bool {
	shared := 0
	for _, w := range x.words {
		switch {
		case slices.Contains(y.words, w):
			if r.strong(w) {
				shared++
			}
		case !generic[w]:
			return false
		}
	}
	for _, w := range y.words {
		if !slices.Contains(x.words, w) && !generic[w] {
			return false
		}
	}
	return shared >= 2
}

// keys are such that two structures that may score enough share one.
func (s site) keys(add func(parts ...string)) {
	for _, n := range s.names {
		shorter(n.squeezed, func(k string) { add("letters", k) })
		add("word", n.squeezed)
		for _, w := range slices.Concat(n.words, n.initials) {
			add("word", w)
		}
		for w := range n.runs {
			add("word", w)
		}
	}
}
