package matching_test

import (
	"slices"
	"testing"

	"passerelle/internal/matching"
)

// TestTheProofSeesALie: a proposal changed by hand, each time in one way.
func TestTheProofSeesALie(t *testing.T) {
	in := matching.Input{Rules: matching.Defaults(), Offers: []matching.Offer{{ID: "a", Places: 1}, {ID: "b", Places: 1}},
		Wishes: []matching.Wish{{ID: "x", Choices: []string{"a", "b"}}, {ID: "y", Choices: []string{"b", "a"}}, {ID: "z", Choices: []string{"b"}}}}
	in.Rules.Pins = []matching.Link{{Wish: "y", Offer: "b"}}
	for name, lie := range map[string]func(p *matching.Proposal){
		"":                        func(*matching.Proposal) {},
		"a better score":          func(p *matching.Proposal) { p.Score.Bonus++ },
		"a better rank":           func(p *matching.Proposal) { p.Placed[0].Rank = 2 },
		"somebody forgotten":      func(p *matching.Proposal) { p.Left = nil },
		"somebody twice":          func(p *matching.Proposal) { p.Placed = append(p.Placed, p.Placed[0]) },
		"placed and left":         func(p *matching.Proposal) { p.Left = append(p.Left, matching.Left{Wish: "x"}) },
		"somebody never heard of": func(p *matching.Proposal) { p.Placed[0].Wish = "nobody" },
		"a pin not followed": func(p *matching.Proposal) {
			p.Placed[1].Wish, p.Placed[1].Rank, p.Left[0].Wish = "z", 1, "y"
		},
		"one too many": func(p *matching.Proposal) {
			p.Left, p.Placed = nil, append(p.Placed, matching.Placed{Wish: "z", Offer: "b", Rank: 1})
			p.Score = matching.Score{Placed: 3, First: 3}
		},
		"one too few": func(p *matching.Proposal) {
			p.Left, p.Placed = append(p.Left, matching.Left{Wish: "x"}), slices.Delete(p.Placed, 0, 1)
			p.Score = matching.Score{Placed: 1, First: 1}
		},
	} {
		p := propose(t, in)
		if p.Score != (matching.Score{Placed: 2, First: 2}) {
			t.Fatalf("%+v", p)
		}
		lie(&p)
		if err := matching.Prove(in, p); (err == nil) != (name == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
