package pdf

import (
	"fmt"
	"slices"
	"strings"
)

// code is the right column: the symbol of the page, and what to do with it.
func (d *posterDrawing) code(top float64) error {
	x := posterRight - codeWidth
	url, small := d.address()
	var how []string
	d.font(regular, 11, ink)
	for _, h := range d.c.How {
		how = append(how, d.wrap(h, codeWidth-12)...)
	}
	const call, gap = 17.0, 3.0
	words := gap + float64(len(how))*11*posterLetter*1.3 + 2 + float64(len(url))*small*posterLetter*1.3 + 4
	side := max(36, min(codeWidth-8, d.footTop-6-top-call-words))
	d.SetFillColor(wash.r, wash.g, wash.b)
	d.RoundedRect(x, top, codeWidth, call+side+words, 2.5, "1234", "F")
	heading, points := d.fit(d.c.Call, bold, codeWidth-8, 1, 19, 17, 15, 13)
	d.font(bold, points, brand)
	for _, s := range heading {
		d.centre(x+codeWidth/2, top+11.5, s)
	}
	if err := d.qr(d.c.URL, x+(codeWidth-side)/2, top+call, side); err != nil {
		return err
	}
	y := d.lines(x+6, top+call+side+gap, codeWidth-12, how, regular, 11, 1.3, ink)
	d.lines(x+6, y+2, codeWidth-12, url, semiBold, small, 1.3, brand)
	return nil
}

// address is the page's as it is read on paper: the host, then the path below when one line is too short.
func (d *posterDrawing) address() (lines []string, points float64) {
	const room = codeWidth - 12
	_, printed, ok := strings.Cut(d.c.URL, "://")
	if !ok {
		printed = d.c.URL
	}
	if lines, points = d.fit(printed, semiBold, room, 1, 10, 9); !cutShort(lines) {
		return lines, points
	}
	host, path, _ := strings.Cut(printed, "/")
	lines, points = d.fit("/"+strings.ReplaceAll(path, "-", "- "), semiBold, room, 3, 9.5, 8.5, 7.5, 6.5)
	lines = append(d.wrap(host, room), lines...)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], "- ", "-") // one breaks after a hyphen only
	}
	return lines, points
}

// foot is who organises, with the logos.
func (d *posterDrawing) foot() error {
	if len(d.c.Logos) > 0 {
		if err := d.logoRow(d.c.Logos, 269, 17); err != nil {
			return err
		}
	}
	var rows []string
	for _, s := range []string{d.c.Organiser, d.c.Partners} {
		if s != "" {
			rows = append(rows, s)
		}
	}
	if d.c.Contact != "" {
		rows = append(rows, "Renseignements\u00a0: "+d.c.Contact)
	}
	d.footTop = pageHeight - 19 - 5.2*float64(len(rows))
	if len(d.c.Logos) > 0 {
		d.footTop = 262.5 - 5.2*float64(len(rows))
	}
	d.rule(posterLeft, d.footTop, posterRight, 0.3, line)
	y := d.footTop + 6.4
	for i, s := range rows {
		w, c := regular, muted
		if i == 0 {
			w, c = semiBold, ink
		}
		lines, points := d.fit(s, w, posterWidth, 1, 11, 10, 9, 8)
		d.font(w, points, c)
		d.left(posterLeft, y, lines[0])
		y += 5.2
	}
	return nil
}

// words is the left column: when, where, for whom, as large as holds above the foot.
func (d *posterDrawing) words(top float64) {
	width := wordsRight - posterLeft
	for i, scale := range posterScales {
		audience := 7
		if scale < 0.8 {
			audience = 4
		}
		end := d.column(top, width, scale, audience, false)
		if end <= d.footTop-6 || i == len(posterScales)-1 {
			// What is left over is shared, so that a short poster does not hang from its head.
			d.column(top+max(0, min(10, (d.footTop-6-end)/6)), width, scale, audience, true)
			return
		}
	}
}

// column lays the parts out from y and gives their end; it draws them only when told.
func (d *posterDrawing) column(y, width, scale float64, audience int, drawn bool) float64 {
	put := func(lines []string, w weight, points, leading float64, c colour) {
		if drawn {
			d.lines(posterLeft, y, width, lines, w, points, leading, c)
		}
		y += points * posterLetter * leading * float64(len(lines))
	}
	head := func(s string) {
		put([]string{s}, semiBold, 12.5*scale, 1.5, accent)
	}
	if len(d.c.Days) > 0 {
		head("Quand\u202f?")
		y = d.days(y, width, scale, drawn)
		y += 8 * scale
	}
	if d.c.Place+d.c.Address != "" {
		head("Où\u202f?")
		if d.c.Place != "" {
			lines, points := d.fit(d.c.Place, bold, width, 3, 19*scale, 17*scale, 15*scale, 13*scale)
			put(lines, bold, points, 1.2, ink)
		}
		if d.c.Address != "" {
			lines, points := d.fit(d.c.Address, regular, width, 2, 14*scale, 12*scale)
			put(lines, regular, points, 1.3, ink)
		}
		y += 8 * scale
	}
	if d.c.Audience != "" {
		head("Pour qui\u202f?")
		lines, points := d.fit(d.c.Audience, regular, width, audience, 14*scale, 12.5*scale)
		put(lines, regular, points, 1.32, ink)
	}
	return y
}

// maxDays is how many days a poster names; the page of the event has them all.
const maxDays = 12

// days are the dates: two lines each while they are few, then one; hours that are always the same once.
func (d *posterDrawing) days(y, width, scale float64, drawn bool) float64 {
	days, more := d.c.Days, ""
	if len(days) > maxDays {
		more = fmt.Sprintf("et %d autres dates, sur la page de l’événement", len(days)-maxDays+1)
		days = days[:maxDays-1]
	}
	put := func(x, room float64, s string, w weight, points, leading float64, c colour) float64 {
		lines, points := d.fit(s, w, room, 1, points, points*0.92, points*0.84, points*0.76, points*0.68, points*0.6)
		if drawn {
			d.lines(x, y, room, lines, w, points, leading, c)
		}
		return points * posterLetter * leading
	}
	same := !slices.ContainsFunc(days, func(o PosterDay) bool { return o.Hours != days[0].Hours })
	switch {
	case len(days) <= 3:
		for _, day := range days {
			y += put(posterLeft, width, day.Day, bold, 19*scale, 1.2, ink)
			y += put(posterLeft, width, day.Hours, regular, 16*scale, 1.3, ink) + 1.5*scale
		}
	case same:
		for _, day := range days {
			y += put(posterLeft, width, day.Day, bold, 15*scale, 1.32, ink)
		}
		y += 1.5 * scale
		y += put(posterLeft, width, days[0].Hours, regular, 15*scale, 1.35, ink)
	default:
		points, column := d.table(days, width, 13.5*scale)
		for _, day := range days {
			put(posterLeft, column, day.Day, bold, points, 1.5, ink)
			y += put(posterLeft+column+4, width-column-4, day.Hours, regular, points, 1.5, ink)
		}
	}
	if more != "" {
		y += put(posterLeft, width, more, regular, 12*scale, 1.45, muted)
	}
	return y
}

// table is the size at which days and hours stand beside each other, and the width of the days.
func (d *posterDrawing) table(days []PosterDay, width, points float64) (size, column float64) {
	for size = points; ; size *= 0.94 {
		column = 0
		hours := 0.0
		for _, day := range days {
			d.font(bold, size, ink)
			column = max(column, d.GetStringWidth(day.Day))
			d.font(regular, size, ink)
			hours = max(hours, d.GetStringWidth(day.Hours))
		}
		if column+4+hours <= width || size < 7 {
			return size, min(column, width*0.6)
		}
	}
}
