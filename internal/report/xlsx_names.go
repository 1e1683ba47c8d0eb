package report

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// tabName makes a name that spreadsheets accept and that no other tab has.
func tabName(name string, n int, taken map[string]bool) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`[]:*?/\`, r), r < ' ':
			return ' '
		case r == '\'': // it quotes names in references, and excelize forgets to double it in one
			return '’'
		}
		return r
	}, clean(name))
	name = trimTab(strings.Join(strings.Fields(name), " "), maxName)
	if name == "" {
		name = fmt.Sprintf("Feuille %d", n)
	}
	unique := name
	for i := 2; taken[strings.ToLower(unique)]; i++ {
		suffix := fmt.Sprintf(" (%d)", i)
		unique = trimTab(name, maxName-len(suffix)) + suffix
	}
	taken[strings.ToLower(unique)] = true
	return unique
}

// trimTab cuts a name to a length in UTF-16 units, and takes off the blanks at its ends.
func trimTab(s string, limit int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit {
			s = s[:i]
			break
		}
	}
	return strings.TrimSpace(s)
}

// cellName is A1 for column 0, row 1. Columns and rows are bounded before it is called.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		panic(err)
	}
	return name
}

// quoted is the name of a tab in a reference; tabName left no quote in it.
func quoted(tab string) string { return "'" + tab + "'" }
