package matching

import (
	"fmt"
	"strings"
)

// Flaw names what makes an input meaningless.
type Flaw string

// The flaws. An offer withdrawn, a pin that cannot hold are none: they are told in the proposal.
const (
	FlawID      Flaw = "id"      // empty, or of two offers, or of two wishes
	FlawPerson  Flaw = "person"  // one person in two wishes
	FlawChoices Flaw = "choices" // more than MaxChoices
	FlawPlaces  Flaw = "places"  // fewer than none
	FlawWeight  Flaw = "weight"  // out of 0 … MaxWeight
	FlawWishes  Flaw = "wishes"  // more than MaxWishes
)

// Problem is a flaw and where it stands.
type Problem struct {
	Flaw Flaw
	ID   string // of the offer or the wish; of the person for FlawPerson; empty for the rules
}

// Problems is an input refused.
type Problems []Problem

func (p Problems) Error() string {
	list := make([]string, len(p))
	for i, x := range p {
		list[i] = fmt.Sprintf("%s %q", x.Flaw, x.ID)
	}
	return "matching: " + strings.Join(list, ", ")
}

// flaws lists them in the order of sorted offers and wishes.
func flaws(offers []Offer, wishes []Wish, w Weights) (list Problems) {
	add := func(bad bool, f Flaw, id string) {
		if bad {
			list = append(list, Problem{f, id})
		}
	}
	for i, o := range offers {
		add(o.ID == "" || i > 0 && offers[i-1].ID == o.ID, FlawID, o.ID)
		add(o.Places < 0, FlawPlaces, o.ID)
	}
	people := map[string]bool{}
	for i, x := range wishes {
		add(x.ID == "" || i > 0 && wishes[i-1].ID == x.ID, FlawID, x.ID)
		add(len(x.Choices) > MaxChoices, FlawChoices, x.ID)
		add(x.Person != "" && people[x.Person], FlawPerson, x.Person)
		people[x.Person] = true
	}
	add(len(wishes) > MaxWishes, FlawWishes, "")
	add(min(w.Crossed, w.Bridged, w.Unserved) < 0 || max(w.Crossed, w.Bridged, w.Unserved) > MaxWeight, FlawWeight, "")
	return list
}
