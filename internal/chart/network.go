package chart

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
)

// Node is one point of a network. Key tells it from every other and decides between equals; Group is a position in
// the names of the groups, told by shape and letter.
type Node struct {
	Key, Label string
	Weight     int
	Group      int
}

// Edge links two nodes, by their keys.
type Edge struct {
	A, B   string
	Weight int
}

// The picture of a network, in pixels: it keeps its size, so that names stay readable.
const (
	netWidth, netHeight = 920.0, 600.0
	netRounds           = 400
	letterWidth         = 7.4 // of a name, on average
	maxName             = 26
)

// spot is a node where it is drawn.
type spot struct {
	Node
	x, y, r float64
}

// tie is an edge by the positions of its nodes.
type tie struct {
	a, b   int
	weight float64
}

// Network draws nodes and the links between them: the same data give the same picture, in whatever order they come.
// Nodes without a link are not drawn. It gives the empty string without any link.
func Network(f Figure, nodes []Node, edges []Edge, groups []string) template.HTML {
	spots, ties := linked(nodes, edges)
	if len(ties) == 0 {
		return ""
	}
	settle(spots, ties)
	fit(spots)
	var b svg
	id := text(f.ID)
	fmt.Fprintf(&b, `<svg class="fixed" role="img" aria-labelledby="%s-t %s-d" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">`, id, id, netWidth, netHeight, netWidth, netHeight)
	fmt.Fprintf(&b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, text(f.Title), id,
		text(fmt.Sprintf("Réseau de %s %s\u00a0; liens tracés\u00a0: %s. Un trait plus épais est un lien plus fort. Le tableau qui suit liste les liens.", count(len(spots), ""), f.Unit, count(len(ties), ""))))
	for _, t := range ties {
		p, q := spots[t.a], spots[t.b]
		fmt.Fprintf(&b, `<line class="edge" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke-width="%.1f"/>`, p.x, p.y, q.x, q.y, math.Min(.4+.8*t.weight, 8))
	}
	for _, s := range spots {
		group := ""
		if s.Group >= 0 && s.Group < len(groups) {
			group = " (" + groups[s.Group] + ")"
		}
		fmt.Fprintf(&b, "<g><title>%s%s\u00a0: %s</title>", text(s.Label), text(group), count(s.Weight, ""))
		b.mark(s.Group, s.x, s.y, s.r)
		b.WriteString(`</g>`)
	}
	b.names(spots)
	return b.close()
}

// linked keeps the nodes that have a link, the heaviest first, and the links between them.
func linked(nodes []Node, edges []Edge) (spots []spot, ties []tie) {
	has := map[string]bool{}
	for _, e := range edges {
		if e.A != e.B {
			has[e.A], has[e.B] = true, true
		}
	}
	nodes = slices.Clone(nodes)
	slices.SortFunc(nodes, func(a, b Node) int { return cmp.Or(b.Weight-a.Weight, strings.Compare(a.Key, b.Key)) })
	at := map[string]int{}
	for _, n := range nodes {
		if _, twice := at[n.Key]; has[n.Key] && !twice {
			at[n.Key] = len(spots)
			spots = append(spots, spot{Node: n, r: math.Min(8+2.2*math.Sqrt(float64(max(n.Weight, 0))), 22)})
		}
	}
	for _, e := range edges {
		a, okA := at[e.A]
		b, okB := at[e.B]
		if okA && okB && a != b {
			ties = append(ties, tie{min(a, b), max(a, b), float64(max(e.Weight, 1))})
		}
	}
	slices.SortFunc(ties, func(x, y tie) int { return cmp.Or(x.a-y.a, x.b-y.b, cmp.Compare(x.weight, y.weight)) })
	return spots, ties
}

// settle lays the nodes out (Fruchterman and Reingold), from the seeds of a sunflower: nothing is drawn by lot.
func settle(spots []spot, ties []tie) {
	n := float64(len(spots))
	for i := range spots {
		turn, r := float64(i)*2.399963, math.Sqrt((float64(i)+.5)/n)
		spots[i].x, spots[i].y = netWidth/2+r*netWidth*.42*math.Cos(turn), netHeight/2+r*netHeight*.42*math.Sin(turn)
	}
	k := .85 * math.Sqrt(netWidth*netHeight/n)
	dx, dy := make([]float64, len(spots)), make([]float64, len(spots))
	for round := range netRounds {
		for i, s := range spots { // towards the middle, so that parts without a link stay in sight
			dx[i], dy[i] = (netWidth/2-s.x)*.001*k, (netHeight/2-s.y)*.00175*k
		}
		repel(spots, k, dx, dy)
		for _, t := range ties {
			x, y := spots[t.a].x-spots[t.b].x, spots[t.a].y-spots[t.b].y
			pull := math.Hypot(x, y) / k * (.25 + .12*math.Log1p(t.weight))
			dx[t.a], dy[t.a] = dx[t.a]-x*pull, dy[t.a]-y*pull
			dx[t.b], dy[t.b] = dx[t.b]+x*pull, dy[t.b]+y*pull
		}
		heat := netWidth / 12 * (1 - float64(round)/netRounds)
		for i := range spots {
			d := math.Hypot(dx[i], dy[i]) + 1e-9
			step := math.Min(d, heat)
			spots[i].x, spots[i].y = spots[i].x+dx[i]/d*step, spots[i].y+dy[i]/d*step
		}
	}
}

// repel keeps nodes apart; a little more from top to bottom, where names stand.
func repel(spots []spot, k float64, dx, dy []float64) {
	for i := range spots {
		for j := i + 1; j < len(spots); j++ {
			x, y := spots[i].x-spots[j].x, (spots[i].y-spots[j].y)*1.15
			push := k * k / (x*x + y*y + .01)
			dx[i], dy[i] = dx[i]+x*push, dy[i]+y*push
			dx[j], dy[j] = dx[j]-x*push, dy[j]-y*push
		}
	}
}

// fit spreads the drawing over the whole picture, names included.
func fit(spots []spot) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range spots {
		x0, x1, y0, y1 = math.Min(x0, s.x), math.Max(x1, s.x), math.Min(y0, s.y), math.Max(y1, s.y)
	}
	for i := range spots {
		spots[i].x = 90 + (netWidth-180)*(spots[i].x-x0)/math.Max(x1-x0, 1)
		spots[i].y = 30 + (netHeight-80)*(spots[i].y-y0)/math.Max(y1-y0, 1)
	}
}

// box is a part of the picture that is taken.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) meets(o box) bool { return b.x0 < o.x1 && b.x1 > o.x0 && b.y0 < o.y1 && b.y1 > o.y0 }

// names writes each name under, over, right or left of its node, the heaviest first; one that finds no free place
// is left to the title of its node, and to the table.
func (b *svg) names(spots []spot) {
	var taken []box
	for _, s := range spots {
		taken = append(taken, box{s.x - s.r, s.y - s.r, s.x + s.r, s.y + s.r})
	}
	for _, s := range spots {
		name := []rune(s.Label)
		if len(name) > maxName {
			name = append([]rune(strings.TrimSpace(string(name[:maxName-1]))), '…')
		}
		w := letterWidth * float64(len(name))
		for _, p := range []struct {
			x, y, left float64
			anchor     string
		}{{s.x, s.y + s.r + 15, w / 2, "middle"}, {s.x, s.y - s.r - 5, w / 2, "middle"}, {s.x + s.r + 4, s.y + 5, 0, "start"}, {s.x - s.r - 4, s.y + 5, w, "end"}} {
			q := box{p.x - p.left, p.y - 13, p.x - p.left + w, p.y + 4}
			if q.x0 < 0 || q.x1 > netWidth || q.y0 < 0 || q.y1 > netHeight || slices.ContainsFunc(taken, q.meets) {
				continue
			}
			taken = append(taken, q)
			fmt.Fprintf(b, `<text class="halo" text-anchor="%s" x="%.1f" y="%.1f">%s</text>`, p.anchor, p.x, p.y, text(string(name)))
			break
		}
	}
}

// Letter names a group in pictures and their legends; « – » for none.
func Letter(group int) string {
	if group < 0 || group > 25 {
		return "–"
	}
	return string(rune('A' + group))
}

// Mark draws the sign of a group by itself, for a legend.
func Mark(group int) template.HTML {
	var b svg
	b.WriteString(`<svg class="mark" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">`)
	b.mark(group, 12, 12, 10)
	return b.close()
}

// mark draws the sign of a group: one of four shapes, empty or full, and its letter. Colour says nothing more.
func (b *svg) mark(group int, x, y, r float64) {
	class := "node"
	if group >= 0 && group/4%2 == 1 {
		class = "node full"
	}
	switch {
	case group < 0:
		fmt.Fprintf(b, `<circle class="node none" cx="%.1f" cy="%.1f" r="%.1f"/>`, x, y, r)
	case group%4 == 1:
		s := r * .9
		fmt.Fprintf(b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, class, x-s, y-s, 2*s, 2*s)
	case group%4 == 2:
		s := r * 1.2
		fmt.Fprintf(b, `<path class="%s" d="M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ"/>`, class, x, y-s, x+s, y, x, y+s, x-s, y)
	case group%4 == 3:
		s := r * 1.15
		fmt.Fprintf(b, `<path class="%s" d="M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ"/>`, class,
			x-s, y, x-s/2, y-s*.87, x+s/2, y-s*.87, x+s, y, x+s/2, y+s*.87, x-s/2, y+s*.87)
	default:
		fmt.Fprintf(b, `<circle class="%s" cx="%.1f" cy="%.1f" r="%.1f"/>`, class, x, y, r)
	}
	letter := "initial"
	if class == "node full" {
		letter = "initial on"
	}
	fmt.Fprintf(b, `<text class="%s" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, letter, x, y+4, Letter(group))
}
