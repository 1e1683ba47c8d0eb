package pdf

import (
	"bytes"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

const ellipsis = "…"

// covered are the characters that every weight can draw.
var covered = sync.OnceValue(func() map[rune]bool {
	set := map[rune]bool{}
	var buffer sfnt.Buffer
	for i, w := range []weight{regular, semiBold, bold} {
		// The copy matters here too: the parser keeps the slice.
		font, err := sfnt.Parse(bytes.Clone(unicodeFonts[w]))
		if err != nil {
			panic(err) // embedded: only a broken build gets here
		}
		for r := rune(' '); r <= 0xffff; r++ {
			glyph, err := font.GlyphIndex(&buffer, r)
			drawn := err == nil && glyph != 0
			if i == 0 && drawn {
				set[r] = true
			}
			if !drawn {
				delete(set, r)
			}
		}
	}
	return set
})

// Clean keeps of a text what the fonts of the house can draw, on one line.
func Clean(s string) string { return clean(s) }

// clean keeps what the fonts can draw: composed accents, one space for any
// break, no control or direction mark. gofpdf panics above U+FFFF. A text of
// which nothing is left becomes « ? », so that nobody reads an empty field.
func clean(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		case covered()[r]:
			b.WriteRune(r)
		default:
			b.WriteString(nearest(r))
		}
	}
	out := strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' }), " ")
	if out == "" && strings.TrimSpace(s) != "" {
		return "?"
	}
	return curled(out)
}

// curled turns the straight apostrophe that was typed after a letter into the typographic one. It comes last:
// what stands before it is only known once the rest is gone.
func curled(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		if r == '\'' && unicode.IsLetter(last) {
			r = '’'
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// nearest gives up the last accents of a letter until the fonts have it, so that
// a name in another Latin script keeps its letters.
func nearest(r rune) string {
	parts := []rune(norm.NFD.String(string(r)))
	for n := len(parts) - 1; n > 0; n-- {
		letter := []rune(norm.NFC.String(string(parts[:n])))
		if len(letter) == 1 && covered()[letter[0]] {
			return string(letter)
		}
	}
	return ""
}

// cleanAll cleans the texts of a document, and tells whether all are Latin.
func cleanAll(texts []*string) (latin bool) {
	latin = true
	for _, text := range texts {
		*text = clean(*text)
		latin = latin && isLatin(*text)
	}
	return latin
}

// joined writes the fields that are not empty with a separator between them.
func joined(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}

// wrap cuts a text in lines of at most width millimetres in the current font. A
// word longer than a line is cut; an unbreakable space never is.
func (p *page) wrap(s string, width float64) []string {
	var lines []string
	current := ""
	for _, word := range strings.Split(s, " ") {
		candidate := joined(" ", current, word)
		if p.GetStringWidth(candidate) <= width {
			current = candidate
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		for p.GetStringWidth(word) > width {
			head := p.head(word, width)
			lines, word = append(lines, head), word[len(head):]
		}
		current = word
	}
	if current != "" {
		lines = append(lines, current)
	}
	return lines
}

// head is the longest beginning of s that fits in width, one rune at least.
func (p *page) head(s string, width float64) string {
	end := 0
	for i, r := range s {
		next := i + len(string(r))
		if end > 0 && p.GetStringWidth(s[:next]) > width {
			break
		}
		end = next
	}
	return s[:end]
}

// fit tries the sizes (points, largest first) until the text holds in most
// lines; at the smallest size what is left over ends with an ellipsis.
func (p *page) fit(s string, w weight, width float64, most int, sizes ...float64) (lines []string, points float64) {
	for _, points = range sizes {
		p.font(w, points, ink)
		lines = p.wrap(s, width)
		if len(lines) <= most {
			return p.balance(s, lines, width), points
		}
	}
	lines = lines[:most]
	last := lines[most-1]
	lines[most-1] = p.head(last, width-p.GetStringWidth(ellipsis)) + ellipsis
	return lines, points
}

// balance narrows the lines as long as their number stays, so that a title does
// not end with one lonely word.
func (p *page) balance(s string, lines []string, width float64) []string {
	best := lines
	for narrower := width * 0.95; narrower > width*0.4; narrower -= width * 0.05 {
		tried := p.wrap(s, narrower)
		if len(tried) > len(lines) {
			break
		}
		best = tried
	}
	return best
}
