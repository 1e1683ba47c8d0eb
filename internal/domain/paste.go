package domain

import (
	"strings"
	"unicode"
)

// PastedRow is one colleague read from lines that were copied out of a spreadsheet, a table or a list of
// recipients. What was not found is empty.
type PastedRow struct {
	LastName, FirstName, Email string
	Function                   string // code of the list
	Other                      string // words that may be a function the list does not have
}

// MaxPasted is the most rows that are read.
const MaxPasted = 200

// ReadPasted reads colleagues from pasted lines: cells parted by tabs, semicolons, commas or several spaces,
// with or without a line of headings, surname before or after the first name or both in one cell, a mailbox
// anywhere, a function anywhere when the list has it. Surnames are told by the headings, by their capitals or by
// the mailbox; guessed says that nothing told them, and that the surname was taken to come first.
func ReadPasted(text string, functions []Named) (rows []PastedRow, guessed bool) {
	table := bounded(pastedCells(text))
	columns := headingsOf(table)
	if columns != nil {
		table = table[1:]
	}
	var lines []pastedLine
	for _, cells := range table {
		var l pastedLine
		if columns != nil {
			l = columns.read(cells, functions)
		} else {
			l = readCells(cells, functions)
		}
		if len(l.names) > 0 || l.Email != "" {
			lines = append(lines, l)
		}
	}
	if len(lines) > MaxPasted {
		lines = lines[:MaxPasted]
	}
	if columns == nil {
		splitWholeNames(lines)
	}
	guessed = orderNames(lines)
	for _, l := range lines {
		for _, text := range []*string{&l.LastName, &l.FirstName, &l.Email, &l.Other} {
			*text = CleanLine(*text)
		}
		rows = append(rows, l.PastedRow)
	}
	return rows, guessed
}

// What is read of a pasted row: a megabyte of words in one cell would be compared for hours.
const (
	maxPastedCells = 40
	maxPastedCell  = 300 // bytes; more than a name may have, so that too long a one is still refused
)

// bounded cuts what was pasted to what can be colleagues. Lines that hold nobody count among the rows here.
func bounded(table [][]string) [][]string {
	table = table[:min(len(table), 2*MaxPasted)]
	for i, cells := range table {
		table[i] = cells[:min(len(cells), maxPastedCells)]
		for j, c := range table[i] {
			if len(c) > maxPastedCell {
				table[i][j] = strings.ToValidUTF8(c[:maxPastedCell], "")
			}
		}
	}
	return table
}

// pastedLine is a row being read: the cells that hold its name, in their order, and who comes first if known.
type pastedLine struct {
	PastedRow
	names []string
	whole bool      // the name stands in one cell
	order nameOrder // as the headings say
}

type nameOrder int

const (
	unknownOrder nameOrder = iota
	surnameFirst
	firstNameFirst
)

// pastedCells parts a text into lines of clean cells; blank lines are left out. A line of several recipients
// (« Alba Essai <alba@…>; … ») becomes one line each.
func pastedCells(text string) (table [][]string) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\v", " ", "\u00a0", " ", "\u202f", " ").Replace(text)
	sep := separatorOf(text)
	if sep == ' ' {
		text, sep = widenSpaces(text), '\t'
	}
	raw, ok := split(text, sep, true)
	if !ok { // a quote that never ends is a quote
		raw, _ = split(text, sep, false)
	}
	for _, cells := range raw {
		for i, c := range cells {
			cells[i] = CleanLine(c)
		}
		switch {
		case strings.Join(cells, "") == "":
		case areRecipients(cells):
			table = append(table, recipients(cells)...)
		default:
			table = append(table, cells)
		}
	}
	return table
}

// areRecipients tells a line of several people from a line about one who has two mailboxes: each mailbox has a
// name beside it in its cell, or there is nothing but mailboxes.
func areRecipients(cells []string) bool {
	mailboxes, named, others := 0, 0, 0
	for _, c := range cells {
		email, rest := mailboxIn(c)
		switch {
		case email != "" && rest != "":
			mailboxes, named = mailboxes+1, named+1
		case email != "":
			mailboxes++
		case rest != "":
			others++
		}
	}
	return mailboxes > 1 && (named == mailboxes || others == 0)
}

func recipients(cells []string) (table [][]string) {
	var line []string
	for _, c := range cells {
		if line = append(line, c); strings.Contains(c, "@") {
			table, line = append(table, line), nil
		}
	}
	return table
}

// separatorOf says what parts the cells: a tab anywhere, else what at least half of the lines have; a space
// stands for several in a row, 0 for nothing.
func separatorOf(text string) rune {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
	with := func(has string) (n int) {
		for _, l := range lines {
			if strings.Contains(strings.TrimSpace(l), has) {
				n++
			}
		}
		return n
	}
	for _, s := range []struct {
		has    string
		parts  rune
		enough int
	}{{"\t", '\t', 1}, {";", ';', (len(lines) + 1) / 2}, {",", ',', (len(lines) + 1) / 2}, {"  ", ' ', (len(lines) + 1) / 2}} {
		if n := with(s.has); n > 0 && n >= s.enough {
			return s.parts
		}
	}
	return 0
}

// widenSpaces turns every run of two spaces or more into a tab.
func widenSpaces(text string) string {
	for strings.Contains(text, "   ") {
		text = strings.ReplaceAll(text, "   ", "  ")
	}
	return strings.ReplaceAll(text, "  ", "\t")
}

// split parts lines and cells; quoted, a cell that begins with a quote goes on to the next single one. Not ok: a
// quote is left open.
func split(text string, sep rune, quoted bool) (table [][]string, ok bool) {
	var cells []string
	var cell strings.Builder
	open, closed := false, false // inside quotes; just after them
	endCell := func() { cells, closed = append(cells, cell.String()), false; cell.Reset() }
	for _, r := range text {
		switch {
		case open && r == '"':
			open, closed = false, true
		case open:
			cell.WriteRune(r)
		case closed && r == '"': // doubled: the quote itself
			cell.WriteRune(r)
			open = true
		case quoted && r == '"' && strings.TrimSpace(cell.String()) == "":
			cell.Reset()
			open = true
		case r == '\n':
			endCell()
			table, cells = append(table, cells), nil
		case sep != 0 && r == sep:
			endCell()
		default:
			cell.WriteRune(r)
		}
	}
	endCell()
	return append(table, cells), !open
}

// readCells reads a line without headings.
func readCells(cells []string, functions []Named) (l pastedLine) {
	var texts []string
	for _, c := range cells {
		email, rest := mailboxIn(c)
		if l.Email == "" {
			l.Email = email
		}
		if rest = withoutTitle(rest); rest != "" {
			texts = append(texts, rest)
		}
	}
	if len(texts) == 1 { // « Alba Essai - infirmière », « Alba Essai (infirmière) »
		pieces := strings.FieldsFunc(strings.NewReplacer(" - ", "\t", " – ", "\t", " — ", "\t", " (", "\t", ")", "\t").Replace(texts[0]), func(r rune) bool { return r == '\t' })
		if len(pieces) == 2 && FunctionOf(pieces[1], functions) != "" {
			texts = pieces
		} else if last, first, ok := strings.Cut(texts[0], ","); ok {
			texts = []string{last, strings.TrimSpace(first)}
		}
	}
	for i := len(texts) - 1; i > 0; i-- {
		code := FunctionOf(texts[i], functions)
		if code == "" || (len(texts) == 2 && len(strings.Fields(texts[0])) < 2) {
			continue
		}
		l.Function = code
		texts = append(texts[:i:i], texts[i+1:]...)
		break
	}
	if len(texts) > 0 && hasSurnameAndFirst(texts[0]) {
		l.whole = true
	}
	l.names = texts
	return l
}

// splitWholeNames decides, of lines without headings, whether the first cell is the whole name: it is where it
// stands alone, holds a word in capitals beside others, or has two words in every line and no second cell tells
// itself from it.
func splitWholeNames(lines []pastedLine) {
	every := len(lines) > 1
	for _, l := range lines {
		every = every && len(l.names) > 0 && len(strings.Fields(l.names[0])) > 1
		every = every && (len(l.names) < 2 || tell(l.names[0], l.names[1], l.Email) == unknownOrder)
	}
	for i := range lines {
		l := &lines[i]
		l.whole = l.whole || len(l.names) == 1 || (every && len(l.names) > 0)
		keep := 2
		if l.whole {
			keep = 1
		}
		if len(l.names) > keep {
			if l.Function == "" {
				l.Other = strings.Join(l.names[keep:], ", ")
			}
			l.names = l.names[:keep]
		}
	}
}

// mailboxIn takes the mailbox out of a cell; one that is not complete is taken too, to be mended.
func mailboxIn(cell string) (email, rest string) {
	if !strings.Contains(cell, "@") {
		return "", cell
	}
	var words []string
	for _, w := range strings.FieldsFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>()[]\"", r) }) {
		if email == "" && strings.Contains(w, "@") {
			email = CleanEmail(strings.TrimPrefix(strings.Trim(w, ",;:'"), "mailto:"))
			continue
		}
		words = append(words, w)
	}
	return email, strings.Join(words, " ")
}

var titles = map[string]bool{"m": true, "mr": true, "mme": true, "mlle": true, "mmes": true, "dr": true, "pr": true, "monsieur": true, "madame": true,
	"mademoiselle": true, "docteur": true, "dre": true}

// withoutTitle leaves out « Mme », « Dr », and what comes before the first letter; empty for a number.
func withoutTitle(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	for {
		first, rest, more := strings.Cut(s, " ")
		if !titles[Fold(first)] || strings.HasSuffix(first, "-") {
			return s
		}
		if !more {
			return ""
		}
		s = strings.TrimLeft(rest, " ")
	}
}
