package domain

import "strings"

// ImportLine is a line of a file of the past: its number in the file, from 1, and its cells, trimmed.
type ImportLine struct {
	Number int
	Cells  []string
}

// Empty tells whether nothing is written on the line.
func (l ImportLine) Empty() bool {
	for _, c := range l.Cells {
		if c != "" {
			return false
		}
	}
	return true
}

// Cell is the text of a column, from 0; empty beyond the last.
func (l ImportLine) Cell(column int) string {
	if column < 0 || column >= len(l.Cells) {
		return ""
	}
	return l.Cells[column]
}

// ReadCSV parts a text into lines and cells. The separator is the one of `;`, tab, `,` and `|` that the first lines
// have most. A cell between quotes may hold separators and line breaks; a quote that never ends is a letter like another,
// so that it swallows nothing. Every line of the text is a line here, blank ones too, but for those inside quotes.
func ReadCSV(text string) []ImportLine {
	text = strings.TrimPrefix(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\ufeff")
	separator := csvSeparator(text)
	if lines, closed := partCSV(text, separator, true); closed {
		return lines
	}
	lines, _ := partCSV(text, separator, false)
	return lines
}

func csvSeparator(text string) rune {
	best, most := ';', 0
	for _, s := range []rune{';', '\t', ',', '|'} {
		n, lines := 0, 0
		for l := range strings.SplitSeq(text, "\n") {
			if lines++; lines > 40 {
				break
			}
			n += min(strings.Count(l, string(s)), 40)
		}
		if s == ',' {
			n = n / 2 // they are in sentences and names too
		}
		if n > most {
			best, most = s, n
		}
	}
	return best
}

func partCSV(text string, separator rune, quotes bool) (lines []ImportLine, closed bool) {
	var cells []string
	var cell strings.Builder
	number, began := 1, 1
	open, after := false, false // inside quotes; just after them
	endCell := func() {
		cells, after = append(cells, strings.TrimSpace(cell.String())), false
		cell.Reset()
	}
	endLine := func() {
		endCell()
		lines, cells, began = append(lines, ImportLine{began, cells}), nil, number+1
	}
	for _, r := range text {
		switch {
		case r == '\n' && open:
			number++
			cell.WriteRune(' ')
		case r == '\n':
			endLine()
			number++
			began = number
		case open && r == '"':
			open, after = false, true
		case open:
			cell.WriteRune(r)
		case after && r == '"':
			cell.WriteRune(r)
			open, after = true, false
		case quotes && r == '"' && strings.TrimSpace(cell.String()) == "" && !after:
			cell.Reset()
			open = true
		case r == separator:
			endCell()
		default:
			cell.WriteRune(r)
		}
	}
	if cell.Len() > 0 || len(cells) > 0 {
		endLine()
	}
	return lines, !open
}
