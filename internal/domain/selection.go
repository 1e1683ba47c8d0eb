package domain

import (
	"slices"
	"strings"
)

// Application is what the order of a coordinator's board reads of a request that waits for a decision.
type Application struct {
	ID     string
	Seq    int    // order of asking
	Sector string // empty: not said
	House  string // the structure it counts for; empty: none
	New    bool   // the person was never present at an event before
}

// The orders in which a board proposes its applications.
const (
	OrderAsked  = "asked"  // who asked first
	OrderSector = "sector" // sectors take turns, those with the fewest seats first
	OrderNew    = "new"    // who comes for the first time, then the others
	OrderHouse  = "house"  // the structures that were served the least first
)

// Propose puts applications in an order; any other name is OrderAsked. served counts the seats that are taken
// already, by sector (OrderSector) or by structure (OrderHouse). Each application appears once; whatever the
// order it comes in, equals stay in the order of asking. Who belongs to no structure is a house alone.
func Propose(order string, list []Application, served map[string]int) []Application {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b Application) int {
		if a.Seq != b.Seq {
			return a.Seq - b.Seq
		}
		return strings.Compare(a.ID, b.ID)
	})
	switch order {
	case OrderNew:
		slices.SortStableFunc(out, func(a, b Application) int { return rank(a.New) - rank(b.New) })
	case OrderSector:
		return takeTurns(out, served, func(a Application) string { return a.Sector })
	case OrderHouse:
		return takeTurns(out, served, func(a Application) string {
			if a.House == "" {
				return "\x00" + a.ID
			}
			return a.House
		})
	}
	return out
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// takeTurns picks again and again the first of the group that has the fewest, counting those it picked.
func takeTurns(list []Application, served map[string]int, group func(Application) string) []Application {
	var names []string // in the order of their first application
	waiting, count := map[string][]Application{}, map[string]int{}
	for _, a := range list {
		g := group(a)
		if waiting[g] == nil {
			names, count[g] = append(names, g), served[g]
		}
		waiting[g] = append(waiting[g], a)
	}
	at := map[string]int{}
	for i, a := range list {
		at[a.ID] = i
	}
	out := make([]Application, 0, len(list))
	for len(names) > 0 {
		best := 0
		for i := range names {
			n, least := count[names[i]], count[names[best]]
			if n < least || n == least && at[waiting[names[i]][0].ID] < at[waiting[names[best]][0].ID] {
				best = i
			}
		}
		g := names[best]
		out = append(out, waiting[g][0])
		count[g]++
		if waiting[g] = waiting[g][1:]; len(waiting[g]) == 0 {
			names = slices.Delete(names, best, best+1)
		}
	}
	return out
}
