package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"golang.org/x/image/draw"
)

const (
	// A signature is printed 50 x 22 mm at most: that is 300 dots an inch.
	signaturePixelsWide, signaturePixelsHigh = 600, 260
	// maxPicturePixels refuses what would take hundreds of megabytes once unpacked.
	maxPicturePixels = 20_000_000
)

// PrepareSignature makes of a PNG or JPEG the picture of a signature that documents use: no larger than print needs,
// as PNG, its transparency kept so that it may stand over a text. Error: ErrLogo.
func PrepareSignature(data []byte) ([]byte, error) {
	picture, err := readPicture(data)
	if err != nil {
		return nil, err
	}
	size := picture.Bounds().Size()
	w, h := within(float64(size.X), float64(size.Y), signaturePixelsWide, signaturePixelsHigh)
	if w > float64(size.X) {
		w, h = float64(size.X), float64(size.Y)
	}
	small := image.NewNRGBA(image.Rect(0, 0, max(1, int(w+0.5)), max(1, int(h+0.5))))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	if err := png.Encode(&out, small); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	return out.Bytes(), nil
}

// readPicture unpacks a PNG or JPEG of a sane size, known by its content and not by its name. Error: ErrLogo.
func readPicture(data []byte) (image.Image, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	if format != "png" && format != "jpeg" {
		return nil, fmt.Errorf("%w: a %s", ErrLogo, format)
	}
	if config.Width < 1 || config.Height < 1 || config.Width > maxLogoSide || config.Height > maxLogoSide || config.Width*config.Height > maxPicturePixels {
		return nil, fmt.Errorf("%w: %d x %d pixels", ErrLogo, config.Width, config.Height)
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	return picture, nil
}
