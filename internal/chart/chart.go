// Package chart draws the charts of the figures as inline SVG, on the server.
//
// Only classes of app.css are used (.chart .bar .bar2 .track .axis .line .area .cap .halo .t-muted .hatch-line .cut-s .cut-m .cut-l):
// the page's policy blocks style attributes. Widths are in percent and heights in pixels, without a
// viewBox, so that the text keeps its size on a phone. A chart says what it shows in its title and
// description; the numbers themselves belong in the table that follows it. The same data give the
// same bytes, and nothing to show gives the empty string.
package chart

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"passerelle/internal/paris"
)

// How many characters of a label stand beside its number: on a phone of 390 px, in half of a screen, in all of it. The
// style sheet shows the one that fits (.cut-s, .cut-m, .cut-l).
const (
	maxLabel  = 36
	halfLabel = 56
	fullLabel = 120
)

// Figure names a chart. ID is unique in its page; Unit is what is counted, in the plural, as in
// « personnes ».
type Figure struct {
	ID    string
	Title string
	Unit  string
}

// Item is one value and what it is the value of. A negative value is drawn as zero.
type Item struct {
	Label string
	Value int
}

// svg collects the markup of one chart.
type svg struct{ strings.Builder }

func (b *svg) open(f Figure, desc string, height int) {
	id := text(f.ID)
	fmt.Fprintf(b, `<svg role="img" aria-labelledby="%s-t %s-d" width="100%%" height="%d">`, id, id, height)
	fmt.Fprintf(b, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, id, text(f.Title), id, text(desc))
}

func (b *svg) close() template.HTML {
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// left and right write a line of text against a side of the chart.
func (b *svg) left(class string, y int, s string) {
	fmt.Fprintf(b, `<text%s x="0" y="%d">%s</text>`, attr(class), y, text(s))
}

func (b *svg) right(class string, y int, s string) {
	fmt.Fprintf(b, `<text%s x="100%%" y="%d" text-anchor="end">%s</text>`, attr(class), y, text(s))
}

// rect writes a bar; x, width are shares of the whole width.
func (b *svg) rect(class string, x, width share, y, height int) {
	fmt.Fprintf(b, `<rect class="%s" x="%s" y="%d" width="%s" height="%d" rx="2"/>`, class, x, y, width, height)
}

func attr(class string) string {
	if class == "" {
		return ""
	}
	return ` class="` + class + `"`
}

// share is a part of a whole, printed in percent with one decimal.
type share struct{ part, whole int }

// String never divides by zero: a part of nothing is nothing.
func (s share) String() string {
	if s.whole <= 0 || s.part <= 0 {
		return "0%"
	}
	return strconv.FormatFloat(100*float64(s.part)/float64(s.whole), 'f', 1, 64) + "%"
}

// text escapes a text for SVG and drops what XML cannot hold.
func text(s string) string {
	return template.HTMLEscapeString(strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, s))
}

// label writes the label of a bar once for each width at which it is cut elsewhere.
func (b *svg) label(y int, s string) {
	s = strings.ReplaceAll(s, "'", "’")
	switch n := utf8.RuneCountInString(s); {
	case n <= maxLabel:
		b.left("", y, s)
	case n <= halfLabel:
		b.left("cut-s", y, short(s))
		b.left("cut-m cut-l", y, s)
	default:
		b.left("cut-s", y, short(s))
		b.left("cut-m", y, cut(s, halfLabel))
		b.left("cut-l", y, cut(s, fullLabel))
	}
}

// short cuts a long label; the whole of it goes in the <title> of its group.
func short(s string) string { return cut(s, maxLabel) }

func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimRight(string(r[:most-1]), " ,;:.(") + "…"
}

// categories says how many bars there are.
func categories(n int) string {
	if n == 1 {
		return "1 catégorie"
	}
	return paris.Number(n) + " catégories"
}

func count(n int, unit string) string {
	if unit == "" {
		return paris.Number(n)
	}
	return paris.Number(n) + " " + unit
}

// clamped gives the items without negative values, their maximum and their sum.
func clamped(items []Item) (out []Item, top, sum int) {
	for _, it := range items {
		it.Value = max(it.Value, 0)
		top, sum = max(top, it.Value), sum+it.Value
		out = append(out, it)
	}
	return out, top, sum
}

// ceiling gives a round number not under top, and the step that divides it in 2 to 5 parts.
func ceiling(top int) (limit, step int) {
	step = 1
	for step*10 <= top {
		step *= 10
	}
	switch {
	case top/step < 2:
		step = max(step/2, 1)
	case top/step >= 5:
		step *= 2
	}
	return max((top+step-1)/step, 1) * step, step
}
