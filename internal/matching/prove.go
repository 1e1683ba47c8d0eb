package matching

import "fmt"

// Prove checks a proposal against its input, whoever made it: every rule is kept, the score is right, and nothing
// better exists. The last by prices: give each offer one and let each person take what leaves them most; no
// distribution is worth more than what they all keep and the prices of all the places together. A proposal that
// reaches that is the best.
func Prove(in Input, p Proposal) error {
	t, err := tableOf(in)
	if err != nil {
		return err
	}
	at, err := t.seated(p)
	if err != nil {
		return err
	}
	total, r := t.worth(at)
	prices := t.prices(at, r)
	var bound Score
	for o, places := range r.all {
		if r.left[o] < 0 {
			return fmt.Errorf("matching: %s has more people than places", t.offers[o].ID)
		}
		for range places - r.left[o] { // one that is left is worth nothing
			bound = bound.plus(prices[o])
		}
	}
	for w, options := range t.options {
		var keeps Score
		if t.pinned[w] {
			keeps = options[0].gain
		}
		for _, o := range options {
			if net := o.gain.minus(prices[o.offer]); keeps.Less(net) { // never of a pinned one, whose pin is all it has
				keeps = net
			}
		}
		bound = bound.plus(keeps)
	}
	if total != p.Score || total != bound {
		return fmt.Errorf("matching: worth %v, said to be %v, where %v is possible", total, p.Score, bound)
	}
	return nil
}

// seated reads which option each wish was given, nowhere for none, and refuses what no rule allows.
func (t *table) seated(p Proposal) ([]int, error) {
	at, told := make([]int, len(t.wishes)), map[string]bool{}
	for w := range at {
		at[w] = nowhere
	}
	for _, x := range p.Left {
		told[x.Wish] = true
	}
	for _, x := range p.Placed {
		w, known := t.wishAt[x.Wish]
		if !known || told[x.Wish] {
			return nil, fmt.Errorf("matching: %s is unknown, or told twice", x.Wish)
		}
		told[x.Wish] = true
		for i, o := range t.options[w] {
			if t.offers[o.offer].ID == x.Offer && o.rank == x.Rank {
				at[w] = i
			}
		}
		if at[w] == nowhere {
			return nil, fmt.Errorf("matching: %s may not go to %s as choice %d", x.Wish, x.Offer, x.Rank)
		}
	}
	for w, x := range t.wishes {
		if !told[x.ID] || t.pinned[w] && at[w] == nowhere {
			return nil, fmt.Errorf("matching: %s is forgotten, or not where it was pinned", x.ID)
		}
	}
	return at, nil
}

// room is the places that pins leave, and those of them that nobody took.
type room struct{ all, left []int }

func (t *table) worth(at []int) (total Score, r room) {
	r = room{make([]int, len(t.offers)), make([]int, len(t.offers))}
	for o, x := range t.offers {
		r.all[o], r.left[o] = x.Places, x.Places
	}
	for w, i := range at {
		if i == nowhere {
			continue
		}
		o := t.options[w][i]
		total = total.plus(o.gain)
		if r.left[o.offer]--; t.pinned[w] {
			r.all[o.offer]--
		}
	}
	return total, r
}

// prices are what one place of each offer is worth in a distribution: nothing where one is free, otherwise what the
// holder who minds the least loses by paying the next best place instead.
func (t *table) prices(at []int, r room) []Score {
	prices := make([]Score, len(t.offers))
	for o := range prices {
		if r.left[o] <= 0 {
			prices[o] = Score{Placed: 2} // more than anybody gains
		}
	}
	for range len(prices) + 1 {
		for w, i := range at {
			if i == nowhere || t.pinned[w] {
				continue
			}
			here, best := t.options[w][i], Score{}
			for _, o := range t.options[w] {
				if net := o.gain.minus(prices[o.offer]); o.offer != here.offer && best.Less(net) {
					best = net
				}
			}
			if minds := here.gain.minus(best); minds.Less(prices[here.offer]) {
				prices[here.offer] = minds
			}
		}
	}
	for o := range prices {
		if prices[o].Less(Score{}) {
			prices[o] = Score{}
		}
	}
	return prices
}
