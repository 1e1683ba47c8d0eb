package chart

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func init() {
	for _, c := range strings.Fields("fixed edge node full none initial on mark tile ground aside hatch big map key land blank bubble") {
		allowed[c] = true
	}
}

func drawNetwork(t *rapid.T) (nodes []Node, edges []Edge) {
	n := rapid.IntRange(1, 40).Draw(t, "nodes")
	for i := range n {
		nodes = append(nodes, Node{Key: fmt.Sprint("s", i), Label: rapid.StringMatching(`[A-Zé <&]{1,40}`).Draw(t, "label"),
			Weight: rapid.IntRange(0, 30).Draw(t, "weight"), Group: rapid.IntRange(-1, 9).Draw(t, "group")})
	}
	for range rapid.IntRange(0, 60).Draw(t, "edges") {
		edges = append(edges, Edge{fmt.Sprint("s", rapid.IntRange(0, n).Draw(t, "a")), fmt.Sprint("s", rapid.IntRange(0, n-1).Draw(t, "b")), rapid.IntRange(0, 9).Draw(t, "times")})
	}
	return nodes, edges
}

// The same data give the same picture, in whatever order the rows come and whichever end of a link is named first.
func TestANetworkDoesNotDependOnTheOrderOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes, edges := drawNetwork(t)
		want := Network(figure, nodes, edges, []string{"Soin", "Social"})
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 1))
		nodes, edges = slices.Clone(nodes), slices.Clone(edges)
		r.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
		r.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
		for i := range edges {
			edges[i].A, edges[i].B = edges[i].B, edges[i].A
		}
		if got := Network(figure, nodes, edges, []string{"Soin", "Social"}); got != want {
			t.Fatalf("%s\n%s", want, got)
		}
	})
}

// Nodes and names stay in the picture; no name runs over another, nor over a node.
func TestNamesOfANetworkDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spots, ties := linked(drawNetwork(t))
		if len(ties) == 0 {
			return
		}
		settle(spots, ties)
		fit(spots)
		var b svg
		b.names(spots)
		var taken []box
		for _, s := range spots {
			if !(s.x >= 0 && s.x <= netWidth && s.y >= 0 && s.y <= netHeight) {
				t.Fatalf("%s lies at %f, %f", s.Key, s.x, s.y)
			}
			taken = append(taken, box{s.x - s.r, s.y - s.r, s.x + s.r, s.y + s.r})
		}
		for _, label := range strings.Split(b.String(), "</text>") {
			anchor, x, y := "", 0., 0.
			open, name, ok := strings.Cut(label, ">")
			if !ok {
				continue
			}
			if _, err := fmt.Sscanf(strings.NewReplacer(`"`, " ", "=", " ").Replace(open), "<text class  halo  text-anchor %s x %f y %f", &anchor, &x, &y); err != nil {
				t.Fatal(open, err)
			}
			name = strings.NewReplacer("&lt;", "<", "&amp;", "&").Replace(name)
			w := letterWidth * float64(len([]rune(name)))
			q := box{x - w/2, y - 13, x + w/2, y + 4}
			switch anchor {
			case "start":
				q.x0, q.x1 = x, x+w
			case "end":
				q.x0, q.x1 = x-w, x
			}
			small := box{q.x0 + .1, q.y0 + .1, q.x1 - .1, q.y1 - .1} // what is printed is rounded
			if slices.ContainsFunc(taken, small.meets) || q.x0 < -.1 || q.x1 > netWidth+.1 {
				t.Fatalf("%q runs over another", name)
			}
			taken = append(taken, q)
		}
	})
}

func TestANetworkShowsItsLinksAlone(t *testing.T) {
	if got := Network(figure, []Node{{Key: "a"}, {Key: "b"}}, []Edge{{"a", "a", 3}, {"a", "x", 2}}, nil); got != "" {
		t.Error(got)
	}
	got := texts(t, Network(figure, []Node{{"a", "Alpha", 2, 0}, {"b", "Bêta", 5, 5}, {"c", "Seul", 9, 1}}, []Edge{{"b", "a", 3}}, []string{"Soin"}))
	all := strings.Join(slices.Concat(got["text"], got["title"], got["desc"]), "|")
	for _, want := range []string{"Alpha", "Bêta", "Alpha (Soin)", "|A|", "F|", "2 personnes\u00a0; liens tracés\u00a0: 1."} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in %s", want, all)
		}
	}
	if strings.Contains(all, "Seul") {
		t.Error("a node without a link is drawn")
	}
	if mark := Mark(-1); !strings.Contains(string(mark), "–") {
		t.Error(mark)
	}
}
