package chart

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"
)

// The width of a picture to take away, and the room that its title and its source take.
const (
	aloneWidth  = 800
	aloneMargin = 24
	aloneTop    = 64
	aloneFoot   = 44
)

// painted gives in attributes what the page's style sheet gives by classes: a file has no page around it.
var painted = strings.NewReplacer(
	`class="bar"`, `fill="#0b5563"`, `class="bar2"`, `fill="#b4530a"`, `class="track"`, `fill="#dfe5e7"`, `class="axis"`, `stroke="#cfd8db"`,
	`class="line"`, `fill="none" stroke="#0b5563" stroke-width="2.5"`, `class="area"`, `fill="#0b5563" fill-opacity=".14"`,
	`class="cap"`, `stroke="#b4530a" stroke-width="2" stroke-dasharray="6 4"`, `class="hatch-line"`, `stroke="#ffffff" stroke-width="2"`,
	`class="t-muted halo"`, `fill="#4b5a60" paint-order="stroke" stroke="#ffffff" stroke-width="4"`, `class="t-muted"`, `fill="#4b5a60"`,
	`class="cut-m cut-l"`, "", `class="cut-l"`, "",
	`class="halo"`, `paint-order="stroke" stroke="#ffffff" stroke-width="4"`)

// narrow are the labels of narrower pictures: a file has the width of the long ones.
var narrow = regexp.MustCompile(`<text class="cut-[sm]"[^>]*>[^<]*</text>`)

var tall = regexp.MustCompile(`^<svg [^>]*?height="(\d+)"`)

// Standalone makes a chart a file of its own, with its title above and its source under it, on white. An empty chart
// says that there is nothing to show.
func Standalone(chart template.HTML, title, source string) string {
	inner, height := string(chart), 40
	if m := tall.FindStringSubmatch(inner); m != nil {
		height, _ = strconv.Atoi(m[1])
	} else {
		inner = `<svg><text y="24">Personne n’est compté présent.</text></svg>`
	}
	full := aloneTop + height + aloneFoot
	inner = strings.Replace(painted.Replace(narrow.ReplaceAllString(inner, "")), "<svg ", fmt.Sprintf(`<svg x="%d" y="%d" overflow="visible" `, aloneMargin, aloneTop), 1)
	inner = strings.Replace(inner, `width="100%"`, fmt.Sprintf(`width="%d"`, aloneWidth-2*aloneMargin), 1)
	if !strings.HasPrefix(inner, "<svg x=") {
		inner = fmt.Sprintf(`<g transform="translate(%d %d)">%s</g>`, aloneMargin, aloneTop, inner)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="'Source Sans 3', 'Source Sans Pro', Arial, sans-serif" font-size="15" fill="#17262b">`,
		aloneWidth, full, aloneWidth, full) +
		fmt.Sprintf(`<rect width="%d" height="%d" fill="#ffffff"/><text x="%d" y="38" font-size="21" font-weight="700">%s</text>`, aloneWidth, full, aloneMargin, text(title)) +
		inner + fmt.Sprintf(`<text x="%d" y="%d" font-size="13" fill="#4b5a60">%s</text></svg>`, aloneMargin, full-16, text(source)) + "\n"
}
