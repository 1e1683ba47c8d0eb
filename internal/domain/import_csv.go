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
// so that it swallows nothing. Every line of the text is a line here, blank ones too, but for those inside quotes and
// those after the last that says something. Bounded: reading ends at the last line that is asked for (the lines given are
// then that many), and a line's cells beyond the last asked for are left out.
func ReadCSV(text string, lines, columns int) []ImportLine {
	text = strings.TrimPrefix(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\ufeff")
	separator := csvSeparator(text)
	for _, quotes := range []bool{true, false} {
		p := csvParts{separator: separator, quotes: quotes, lines: lines, columns: columns, number: 1, began: 1}
		if closed := p.part(text); closed || !quotes {
			return p.read
		}
	}
	return nil
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

// csvParts is a text being parted.
type csvParts struct {
	separator      rune
	quotes         bool // a cell may stand between quotes
	lines, columns int  // most
	read           []ImportLine
	blank          []ImportLine // since the last line that says something
	cells          []string
	cell           strings.Builder
	number, began  int
	open, after    bool // inside quotes; just after them
}

// part reads a text. closed: no quote stands open at its end.
func (p *csvParts) part(text string) (closed bool) {
	for _, r := range text {
		if r == '\n' {
			p.number++
		}
		switch {
		case r == '\n' && p.open:
			p.cell.WriteRune(' ')
		case r == '\n':
			p.endLine()
			if len(p.read) >= p.lines {
				return true
			}
		case p.open && r == '"':
			p.open, p.after = false, true
		case p.open:
			p.cell.WriteRune(r)
		case p.after && r == '"':
			p.cell.WriteRune(r)
			p.open, p.after = true, false
		case p.quotes && r == '"' && strings.TrimSpace(p.cell.String()) == "" && !p.after:
			p.cell.Reset()
			p.open = true
		case r == p.separator:
			p.endCell()
		default:
			p.cell.WriteRune(r)
		}
	}
	if p.cell.Len() > 0 || len(p.cells) > 0 {
		p.endLine()
	}
	return !p.open
}

func (p *csvParts) endCell() {
	if len(p.cells) < p.columns {
		p.cells = append(p.cells, strings.TrimSpace(p.cell.String()))
	}
	p.after = false
	p.cell.Reset()
}

// endLine keeps a line. Blank ones wait for one that says something: a sheet coloured to its very end has a million.
func (p *csvParts) endLine() {
	p.endCell()
	line := ImportLine{p.began, p.cells}
	p.cells, p.began = nil, p.number
	if line.Empty() {
		line.Cells = nil
		if len(p.read)+len(p.blank) < p.lines {
			p.blank = append(p.blank, line)
		}
		return
	}
	p.read = append(append(p.read, p.blank...), line)
	p.read, p.blank = p.read[:min(len(p.read), p.lines)], p.blank[:0]
}
