package pdf

import "passerelle/internal/report"

// mostTogether is how tall a heading, its chart and its table may be to be kept on one page.
const mostTogether = 150.0

// together is how much of what follows a heading stands with it: all of it down to the next heading where that is not
// much, else the beginning.
func (r *reportDrawing) together(blocks []report.Block) float64 {
	end := 1
	for end < len(blocks) && blocks[end].Heading == "" {
		end++
	}
	all := 0.0
	for _, b := range blocks[:end] {
		if len(b.Figures) > 0 { // lines of cards may part
			all += r.least(b)
		} else {
			all += r.tall(b)
		}
	}
	if all <= mostTogether {
		return all
	}
	return 9 + r.least(blocks[1])
}

// tall is how much room some blocks take, a little more rather than less.
func (r *reportDrawing) tall(blocks ...report.Block) (high float64) {
	lines := func(s string, points, width, step float64) {
		for _, part := range splitLines(s) {
			high += step*float64(len(r.measured(part, regular, points, width))) + 1.4
		}
	}
	for _, b := range blocks {
		switch {
		case b.Heading != "":
			high += 10
		case b.Text != "":
			lines(b.Text, textPoints, reportWidth, textStep)
		case b.Note != "":
			lines(b.Note, 8.8, reportWidth, textStep)
		case b.Comment != "":
			lines(b.Comment, textPoints, reportWidth-6, textStep)
			high += 9
		case len(b.List) > 0:
			for _, item := range b.List {
				high += textStep*float64(len(r.measured(item, regular, textPoints, reportWidth-6))) + 0.8
			}
			high += 1.4
		case len(b.Figures) > 0:
			high += 32 * float64((len(b.Figures)+2)/3)
		case b.Bars != nil && b.Bars.Columns:
			high += columnsHigh + 22
		case b.Bars != nil:
			high += 10 + barStep*float64(len(b.Bars.Items))
		case b.Grid != nil:
			high += r.gridTall(*b.Grid)
		}
	}
	return high
}

// room begins a page unless so much is left on this one.
func (r *reportDrawing) room(height float64) error {
	if r.y+height > reportBottom {
		return r.nextPage()
	}
	return nil
}
