package pdf

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Noe\u0301mie":                      "Noémie",
		"Lefœuvre d’Été\u00a0: « É »":       "Lefœuvre d’Été\u00a0: « É »",
		"L'Œuvre d'été, 5' 'x'":             "L’Œuvre d’été, 5' 'x’",
		"1\u202f000":                        "1\u202f000",
		" deux \n\t lignes\u2028 ":          "deux lignes",
		"a\u202eb\u200dc\u0007d\u00ade":     "abcde",
		"Dupont\U0001F600":                  "Dupont",
		"\U0001F600":                        "?",
		"مثال":                              "?",
		"":                                  "",
		"A\u0660'":                          "A’",
		"   ":                               "",
		"Nguy\u1ec5n \u0110\u1ee9c \u01a0n": "Nguyên Đuc On",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanGivesOnlyWhatTheFontsDraw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.String().Draw(t, "in")
		out := clean(in)
		for _, r := range out {
			if !covered()[r] || r > 0xffff || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("clean(%q) keeps %U", in, r)
			}
		}
		if clean(out) != out {
			t.Fatalf("clean(%q) is not clean: %q, %q", in, out, clean(out))
		}
		if out == "" && strings.TrimSpace(in) != "" {
			t.Fatalf("%q vanished", in)
		}
	})
}

func TestWrapKeepsEveryLetterWithinTheWidth(t *testing.T) {
	for _, latin := range []bool{true, false} {
		checkWrap(t, latin)
	}
}

func checkWrap(t *testing.T, latin bool) {
	p := newPage(meta{}, latin, regular)
	p.font(regular, 11, ink)
	rapid.Check(t, func(t *rapid.T) {
		s := clean(rapid.StringOf(rapid.SampledFrom([]rune("abÉœ mW\u00a0 "))).Draw(t, "s"))
		width := rapid.Float64Range(8, 80).Draw(t, "width")
		lines := p.wrap(s, width)
		for _, part := range lines {
			if p.GetStringWidth(part) > width+1e-9 {
				t.Fatalf("%q is wider than %v", part, width)
			}
		}
		if strings.ReplaceAll(strings.Join(lines, ""), " ", "") != strings.ReplaceAll(s, " ", "") {
			t.Fatalf("%q became %q", s, lines)
		}
	})
}

func TestFitEndsWithAnEllipsis(t *testing.T) {
	p := newPage(meta{}, true, regular)
	lines, points := p.fit(strings.Repeat("mot ", 100), regular, 50, 2, 12, 10)
	if len(lines) != 2 || points != 10 || !strings.HasSuffix(lines[1], ellipsis) || p.GetStringWidth(lines[1]) > 50 {
		t.Errorf("%q at %v", lines, points)
	}
	if lines, points = p.fit("court", regular, 50, 2, 12, 10); len(lines) != 1 || points != 12 {
		t.Errorf("%q at %v", lines, points)
	}
}

func TestPrepareLogo(t *testing.T) {
	flat, err := PrepareLogo(logo(t, 2000, 400))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(flat))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != logoPixelsWide || size.Y < 140 || size.Y > 143 {
		t.Errorf("size %v", size)
	}
	if opaque, ok := picture.(interface{ Opaque() bool }); !ok || !opaque.Opaque() {
		t.Error("the picture is still transparent")
	}
	// The left edge was transparent: it is white now.
	if r, g, b, _ := picture.At(0, 70).RGBA(); r>>8 < 240 || g>>8 < 240 || b>>8 < 240 {
		t.Errorf("left edge %d %d %d", r>>8, g>>8, b>>8)
	}
	if again, err := PrepareLogo(flat); err != nil || len(again) == 0 {
		t.Errorf("prepared twice: %v", err)
	}
}

func TestPrepareLogoReadsJPEGAndRefusesTheRest(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 20, 10)), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := PrepareLogo(photo.Bytes()); err != nil {
		t.Errorf("jpeg: %v", err)
	}
	whole := logo(t, 50, 50)
	for name, data := range map[string][]byte{
		"empty": nil, "text": []byte("<svg/>"), "cut": whole[:len(whole)/2], "huge": logo(t, maxLogoSide+1, 1),
	} {
		if _, err := PrepareLogo(data); !errors.Is(err, ErrLogo) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLatin(t *testing.T) {
	for text, want := range map[string]bool{
		"Lefœuvre d’Été\u00a0: « Œ Ÿ… » € 1\u202f000": true, "": true, "Čapek": false, "→": false, "Łódź": false,
	} {
		if isLatin(text) != want {
			t.Errorf("isLatin(%q) = %v", text, !want)
		}
	}
}

// Both kinds of fonts are cut from the same ones: a text has one width.
func TestLatinAndUnicodeFontsAgree(t *testing.T) {
	for _, w := range []weight{regular, semiBold, bold} {
		one, two := newPage(meta{}, true, w), newPage(meta{}, false, w)
		one.font(w, 12, ink)
		two.font(w, 12, ink)
		for code := range 256 {
			r := charmap.Windows1252.DecodeByte(byte(code))
			if !covered()[r] || unicode.IsControl(r) {
				continue
			}
			if a, b := one.GetStringWidth(string(r)), two.GetStringWidth(string(r)); math.Abs(a-b) > 0.005 {
				t.Errorf("%s %q is %.3f or %.3f mm wide", w, r, a, b)
			}
		}
	}
}
