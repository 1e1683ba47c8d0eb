package pdf

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b colour
		want string
	}{{black, white, "21.00"}, {white, white, "1.00"}, {colour{0x77, 0x77, 0x77}, white, "4.48"}, {colour{0x76, 0x76, 0x76}, white, "4.54"}} {
		if got := fmt.Sprintf("%.2f", contrastOf(c.a, c.b)); got != c.want || got != fmt.Sprintf("%.2f", contrastOf(c.b, c.a)) {
			t.Errorf("%v on %v: %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

// Whatever the colour of the charter, every text can be read on its ground and every shape seen.
func TestEveryColourIsReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hex := fmt.Sprintf("#%06x", rapid.IntRange(0, 0xffffff).Draw(t, "colour"))
		l := lookOf(Sober, hex)
		for name, got := range map[string]float64{"on white": contrastOf(l.text, white), "on the head of the table": contrastOf(l.text, l.wash), "ink": contrastOf(ink, l.wash)} {
			if got < textContrast {
				t.Fatalf("%s, %s: %.2f", hex, name, got)
			}
		}
		if got := contrastOf(l.band, white); got < shapeContrast {
			t.Fatalf("%s: the ribbon is at %.2f", hex, got)
		}
	})
}

func TestAReadableColourIsKept(t *testing.T) {
	if got := lookOf(Frame, "#0b5563"); got.text != brand || got.band != brand || !got.centred {
		t.Errorf("%+v", got)
	}
	for _, hex := range []string{"", "red", "#12345", "#12345g", "#+12345", "0b5563#"} {
		if got := lookOf(Sober, hex); got != lookOf(Sober, "") || got.text != brand {
			t.Errorf("%q is not the house's: %+v", hex, got)
		}
	}
}

func TestTheHouseIsSober(t *testing.T) {
	c := certificateFixture()
	house := drawn(t, c)
	c.Layout = Sober
	if !bytes.Equal(drawn(t, c), house) {
		t.Error("no layout is not the sober one")
	}
	c.Layout = Frame
	if bytes.Equal(drawn(t, c), house) {
		t.Error("the frame changes nothing")
	}
}
