package pdf

// The columns of the table of half-days, in millimetres.
const (
	durationRight = 146.0
	attendedRight = textRight - 2
	whenWidth     = 100.0
	noteLine      = 5.0
	// laterRows is how many rows a further page holds: kept whole.
	laterRows = 29
	laterTop  = 44.0
)

func tableHeight(rows int) float64 {
	if rows == 0 {
		return totalHeight
	}
	return headHeight + float64(rows)*rowHeight + totalHeight
}

// noteHeight is the line that sends to the next page.
func (d *certificateDrawing) noteHeight() float64 {
	if d.pages > 1 {
		return noteLine
	}
	return 0
}

func (d *certificateDrawing) firstTable(y float64, rows int) {
	y = d.table(y, d.c.Slots[:rows])
	if d.pages > 1 {
		d.font(regular, captionSize, muted)
		d.left(textLeft+2, y+3.6, "La suite du détail est en page 2.")
		y += noteLine
	}
	d.total(y)
}

// table draws the head and the rows, and gives the place below.
func (d *certificateDrawing) table(y float64, rows []SlotLine) float64 {
	if len(rows) == 0 {
		return y
	}
	d.fill(textLeft, y, textWidth, headHeight, wash)
	d.font(semiBold, 9, brand)
	base := y + headHeight*0.66
	d.left(textLeft+2, base, "Date et horaires")
	d.right(durationRight, base, "Durée")
	d.right(attendedRight, base, "Présence effective")
	y += headHeight
	for _, row := range rows {
		d.row(y, row)
		y += rowHeight
		d.rule(textLeft, y, textRight, 0.12, line)
	}
	return y
}

func (d *certificateDrawing) row(y float64, s SlotLine) {
	base := y + rowHeight*0.67
	lines, points := d.fit(joined("\u00a0: ", s.Label, s.When), regular, whenWidth, 1, 10, 9, 8, 7)
	d.font(regular, points, ink)
	for _, text := range lines {
		d.left(textLeft+2, base, text)
	}
	d.font(regular, 10, muted)
	d.right(durationRight, base, s.Duration)
	if !s.Attended {
		d.right(attendedRight, base, "non suivi")
		return
	}
	d.font(semiBold, 10, ink)
	d.right(attendedRight, base, s.AttendedTime)
}

func (d *certificateDrawing) total(y float64) {
	base := y + totalHeight*0.64
	d.font(semiBold, 11, brand)
	d.left(textLeft+2, base, "Total des heures suivies")
	d.right(attendedRight, base, d.c.Total)
	d.rule(textLeft, y+totalHeight, textRight, 0.5, brand)
}

// furtherPages hold the half-days that page one could not, with enough to know
// whose they are.
func (d *certificateDrawing) furtherPages(first int) {
	rest := d.c.Slots[first:]
	for number := 2; len(rest) > 0; number++ {
		now := min(laterRows, len(rest))
		d.AddPage()
		d.border()
		d.font(semiBold, 12, brand)
		d.left(textLeft, 25, d.c.Kind)
		d.font(regular, 10, muted)
		d.right(textRight, 25, d.pageNumber(number))
		lines, points := d.fit(joined(" · ", d.c.fullName(), d.c.EventTitle), regular, textWidth, 2, 10.5, 9, 8)
		d.font(regular, points, ink)
		for i, text := range lines {
			d.left(textLeft, 31+float64(i)*4.6, text)
		}
		y := d.table(laterTop, rest[:now])
		rest = rest[now:]
		if len(rest) == 0 {
			d.total(y)
		}
		d.font(regular, captionSize, muted)
		d.left(textLeft, 276, joined("   ", d.c.Number, d.c.Code))
		d.mentions(281)
	}
}
