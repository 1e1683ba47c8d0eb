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

// Sizes of a badge, in millimetres.
const (
	badgePad  = 4.0
	badgeCode = 3.6 // the short code under the other
	tallSide  = 54.0
)

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

// wideSide is the side of the code of a wide badge, its white border within.
func wideSide(w, h float64) float64 { return min(h-badgeCode-2, w*0.46, 42) }

// wideRoom is the width of its words.
func wideRoom(w, h float64) float64 { return w - wideSide(w, h) - badgePad - 1.5 }

// wide has the words on the left and the code on the right.
func (d *badgeDrawing) wide(one Badge, w, h float64) error {
	if one.QRPayload == "" {
		d.byHand(d.x+badgePad, d.y+h*0.3, w-2*badgePad, h*0.23, 6.5)
		d.title(d.x+w/2, d.y+h-2.4, w-2*badgePad)
		return nil
	}
	side := wideSide(w, h)
	top := d.y + (h-side-badgeCode)/2 + 0.5
	if err := d.qr(one.QRPayload, d.x+w-side-1, top, side); err != nil {
		return err
	}
	d.font(semiBold, 7.5, muted)
	d.centre(d.x+w-side/2-1, top+side+1.6, one.ShortCode)
	d.names(one, wideRoom(w, h), h)
	return nil
}

// names draws the words of a wide badge, the first name the largest, and gives where they end and where the title
// begins.
func (d *badgeDrawing) names(one Badge, room, h float64) (end, limit float64) {
	title, points := d.fit(d.b.Event, regular, room, 2, 6.5, 6, 5.5)
	limit = d.y + h - 2.6 - points*0.41*float64(len(title))
	c := badgeColumn{page: d.page, x: d.x + badgePad, width: room, y: limit}
	c.text(d.b.Event, regular, muted, 2, points)
	c.within(d.y+3.2, limit, func(k float64) {
		c.text(one.FirstName, bold, ink, 2, scaled(k, 20, 18, 16, 14, 12.5, 11, 9.5, 8)...)
		c.text(one.LastName, semiBold, brand, 2, scaled(k, 14, 12.5, 11, 10, 9, 8, 7)...)
		c.text(one.Structure, regular, ink, 2, scaled(k, 9, 8, 7, 6.2)...)
	})
	return c.y, limit
}

// tall has the code under the words, all in the middle.
func (d *badgeDrawing) tall(one Badge, w, h float64) error {
	const pad = 8.0
	d.fill(d.x+pad, d.y+9, w-2*pad, 1.6, brand)
	if one.QRPayload == "" {
		c := badgeColumn{page: d.page, x: d.x + pad, width: w - 2*pad, y: d.y + 14, middle: true}
		c.text(d.b.Event, regular, muted, 2, 10, 9, 8)
		c.text(d.b.When, regular, muted, 1, 9, 8)
		d.byHand(d.x+pad, d.y+h*0.4, w-2*pad, 20, 9)
		return nil
	}
	d.tallNames(one, w, h)
	if err := d.qr(one.QRPayload, d.x+(w-tallSide)/2, d.y+h-tallSide-12, tallSide); err != nil {
		return err
	}
	d.font(semiBold, 9, muted)
	d.centre(d.x+w/2, d.y+h-8.5, one.ShortCode)
	return nil
}

// tallNames draws the words of a tall badge, and gives where they end and where the code begins.
func (d *badgeDrawing) tallNames(one Badge, w, h float64) (end, limit float64) {
	const pad = 8.0
	limit = d.y + h - tallSide - 12
	c := badgeColumn{page: d.page, x: d.x + pad, width: w - 2*pad, y: d.y + 14, middle: true}
	c.text(d.b.Event, regular, muted, 2, 10, 9, 8)
	c.text(d.b.When, regular, muted, 1, 9, 8)
	c.within(c.y+3, limit, func(k float64) {
		c.text(one.FirstName, bold, ink, 2, scaled(k, 30, 27, 24, 21, 18, 15, 12)...)
		c.text(one.LastName, semiBold, brand, 2, scaled(k, 22, 20, 18, 16, 14, 12, 10)...)
		c.y++
		c.text(one.Structure, regular, ink, 2, scaled(k, 13, 12, 11, 10, 9, 8)...)
	})
	return c.y, limit
}

// scaled are sizes times k.
func scaled(k float64, sizes ...float64) []float64 {
	for i := range sizes {
		sizes[i] *= k
	}
	return sizes
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

// title is the event at the foot of a badge to be written by hand.
func (d *badgeDrawing) title(middle, y, width float64) {
	lines, points := d.fit(d.b.Event, regular, width, 1, 6.5, 6, 5.5)
	d.font(regular, points, muted)
	for _, s := range lines {
		d.centre(middle, y, s)
	}
}
