package pdf

import (
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

// barLabel is the room for the labels of bars, barStep from one to the next, columnsHigh the tallest column.
const (
	barLabel    = 62.0
	barStep     = 6.6
	columnsHigh = 42.0
)

func top(items []report.Bar) (most int) {
	for _, i := range items {
		most = max(most, i.First+i.Second)
	}
	return most
}

// bars draws a bar a line, its number at its end: readable without colours.
func (r *reportDrawing) bars(b report.Bars) error {
	const step, thick = barStep, 4.2
	most := top(b.Items)
	if most == 0 {
		return nil
	}
	if err := r.room(9 + step*float64(len(b.Items))); err != nil {
		return err
	}
	r.chartHead(b)
	wide := reportWidth - barLabel - 30
	for _, i := range b.Items {
		r.barLabel(i.Label, r.y+thick/2)
		x := reportLeft + barLabel
		first := wide * float64(i.First) / float64(most)
		second := wide * float64(i.Second) / float64(most)
		r.fill(x, r.y, first, thick, brand)
		r.hatched(x+first, r.y, second, thick)
		number := paris.Number(i.First)
		if b.Second != "" && i.Second > 0 {
			number += " + " + paris.Number(i.Second)
		}
		r.font(semiBold, 9, ink)
		r.left(x+first+second+1.5, r.y+thick-0.9, number)
		r.y += step
	}
	r.rule(reportLeft+barLabel, r.y-step*float64(len(b.Items))-1, reportLeft+barLabel, 0.3, line)
	r.y += 3
	return nil
}

// barLabel stands on the left of its bar, on two lines where it is long; middle is that of the bar.
func (r *reportDrawing) barLabel(s string, middle float64) {
	label, points := []string(nil), 0.0
	for _, points = range []float64{9, 8.5} {
		if label = r.measured(s, regular, points, barLabel-2); len(label) == 1 {
			break
		}
	}
	if len(label) > 1 {
		label, points = r.fit(s, regular, barLabel-2, 2, 7.8, 7.2, 6.8)
	}
	r.font(regular, points, ink)
	step := 2.9
	for i, l := range label {
		r.right(reportLeft+barLabel-2, middle+1.1+(float64(i)-float64(len(label)-1)/2)*step, l)
	}
}

// hatched is a bar with slanted lines: told apart from the full one in black and white.
func (r *reportDrawing) hatched(x, y, w, h float64) {
	if w <= 0 {
		return
	}
	r.fill(x, y, w, h, wash)
	r.ClipRect(x, y, w, h, false)
	r.SetDrawColor(accent.r, accent.g, accent.b)
	r.SetLineWidth(0.25)
	for at := x - h; at < x+w; at += 1.4 {
		r.Line(at, y+h, at+h, y)
	}
	r.ClipEnd()
	r.frame(x, y, w, h, 0.2, accent)
}

// chartHead is the caption, and what is full and what is hatched where both are drawn.
func (r *reportDrawing) chartHead(b report.Bars) {
	r.font(semiBold, 10, ink)
	r.left(reportLeft, r.y+4, b.Caption)
	if b.Second != "" {
		x := reportLeft + r.GetStringWidth(b.Caption) + 8
		r.fill(x, r.y+1.2, 4, 3, brand)
		r.font(regular, 9, muted)
		r.left(x+5.5, r.y+4, b.First)
		x += 11 + r.GetStringWidth(b.First)
		r.hatched(x, r.y+1.2, 4, 3)
		r.font(regular, 9, muted)
		r.left(x+5.5, r.y+4, b.Second)
	}
	r.y += 7
}

// columns draws months side by side, each with its number.
func (r *reportDrawing) columns(b report.Bars) error {
	const high = columnsHigh
	most := top(b.Items)
	if most == 0 {
		return nil
	}
	if err := r.room(high + 22); err != nil {
		return err
	}
	r.chartHead(b)
	n := len(b.Items)
	step := reportWidth / float64(max(n, 6))
	base, every := r.y+high+5, 1+(n-1)/16
	for i, item := range b.Items {
		x := reportLeft + float64(i)*step
		tall := high * float64(item.First) / float64(most)
		r.fill(x+step*0.15, base-tall, step*0.7, tall, brand)
		if item.First > 0 && n <= 36 {
			r.font(semiBold, min(8.5, 8.5*16/float64(max(n, 16))+1), ink)
			r.centre(x+step/2, base-tall-1, paris.Number(item.First))
		}
		if i%every == 0 {
			r.font(regular, 8, muted)
			r.centre(x+step/2, base+4, item.Label)
		}
	}
	r.rule(reportLeft, base, reportRight, 0.3, line)
	r.y = base + 8
	return nil
}
