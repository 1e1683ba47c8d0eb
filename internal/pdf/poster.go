package pdf

import (
	"io"
	"slices"
	"time"
)

// Poster is everything an event's poster shows, as the words that are printed. What is empty is left out.
type Poster struct {
	Site, Territory     string
	Title, Summary      string
	Days                []PosterDay
	Place, Address      string
	Audience            string
	Call                string   // over the code: « S’inscrire »
	How                 []string // under it: how and until when
	URL                 string   // of the page: the code, and printed
	Organiser, Partners string
	Contact             string
	Notice              string // « Annulé »
	Logos               [][]byte
	At                  time.Time // the dates inside the file
}

// PosterDay is a day of the event with the hours of its half-days.
type PosterDay struct{ Day, Hours string }

// The places of a poster, in millimetres.
const (
	posterLeft   = 18.0
	posterRight  = pageWidth - posterLeft
	posterWidth  = posterRight - posterLeft
	codeWidth    = 60.0 // the column of the code
	wordsRight   = posterRight - codeWidth - 10
	leastHead    = 92.0
	mostTitle    = 56.0   // the height of a title
	posterLetter = 0.3528 // a point, in millimetres
)

// posterScales are tried from the largest until the words hold above the foot.
var posterScales = []float64{1.4, 1.3, 1.2, 1.12, 1.06, 1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.65, 0.6, 0.55}

// pale is the lesser text on the colour of the house, and veil the bridge in it.
var (
	pale  = colour{0xcf, 0xe6, 0xe9}
	veil  = colour{0x12, 0x62, 0x70}
	alarm = colour{0xab, 0x1f, 0x1a}
	white = colour{0xff, 0xff, 0xff}
)

// DrawPoster writes a poster as one A4 page. The same content gives the same bytes.
// Errors: an address too long for a code, ErrLogo.
func DrawPoster(w io.Writer, c Poster) error {
	c, latin := c.cleaned()
	p := newPage(meta{title: joined(" - ", "Affiche", c.Title), author: c.Organiser, subject: c.Title, at: c.At}, latin, regular, semiBold, bold)
	d := &posterDrawing{page: p, c: c}
	p.AddPage()
	top := d.head()
	if err := d.foot(); err != nil {
		return err
	}
	if err := d.code(top + 12); err != nil {
		return err
	}
	d.words(top + 12)
	return p.finish(w)
}

// cleaned is a copy whose every text can be drawn, and whether all are Latin.
func (c Poster) cleaned() (Poster, bool) {
	c.Days, c.How = slices.Clone(c.Days), slices.Clone(c.How)
	texts := []*string{&c.Site, &c.Territory, &c.Title, &c.Summary, &c.Place, &c.Address, &c.Audience, &c.Call, &c.Organiser, &c.Partners, &c.Contact, &c.Notice}
	for i := range c.Days {
		texts = append(texts, &c.Days[i].Day, &c.Days[i].Hours)
	}
	for i := range c.How {
		texts = append(texts, &c.How[i])
	}
	latin := cleanAll(texts)
	return c, latin && isLatin(c.URL)
}

type posterDrawing struct {
	*page
	c       Poster
	footTop float64
}

// lines draws a text from the top y and gives the place below. A line is leading times the letters' size.
func (d *posterDrawing) lines(x, y, width float64, lines []string, w weight, points, leading float64, c colour) float64 {
	d.font(w, points, c)
	step := points * posterLetter * leading
	for i, part := range lines {
		d.left(x, y+step*(float64(i)+0.5)+points*posterLetter*0.33, part)
	}
	return y + step*float64(len(lines))
}

// head is the coloured ground with the title, as high as the title asks; it gives its end.
func (d *posterDrawing) head() float64 {
	const titleTop, leading = 44.0, 1.13
	title, points := d.title(leading)
	most := 3
	if len(title) > 4 {
		most = 2
	}
	summary, small := d.fit(d.c.Summary, regular, posterWidth-10, most, 17, 15.5, 14, 12.5)
	if d.c.Summary == "" {
		summary = nil
	}
	height := points * posterLetter * leading * float64(len(title))
	end := titleTop + height + 14
	if len(summary) > 0 {
		end += 5 + small*posterLetter*1.28*float64(len(summary))
	}
	end = max(end, leastHead)
	d.ground(end)
	d.mark()
	y := d.lines(posterLeft, titleTop, posterWidth, title, bold, points, leading, white)
	d.lines(posterLeft, y+5, posterWidth, summary, regular, small, 1.28, pale)
	return end
}

// title is as large as its height allows.
func (d *posterDrawing) title(leading float64) (lines []string, points float64) {
	for _, points = range []float64{54, 50, 46, 42, 38, 35, 32, 29, 26, 24} {
		most := max(1, int(mostTitle/(points*posterLetter*leading)))
		if lines, _ = d.fit(d.c.Title, bold, posterWidth, most, points); len(lines) == 0 || !cutShort(lines) {
			break
		}
	}
	return lines, points
}

// cutShort tells whether a text lost its end.
func cutShort(lines []string) bool {
	last := []rune(lines[len(lines)-1])
	return len(last) > 0 && string(last[len(last)-1]) == ellipsis
}

// ground is the colour of the house with its bridge in it.
func (d *posterDrawing) ground(end float64) {
	d.fill(0, 0, pageWidth, end, brand)
	d.ClipRect(0, 0, pageWidth, end, false)
	d.bridge(112, end-122, 3.35, 1.4, veil)
	d.ClipEnd()
	d.fill(0, end, pageWidth, 2.2, accent)
}

// mark is the sign of the house with its name, and the notice on the right.
func (d *posterDrawing) mark() {
	const y, side = 15.0, 15.0
	d.SetFillColor(white.r, white.g, white.b)
	d.RoundedRect(posterLeft, y, side, side, 3.4, "1234", "F")
	d.bridge(posterLeft, y, side/40, 2.6, brand)
	room := posterWidth - side - 5
	if d.c.Notice != "" {
		d.font(bold, 20, white)
		w := d.GetStringWidth(d.c.Notice) + 12
		d.fill(posterRight-w, y+1, w, 13, alarm)
		d.centre(posterRight-w/2, y+9.9, d.c.Notice)
		room -= w + 5
	}
	x, base := posterLeft+side+5, y+9.6
	if d.c.Territory != "" {
		base = y + 6.4
		name, points := d.fit(d.c.Territory, regular, room, 1, 12, 11, 10, 9)
		d.font(regular, points, pale)
		d.left(x, y+12.4, name[0])
	}
	if name, points := d.fit(d.c.Site, bold, room, 1, 16, 14, 12, 10); len(name) > 0 {
		d.font(bold, points, white)
		d.left(x, base, name[0])
	}
}

// bridge strokes the footbridge of the sign (favicon.svg), drawn in a square of 40, with its top left at x, y.
func (d *posterDrawing) bridge(x, y, scale, stroke float64, c colour) {
	d.SetDrawColor(c.r, c.g, c.b)
	d.SetLineWidth(stroke * scale)
	d.SetLineCapStyle("round")
	for _, deck := range [][2]float64{{29.5, 21}, {20.5, 12}} {
		d.CurveBezierCubic(x+5*scale, y+deck[0]*scale, x+12*scale, y+deck[1]*scale, x+28*scale, y+deck[1]*scale, x+35*scale, y+deck[0]*scale, "D")
	}
	for _, post := range [][2]float64{{5, 29.5}, {12.5, 24.8}, {20, 23.1}, {27.5, 24.8}, {35, 29.5}} {
		d.Line(x+post[0]*scale, y+post[1]*scale, x+post[0]*scale, y+(post[1]-9)*scale)
	}
	d.SetLineCapStyle("butt")
}
