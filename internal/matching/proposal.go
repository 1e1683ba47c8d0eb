package matching

// Score is what a distribution is worth, the first field weighing most. The higher, the better.
type Score struct {
	Placed int // people
	First  int // who have their first choice
	Second int
	Bonus  int // weights of the bonuses obtained
}

func (s Score) plus(o Score) Score {
	return Score{s.Placed + o.Placed, s.First + o.First, s.Second + o.Second, s.Bonus + o.Bonus}
}

func (s Score) minus(o Score) Score {
	return Score{s.Placed - o.Placed, s.First - o.First, s.Second - o.Second, s.Bonus - o.Bonus}
}

// Less compares level by level.
func (s Score) Less(o Score) bool {
	switch {
	case s.Placed != o.Placed:
		return s.Placed < o.Placed
	case s.First != o.First:
		return s.First < o.First
	case s.Second != o.Second:
		return s.Second < o.Second
	}
	return s.Bonus < o.Bonus
}

// Reason says why a choice was not given.
type Reason string

// The reasons. Where several hold, the first of this list is told: what no hand can change comes before what one can.
const (
	Unknown    Reason = "unknown"     // no such offer, or no such wish (a pin): withdrawn since
	NotWished  Reason = "not_wished"  // a pin to an offer that the person did not choose
	Repeated   Reason = "repeated"    // the same offer stands higher in the choices
	OwnService Reason = "own_service" // one's own service, or one's own structure where a service is not told
	Profession Reason = "profession"  // not welcome
	NotFree    Reason = "not_free"    // on one half-day of the block
	Excluded   Reason = "excluded"    // by hand
	NotAgreed  Reason = "not_agreed"  // the manager has not
	NoPlace    Reason = "no_place"    // the offer has none at all
	Pinned     Reason = "pinned"      // by hand to another offer
	Full       Reason = "full"        // By says with whom, Costs why they and not this person
)

// Level says what giving a full offer to this person would cost everybody.
type Level string

// The levels of the objective; then pins alone, which no computation moves, and nothing but the order of the IDs.
const (
	CostsPlaced Level = "placed" // fewer people placed
	CostsFirst  Level = "first"  // as many placed, fewer first choices
	CostsSecond Level = "second"
	CostsBonus  Level = "bonus"
	CostsPin    Level = "pin"
	CostsTie    Level = "tie" // nothing: as good, the lowest ID went first
)

// Bonus names a reason of preferring a placement.
type Bonus string

// The bonuses; see Weights.
const (
	BonusCrossed  Bonus = "crossed"
	BonusBridged  Bonus = "bridged"
	BonusUnserved Bonus = "unserved"
)

// Missed is a choice that was not given.
type Missed struct {
	Offer  string
	Rank   int // from 1
	Reason Reason
	By     []string // Full: the wishes placed there, by ID
	Costs  Level    // Full
}

// Placed is a wish served.
type Placed struct {
	Wish, Offer string
	Rank        int // of the choice, from 1
	Pinned      bool
	Bonuses     []Bonus
	Missed      []Missed // the better choices
}

// Left is a wish that nothing serves, with all its choices.
type Left struct {
	Wish   string
	Missed []Missed
}

// Refused is a pin that was not followed. Its wish is served like any other.
type Refused struct {
	Pin    Link
	Reason Reason
}

// More is what one more place at an offer would change: a best distribution then keeps everybody placed and adds Wish
// (the lowest ID where several could be).
type More struct{ Offer, Wish string }

// Crossing counts a declared pair, so that a half-crossed one is seen: the bonus bears on each way apart.
type Crossing struct {
	Pair   Pair // A before B
	AB, BA int  // placed from A at B, from B at A
}

// Proposal is the best distribution, explained. Lists are ordered by ID.
type Proposal struct {
	Score     Score
	Placed    []Placed
	Left      []Left
	Refused   []Refused
	More      []More
	Crossings []Crossing
}
