package pdf

// block is a part of the column of page one. gap is the least space above it;
// the rest of the page is shared between the gaps, in proportion.
type block struct {
	height, gap float64
	draw        func(y float64) error
}

// style is how a text of the column is set: at most most lines, at the largest of the sizes that fits.
type style struct {
	w     weight
	c     colour
	most  int
	sizes []float64
}

// millimetresPerPoint turns a size of letters into a height.
const millimetresPerPoint = 0.3528

// leadingOf is the height of a line of letters of a size.
func leadingOf(points float64) float64 { return points * millimetresPerPoint * 1.22 }

// opening is the column from the logos to the place.
func (d *certificateDrawing) opening() (blocks []block, err error) {
	if len(d.c.Logos) > 0 {
		logos, err := d.logos()
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, logos)
	}
	blocks = append(blocks, d.organiser()...)
	blocks = d.with(blocks, 8, d.title())
	blocks = d.with(blocks, 5.5, d.paragraphs(d.c.intro, style{regular, muted, 6, []float64{12, 11, 10, 9, 8}}))
	blocks = d.with(blocks, 2.5, d.name())
	blocks = d.with(blocks, 1.2, d.lines(joined(", ", d.c.Function, d.c.Structure), style{regular, ink, 2, []float64{12, 11.5, 10.5, 9.5}}))
	blocks = d.with(blocks, 4, d.lines(d.c.Sentence, style{regular, muted, 2, []float64{12, 11, 10, 9}}))
	large := style{semiBold, d.look.text, 3, []float64{20, 18, 16, 14, 12}}
	if d.c.Subject != "" {
		blocks = d.with(blocks, 2.2, d.lines(d.c.Subject, large))
		blocks = d.with(blocks, 2.2, d.lines(d.c.Link, style{regular, muted, 1, []float64{12, 11, 10, 9}}))
		large = style{semiBold, ink, 3, []float64{14, 13, 12, 11}}
	}
	blocks = d.with(blocks, 2.2, d.lines(d.c.EventTitle, large))
	blocks = d.with(blocks, 1.4, d.lines(joined(" · ", d.c.EventNature, d.c.Place), style{regular, ink, 2, []float64{11.5, 11, 10, 9}}))
	return d.with(blocks, 0.8, d.lines(d.c.Provider, style{regular, muted, 2, []float64{11, 10.5, 10, 9}})), nil
}

// ending is what stands under the table.
func (d *certificateDrawing) ending() (blocks []block) {
	blocks = d.with(blocks, 2, d.lines(d.c.Rule, style{regular, muted, 3, []float64{9.5, 9, 8.5, 8}}))
	return d.with(blocks, 3, d.paragraphs(d.c.closing, style{regular, ink, 6, []float64{11, 10, 9, 8}}))
}

// organiser is who issues the certificate.
func (d *certificateDrawing) organiser() (blocks []block) {
	gap := 0.0
	if len(d.c.Logos) > 0 {
		gap = 3
	}
	blocks = d.with(blocks, gap, d.lines(d.c.Organiser, style{semiBold, d.look.text, 2, []float64{13, 12, 11}}))
	return d.with(blocks, 0.6, d.lines(d.c.OrganiserDetail, style{regular, muted, 2, []float64{9, 8.5}}))
}

// title is what the paper is: capitals set apart in a frame, a stroke below.
func (d *certificateDrawing) title() block {
	b := d.lines(d.c.Kind, style{semiBold, d.look.text, 2, []float64{34, 30, 27, 24}})
	if b.height == 0 {
		return b
	}
	draw, height := b.draw, b.height
	b.height = height + 4.5
	b.draw = func(y float64) error {
		if d.look.centred {
			d.ornament(y + height + 4)
		} else {
			d.fill(textLeft, y+height+3, 22, 1.1, d.look.stroke)
		}
		return draw(y)
	}
	return b
}

// ornament is a stroke with a lozenge in its middle.
func (d *certificateDrawing) ornament(y float64) {
	const reach = 24.0
	d.rule(middle-reach, y, middle-3, 0.35, d.look.stroke)
	d.rule(middle+3, y, middle+reach, 0.35, d.look.stroke)
	d.lozenge(middle, y, 1.3, d.look.stroke)
}

// name is whose certificate it is, on one line, or with the last name below the first, or as it can.
func (d *certificateDrawing) name() block {
	sizes := d.sizes([]float64{31, 28, 25, 22, 19, 16, 13})
	parts := []string{d.c.fullName()}
	for i, points := range sizes {
		d.font(semiBold, points, ink)
		if d.GetStringWidth(d.c.fullName()) <= textWidth {
			return d.set(parts, semiBold, ink, points)
		}
		both := d.c.FirstName != "" && d.GetStringWidth(d.c.FirstName) <= textWidth && d.GetStringWidth(d.c.LastName) <= textWidth
		if both && i > 0 {
			return d.set([]string{d.c.FirstName, d.c.LastName}, semiBold, ink, points)
		}
	}
	parts, points := d.fitName(d.c.fullName(), semiBold, textWidth, 3, sizes...)
	return d.set(parts, semiBold, ink, points)
}

// with adds a block, unless it is empty.
func (d *certificateDrawing) with(blocks []block, gap float64, b block) []block {
	if b.height == 0 {
		return blocks
	}
	b.gap = gap
	return append(blocks, b)
}

// lines is one text.
func (d *certificateDrawing) lines(s string, st style) block {
	if s == "" {
		return block{}
	}
	lines, points := d.fit(s, st.w, textWidth, st.most, d.sizes(st.sizes)...)
	return d.set(lines, st.w, st.c, points)
}

// paragraphs are several texts at one size; at the smallest, what the last line cannot hold is cut.
func (d *certificateDrawing) paragraphs(list []string, st style) block {
	var lines []string
	var points float64
	for _, points = range d.sizes(st.sizes) {
		lines = lines[:0]
		d.font(st.w, points, st.c)
		for _, text := range list {
			lines = append(lines, d.balance(text, d.wrap(text, textWidth), textWidth)...)
		}
		if len(lines) <= st.most {
			return d.set(lines, st.w, st.c, points)
		}
	}
	lines = lines[:st.most]
	lines[st.most-1] = d.head(lines[st.most-1], textWidth-d.GetStringWidth(ellipsis)) + ellipsis
	return d.set(lines, st.w, st.c, points)
}

// set is lines of one size, on the left or centred as the layout wants.
func (d *certificateDrawing) set(lines []string, w weight, c colour, points float64) block {
	leading := leadingOf(points)
	return block{height: leading * float64(len(lines)), draw: func(y float64) error {
		d.font(w, points, c)
		for i, text := range lines {
			// The baseline is four fifths down its line.
			d.put(y+leading*(float64(i)+0.8), text)
		}
		return nil
	}}
}

// put writes a line of the column.
func (d *certificateDrawing) put(y float64, s string) {
	if d.look.centred {
		d.centre(middle, y, s)
		return
	}
	d.left(textLeft, y, s)
}

// sizes leaves the largest ones out of a page that has much to hold.
func (d *certificateDrawing) sizes(all []float64) []float64 { return all[min(d.tight, len(all)-1):] }
