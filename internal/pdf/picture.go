package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // logos come as JPEG too
	"image/png"
	"strings"
	"sync"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/draw"

	"passerelle/internal/ticket"
)

const (
	// maxLogoSide refuses pictures that would eat the memory, in pixels a side.
	maxLogoSide = 6000
	// A logo is printed 60 x 18 mm at most: that is 300 dots an inch.
	logoPixelsWide, logoPixelsHigh = 708, 213
	keptLogos                      = 16
)

// ErrLogo says that a picture is not a readable PNG or JPEG of a sane size.
var ErrLogo = errors.New("pdf: unreadable logo")

// PrepareLogo makes of a PNG or JPEG the picture that documents use: laid on
// white without transparency, no larger than print needs, as PNG. A picture
// prepared when it is uploaded makes every later document cheaper.
// Error: ErrLogo.
func PrepareLogo(data []byte) ([]byte, error) {
	picture, err := readPicture(data)
	if err != nil {
		return nil, err
	}
	size := picture.Bounds().Size()
	w, h := within(float64(size.X), float64(size.Y), logoPixelsWide, logoPixelsHigh)
	if w > float64(size.X) {
		w, h = float64(size.X), float64(size.Y)
	}
	flat := image.NewRGBA(image.Rect(0, 0, max(1, int(w+0.5)), max(1, int(h+0.5))))
	draw.Draw(flat, flat.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(flat, flat.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	// An opaque picture is written without an alpha channel, which gofpdf would
	// unpack and pack again for each document.
	if err := png.Encode(&out, flat); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	return out.Bytes(), nil
}

// prepared is a picture that documents use, and its width in pixels.
type prepared struct {
	flat  []byte
	width int
}

// asked is a picture to prepare, with white columns to add on its right.
type asked struct {
	data  string
	wider int
}

var logos = struct {
	sync.Mutex
	prepared map[asked]prepared
}{prepared: map[asked]prepared{}}

// preparedLogo remembers the few logos in use: a batch draws them a thousand
// times.
func preparedLogo(data []byte, wider int) (prepared, error) {
	logos.Lock()
	defer logos.Unlock()
	if kept, ok := logos.prepared[asked{string(data), wider}]; ok {
		return kept, nil
	}
	flat, err := PrepareLogo(data)
	if err == nil && wider > 0 {
		flat, err = widened(flat, wider)
	}
	if err != nil {
		return prepared{}, err
	}
	config, err := png.DecodeConfig(bytes.NewReader(flat))
	if err != nil {
		return prepared{}, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	if len(logos.prepared) >= keptLogos {
		clear(logos.prepared)
	}
	logos.prepared[asked{string(data), wider}] = prepared{flat, config.Width}
	return logos.prepared[asked{string(data), wider}], nil
}

// widened adds white columns on the right of a picture.
func widened(data []byte, columns int) ([]byte, error) {
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	wide := image.NewRGBA(image.Rect(0, 0, picture.Bounds().Dx()+columns, picture.Bounds().Dy()))
	draw.Draw(wide, wide.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(wide, picture.Bounds(), picture, image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, wide); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	return out.Bytes(), nil
}

// within scales a picture to the largest size that a box holds.
func within(w, h, boxWidth, boxHeight float64) (float64, float64) {
	scale := min(boxWidth/w, boxHeight/h)
	return w * scale, h * scale
}

// placed is a picture of the document, with the size it is drawn at.
type placed struct {
	name string
	w, h float64
}

// picture registers a picture, named by its bytes: a document of many certificates holds each once.
func (p *page) picture(data []byte) (placed, error) {
	flat, name, err := p.distinct(data)
	if err != nil {
		return placed{}, err
	}
	info := p.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(flat))
	if p.Err() {
		return placed{}, fmt.Errorf("%w: %v", ErrLogo, p.Error())
	}
	return placed{name, info.Width(), info.Height()}, nil
}

// distinct prepares a picture of a width that no other of the document has: gofpdf writes them by width, and two of
// one width in any order, which would give other bytes each time.
func (p *page) distinct(data []byte) (flat []byte, name string, err error) {
	if p.widths == nil {
		p.widths = map[int]string{}
	}
	for wider := 0; ; wider++ {
		one, err := preparedLogo(data, wider)
		if err != nil {
			return nil, "", err
		}
		sum := sha256.Sum256(one.flat)
		name = hex.EncodeToString(sum[:])
		if other, taken := p.widths[one.width]; !taken || other == name {
			p.widths[one.width] = name
			return one.flat, name, nil
		}
	}
}

func (p *page) show(l placed, x, y float64) {
	p.ImageOptions(l.name, x, y, l.w, l.h, false, gofpdf.ImageOptions{}, 0, "")
}

// logoRow draws the logos side by side, each within 60 x height mm, centred.
func (p *page) logoRow(pictures [][]byte, y, height float64) error {
	const gap = 12.0
	var row []placed
	total := -gap
	for _, data := range pictures {
		l, err := p.picture(data)
		if err != nil {
			return err
		}
		l.w, l.h = within(l.w, l.h, min(60, 170/float64(len(pictures))-gap), height)
		row = append(row, l)
		total += l.w + gap
	}
	x := (pageWidth - total) / 2
	for _, l := range row {
		p.show(l, x, y+(height-l.h)/2)
		x += l.w + gap
	}
	return nil
}

// qr draws the symbol with its white border of four modules in a square of side
// millimetres, as one filled path: sharp at any resolution.
func (p *page) qr(payload string, x, y, side float64) error {
	rows, err := ticket.QR(payload)
	if err != nil {
		return err
	}
	const quiet = 4
	module := side / float64(len(rows)+2*quiet)
	p.fill(x, y, side, side, colour{255, 255, 255})
	p.SetFillColor(0, 0, 0)
	_, high := p.GetPageSize()
	var path strings.Builder
	for _, run := range ticket.Runs(rows) {
		left := x + float64(run.X+quiet)*module
		bottom := high - (y + float64(run.Y+quiet+1)*module)
		fmt.Fprintf(&path, "%.3f %.3f %.3f %.3f re\n", left*pointsPerMM, bottom*pointsPerMM,
			float64(run.Width)*module*pointsPerMM, module*pointsPerMM)
	}
	p.RawWriteStr(path.String() + "f\n")
	return nil
}
