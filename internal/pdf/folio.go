package pdf

// folio is a text being set in pieces, between two margins.
type folio struct {
	*page
	from, wide          float64
	scale               float64 // of the letters and of what is around them; 1 is the ordinary size
	pieces              []piece
	mostLines, mostDays int // of each text, and of half-days one by one; 0 is no limit
}

// setting is how a text of a folio looks; its measures are those of scale 1.
type setting struct {
	w          weight
	c          colour
	points     float64
	gap, after float64 // above and below
	keep       bool    // on the page of what follows
}

const (
	labelWide  = 38.0 // of the names of the fields
	handHeight = 7.4  // of a line to be filled by hand
)

var (
	bodySetting  = setting{w: regular, c: ink, points: 10.2, gap: 1.5}
	leadSetting  = setting{w: regular, c: ink, points: 10.2, gap: 1.5, after: 0.8, keep: true}
	headSetting  = setting{w: semiBold, c: brand, points: 11.6, gap: 5, after: 0.4, keep: true}
	partySetting = setting{w: semiBold, c: ink, points: 10.6, gap: 3.4, after: 0.4, keep: true}
)

func (f *folio) end() float64 { return f.from + f.wide }

// add puts a piece at the end.
func (f *folio) add(p piece) { f.pieces = append(f.pieces, p) }

// text sets a paragraph; nothing for an empty one. Neither its first line nor its last stands alone on a page.
func (f *folio) text(s string, st setting) {
	points := st.points * f.scale
	f.font(st.w, points, st.c)
	lines := f.wrapped(s, f.wide)
	for i, part := range lines {
		gap, high := 0.0, leadingOf(points)*1.08
		if i == 0 {
			gap = st.gap * f.scale
		}
		if i == len(lines)-1 {
			high += st.after * f.scale
		}
		f.add(piece{gap: gap, height: high, keep: together(i, len(lines)) || st.keep, draw: func(y float64) {
			f.font(st.w, points, st.c)
			f.left(f.from, y+leadingOf(points)*0.8, part)
		}})
	}
}

// together tells whether line i of n keeps with the next one.
func together(i, n int) bool { return i+1 < n && (i == 0 || i == n-2) }

// title is a heading that the outline of the document lists.
func (f *folio) title(s string) {
	from := len(f.pieces)
	f.text(s, headSetting)
	if from < len(f.pieces) {
		f.pieces[from].mark = s
	}
}

// field is a name and its value; what is not known is a dotted line, to be filled by hand.
func (f *folio) field(label, value string) {
	points := bodySetting.points * f.scale
	f.font(regular, points*0.92, muted)
	names := f.wrapped(label, labelWide-3)
	f.font(regular, points, ink)
	values := f.wrapped(value, f.wide-labelWide)
	rows := max(len(names), len(values), 1)
	for i := range rows {
		one := piece{height: leadingOf(points) * 1.08, keep: together(i, rows)}
		if i == 0 {
			one.gap = 0.7 * f.scale
		}
		if value == "" && i == 0 {
			one.height = handHeight * f.scale
		}
		one.draw = func(y float64) {
			base := y + one.height - leadingOf(points)*0.28
			f.font(regular, points*0.92, muted)
			f.some(f.from, base, at(names, i))
			if value == "" && i == 0 {
				f.dotted(f.from+labelWide, f.end(), base+0.6)
				return
			}
			f.font(regular, points, ink)
			f.some(f.from+labelWide, base, at(values, i))
		}
		f.add(one)
	}
}

// known is a field that is left out where nothing is given.
func (f *folio) known(label, value string) {
	if value != "" {
		f.field(label, value)
	}
}

// whole keeps together the pieces from one on.
func (f *folio) whole(from int) {
	for i := from; i < len(f.pieces)-1; i++ {
		f.pieces[i].keep = true
	}
}

// hand is n dotted lines, as wide as the text.
func (f *folio) hand(n int) {
	for i := range n {
		high := handHeight * f.scale
		f.add(piece{height: high, keep: i < n-1, draw: func(y float64) { f.dotted(f.from, f.end(), y+high-0.8) }})
	}
}

// dots draws a line to write on.
func (p *page) dotted(from, to, y float64) {
	p.SetDashPattern([]float64{0.3, 1.1}, 0)
	p.rule(from, y, to, 0.3, muted)
	p.SetDashPattern(nil, 0)
}

// some draws a text where there is one: a reader that listens to the page meets no empty word.
func (p *page) some(x, y float64, s string) {
	if s != "" {
		p.left(x, y, s)
	}
}

// at is a line of a text, or nothing where it has fewer.
func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
