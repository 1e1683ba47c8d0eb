package pdf

import (
	"math"
	"strconv"
)

// look is a layout with the shades that one colour gives.
type look struct {
	centred bool
	text    colour // readable on white and on wash
	band    colour // of what is drawn and bears no text
	stroke  colour // of the short strokes
	wash    colour // behind the words of a table
	line    colour // between its rows
}

// Contrasts of WCAG: of a text, and of a shape that has to be seen.
const (
	textContrast  = 4.5
	shapeContrast = 1.4
)

// lookOf derives every shade from the colour of the charter.
func lookOf(layout Layout, hex string) look {
	l := look{centred: layout == Frame, text: brand, band: brand, stroke: accent, wash: wash, line: line}
	c, ok := parseColour(hex)
	if !ok {
		return l
	}
	l.wash, l.line = c.towards(white, 0.90), c.towards(white, 0.68)
	l.text = c.darkened(l.wash, textContrast)
	l.band = c.darkened(white, shapeContrast)
	l.stroke = l.band
	return l
}

var black = colour{}

func parseColour(s string) (colour, bool) {
	if len(s) != 7 || s[0] != '#' {
		return colour{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	return colour{int(n >> 16), int(n >> 8 & 0xff), int(n & 0xff)}, err == nil
}

// towards mixes a colour with a share of another.
func (c colour) towards(o colour, share float64) colour {
	mix := func(a, b int) int { return int(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	return colour{mix(c.r, o.r), mix(c.g, o.g), mix(c.b, o.b)}
}

// darkened is the nearest darker shade that stands out enough on a paper.
func (c colour) darkened(on colour, contrast float64) colour {
	shade := c
	for step := 1; step <= 50 && contrastOf(shade, on) < contrast; step++ {
		shade = c.towards(black, float64(step)/50)
	}
	return shade
}

// contrastOf is the contrast of two colours, 1 to 21, as WCAG counts it.
func contrastOf(a, b colour) float64 {
	high, low := a.luminance(), b.luminance()
	if high < low {
		high, low = low, high
	}
	return (high + 0.05) / (low + 0.05)
}

func (c colour) luminance() float64 {
	linear := func(v int) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}
