package chart

import (
	"fmt"
	"slices"
)

// Shade is one of the classes of a map, from pale to dense; its pattern tells it without its colour. Below zero:
// the value is not known. Zero: nothing.
type Shade int

// shades is how many classes a map has, nothing aside.
const shades = 4

// Class is the values of a shade, both included.
type Class struct {
	Shade    Shade
	Min, Max int
}

// Classes cuts values in four classes of as many values as can be, nothing aside. Equal values are of one class.
func Classes(values []int) (classes []Class) {
	var some []int
	zero := false
	for _, v := range values {
		if v > 0 {
			some = append(some, v)
		} else {
			zero = zero || v == 0
		}
	}
	slices.Sort(some)
	for left := min(shades, len(slices.Compact(slices.Clone(some)))); len(some) > 0; left-- {
		to := (len(some) + max(left, 1) - 1) / max(left, 1)
		for to < len(some) && (some[to] == some[to-1] || left <= 1) {
			to++
		}
		classes = append(classes, Class{Min: some[0], Max: some[to-1]})
		some = some[to:]
	}
	for i := range classes { // few classes keep apart from one another: the last is always the densest
		classes[i].Shade = Shade(shades - len(classes) + 1 + i)
	}
	if zero {
		classes = append([]Class{{}}, classes...)
	}
	return classes
}

// shadeOf is the class of a value; below zero it is not known.
func shadeOf(classes []Class, v int) Shade {
	for _, c := range classes {
		if v >= c.Min && v <= c.Max {
			return c.Shade
		}
	}
	if v < 0 {
		return -1
	}
	return 0
}

// patterns defines the fillings of the shades, for one picture.
func (b *svg) patterns(id string) {
	b.WriteString(`<defs>`)
	for i, p := range []struct {
		size int
		d    string
	}{{9, "M4 4h1.6v1.6h-1.6Z"}, {8, "M-2 2L2 -2M0 8L8 0M6 10L10 6"}, {4, "M-1 1L1 -1M0 4L4 0M3 5L5 3"}, {4, "M-1 1L1 -1M0 4L4 0M3 5L5 3M-1 3L1 5M0 0L4 4M3 -1L5 1"}} {
		fmt.Fprintf(b, `<pattern id="%s-p%d" patternUnits="userSpaceOnUse" width="%d" height="%d"><path class="hatch" d="%s"/></pattern>`, text(id), i+1, p.size, p.size, p.d)
	}
	b.WriteString(`</defs>`)
}

// fill is the filling of a shade.
func (s Shade) fill(id string) string {
	if s < 1 {
		return "none"
	}
	return fmt.Sprintf("url(#%s-p%d)", text(id), min(int(s), shades))
}

// shadeLegend writes the classes in lines of two from y on, and gives the height that they take.
func (b *svg) shadeLegend(id string, classes []Class, unknown bool, write func(int) string, y int) int {
	type line struct {
		shade Shade
		label string
	}
	var lines []line
	for _, c := range classes {
		label := write(c.Min)
		if c.Max != c.Min {
			label += " à " + write(c.Max)
		}
		lines = append(lines, line{c.Shade, label})
	}
	if unknown {
		lines = append(lines, line{-1, "non renseigné"})
	}
	for i, l := range lines {
		x, at := share{i % 2, 2}, y+i/2*26
		fmt.Fprintf(b, `<rect class="tile%s" x="%s" y="%d" width="28" height="18" fill="%s"/>`, l.shade.class(), x, at, l.shade.fill(id))
		fmt.Fprintf(b, `<text x="%s" dx="36" y="%d">%s</text>`, x, at+14, text(l.label))
	}
	return (len(lines) + 1) / 2 * 26
}

// class is what the style sheet knows of a shade.
func (s Shade) class() string {
	if s < 0 {
		return " none"
	}
	return ""
}
