package matching

import (
	"cmp"
	"slices"
)

// Propose gives the best distribution of a campaign, with its reasons. The input is left as it is; one that means
// nothing is refused with Problems.
func Propose(in Input) (Proposal, error) {
	t, err := tableOf(in)
	if err != nil {
		return Proposal{}, err
	}
	s := solve(t)
	e := explainer{seats: s, by: s.holders()}
	p := Proposal{Refused: t.refused}
	for w, x := range t.wishes {
		node := s.at[w]
		p.Score = p.Score.plus(s.gain(w, node))
		if node == s.out() {
			p.Left = append(p.Left, Left{x.ID, e.missed(w, len(x.Choices))})
			continue
		}
		rank := slices.Index(x.Choices, t.offers[node].ID)
		p.Placed = append(p.Placed, Placed{Wish: x.ID, Offer: t.offers[node].ID, Rank: rank + 1, Pinned: t.pinned[w],
			Bonuses: t.bonuses(w, node), Missed: e.missed(w, rank)})
	}
	p.More = e.more()
	p.Crossings = s.crossings()
	return p, nil
}

// explainer says why a choice was not given.
type explainer struct {
	*seats
	by    [][]string // who sits at each offer
	pushy []chains   // from each offer with one too many; filled as they are asked for
}

func (s *seats) holders() [][]string {
	by := make([][]string, len(s.free))
	for w, node := range s.at {
		by[node] = append(by[node], s.wishes[w].ID)
	}
	return by
}

// missed explains the first choices of a wish that it was not given.
func (e *explainer) missed(wish, choices int) (list []Missed) {
	for rank, id := range e.wishes[wish].Choices[:choices] {
		m := Missed{Offer: id, Rank: rank + 1, Reason: e.forbids(wish, rank)}
		switch {
		case m.Reason != "":
		case e.offers[e.offerAt[id]].Places == 0:
			m.Reason = NoPlace
		case e.pinned[wish]:
			m.Reason = Pinned
		default:
			m.Reason, m.By, m.Costs = Full, slices.Clone(e.by[e.offerAt[id]]), e.costs(wish, e.option(wish, rank))
		}
		list = append(list, m)
	}
	return list
}

// costs finds the level at which the best distribution with this person there is worse than the one proposed. A chain
// stops where there is room, which the seat that the person leaves is too.
func (e *explainer) costs(wish int, o option) Level {
	if e.pushy == nil {
		e.pushy = make([]chains, len(e.offers))
	}
	if e.pushy[o.offer].known == nil {
		e.pushy[o.offer] = e.chains([]option{{offer: o.offer}}, true)
	}
	c, at := e.pushy[o.offer], e.at[wish]
	end := e.end(c)
	if c.known[at] && (end == nowhere || c.gain[end].Less(c.gain[at])) {
		end = at
	}
	if end == nowhere {
		return CostsPin
	}
	lost := e.gain(wish, at).minus(o.gain.plus(c.gain[end]))
	switch {
	case lost.Placed != 0:
		return CostsPlaced
	case lost.First != 0:
		return CostsFirst
	case lost.Second != 0:
		return CostsSecond
	case lost.Bonus != 0:
		return CostsBonus
	}
	return CostsTie
}

// more finds, for each offer, whom one more place there would seat: the best chain from somebody left out that ends
// there. Nobody placed leaves on the way.
func (e *explainer) more() (list []More) {
	best, who := make([]Score, len(e.offers)), make([]int, len(e.offers))
	for w, node := range e.at {
		if node != e.out() || len(e.options[w]) == 0 {
			continue
		}
		c := e.chains(e.options[w], false)
		for o := range e.offers {
			if c.known[o] && best[o].Less(c.gain[o]) {
				best[o], who[o] = c.gain[o], w
			}
		}
	}
	for o, gain := range best {
		if gain.Placed > 0 {
			list = append(list, More{e.offers[o].ID, e.wishes[who[o]].ID})
		}
	}
	return list
}

// crossings counts both ways of each declared pair.
func (s *seats) crossings() (list []Crossing) {
	for _, p := range s.rules.Crossed {
		if p.A == p.B {
			continue
		}
		c := Crossing{Pair: Pair{min(p.A, p.B), max(p.A, p.B)}}
		for w, node := range s.at {
			if node == s.out() {
				continue
			}
			switch (Pair{s.wishes[w].Structure, s.offers[node].Structure}) {
			case c.Pair:
				c.AB++
			case Pair{c.Pair.B, c.Pair.A}:
				c.BA++
			}
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Crossing) int {
		return cmp.Or(cmp.Compare(a.Pair.A, b.Pair.A), cmp.Compare(a.Pair.B, b.Pair.B))
	})
	return slices.Compact(list)
}
