package matching_test

import (
	"cmp"
	"slices"
	"strings"

	"passerelle/internal/matching"
)

// oracle is a second program: it tries every distribution of a small campaign, by rules written apart.
type oracle struct {
	in     matching.Input
	offers map[string]matching.Offer
	wishes []matching.Wish   // by ID
	pins   map[string]string // followed
	refuse []matching.Refused
}

func oracleOf(in matching.Input) *oracle {
	o := &oracle{in: in, offers: map[string]matching.Offer{}, wishes: slices.Clone(in.Wishes), pins: map[string]string{}}
	for _, x := range in.Offers {
		o.offers[x.ID] = x
	}
	slices.SortFunc(o.wishes, func(a, b matching.Wish) int { return strings.Compare(a.ID, b.ID) })
	pins := slices.Clone(in.Rules.Pins)
	slices.SortFunc(pins, func(a, b matching.Link) int { return cmp.Compare(a.Wish+" "+a.Offer, b.Wish+" "+b.Offer) })
	for _, p := range slices.Compact(pins) {
		if why := o.cannotPin(p); why != "" {
			o.refuse = append(o.refuse, matching.Refused{Pin: p, Reason: why})
		} else {
			o.pins[p.Wish] = p.Offer
		}
	}
	return o
}

func (o *oracle) cannotPin(p matching.Link) matching.Reason {
	i := slices.IndexFunc(o.wishes, func(w matching.Wish) bool { return w.ID == p.Wish })
	if _, known := o.offers[p.Offer]; !known || i < 0 {
		return matching.Unknown
	}
	rank := slices.Index(o.wishes[i].Choices, p.Offer)
	if rank < 0 {
		return matching.NotWished
	}
	if why := o.why(o.wishes[i], rank); why != "" {
		return why
	}
	if o.pins[p.Wish] != "" {
		return matching.Pinned
	}
	full := 0
	for _, offer := range o.pins {
		if offer == p.Offer {
			full++
		}
	}
	if full == o.offers[p.Offer].Places {
		return matching.Full
	}
	return ""
}

// why reads the hard rules one by one.
func (o *oracle) why(w matching.Wish, rank int) matching.Reason {
	id := w.Choices[rank]
	x, known := o.offers[id]
	if !known {
		return matching.Unknown
	}
	for _, before := range w.Choices[:rank] {
		if before == id {
			return matching.Repeated
		}
	}
	if w.Structure != "" && w.Structure == x.Structure && (w.Service == "" || x.Service == "" || strings.EqualFold(w.Service, x.Service)) {
		return matching.OwnService
	}
	if len(x.Professions) > 0 && !strings.Contains(strings.Join(x.Professions, " "), w.Profession) {
		return matching.Profession
	}
	for _, half := range w.Unavailable {
		if slices.Contains(x.Block, half) {
			return matching.NotFree
		}
	}
	if slices.Contains(o.in.Rules.Exclusions, matching.Link{Wish: w.ID, Offer: id}) {
		return matching.Excluded
	}
	if !w.Agreed && w.NeedsAgreement {
		return matching.NotAgreed
	}
	if x.Places < 1 {
		return matching.NoPlace
	}
	return ""
}

func pairs(list []matching.Pair, a, b string) bool {
	return a != "" && b != "" && (slices.Contains(list, matching.Pair{A: a, B: b}) || slices.Contains(list, matching.Pair{A: b, B: a}))
}

func (o *oracle) bonuses(w matching.Wish, x matching.Offer) (list []matching.Bonus, sum int) {
	r := o.in.Rules
	if w.Structure != x.Structure && pairs(r.Crossed, w.Structure, x.Structure) {
		list, sum = append(list, matching.BonusCrossed), sum+r.Weights.Crossed
	}
	if pairs(r.Bridges, w.Sector, x.Sector) {
		list, sum = append(list, matching.BonusBridged), sum+r.Weights.Bridged
	}
	if w.Structure != "" && !slices.Contains(r.Served, w.Structure) {
		list, sum = append(list, matching.BonusUnserved), sum+r.Weights.Unserved
	}
	return list, sum
}

// way is a distribution: the rank given to each wish, 0 for none.
type way struct {
	ranks []int
	score matching.Score
}

// compare puts the better first: by score, then the best served of the lowest ID.
func compare(a, b way) int {
	x, y := a.score, b.score
	for _, d := range [][2]int{{x.Placed, y.Placed}, {x.First, y.First}, {x.Second, y.Second}, {x.Bonus, y.Bonus}} {
		if d[0] != d[1] {
			return d[1] - d[0]
		}
	}
	for i := range a.ranks {
		if p, q := (a.ranks[i]+9)%10, (b.ranks[i]+9)%10; p != q { // none is after all
			return p - q
		}
	}
	return 0
}

// all lists every distribution allowed, the best first.
func (o *oracle) all() (list []way) {
	taken, ranks := map[string]int{}, make([]int, len(o.wishes))
	var try func(i int, score matching.Score)
	try = func(i int, score matching.Score) {
		if i == len(o.wishes) {
			list = append(list, way{slices.Clone(ranks), score})
			return
		}
		w := o.wishes[i]
		if ranks[i] = 0; o.pins[w.ID] == "" {
			try(i+1, score)
		}
		for r, id := range w.Choices {
			if pin := o.pins[w.ID]; o.why(w, r) != "" || taken[id] == o.offers[id].Places || pin != "" && pin != id {
				continue
			}
			next := score
			if next.Placed++; r == 0 {
				next.First++
			} else if r == 1 {
				next.Second++
			}
			_, sum := o.bonuses(w, o.offers[id])
			next.Bonus += sum
			taken[id]++
			ranks[i] = r + 1
			try(i+1, next)
			taken[id]--
		}
		ranks[i] = 0
	}
	try(0, matching.Score{})
	slices.SortFunc(list, compare)
	return list
}
