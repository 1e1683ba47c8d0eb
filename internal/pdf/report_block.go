package pdf

import (
	"strings"

	"passerelle/internal/report"
)

const (
	textPoints = 10.5
	textStep   = 5.0
)

func (r *reportDrawing) block(b report.Block) error {
	switch {
	case b.Heading != "":
		return r.heading(b.Heading)
	case b.Text != "":
		return r.paragraphs(b.Text, reportLeft, reportWidth, textPoints, ink)
	case b.Note != "":
		return r.paragraphs(b.Note, reportLeft, reportWidth, 8.8, muted)
	case b.Comment != "":
		return r.comment(b.Comment)
	case len(b.List) > 0:
		return r.list(b.List)
	case len(b.Figures) > 0:
		return r.figures(b.Figures)
	case b.Bars != nil && b.Bars.Columns:
		return r.columns(*b.Bars)
	case b.Bars != nil:
		return r.bars(*b.Bars)
	case b.Grid != nil:
		return r.grid(*b.Grid)
	}
	return nil
}

// least is how much of a block stands at least under what announces it.
func (r *reportDrawing) least(b report.Block) float64 {
	switch {
	case b.Bars != nil && b.Bars.Columns:
		return columnsHigh + 22
	case b.Bars != nil:
		return 9 + barStep*float64(len(b.Bars.Items))
	case len(b.Figures) > 0:
		return 28
	}
	return 22
}

// heading keeps with what follows it.
func (r *reportDrawing) heading(s string) error {
	if err := r.room(32); err != nil {
		return err
	}
	if r.y > reportTop+1 {
		r.y += 2.5
	}
	for _, l := range r.measured(s, semiBold, 12, reportWidth) {
		r.font(semiBold, 12, brand)
		r.y += 5.4
		r.left(reportLeft, r.y-1, l)
	}
	r.y += 1.2
	return nil
}

func (r *reportDrawing) paragraphs(s string, x, width, points float64, c colour) error {
	step := points / textPoints * textStep
	for _, part := range splitLines(s) {
		lines := r.measured(part, regular, points, width)
		for i, l := range lines {
			if i == 0 && len(lines) > 1 { // no line alone at the foot
				if err := r.room(2 * step); err != nil {
					return err
				}
			}
			if err := r.room(step); err != nil {
				return err
			}
			r.y += step
			r.font(regular, points, c)
			r.left(x, r.y-1.2, l)
		}
		r.y += 1.4
	}
	r.y++
	return nil
}

// comment is what the coordinator typed, marked as such by a bar on its left, on every page that it spans.
func (r *reportDrawing) comment(s string) error {
	if err := r.room(16); err != nil {
		return err
	}
	r.y += 4.6
	r.font(semiBold, 9, accent)
	r.left(reportLeft+5, r.y-1, "Commentaire de la coordination")
	r.fill(reportLeft, r.y-4.4, 1.2, 4.4, accent)
	for _, part := range splitLines(s) {
		for _, l := range r.measured(part, regular, textPoints, reportWidth-6) {
			if err := r.room(textStep); err != nil {
				return err
			}
			r.fill(reportLeft, r.y, 1.2, textStep, accent)
			r.y += textStep
			r.font(regular, textPoints, ink)
			r.left(reportLeft+5, r.y-1.2, l)
		}
	}
	r.y += 3
	return nil
}

func (r *reportDrawing) list(items []string) error {
	for n, item := range items {
		if n > 0 && n == len(items)-2 { // the last item never stands alone on a page
			if err := r.room(r.tall(report.Block{List: items[n:]}) - 1.4); err != nil {
				return err
			}
		}
		for i, l := range r.measured(item, regular, textPoints, reportWidth-6) {
			if err := r.room(textStep); err != nil {
				return err
			}
			r.y += textStep
			r.font(regular, textPoints, ink)
			if i == 0 {
				r.left(reportLeft+1.5, r.y-1.2, "•")
			}
			r.left(reportLeft+5, r.y-1.2, l)
		}
		r.y += 0.8
	}
	r.y += 1.4
	return nil
}

// card is how tall the cards of a line are: the words of all stand in them.
func (r *reportDrawing) card(list []report.KeyFigure, wide float64) float64 {
	high := 24.0
	for _, f := range list {
		label, _ := r.fit(f.Label, semiBold, wide, 2, 9.5, 8.5)
		change, _ := r.fit(f.Change, regular, wide, 2, 8.5, 7.8, 7)
		high = max(high, 12.6+float64(len(label))*3.7+float64(len(change))*3.5)
	}
	return high
}

// figures are large numbers, three a line.
func (r *reportDrawing) figures(list []report.KeyFigure) error {
	const gap = 3.0
	wide, high := (reportWidth-2*gap)/3, 24.0
	for i, f := range list {
		if i%3 == 0 {
			high = r.card(list[i:min(i+3, len(list))], wide-8)
			if err := r.room(high + gap); err != nil {
				return err
			}
		}
		x := reportLeft + float64(i%3)*(wide+gap)
		r.fill(x, r.y, wide, high, wash)
		r.fill(x, r.y, 1.2, high, brand)
		value, points := r.fit(f.Value, bold, wide-8, 1, 20, 17, 14, 11)
		r.font(bold, points, brand)
		r.left(x+4.5, r.y+8.4, one(value))
		label, points := r.fit(f.Label, semiBold, wide-8, 2, 9.5, 8.5)
		for j, l := range label {
			r.font(semiBold, points, ink)
			r.left(x+4.5, r.y+13.2+float64(j)*3.7, l)
		}
		if f.Change != "" {
			change, points := r.fit(f.Change, regular, wide-8, 2, 8.5, 7.8, 7)
			at := r.y + 13.4 + float64(len(label))*3.7
			for j, l := range change {
				r.font(regular, points, muted)
				r.left(x+4.5, at+float64(j)*3.5, l)
			}
		}
		if i%3 == 2 || i == len(list)-1 {
			r.y += high + gap
		}
	}
	return nil
}

// box is a text in a frame; it gives its foot.
func (r *reportDrawing) box(x, y, width float64, s string, c colour) float64 {
	lines := r.measured(s, semiBold, 11, width-10)
	high := float64(len(lines))*5.4 + 5
	r.frame(x, y, width, high, 0.5, c)
	for i, l := range lines {
		r.font(semiBold, 11, c)
		r.left(x+5, y+6.4+float64(i)*5.4, l)
	}
	return y + high
}

// one is the line of a text that was fitted in one; empty for an empty text.
func one(lines []string) string { return strings.Join(lines, " ") }
