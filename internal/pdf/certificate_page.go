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
	tableGap     = 7.0
	maxStretch   = 2.4
	captionSize  = 8.5
	mentionsSize = 8.0
)

// tightness is how a page gives room, step by step, to one that has much to hold: the gaps, the rows of the table and
// the logos shrink, and the largest sizes of letters are left out.
var tightness = []struct{ gaps, row, logos float64 }{{1, 7.4, 1}, {0.9, 7, 0.9}, {0.75, 6.4, 0.8}, {0.6, 5.8, 0.7}, {0.4, 5.6, 0.55}}

// certificateDrawing is one certificate being laid out.
type certificateDrawing struct {
	*page
	c     paper
	look  look
	tight int
	table table
	pages int
}

// plan is how much of a certificate page one holds at a tightness.
type plan struct {
	above, below []block
	rows         int     // of the table, on page one
	spare        float64 // millimetres left
}

func (d *certificateDrawing) draw() error {
	p, err := d.planned()
	if err != nil {
		return err
	}
	later := d.laterPages(p.rows)
	d.pages = 1 + len(later)
	d.AddPage()
	d.decorate()
	if d.pages > 1 {
		d.font(regular, captionSize, muted)
		d.right(textRight, 18.6, d.pageNumber(1))
	}
	blocks := append(p.above, block{height: d.table.height(p.rows, d.continued()), gap: tableGap * tightness[d.tight].gaps, draw: func(y float64) error {
		d.firstTable(y, p.rows)
		return nil
	}})
	if err := d.drawColumn(append(blocks, p.below...), p.spare); err != nil {
		return err
	}
	if err := d.foot(footTop); err != nil {
		return err
	}
	for i, rows := range later {
		d.laterPage(2+i, rows, i == len(later)-1)
	}
	return nil
}

// enoughRows is how many rows make page one worth keeping airy when it cannot hold them all.
const enoughRows = 6

// planned is the airiest plan that holds everything on one page, else the airiest that holds enough of the table.
func (d *certificateDrawing) planned() (best plan, err error) {
	chosen := -1
	for d.tight = range tightness {
		p, err := d.plan()
		if err != nil {
			return p, err
		}
		whole := p.rows == len(d.table.rows) && p.spare >= 0
		if whole || chosen < 0 && p.rows >= enoughRows || chosen < 0 && d.tight == len(tightness)-1 {
			best, chosen = p, d.tight
		}
		// A list that no page holds is not worth trying further.
		if whole || chosen >= 0 && len(d.table.rows) > 2*p.rows {
			break
		}
	}
	d.tight = chosen
	d.table = d.measured()
	return best, nil
}

// plan measures the page at the present tightness.
func (d *certificateDrawing) plan() (p plan, err error) {
	if p.above, err = d.opening(); err != nil {
		return p, err
	}
	p.below, d.table = d.ending(), d.measured()
	gaps := tightness[d.tight].gaps
	room := contentEnd - contentTop - tableGap*gaps
	for _, list := range [][]block{p.above, p.below} {
		for i := range list {
			list[i].gap *= gaps
			room -= list[i].gap + list[i].height
		}
	}
	p.rows = d.table.holds(room)
	p.spare = room - d.table.height(p.rows, p.rows < len(d.table.rows))
	return p, nil
}

// drawColumn draws the blocks under each other and shares the spare space among the gaps, within reason: the parts of
// a short certificate stay together, and what is still left goes above and below.
func (d *certificateDrawing) drawColumn(blocks []block, spare float64) error {
	gaps := 0.0
	for _, b := range blocks {
		gaps += b.gap
	}
	stretch := max(0, min(maxStretch, 1+spare/gaps))
	y := contentTop + max(0, spare-gaps*(stretch-1))*0.3
	for _, b := range blocks {
		y += b.gap * stretch
		if err := b.draw(y); err != nil {
			return err
		}
		y += b.height
	}
	return nil
}

// decorate draws what every page bears: a ribbon on the left, or a frame with cut corners.
func (d *certificateDrawing) decorate() {
	if !d.look.centred {
		d.fill(11, 14, 2.6, pageHeight-28, d.look.band)
		d.fill(14.2, 14, 0.5, pageHeight-28, d.look.wash)
		return
	}
	d.frame(8, 8, pageWidth-16, pageHeight-16, 1.1, d.look.band)
	d.cutFrame(11.2, 4.5)
	const corner = 11.2
	for _, x := range []float64{corner, pageWidth - corner} {
		for _, y := range []float64{corner, pageHeight - corner} {
			d.lozenge(x, y, 1.5, d.look.band)
		}
	}
}

// cutFrame is a thin frame whose corners are hollow quarters of a circle.
func (d *certificateDrawing) cutFrame(at, cut float64) {
	const round = 0.5523 // of a quarter of a circle by a cubic curve
	l, t, r, b, k := at, at, pageWidth-at, pageHeight-at, cut*round
	d.SetDrawColor(d.look.band.r, d.look.band.g, d.look.band.b)
	d.SetLineWidth(0.3)
	d.MoveTo(l+cut, t)
	d.LineTo(r-cut, t)
	d.CurveBezierCubicTo(r-cut, t+k, r-k, t+cut, r, t+cut)
	d.LineTo(r, b-cut)
	d.CurveBezierCubicTo(r-k, b-cut, r-cut, b-k, r-cut, b)
	d.LineTo(l+cut, b)
	d.CurveBezierCubicTo(l+cut, b-k, l+k, b-cut, l, b-cut)
	d.LineTo(l, t+cut)
	d.CurveBezierCubicTo(l+k, t+cut, l+cut, t+k, l+cut, t)
	d.ClosePath()
	d.DrawPath("D")
}

func (d *certificateDrawing) lozenge(x, y, reach float64, c colour) {
	d.SetFillColor(c.r, c.g, c.b)
	d.MoveTo(x-reach, y)
	d.LineTo(x, y-reach)
	d.LineTo(x+reach, y)
	d.LineTo(x, y+reach)
	d.ClosePath()
	d.DrawPath("F")
}

func (d *certificateDrawing) continued() bool { return d.pages > 1 }

func (d *certificateDrawing) pageNumber(n int) string {
	return "page " + strconv.Itoa(n) + "/" + strconv.Itoa(d.pages)
}
