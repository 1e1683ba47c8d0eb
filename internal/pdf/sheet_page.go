package pdf

import "strconv"

// The places of a sheet's page, in millimetres.
const (
	lyingWidth = 297.0
	sheetLeft  = 10.0
	sheetRight = lyingWidth - sheetLeft
	sheetWidth = sheetRight - sheetLeft
	sheetTop   = 8.0
	sheetCode  = 25.0 // the side of the code
	titleRight = 203.0

	tableTop  = 34.0
	tableHead = 13.0
	linesTop  = tableTop + tableHead
	linesHigh = 144.0
	legendTop = linesTop + linesHigh + 4.2

	signedLine  = 12.0 // a hand signs in it
	printedLine = 9.0
	countLine   = 7.0
	trainerLine = 14.0
)

// sheetDrawing is one sheet being laid out.
type sheetDrawing struct {
	*page
	s           Sheet
	height      float64 // of a line
	from, to    int     // the columns of this run of pages
	place       [5]float64
	cell        float64 // width of a half-day's
	number, all int     // of the page
}

func (d *sheetDrawing) draw() error {
	d.height = signedLine
	if d.s.Filled && !d.s.signed() {
		d.height = printedLine
	}
	lines := len(d.s.Rows) + d.s.Blanks
	pages := sheetPages(lines, int(linesHigh/d.height), int((linesHigh-countLine-trainerLine)/d.height))
	groups := columnGroups(len(d.s.Columns))
	d.all = len(pages) * len(groups)
	for _, g := range groups {
		d.from, d.to = g[0], g[1]
		d.places()
		first := 0
		for i, n := range pages {
			if err := d.sheet(first, n, i == len(pages)-1); err != nil {
				return err
			}
			first += n
		}
	}
	return nil
}

// places shares the width: a half-day is as wide as a hand likes, the words take the rest.
func (d *sheetDrawing) places() {
	const numbers, words, widest = 9.0, 115.0, 55.0
	n := max(1, d.to-d.from)
	d.cell = min(widest, (sheetWidth-numbers-words)/float64(n))
	rest := sheetWidth - numbers - d.cell*float64(d.to-d.from)
	x := sheetLeft
	for i, part := range []float64{numbers, rest * 0.41, rest * 0.33, rest * 0.26} {
		d.place[i] = x
		x += part
	}
	d.place[4] = x
}

// sheet is one page: n lines from first, and the foot on the last one.
func (d *sheetDrawing) sheet(first, n int, last bool) error {
	d.AddPage()
	d.number++
	d.SetLineCapStyle("butt")
	if err := d.qr(d.s.QRPayload, sheetRight-sheetCode+2, sheetTop-1, sheetCode); err != nil {
		return err
	}
	d.head()
	d.heading()
	y := linesTop
	for i := first; i < first+n; i++ {
		d.line(y, i)
		y += d.height
	}
	if last {
		y = d.foot(y)
	}
	d.grid(y, n)
	d.legend()
	return nil
}

// head says whose sheet it is, and of what.
func (d *sheetDrawing) head() {
	y := d.words(sheetTop, d.s.Organiser, regular, muted, 1, 9, 8, 7)
	y = d.words(y+0.4, d.s.Title, bold, brand, 1, 16, 14.5, 13)
	y = d.words(y+0.4, d.s.When, semiBold, ink, 1, 11, 10, 9, 8)
	d.words(y+0.2, joined(" · ", d.s.Nature, d.s.Place), regular, ink, 1, 9.5, 8.5, 7.5, 6.5)
	x := sheetRight - sheetCode
	d.font(bold, 11, brand)
	d.right(x, sheetTop+4, "Feuille d’émargement")
	d.font(semiBold, 10, ink)
	d.right(x, sheetTop+9, d.s.Reference)
	d.font(regular, 8.5, muted)
	d.right(x, sheetTop+13.4, d.s.Prepared)
	d.font(semiBold, 10, ink)
	d.right(x, sheetTop+19, "page "+strconv.Itoa(d.number)+"/"+strconv.Itoa(d.all))
}

// words draws a text from the top y, in two smaller lines where one cannot hold it, and gives the place below.
func (d *sheetDrawing) words(y float64, s string, w weight, c colour, most int, sizes ...float64) float64 {
	lines, points := d.fit(s, w, titleRight-sheetLeft, most, sizes...)
	if len(lines) > 0 && cutShort(lines) && most == 1 {
		lines, points = d.fit(s, w, titleRight-sheetLeft, 2, sizes[len(sizes)-1]*0.85, sizes[len(sizes)-1]*0.7)
	}
	d.font(w, points, c)
	step := points * 0.3528 * 1.15
	for i, part := range lines {
		d.left(sheetLeft, y+step*(float64(i)+0.8), part)
	}
	return y + step*float64(len(lines))
}

// heading is the names of the columns.
func (d *sheetDrawing) heading() {
	d.fill(sheetLeft, tableTop, sheetWidth, tableHead, wash)
	for i, name := range []string{"N°", "Nom, prénom", "Structure", "Fonction"} {
		d.font(semiBold, 9, brand)
		d.left(d.place[i]+1.5, tableTop+8, name)
	}
	for i := d.from; i < d.to; i++ {
		c := d.s.Columns[i]
		trainer := c.Trainer
		if trainer == "" {
			trainer = "Intervenant\u00a0: ………………"
		}
		x := d.column(i)
		d.inside(x, tableTop+0.4, d.cell, 4.3, c.Label, semiBold, brand, 1, 9, 8, 7, 6, 5)
		d.inside(x, tableTop+4.4, d.cell, 4.3, c.Hours, semiBold, ink, 1, 9.5, 8.5, 7.5, 6.5, 5.5)
		d.font(regular, 6, ink)
		if d.GetStringWidth(trainer) <= d.cell-1.4 {
			d.inside(x, tableTop+8.4, d.cell, 4.3, trainer, regular, ink, 1, 8, 7, 6)
		} else {
			d.inside(x, tableTop+8.4, d.cell, 4.3, trainer, regular, ink, 2, 5.6, 5)
		}
	}
}

// column is the left of a half-day's cells.
func (d *sheetDrawing) column(i int) float64 { return d.place[4] + float64(i-d.from)*d.cell }

// legend says what the marks prove, under every page's lines.
func (d *sheetDrawing) legend() {
	y := legendTop
	for _, text := range d.s.Legend {
		lines, points := d.fit(text, regular, sheetWidth, 2, 7.5, 7, 6.5, 6)
		d.font(regular, points, muted)
		for _, part := range lines {
			d.left(sheetLeft, y, part)
			y += 3
		}
	}
}
