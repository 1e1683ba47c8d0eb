package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/settings"
)

// charter is the colour of the demonstration's certificates.
const charter = "#1f6f6b"

// look gives the certificates a colour, a word at their end, a logo and a signature that nobody has.
func (t *troupe) look(app core.App) error {
	now := t.now.AddDate(-1, 0, 0)
	logo, err := footbridge()
	if err != nil {
		return err
	}
	if err := settings.AddLogo(app, now, t.coordinator, "passerelle-fictive.png", logo); err != nil {
		return err
	}
	hand, err := inked(scribble(2026))
	if err != nil {
		return err
	}
	return settings.SaveDesign(app, now, t.coordinator, settings.Design{
		CertificateDesign: domain.CertificateDesign{Layout: domain.FrameLayout, Colour: charter,
			Closing: "Avec les remerciements des équipes du projet territorial de santé mentale."},
		SignatoryName: "Coordination du PTSM", SignatoryFunction: "Coordination (démonstration)",
		Picture: hand, PictureName: "signature-fictive.png"})
}

// footbridge draws the logo of no organisation: a deck on two arches, between its banks.
func footbridge() ([]byte, error) {
	const wide, high = 720, 360
	canvas := image.NewNRGBA(image.Rect(0, 0, wide, high))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	deck, water := color.NRGBA{0x1f, 0x6f, 0x6b, 0xff}, color.NRGBA{0xe0, 0x9f, 0x3e, 0xff}
	for _, middle := range []float64{240, 480} {
		for turn := math.Pi; turn <= 2*math.Pi; turn += 0.004 {
			dot(canvas, middle+110*math.Cos(turn), 250+120*math.Sin(turn), 13, deck)
		}
	}
	for x := 60.0; x <= wide-60; x++ {
		dot(canvas, x, 118-24*math.Sin(math.Pi*(x-60)/(wide-120)), 11, deck)
		dot(canvas, x, 306+9*math.Sin(x/22), 7, water)
	}
	return written(canvas)
}

// inked draws strokes as a scanned signature shows them: dark ink on nothing.
func inked(s domain.Strokes) ([]byte, error) {
	canvas := image.NewNRGBA(image.Rect(0, 0, 1000, 400))
	ink := color.NRGBA{0x1b, 0x2a, 0x6b, 0xff}
	for _, stroke := range s {
		for i := 1; i < len(stroke); i++ {
			from, to := stroke[i-1], stroke[i]
			steps := math.Hypot(float64(to.X-from.X), float64(to.Y-from.Y)) + 1
			for k := 0.0; k <= steps; k++ {
				dot(canvas, float64(from.X)+float64(to.X-from.X)*k/steps, float64(from.Y)+float64(to.Y-from.Y)*k/steps, 4, ink)
			}
		}
	}
	return written(canvas)
}

func dot(canvas *image.NRGBA, x, y, radius float64, c color.NRGBA) {
	for px := int(x - radius); px <= int(x+radius); px++ {
		for py := int(y - radius); py <= int(y+radius); py++ {
			if math.Hypot(float64(px)-x, float64(py)-y) <= radius {
				canvas.SetNRGBA(px, py, c)
			}
		}
	}
}

func written(picture image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := png.Encode(&b, picture)
	return b.Bytes(), err
}
