// Package imports brings files of the past in: it reads spreadsheets as people keep them, says line by line what it
// understood, writes what was accepted in one transaction, and undoes it whole.
package imports

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"passerelle/internal/domain"
)

// What a file may hold. A workbook of ten megabytes may unfold into gigabytes: what it unfolds into is bounded too.
const (
	MaxFile    = 10 << 20
	maxUnzip   = 120 << 20
	maxParts   = 32 << 20  // of what a workbook holds beside its sheets: its library reads that whole
	maxTags    = 2_500_000 // in the same parts
	maxLines   = 50_000
	maxColumns = 100
	maxCell    = 2000 // bytes
)

// Book is a file as it was read: one sheet of it.
type Book struct {
	Sheets []string // all of its sheets; none for a text
	Sheet  string   // the one that was read
	Lines  []domain.ImportLine
	Wide   bool // columns beyond the last that is read were left out
}

// Read reads a sheet of a file, the first where the name is empty. Refusals, at the field « fichier »: ErrImportFile for
// what is no spreadsheet and no text; ErrImportLocked for one under a password; ErrImportLarge for too many lines, or
// what unfolds too far; ErrImportSheet for a sheet that is not there.
func Read(name string, content []byte, sheet string) (Book, error) {
	if len(content) > MaxFile {
		return Book{}, refused(domain.ErrImportLarge)
	}
	if bytes.HasPrefix(content, []byte("PK")) {
		return readWorkbook(content, sheet)
	}
	if bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}) && bytes.Contains(content, encrypted) {
		return Book{}, refused(domain.ErrImportLocked)
	}
	if len(content) == 0 || bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}) || bytes.HasPrefix(content, []byte("%PDF")) {
		return Book{}, refused(domain.ErrImportFile)
	}
	text, ok := decode(content)
	if !ok {
		return Book{}, refused(domain.ErrImportFile)
	}
	b := Book{Lines: domain.ReadCSV(text, maxLines+1, maxColumns+1)}
	if len(b.Lines) > maxLines {
		return Book{}, refused(domain.ErrImportLarge)
	}
	for i := range b.Lines {
		b.Wide = b.Wide || len(b.Lines[i].Cells) > maxColumns && b.Lines[i].Cells[maxColumns] != ""
		b.Lines[i].Cells = tidy(b.Lines[i].Cells)
	}
	return b, nil
}

// encrypted is the name of the part of an old container that holds a workbook under a password, as it stands there.
var encrypted = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")

func refused(code domain.Code) error { return domain.Error{Code: code, Field: "fichier"} }

// decode reads UTF-8 and UTF-16 with their marks, else UTF-8 where it is valid, else Windows-1252.
func decode(content []byte) (string, bool) {
	for order, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if rest, ok := bytes.CutPrefix(content, []byte(mark)); ok {
			units := make([]uint16, len(rest)/2)
			for i := range units {
				units[i] = uint16(rest[2*i+order])<<0 | uint16(rest[2*i+1-order])<<8
			}
			return string(utf16.Decode(units)), true
		}
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return "", false
	}
	if utf8.Valid(content) {
		return string(content), true
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	return string(text), err == nil
}

// tidy cleans and bounds the cells of a line: a column beyond the last that is read is left out with its line's end.
func tidy(cells []string) []string {
	cells = cells[:min(len(cells), maxColumns)]
	for i, c := range cells {
		if len(c) > maxCell {
			c = strings.ToValidUTF8(c[:maxCell], "")
		}
		cells[i] = domain.CleanLine(c)
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// ColumnName is the letter of a column, from 0.
func ColumnName(column int) string {
	name, err := excelize.ColumnNumberToName(column + 1)
	if err != nil {
		return strconv.Itoa(column + 1)
	}
	return name
}
