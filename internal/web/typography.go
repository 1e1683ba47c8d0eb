package web

import (
	"html/template"
	"regexp"
	"strings"
)

// The two spaces of French typography that never break a line.
const (
	wideSpace   = "\u00a0" // before : and », after «
	narrowSpace = "\u202f" // before ; ! ?
)

var (
	// A run of signs belongs to the language when a space, an end or a closing
	// sign follows: so "https://", "9:30" and "?q=" are left alone.
	beforeSigns  = regexp.MustCompile(`([^\s\p{Zs}:;!?])[\s\p{Zs}]*([:;!?]+)([\s\p{Zs})»”….,]|$)`)
	afterOpening = regexp.MustCompile(`«[\s\p{Zs}]*`)
	beforeClose  = regexp.MustCompile(`[\s\p{Zs}]*»`)
	apostrophe   = regexp.MustCompile(`(\pL)'`)
	thousands    = regexp.MustCompile(`(\d) (\d{3})\b`)
	spaces       = regexp.MustCompile(`[ \t]{2,}`)
)

// French is fr, for what is drawn elsewhere than on a page.
func French(text string) string { return fr(text) }

// fr gives a text typed by someone its French spaces and apostrophes. Doing it
// twice changes nothing more.
func fr(text string) string {
	text = spaces.ReplaceAllString(text, " ")
	for range 2 { // neighbouring groups share a digit
		text = thousands.ReplaceAllString(text, "${1}"+narrowSpace+"${2}")
	}
	text = apostrophe.ReplaceAllString(text, "${1}’")
	text = afterOpening.ReplaceAllString(text, "«"+wideSpace)
	text = beforeClose.ReplaceAllString(text, wideSpace+"»")
	return beforeSigns.ReplaceAllStringFunc(text, spaceSigns)
}

// spaceSigns sets the space that the first sign of the run asks for.
func spaceSigns(match string) string {
	parts := beforeSigns.FindStringSubmatch(match)
	space := narrowSpace
	if parts[2][0] == ':' {
		space = wideSpace
	}
	return parts[1] + space + parts[2] + parts[3]
}

// paragraphs makes HTML of a text typed in a textarea: a blank line ends a
// paragraph, a single end of line is kept; everything is escaped.
func paragraphs(text string) template.HTML {
	var b strings.Builder
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for _, block := range regexp.MustCompile(`\n\s*\n`).Split(text, -1) {
		block = strings.TrimSpace(block)
		if block == "" {
			continue
		}
		b.WriteString("<p>")
		for i, line := range strings.Split(block, "\n") {
			if i > 0 {
				b.WriteString("<br>")
			}
			b.WriteString(template.HTMLEscapeString(fr(strings.TrimSpace(line))))
		}
		b.WriteString("</p>")
	}
	return template.HTML(b.String())
}
