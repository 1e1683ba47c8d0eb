package domain

import (
	"encoding/json"
	"strconv"
)

// The frame of a drawn signature, and how much ink it holds at most.
const (
	StrokesWidth  = 1000
	StrokesHeight = 400
	MaxStrokes    = 20
	MaxPoints     = 4000
	// minInk is the least width or height of a drawing: a tap of a finger is no signature.
	minInk = 40
)

// Point of a drawing, in the frame.
type Point struct{ X, Y int }

// Strokes is a drawn signature: where the hand went, stroke by stroke, and nothing of when or how fast.
type Strokes [][]Point

// ParseStrokes reads `[[x,y,x,y,…],…]`. ErrDrawing for what is no drawing: another shape, a point out of the frame,
// too many of them, a single dot.
func ParseStrokes(raw []byte) (Strokes, error) {
	wrong := Error{Code: ErrDrawing, Field: "strokes"}
	var flat [][]int
	if json.Unmarshal(raw, &flat) != nil || len(flat) == 0 || len(flat) > MaxStrokes {
		return nil, wrong
	}
	points, strokes := 0, make(Strokes, 0, len(flat))
	for _, line := range flat {
		if points += len(line) / 2; len(line) < 2 || len(line)%2 != 0 || points > MaxPoints {
			return nil, wrong
		}
		stroke := make([]Point, 0, len(line)/2)
		for i := 0; i < len(line); i += 2 {
			p := Point{line[i], line[i+1]}
			if p.X < 0 || p.X > StrokesWidth || p.Y < 0 || p.Y > StrokesHeight {
				return nil, wrong
			}
			stroke = append(stroke, p)
		}
		strokes = append(strokes, stroke)
	}
	if low, high := strokes.Bounds(); high.X-low.X < minInk && high.Y-low.Y < minInk {
		return nil, wrong
	}
	return strokes, nil
}

// Bounds are the corners of the drawing, nearest to the origin first; both zero without a point.
func (s Strokes) Bounds() (low, high Point) {
	first := true
	for _, stroke := range s {
		for _, p := range stroke {
			if first {
				low, high, first = p, p, false
				continue
			}
			low = Point{min(low.X, p.X), min(low.Y, p.Y)}
			high = Point{max(high.X, p.X), max(high.Y, p.Y)}
		}
	}
	return low, high
}

// Path is the drawing as the path of an SVG whose view box is the frame: digits and the letters M and L alone. Every
// stroke has a point, as those of ParseStrokes do.
func (s Strokes) Path() string {
	var b []byte
	to := func(letter byte, p Point) {
		b = strconv.AppendInt(append(b, letter), int64(p.X), 10)
		b = strconv.AppendInt(append(b, ' '), int64(p.Y), 10)
	}
	for _, stroke := range s {
		to('M', stroke[0])
		for _, p := range stroke[1:] {
			to('L', p)
		}
		if len(stroke) == 1 { // a dot: a line of no length, which a round cap shows
			to('L', stroke[0])
		}
	}
	return string(b)
}

// Stored is the drawing as ParseStrokes reads it.
func (s Strokes) Stored() []byte {
	flat := make([][]int, len(s))
	for i, stroke := range s {
		flat[i] = make([]int, 0, 2*len(stroke))
		for _, p := range stroke {
			flat[i] = append(flat[i], p.X, p.Y)
		}
	}
	b, err := json.Marshal(flat)
	if err != nil { // numbers alone
		panic(err)
	}
	return b
}
