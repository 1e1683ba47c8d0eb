package chart

import (
	"fmt"
	"html/template"
	"strings"
)

// Tile is a territory of a cartogram: its column and row, its value (below zero: not known) and the line that says it.
type Tile struct {
	Label    string
	Col, Row int
	Value    int
	Says     string // of the value, with its unit
	Aside    bool   // no place on the ground, as « hors du territoire »
}

const (
	tileHeight = 92
	tileLine   = 15 // characters of a name on a line, on a phone
)

// Tiles draws one tile a territory, at its place among its neighbours, shaded by its value, which is written in it.
// write writes a value. It gives the empty string without a tile.
func Tiles(f Figure, tiles []Tile, write func(int) string) template.HTML {
	if len(tiles) == 0 {
		return ""
	}
	cols, rows, unknown := 0, 0, false
	var values []int
	for _, t := range tiles {
		cols, rows, unknown = max(cols, t.Col+1), max(rows, t.Row+1), unknown || t.Value < 0
		values = append(values, t.Value)
	}
	classes := Classes(values)
	height := rows * tileHeight
	var b, legend svg
	taken := legend.shadeLegend(f.ID, classes, unknown, write, height+12)
	b.open(f, fmt.Sprintf("Cartogramme de %s\u00a0: une case par territoire, à la place de ses voisins. Le tableau qui suit donne le détail.", count(len(tiles), "territoires")), height+12+taken)
	b.patterns(f.ID)
	for _, t := range tiles {
		b.tile(f.ID, t, shadeOf(classes, t.Value), cols, write)
	}
	b.WriteString(legend.String())
	return b.close()
}

func (b *svg) tile(id string, t Tile, shade Shade, cols int, write func(int) string) {
	x, y, width := share{100*t.Col + 1, 100 * cols}, t.Row*tileHeight, share{97, 100 * cols}
	middle := share{200*t.Col + 99, 200 * cols}
	aside := ""
	if t.Aside {
		aside = " aside"
	}
	fmt.Fprintf(b, "<g><title>%s\u00a0: %s</title>", text(t.Label), text(t.Says))
	fmt.Fprintf(b, `<rect class="tile ground" x="%s" y="%d" width="%s" height="%d" rx="3"/>`, x, y, width, tileHeight-6)
	fmt.Fprintf(b, `<rect class="tile%s%s" x="%s" y="%d" width="%s" height="%d" rx="3" fill="%s"/>`, shade.class(), aside, x, y, width, tileHeight-6, shade.fill(id))
	for i, line := range wrap(t.Label, tileLine, 2) {
		fmt.Fprintf(b, `<text class="halo" x="%s" y="%d" text-anchor="middle">%s</text>`, middle, y+20+17*i, text(line))
	}
	number := "?"
	if t.Value >= 0 {
		number = write(t.Value)
	}
	fmt.Fprintf(b, `<text class="halo big" x="%s" y="%d" text-anchor="middle">%s</text></g>`, middle, y+76, text(number))
}

// wrap cuts a name in lines at its spaces; what does not fit in them is cut short.
func wrap(name string, width, most int) (lines []string) {
	for word := range strings.FieldsSeq(name) {
		if n := len(lines); n > 0 && len([]rune(lines[n-1]))+1+len([]rune(word)) <= width {
			lines[n-1] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] += "…"
	}
	for i, line := range lines {
		if r := []rune(line); len(r) > width+2 {
			lines[i] = string(r[:width]) + "…"
		}
	}
	return lines
}
