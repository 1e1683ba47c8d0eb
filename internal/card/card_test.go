package card

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func sample() Card {
	return Card{Site: "Passerelle", Territory: "PTSM du Pays fictif", Title: "Santé mentale et précarité : mieux se connaître pour mieux orienter",
		When: "Jeudi 12 mars 2026, 9 h - 12 h 30", Place: "Salle des fêtes", Address: "1 place de l’Exemple, Exempleville", Organiser: "Organisé par le PTSM du Pays fictif"}
}

func drawn(t interface{ Fatal(...any) }, c Card) ([]byte, image.Image) {
	var b bytes.Buffer
	if err := Draw(&b, c); err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), picture
}

// letters counts the pixels of a region that are as light, or as dark, as letters are.
func letters(m *image.RGBA, r image.Rectangle, light bool) (n int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if red := m.Pix[m.PixOffset(x, y)]; light == (red > 0x90) {
				n++
			}
		}
	}
	return n
}

var (
	titleRoom = image.Rect(0, 120, Width, band)
	footRoom  = image.Rect(0, band+8, Width, Height)
)

func TestThePictureIsWhatNetworksAskFor(t *testing.T) {
	first, picture := drawn(t, sample())
	if picture.Bounds() != image.Rect(0, 0, 1200, 630) || len(first) > 300<<10 {
		t.Error(picture.Bounds(), len(first))
	}
	if again, _ := drawn(t, sample()); !bytes.Equal(first, again) {
		t.Error("the same words gave other bytes")
	}
	for name, change := range map[string]func(*Card){"site": func(c *Card) { c.Site = "X" }, "territory": func(c *Card) { c.Territory = "" },
		"title": func(c *Card) { c.Title = "Forum" }, "when": func(c *Card) { c.When = "Demain" }, "place": func(c *Card) { c.Place, c.Address = "", "" },
		"organiser": func(c *Card) { c.Organiser = "" }, "notice": func(c *Card) { c.Notice = "Annulé" }} {
		c := sample()
		change(&c)
		if other, _ := drawn(t, c); bytes.Equal(first, other) {
			t.Error("the picture does not show: ", name)
		}
	}
	if letters(paint(sample().cleaned()), titleRoom, true) < 5000 || letters(paint(sample().cleaned()), footRoom, false) < 3000 {
		t.Error("nothing to read")
	}
}

func TestAnAddressThatIsTooLongIsLeftOut(t *testing.T) {
	c := sample()
	c.Address = strings.Repeat("125 avenue de la République, ", 5)
	long, _ := drawn(t, c)
	c.Address = ""
	if short, _ := drawn(t, c); !bytes.Equal(long, short) {
		t.Error("the place and half an address")
	}
}

func TestAnyWordsStayInTheirRoom(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("aWMéœÉij’.-\u00a0\u202f😀 \x00漢 ")), 0, 60, -1)
	rapid.Check(t, func(t *rapid.T) {
		c := Card{Site: word.Draw(t, "site"), Territory: word.Draw(t, "territory"), When: word.Draw(t, "when"), Place: word.Draw(t, "place"),
			Address: word.Draw(t, "address"), Organiser: word.Draw(t, "organiser"), Notice: rapid.SampledFrom([]string{"", "Annulé"}).Draw(t, "notice")}
		c.Title = strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "title"), " ")
		m := paint(c.cleaned())
		const edge = margin - 4 // a letter may lean out of its width a little
		for _, side := range []image.Rectangle{image.Rect(0, 0, edge, band), image.Rect(Width-edge, 0, Width, band), image.Rect(0, band-12, Width, band), image.Rect(0, 116, Width, 134)} {
			if n := letters(m, side, true); n > 0 {
				t.Fatalf("%d pixels of letters in %v", n, side)
			}
		}
		for _, side := range []image.Rectangle{image.Rect(0, band+8, edge, Height), image.Rect(Width-edge, band+8, Width, Height), image.Rect(0, Height-12, Width, Height)} {
			if n := letters(m, side, false); n > 0 {
				t.Fatalf("%d pixels of letters in %v", n, side)
			}
		}
	})
}
