package pdf

import "strconv"

// line is one person, or an empty line to be filled by hand.
func (d *sheetDrawing) line(y float64, i int) {
	if i >= len(d.s.Rows) {
		d.inside(d.place[0], y, d.place[1]-d.place[0], d.height, strconv.Itoa(i+1), regular, muted, 1, 9, 8, 7)
		return
	}
	r := d.s.Rows[i]
	d.inside(d.place[0], y, d.place[1]-d.place[0], d.height, r.Number, regular, muted, 1, 9, 8, 7)
	d.beside(d.place[1], y, d.place[2]-d.place[1], joined(" ", r.LastName, r.FirstName), semiBold, 3, 11, 10, 9, 8, 7)
	d.beside(d.place[2], y, d.place[3]-d.place[2], r.Structure, regular, 3, 9, 8, 7, 6.2)
	d.beside(d.place[3], y, d.place[4]-d.place[3], r.Function, regular, 3, 8.5, 7.5, 6.8, 6)
	for c := d.from; c < d.to; c++ {
		d.mark(d.column(c), y, d.height, r.Marks[c])
	}
}

// beside draws a text at the left of a cell, in its middle, as large as the height of the line allows.
func (d *sheetDrawing) beside(x, y, width float64, s string, w weight, most int, sizes ...float64) {
	const air = 0.8
	var lines []string
	var points float64
	smallest := sizes[len(sizes)-1]
	for _, size := range sizes {
		held := min(most, int((d.height-air)/(size*0.3528*1.1)))
		if lines, points = d.fitName(s, w, width-3, held, size, smallest); points == size && (len(lines) == 0 || !cutShort(lines)) {
			break
		}
	}
	d.font(w, points, ink)
	step := points * 0.3528 * 1.1
	top := y + (d.height-step*float64(len(lines)))/2
	for i, part := range lines {
		d.left(x+1.5, top+step*(float64(i)+0.78), part)
	}
}

// inside draws a text in the middle of a box.
func (d *sheetDrawing) inside(x, y, width, height float64, s string, w weight, c colour, most int, sizes ...float64) {
	lines, points := d.fit(s, w, width-1.4, most, sizes...)
	d.font(w, points, c)
	step := points * 0.3528 * 1.12
	top := y + (height-step*float64(len(lines)))/2
	for i, part := range lines {
		d.centre(x+width/2, top+step*(float64(i)+0.78), part)
	}
}

// mark is what a cell bears: a signature, or words.
func (d *sheetDrawing) mark(x, y, height float64, m SheetMark) {
	if m.Shut {
		d.fill(x+0.15, y+0.15, d.cell-0.3, height-0.3, colour{0xee, 0xf1, 0xf2})
	}
	c, w := ink, semiBold
	if m.Weak || m.Shut {
		c, w = muted, regular
	}
	words := joined(" · ", m.Text, m.Detail)
	switch {
	case len(m.Strokes) > 0:
		const caption = 3.4
		d.strokes(m.Strokes, x+1, y+0.6, d.cell-2, height-caption-0.8)
		d.inside(x, y+height-caption, d.cell, caption-0.2, words, regular, muted, 1, 6.5, 6, 5, 4.5)
	case m.Detail == "":
		d.inside(x, y, d.cell, height, m.Text, w, c, 2, 8.5, 7.5, 6.8, 6)
	default:
		half := height * 0.45
		d.inside(x, y+0.3, d.cell, half, m.Text, w, c, 1, 8.5, 7.5, 6.8, 6, 5)
		d.inside(x, y+half, d.cell, height-half-0.4, m.Detail, regular, muted, 2, 7, 6.2, 5.5, 5)
	}
}

// strokes draws a signature as lines, as large as a box allows.
func (d *sheetDrawing) strokes(strokes [][]int, x, y, width, height float64) {
	w, h := within(strokesWide, strokesHigh, width, height)
	left, top, scale := x+(width-w)/2, y+(height-h)/2, w/strokesWide
	d.SetDrawColor(0x10, 0x2a, 0x6b)
	d.SetLineWidth(0.28)
	d.SetLineCapStyle("round")
	d.SetLineJoinStyle("round")
	at := func(s []int, i int) (float64, float64) {
		return left + float64(min(max(s[i], 0), strokesWide))*scale, top + float64(min(max(s[i+1], 0), strokesHigh))*scale
	}
	for _, s := range strokes {
		if len(s) < 2 {
			continue
		}
		px, py := at(s, 0)
		d.MoveTo(px, py)
		d.LineTo(px+0.01, py) // a dot is a very short line
		for i := 2; i+1 < len(s); i += 2 {
			px, py = at(s, i)
			d.LineTo(px, py)
		}
		d.DrawPath("D")
	}
	d.SetLineCapStyle("butt")
	d.SetLineJoinStyle("miter")
}

// foot is how many were there, and the trainer's word, a half-day each.
func (d *sheetDrawing) foot(y float64) float64 {
	const label = "Signature de l’intervenante ou de l’intervenant"
	d.fill(sheetLeft, y, sheetWidth, countLine, wash)
	d.font(semiBold, 9, brand)
	d.right(d.place[4]-2, y+countLine*0.64, "Nombre de personnes présentes")
	d.right(d.place[4]-2, y+countLine+trainerLine*0.55, label)
	for i := d.from; i < d.to; i++ {
		c := d.s.Columns[i]
		d.inside(d.column(i), y, d.cell, countLine, c.Present, bold, ink, 1, 12, 10)
		d.mark(d.column(i), y+countLine, trainerLine, c.Signature)
	}
	d.rule(sheetLeft, y+countLine, sheetRight, 0.2, line)
	d.rule(sheetLeft, y+countLine+trainerLine, sheetRight, 0.3, brand)
	return y + countLine + trainerLine
}

// grid draws the lines of the table, n of them, down to end.
func (d *sheetDrawing) grid(end float64, n int) {
	for i := range n + 1 {
		d.rule(sheetLeft, linesTop+float64(i)*d.height, sheetRight, 0.15, line)
	}
	d.rule(sheetLeft, tableTop, sheetRight, 0.3, brand)
	d.rule(sheetLeft, linesTop, sheetRight, 0.3, brand)
	lines := linesTop + float64(n)*d.height
	d.SetDrawColor(line.r, line.g, line.b)
	d.SetLineWidth(0.15)
	for _, x := range []float64{sheetLeft, sheetRight} {
		d.Line(x, tableTop, x, end)
	}
	for _, x := range d.place[1:4] {
		d.Line(x, tableTop, x, lines)
	}
	for i := d.from; i < d.to; i++ {
		d.Line(d.column(i), tableTop, d.column(i), end)
	}
}
