// Package imports brings files of the past in: it reads spreadsheets as people keep them, says line by line what it
// understood, writes what was accepted in one transaction, and undoes it whole.
package imports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
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
	maxLines   = 50_000
	maxColumns = 100
	maxCell    = 2000 // bytes
)

// Book is a file as it was read: one sheet of it.
type Book struct {
	Sheets []string // all of its sheets; none for a text
	Sheet  string   // the one that was read
	Lines  []domain.ImportLine
}

// Read reads a sheet of a file, the first where the name is empty. Refusals, at the field « fichier »: ErrImportFile for
// what is no spreadsheet and no text, or unfolds too far; ErrImportLarge for too many lines; ErrImportSheet for a sheet
// that is not there.
func Read(name string, content []byte, sheet string) (Book, error) {
	if len(content) > MaxFile {
		return Book{}, refused(domain.ErrImportLarge)
	}
	if bytes.HasPrefix(content, []byte("PK")) {
		return readWorkbook(content, sheet)
	}
	if bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}) || bytes.HasPrefix(content, []byte("%PDF")) {
		return Book{}, refused(domain.ErrImportFile)
	}
	text, ok := decode(content)
	if !ok {
		return Book{}, refused(domain.ErrImportFile)
	}
	lines := domain.ReadCSV(text)
	if len(lines) > maxLines {
		return Book{}, refused(domain.ErrImportLarge)
	}
	for i := range lines {
		lines[i].Cells = tidy(lines[i].Cells)
	}
	return Book{Lines: lines}, nil
}

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
			c = c[:maxCell]
		}
		cells[i] = domain.CleanLine(c)
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

func readWorkbook(content []byte, sheet string) (b Book, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip, RawCellValue: true})
	if err != nil {
		return b, refused(domain.ErrImportFile)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b.Sheets = f.GetSheetList()
	if len(b.Sheets) == 0 {
		return b, refused(domain.ErrImportFile)
	}
	b.Sheet = b.Sheets[0]
	if sheet != "" {
		b.Sheet = sheet
	}
	rows, err := f.Rows(b.Sheet)
	if err != nil {
		return b, domain.Error{Code: domain.ErrImportSheet, Field: "feuille"}
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return b, refused(domain.ErrImportFile)
		}
		if number > maxLines {
			if len(tidy(cells)) > 0 {
				return b, refused(domain.ErrImportLarge)
			}
			continue // a sheet that was coloured to its very end
		}
		b.Lines = append(b.Lines, domain.ImportLine{Number: number, Cells: tidy(cells)})
	}
	for len(b.Lines) > 0 && b.Lines[len(b.Lines)-1].Empty() {
		b.Lines = b.Lines[:len(b.Lines)-1]
	}
	b.fillMerged(mergedAreas(content, b.Sheet))
	return b, nil
}

// fillMerged writes the text of a merged area on each of its lines, in its first column: « Journée du 12 mars » beside
// ten names is about the ten.
func (b *Book) fillMerged(areas []string) {
	for _, area := range areas {
		from, to, ok := strings.Cut(area, ":")
		column, first, err := excelize.CellNameToCoordinates(from)
		_, last, err2 := excelize.CellNameToCoordinates(to)
		if !ok || err != nil || err2 != nil || first > len(b.Lines) || column > maxColumns || last <= first {
			continue
		}
		text := b.Lines[first-1].Cell(column - 1)
		for n := first + 1; text != "" && n <= min(last, len(b.Lines)); n++ {
			line := &b.Lines[n-1]
			if line.Empty() {
				continue
			}
			for len(line.Cells) < column {
				line.Cells = append(line.Cells, "")
			}
			if line.Cells[column-1] == "" {
				line.Cells[column-1] = text
			}
		}
	}
}

// mergedAreas streams the merged areas of a sheet (« A2:A11 »). The library would first lay every cell out in memory, up
// to the last column of each line.
func mergedAreas(content []byte, sheet string) (areas []string) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil
	}
	attr := func(e xml.StartElement, name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	relation, target := "", ""
	elements(z, "xl/workbook.xml", func(e xml.StartElement) {
		if e.Name.Local == "sheet" && attr(e, "name") == sheet {
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					relation = a.Value
				}
			}
		}
	})
	elements(z, "xl/_rels/workbook.xml.rels", func(e xml.StartElement) {
		if relation != "" && e.Name.Local == "Relationship" && attr(e, "Id") == relation {
			target = attr(e, "Target")
		}
	})
	if target == "" {
		return nil
	}
	if !strings.HasPrefix(target, "/") {
		target = path.Join("xl", target)
	}
	elements(z, strings.TrimPrefix(target, "/"), func(e xml.StartElement) {
		if e.Name.Local == "mergeCell" && len(areas) < maxLines {
			areas = append(areas, attr(e, "ref"))
		}
	})
	return areas
}

// elements shows every element of a part of a workbook, whatever is wrong with the rest of it.
func elements(z *zip.Reader, name string, see func(xml.StartElement)) {
	f, err := z.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	d := xml.NewDecoder(io.LimitReader(f, maxUnzip))
	for {
		t, err := d.Token()
		if err != nil {
			return
		}
		if e, ok := t.(xml.StartElement); ok {
			see(e)
		}
	}
}

// ColumnName is the letter of a column, from 0.
func ColumnName(column int) string {
	name, err := excelize.ColumnNumberToName(column + 1)
	if err != nil {
		return strconv.Itoa(column + 1)
	}
	return name
}
