package matching_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/matching"
)

// campaign draws a campaign where everything happens and people compete: services not told, offers withdrawn, choices
// repeated, pins that cannot hold, several best distributions. From a seed: drawn piece by piece, rapid asks for little
// and nobody meets; see TestTheCampaignsReachEverything.
func campaign(t *rapid.T) matching.Input { return campaignOf(rapid.Uint64().Draw(t, "seed")) }

func campaignOf(seed uint64) (in matching.Input) {
	r := drawn{rand.New(rand.NewPCG(seed, 7))}
	calm, offers, wishes := r.IntN(2) == 0, r.IntN(5), r.IntN(7)
	if calm { // few obstacles, much competition
		offers, wishes = 4, 4+r.IntN(3)
	}
	links := []matching.Link{{Wish: "w9", Offer: "o1"}, {Wish: "w1", Offer: "o3"}}
	for _, i := range r.Perm(4)[:offers] {
		in.Offers = append(in.Offers, r.offer(i, calm))
	}
	for _, i := range r.Perm(6)[:wishes] {
		w := r.wish(i, calm)
		for _, id := range append([]string{"gone"}, w.Choices...) {
			links = append(links, matching.Link{Wish: w.ID, Offer: id})
		}
		in.Wishes = append(in.Wishes, w)
	}
	in.Rules = matching.Rules{Crossed: []matching.Pair{{A: r.some(houses...), B: r.some(houses...)}}, Served: r.list(2, houses...),
		Bridges: append(matching.Defaults().Bridges, matching.Pair{A: r.some(sectors...), B: r.some(sectors...)}),
		Weights: matching.Weights{Crossed: r.IntN(4), Bridged: r.IntN(4), Unserved: r.IntN(4)}}
	for range r.IntN(4) {
		in.Rules.Pins = append(in.Rules.Pins, links[r.IntN(len(links))])
	}
	for range r.IntN(3) {
		in.Rules.Exclusions = append(in.Rules.Exclusions, links[r.IntN(len(links))])
	}
	return in
}

type drawn struct{ *rand.Rand }

var houses, sectors, halves = []string{"a", "b", "c", "d", ""}, []string{"sanitaire", "social", "ville", ""}, []string{"m1", "m2", "m3", "m4"}

func (r drawn) some(from ...string) string { return from[r.IntN(len(from))] }

func (r drawn) list(most int, from ...string) (list []string) {
	for range r.IntN(most + 1) {
		list = append(list, r.some(from...))
	}
	return list
}

func (r drawn) offer(i int, calm bool) matching.Offer {
	o := matching.Offer{ID: fmt.Sprint("o", i), Structure: r.some(houses...), Service: r.some("", "Réa", "urgences"),
		Sector: r.some(sectors...), Block: r.list(2, halves...), Places: []int{1, 1, 1, 1, 1, 2, 2, 0}[r.IntN(8)]}
	if r.IntN(6) == 0 {
		o.Professions = []string{"ide"}
	}
	if calm {
		o.Service, o.Block = fmt.Sprint("service ", i), nil
	}
	return o
}

func (r drawn) wish(i int, calm bool) matching.Wish {
	w := matching.Wish{ID: fmt.Sprint("w", i), Person: fmt.Sprint("p", i), Structure: r.some(houses...), Service: r.some("", "RÉA", "Urgences"),
		Sector: r.some(sectors...), Profession: r.some("ide", "psy"), NeedsAgreement: r.IntN(6) == 0, Agreed: r.IntN(2) == 0}
	for _, at := range r.Perm(4)[:1+r.IntN(3)] {
		w.Choices = append(w.Choices, fmt.Sprint("o", at))
	}
	if r.IntN(6) == 0 {
		w.Choices[r.IntN(len(w.Choices))] = r.some("gone", "o1", "o2")
	}
	if calm {
		w.Service, w.NeedsAgreement = "accueil", false
	}
	if r.IntN(3) == 0 {
		w.Unavailable = r.list(2, halves...)
	}
	return w
}

func propose(t rapid.TB, in matching.Input) matching.Proposal {
	t.Helper()
	p, err := matching.Propose(in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// ranks reads a proposal as the oracle writes one.
func (o *oracle) ranks(p matching.Proposal) []int {
	list := make([]int, len(o.wishes))
	for _, x := range p.Placed {
		list[slices.IndexFunc(o.wishes, func(w matching.Wish) bool { return w.ID == x.Wish })] = x.Rank
	}
	return list
}

// TestItIsTheBestOfAll compares 500 small campaigns with every distribution there is: not only is none better, it is
// the very one that the order of the IDs says among the equals; rules, capacities and pins are the oracle's own.
func TestItIsTheBestOfAll(t *testing.T) {
	for range 5 {
		rapid.Check(t, func(t *rapid.T) {
			in := campaign(t)
			o, p := oracleOf(in), propose(t, in)
			best := o.all()[0]
			if p.Score != best.score || !slices.Equal(o.ranks(p), best.ranks) {
				t.Fatalf("%v %v, the best is %v %v", p.Score, o.ranks(p), best.score, best.ranks)
			}
			if len(p.Placed)+len(p.Left) != len(in.Wishes) || !reflect.DeepEqual(p.Refused, o.refuse) {
				t.Fatalf("forgotten: %+v, pins refused %v", p, o.refuse)
			}
			if err := matching.Prove(in, p); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestTheProofSeesWhatIsWorse: any other distribution allowed is proved, or refused, by its score alone.
func TestTheProofSeesWhatIsWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := campaign(t)
		o := oracleOf(in)
		all := o.all()
		other := all[rapid.IntRange(0, len(all)-1).Draw(t, "other")]
		p := matching.Proposal{Score: other.score}
		for i, w := range o.wishes {
			if r := other.ranks[i]; r > 0 {
				p.Placed = append(p.Placed, matching.Placed{Wish: w.ID, Offer: w.Choices[r-1], Rank: r})
			} else {
				p.Left = append(p.Left, matching.Left{Wish: w.ID})
			}
		}
		if err := matching.Prove(in, p); (err == nil) != (other.score == all[0].score) {
			t.Fatalf("%v where the best is %v: %v", other.score, all[0].score, err)
		}
		if len(p.Placed) == 0 {
			return
		}
		p.Placed[0].Offer = "o9"
		if matching.Prove(in, p) == nil {
			t.Fatal("somebody sent where they may not go is proved")
		}
	})
}

// shuffled is the same campaign told in another order.
func shuffled(in matching.Input, seed uint64) matching.Input {
	r := rand.New(rand.NewPCG(seed, 1))
	in.Offers, in.Wishes = slices.Clone(in.Offers), slices.Clone(in.Wishes)
	r.Shuffle(len(in.Offers), func(i, j int) { in.Offers[i], in.Offers[j] = in.Offers[j], in.Offers[i] })
	r.Shuffle(len(in.Wishes), func(i, j int) { in.Wishes[i], in.Wishes[j] = in.Wishes[j], in.Wishes[i] })
	for _, list := range []*[]matching.Link{&in.Rules.Pins, &in.Rules.Exclusions} {
		*list = slices.Clone(*list)
		slices.Reverse(*list)
	}
	return in
}

func TestOrderTellsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := campaign(t)
		before := fmt.Sprint(in)
		want, got := propose(t, in), propose(t, shuffled(in, rapid.Uint64().Draw(t, "seed")))
		if !reflect.DeepEqual(want, got) || fmt.Sprint(in) != before {
			t.Fatalf("%+v\n%+v", want, got)
		}
	})
}

// TestMoreNeverServesFewer: an offer or a place more never places fewer people, a wish less never places more.
func TestMoreNeverServesFewer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := campaign(t)
		placed := propose(t, in).Score.Placed
		wider := in
		wider.Offers = append(slices.Clone(in.Offers), matching.Offer{ID: "gone", Structure: "d", Places: 1})
		if n := propose(t, wider).Score.Placed; n < placed {
			t.Fatalf("an offer more: %d, then %d", placed, n)
		}
		for i := range in.Offers {
			wider.Offers = slices.Clone(in.Offers)
			wider.Offers[i].Places++
			if n := propose(t, wider).Score.Placed; n < placed {
				t.Fatalf("a place more at %s: %d, then %d", in.Offers[i].ID, placed, n)
			}
		}
		for i := range in.Wishes {
			fewer := in
			fewer.Wishes = slices.Delete(slices.Clone(in.Wishes), i, i+1)
			if n := propose(t, fewer).Score.Placed; n > placed || n < placed-1 {
				t.Fatalf("without %s: %d, then %d", in.Wishes[i].ID, placed, n)
			}
		}
	})
}
