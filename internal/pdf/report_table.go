package pdf

import "passerelle/internal/report"

const (
	gridPoints = 8.8
	gridStep   = 4.0
	gridAir    = 1.6
)

// gridDrawing is a table under way.
type gridDrawing struct {
	*reportDrawing
	g     report.Grid
	x     []float64 // left of each column, and the right of the last
	lines [][]string
}

// grid draws a table over as many pages as it takes: its header is on each, and never alone at the foot.
func (r *reportDrawing) grid(g report.Grid) error {
	d := &gridDrawing{reportDrawing: r, g: g}
	d.place()
	titles := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		titles[i] = c.Title
	}
	caption := 0.0
	if g.Caption != "" {
		caption = 6
	}
	need := caption + d.height(titles, semiBold)
	for _, row := range g.Rows[:min(2, len(g.Rows))] {
		need += d.height(row, regular)
	}
	if err := r.room(need + 2); err != nil {
		return err
	}
	if g.Caption != "" {
		r.font(semiBold, 10, ink)
		r.y += caption
		r.left(reportLeft, r.y-1.6, g.Caption)
	}
	d.head(titles)
	for i, row := range g.Rows {
		need := d.height(row, regular)
		switch { // neither the total nor the last line stands alone
		case i == len(g.Rows)-1 && g.Total != nil:
			need += d.height(g.Total, semiBold)
		case i == len(g.Rows)-2 && g.Total == nil:
			need += d.height(g.Rows[i+1], regular)
		}
		if err := d.turn(need, titles); err != nil {
			return err
		}
		d.row(row, regular, i%2 == 1)
	}
	if g.Total != nil {
		if err := d.turn(d.height(g.Total, semiBold), titles); err != nil {
			return err
		}
		r.rule(reportLeft, r.y, reportRight, 0.4, brand)
		d.row(g.Total, semiBold, false)
	}
	r.rule(reportLeft, r.y, reportRight, 0.3, brand)
	r.y += 4
	return nil
}

// gridTall is how tall a table is, on one page.
func (r *reportDrawing) gridTall(g report.Grid) float64 {
	d := &gridDrawing{reportDrawing: r, g: g}
	d.place()
	titles := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		titles[i] = c.Title
	}
	high := 12 + d.height(titles, semiBold)
	for _, row := range g.Rows {
		high += d.height(row, regular)
	}
	if g.Total != nil {
		high += d.height(g.Total, semiBold)
	}
	return high
}

func (d *gridDrawing) place() {
	total, x := 0.0, reportLeft
	for _, c := range d.g.Columns {
		total += c.Share
	}
	for _, c := range d.g.Columns {
		d.x = append(d.x, x)
		x += reportWidth * c.Share / total
	}
	d.x = append(d.x, reportRight)
}

func (d *gridDrawing) turn(need float64, titles []string) error {
	if d.y+need <= reportBottom {
		return nil
	}
	d.rule(reportLeft, d.y, reportRight, 0.3, line)
	if err := d.nextPage(); err != nil {
		return err
	}
	d.head(titles)
	return nil
}

func (d *gridDrawing) height(row []string, w weight) float64 {
	most := 1
	d.lines = make([][]string, len(row))
	for i, s := range row {
		d.lines[i] = d.measured(s, w, gridPoints, d.x[i+1]-d.x[i]-2.4)
		most = max(most, len(d.lines[i]))
	}
	return float64(most)*gridStep + gridAir
}

func (d *gridDrawing) head(titles []string) {
	high := d.height(titles, semiBold)
	d.fill(reportLeft, d.y, reportWidth, high, brand)
	d.cells(semiBold, colour{255, 255, 255}, high)
}

func (d *gridDrawing) row(row []string, w weight, shaded bool) {
	high := d.height(row, w)
	if shaded {
		d.fill(reportLeft, d.y, reportWidth, high, colour{0xf3, 0xf7, 0xf8})
	}
	d.cells(w, ink, high)
}

// cells draws the row that was measured last.
func (d *gridDrawing) cells(w weight, c colour, high float64) {
	for i, lines := range d.lines {
		d.font(w, gridPoints, c)
		for j, l := range lines {
			y := d.y + gridAir/2 + float64(j)*gridStep + 3
			if d.g.Columns[i].Number {
				d.right(d.x[i+1]-1.2, y, l)
			} else {
				d.left(d.x[i]+1.2, y, l)
			}
		}
	}
	d.y += high
}
