package pdf

import (
	"io"
	"strings"
)

// DrawVisitorPoster writes the sheet that hangs at an entrance for people without a registration, as one A4 page:
// the title large, the event under it, How in large lines, the code of URL as wide as it can be read from a queue.
// Errors: an address too long for a code, ErrLogo.
func DrawVisitorPoster(w io.Writer, c Poster) error {
	c, latin := c.cleaned()
	p := newPage(meta{title: joined(" - ", c.Title, c.Summary), author: c.Organiser, subject: c.Summary, at: c.At}, latin, regular, semiBold, bold)
	d := &posterDrawing{page: p, c: c}
	p.AddPage()
	top := d.head()
	if err := d.foot(); err != nil {
		return err
	}
	if err := d.visitorCode(top + 8); err != nil {
		return err
	}
	return p.finish(w)
}

// visitorCode draws the lines, then the code in the room that is left, then its address.
func (d *posterDrawing) visitorCode(top float64) error {
	const points, leading, small = 19.0, 1.3, 9.0
	y := top
	for _, how := range d.c.How {
		d.font(semiBold, points, ink)
		for _, part := range d.wrap(how, posterWidth) {
			y += points * posterLetter * leading
			d.centre(pageWidth/2, y, part)
		}
	}
	_, printed, _ := strings.Cut(d.c.URL, "://")
	url, size := d.fit(printed, semiBold, posterWidth, 2, 12, 11, 10, small)
	words := float64(len(url))*size*posterLetter*leading + 4
	side := min(118, d.footTop-8-y-6-words)
	if err := d.qr(d.c.URL, (pageWidth-side)/2, y+6, side); err != nil {
		return err
	}
	y += 6 + side + 2
	d.font(semiBold, size, brand)
	for _, part := range url {
		y += size * posterLetter * leading
		d.centre(pageWidth/2, y, part)
	}
	return nil
}
