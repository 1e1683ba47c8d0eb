package chart

import (
	"math"
	"slices"
	"strings"
)

// point is a place on a flat map.
type point struct{ x, y float64 }

// simplify leaves out the points of a ring that are nearer than tolerance to the line between those that stay
// (Douglas and Peucker). The ring is cut at its two ends that are the farthest apart, so that where its list begins
// matters little.
func simplify(r []point, tolerance float64) []point {
	if n := len(r); n > 1 && r[0] == r[n-1] {
		r = r[:n-1]
	}
	if len(r) < 4 {
		return r
	}
	first, far := 0, 0
	for i := range r { // the westernmost point, whatever the list begins with
		if r[i].x < r[first].x || r[i].x == r[first].x && r[i].y < r[first].y {
			first = i
		}
	}
	r = append(slices.Clone(r[first:]), r[:first]...)
	for i := range r {
		if distance(r[i], r[0]) > distance(r[far], r[0]) {
			far = i
		}
	}
	keep := make([]bool, len(r)+1)
	keep[0], keep[far], keep[len(r)] = true, true, true
	closed := append(r, r[0])
	type part struct{ from, to int }
	for stack := []part{{0, far}, {far, len(r)}}; len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		worst, away := -1, tolerance
		for i := at.from + 1; i < at.to; i++ {
			if d := toSegment(closed[i], closed[at.from], closed[at.to]); d > away {
				worst, away = i, d
			}
		}
		if worst > 0 {
			keep[worst] = true
			stack = append(stack, part{at.from, worst}, part{worst, at.to})
		}
	}
	var out []point
	for i, p := range r {
		if keep[i] {
			out = append(out, p)
		}
	}
	if len(out) < 3 { // a line is no land
		return r
	}
	return out
}

func distance(a, b point) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }

// toSegment is how far a point is from a segment.
func toSegment(p, a, b point) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	long := dx*dx + dy*dy
	if long == 0 {
		return distance(p, a)
	}
	t := math.Max(0, math.Min(1, ((p.x-a.x)*dx+(p.y-a.y)*dy)/long))
	return distance(p, point{a.x + t*dx, a.y + t*dy})
}

// area is the surface of a ring; its sign says which way it turns.
func area(r []point) (sum float64) {
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum / 2
}

// sortFolded orders names, capitals aside.
func sortFolded(names []string) {
	slices.SortFunc(names, func(a, b string) int {
		if c := strings.Compare(strings.ToLower(a), strings.ToLower(b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
}
