package card

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

type point struct{ x, y float64 }

// bridge strokes the sign's footbridge, drawn in a square of 40 (favicon.svg), with its top left at x, y.
func (p *picture) bridge(x, y, scale, stroke float64, c color.Color) {
	r := vector.NewRasterizer(Width, Height)
	for _, line := range bridgeLines() {
		for i := range line {
			line[i] = point{x + line[i].x*scale, y + line[i].y*scale}
		}
		strokeLine(r, line, stroke*scale/2)
	}
	r.Draw(p.Image, p.Image.Bounds(), image.NewUniform(c), image.Point{})
}

// bridgeLines are the two decks and the five posts between them.
func bridgeLines() [][]point {
	low, high := deck(29.5, 21), deck(20.5, 12)
	lines := [][]point{low, high}
	for _, x := range []float64{5, 12.5, 20, 27.5, 35} {
		i := 0
		for low[i].x < x-0.01 {
			i++
		}
		lines = append(lines, []point{low[i], {low[i].x, high[i].y}})
	}
	return lines
}

// deck is the curve from 5 to 35 that ends at a height and bends towards another.
func deck(end, bend float64) (line []point) {
	const steps = 120
	for i := range steps + 1 {
		t := float64(i) / steps
		a, b, c, d := (1-t)*(1-t)*(1-t), 3*t*(1-t)*(1-t), 3*t*t*(1-t), t*t*t
		line = append(line, point{a*5 + b*12 + c*28 + d*35, (a+d)*end + (b+c)*bend})
	}
	return line
}

// strokeLine fills a broken line of a width of 2 × half, with round joints and ends.
func strokeLine(r *vector.Rasterizer, line []point, half float64) {
	for i, p := range line {
		disc(r, p, half)
		if i == 0 {
			continue
		}
		q := line[i-1]
		length := math.Hypot(p.x-q.x, p.y-q.y)
		nx, ny := (p.y-q.y)/length*half, -(p.x-q.x)/length*half
		polygon(r, point{q.x + nx, q.y + ny}, point{p.x + nx, p.y + ny}, point{p.x - nx, p.y - ny}, point{q.x - nx, q.y - ny})
	}
}

func disc(r *vector.Rasterizer, c point, radius float64) {
	const sides = 32
	var around []point
	for i := range sides {
		a := 2 * math.Pi * float64(i) / sides
		around = append(around, point{c.x + radius*math.Cos(a), c.y + radius*math.Sin(a)})
	}
	polygon(r, around...)
}

// polygon adds a closed shape. All turn the same way: where two overlap, the ground is covered once.
func polygon(r *vector.Rasterizer, corners ...point) {
	r.MoveTo(float32(corners[0].x), float32(corners[0].y))
	for _, c := range corners[1:] {
		r.LineTo(float32(c.x), float32(c.y))
	}
	r.ClosePath()
}

// sign is the mark of the house: white on its rounded square.
func (p *picture) sign(x, y, side int) {
	r := vector.NewRasterizer(Width, Height)
	left, top, s, radius := float64(x), float64(y), float64(side), float64(side)*9/40
	for _, c := range []point{{left + radius, top + radius}, {left + s - radius, top + radius}, {left + s - radius, top + s - radius}, {left + radius, top + s - radius}} {
		disc(r, c, radius)
	}
	polygon(r, point{left + radius, top}, point{left + s - radius, top}, point{left + s - radius, top + s}, point{left + radius, top + s})
	polygon(r, point{left, top + radius}, point{left + s, top + radius}, point{left + s, top + s - radius}, point{left, top + s - radius})
	r.Draw(p.Image, p.Image.Bounds(), image.NewUniform(paper), image.Point{})
	p.bridge(left, top, s/40, 2.6, brand)
}
