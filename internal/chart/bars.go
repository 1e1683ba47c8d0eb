package chart

import (
	"fmt"
	"html/template"

	"passerelle/internal/paris"
)

const (
	rowHeight = 44
	barHeight = 10
)

// Bars draws one horizontal bar an item, in the order given, the longest filling the width. It gives
// the empty string when all values are zero.
func Bars(f Figure, items []Item) template.HTML {
	items, top, sum := clamped(items)
	if top == 0 {
		return ""
	}
	var b svg
	b.open(f, fmt.Sprintf("%s, %s en tout. Le tableau qui suit donne le détail.", categories(len(items)), count(sum, f.Unit)), rowHeight*len(items))
	for i, it := range items {
		y := i * rowHeight
		b.row(it.Label, count(it.Value, f.Unit), paris.Number(it.Value), y)
		b.rect("bar", share{}, share{it.Value, top}, y+22, barHeight)
		b.WriteString(`</g>`)
	}
	return b.close()
}

// row begins the group of one bar: label, number and the track under the bar.
func (b *svg) row(label, full, number string, y int) {
	fmt.Fprintf(b, "<g><title>%s\u00a0: %s</title>", text(label), text(full))
	b.label(y+15, label)
	fmt.Fprintf(b, `<text x="100%%" y="%d" text-anchor="end" font-weight="600">%s</text>`, y+15, text(number))
	b.rect("track", share{}, share{1, 1}, y+22, barHeight)
}

// Pair is one label with two values that add up, such as presences recorded at the door and presences
// declared without names.
type Pair struct {
	Label         string
	First, Second int
}

// Stacked draws two values end to end in one bar a pair, and a legend: first and second name them, as
// in « émargé » and « déclaré ». The numbers stand beside each bar, so that the two are told apart
// without their colours. It gives the empty string when all values are zero.
func Stacked(f Figure, first, second string, pairs []Pair) template.HTML {
	top, sumFirst, sumSecond := 0, 0, 0
	for i := range pairs {
		one, two := max(pairs[i].First, 0), max(pairs[i].Second, 0)
		top, sumFirst, sumSecond = max(top, one+two), sumFirst+one, sumSecond+two
	}
	if top == 0 {
		return ""
	}
	const legend = 30
	var b svg
	b.open(f, fmt.Sprintf("%s\u00a0: %s (%s), %s (%s). Le tableau qui suit donne le détail.", categories(len(pairs)),
		count(sumFirst, f.Unit), first, count(sumSecond, f.Unit), second), legend+rowHeight*len(pairs))
	b.stripes(f.ID)
	b.legend("bar", "0", "18", first)
	b.legend("bar2", "50%", "50%", second)
	fmt.Fprintf(&b, `<rect fill="url(#%s-h)" x="50%%" y="3" width="12" height="12" rx="2"/>`, text(f.ID))
	for i, p := range pairs {
		one, two := max(p.First, 0), max(p.Second, 0)
		y := legend + i*rowHeight
		number := paris.Number(one)
		if two > 0 {
			number += " + " + paris.Number(two)
		}
		b.row(p.Label, fmt.Sprintf("%s (%s), %s (%s)", count(one, f.Unit), first, count(two, f.Unit), second), number, y)
		b.rect("bar", share{}, share{one, top}, y+22, barHeight)
		b.rect("bar2", share{one, top}, share{two, top}, y+22, barHeight)
		b.hatch(f.ID, share{one, top}, share{two, top}, y+22, barHeight)
		b.WriteString(`</g>`)
	}
	return b.close()
}

// legend writes a square and its name; the second one starts at the middle of the chart.
func (b *svg) legend(class, x, textX, name string) {
	shift := ""
	if x == textX {
		shift = ` dx="18"`
	}
	fmt.Fprintf(b, `<rect class="%s" x="%s" y="3" width="12" height="12" rx="2"/><text x="%s"%s y="14">%s</text>`, class, x, textX, shift, text(name))
}

// stripes defines what tells the second value from the first without its colour: paper and screen in black and white.
func (b *svg) stripes(id string) {
	fmt.Fprintf(b, `<defs><pattern id="%s-h" patternUnits="userSpaceOnUse" width="6" height="6"><path class="hatch-line" d="M-1 1L1 -1M0 6L6 0M5 7L7 5"/></pattern></defs>`, text(id))
}

func (b *svg) hatch(id string, x, width share, y, height int) {
	fmt.Fprintf(b, `<rect fill="url(#%s-h)" x="%s" y="%d" width="%s" height="%d"/>`, text(id), x, y, width, height)
}
