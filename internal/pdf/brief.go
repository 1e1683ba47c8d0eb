package pdf

import (
	"io"

	"passerelle/internal/report"
)

// DrawBrief writes a short document on as many A4 pages as it takes: its title at the top of the first one, then its
// chapters one after the other, without a cover or a table of contents. The same content gives the same bytes.
func DrawBrief(w io.Writer, d report.Document) error {
	d, latin := cleanedReport(d)
	first, err := drawnBrief(d, latin, 0)
	if err != nil {
		return err
	}
	second, err := drawnBrief(d, latin, first.PageNo())
	if err != nil {
		return err
	}
	return second.finish(w)
}

func drawnBrief(d report.Document, latin bool, pages int) (*reportDrawing, error) {
	p := newPage(meta{title: joined(" - ", d.Title, d.Subtitle), author: d.Organiser, subject: d.Title, at: d.At}, latin, regular, semiBold, bold)
	r := &reportDrawing{page: p, d: d, pages: pages, brief: true}
	if err := r.nextPage(); err != nil {
		return nil, err
	}
	r.y = 23
	title, points := r.fit(d.Title, bold, reportWidth, 1, 20, 18, 16, 14)
	r.font(bold, points, brand)
	r.left(reportLeft, r.y+5, one(title))
	r.y += 8
	for _, text := range []string{d.Subtitle, d.MadeOn} {
		for _, l := range r.measured(text, regular, 10.5, reportWidth) {
			r.y += 5
			r.font(regular, 10.5, muted)
			r.left(reportLeft, r.y, l)
		}
	}
	r.y += 5
	for _, c := range d.Chapters {
		for _, b := range c.Blocks {
			if err := r.block(b); err != nil {
				return nil, err
			}
		}
	}
	return r, p.Error()
}
