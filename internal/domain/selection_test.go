package domain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

// applications reads « a:care:ch:new »: id, sector, structure, and whether it is a first time; in the order of asking.
func applications(words string) (list []domain.Application) {
	for i, w := range strings.Fields(words) {
		p := strings.Split(w, ":")
		list = append(list, domain.Application{ID: p[0], Seq: i + 1, Sector: p[1], House: p[2], New: p[3] == "new"})
	}
	return list
}

func idsOf(list []domain.Application) string {
	var out []string
	for _, a := range list {
		out = append(out, a.ID)
	}
	return strings.Join(out, " ")
}

func TestTheOrdersOfABoard(t *testing.T) {
	list := applications("a:care:ch:old b:care:ch:new c:care:cmp:old d:school::new e:social:ccas:old f:school::old")
	for _, c := range []struct {
		order  string
		served map[string]int
		want   string
	}{
		{domain.OrderAsked, nil, "a b c d e f"},
		{"anything else", nil, "a b c d e f"},
		{domain.OrderNew, nil, "b d a c e f"},
		{domain.OrderSector, nil, "a d e b f c"},
		{domain.OrderSector, map[string]int{"care": 2}, "d e f a b c"},
		{domain.OrderHouse, nil, "a c d e f b"}, // without a structure, each alone
		{domain.OrderHouse, map[string]int{"ch": 1, "ccas": 3}, "c d f a b e"},
	} {
		if got := idsOf(domain.Propose(c.order, list, c.served)); got != c.want {
			t.Errorf("%s %v: %s, want %s", c.order, c.served, got, c.want)
		}
	}
	if out := domain.Propose(domain.OrderSector, nil, nil); len(out) != 0 {
		t.Errorf("%v out of nothing", out)
	}
}

// Whatever the order, nobody is lost nor twice; the order it comes in does not matter; within a group who asked
// first comes first; and a group never passes ahead of one that has fewer.
func TestABoardProposesEveryoneOnceAndFairly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []domain.Application
		for i := range rapid.IntRange(0, 30).Draw(t, "people") {
			list = append(list, domain.Application{ID: fmt.Sprintf("p%02d", i), Seq: i + 1, Sector: rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "sector"),
				House: rapid.SampledFrom([]string{"", "x", "y", "z"}).Draw(t, "house"), New: rapid.Bool().Draw(t, "new")})
		}
		served := map[string]int{}
		for _, k := range []string{"", "a", "b", "x", "y"} {
			served[k] = rapid.IntRange(0, 4).Draw(t, "served "+k)
		}
		for _, order := range []string{domain.OrderAsked, domain.OrderSector, domain.OrderNew, domain.OrderHouse} {
			before := idsOf(list)
			out := domain.Propose(order, list, served)
			if idsOf(list) != before {
				t.Fatalf("%s changed what it was given", order)
			}
			if got := idsOf(domain.Propose(order, rapid.Permutation(list).Draw(t, "shuffled"), served)); got != idsOf(out) {
				t.Fatalf("%s depends on the order it is given: %s, %s", order, got, idsOf(out))
			}
			if got := idsOf(domain.Propose(order, out, served)); got != idsOf(out) {
				t.Fatalf("%s twice: %s, %s", order, got, idsOf(out))
			}
			sorted := slices.SortedFunc(slices.Values(out), func(a, b domain.Application) int { return a.Seq - b.Seq })
			if idsOf(sorted) != before {
				t.Fatalf("%s: %s out of %s", order, idsOf(out), before)
			}
			fair(t, order, out, served)
		}
	})
}

func fair(t *rapid.T, order string, out []domain.Application, served map[string]int) {
	group := func(a domain.Application) string {
		switch order {
		case domain.OrderSector:
			return a.Sector
		case domain.OrderNew:
			return fmt.Sprint(a.New)
		case domain.OrderHouse:
			if a.House == "" {
				return a.ID
			}
			return a.House
		}
		return ""
	}
	turns := order == domain.OrderSector || order == domain.OrderHouse
	count, last := map[string]int{}, map[string]int{}
	for i, a := range out {
		g := group(a)
		if a.Seq < last[g] {
			t.Fatalf("%s: %s after somebody of the same group who asked later", order, a.ID)
		}
		last[g] = a.Seq
		for _, b := range out[i:] {
			if other := group(b); turns && served[other]+count[other] < served[g]+count[g] {
				t.Fatalf("%s: %s passes before %s, whose group has fewer", order, a.ID, b.ID)
			}
			if order == domain.OrderNew && b.New && !a.New {
				t.Fatalf("%s, known, before %s, new", a.ID, b.ID)
			}
		}
		count[g]++
	}
}
