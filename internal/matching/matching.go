// Package matching proposes who goes where in a campaign of stages croisés. It is pure: typed values in, a proposal
// with its reasons out, no clock, no database. The coordinator decides; pins and exclusions say what is decided.
//
// The objective, in this order, each level weighing more than everything below it:
//
//  1. most people placed;
//  2. most first choices, then most second ones. Not the least sum of ranks: a sum says that the step from first to
//     second is worth the step from second to third, which nobody told us, and « 41 have their first choice, no
//     distribution gives more » can be checked by hand and is what the bilan prints;
//  3. the bonuses: each depends on one person and one offer alone, so that they add up.
//
// Of distributions equal in all that, the one that serves best the wish of the lowest ID, then the next one: there is
// exactly one, whatever the order of the input.
//
// The method is the classical one for this problem, successive shortest paths on the graph of the offers; see seats.go.
// No library does it: those in Go are unversioned copies of a square Hungarian algorithm in float or int costs, without
// places, levels or a rule for ties, and gonum has the flow but not its cost.
package matching

// Bounds of an input. The sum of a level is at most MaxWishes × 3 × MaxWeight, far from what an int holds.
const (
	MaxChoices = 3
	MaxWishes  = 10_000
	MaxWeight  = 1_000
)

// Offer is a block of half-days at a host, with a number of places: who comes takes the whole block.
type Offer struct {
	ID          string
	Structure   string   // the host
	Service     string   // empty: not told
	Sector      string   // code; empty: not told
	Block       []string // half-days, as keys that a wish may name too; empty: to be agreed
	Places      int
	Professions []string // welcome; empty: all
}

// Wish is what one person asks for in the campaign.
type Wish struct {
	ID             string
	Person         string // empty: not known; otherwise in one wish only
	Structure      string // home; empty: none
	Service        string
	Sector         string
	Profession     string
	Choices        []string // ids of offers, the dearest first
	Unavailable    []string // half-days
	Agreed         bool     // by the manager
	NeedsAgreement bool     // the home structure asks for it: nothing goes on without
}

// Link joins a wish and an offer.
type Link struct{ Wish, Offer string }

// Pair is two structures, or two sectors, in any order.
type Pair struct{ A, B string }

// Is tells whether the pair is these two, in any order. Nothing told pairs with nothing.
func (p Pair) Is(a, b string) bool {
	return a != "" && b != "" && (p == Pair{a, b} || p == Pair{b, a})
}

// Weights are what each bonus is worth, from 0 to MaxWeight.
type Weights struct {
	Crossed  int // home and host declared a crossed pair
	Bridged  int // the two sectors are to be brought together
	Unserved int // nobody of the home structure had a placement yet
}

// Rules are what the coordinator decided.
type Rules struct {
	Pins       []Link // this person goes there; refused when it breaks a hard rule
	Exclusions []Link // this person does not go there
	Crossed    []Pair // structures that send to each other
	Bridges    []Pair // sectors to be brought together
	Served     []string
	Weights    Weights
}

// Defaults are the rules nobody changed: sanitaire meets médico-social and social, and each bonus weighs more, for one
// person, than those after it together.
func Defaults() Rules {
	return Rules{Bridges: []Pair{{"sanitaire", "medico-social"}, {"sanitaire", "social"}}, Weights: Weights{Crossed: 4, Bridged: 2, Unserved: 1}}
}

// Input is a campaign at one moment. Its order tells nothing.
type Input struct {
	Offers []Offer
	Wishes []Wish
	Rules  Rules
}
