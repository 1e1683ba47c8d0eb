package pdf

import (
	"strconv"
	"strings"

	"passerelle/internal/report"
)

func splitLines(s string) []string {
	return strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
}

// cover is the first page: what the report is, of when, and how to check it.
func (r *reportDrawing) cover() error {
	r.AddPage()
	r.fill(0, 0, pageWidth, 92, brand)
	white := colour{255, 255, 255}
	r.font(semiBold, 12, white)
	r.left(reportLeft, 26, r.d.Organiser)
	lines, points := r.fit(r.d.Title, bold, reportWidth, 3, 30, 26, 22)
	r.font(bold, points, white)
	y := 50.0
	for _, l := range lines {
		r.left(reportLeft, y, l)
		y += points * 0.3528 * 1.15
	}
	r.font(regular, 13, white)
	r.left(reportLeft, y+1, r.d.Subtitle)
	y = 108
	for i, l := range append([]string{r.d.MadeOn}, r.d.Cover...) {
		w, c := regular, ink
		if i == 0 {
			w = semiBold
		}
		for _, part := range r.measured(l, w, 11.5, reportWidth) {
			r.font(w, 11.5, c)
			r.left(reportLeft, y, part)
			y += 6
		}
		y += 1.5
	}
	if r.d.Warning != "" {
		r.box(reportLeft, y+4, reportWidth, r.d.Warning, accent)
	}
	return r.proof(226)
}

// proof is what checks the report, at the foot of the cover.
func (r *reportDrawing) proof(y float64) error {
	if r.d.QR == "" {
		return nil
	}
	r.rule(reportLeft, y-4, reportRight, 0.3, line)
	if err := r.qr(r.d.QR, reportLeft-4, y, verifySide); err != nil {
		return err
	}
	x := reportLeft + verifySide + 2
	r.font(semiBold, 13, brand)
	r.left(x, y+9, "Rapport n°\u00a0"+r.d.Number)
	r.font(regular, 10.5, ink)
	at := y + 16
	for _, l := range r.measured("Photographiez le code, ou saisissez-le sur la page de vérification\u00a0: elle montre les totaux figés de ce rapport, et dit s’il a été retiré.", regular, 10.5, reportRight-x) {
		r.left(x, at, l)
		at += 5
	}
	r.font(semiBold, 11, ink)
	r.left(x, at+2, r.d.Code)
	r.font(regular, 9.5, muted)
	r.left(x, at+8, r.d.VerifyURL)
	return nil
}

// contents is the table of contents, its pages numbered on the second drawing.
func (r *reportDrawing) contents() error {
	if err := r.nextPage(); err != nil {
		return err
	}
	r.font(bold, 20, brand)
	r.left(reportLeft, 34, "Sommaire")
	y, tight := tocTop, r.tocTight()
	for i, c := range r.d.Chapters {
		if y > reportBottom-2 {
			if err := r.nextPage(); err != nil {
				return err
			}
			y = reportTop + 6
		}
		w, x, c2 := semiBold, reportLeft, ink
		if c.Level > 1 {
			w, x, c2 = regular, reportLeft+6, muted
		}
		lines, points := r.fit(c.Title, w, reportRight-x-14, 1, 11, 10, 9.5)
		r.font(w, points, c2)
		r.left(x, y, one(lines))
		end := x + r.GetStringWidth(one(lines))
		if i < len(r.starts) {
			r.font(regular, 11, ink)
			n := strconv.Itoa(r.starts[i])
			r.right(reportRight, y, n)
			r.dots(end+2, y, reportRight-r.GetStringWidth(n)-2)
		}
		y += r.tocStep(i) * tight
	}
	return nil
}

// tocStep is from one line of the contents to the next.
func (r *reportDrawing) tocStep(i int) float64 {
	if i+1 < len(r.d.Chapters) && r.d.Chapters[i].Level > 1 && r.d.Chapters[i+1].Level > 1 {
		return tocLine - 1.5
	}
	return tocLine
}

// tocTight draws the lines together where a few would go over the page; 1 where that would not be enough.
func (r *reportDrawing) tocTight() float64 {
	high := 0.0
	for i := range r.d.Chapters {
		high += r.tocStep(i)
	}
	if left := reportBottom - 2 - tocTop; high > left && high*0.82 <= left {
		return left / high
	}
	return 1
}

func (r *reportDrawing) dots(from, y, to float64) {
	if to <= from {
		return
	}
	r.SetDashPattern([]float64{0.3, 1.2}, 0)
	r.rule(from, y-0.4, to, 0.25, line)
	r.SetDashPattern(nil, 0)
}

// nextPage begins a page with its head and its foot.
func (r *reportDrawing) nextPage() error {
	r.AddPage()
	r.y = reportTop
	r.font(semiBold, 9, muted)
	head, points := r.fit(joined(" · ", r.d.Title, r.d.Organiser), semiBold, reportWidth-40, 1, 9, 8)
	r.font(semiBold, points, muted)
	r.left(reportLeft, 15, one(head))
	r.font(regular, 9, muted)
	switch {
	case r.d.Number != "":
		r.right(reportRight, 15, "N°\u00a0"+r.d.Number)
	case !r.brief && !r.d.Unnumbered:
		r.right(reportRight, 15, "Aperçu non enregistré")
	}
	r.rule(reportLeft, 18, reportRight, 0.3, line)
	return r.footer()
}

func (r *reportDrawing) footer() error {
	r.rule(reportLeft, 267, reportRight, 0.3, line)
	right := reportRight
	if r.d.QR != "" {
		if err := r.qr(r.d.QR, reportRight-reportSymbol+2, 268.5, reportSymbol); err != nil {
			return err
		}
		right -= reportSymbol
	}
	r.font(regular, 8.5, muted)
	r.left(reportLeft, 273, r.d.MadeOn)
	if r.d.Code != "" {
		r.left(reportLeft, 278, "À vérifier sur "+r.d.VerifyURL)
	}
	if r.d.Warning != "" {
		r.font(semiBold, 8.5, accent)
		lines, points := r.fit(r.d.Warning, semiBold, right-reportLeft-30, 2, 8.5, 7.5)
		r.font(semiBold, points, accent)
		for i, l := range lines {
			r.left(reportLeft, 283+float64(i)*3.8, l)
		}
	}
	r.font(semiBold, 9.5, ink)
	n := "Page " + strconv.Itoa(r.PageNo())
	if r.pages > 0 {
		n += " / " + strconv.Itoa(r.pages)
	}
	r.right(right-3, 273, n)
	return nil
}

// chapter draws a chapter; one of level 1 begins a page.
func (r *reportDrawing) chapter(c report.Chapter, first bool) error {
	if first || (c.Level <= 1 && !(c.GoesOn && r.y+30+r.tall(c.Blocks...) < reportBottom)) {
		if err := r.nextPage(); err != nil {
			return err
		}
	} else {
		need := 24.0
		if len(c.Blocks) > 0 {
			need += r.least(c.Blocks[0])
		}
		if err := r.room(need); err != nil {
			return err
		}
	}
	r.starts = append(r.starts, r.PageNo())
	r.Bookmark(r.encoded(c.Title), max(0, c.Level-1), -1)
	points, after, c2 := 19.0, 4.0, brand
	if c.Level > 1 {
		points, after, c2 = 14, 2, ink
		if r.y > reportTop+1 {
			r.y += 5
		}
	}
	for _, l := range r.measured(c.Title, bold, points, reportWidth) {
		r.font(bold, points, c2)
		r.y += points * 0.3528 * 1.15
		r.left(reportLeft, r.y-1, l)
	}
	r.y += after
	for i, b := range c.Blocks {
		if b.Heading != "" && i+1 < len(c.Blocks) {
			if err := r.room(r.together(c.Blocks[i:])); err != nil {
				return err
			}
		}
		if err := r.block(b); err != nil {
			return err
		}
	}
	return nil
}

// measured wraps a text in a font.
func (r *reportDrawing) measured(s string, w weight, points, width float64) []string {
	r.font(w, points, ink)
	return r.wrap(s, width)
}
