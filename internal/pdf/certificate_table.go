package pdf

// The columns of the table, in millimetres.
const (
	amountRight = textRight - 2
	headHeight  = 7.4
	totalHeight = 9.4
	noteHeight  = 4.3 // of a small line below a row's own
	moreHeight  = 5.0 // of the line that sends to the next page
	laterTop    = 42.0
	laterEnd    = 268.0
)

// row is a line of the table, measured.
type row struct {
	words, notes   []string
	points, height float64
	width          float64 // of the words
	side           string  // muted, beside the words
	count, amount  string
	missed         bool
}

// table is the half-days or the events of a certificate, measured at a tightness.
type table struct {
	rows                     []row
	title, counts, amounts   string
	wordsWidth, countsMiddle float64
	strong                   bool // the words of a row are a title
}

// holds is how many rows go in room with the head and the total: all, or as many as leave a line to send further.
func (t table) holds(room float64) int {
	n := len(t.rows)
	if t.height(n, false) <= room {
		return n
	}
	for n > 0 && t.height(n, true) > room {
		n--
	}
	return n
}

func (t table) height(rows int, more bool) float64 {
	h := totalHeight
	if rows > 0 {
		h += headHeight
	}
	for _, r := range t.rows[:rows] {
		h += r.height
	}
	if more {
		h += moreHeight
	}
	return h
}

// measured is the table of the certificate at the present tightness.
func (d *certificateDrawing) measured() table {
	switch {
	case len(d.c.Events) > 0:
		t := table{title: "Formations et rencontres", counts: "Demi-journées", amounts: "Heures", wordsWidth: 106, countsMiddle: 146, strong: true}
		for _, e := range d.c.Events {
			t.rows = append(t.rows, d.measure(t, row{count: e.HalfDays, amount: e.Time}, e.Title, "", e.Detail))
		}
		return t
	case d.c.Whole():
		t := table{title: "Date et horaires", wordsWidth: 140}
		if d.c.Timed() {
			t.amounts = "Durée"
		}
		for _, s := range d.c.Slots {
			t.rows = append(t.rows, d.measure(t, row{amount: s.Duration}, s.When, s.Label, s.Note))
		}
		return t
	}
	t := table{title: "Date et horaires", counts: "Durée", amounts: "Suivi", wordsWidth: 112, countsMiddle: 148}
	for _, s := range d.c.Slots {
		r := row{count: s.Duration, amount: s.AttendedTime, missed: !s.Attended}
		if r.missed {
			r.amount = "non suivi"
		}
		t.rows = append(t.rows, d.measure(t, r, s.When, s.Label, s.Note))
	}
	return t
}

// measure sets the words of a row: a label beside them where there is room, else with the note below.
func (d *certificateDrawing) measure(t table, r row, words, label, note string) row {
	w := regular
	if t.strong {
		w = semiBold
	}
	if words == "" {
		words, label = label, ""
	}
	if r.words, r.points = d.fit(words, w, t.wordsWidth, 3, d.sizes([]float64{10.5, 10, 9.5, 9})...); len(r.words) == 0 {
		r.words = []string{""}
	}
	const between = 4.0
	if label != "" {
		at := d.GetStringWidth(r.words[0]) + between
		r.width = at
		d.font(regular, r.points, muted)
		if len(r.words) == 1 && at+d.GetStringWidth(label) <= t.wordsWidth {
			r.side = label
		} else {
			note = joined(" - ", label, note)
		}
	}
	if note != "" {
		r.notes, _ = d.fit(note, regular, t.wordsWidth, 2, captionSize)
	}
	r.height = tightness[d.tight].row + float64(len(r.words)-1)*leadingOf(r.points) + float64(len(r.notes))*noteHeight
	return r
}

func (d *certificateDrawing) firstTable(y float64, rows int) {
	y = d.drawTable(y, d.table.rows[:rows])
	if d.continued() {
		d.font(regular, captionSize, muted)
		d.left(textLeft+2, y+3.6, "La suite du détail est en page 2.")
		y += moreHeight
	}
	d.total(y)
}

// drawTable draws the head and the rows, and gives the place below.
func (d *certificateDrawing) drawTable(y float64, rows []row) float64 {
	if len(rows) == 0 {
		return y
	}
	d.fill(textLeft, y, textWidth, headHeight, d.look.wash)
	d.font(semiBold, 9, d.look.text)
	base := y + headHeight*0.66
	d.left(textLeft+2, base, d.table.title)
	if d.table.counts != "" {
		d.centre(d.table.countsMiddle, base, d.table.counts)
	}
	d.right(amountRight, base, d.table.amounts)
	y += headHeight
	for i, r := range rows {
		d.row(y, r)
		y += r.height
		if i < len(rows)-1 {
			d.rule(textLeft, y, textRight, 0.12, d.look.line)
		}
	}
	return y
}

func (d *certificateDrawing) row(y float64, r row) {
	base := y + tightness[d.tight].row*0.5 + r.points*millimetresPerPoint*0.34
	w, c := regular, ink
	if d.table.strong {
		w = semiBold
	}
	if r.missed {
		c = muted
	}
	d.font(w, r.points, c)
	at := base
	for i, text := range r.words {
		at = base + float64(i)*leadingOf(r.points)
		d.left(textLeft+2, at, text)
	}
	if r.side != "" {
		d.font(regular, r.points, muted)
		d.left(textLeft+2+d.beside(r), base, r.side)
	}
	d.font(regular, captionSize, muted)
	for _, text := range r.notes {
		at += noteHeight
		d.left(textLeft+2, at, text)
	}
	d.font(regular, 10.5, muted)
	d.centre(d.table.countsMiddle, base, r.count)
	if r.missed {
		d.right(amountRight, base, r.amount)
		return
	}
	d.font(semiBold, 10.5, ink)
	d.right(amountRight, base, r.amount)
}

// beside is where the label of a row begins: under those of the rows around, where there is room.
func (d *certificateDrawing) beside(r row) float64 {
	at := r.width
	for _, o := range d.table.rows {
		if o.side != "" {
			at = max(at, o.width)
		}
	}
	if at+d.GetStringWidth(r.side) > d.table.wordsWidth {
		return r.width
	}
	return at
}

func (d *certificateDrawing) total(y float64) {
	base := y + totalHeight*0.66
	d.rule(textLeft, y, textRight, 0.5, d.look.band)
	d.font(semiBold, 12, d.look.text)
	d.left(textLeft+2, base, d.c.TotalLabel)
	d.centre(d.table.countsMiddle, base, d.c.TotalCount)
	d.right(amountRight, base, d.c.Total)
}

// laterPages shares the rows that page one could not hold.
func (d *certificateDrawing) laterPages(first int) (pages [][]row) {
	rest := d.table.rows[first:]
	for len(rest) > 0 {
		n, room := 0, laterEnd-laterTop-headHeight-totalHeight
		for n < len(rest) && (n == 0 || rest[n].height <= room) {
			room -= rest[n].height
			n++
		}
		pages, rest = append(pages, rest[:n]), rest[n:]
	}
	return pages
}

// laterPage holds lines that page one could not, with enough to know whose they are.
func (d *certificateDrawing) laterPage(number int, rows []row, last bool) {
	d.AddPage()
	d.decorate()
	d.font(semiBold, 13, d.look.text)
	d.left(textLeft, 25, d.c.Kind)
	d.font(regular, captionSize, muted)
	d.right(textRight, 18.6, d.pageNumber(number))
	d.right(textRight, 25, joined(" · ", d.c.Number, d.c.Code))
	lines, points := d.fit(joined(" · ", d.c.fullName(), d.c.EventTitle), regular, textWidth, 2, 10.5, 9.5, 8.5)
	d.font(regular, points, ink)
	for i, text := range lines {
		d.left(textLeft, 31.5+float64(i)*4.8, text)
	}
	y := d.drawTable(laterTop, rows)
	if last {
		d.total(y)
	} else {
		d.rule(textLeft, y, textRight, 0.5, d.look.band)
	}
	d.mentions()
}
