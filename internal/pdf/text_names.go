package pdf

import (
	"regexp"
	"slices"
	"strings"
)

var (
	hyphen = regexp.MustCompile(`(\pL)-(\pL)`)
	parted = regexp.MustCompile(`(\pL)- `)
)

// fitName is fit for names: a line may end after a hyphen, and a word is cut only where even the smallest size
// leaves no choice.
func (p *page) fitName(s string, w weight, width float64, most int, sizes ...float64) (lines []string, points float64) {
	loose := hyphen.ReplaceAllString(hyphen.ReplaceAllString(s, "$1- $2"), "$1- $2") // twice: letters between two hyphens
	for i := range sizes {
		p.font(w, sizes[i], ink)
		cut := slices.ContainsFunc(strings.Split(loose, " "), func(word string) bool { return p.GetStringWidth(word) > width })
		if cut && i < len(sizes)-1 {
			continue
		}
		if lines, points = p.fit(loose, w, width, most, sizes[i]); len(lines) == 0 || !cutShort(lines) {
			break
		}
	}
	for i := range lines {
		lines[i] = parted.ReplaceAllString(lines[i], "$1-")
	}
	return lines, points
}
