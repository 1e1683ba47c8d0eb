package report

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const byteOrderMark = "\uFEFF"

// WriteCSV writes the header, the rows and the total of a sheet for a French spreadsheet: UTF-8 with a
// byte order mark, semicolons, CRLF, dates as 12/03/2026, decimal commas. A text that a spreadsheet
// would take for a formula gets an apostrophe before it. The title and the note are left out.
func WriteCSV(w io.Writer, s Sheet) error {
	if err := s.check(); err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	b.WriteString(byteOrderMark)
	header := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		header[i] = clean(c.Title)
	}
	s.writeRecord(b, header)
	for row := range s.rows() {
		cells, err := s.cells(row)
		if err != nil {
			return err
		}
		s.writeRecord(b, cells)
	}
	if s.Total != nil {
		cells, err := s.cells(s.Total)
		if err != nil {
			return err
		}
		s.writeRecord(b, cells)
	}
	return b.Flush() // a bufio.Writer keeps its first error until then
}

// writeRecord is not encoding/csv's: that one writes nothing for a line of one empty cell, and every
// reader then skips the line.
func (s Sheet) writeRecord(b *bufio.Writer, cells []any) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte(';')
		}
		field := field(s.Columns[i].Kind, c)
		if strings.ContainsAny(field, ";\"\n\t") || strings.TrimSpace(field) != field || (field == "" && len(cells) == 1) {
			field = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
		}
		b.WriteString(field)
	}
	b.WriteString("\r\n")
}

func field(kind Kind, c any) string {
	switch c := c.(type) {
	case string:
		return inert(c)
	case int64:
		return strconv.FormatInt(c, 10)
	case float64:
		return decimal(kind, c)
	case time.Time:
		if kind == DateTime {
			return c.Format("02/01/2006 15:04")
		}
		return c.Format("02/01/2006")
	}
	return ""
}

func decimal(kind Kind, f float64) string {
	if kind == Percent {
		return strings.Replace(strconv.FormatFloat(100*f, 'f', 1, 64), ".", ",", 1) + "%"
	}
	return strings.Replace(strconv.FormatFloat(f, 'f', -1, 64), ".", ",", 1)
}

// inert puts an apostrophe before a text that a spreadsheet would compute. Taking one apostrophe away
// from a text that is risky without it gives back what was written.
func inert(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

// risky looks behind blanks, which some spreadsheets skip, and behind apostrophes, so that a text that
// already begins with one is not mistaken for one that was made inert.
func risky(s string) bool {
	bare := strings.TrimLeft(s, "'")
	if strings.HasPrefix(bare, "\t") || strings.HasPrefix(bare, "\n") {
		return true
	}
	bare = strings.TrimLeftFunc(bare, unicode.IsSpace)
	first, _ := utf8.DecodeRuneInString(bare)
	return bare != "" && strings.ContainsRune("=+-@＝＋－＠", first)
}

// CSVPack writes a ZIP archive of one CSV file a sheet, numbered in order, and a text that says what
// they are: the titles, the period and the notes that a CSV has no place for.
func CSVPack(w io.Writer, wb Workbook) error {
	if err := wb.check(); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	readme, err := create(z, "00-lisez-moi.txt", wb.GeneratedAt)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(readme, wb.readme()); err != nil {
		return err
	}
	for i, s := range wb.Sheets {
		f, err := create(z, fileName(i, s), wb.GeneratedAt)
		if err != nil {
			return err
		}
		if err := WriteCSV(f, s); err != nil {
			return err
		}
	}
	return z.Close()
}

func create(z *zip.Writer, name string, at time.Time) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
}

func (w Workbook) readme() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s\r\n%s\r\n", byteOrderMark, clean(w.Title), clean(w.provenance()))
	for i, s := range w.Sheets {
		fmt.Fprintf(&b, "\r\n%s\r\n%s\r\n%s\r\n", fileName(i, s), clean(s.Title), clean(s.Note))
	}
	return b.String()
}

// fileName is in plain ASCII: archives opened on older systems lose the rest.
func fileName(i int, s Sheet) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(strings.ReplaceAll(strings.ToLower(s.Name), "œ", "oe"))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := strings.Trim(b.String()[:min(b.Len(), 60)], "-")
	if name == "" {
		name = "feuille"
	}
	return fmt.Sprintf("%02d-%s.csv", i+1, name)
}
