package pdf

// badgeColumn is the words of a badge, drawn from the top.
type badgeColumn struct {
	*page
	x, width, y float64
	middle      bool
	quiet       bool // measured, not drawn
}

// within draws words between two heights, as large as holds: they are measured first.
func (d *badgeColumn) within(top, end float64, words func(k float64)) {
	k := 1.0
	for d.quiet = true; k > 0.3; k *= 0.92 {
		d.y = top
		if words(k); d.y <= end {
			break
		}
	}
	d.quiet, d.y = false, top
	words(k)
}

func (d *badgeColumn) text(s string, w weight, c colour, most int, sizes ...float64) {
	lines, points := d.fitName(s, w, d.width, most, sizes...)
	d.font(w, points, c)
	leading := points * 0.3528 * 1.15
	for i, part := range lines {
		y := d.y + leading*(float64(i)+0.8)
		if d.quiet {
			continue
		}
		if d.middle {
			d.centre(d.x+d.width/2, y, part)
		} else {
			d.left(d.x, y, part)
		}
	}
	d.y += leading * float64(len(lines))
}
