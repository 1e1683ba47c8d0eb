package report

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// brand is the colour of the header and of the charts, the same as on the screens.
const (
	brand  = "0B5563"
	accent = "A9481B"
	face   = "Calibri"
)

// kindFormats are how the cells of each kind are shown.
var kindFormats = []string{Text: "General", Int: "#,##0", Date: "dd/mm/yyyy", DateTime: "dd/mm/yyyy hh:mm", Percent: "0.0%", Minutes: `#,##0" min"`, Decimal: "#,##0.0"}

// ChartKind is the look of a native chart.
type ChartKind string

// The kinds of charts: horizontal bars for names, columns for months, a line for a sum that grows.
const (
	ChartBar    ChartKind = "bar"
	ChartColumn ChartKind = "column"
	ChartLine   ChartKind = "line"
)

// Chart draws the rows of its sheet, without the total, to the right of the table. Columns are counted
// from 0; bars and columns of several values are stacked.
type Chart struct {
	Kind       ChartKind
	Title      string
	Categories int
	Values     []int
}

// styles are the numbers of the styles in one file.
type styles struct {
	title, note, header int
	plain, total        map[Kind]int
}

func newStyles(f *excelize.File) (*styles, error) {
	st := &styles{plain: map[Kind]int{}, total: map[Kind]int{}}
	var first error
	add := func(s excelize.Style) int {
		id, err := f.NewStyle(&s)
		if err != nil && first == nil {
			first = fmt.Errorf("add style: %w", err)
		}
		return id
	}
	st.title = add(excelize.Style{Font: &excelize.Font{Family: face, Bold: true, Size: 15}})
	st.note = add(excelize.Style{Font: &excelize.Font{Family: face, Italic: true, Color: "4A5560"}})
	st.header = add(excelize.Style{
		Font:      &excelize.Font{Family: face, Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{brand}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
	})
	line := []excelize.Border{{Type: "top", Style: 2, Color: brand}}
	for i, format := range kindFormats {
		kind := Kind(i)
		top := &excelize.Alignment{Vertical: "top", WrapText: kind == Text}
		st.plain[kind] = add(excelize.Style{CustomNumFmt: &format, Alignment: top})
		st.total[kind] = add(excelize.Style{CustomNumFmt: &format, Alignment: top, Font: &excelize.Font{Family: face, Bold: true}, Border: line})
	}
	return st, first
}

// chart adds the sheet's chart over the rows down to end. A table without rows has none.
func (t *tab) chart(end int) error {
	c := t.sheet.Chart
	if c == nil || end < FirstRow {
		return nil
	}
	if c.Categories < 0 || c.Categories >= len(t.sheet.Columns) || len(c.Values) == 0 {
		return fmt.Errorf("%w: chart %q", ErrShape, c.Title)
	}
	var series []excelize.ChartSeries
	for i, v := range c.Values {
		if v < 0 || v >= len(t.sheet.Columns) {
			return fmt.Errorf("%w: chart %q", ErrShape, c.Title)
		}
		colour := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{[]string{brand, accent}[i%2]}}
		series = append(series, excelize.ChartSeries{
			Name: t.ref(v, HeaderRow, HeaderRow), Categories: t.ref(c.Categories, FirstRow, end), Values: t.ref(v, FirstRow, end), Fill: colour,
			Line: excelize.LineOptions{Fill: colour, Width: 2},
		})
	}
	legend := excelize.ChartLegend{Position: "none"}
	if len(series) > 1 {
		legend.Position = "bottom"
	}
	kind, err := c.nativeKind()
	if err != nil {
		return err
	}
	return t.file.AddChart(t.sheet.Name, cellName(len(t.sheet.Columns)+1, HeaderRow), &excelize.Chart{
		Type: kind, Series: series, Legend: legend,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(c.Title)}}},
		Dimension: excelize.ChartDimension{Width: 640, Height: uint(max(320, min(24*(end-HeaderRow), 960)))},
		// A spreadsheet draws the first bar at the bottom: turned round, it reads as the table does.
		XAxis: excelize.ChartAxis{ReverseOrder: c.Kind == ChartBar},
		YAxis: excelize.ChartAxis{MajorGridLines: true},
	})
}

func (c *Chart) nativeKind() (excelize.ChartType, error) {
	several := len(c.Values) > 1
	switch {
	case c.Kind == ChartLine:
		return excelize.Line, nil
	case c.Kind == ChartColumn && several:
		return excelize.ColStacked, nil
	case c.Kind == ChartColumn:
		return excelize.Col, nil
	case c.Kind == ChartBar && several:
		return excelize.BarStacked, nil
	case c.Kind == ChartBar:
		return excelize.Bar, nil
	}
	return 0, fmt.Errorf("%w: chart of kind %q", ErrShape, c.Kind)
}

// ref names a part of a column, as 'Par secteur'!$B$6:$B$14.
func (t *tab) ref(column, from, to int) string {
	name := func(row int) string {
		s, err := excelize.CoordinatesToCellName(column+1, row, true)
		if err != nil {
			panic(err) // column and row are those of cells already written
		}
		return s
	}
	if from == to {
		return quoted(t.sheet.Name) + "!" + name(from)
	}
	return quoted(t.sheet.Name) + "!" + name(from) + ":" + name(to)
}
