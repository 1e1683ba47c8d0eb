// Package card draws the picture that a shared link shows: what, when and where, in the colours of the house.
// The same words always give the same bytes; the current time is never read.
package card

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"passerelle/internal/pdf"
)

// Size of the picture in pixels: what every network asks of an Open Graph image.
const (
	Width  = 1200
	Height = 630
)

// Version changes with the drawing, so that a kept picture is not taken for the new one.
const Version = "1"

// Card is everything the picture shows, as the words that are read.
type Card struct {
	Site, Territory string
	Title           string
	When            string
	Place, Address  string // the address is left out where both are too long
	Organiser       string
	Notice          string // « Annulé »: optional
}

var (
	brand = color.RGBA{0x0b, 0x55, 0x63, 0xff}
	deep  = color.RGBA{0x12, 0x62, 0x70, 0xff} // the bridge behind the title
	paper = color.RGBA{0xff, 0xff, 0xff, 0xff}
	pale  = color.RGBA{0xcf, 0xe6, 0xe9, 0xff}
	ink   = color.RGBA{0x1b, 0x2a, 0x30, 0xff}
	muted = color.RGBA{0x4c, 0x5e, 0x66, 0xff}
	warm  = color.RGBA{0xa8, 0x48, 0x1f, 0xff}
	alarm = color.RGBA{0xab, 0x1f, 0x1a, 0xff}
)

// The places of the picture, in pixels.
const (
	margin   = 72
	band     = 438 // where the white ground begins
	titleTop = 150
	titleEnd = band - 34
	inner    = Width - 2*margin
)

// Draw writes the picture as PNG. Error: the writer's.
func Draw(w io.Writer, c Card) error {
	if err := png.Encode(w, paint(c.cleaned())); err != nil {
		return fmt.Errorf("card: %w", err)
	}
	return nil
}

func paint(c Card) *image.RGBA {
	p := &picture{Image: image.NewRGBA(image.Rect(0, 0, Width, Height))}
	p.ground()
	p.head(c)
	p.title(c.Title)
	p.foot(c)
	return p.Image
}

// cleaned is a copy whose every text can be drawn.
func (c Card) cleaned() Card {
	for _, s := range []*string{&c.Site, &c.Territory, &c.Title, &c.When, &c.Place, &c.Address, &c.Organiser, &c.Notice} {
		*s = pdf.Clean(strings.ReplaceAll(*s, "\u202f", "\u00a0"))
	}
	return c
}

// picture is a card being drawn. Lengths are pixels from the top left; text sits on its baseline.
type picture struct{ Image *image.RGBA }

func (p *picture) fill(x0, y0, x1, y1 int, c color.Color) {
	draw.Draw(p.Image, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
}

// ground is the colour, the bridge of the house in it, and the white foot.
func (p *picture) ground() {
	p.fill(0, 0, Width, band, brand)
	p.bridge(700, -60, 15.5, 1.5, deep)
	p.fill(0, band, Width, Height, paper)
	p.fill(0, band, Width, band+8, warm)
}

func (p *picture) head(c Card) {
	p.sign(margin, 52, 60)
	x, room := margin+60+22, inner-60-22
	if c.Notice != "" {
		face := faceOf(pdf.SemiBold, 30)
		w := measure(face, c.Notice) + 44
		p.fill(Width-margin-w, 56, Width-margin, 56+52, alarm)
		p.text(Width-margin-w+22, 92, c.Notice, face, paper)
		room -= w + 24
	}
	y := 93
	if c.Territory != "" {
		y = 78
		p.line(x, 108, c.Territory, pdf.Regular, 24, 24, room, pale)
	}
	p.line(x, y, c.Site, pdf.Bold, 30, 24, room, paper)
}

// title is as large as its room allows, in the middle of it.
func (p *picture) title(s string) {
	var lines []string
	var face font.Face
	step := 0
	for _, size := range []struct{ points, lines int }{{80, 2}, {68, 3}, {58, 3}, {50, 4}, {42, 5}, {36, 5}} {
		face, step = faceOf(pdf.Bold, float64(size.points)), size.points*112/100
		if lines = wrap(face, s, inner); len(lines) <= size.lines {
			lines = balance(face, s, lines)
			break
		}
		lines = cut(face, lines, size.lines)
	}
	y := titleTop + (titleEnd-titleTop-step*len(lines))/2 + step*80/100
	for _, l := range lines {
		p.text(margin, y, l, face, paper)
		y += step
	}
}

func (p *picture) foot(c Card) {
	where := c.Place
	if both := strings.Trim(c.Place+", "+c.Address, ", "); measure(faceOf(pdf.Regular, 28), both) <= inner {
		where = both
	}
	y := 509
	p.line(margin, y, c.When, pdf.Bold, 40, 28, inner, ink)
	if where != "" {
		y += 47
		p.line(margin, y, where, pdf.Regular, 31, 24, inner, ink)
	}
	p.line(margin, y+43, c.Organiser, pdf.Regular, 25, 20, inner, muted)
}

// line is one line, smaller where it is too long, then cut.
func (p *picture) line(x, y int, s string, w pdf.Weight, most, least float64, room int, c color.Color) {
	face := faceOf(w, most)
	for size := most; size >= least && measure(face, s) > room; size -= 2 {
		face = faceOf(w, size)
	}
	if measure(face, s) > room {
		s = cut(face, wrap(face, s, room), 1)[0]
	}
	p.text(x, y, s, face, c)
}

func (p *picture) text(x, y int, s string, face font.Face, c color.Color) {
	d := font.Drawer{Dst: p.Image, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(s)
}
