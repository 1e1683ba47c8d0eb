package pdf

// column is the text of page one, from the organiser to the place; logos is the
// height of the row of logos in its first block.
func (d *certificateDrawing) column() (blocks []block, logos float64) {
	if len(d.c.Logos) > 0 {
		logos = 16
	}
	head := d.lines(d.c.Organiser, semiBold, brand, 2, 13, 11.5)
	if logos > 0 {
		head.draw = shifted(head.draw, logos+4)
		head.height += logos + 4
	}
	blocks = append(blocks, head)
	if d.c.OrganiserDetail != "" {
		detail := d.lines(d.c.OrganiserDetail, regular, muted, 2, captionSize)
		detail.gap = 0.8
		blocks = append(blocks, detail)
	}
	blocks = append(blocks, d.kind(),
		d.spaced(6, d.lines("Nous attestons que", regular, muted, 1, 11)),
		d.spaced(2.5, d.lines(d.c.fullName(), semiBold, ink, 3, 27, 24, 21, 18, 15, 12)))
	if who := joined(", ", d.c.Function, d.c.Structure); who != "" {
		blocks = append(blocks, d.spaced(1.5, d.lines(who, regular, ink, 2, 11.5, 10)))
	}
	if d.c.Sentence != "" {
		blocks = append(blocks, d.spaced(3.5, d.lines(d.c.Sentence+" à", regular, muted, 1, 11)))
	}
	blocks = append(blocks, d.spaced(3, d.lines(d.c.EventTitle, semiBold, brand, 3, 18, 16, 14, 12)))
	if nature := joined(" · ", d.c.EventNature, d.c.Place); nature != "" {
		blocks = append(blocks, d.spaced(1.5, d.lines(nature, regular, ink, 2, 11, 9.5)))
	}
	return blocks, logos
}

// kind is the title of the paper, underlined by a short stroke.
func (d *certificateDrawing) kind() block {
	title := d.lines(d.c.Kind, semiBold, brand, 2, 30, 26, 22)
	draw := title.draw
	return block{height: title.height + 4, gap: 6, draw: func(y float64) {
		draw(y)
		d.rule(middle-13, y+title.height+3, middle+13, 0.9, accent)
	}}
}

func (d *certificateDrawing) spaced(gap float64, b block) block {
	b.gap = gap
	return b
}

// lines is a centred text of at most most lines, at the largest size that fits.
func (d *certificateDrawing) lines(s string, w weight, c colour, most int, sizes ...float64) block {
	lines, points := d.fit(s, w, textWidth, most, sizes...)
	const millimetresPerPoint = 0.3528
	leading := points * millimetresPerPoint * 1.22
	return block{height: leading * float64(len(lines)), draw: func(y float64) {
		d.font(w, points, c)
		for i, text := range lines {
			// The baseline is four fifths down its line.
			d.centre(middle, y+leading*(float64(i)+0.8), text)
		}
	}}
}

func shifted(draw func(y float64), by float64) func(y float64) {
	return func(y float64) { draw(y + by) }
}
