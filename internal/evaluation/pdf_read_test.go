package evaluation_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// sheet of paper, as somebody has it in hand: the words of a page and the payload of its symbol.
type paperPage struct{ text, symbol string }

var (
	pageStream = regexp.MustCompile(`(?s)/Type /Page\n.*?stream\n`)
	shownText  = regexp.MustCompile(`(?s)\(((?:[^\\()]|\\.)*)\)\s*Tj`)
	symbolPath = regexp.MustCompile(`(?m)(?:^[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ re\n)+f$`)
)

// pagesOf reads a paper back: what is written, and what its symbols bear.
func pagesOf(t *testing.T, file []byte) (pages []paperPage) {
	t.Helper()
	wide := bytes.Contains(file, []byte("/Type0"))
	for _, at := range pageStream.FindAllIndex(file, -1) {
		packed, err := zlib.NewReader(bytes.NewReader(file[at[1]:]))
		must(t, err)
		drawn, err := io.ReadAll(packed)
		must(t, err)
		p := paperPage{}
		for _, m := range shownText.FindAllSubmatch(drawn, -1) {
			p.text += decoded(m[1], wide) + " "
		}
		p.text = strings.Join(strings.FieldsFunc(p.text, func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' }), " ")
		if paths := symbolPath.FindAll(drawn, -1); len(paths) == 1 {
			p.symbol = readQR(t, modulesOf(t, string(paths[0])))
		}
		pages = append(pages, p)
	}
	return pages
}

// decoded gives the letters of a text as the file has them: one byte each, or two.
func decoded(b []byte, wide bool) string {
	var raw []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '\\' {
			if i++; b[i] == 'r' {
				raw = append(raw, '\r')
				continue
			}
		}
		raw = append(raw, b[i])
	}
	if wide {
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
		}
		return string(utf16.Decode(units))
	}
	high := map[byte]rune{0x80: '€', 0x85: '…', 0x8c: 'Œ', 0x91: '‘', 0x92: '’', 0x93: '“', 0x94: '”', 0x95: '•', 0x96: '–', 0x97: '—', 0x9c: 'œ'}
	var out strings.Builder
	for _, c := range raw {
		if r, ok := high[c]; ok {
			out.WriteRune(r)
		} else {
			out.WriteRune(rune(c)) // Latin-1
		}
	}
	return out.String()
}

// modulesOf turns the rectangles of a symbol into its dark modules, rows from the top.
func modulesOf(t *testing.T, path string) [][]bool {
	t.Helper()
	type box struct{ x, y, w, h float64 }
	var boxes []box
	left, right, top := 1e9, 0.0, 0.0
	for _, l := range strings.Split(strings.TrimSuffix(path, "f"), "\n") {
		f := strings.Fields(l)
		if len(f) != 5 {
			continue
		}
		var v [4]float64
		for i := range v {
			n, err := strconv.ParseFloat(f[i], 64)
			must(t, err)
			v[i] = n
		}
		b := box{v[0], v[1], v[2], v[3]}
		boxes, left, right, top = append(boxes, b), min(left, b.x), max(right, b.x+b.w), max(top, b.y+b.h)
	}
	side := boxes[0].h
	n := int((right-left)/side + 0.5)
	rows := make([][]bool, n)
	for i := range rows {
		rows[i] = make([]bool, n)
	}
	for _, b := range boxes {
		y, x := int((top-b.y-b.h)/side+0.5), int((b.x-left)/side+0.5)
		for i := range int(b.w/side + 0.5) {
			rows[y][x+i] = true
		}
	}
	return rows
}
