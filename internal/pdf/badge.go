package pdf

import (
	"io"
	"slices"
	"strings"
	"time"
)

// LabelFormat is a sheet of A4 labels, in millimetres. Folded is a badge of two faces side by side, each a half.
type LabelFormat struct {
	Key, Name     string
	Width, Height float64
	Columns, Rows int
	Left, Top     float64 // of the first label
	GapX, GapY    float64 // between two
	Folded        bool
}

// Count is how many badges stand on a page.
func (f LabelFormat) Count() int { return f.Columns * f.Rows }

// LabelFormats are those that stationers sell, the commonest first.
var LabelFormats = []LabelFormat{
	{Key: "80x50", Name: "Badges 80 × 50 mm, 10 par page (Avery L4785)", Width: 80, Height: 50, Columns: 2, Rows: 5, Left: 17.5, Top: 13.5, GapX: 15, GapY: 5},
	{Key: "85x54", Name: "Cartes 85 × 54 mm, 10 par page (cartes de visite)", Width: 85, Height: 54, Columns: 2, Rows: 5, Left: 15, Top: 13.5, GapX: 10},
	{Key: "99x38", Name: "Étiquettes 99,1 × 38,1 mm, 14 par page (Avery L7163)", Width: 99.1, Height: 38.1, Columns: 2, Rows: 7, Left: 4.65, Top: 15.15, GapX: 2.5},
	{Key: "63x38", Name: "Étiquettes 63,5 × 38,1 mm, 21 par page (Avery L7160)", Width: 63.5, Height: 38.1, Columns: 3, Rows: 7, Left: 7.25, Top: 15.15, GapX: 2.5},
	{Key: "a6", Name: "A6, 4 par page, à couper", Width: 105, Height: 148.5, Columns: 2, Rows: 2},
	{Key: "a6-plie", Name: "A6 plié, deux faces, 2 par page, à couper et à plier", Width: 210, Height: 148.5, Columns: 1, Rows: 2, Folded: true},
}

// Badge is what a person wears; without a code it is left to be written by hand.
type Badge struct{ LastName, FirstName, Structure, QRPayload, ShortCode string }

// BadgeSheet is the badges of an event.
type BadgeSheet struct {
	Event, When, Organiser string
	Format                 LabelFormat
	First                  int // the label of the first badge, from 1: a sheet begun serves again
	Badges                 []Badge
	Blanks                 int // to be written by hand
	IssuedAt               time.Time
}

// DrawBadges writes badges as PDF, in their order, to be printed at their size. The same content gives the same
// bytes. Error: a QR payload that is empty or too long.
func DrawBadges(w io.Writer, b BadgeSheet) error {
	b, latin := b.cleaned()
	p := newPage(meta{title: joined(" - ", "Badges", b.Event), author: b.Organiser, subject: joined(" ", "Badges", b.Event), at: b.IssuedAt}, latin, regular, semiBold, bold)
	p.exact = true
	f := b.Format
	at := max(b.First-1, 0) % f.Count()
	p.AddPage()
	for i, badge := range b.Badges {
		if i > 0 && at == 0 {
			p.AddPage()
		}
		d := badgeDrawing{page: p, b: b, x: f.Left + float64(at%f.Columns)*(f.Width+f.GapX), y: f.Top + float64(at/f.Columns)*(f.Height+f.GapY)}
		if err := d.badge(badge); err != nil {
			return err
		}
		at = (at + 1) % f.Count()
	}
	return p.finish(w)
}

// cleaned is a copy whose every text can be drawn, with the blank badges at its end, and whether all are Latin.
func (b BadgeSheet) cleaned() (BadgeSheet, bool) {
	b.Badges = append(slices.Clone(b.Badges), make([]Badge, max(b.Blanks, 0))...)
	texts := []*string{&b.Event, &b.When, &b.Organiser}
	for i := range b.Badges {
		one := &b.Badges[i]
		one.LastName = strings.ToUpper(one.LastName)
		texts = append(texts, &one.LastName, &one.FirstName, &one.Structure, &one.ShortCode)
	}
	return b, cleanAll(texts)
}

// badgeDrawing is a badge being laid out, its top left at x, y.
type badgeDrawing struct {
	*page
	b    BadgeSheet
	x, y float64
}

func (d *badgeDrawing) badge(one Badge) error {
	f := d.b.Format
	if !f.Folded {
		if f.Width >= f.Height {
			return d.wide(one, f.Width, f.Height)
		}
		return d.tall(one, f.Width, f.Height)
	}
	left := d.x
	for range 2 {
		if err := d.tall(one, f.Width/2, f.Height); err != nil {
			return err
		}
		d.x += f.Width / 2
	}
	d.x = left
	d.SetDashPattern([]float64{1.2, 1.6}, 0)
	d.SetDrawColor(line.r, line.g, line.b)
	d.SetLineWidth(0.2)
	d.Line(d.x+f.Width/2, d.y, d.x+f.Width/2, d.y+f.Height)
	d.rule(d.x, d.y+f.Height, d.x+f.Width, 0.2, line)
	d.SetDashPattern(nil, 0)
	return nil
}

// wide has the words on the left and the code on the right.
func (d *badgeDrawing) wide(one Badge, w, h float64) error {
	const pad, code = 4.0, 3.6
	side := min(h-5-code, w*0.45, 40)
	room := w - side - pad - 2.5
	if one.QRPayload == "" {
		d.byHand(d.x+pad, d.y+h*0.3, w-2*pad, h*0.23, 6.5)
		d.foot(d.x+w/2, d.y+h-2.4, w-2*pad)
		return nil
	}
	if err := d.qr(one.QRPayload, d.x+w-side-1.5, d.y+(h-side-code)/2, side); err != nil {
		return err
	}
	d.font(semiBold, 7.5, muted)
	d.centre(d.x+w-side/2-1.5, d.y+(h+side-code)/2+1.8, one.ShortCode)
	c := badgeColumn{page: d.page, x: d.x + pad, width: room, y: d.y + pad}
	c.text(one.FirstName, bold, ink, 2, 20, 18, 16, 14, 12.5, 11, 9.5, 8)
	c.text(one.LastName, semiBold, brand, 2, 14, 12.5, 11, 10, 9, 8, 7)
	c.y += 0.8
	c.text(one.Structure, regular, ink, 2, 9, 8, 7, 6.2)
	lines, points := d.fit(d.b.Event, regular, room, 2, 6.5, 6, 5.5)
	c.y = d.y + h - 2.6 - points*0.42*float64(len(lines))
	c.text(d.b.Event, regular, muted, 2, points)
	return nil
}

// tall has the code under the words, all in the middle.
func (d *badgeDrawing) tall(one Badge, w, h float64) error {
	const pad, side = 8.0, 54.0
	d.fill(d.x+pad, d.y+9, w-2*pad, 1.6, brand)
	c := badgeColumn{page: d.page, x: d.x + pad, width: w - 2*pad, y: d.y + 14, middle: true}
	c.text(d.b.Event, regular, muted, 2, 10, 9, 8)
	c.text(d.b.When, regular, muted, 1, 9, 8)
	if one.QRPayload == "" {
		d.byHand(d.x+pad, d.y+h*0.4, w-2*pad, 20, 9)
		return nil
	}
	c.y = d.y + 32
	c.text(one.FirstName, bold, ink, 2, 30, 27, 24, 21, 18, 15, 12)
	c.text(one.LastName, semiBold, brand, 2, 22, 20, 18, 16, 14, 12, 10)
	c.y++
	c.text(one.Structure, regular, ink, 2, 13, 12, 11, 10, 9, 8)
	if err := d.qr(one.QRPayload, d.x+(w-side)/2, d.y+h-side-12, side); err != nil {
		return err
	}
	d.font(semiBold, 9, muted)
	d.centre(d.x+w/2, d.y+h-8.5, one.ShortCode)
	return nil
}

// byHand leaves lines to write on.
func (d *badgeDrawing) byHand(x, y, width, step, points float64) {
	for _, name := range []string{"Prénom", "Nom", "Structure"} {
		d.font(regular, points, muted)
		d.left(x, y, name)
		d.rule(x+points*2, y+0.6, x+width, 0.2, line)
		y += step
	}
}

func (d *badgeDrawing) foot(middle, y, width float64) {
	lines, points := d.fit(d.b.Event, regular, width, 1, 6.5, 6, 5.5)
	d.font(regular, points, muted)
	for _, s := range lines {
		d.centre(middle, y, s)
	}
}

// badgeColumn is the words of a badge, drawn from the top.
type badgeColumn struct {
	*page
	x, width, y float64
	middle      bool
}

func (d *badgeColumn) text(s string, w weight, c colour, most int, sizes ...float64) {
	lines, points := d.fit(s, w, d.width, most, sizes...)
	d.font(w, points, c)
	leading := points * 0.3528 * 1.15
	for i, part := range lines {
		y := d.y + leading*(float64(i)+0.8)
		if d.middle {
			d.centre(d.x+d.width/2, y, part)
		} else {
			d.left(d.x, y, part)
		}
	}
	d.y += leading * float64(len(lines))
}
