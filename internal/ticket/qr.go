package ticket

import (
	"fmt"
	"html"
	"strings"

	"github.com/skip2/go-qrcode"
)

// quiet is the white border that readers need, in modules.
const quiet = 4

// QR is the symbol of a payload at level M, true for a dark module, rows first,
// without any border. Error: the payload is empty or too long.
func QR(payload string) ([][]bool, error) {
	symbol, err := qrcode.New(payload, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("ticket: qr: %w", err)
	}
	symbol.DisableBorder = true
	return symbol.Bitmap(), nil
}

// QRPNG is the symbol with its border of 4 modules, black on white, as a
// two-colour PNG of at least px pixels on each side.
func QRPNG(payload string, px int) ([]byte, error) {
	symbol, err := qrcode.New(payload, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("ticket: qr: %w", err)
	}
	return symbol.PNG(px)
}

// QRSVG is the symbol with its border as an inline SVG, readable on a dark page
// too and without any style attribute. title is read by screen readers.
func QRSVG(payload, title string) (string, error) {
	rows, err := QR(payload)
	if err != nil {
		return "", err
	}
	side := len(rows) + 2*quiet
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" shape-rendering="crispEdges">`, side, side)
	fmt.Fprintf(&b, `<title>%s</title><rect width="%d" height="%d" fill="#fff"/><path fill="#000" d="`, html.EscapeString(title), side, side)
	for _, run := range Runs(rows) {
		fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", run.X+quiet, run.Y+quiet, run.Width, run.Width)
	}
	b.WriteString(`"/></svg>`)
	return b.String(), nil
}

// Run is a row of neighbouring dark modules, in modules from the top left.
type Run struct{ X, Y, Width int }

// Runs merges the dark modules of each row, so that a drawing has fewer shapes
// and no hairlines between modules.
func Runs(rows [][]bool) []Run {
	var runs []Run
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			start := x
			for x < len(row) && row[x] {
				x++
			}
			runs = append(runs, Run{X: start, Y: y, Width: x - start})
		}
	}
	return runs
}
