package pdf

import (
	"bytes"
	"embed"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/text/encoding/charmap"
)

// A weight is a font family of the document: gofpdf knows two weights a family.
type weight = Weight

const (
	regular  = Regular
	semiBold = SemiBold
	bold     = Bold
)

// Weight is a thickness of the house's letters.
type Weight string

// The weights.
const (
	Regular  Weight = "regular"
	SemiBold Weight = "semibold"
	Bold     Weight = "bold"
)

// TrueType is the font file of a weight, for a drawing that is no document. It is not to be written in.
func TrueType(w Weight) []byte { return unicodeFonts[w] }

//go:embed fonts/*.ttf fonts/latin
var fonts embed.FS

var unicodeFonts = map[weight][]byte{
	regular:  mustRead("fonts/SourceSans3_400Regular.ttf"),
	semiBold: mustRead("fonts/SourceSans3_600SemiBold.ttf"),
	bold:     mustRead("fonts/SourceSans3_700Bold.ttf"),
}

// latinFont is a font of one byte a character, as gofpdf wants it: its metrics
// and its compressed outlines.
type latinFont struct{ metrics, outlines []byte }

var latinFonts = map[weight]latinFont{
	regular:  mustReadLatin(regular),
	semiBold: mustReadLatin(semiBold),
	bold:     mustReadLatin(bold),
}

func mustRead(name string) []byte {
	data, err := fonts.ReadFile(name)
	if err != nil {
		panic(fmt.Errorf("pdf: %w", err)) // embedded: only a broken build gets here
	}
	return data
}

func mustReadLatin(w weight) latinFont {
	base := "fonts/latin/" + string(w)
	return latinFont{metrics: mustRead(base + ".json"), outlines: mustRead(base + ".z")}
}

// addFont registers a weight. gofpdf writes in the bytes it is given: each
// document has its own.
func addFont(doc *gofpdf.Fpdf, w weight, latin bool) {
	if latin {
		font := latinFonts[w]
		doc.AddFontFromBytes(string(w), "", bytes.Clone(font.metrics), bytes.Clone(font.outlines))
		return
	}
	doc.AddUTF8FontFromBytes(string(w), "", bytes.Clone(unicodeFonts[w]))
}

// isLatin tells whether one byte a character is enough for a text. gofpdf parses
// and cuts a Unicode font anew for each document, four milliseconds a weight;
// nearly every French document can do without.
func isLatin(s string) bool {
	for _, r := range s {
		if _, ok := latinByte(r); !ok {
			return false
		}
	}
	return true
}

// latinByte is the Windows-1252 code of a character. The narrow space is drawn
// as the ordinary one that does not break.
func latinByte(r rune) (byte, bool) {
	if r == '\u202f' {
		r = '\u00a0'
	}
	return charmap.Windows1252.EncodeRune(r)
}

func latinBytes(s string) string {
	var b strings.Builder
	for _, r := range s {
		if code, ok := latinByte(r); ok {
			b.WriteByte(code)
		}
	}
	return b.String()
}
