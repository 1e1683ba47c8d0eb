package report

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// maxText is how long the text of a cell may be, in UTF-16 units.
const maxText = 32767

// WriteRows writes what WriteXLSX does, for tables of a million lines: the parts of the file go straight into the
// archive, a line at a time, in a sixth of the time and in no room to speak of. Such a sheet has neither total nor
// chart. Error: ErrShape, or the writer's.
func WriteRows(w io.Writer, wb Workbook) error {
	if err := wb.check(); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	b := &rowBook{zip: z, provenance: wb.provenance()}
	taken := map[string]bool{}
	for i, s := range wb.Sheets {
		s.Name = tabName(s.Name, i+1, taken)
		if s.Total != nil || s.Chart != nil {
			return fmt.Errorf("%w: sheet %q has a total or a chart", ErrShape, s.Name)
		}
		if err := b.sheet(s); err != nil {
			return fmt.Errorf("write sheet %q: %w", s.Name, err)
		}
	}
	if err := b.parts(); err != nil {
		return err
	}
	return z.Close()
}

// rowBook is a workbook under way.
type rowBook struct {
	zip        *zip.Writer
	out        *bufio.Writer
	provenance string
	names      []string // of its tabs
	filters    []string // where the filter of each is
	columns    []string // their letters
	line       []byte
}

// The styles of rowStyles, by number; those of the kinds follow.
const (
	titleStyle = 1 + iota
	noteStyle
	headerStyle
	firstKind
)

func (b *rowBook) part(name string) error {
	part, err := b.zip.Create(name)
	b.out = bufio.NewWriterSize(part, 1<<16)
	return err
}

func (b *rowBook) sheet(s Sheet) error {
	b.names = append(b.names, s.Name)
	if err := b.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.names))); err != nil {
		return err
	}
	fmt.Fprintf(b.out, xmlHead+`<worksheet xmlns="`+mainSpace+`"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`+
		`<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`, HeaderRow, FirstRow)
	b.columns = b.columns[:0]
	header := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		letters, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		b.columns, header[i] = append(b.columns, letters), clean(c.Title)
		fmt.Fprintf(b.out, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, c.width())
	}
	b.out.WriteString(`</cols><sheetData>`)
	for i, text := range []string{s.Title, b.provenance, s.Note} {
		b.row(1+i, []any{clean(text)}, func(int) int { return min(titleStyle+i, noteStyle) })
	}
	b.row(HeaderRow, header, func(int) int { return headerStyle })
	last := HeaderRow
	for row := range s.rows() {
		cells, err := s.cells(row)
		if err != nil {
			return err
		}
		if last++; last > excelize.TotalRows {
			return fmt.Errorf("%w: more than %d rows", ErrShape, excelize.TotalRows)
		}
		if err := b.row(last, cells, func(i int) int { return firstKind + int(s.Columns[i].Kind) }); err != nil {
			return err
		}
	}
	end := b.columns[len(b.columns)-1]
	b.filters = append(b.filters, fmt.Sprintf("$A$%d:$%s$%d", HeaderRow, end, last))
	fmt.Fprintf(b.out, `</sheetData><autoFilter ref="A%d:%s%d"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`, HeaderRow, end, last)
	return b.out.Flush()
}

// row writes one line; an empty cell is none.
func (b *rowBook) row(n int, cells []any, style func(column int) int) error {
	l := append(b.line[:0], `<row r="`...)
	l = append(strconv.AppendInt(l, int64(n), 10), `">`...)
	for i, c := range cells {
		if c == nil || c == "" {
			continue
		}
		number := style(i)
		if _, words := c.(string); words && number > firstKind {
			number = firstKind
		}
		l = append(append(l, `<c r="`...), b.columns[i]...)
		l = append(strconv.AppendInt(l, int64(n), 10), `" s="`...)
		l = strconv.AppendInt(l, int64(number), 10)
		switch c := c.(type) {
		case string:
			l = append(l, `" t="inlineStr"><is><t xml:space="preserve">`...)
			l = append(appendText(l, c), `</t></is></c>`...)
			continue
		case int64:
			l = strconv.AppendInt(append(l, `"><v>`...), c, 10)
		case float64:
			l = strconv.AppendFloat(append(l, `"><v>`...), c, 'g', -1, 64)
		case time.Time:
			l = strconv.AppendFloat(append(l, `"><v>`...), c.Sub(dayZero).Hours()/24, 'g', -1, 64)
		}
		l = append(l, `</v></c>`...)
	}
	b.line = append(l, `</row>`...)
	_, err := b.out.Write(b.line)
	return err
}

// dayZero is the day from which spreadsheets count.
var dayZero = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// appendText writes a text, which clean has seen, as XML.
func appendText(l []byte, text string) []byte {
	if len(text) > maxText {
		text = trimTab(text, maxText)
	}
	if !strings.ContainsAny(text, "<>&") {
		return append(l, text...)
	}
	for i := range len(text) {
		switch text[i] {
		case '<':
			l = append(l, "&lt;"...)
		case '>':
			l = append(l, "&gt;"...)
		case '&':
			l = append(l, "&amp;"...)
		default:
			l = append(l, text[i])
		}
	}
	return l
}
