package pdf

import "math"

// The room of pictures, in millimetres.
const (
	logoArea      = 640.0 // a square logo is 25 x 25, a wide one 44 x 15: each seems as large as the other
	logoMostWide  = 64.0
	logoMostHigh  = 25.0
	logoGap       = 12.0
	signatureWide = 46.0
	signatureHigh = 19.0
)

// logos is the row of logos, each about as large to the eye whatever its shape.
func (d *certificateDrawing) logos() (block, error) {
	row, total := make([]placed, len(d.c.Logos)), -logoGap
	for i, data := range d.c.Logos {
		l, err := d.picture(data)
		if err != nil {
			return block{}, err
		}
		scale := min(math.Sqrt(logoArea/(l.w*l.h)), logoMostWide/l.w, logoMostHigh/l.h)
		row[i] = placed{l.name, l.w * scale, l.h * scale}
		total += row[i].w + logoGap
	}
	shrink, high := min(1, (textWidth-logoGap*float64(len(row)-1))/(total-logoGap*float64(len(row)-1)), tightness[d.tight].logos), 0.0
	total = -logoGap
	for i := range row {
		row[i].w, row[i].h = row[i].w*shrink, row[i].h*shrink
		total, high = total+row[i].w+logoGap, max(high, row[i].h)
	}
	return block{height: high, draw: func(y float64) error {
		x := textLeft
		if d.look.centred {
			x = middle - total/2
		}
		for _, l := range row {
			d.show(l, x, y+(high-l.h)/2)
			x += l.w + logoGap
		}
		return nil
	}}, nil
}
