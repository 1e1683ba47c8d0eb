package chart

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"passerelle/internal/paris"
)

const (
	plotTop    = 8
	plotHeight = 200
	axisLabel  = plotTop + plotHeight + 20
	plotFull   = axisLabel + 12
	// margin is where columns begin, in percent: the numbers of the grid stand before them.
	margin = 12
	// maxTicks is how many labels as « janv. 26 » fit under a chart of 350 px.
	maxTicks = 5
)

// Line draws a value that only grows, such as the registrations of an event day after day: points are
// evenly spaced, one a day. A capacity above zero is drawn as a dashed line with its number. It gives
// the empty string when all values are zero.
func Line(f Figure, points []Item, capacity int) template.HTML {
	points, top, _ := clamped(points)
	if top == 0 {
		return ""
	}
	capacity = max(capacity, 0)
	first, last := points[0], points[len(points)-1]
	desc := fmt.Sprintf("De %s à %s\u00a0: %s à la fin", first.Label, last.Label, count(last.Value, f.Unit))
	if capacity > 0 {
		desc += fmt.Sprintf(" pour %s places", paris.Number(capacity))
	}
	limit, step := ceiling(max(top, capacity))
	var b svg
	b.open(f, desc+". Le tableau qui suit donne le détail.", plotFull)
	b.grid(0, limit, step)
	fmt.Fprintf(&b, `<svg x="0" y="%d" width="100%%" height="%d" viewBox="0 0 100 100" preserveAspectRatio="none">`, plotTop, plotHeight)
	d := path(points, limit)
	fmt.Fprintf(&b, `<path class="area" d="%sL100 100L0 100Z"/><path class="line" vector-effect="non-scaling-stroke" d="%s"/>`, d, d)
	if capacity > 0 {
		y := percent(limit-capacity, limit)
		fmt.Fprintf(&b, `<line class="cap" vector-effect="non-scaling-stroke" x1="0" x2="100" y1="%s" y2="%s"/>`, y, y)
	}
	b.WriteString(`</svg>`)
	b.gridLabels(limit, step, capacity)
	if capacity > 0 {
		b.left("halo", height(capacity, limit)-6, "Capacité\u00a0: "+paris.Number(capacity)+" places")
	}
	b.left("t-muted", axisLabel, short(first.Label))
	if len(points) > 1 {
		b.right("t-muted", axisLabel, short(last.Label))
	}
	return b.close()
}

// Columns draws one column an item, side by side: a value a month, oldest first. Labels are short, as
// « janv. 26 »; as many are shown as fit. It gives the empty string when all values are zero.
func Columns(f Figure, items []Item) template.HTML {
	items, top, sum := clamped(items)
	if top == 0 {
		return ""
	}
	limit, step := ceiling(top)
	n := len(items)
	var b svg
	b.open(f, fmt.Sprintf("De %s à %s\u00a0: %s en tout, %s au plus haut. Le tableau qui suit donne le détail.",
		items[0].Label, items[n-1].Label, count(sum, f.Unit), paris.Number(top)), plotFull)
	b.grid(margin, limit, step)
	every := (n + maxTicks - 1) / maxTicks
	for i, it := range items {
		y := height(it.Value, limit)
		fmt.Fprintf(&b, "<g><title>%s\u00a0: %s</title>", text(it.Label), text(count(it.Value, f.Unit)))
		x, width := column(i, n)
		fmt.Fprintf(&b, `<rect class="bar" x="%s" y="%d" width="%s" height="%d" rx="2"/></g>`, x, y, width, plotTop+plotHeight-y)
		if i%every == 0 {
			fmt.Fprintf(&b, `<text class="t-muted" x="%s" y="%d" text-anchor="middle">%s</text>`, share{margin*n*2 + (100-margin)*(2*i+1), 200 * n}, axisLabel, text(short(it.Label)))
		}
	}
	for v := step; v <= limit; v += step {
		fmt.Fprintf(&b, `<text class="t-muted" x="%d%%" y="%d" text-anchor="end">%s</text>`, margin-2, height(v, limit)+4, paris.Number(v))
	}
	return b.close()
}

// column is the place of a column: a tenth of its slot is free on each side, and a few of them stay slender.
func column(i, n int) (x, width share) {
	slot := (100 - margin) * 100 / n // in ten thousandths of the chart
	wide := min(slot*8/10, 1200)
	return share{margin*100 + i*slot + (slot-wide)/2, 10000}, share{wide, 10000}
}

// grid draws the lines of the values, from so many percent on.
func (b *svg) grid(from, limit, step int) {
	for v := 0; v <= limit; v += step {
		y := height(v, limit)
		fmt.Fprintf(b, `<line class="axis" x1="%d%%" x2="100%%" y1="%d" y2="%d"/>`, from, y, y)
	}
}

// gridLabels writes the numbers of the grid, but for those that would run into the capacity's.
func (b *svg) gridLabels(limit, step, capacity int) {
	for v := step; v <= limit; v += step {
		near := height(v, limit) - height(capacity, limit)
		if capacity > 0 && near < 18 && near > -18 {
			continue
		}
		b.left("t-muted halo", height(v, limit)+4, paris.Number(v))
	}
}

// height is the ordinate of a value in pixels from the top of the chart.
func height(v, limit int) int {
	return plotTop + int(float64(plotHeight)*float64(limit-v)/float64(limit)+.5)
}

func path(points []Item, limit int) string {
	if len(points) == 1 { // a single day is a level line
		points = append(points, points[0])
	}
	var d strings.Builder
	for i, p := range points {
		d.WriteByte("ML"[min(i, 1)])
		d.WriteString(percent(i, len(points)-1) + " " + percent(limit-p.Value, limit))
	}
	return d.String()
}

func percent(part, whole int) string {
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 2, 64)
}
