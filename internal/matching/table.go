package matching

import (
	"cmp"
	"slices"

	"passerelle/internal/domain"
)

// option is a choice that no hard rule forbids, and what giving it adds to the score. The offer may have no place.
type option struct {
	offer, rank int // index in the table; rank from 1
	gain        Score
}

// table is an input sorted by ID, with what the hard rules leave.
type table struct {
	offers   []Offer
	wishes   []Wish
	offerAt  map[string]int
	wishAt   map[string]int
	rules    Rules
	excluded map[Link]bool
	served   map[string]bool
	options  [][]option // of each wish, by rank; those of a pinned one are its pin alone
	pinned   []bool     // of each wish
	refused  []Refused
}

func tableOf(in Input) (*table, error) {
	t := &table{offers: slices.Clone(in.Offers), wishes: slices.Clone(in.Wishes), rules: in.Rules,
		offerAt: map[string]int{}, wishAt: map[string]int{}, excluded: map[Link]bool{}, served: map[string]bool{}}
	slices.SortFunc(t.offers, func(a, b Offer) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(t.wishes, func(a, b Wish) int { return cmp.Compare(a.ID, b.ID) })
	if list := flaws(t.offers, t.wishes, in.Rules.Weights); list != nil {
		return nil, list
	}
	for i, o := range t.offers {
		t.offerAt[o.ID] = i
	}
	for _, x := range in.Rules.Exclusions {
		t.excluded[x] = true
	}
	for _, s := range in.Rules.Served {
		t.served[s] = true
	}
	t.options, t.pinned = make([][]option, len(t.wishes)), make([]bool, len(t.wishes))
	for i, w := range t.wishes {
		t.wishAt[w.ID] = i
		for rank := range w.Choices {
			if t.forbids(i, rank) == "" {
				t.options[i] = append(t.options[i], t.option(i, rank))
			}
		}
	}
	t.pin()
	return t, nil
}

// forbids gives the hard rule that a choice breaks, empty where none. Rank from 0.
func (t *table) forbids(wish, rank int) Reason {
	w, id := t.wishes[wish], t.wishes[wish].Choices[rank]
	at, known := t.offerAt[id]
	if !known {
		return Unknown
	}
	o := t.offers[at]
	switch {
	case slices.Contains(w.Choices[:rank], id):
		return Repeated
	case own(w, o):
		return OwnService
	case len(o.Professions) > 0 && !slices.Contains(o.Professions, w.Profession):
		return Profession
	case slices.ContainsFunc(o.Block, func(half string) bool { return slices.Contains(w.Unavailable, half) }):
		return NotFree
	case t.excluded[Link{w.ID, id}]:
		return Excluded
	case w.NeedsAgreement && !w.Agreed:
		return NotAgreed
	}
	return ""
}

// own tells whether the offer is of the person's own service. Within one structure a service that is not told may be
// any. Capitals and accents make no difference, since services are typed.
func own(w Wish, o Offer) bool {
	if w.Structure == "" || w.Structure != o.Structure {
		return false
	}
	home, host := domain.Fold(w.Service), domain.Fold(o.Service)
	return home == "" || host == "" || home == host
}

func (t *table) option(wish, rank int) option {
	at := t.offerAt[t.wishes[wish].Choices[rank]]
	o := option{offer: at, rank: rank + 1, gain: Score{Placed: 1}}
	switch rank {
	case 0:
		o.gain.First = 1
	case 1:
		o.gain.Second = 1
	}
	for _, b := range t.bonuses(wish, at) {
		o.gain.Bonus += t.weight(b)
	}
	return o
}

// bonuses are those of one person at one offer. One that weighs nothing is told all the same.
func (t *table) bonuses(wish, offer int) (list []Bonus) {
	w, o := t.wishes[wish], t.offers[offer]
	if slices.ContainsFunc(t.rules.Crossed, func(p Pair) bool { return w.Structure != o.Structure && p.Is(w.Structure, o.Structure) }) {
		list = append(list, BonusCrossed)
	}
	if slices.ContainsFunc(t.rules.Bridges, func(p Pair) bool { return p.Is(w.Sector, o.Sector) }) {
		list = append(list, BonusBridged)
	}
	if w.Structure != "" && !t.served[w.Structure] {
		list = append(list, BonusUnserved)
	}
	return list
}

func (t *table) weight(b Bonus) int {
	switch b {
	case BonusCrossed:
		return t.rules.Weights.Crossed
	case BonusBridged:
		return t.rules.Weights.Bridged
	}
	return t.rules.Weights.Unserved
}

// pin follows the pins in the order of the IDs, and refuses the one that breaks a hard rule, comes after another of the
// same person, or finds the offer full of pins.
func (t *table) pin() {
	pins, taken := slices.Clone(t.rules.Pins), make([]int, len(t.offers))
	slices.SortFunc(pins, func(a, b Link) int { return cmp.Or(cmp.Compare(a.Wish, b.Wish), cmp.Compare(a.Offer, b.Offer)) })
	for _, p := range slices.Compact(pins) {
		if r := t.refuses(p, taken); r != "" {
			t.refused = append(t.refused, Refused{p, r})
			continue
		}
		w, at := t.wishAt[p.Wish], t.offerAt[p.Offer]
		t.options[w] = slices.DeleteFunc(t.options[w], func(o option) bool { return o.offer != at })
		t.pinned[w] = true
		taken[at]++
	}
}

func (t *table) refuses(p Link, taken []int) Reason {
	w, known := t.wishAt[p.Wish]
	at, offered := t.offerAt[p.Offer]
	if !known || !offered {
		return Unknown
	}
	rank := slices.Index(t.wishes[w].Choices, p.Offer)
	if rank < 0 {
		return NotWished
	}
	switch r := t.forbids(w, rank); {
	case r != "":
		return r
	case t.offers[at].Places == 0:
		return NoPlace
	case t.pinned[w]:
		return Pinned
	case taken[at] == t.offers[at].Places:
		return Full
	}
	return ""
}
