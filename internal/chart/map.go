package chart

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
)

// Land is a territory of a map: its rings, its value (below zero: not known) and the line that says it.
type Land struct {
	Label, Short string
	Value        int
	Says         string
	Rings        [][]int
	Blank        bool // drawn, and nothing is said of it
}

// mapWidth is the width of a map in its own units: a phone shows three quarters of it, a screen a third more.
const mapWidth = 480.0

// Map draws territories of a plane of this width and height, shaded by their value, which is written in each; with
// bubbles, a circle as large as the value instead. write writes a value. It gives the empty string without land.
func Map(f Figure, width, height int, lands []Land, bubbles bool, write func(int) string) template.HTML {
	if width <= 0 || height <= 0 || !slices.ContainsFunc(lands, func(l Land) bool { return len(l.Rings) > 0 }) {
		return ""
	}
	scale := (mapWidth - 8) / float64(width)
	var values []int
	unknown := false
	for _, l := range lands {
		if !l.Blank {
			values = append(values, l.Value)
			unknown = unknown || l.Value < 0
		}
	}
	var b svg
	id := text(f.ID)
	tall := float64(height)*scale + 8
	fmt.Fprintf(&b, `<svg class="map" role="img" aria-labelledby="%s-t %s-d" viewBox="0 0 %.0f %.0f">`, id, id, mapWidth, tall)
	fmt.Fprintf(&b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, text(f.Title), id,
		text(fmt.Sprintf("Carte de %s. Le tableau qui suit donne les valeurs.", count(len(values), "territoires"))))
	b.patterns(f.ID)
	classes := Classes(values)
	for _, l := range lands {
		b.land(f.ID, l, shadeOf(classes, l.Value), scale, bubbles)
	}
	b.saysOf(lands, scale, bubbles, write)
	b.WriteString(`</svg>`)
	if !bubbles {
		var legend svg
		tall := legend.shadeLegend(f.ID, classes, unknown, write, 4)
		fmt.Fprintf(&b, `<svg class="key" width="100%%" height="%d" aria-hidden="true">%s</svg>`, tall+4, legend.String())
	}
	return template.HTML(b.String())
}

func (b *svg) land(id string, l Land, shade Shade, scale float64, bubbles bool) {
	var d strings.Builder
	for _, r := range l.Rings {
		for i := 0; i+1 < len(r); i += 2 {
			fmt.Fprintf(&d, "%c%.1f %.1f", "ML"[min(i, 1)], 4+float64(r[i])*scale, 4+float64(r[i+1])*scale)
		}
		d.WriteString("Z")
	}
	class, fill := "land"+shade.class(), shade.fill(id)
	if l.Blank {
		class, fill = "land blank", "none"
	} else if bubbles {
		fill = "none"
	}
	says := l.Label
	if l.Says != "" {
		says += "\u00a0: " + l.Says
	}
	fmt.Fprintf(b, `<g><title>%s</title><path class="land ground" d="%s"/><path class="%s" fill="%s" fill-rule="evenodd" d="%s"/></g>`, text(says), d.String(), class, fill, d.String())
}

// saysOf writes the values, and the short names where they find a free place.
func (b *svg) saysOf(lands []Land, scale float64, bubbles bool, write func(int) string) {
	top := 1
	for _, l := range lands {
		top = max(top, l.Value)
	}
	var taken []box
	var names svg
	type place struct {
		Land
		x, y float64
	}
	var places []place
	for _, l := range lands {
		if l.Blank || len(l.Rings) == 0 {
			continue
		}
		at := inside(l.Rings)
		p := place{l, 4 + at.x*scale, 4 + at.y*scale}
		places = append(places, p)
		number := "?"
		if l.Value >= 0 {
			number = write(l.Value)
		}
		if bubbles && l.Value > 0 {
			fmt.Fprintf(b, `<circle class="bubble" cx="%.1f" cy="%.1f" r="%.1f"/>`, p.x, p.y, 6+26*math.Sqrt(float64(l.Value)/float64(top)))
		}
		fmt.Fprintf(&names, `<text class="halo big" text-anchor="middle" x="%.1f" y="%.1f">%s</text>`, p.x, p.y+6, text(number))
		half := 6 * float64(len([]rune(number)))
		taken = append(taken, box{p.x - half, p.y - 10, p.x + half, p.y + 8})
	}
	for i, p := range places {
		half := 4.1 * float64(len([]rune(p.Short)))
		for _, y := range []float64{p.y + 24, p.y - 15} {
			q := box{p.x - half, y - 11, p.x + half, y + 3}
			if q.x0 < 0 || q.x1 > mapWidth || slices.ContainsFunc(slices.Concat(taken[:i], taken[i+1:]), q.meets) {
				continue
			}
			taken = append(taken, q)
			fmt.Fprintf(&names, `<text class="halo" text-anchor="middle" x="%.1f" y="%.1f">%s</text>`, p.x, y, text(p.Short))
			break
		}
	}
	b.WriteString(names.String())
}

// inside is a place within the largest ring: its centre of mass, or, where that lies outside, the middle of the widest
// part of its height.
func inside(rings [][]int) point {
	var largest []point
	for _, r := range rings {
		var flat []point
		for i := 0; i+1 < len(r); i += 2 {
			flat = append(flat, point{float64(r[i]), float64(r[i+1])})
		}
		if largest == nil || math.Abs(area(flat)) > math.Abs(area(largest)) {
			largest = flat
		}
	}
	surface := area(largest)
	if surface == 0 {
		return largest[0]
	}
	var c point
	for i, p := range largest {
		q := largest[(i+1)%len(largest)]
		cross := p.x*q.y - q.x*p.y
		c.x, c.y = c.x+(p.x+q.x)*cross/(6*surface), c.y+(p.y+q.y)*cross/(6*surface)
	}
	c.y += .013 // never level with a point of the grid
	var cuts []float64
	for i, p := range largest {
		q := largest[(i+1)%len(largest)]
		if (p.y > c.y) != (q.y > c.y) {
			cuts = append(cuts, p.x+(c.y-p.y)/(q.y-p.y)*(q.x-p.x))
		}
	}
	slices.Sort(cuts)
	widest := point{c.x, c.y}
	wide := 0.0
	for i := 0; i+1 < len(cuts); i += 2 {
		if c.x > cuts[i] && c.x < cuts[i+1] {
			return c
		}
		if w := cuts[i+1] - cuts[i]; w > wide {
			wide, widest.x = w, (cuts[i]+cuts[i+1])/2
		}
	}
	return widest
}
