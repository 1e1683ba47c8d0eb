package card

import (
	"bytes"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"

	"passerelle/internal/pdf"
)

// fonts parses each weight once.
var fonts = map[pdf.Weight]func() *opentype.Font{pdf.Regular: parsed(pdf.Regular), pdf.SemiBold: parsed(pdf.SemiBold), pdf.Bold: parsed(pdf.Bold)}

func parsed(w pdf.Weight) func() *opentype.Font {
	return sync.OnceValue(func() *opentype.Font {
		f, err := opentype.Parse(bytes.Clone(pdf.TrueType(w))) // the parser keeps the slice
		if err != nil {
			panic(err) // embedded: only a broken build gets here
		}
		return f
	})
}

// faceOf is a weight at a size in pixels. A face keeps what it draws: each picture has its own.
func faceOf(w pdf.Weight, size float64) font.Face {
	f, err := opentype.NewFace(fonts[w](), &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // it has no way to fail
	}
	return f
}

func measure(face font.Face, s string) int { return font.MeasureString(face, s).Ceil() }

// wrap cuts a text in lines of at most room pixels. A word longer than a line is cut; an unbreakable space
// never is.
func wrap(face font.Face, s string, room int) (lines []string) {
	current := ""
	for word := range strings.SplitSeq(s, " ") {
		longer := strings.TrimPrefix(current+" "+word, " ")
		if measure(face, longer) <= room {
			current = longer
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		for measure(face, word) > room {
			head := beginning(face, word, room)
			lines, word = append(lines, head), word[len(head):]
		}
		current = word
	}
	if current != "" {
		lines = append(lines, current)
	}
	return lines
}

// beginning is the longest beginning of s that fits, one character at least.
func beginning(face font.Face, s string, room int) string {
	end := 0
	for i, r := range s {
		next := i + len(string(r))
		if end > 0 && measure(face, s[:next]) > room {
			break
		}
		end = next
	}
	return s[:end]
}

// cut keeps the first lines; the last says that there was more.
func cut(face font.Face, lines []string, most int) []string {
	if len(lines) <= most {
		return lines
	}
	kept := append([]string(nil), lines[:most]...)
	kept[most-1] = strings.TrimRight(beginning(face, kept[most-1], inner-measure(face, "…")), " ,;:-–") + "…"
	return kept
}

// balance narrows the lines as long as their number stays, so that a title does not end with one lonely word.
func balance(face font.Face, s string, lines []string) []string {
	best := lines
	for room := inner * 95 / 100; room > inner*45/100; room -= inner / 20 {
		tried := wrap(face, s, room)
		if len(tried) > len(lines) {
			break
		}
		best = tried
	}
	return best
}
