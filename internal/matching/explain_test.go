package matching_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/matching"
)

// TestReasonsAreTrue recomputes everything a proposal tells, from every distribution there is.
func TestReasonsAreTrue(t *testing.T) {
	for range 2 {
		rapid.Check(t, func(t *rapid.T) {
			in := campaign(t)
			o, p := oracleOf(in), propose(t, in)
			all := o.all()
			for _, x := range p.Placed {
				w := o.wish(x.Wish)
				if list, _ := o.bonuses(w, o.offers[x.Offer]); w.Choices[x.Rank-1] != x.Offer || x.Pinned != (o.pins[x.Wish] == x.Offer) || !slices.Equal(list, x.Bonuses) {
					t.Fatalf("%+v, with %v", x, list)
				}
				o.missed(t, w, x.Missed, x.Rank-1, p, all)
			}
			for _, x := range p.Left {
				w := o.wish(x.Wish)
				o.missed(t, w, x.Missed, len(w.Choices), p, all)
			}
			if got, want := p.More, more(in, p); !slices.Equal(got, want) {
				t.Fatalf("one more place: %v, is %v", got, want)
			}
			o.crossings(t, p)
		})
	}
}

func (o *oracle) wish(id string) matching.Wish {
	return o.wishes[slices.IndexFunc(o.wishes, func(w matching.Wish) bool { return w.ID == id })]
}

func (o *oracle) missed(t *rapid.T, w matching.Wish, got []matching.Missed, count int, p matching.Proposal, all []way) {
	if len(got) != count {
		t.Fatalf("%s: %d choices explained of %d", w.ID, len(got), count)
	}
	for i, m := range got {
		want := matching.Missed{Offer: w.Choices[i], Rank: i + 1, Reason: o.why(w, i)}
		if want.Reason == "" && o.pins[w.ID] != "" {
			want.Reason = matching.Pinned
		} else if want.Reason == "" {
			want.Reason, want.Costs = matching.Full, o.costs(w, i+1, all)
			for _, x := range p.Placed {
				if x.Offer == m.Offer {
					want.By = append(want.By, x.Wish)
				}
			}
			if len(want.By) != o.offers[m.Offer].Places {
				t.Fatalf("%s is said to be full of %v", m.Offer, want.By)
			}
		}
		if !reflect.DeepEqual(m, want) {
			t.Fatalf("%s: %+v, is %+v", w.ID, m, want)
		}
	}
}

// costs finds the best distribution where this person has this choice.
func (o *oracle) costs(w matching.Wish, rank int, all []way) matching.Level {
	at := slices.IndexFunc(o.wishes, func(x matching.Wish) bool { return x.ID == w.ID })
	i := slices.IndexFunc(all, func(x way) bool { return x.ranks[at] == rank })
	if i < 0 {
		return matching.CostsPin
	}
	a, b := all[0].score, all[i].score
	switch {
	case a.Placed > b.Placed:
		return matching.CostsPlaced
	case a.First > b.First:
		return matching.CostsFirst
	case a.Second > b.Second:
		return matching.CostsSecond
	case a.Bonus > b.Bonus:
		return matching.CostsBonus
	}
	return matching.CostsTie
}

// more adds the place, and reads who joins those already placed in one of the best distributions. Pins stay as they
// were followed: a place more does not make another hold.
func more(in matching.Input, p matching.Proposal) (list []matching.More) {
	in.Rules.Pins = slices.DeleteFunc(slices.Clone(in.Rules.Pins), func(x matching.Link) bool {
		return slices.ContainsFunc(p.Refused, func(r matching.Refused) bool { return r.Pin == x })
	})
	offers := in.Offers
	for i := range offers {
		in.Offers = slices.Clone(offers)
		in.Offers[i].Places++
		o := oracleOf(in)
		all, before, who := o.all(), o.ranks(p), ""
		for _, x := range all {
			if joins := o.joins(before, x.ranks); x.score == all[0].score && joins != "" && (who == "" || joins < who) {
				who = joins
			}
		}
		if who != "" {
			list = append(list, matching.More{Offer: in.Offers[i].ID, Wish: who})
		}
	}
	slices.SortFunc(list, func(a, b matching.More) int { return map[bool]int{true: -1, false: 1}[a.Offer < b.Offer] })
	return list
}

// joins names the only one more, where everybody placed stays so.
func (o *oracle) joins(before, after []int) (who string) {
	for i := range before {
		switch {
		case before[i] > 0 && after[i] == 0, before[i] == 0 && after[i] > 0 && who != "":
			return ""
		case before[i] == 0 && after[i] > 0:
			who = o.wishes[i].ID
		}
	}
	return who
}

func (o *oracle) crossings(t *rapid.T, p matching.Proposal) {
	for _, c := range p.Crossings {
		ab, ba := 0, 0
		for _, x := range p.Placed {
			from, to := o.wish(x.Wish).Structure, o.offers[x.Offer].Structure
			if from == c.Pair.A && to == c.Pair.B {
				ab++
			}
			if from == c.Pair.B && to == c.Pair.A {
				ba++
			}
		}
		if c.AB != ab || c.BA != ba || c.Pair.A >= c.Pair.B {
			t.Fatalf("%+v, is %d and %d", c, ab, ba)
		}
	}
	if pair := o.in.Rules.Crossed[0]; len(p.Crossings) == 0 && pair.A != pair.B && pair.A != "" && pair.B != "" {
		t.Fatalf("%v is not told", pair)
	}
}

// TestAnInputThatMeansNothingIsRefused names every flaw; the good one next to them is not.
func TestAnInputThatMeansNothingIsRefused(t *testing.T) {
	good := func() matching.Input {
		return matching.Input{Offers: []matching.Offer{{ID: "o", Places: 1}}, Wishes: []matching.Wish{{ID: "w", Person: "p", Choices: []string{"o"}}}, Rules: matching.Defaults()}
	}
	if p := propose(t, good()); p.Score.Placed != 1 {
		t.Fatalf("%+v", p)
	}
	for want, spoil := range map[matching.Problem]func(*matching.Input){
		{Flaw: matching.FlawID, ID: "o"}:      func(in *matching.Input) { in.Offers = append(in.Offers, in.Offers[0]) },
		{Flaw: matching.FlawID, ID: ""}:       func(in *matching.Input) { in.Wishes[0].ID = "" },
		{Flaw: matching.FlawPerson, ID: "p"}:  func(in *matching.Input) { in.Wishes = append(in.Wishes, matching.Wish{ID: "v", Person: "p"}) },
		{Flaw: matching.FlawChoices, ID: "w"}: func(in *matching.Input) { in.Wishes[0].Choices = []string{"o", "a", "b", "c"} },
		{Flaw: matching.FlawPlaces, ID: "o"}:  func(in *matching.Input) { in.Offers[0].Places = -1 },
		{Flaw: matching.FlawWeight}:           func(in *matching.Input) { in.Rules.Weights.Bridged = matching.MaxWeight + 1 },
		{Flaw: matching.FlawWishes}: func(in *matching.Input) {
			for i := range matching.MaxWishes {
				in.Wishes = append(in.Wishes, matching.Wish{ID: fmt.Sprint("x", i)})
			}
		},
	} {
		in := good()
		spoil(&in)
		_, err := matching.Propose(in)
		var list matching.Problems
		if !errors.As(err, &list) || len(list) != 1 || list[0] != want {
			t.Errorf("%v: %v", want, err)
		}
		if matching.Prove(in, matching.Proposal{}) == nil {
			t.Errorf("%v is proved", want)
		}
	}
}
