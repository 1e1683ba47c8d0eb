package matching_test

import (
	"fmt"
	"testing"

	"passerelle/internal/matching"
)

// asks makes a wish of an own structure, not served, of no sector.
func asks(id string, choices ...string) matching.Wish {
	return matching.Wish{ID: id, Structure: "home of " + id, Choices: choices}
}

// TestByHand reads as the contract does: each line is a campaign that one can solve in one's head.
func TestByHand(t *testing.T) {
	crossed := asks("z", "a")
	health := asks("z", "a")
	health.Sector = "sanitaire"
	colleague := matching.Wish{ID: "b", Structure: "host", Service: "urgences", Choices: []string{"a"}}
	unsure := matching.Wish{ID: "b", Structure: "host", Choices: []string{"a"}}
	pin := []matching.Link{{Wish: "y", Offer: "a"}}
	for name, c := range map[string]struct {
		wishes []matching.Wish
		pins   []matching.Link
		want   string
	}{
		"most people before the best ranks":     {[]matching.Wish{asks("x", "a", "b"), asks("y", "a")}, nil, "x→b(2) a full [y] placed; y→a(1);"},
		"first choices before any bonus":        {[]matching.Wish{asks("x", "a", "b"), {ID: "z", Structure: "home of z", Sector: "sanitaire", Choices: []string{"b", "a"}}}, nil, "x→a(1); z→b(1);"},
		"a declared crossed pair goes first":    {[]matching.Wish{asks("x", "a"), crossed}, nil, "z→a(1); x left a full [z] bonus;"},
		"health meets social":                   {[]matching.Wish{asks("x", "a"), health}, nil, "z→a(1); x left a full [z] bonus;"},
		"a structure served goes last":          {[]matching.Wish{{ID: "u", Structure: "served", Choices: []string{"a"}}, asks("x", "a")}, nil, "x→a(1); u left a full [x] bonus;"},
		"else the lowest ID":                    {[]matching.Wish{asks("y", "a"), asks("x", "a")}, nil, "x→a(1); y left a full [x] tie;"},
		"a pin before all":                      {[]matching.Wish{crossed, asks("y", "b", "a")}, pin, "y→a(2) b pinned [] ; z left a full [y] pin;"},
		"another service of one's own house":    {[]matching.Wish{colleague}, nil, "b→a(1);"},
		"perhaps one's own service: no":         {[]matching.Wish{unsure}, nil, "b left a own_service [] ;"},
		"a pin to what was not wished: refused": {[]matching.Wish{asks("y", "b")}, pin, "y→b(1); refused not_wished;"},
	} {
		in := matching.Input{Wishes: c.wishes, Rules: matching.Defaults(), Offers: []matching.Offer{
			{ID: "a", Structure: "host", Service: "crisis team", Sector: "social", Places: 1}, {ID: "b", Structure: "other", Places: 1}}}
		in.Rules.Pins, in.Rules.Served = c.pins, []string{"served"}
		if name == "a declared crossed pair goes first" {
			in.Rules.Crossed = []matching.Pair{{A: "host", B: "home of z"}}
		}
		if got := told(propose(t, in)); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func told(p matching.Proposal) (s string) {
	missed := func(list []matching.Missed) {
		for _, m := range list {
			s += fmt.Sprint(" ", m.Offer, " ", m.Reason, " ", m.By, " ", m.Costs)
		}
		s += "; "
	}
	for _, x := range p.Placed {
		s += fmt.Sprintf("%s→%s(%d)", x.Wish, x.Offer, x.Rank)
		missed(x.Missed)
	}
	for _, x := range p.Left {
		s += x.Wish + " left"
		missed(x.Missed)
	}
	for _, r := range p.Refused {
		s += fmt.Sprintf("refused %s; ", r.Reason)
	}
	return s[:len(s)-1]
}

// TestTheDefaultsAddUp: for one person each bonus weighs more than those after it together.
func TestTheDefaultsAddUp(t *testing.T) {
	if w := matching.Defaults().Weights; w.Crossed <= w.Bridged+w.Unserved || w.Bridged <= w.Unserved || w.Unserved < 1 {
		t.Errorf("%+v", w)
	}
}
