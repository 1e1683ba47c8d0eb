package ticket

import (
	"bytes"
	"encoding/xml"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func TestQRPacksCapitals(t *testing.T) {
	// 64 capitals fit a version 4 symbol (33 modules) at level M; as bytes they
	// need a version 5 (37).
	payload := Payload("https://passerelle.exemple.fr", strings.Repeat("ABCDEFGH", 4))
	for want, text := range map[int]string{33: payload, 37: strings.ToLower(payload)} {
		rows, err := QR(text)
		if err != nil || len(rows) != want || len(rows[0]) != want {
			t.Fatalf("%q: %d modules, %v", text, len(rows), err)
		}
		if !rows[0][0] || !rows[0][6] || rows[0][7] {
			t.Errorf("%q: no finder pattern in the corner", text)
		}
	}
	if _, err := QR(strings.Repeat("A", 5000)); err == nil {
		t.Error("5000 characters were accepted")
	}
}

func TestQRPNGIsTheSymbolWithItsBorder(t *testing.T) {
	payload := Payload("http://127.0.0.1:8090", sample)
	rows, err := QR(payload)
	if err != nil {
		t.Fatal(err)
	}
	scale := 3
	data, err := QRPNG(payload, scale*(len(rows)+2*quiet))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if picture.Bounds().Dx() != scale*(len(rows)+2*quiet) {
		t.Fatalf("%v", picture.Bounds())
	}
	for y := range len(rows) + 2*quiet {
		for x := range len(rows) + 2*quiet {
			dark := color.GrayModel.Convert(picture.At(scale*x+1, scale*y+1)).(color.Gray).Y < 128
			inside := y >= quiet && y < quiet+len(rows) && x >= quiet && x < quiet+len(rows)
			if want := inside && rows[y-quiet][x-quiet]; dark != want {
				t.Fatalf("module %d, %d: dark %v", x, y, dark)
			}
		}
	}
}

func TestQRSVG(t *testing.T) {
	svg, err := QRSVG(Payload("https://exemple.fr", sample), `Billet « A & B » <x>"`)
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		ViewBox string `xml:"viewBox,attr"`
		Role    string `xml:"role,attr"`
		Title   string `xml:"title"`
		Path    struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &parsed); err != nil {
		t.Fatal(err)
	}
	if parsed.Title != `Billet « A & B » <x>"` || parsed.Role != "img" || parsed.ViewBox != "0 0 37 37" {
		t.Errorf("%+v", parsed)
	}
	if strings.Contains(svg, "style=") || !strings.HasPrefix(parsed.Path.D, "M4 4h7v1h-7z") {
		t.Errorf("%.300s", svg)
	}
}

func TestRunsCoverTheSymbol(t *testing.T) {
	rows, err := QR(Payload("https://exemple.fr", sample))
	if err != nil {
		t.Fatal(err)
	}
	drawn := make([][]bool, len(rows))
	for y := range drawn {
		drawn[y] = make([]bool, len(rows))
	}
	for _, run := range Runs(rows) {
		for x := run.X; x < run.X+run.Width; x++ {
			if drawn[run.Y][x] {
				t.Fatalf("module %d, %d drawn twice", x, run.Y)
			}
			drawn[run.Y][x] = true
		}
	}
	for y, row := range rows {
		for x := range row {
			if row[x] != drawn[y][x] {
				t.Fatalf("module %d, %d", x, y)
			}
		}
	}
}
