package pdf

import "strconv"

// The places of a certificate's page, in millimetres.
const (
	middle       = pageWidth / 2
	textLeft     = 24.0
	textRight    = pageWidth - textLeft
	textWidth    = textRight - textLeft
	contentTop   = 20.0
	contentEnd   = 226.0 // the foot begins below
	footTop      = 231.0
	rowHeight    = 6.6
	headHeight   = 7.0
	totalHeight  = 8.4
	maxStretch   = 2.9
	captionSize  = 8.5
	mentionsSize = 8.0
)

// certificateDrawing is one certificate being laid out.
type certificateDrawing struct {
	*page
	c     Certificate
	pages int
}

// block is a part of the column of page one. gap is the least space above it;
// the rest of the page is shared between the gaps, in proportion.
type block struct {
	height, gap float64
	draw        func(y float64)
}

func (d *certificateDrawing) draw() error {
	blocks, logos := d.column()
	used := 0.0
	for _, b := range blocks {
		used += b.gap + b.height
	}
	const tableGap = 7.0
	room := contentEnd - contentTop - used - tableGap
	first := d.rowsOnFirstPage(room)
	d.pages = 1 + pagesFor(len(d.c.Slots)-first)

	d.AddPage()
	d.border()
	if d.pages > 1 {
		d.font(regular, captionSize, muted)
		d.right(textRight, 19.4, d.pageNumber(1))
	}
	if len(d.c.Logos) > 0 {
		if err := d.logoRow(d.c.Logos, contentTop, logos); err != nil {
			return err
		}
	}
	spare := room - tableHeight(first) - d.noteHeight()
	d.drawColumn(append(blocks, block{
		height: tableHeight(first) + d.noteHeight(), gap: tableGap,
		draw: func(y float64) { d.firstTable(y, first) },
	}), spare)
	if err := d.foot(footTop); err != nil {
		return err
	}
	d.furtherPages(first)
	return nil
}

// drawColumn draws the blocks under each other and shares the spare space among
// the gaps, within reason: the parts of a short certificate stay together.
func (d *certificateDrawing) drawColumn(blocks []block, spare float64) {
	gaps := 0.0
	for _, b := range blocks {
		gaps += b.gap
	}
	stretch := min(maxStretch, 1+max(0, spare)/gaps)
	y := contentTop
	for _, b := range blocks {
		y += b.gap * stretch
		b.draw(y)
		y += b.height
	}
}

func (d *certificateDrawing) rowsOnFirstPage(room float64) int {
	n := len(d.c.Slots)
	if tableHeight(n) <= room {
		return n
	}
	for n > 0 && tableHeight(n)+noteLine > room {
		n--
	}
	return n
}

func pagesFor(rows int) int {
	if rows <= 0 {
		return 0
	}
	return (rows + laterRows - 1) / laterRows
}

// border is the frame of every page.
func (d *certificateDrawing) border() {
	d.fill(9, 9, pageWidth-18, 3.2, brand)
	d.frame(9, 9, pageWidth-18, pageHeight-18, 0.5, brand)
	d.frame(11, 14.2, pageWidth-22, pageHeight-25.2, 0.12, line)
}

// foot bears the verification on the left, the signature on the right and the
// mentions below.
func (d *certificateDrawing) foot(y float64) error {
	const side = 37.0
	d.rule(textLeft, y, textRight, 0.2, line)
	if err := d.qr(d.c.QRPayload, textLeft-3.5, y+2, side); err != nil {
		return err
	}
	d.verification(textLeft+side, y+8)
	d.signature(138, y+8)
	d.mentions(281)
	return nil
}

func (d *certificateDrawing) verification(x, y float64) {
	d.font(semiBold, 10, brand)
	d.left(x, y, "Vérifier cette attestation")
	d.font(regular, captionSize, muted)
	d.left(x, y+5, "Photographiez le code ci-contre,")
	d.left(x, y+9, "ou saisissez\u00a0:")
	d.font(semiBold, 10.5, ink)
	d.left(x, y+14.6, d.c.Code)
	if d.c.Number != "" {
		d.font(regular, captionSize, muted)
		d.left(x, y+20.2, "N°\u00a0"+d.c.Number)
	}
}

func (d *certificateDrawing) signature(x, y float64) {
	width := textRight - x
	if d.c.IssuedOn != "" {
		d.font(regular, 10, ink)
		d.left(x, y, "Fait le "+d.c.IssuedOn)
	}
	y += 5.6
	for _, part := range []struct {
		text  string
		w     weight
		sizes []float64
		ink   colour
	}{
		{d.c.SignatoryName, semiBold, []float64{10.5, 9.5, 8.5}, ink},
		{d.c.SignatoryFunction, regular, []float64{9, 8}, muted},
	} {
		lines, points := d.fit(part.text, part.w, width, 2, part.sizes...)
		d.font(part.w, points, part.ink)
		for _, text := range lines {
			d.left(x, y, text)
			y += points * 0.46
		}
	}
}

// mentions closes every page with what the paper is and is not.
func (d *certificateDrawing) mentions(y float64) {
	text := "Ce document ne comporte aucune appréciation."
	if d.c.VerifyURL != "" {
		text += " Vérifiez-le à l’adresse " + d.c.VerifyURL
	}
	lines, points := d.fit(text, regular, textWidth, 2, mentionsSize, 7, 6)
	d.font(regular, points, muted)
	y -= float64(len(lines)-1) * 3.4
	for _, part := range lines {
		d.centre(middle, y, part)
		y += 3.4
	}
}

func (d *certificateDrawing) pageNumber(n int) string {
	return "page " + strconv.Itoa(n) + "/" + strconv.Itoa(d.pages)
}
