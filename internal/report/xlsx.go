package report

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Where things are in every sheet, counted from 1 as spreadsheets do: the title, the period and date
// of export, the note, an empty line, then the header at HeaderRow and the first row under it. The
// total, if there is one, is the line after the last row.
const (
	HeaderRow = 5
	FirstRow  = HeaderRow + 1
)

const (
	subtitleRow = 2
	noteRow     = 3
	maxName     = 31 // of a tab, in UTF-16 units
)

// WriteXLSX writes the workbook with one tab a sheet: header frozen, filtered and repeated on paper,
// numbers and dates as such, texts as texts whatever they begin with, charts as native charts. Rows go
// through a temporary file when they are many. Error: ErrShape, or the writer's.
func WriteXLSX(w io.Writer, wb Workbook) (err error) {
	if err := wb.check(); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil { // removes the temporary file
			err = closing
		}
	}()
	if err := f.SetDocProps(properties(wb)); err != nil {
		return fmt.Errorf("set document properties: %w", err)
	}
	st, err := newStyles(f)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for i, s := range wb.Sheets {
		s.Name = tabName(s.Name, i+1, taken)
		if err := addSheet(f, i, s); err != nil {
			return err
		}
		t := &tab{file: f, styles: st, sheet: s, provenance: wb.provenance()}
		if err := t.write(); err != nil {
			return fmt.Errorf("write sheet %q: %w", s.Name, err)
		}
	}
	return writeOrdered(w, f)
}

func properties(wb Workbook) *excelize.DocProperties {
	p := &excelize.DocProperties{Title: clean(wb.Title), Subject: clean(wb.Subtitle), Creator: "Passerelle", LastModifiedBy: "Passerelle", Language: "fr-FR"}
	if !wb.GeneratedAt.IsZero() {
		p.Created = wb.GeneratedAt.UTC().Format(time.RFC3339)
		p.Modified = p.Created
	}
	return p
}

// addSheet makes the tab and its page: A4 landscape, as wide as the paper.
func addSheet(f *excelize.File, i int, s Sheet) error {
	var err error
	if i == 0 {
		err = f.SetSheetName(f.GetSheetName(0), s.Name)
	} else {
		_, err = f.NewSheet(s.Name)
	}
	if err != nil {
		return fmt.Errorf("add sheet %q: %w", s.Name, err)
	}
	// Without it the file would announce one single cell, and readers that trust it stop there.
	if err := f.SetSheetDimension(s.Name, ""); err != nil {
		return fmt.Errorf("clear dimension of %q: %w", s.Name, err)
	}
	a4, landscape, wide, high := 9, "landscape", 1, 0 // as many pages down as needed
	if err := fitToPage(f, s.Name); err != nil {
		return err
	}
	layout := &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}
	if err := f.SetPageLayout(s.Name, layout); err != nil {
		return fmt.Errorf("set page of %q: %w", s.Name, err)
	}
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted(s.Name), HeaderRow, HeaderRow), Scope: s.Name,
	})
}

func fitToPage(f *excelize.File, tab string) error {
	fit := true
	if err := f.SetSheetProps(tab, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return fmt.Errorf("set page of %q: %w", tab, err)
	}
	return nil
}

// tab is a sheet under way.
type tab struct {
	file       *excelize.File
	stream     *excelize.StreamWriter // nil when the sheet is held in memory
	styles     *styles
	sheet      Sheet
	provenance string
	last       int // the row written last
}

func (t *tab) write() error {
	if err := t.layout(); err != nil {
		return err
	}
	if err := t.head(); err != nil {
		return err
	}
	for row := range t.sheet.rows() {
		if err := t.row(row, t.styles.plain); err != nil {
			return err
		}
	}
	end := t.last
	if t.sheet.Total != nil {
		if err := t.row(t.sheet.Total, t.styles.total); err != nil {
			return err
		}
	}
	// Filter and chart are written by Flush: they come before it and after the last row is known.
	filter := cellName(0, HeaderRow) + ":" + cellName(len(t.sheet.Columns)-1, end)
	if err := t.file.AutoFilter(t.sheet.Name, filter, nil); err != nil {
		return err
	}
	if err := fitToPage(t.file, t.sheet.Name); err != nil { // again: AutoFilter forgets it
		return err
	}
	if err := t.chart(end); err != nil {
		return err
	}
	if t.stream == nil {
		return nil
	}
	return t.stream.Flush()
}

// layout sets what must be known before the first row. Rows then go through a stream, but for the
// small tables with a chart: excelize writes the link from a streamed sheet to its chart in a form
// that some readers do not follow.
func (t *tab) layout() (err error) {
	for i, c := range t.sheet.Columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := t.file.SetColWidth(t.sheet.Name, name, name, c.width()); err != nil {
			return err
		}
	}
	frozen := &excelize.Panes{Freeze: true, YSplit: HeaderRow, TopLeftCell: cellName(0, FirstRow), ActivePane: "bottomLeft"}
	if err := t.file.SetPanes(t.sheet.Name, frozen); err != nil {
		return err
	}
	if t.sheet.Chart == nil {
		t.stream, err = t.file.NewStreamWriter(t.sheet.Name)
	}
	return err
}

// put writes one row of excelize.Cell.
func (t *tab) put(row int, cells []any) error {
	high := t.high(row, cells)
	if t.stream != nil {
		return t.stream.SetRow(cellName(0, row), cells, excelize.RowOpts{Height: high})
	}
	if high > 0 {
		if err := t.file.SetRowHeight(t.sheet.Name, row, high); err != nil {
			return err
		}
	}
	for i, c := range cells {
		at, c := cellName(i, row), c.(excelize.Cell)
		if c.Value != nil {
			if err := t.file.SetCellValue(t.sheet.Name, at, c.Value); err != nil {
				return err
			}
		}
		if err := t.file.SetCellStyle(t.sheet.Name, at, at, c.StyleID); err != nil {
			return err
		}
	}
	return nil
}

// high is the height of a row whose texts take several lines, in points; 0: the usual one. Some spreadsheets do not
// measure a row that says nothing, and write its lines over the next.
func (t *tab) high(row int, cells []any) float64 {
	const line = 15.0
	if row < HeaderRow {
		return 0
	}
	most := 1
	for i, c := range cells {
		text, ok := c.(excelize.Cell).Value.(string)
		if !ok {
			continue
		}
		wide, lines := int(max(4, t.sheet.Columns[i].width()-2)), 0
		for part := range strings.SplitSeq(text, "\n") {
			lines += max(1, (utf8.RuneCountInString(part)+wide-1)/wide)
		}
		most = max(most, lines)
	}
	if most == 1 {
		return 0
	}
	return min(line*float64(most), excelize.MaxRowHeight)
}

// head writes all down to the header.
func (t *tab) head() error {
	s := t.sheet
	for _, line := range []struct {
		row, style int
		text       string
	}{{1, t.styles.title, s.Title}, {subtitleRow, t.styles.note, t.provenance}, {noteRow, t.styles.note, s.Note}} {
		if line.text == "" {
			continue
		}
		if err := t.put(line.row, []any{excelize.Cell{StyleID: line.style, Value: clean(line.text)}}); err != nil {
			return err
		}
	}
	header := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		header[i] = excelize.Cell{StyleID: t.styles.header, Value: clean(c.Title)}
	}
	t.last = HeaderRow
	return t.put(HeaderRow, header)
}

func (t *tab) row(row []any, style map[Kind]int) error {
	cells, err := t.sheet.cells(row)
	if err != nil {
		return err
	}
	if t.last++; t.last > excelize.TotalRows {
		return fmt.Errorf("%w: more than %d rows", ErrShape, excelize.TotalRows)
	}
	for i, c := range cells {
		kind := t.sheet.Columns[i].Kind
		if _, words := c.(string); words {
			kind = Text
		}
		// An empty text would count as a filled cell.
		if c == "" {
			c = nil
		}
		cells[i] = excelize.Cell{StyleID: style[kind], Value: c}
	}
	return t.put(t.last, cells)
}

func (c Column) width() float64 {
	if c.Width > 0 {
		return min(c.Width, excelize.MaxColumnWidth)
	}
	return map[Kind]float64{Text: 28, Int: 12, Date: 13, DateTime: 18, Percent: 11, Minutes: 13, Decimal: 12}[c.Kind]
}
